/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit_node.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

/* TEXT as go-yaml v3 writes it. */
static void expect(const char *text, const char *printed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_node(&out, ydoc_root(doc), NULL, &err), err);
    ASSERT_EQ_BUF(&out, printed);
}

static void expect_same(const char *text)
{
    expect(text, text);
}

TEST(emit_node, order_styles_and_numbers_stay)
{
    expect_same("z: 'a'\nq: \"b\"\nx: 0x10\nw: 1.50\nv: ~\nu:\nt: yes\ns: 2020-01-02\n");
    expect_same("a: 1\na: 2\n");
    expect_same("- a: 1\n  b:\n  - c\n- - d\n  - e:\n      f: 1\n-\n");
    expect_same("plain\n");
    expect_same("{}\n");
}

TEST(emit_node, the_layout_is_gos)
{
    expect("a:\n    b:   1\n\n    c:\n      - x\n      -   y: 1\n          z: 2\n",
           "a:\n  b: 1\n  c:\n  - x\n  - y: 1\n    z: 2\n");
    expect("{ a: [1,2],  \"b\": {c: , d: ''} }\n", "{a: [1, 2], \"b\": {c: '', d: ''}}\n");
}

TEST(emit_node, block_scalars_stay_where_they_fit)
{
    expect("a: |\n  x\n   y\n\nb: 1\n", "a: |\n  x\n   y\nb: 1\n");
    expect_same("a: |-\n  x\nb: |+\n  y\n\n");
    expect_same("a: |2\n   x\n");
    /* go-yaml writes one break too many behind the last line of a folded scalar. */
    expect("a: >\n  x\n  y\n\n  z\n", "a: >\n  x y\n\n  z\n\n");
    expect("a: |\n  trailing \n", "a: \"trailing \\n\"\n");
}

TEST(emit_node, quotes_come_where_they_must)
{
    expect("[a, 'b:c', \"d\"]\n", "[a, 'b:c', \"d\"]\n");
    expect("a: 'x\n\n  y'\n", "a: 'x\n\n  y'\n");
    expect("a: \"\\u00e9\\x01\"\n", "a: \"\xc3\xa9\\x01\"\n");
    expect("'': 1\n", "'': 1\n");
}

TEST(emit_node, tags_anchors_and_aliases_stay)
{
    expect_same("a: &x {b: 1}\nc: *x\nd: &y\n  e: 1\nf: &z\n- 1\ng: !!str 5\nh: !t x\n");
    expect_same("- &a\n  b: 1\n- *a\n- &c\n  - 1\n");
    expect_same("a: &k v\n*k : 1\n");
    expect("a: &x {b: 1}\nm:\n  <<: *x\n", "a: &x {b: 1}\nm:\n  !!merge <<: *x\n");
}

TEST(emit_node, long_and_odd_keys_stand_behind_a_question_mark)
{
    AUTO(buf) text = BUF_INIT(1 << 12);

    buf_add(&text, "? ");
    buf_add_repeat(&text, 'k', 129);
    buf_add(&text, "\n: a: 1\n  b: 2\n? ");
    buf_add_repeat(&text, 'l', 129);
    buf_add(&text, "\n: - 1\n");
    expect_same(buf_text(&text));
}

TEST(emit_node, what_was_made_is_a_string_or_what_it_looks_like)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *seq = ynode_new_seq(doc);

    ynode_add(doc, seq, ynode_new_string(doc, VIEW("5")));
    ynode_add(doc, seq, ynode_new_plain(doc, VIEW("5")));
    ynode_add(doc, seq, ynode_new_string(doc, VIEW("yes")));
    ynode_add(doc, seq, ynode_new_string(doc, VIEW("a: b")));
    ynode_add(doc, seq, ynode_new_string(doc, VIEW("a\nb\n")));
    ASSERT_OK(emit_node(&out, seq, NULL, &err), err);
    ASSERT_EQ_BUF(&out, "- \"5\"\n- 5\n- yes\n- 'a: b'\n- |\n  a\n  b\n");
}

TEST(emit_node, depth_has_a_limit)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *node = ynode_new_seq(doc);

    for (int i = 0; i <= YAML_DEPTH_MAX; i++) {
        struct ynode *outer = ynode_new_seq(doc);
        ynode_add(doc, outer, node);
        node = outer;
    }
    ASSERT_FAILS(emit_node(&out, node, NULL, &err), err, ERROR_LIMIT,
                 "nested deeper than 1000 levels");
    ASSERT_EQ_INT(out.len, 0);
}
