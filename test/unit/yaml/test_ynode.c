/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/ynode.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static struct ydoc *parse(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    return doc;
}

TEST(ynode, absent_reads_as_absent_everywhere)
{
    ASSERT_EQ_INT(ynode_kind(NULL), YNODE_NONE);
    ASSERT_EQ_STR(ynode_kind_name(NULL), "nothing");
    ASSERT_TRUE(ynode_is_null(NULL));
    ASSERT_EQ_VIEW(ynode_text(NULL), "");
    ASSERT_EQ_UINT(ynode_len(NULL), 0);
    ASSERT_NULL(ynode_get(NULL, "a"));
    ASSERT_NULL(ynode_get_path(NULL, "a", "b", NULL));
    ASSERT_NULL(ynode_at(NULL, 0));
    ASSERT_NULL(ynode_key_at(NULL, 0));
    ASSERT_NULL(ynode_value_at(NULL, 0));
    ASSERT_TRUE(ynode_index(NULL, VIEW("a")) == SIZE_MAX);
    ASSERT_EQ_INT(ynode_type(NULL, YAML_1_1), YTYPE_NONE);
    ASSERT_EQ_UINT(ynode_line(NULL), 0);
    ASSERT_TRUE(ynode_equal(NULL, NULL, YAML_1_1));
}

TEST(ynode, values_are_found_by_path_and_through_aliases)
{
    AUTO_FREE(ydoc) doc = parse("a: &x {b: {c: 1}}\nd: *x\ne: [*x, 2]\n");
    const struct ynode *root = ydoc_root(doc);

    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "d", "b", "c", NULL)), "1");
    ASSERT_NULL(ynode_get_path(root, "d", "x", "c", NULL));
    ASSERT_EQ_STR(ynode_kind_name(ynode_get(root, "d")), "mapping");
    ASSERT_EQ_STR(ynode_kind_name(ynode_get(root, "e")), "sequence");
    ASSERT_EQ_UINT(ynode_len(ynode_at(ynode_get(root, "e"), 0)), 1);
    ASSERT_NULL(ynode_at(ynode_get(root, "e"), 2));
    ASSERT_EQ_VIEW(ynode_text(ynode_key_at(root, 2)), "e");
    ASSERT_NULL(ynode_value_at(root, 3));
}

TEST(ynode, R_009_the_last_of_duplicate_keys_counts)
{
    AUTO_FREE(ydoc) doc = parse("a: 1\nb: 2\na: 3\n");

    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "a")), "3");
    ASSERT_EQ_UINT(ynode_index(ydoc_root(doc), VIEW("a")), 2);
    ASSERT_EQ_UINT(ynode_len(ydoc_root(doc)), 3);
}

TEST(ynode, explicit_keys_win_over_merged_ones_wherever_they_stand)
{
    AUTO_FREE(ydoc)
    doc = parse("a: &a {x: 1, y: 1, z: 1}\nb: &b {y: 2, w: 2}\n"
                "c: {x: 3, <<: [*b, *a]}\nd: {<<: *a, <<: *b, x: 4}\n"
                "e: &e {<<: *b, v: 5}\nf: {<<: *e}\ng: {\"<<\": *a}\n");
    const struct ynode *root = ydoc_root(doc);

    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "c", "x", NULL)), "3");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "c", "y", NULL)), "2");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "c", "z", NULL)), "1");
    ASSERT_NULL(ynode_get_path(root, "c", "q", NULL));
    ASSERT_NULL(ynode_get_path(root, "c", "<<", NULL));
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "d", "y", NULL)), "1");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "d", "w", NULL)), "2");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "f", "w", NULL)), "2");
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(root, "f", "v", NULL)), "5");
    ASSERT_NULL(ynode_get_path(root, "g", "x", NULL));
    ASSERT_NOT_NULL(ynode_get_path(root, "g", "<<", NULL));
}

TEST(ynode, doubled_merges_do_not_take_exponential_time)
{
    AUTO(buf) text = BUF_INIT(100000);

    buf_add(&text, "a0: &a0 {x: 1}\n");
    for (int i = 1; i <= 60; i++)
        buf_addf(&text, "a%d: &a%d {<<: [*a%d, *a%d]}\n", i, i, i - 1, i - 1);
    AUTO_FREE(ydoc) doc = parse(buf_text(&text));
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(ydoc_root(doc), "a60", "x", NULL)), "1");
    ASSERT_NULL(ynode_get_path(ydoc_root(doc), "a60", "y", NULL));
}

