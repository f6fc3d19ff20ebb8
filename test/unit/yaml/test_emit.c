/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit.h"

#include "unit/yaml/vectors.h"

static void expect(const char *text, const char *printed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_KUSTOMIZE, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BUF(&out, printed);
}

static void expect_node(struct ydoc *doc, struct ynode *node, struct view expected)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    ydoc_set_root(doc, node);
    ASSERT_OK(emit_yaml(&out, node, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BYTES(buf_view(&out), expected);
}

TEST(emit, strings_are_printed_as_go_prints_them)
{
    struct view rest = test_read("test/fixtures/yaml/emission.tsv");
    struct view columns[4];
    size_t count = 0;

    for (; vectors_next(&rest, columns, 4); count++) {
        AUTO_FREE(ydoc) doc = ydoc_new();
        struct view text = vectors_text(columns[0]);
        struct ynode *value = ynode_new_map(doc);
        struct ynode *list = ynode_new_seq(doc);
        struct ynode *key = ynode_new_map(doc);

        ynode_set_string(doc, value, "k", text);
        ynode_add(doc, list, ynode_new_string(doc, text));
        ynode_set(doc, key, text, ynode_new_int(doc, 1));
        expect_node(doc, value, vectors_text(columns[1]));
        expect_node(doc, list, vectors_text(columns[2]));
        expect_node(doc, key, vectors_text(columns[3]));
    }
    ASSERT_TRUE(count >= 100);
}

TEST(emit, structure_is_that_of_kustomize_build)
{
    expect("b: {y: [1, [2, {c: d, b: e}], []], x: {}}\na:\n  - - 1\n    - 2\n  - k: v\n    j: w\n",
           "a:\n- - 1\n  - 2\n- j: w\n  k: v\nb:\n  x: {}\n  \"y\":\n  - 1\n  - - 2\n    - b: e\n"
           "      c: d\n  - []\n");
}

TEST(emit, types_are_resolved_and_anchors_and_comments_gone)
{
    expect("# c\nb: &x yes # c\na: *x\nd: 0x10\ne: ~\nf: TRUE\ng: 1e3\nh: 2001-01-01\n",
           "a: \"yes\"\nb: \"yes\"\nd: 16\ne: null\nf: true\ng: 1000\n"
           "h: \"2001-01-01T00:00:00Z\"\n");
    expect("a: &m {x: 1}\nb: {<<: *m, y: 2}\n", "a:\n  x: 1\nb:\n  x: 1\n  \"y\": 2\n");
    expect("a: 1\na: 2\n", "a: 2\n");
}

TEST(emit, a_value_left_out_in_flow_style_is_an_empty_string_to_kustomize_alone)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(100);
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("{a: }"), "in", &err);

    expect("a: {b: , c: ~, d: !!null }\ne: [{f}]\ng:\n",
           "a:\n  b: \"\"\n  c: null\n  d: null\ne:\n- f: \"\"\ng: null\n");
    ASSERT_OK(doc, err);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_KUSTOMIZE, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, "a: null\n");
}

TEST(emit, keys_of_any_type_stay_text)
{
    expect("1: a\ntrue: b\n~: c\n", "\"~\": c\n\"1\": a\n\"true\": b\n");
}

TEST(emit, documents_without_a_root_are_null)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(100);

    ASSERT_OK(emit_yaml(&out, NULL, EMIT_KUSTOMIZE, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, "null\n");
}

static void expect_refused(const char *text, enum error_code code, const char *message)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT((size_t)1 << 30);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    buf_add(&out, "before");
    ASSERT_FAILS(emit_yaml(&out, ydoc_root(doc), EMIT_KUSTOMIZE, YAML_KUSTOMIZE, &err), err, code,
                 message);
    ASSERT_EQ_BUF(&out, "before");
}

