/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit_as_is.h"

#include "unit/yaml/vectors.h"
#include "yaml/emit.h"

static void expect(const char *text, const char *printed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_AS_IS, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BUF(&out, printed);

    AUTO_FREE(ydoc) again = ydoc_parse(buf_view(&out), "out", &err);
    ASSERT_OK(again, err);
    ASSERT_TRUE(ynode_equal(ydoc_root(doc), ydoc_root(again), YAML_KUSTOMIZE));
}

/* What is printed is the text itself. */
static void expect_same(const char *text)
{
    expect(text, text);
}

TEST(emit_as_is, order_styles_and_numbers_stay)
{
    expect_same(
        "z: 'a'\nq: \"b\"\nx: 0x10\nw: 1.50\nv: ~\nu:\nt: |\n  a\n  b\ns: >-\n  a\n\n  b\n");
    expect_same("b: {c: [1, 'x', \"y\"], d: {}}\na: []\n");
    expect_same("{\"a\": [1, null, true], \"b\": \"c\"}\n");
}

TEST(emit_as_is, sequences_are_indented_as_in_the_source)
{
    expect_same("a:\n- 1\n- b: 2\n  c:\n  - 3\n");
    expect_same("a:\n  - 1\n  - b: 2\n    c:\n      - 3\n");
    expect_same("- - a\n  - b\n- - - c\n-\n");
    /* A key begins with its tag or anchor. */
    expect_same("!x a:\n  - 1\n");
    expect_same("!x a:\n- 1\n");
    expect("&x a:\n  - 1\nb: 2\n", "a:\n  - 1\nb: 2\n");
}

TEST(emit_as_is, comments_blank_lines_and_folds_go)
{
    expect("# c\na: 1 # d\n\nb: one\n  two\n", "a: 1\nb: one two\n");
}

TEST(emit_as_is, aliases_merges_and_duplicates_are_resolved)
{
    expect("a: &x {k: 1}\nb: *x\nc:\n  z: 0\n  <<: *x\n  y: 2\nd: 1\nd: 2\n",
           "a: {k: 1}\nb: {k: 1}\nc:\n  z: 0\n  k: 1\n  \"y\": 2\nd: 2\n");
}

TEST(emit_as_is, tags_stay)
{
    expect_same("a: !!str 12\nb: !x y\nc: !!float 1\n");
    expect("a: ! 12\nb: !!binary aGk=\n", "a: 12\nb: hi\n");
}

TEST(emit_as_is, what_either_reader_takes_for_something_else_is_quoted)
{
    expect("a: yes\n\"y\": b\n", "a: \"yes\"\n\"y\": b\n");
    expect_same("a: 2001-01-01\n"); /* plain it is RFC 3339 text, quoted it is not */
}

TEST(emit_as_is, odd_keys_are_written_so_that_they_come_back)
{
    AUTO(buf) text = BUF_INIT(10000);

    expect("? |\n  a\n  b\n: c\n", "\"a\\nb\\n\": c\n");
    expect("\"<<\": {a: 1}\n", "\"<<\": {a: 1}\n");
    expect("?\n: a\n", "\"\": a\n");
    buf_add(&text, "? ");
    buf_add_repeat(&text, 'k', 1100);
    buf_add(&text, "\n:\n  - a\n");
    expect_same(buf_text(&text));
}

TEST(emit_as_is, any_string_comes_back)
{
    static const char *const hard[] = {
        "",
        " ",
        "a\n",
        "\n",
        "\n\n",
        " a\nb",
        "\ta\nb\n",
        "a\n\n",
        "a \nb",
        "a\t\nb",
        "a\r\nb",
        "a\n b\n",
        "\xc2\x85",
        "x\xe2\x80\xa8y",
        "a: b",
        "a #b",
        "- a",
        "? a",
        "'",
        "\"",
        "\\",
        "{a",
        "a,b",
        "[",
        "%a",
        "@a",
        "---",
        "...",
        "a\n---",
        "\x01\x7f",
        "\xef\xbb\xbf z",
        "\xf0\x9f\x98\x80",
        "*a",
        "&a",
        "!a",
    };
    static const enum ynode_style styles[] = { YSTYLE_ANY,    YSTYLE_PLAIN,   YSTYLE_SINGLE,
                                               YSTYLE_DOUBLE, YSTYLE_LITERAL, YSTYLE_FOLDED };

    for (size_t i = 0; i < ARRAY_SIZE(hard) * ARRAY_SIZE(styles); i++) {
        AUTO(error) err = ERROR_INIT;
        AUTO(buf) out = BUF_INIT(10000);
        AUTO_FREE(ydoc) doc = ydoc_new();
        struct view text = view_of(hard[i / ARRAY_SIZE(styles)]);
        struct ynode *root = ynode_new_map(doc);
        struct ynode *flow = ynode_new_seq(doc);
        enum ynode_style style = styles[i % ARRAY_SIZE(styles)];

        if (style == YSTYLE_PLAIN && text.len == 0)
            continue; /* that is null */
        for (int copy = 0; copy < 3; copy++) {
            struct ynode *string = ynode_new_string(doc, text);

            string->style = (uint8_t)style;
            if (copy == 0)
                ynode_set(doc, root, text, string);
            else
                ynode_add(doc, flow, string);
        }
        flow->style = YSTYLE_FLOW;
        ynode_set(doc, root, VIEW("flow"), flow);
        ASSERT_OK(emit_yaml(&out, root, EMIT_AS_IS, YAML_KUSTOMIZE, &err), err);
        AUTO_FREE(ydoc) again = ydoc_parse(buf_view(&out), "out", &err);
        ASSERT_OK(again, err);
        if (!ynode_equal(root, ydoc_root(again), YAML_KUSTOMIZE))
            TEST_FAIL("not the same data:\n%s", buf_text(&out));
    }
}