TEST(ynode, style_tag_and_profile_make_the_type)
{
    AUTO_FREE(ydoc)
    doc = parse("[yes, 'yes', !!str 1, !!int \"3\", !!float 1, !x 1, ! 1, ~, '',"
                " !!null '', !!bool yes, 2001-01-01, !!binary aGk=]");
    static const enum ytype old[] = { YTYPE_BOOL,   YTYPE_STRING, YTYPE_STRING, YTYPE_INT,
                                      YTYPE_FLOAT,  YTYPE_STRING, YTYPE_STRING, YTYPE_NULL,
                                      YTYPE_STRING, YTYPE_NULL,   YTYPE_BOOL,   YTYPE_STRING,
                                      YTYPE_STRING };
    static const enum ytype kustomize[] = { YTYPE_STRING, YTYPE_STRING, YTYPE_STRING, YTYPE_INT,
                                            YTYPE_FLOAT,  YTYPE_STRING, YTYPE_INT,    YTYPE_NULL,
                                            YTYPE_STRING, YTYPE_NULL,   YTYPE_STRING, YTYPE_STRING,
                                            YTYPE_STRING };

    ASSERT_EQ_UINT(ynode_len(ydoc_root(doc)), ARRAY_SIZE(old));
    for (size_t i = 0; i < ARRAY_SIZE(old); i++) {
        ASSERT_EQ_INT(ynode_type(ynode_at(ydoc_root(doc), i), YAML_1_1), old[i]);
        ASSERT_EQ_INT(ynode_type(ynode_at(ydoc_root(doc), i), YAML_KUSTOMIZE), kustomize[i]);
    }
    ASSERT_TRUE(ynode_is_null(ynode_at(ydoc_root(doc), 7)));
    ASSERT_FALSE(ynode_is_null(ynode_at(ydoc_root(doc), 8)));
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 12)), "hi");
}

/* ---- kyaml's quotes ---- */

static bool made_is_quoted(const char *text)
{
    AUTO_FREE(ydoc) doc = ydoc_new();

    return ynode_is_quoted(ynode_new_string(doc, view_of(text)));
}

TEST(ynode, what_was_read_is_quoted_as_it_was_written)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("[a, 'a', \"a\", {}, 1]"), "in", NULL);
    const struct ynode *root = ydoc_root(doc);

    ASSERT_FALSE(ynode_is_quoted(ynode_at(root, 0)));
    ASSERT_TRUE(ynode_is_quoted(ynode_at(root, 1)));
    ASSERT_TRUE(ynode_is_quoted(ynode_at(root, 2)));
    ASSERT_FALSE(ynode_is_quoted(ynode_at(root, 3)));
    ASSERT_FALSE(ynode_is_quoted(ynode_at(root, 4)));
    ASSERT_FALSE(ynode_is_quoted(NULL));
}

TEST(ynode, what_was_made_is_quoted_when_it_is_no_string_as_a_document)
{
    static const char *const quoted[] = { "yes",  " y ",     "1",    "~",      "0777", "1_000",
                                          "a: b", "x:",      "{a}",  "- x",    "? a",  "# x",
                                          "---",  "1.5 # x", "a\nb", "!!int 3" };
    static const char *const bare[] = { "",   "word", "a/b:1", "12:30", "\"q\"",  "2001-01-01",
                                        "*m", "[a",   "@x",    "a #b",  "!!str 3" };

    for (size_t i = 0; i < ARRAY_SIZE(quoted); i++)
        if (!made_is_quoted(quoted[i]))
            TEST_FAIL("'%s' is not quoted", quoted[i]);
    for (size_t i = 0; i < ARRAY_SIZE(bare); i++)
        if (made_is_quoted(bare[i]))
            TEST_FAIL("'%s' is quoted", bare[i]);
}

TEST(ynode, another_text_keeps_the_quotes)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("[a, 'a']"), "in", NULL);

    for (size_t i = 0; i < 2; i++) {
        struct ynode *node = ynode_at(ydoc_root(doc), i);
        ynode_set_text(doc, node, VIEW("true"));
        ynode_set_text(doc, node, VIEW("b"));
        ASSERT_EQ_INT(ynode_is_quoted(node), i);
    }
}
