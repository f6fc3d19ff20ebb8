/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/field_comments.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static void add_one(struct buf *out, const struct field_comments *comments, const char *what,
                    const struct ynode *node, bool is_key)
{
    struct view text = view_trim(field_comments_of(comments, node->start, is_key));

    if (text.len)
        buf_addf(out, "%s%s" VIEW_FMT "=" VIEW_FMT, out->len ? "; " : "", what,
                 VIEW_ARGS(is_key ? node->text : VIEW_EMPTY), VIEW_ARGS(text));
}

/* A collection in block style has a comment only as an element. */
static void add_all(struct buf *out, const struct field_comments *comments,
                    const struct ynode *node, bool is_element)
{
    if (is_element || ynode_resolve(node)->kind == YNODE_SCALAR || node->kind == YNODE_ALIAS ||
        node->style == YSTYLE_FLOW)
        add_one(out, comments, "value", node, false);
    for (size_t i = 0; node->kind != YNODE_ALIAS && i < ynode_len(node); i++) {
        if (ynode_is_map(node))
            add_one(out, comments, "", ynode_key_at(node, i), true);
        add_all(out, comments, ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i),
                ynode_is_seq(node));
    }
}

/* The comments of TEXT in the order of what they belong to. */
static const char *read_comments(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);
    AUTO(field_comments) comments = FIELD_COMMENTS_INIT;

    ASSERT_OK(doc, err);
    field_comments_read(&comments, doc, 0);
    add_all(&out, &comments, ydoc_root(doc), false);
    return test_format("%s", buf_text(&out));
}

TEST(field_comments, behind_a_value_belong_to_it)
{
    ASSERT_EQ_STR(read_comments("a: 1 # x\nb: 'q' # y\n"), "value=# x; value=# y");
    ASSERT_EQ_STR(read_comments("a: [1, 2] # x\nb: {c: 1} # y\n"), "value=# x; value=# y");
    ASSERT_EQ_STR(read_comments("a: [1,\n  2] # x\nb:\n  [1] # y\n"), "value=# x; value=# y");
    ASSERT_EQ_STR(read_comments("- x # a\n- y\n- 'z' # c\n"), "value=# a; value=# c");
    ASSERT_EQ_STR(read_comments("a: | # x\n  # text\nb: >- # y\n  c\n"), "value=# x; value=# y");
}

TEST(field_comments, behind_a_key_belong_to_it_when_its_value_is_elsewhere)
{
    ASSERT_EQ_STR(read_comments("a: # x\n- 1\nb : # y\n  c: 1\n"), "a=# x; b=# y");
    ASSERT_EQ_STR(read_comments("a: # x\n  [1]\nb: # y\nc: # z\n"), "a=# x; b=# y; c=# z");
    ASSERT_EQ_STR(read_comments("? a # x\n: [1] # y\n"), "a=# x; value=# y");
}

TEST(field_comments, above_an_entry_belong_to_its_key)
{
    ASSERT_EQ_STR(read_comments("# x\na: 1\n# y\nb:\n  # z\n  c: 1\n"), "a=# x; b=# y; c=# z");
    ASSERT_EQ_STR(read_comments("a:\n  b: 1\n# x\nc: [1]\n"), "c=# x");
    ASSERT_EQ_STR(read_comments("--- # x\na: 1\n"), "a=# x");
    ASSERT_EQ_STR(read_comments("a: 1\n# one\n# two\nb: 1\n"), "b=# one");
}

TEST(field_comments, above_an_element_belong_to_it)
{
    ASSERT_EQ_STR(read_comments("a:\n# x\n- b: 1\n# y\n- c\n"), "value=# x; value=# y");
    ASSERT_EQ_STR(read_comments("a:\n- # x\n  b: 1\n- # y\n  - c\n"), "b=# x; value=# y");
    ASSERT_EQ_STR(read_comments("a: # x\n# y\n- b\n"), "a=# x; value=# y");
}

TEST(field_comments, behind_it_counts_before_above_it)
{
    ASSERT_EQ_STR(read_comments("# x\na: # y\n- 1\n"), "a=# y");
    ASSERT_EQ_STR(read_comments("# x\na: [1] # y\n"), "a=# x; value=# y");
    ASSERT_EQ_STR(read_comments("a:\n# x\n- {b: [1]} # y\n"), "value=# y");
}

TEST(field_comments, apart_by_a_blank_line_are_what_is_before_when_they_touch_that)
{
    ASSERT_EQ_STR(read_comments("a: 1\n# x\n\nb: 1\n"), "");
    ASSERT_EQ_STR(read_comments("a: 1\n\n# x\n\nb: 1\n"), "b=# x");
    ASSERT_EQ_STR(read_comments("a: 1\n\n# x\n\n# y\nb: 1\n"), "b=# x");
    ASSERT_EQ_STR(read_comments("a: 1\n# x\n\n# y\nb: 1\n"), "b=# y");
    ASSERT_EQ_STR(read_comments("a:\n  # x\n\n  b: 1\n"), "b=# x");
    ASSERT_EQ_STR(read_comments("# x\n\na: 1\n"), "");
    ASSERT_EQ_STR(read_comments("# x\n\n# y\na: 1\n"), "a=# y");
}

TEST(field_comments, in_the_column_of_what_ends_there_are_no_ones)
{
    ASSERT_EQ_STR(read_comments("a:\n  b:\n    c: 1\n    # x\n  d: 1\n"), "");
    ASSERT_EQ_STR(read_comments("a:\n  b:\n    c: 1\n    # x\n  # y\n  d: 1\n"), "d=# y");
    ASSERT_EQ_STR(read_comments("- a: 1\n  # x\n- b: 1\n"), "");
    ASSERT_EQ_STR(read_comments("a: 1\n  # x\nb: 1\n"), "b=# x");
}

TEST(field_comments, in_flow_style_stand_behind_commas_and_above_entries)
{
    ASSERT_EQ_STR(read_comments("a: {b: [1], # x\n  c: [2] # y\n  } # z\n"),
                  "value=# z; value=# x; value=# y");
    ASSERT_EQ_STR(read_comments("{\n# x\n\"a\": [1],\n# y\n\"b\": [2]\n}\n"), "a=# x; b=# y");
    ASSERT_EQ_STR(read_comments("a: [ # x\n  b]\n"), "");
}

TEST(field_comments, of_an_anchor_are_those_of_its_aliases)
{
    ASSERT_EQ_STR(read_comments("a: &x [1] # x\nb: *x # y\n"), "value=# x; value=# x");
    ASSERT_EQ_STR(read_comments("a: &x\n- 1\nb: *x # y\n"), "");
}

TEST(field_comments, in_texts_are_none)
{
    ASSERT_EQ_STR(read_comments("a: |\n  x\n  # y\nb: \"# z\"\nc: d#e\n"), "");
}

TEST(field_comments, foreign_line_ends_do_not_matter)
{
    ASSERT_EQ_STR(read_comments("a: # x\r\n- 1\r\n# y\r\nb: 1\r\n# z\r\n\r\nc: 1\r\n"),
                  "a=# x; b=# y");
}

TEST(field_comments, places_count_from_the_offset)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("a: # x\n- 1\n"), "in", &err);
    AUTO(field_comments) comments = FIELD_COMMENTS_INIT;

    ASSERT_OK(doc, err);
    field_comments_read(&comments, doc, 10);
    ASSERT_EQ_VIEW(field_comments_of(&comments, 10, true), "# x");
    ASSERT_EQ_VIEW(field_comments_of(&comments, 10, false), "");
    ASSERT_EQ_VIEW(field_comments_of(&comments, 0, true), "");
}
