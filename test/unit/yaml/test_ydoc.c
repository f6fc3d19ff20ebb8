/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/ydoc.h"

#include "unit/yaml/vectors.h"

/* What TEXT's first document is under PROFILE, or "!" and the message. */
static const char *outcome(struct view text, enum yaml_profile profile)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) json = BUF_INIT(1 << 20);
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options options = { .origin = "in", .unique_keys = profile == YAML_KUSTOMIZE };

    if (!ydoc_parse_all(&docs, text, &options, &err))
        return test_format("!%s", error_message(&err) + strlen("in:"));
    if (!emit_json(&json, docs.len > 0 ? ydoc_root(docs.docs[0]) : NULL, 0, profile, &err))
        return test_format("!%s", error_message(&err));
    return test_format("%s", buf_text(&json));
}

TEST(ydoc, odd_documents_are_read_as_both_go_libraries_read_them)
{
    struct view rest = test_read("test/fixtures/yaml/documents.tsv");
    struct view columns[3];
    size_t count = 0;

    for (; vectors_next(&rest, columns, 3); count++) {
        struct view text = vectors_text(columns[0]);
        const char *old = outcome(text, YAML_1_1);
        const char *kustomize = outcome(text, YAML_KUSTOMIZE);

        if (!view_eq(view_of(old), vectors_text(columns[1])) ||
            !view_eq(view_of(kustomize), vectors_text(columns[2])))
            TEST_FAIL(VIEW_FMT " is\n%s\nand\n%s", VIEW_ARGS(columns[0]), old, kustomize);
    }
    ASSERT_TRUE(count >= 210);
}

TEST(ydoc, nothing_has_no_root_and_keeps_its_text)
{
    static const char *const nothing[] = { "", "\n", "# comment\n", " \n# c" };

    for (size_t i = 0; i < ARRAY_SIZE(nothing); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO_FREE(ydoc) doc = ydoc_parse(view_of(nothing[i]), "in", &err);

        ASSERT_OK(doc, err);
        ASSERT_NULL(ydoc_root(doc));
        ASSERT_EQ_VIEW(ydoc_text(doc), nothing[i]);
    }
    ASSERT_EQ_STR(vectors_json("---\n", YAML_1_1), "null");
}

TEST(ydoc, one_document_is_one)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(ydoc_parse(VIEW("a: 1\n---\nb: 2\n"), "in", &err), err, ERROR_INVALID,
                 "in:2:1: one document is wanted and here a second one starts");
}

TEST(ydoc, all_documents_are_read_and_numbered)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options options = { .origin = "in", .number = 5, .first_line = 100 };

    ASSERT_OK(
        ydoc_parse_all(&docs, VIEW("a: 1\n---\n---\nb: &x 2\n...\n---\nc: 3\n"), &options, &err),
        err);
    ASSERT_EQ_UINT(docs.len, 4);
    ASSERT_EQ_UINT(ynode_line(ynode_key_at(ydoc_root(docs.docs[2]), 0)), 103);
    /* Anchors end with their document; on failure the list is as before. */
    ASSERT_FAILS(ydoc_parse_all(&docs, VIEW("a: &x 1\n---\nb: *x\n"), &options, &err), err,
                 ERROR_SYNTAX, "in:102:4: document 6: the alias '*x' has no anchor");
    ASSERT_EQ_UINT(docs.len, 4);
}

TEST(ydoc, a_document_can_own_its_text_or_borrow_it)
{
    AUTO(error) err = ERROR_INIT;
    char text[] = "a: word";
    struct ydoc_options borrow = { .origin = "in" };
    AUTO_FREE(ydoc) owner = ydoc_parse(view_of(text), "in", &err);
    AUTO_FREE(ydoc) borrower = ydoc_parse_with(view_of(text), &borrow, &err);

    memcpy(text, "b: made", sizeof(text));
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(owner), "a")), "word");
    ASSERT_EQ_VIEW(ydoc_text(borrower), "b: made");
}