TEST(emit, what_json_does_not_know_is_refused_and_adds_nothing)
{
    expect_refused("a: 1\nb: .nan\n", ERROR_INVALID,
                   "line 2, column 4: '.nan' cannot be written as JSON");
    expect_refused("a: !!bool yes\n", ERROR_INVALID, "cannot decode 'yes' as a !!bool");
}

TEST(emit, R_006_an_alias_bomb_ends_at_the_limit)
{
    AUTO(buf) bomb = BUF_INIT(10000);

    buf_add(&bomb, "a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++)
        buf_addf(&bomb, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i, i, i - 1,
                 i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    expect_refused(buf_text(&bomb), ERROR_LIMIT, "aliases expand to over ");
}

TEST(emit, R_006_aliases_that_nest_too_deep_end_at_the_limit)
{
    AUTO(buf) chain = BUF_INIT(1 << 20);

    /* Many nodes more, so that the limit of nodes is not the first to end it. */
    for (int i = 0; i < 60000; i++)
        buf_add(&chain, "- x\n");
    buf_add(&chain, "- &a0 []\n");
    for (int i = 1; i <= 1000; i++)
        buf_addf(&chain, "- &a%d [*a%d]\n", i, i - 1);
    expect_refused(buf_text(&chain), ERROR_LIMIT,
                   "nesting is over 1000 levels once aliases are expanded");
}

TEST(emit, the_ceiling_of_the_buffer_holds)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(100);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *seq = ynode_new_seq(doc);

    for (int i = 0; i < 20000; i++)
        ynode_add(doc, seq, ynode_new_string(doc, VIEW("word")));
    ASSERT_FAILS(emit_yaml(&out, seq, EMIT_KUSTOMIZE, YAML_1_1, &err), err, ERROR_LIMIT, "100");
    ASSERT_FAILS(emit_yaml(&out, seq, EMIT_AS_IS, YAML_1_1, &err), err, ERROR_LIMIT, "100");
    ASSERT_FAILS(emit_json(&out, seq, 0, YAML_1_1, &err), err, ERROR_LIMIT, "100");
    ASSERT_EQ_UINT(out.len, 0);
}

TEST(emit, a_text_that_is_no_utf_8_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(100);
    AUTO_FREE(ydoc) doc = ydoc_new();

    ASSERT_FAILS(
        emit_yaml(&out, ynode_new_string(doc, VIEW("a\xff")), EMIT_KUSTOMIZE, YAML_1_1, &err), err,
        ERROR_INVALID, "a text is not UTF-8");
}

TEST(emit, R_005_a_thousand_levels_are_written)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(10000);
    AUTO(buf) out = BUF_INIT(1 << 20);

    buf_add_repeat(&text, '[', 1000);
    buf_add_repeat(&text, ']', 1000);
    AUTO_FREE(ydoc) doc = ydoc_parse(buf_view(&text), "in", &err);
    ASSERT_OK(doc, err);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_KUSTOMIZE, YAML_1_1, &err), err);
    ASSERT_EQ_UINT(out.len, 999 * 2 + 3);
}

TEST(emit, faithful_text_comes_back_where_kustomizes_does_not)
{
    static const char text[] = "a\xe2\x80\xa8 b";
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1000);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *map = ynode_new_map(doc);
    AUTO_FREE(ydoc) back = NULL;

    ynode_set_string(doc, map, "line", view_of(text));
    ynode_set_string(doc, map, "lines", VIEW("a\xe2\x80\xa9\n"));
    ynode_set_string(doc, map, "plain", VIEW("a b"));
    ynode_set_string(doc, map, "<<", VIEW("<<"));
    ASSERT_OK(emit_yaml(&out, map, EMIT_FAITHFUL, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, "\"<<\": <<\nline: \"a\\L b\"\nlines: \"a\\P\\n\"\nplain: a b\n");
    back = ydoc_parse(buf_view(&out), "out", &err);
    ASSERT_OK(back, err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(back), "line")), text);
}