TEST(ydoc, the_documents_of_one_text_share_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    struct ydoc_options options = { .origin = "in", .own_text = true };

    ASSERT_OK(ydoc_parse_all(&docs, VIEW("a: 1\n---\nb: 2\n"), &options, &err), err);
    ydoc_free(TAKE(docs.docs[0]));
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(docs.docs[1]), "b")), "2");
}

TEST(ydoc, R_012_encodings_and_line_ends_are_all_read)
{
    static const struct view same[] = {
        VIEW("a: [1, \xc3\xa9]\nb: c\n"),
        VIEW("\xef\xbb\xbf"
             "a: [1, \xc3\xa9]\nb: c\n"),
        VIEW("a: [1,\r\n  \xc3\xa9]\r\nb: c\r\n"),
        VIEW("a: [1,\r  \xc3\xa9]\rb: c\r"),
        VIEW("a: [1,\xc2\x85  \xc3\xa9]\xc2\x85"
             "b: c"),
        VIEW("%YAML 1.1\n---\na: [1, \xc3\xa9]\nb: c\n...\n"),
        VIEW("\xff\xfe"
             "a\0:\0 \0[\0001\0,\0 \0\xe9\0]\0\n\0b\0:\0 \0c\0"),
        VIEW("\xfe\xff\0a\0:\0 \0[\0001\0,\0 \0\xe9\0]\0\n\0b\0:\0 \0c"),
    };

    for (size_t i = 0; i < ARRAY_SIZE(same); i++)
        ASSERT_EQ_STR(outcome(same[i], YAML_1_1), "{\"a\":[1,\"\xc3\xa9\"],\"b\":\"c\"}");
}

TEST(ydoc, R_012_broken_utf_16_is_refused_with_its_place)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(ydoc_parse(VIEW("\xff\xfe"
                                 "a\0\n\0b\0\x3d\xd8x\0"),
                            "in", &err),
                 err, ERROR_SYNTAX, "in:2:2: the UTF-16 text is broken");
    ASSERT_FAILS(ydoc_parse(VIEW("\xff\xfe"
                                 "a\0b"),
                            "in", &err),
                 err, ERROR_SYNTAX, "in:1:2: the UTF-16 text is broken");
    ASSERT_EQ_STR(outcome(VIEW("\xff\xfe\x3d\xd8\x00\xde"), YAML_1_1), "\"\xf0\x9f\x98\x80\"");
}

TEST(ydoc, json_with_surrogate_pairs_is_read)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc)
    doc = ydoc_parse(
        VIEW(" {\"a\": \"\\ud83d\\ude00 \\\\ud83d\\ude00\", \"b\": [\"\\ud83d\\ude00\"]}"), "in",
        &err);

    ASSERT_FAILS(doc, err, ERROR_SYNTAX, "in:1:"); /* the second \ude00 has no partner */
    doc = ydoc_parse(VIEW("{\"a\": \"\\ud83d\\ude00 \\\\ud83d\"}"), "in", &err);
    ASSERT_OK(doc, err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "a")), "\xf0\x9f\x98\x80 \\ud83d");
}

TEST(ydoc, what_makes_a_splice_careful_is_told)
{
    static const struct {
        const char *text;
        bool anchors;
        bool odd;
    } cases[] = {
        { "a: {b: 1}\n", false, false }, { "a: &x 1\n", true, false },
        { "<<: {a: 1}\n", true, false }, { "a: !!str 1\n", false, true },
        { "a: ! 1\n", false, true },     { "? a\n: b\n", false, true },
        { "{? a : b}\n", false, true },  { "a: '?'\n", false, false },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO_FREE(ydoc) doc = ydoc_parse(view_of(cases[i].text), "in", &err);

        ASSERT_OK(doc, err);
        if (ydoc_has_anchors(doc) != cases[i].anchors || ydoc_has_odd_syntax(doc) != cases[i].odd)
            TEST_FAIL("%s is taken for %d, %d", cases[i].text, ydoc_has_anchors(doc),
                      ydoc_has_odd_syntax(doc));
    }
}

TEST(ydoc, as_go_yaml_only_the_first_document_is_looked_at)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse_with(VIEW("a: 1\n---\n{[broken\n"), &options, &err);

    ASSERT_OK(doc, err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "a")), "1");
}

TEST(ydoc, as_go_yaml_another_version_of_yaml_is_refused)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(ydoc_parse_with(VIEW("%YAML 1.2\n---\na: 1\n"), &options, &err), err, ERROR_SYNTAX,
                 "in:1:1: this is YAML 1.2, and only YAML 1.1 is read here");
    AUTO_FREE(ydoc) doc = ydoc_parse_with(VIEW("%YAML 1.1\n---\na: 1\n"), &options, &err);
    ASSERT_OK(doc, err);
    AUTO_FREE(ydoc) other = ydoc_parse(VIEW("%YAML 1.2\n---\na: 1\n"), "in", &err);
    ASSERT_OK(other, err);
}

TEST(ydoc, as_go_yaml_binary_that_is_no_text_has_replacement_characters)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse_with(VIEW("a: !!binary Yf/DqWL/\n"), &options, &err);

    ASSERT_OK(doc, err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "a")), "a\xef\xbf\xbd\xc3\xa9"
                                                               "b\xef\xbf\xbd");
    ASSERT_FAILS(ydoc_parse(VIEW("a: !!binary Yf/DqWL/\n"), "in", &err), err, ERROR_INVALID,
                 "is not text in UTF-8");
}

TEST(ydoc, as_go_yaml_binary_has_no_blanks)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(ydoc_parse_with(VIEW("a: !!binary \"aG k=\"\n"), &options, &err), err,
                 ERROR_SYNTAX, "in:1:13: !!binary: base64 with a blank in it");
    ASSERT_FAILS(ydoc_parse_with(VIEW("a: !!binary \"aG\\tk=\"\n"), &options, &err), err,
                 ERROR_SYNTAX, "a blank in it");
    AUTO_FREE(ydoc) lines = ydoc_parse_with(VIEW("a: !!binary |\n  aG\n  k=\n"), &options, &err);
    ASSERT_OK(lines, err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(lines), "a")), "hi");
    AUTO_FREE(ydoc) other = ydoc_parse(VIEW("a: !!binary \"aG k=\"\n"), "in", &err);
    ASSERT_OK(other, err);
}

TEST(ydoc, as_go_yaml_a_question_mark_ends_an_unquoted_value_between_brackets)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    static const char *const accepted[] = { "a: b?c\n", "a: {b: 'c?d', \"e?\": f}\n",
                                            "a: [b]\nc: d?\n" };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(ydoc_parse_with(VIEW("a: {b: c?d}\n"), &options, &err), err, ERROR_SYNTAX,
                 "in:1:8: a '?' in an unquoted value between brackets: quote it");
    ASSERT_FAILS(ydoc_parse_with(VIEW("a: [b, c d?]\n"), &options, &err), err, ERROR_SYNTAX,
                 "in:1:8: a '?'");
    for (size_t i = 0; i < ARRAY_SIZE(accepted); i++) {
        AUTO_FREE(ydoc) doc = ydoc_parse_with(view_of(accepted[i]), &options, &err);
        ASSERT_OK(doc, err);
    }
    AUTO_FREE(ydoc) other = ydoc_parse(VIEW("a: {b: c?d}\n"), "in", &err);
    ASSERT_OK(other, err);
}

TEST(ydoc, as_go_yaml_has_no_escapes_of_json)
{
    static const struct ydoc_options options = { .origin = "in", .as_go_yaml = true };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS_HINT(ydoc_parse_with(VIEW("{\"a\": \"x\\/y\"}"), &options, &err), err,
                      ERROR_SYNTAX, "in:1:7: found unknown escape character '\\/'",
                      "without the backslash");
    ASSERT_FAILS(ydoc_parse_with(VIEW("{\"a\": \"\\ud83d\\ude00\"}"), &options, &err), err,
                 ERROR_SYNTAX, "in:1:");
    AUTO_FREE(ydoc) doc = ydoc_parse_with(VIEW("a: \"x\\\\/y\"\nb: '\\/'\n"), &options, &err);
    ASSERT_OK(doc, err);
}
