/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/comments.h"

#include "harness/test.h"
#include "yaml/emit_node.h"

/* TEXT written anew with its comments; "(elsewhere)" when one of them is not understood. */
static const char *lay_out(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);
    AUTO(comments) comments = COMMENTS_INIT;

    ASSERT_OK(doc, err);
    if (!comments_read(&comments, doc))
        return "(elsewhere)";
    ASSERT_OK(emit_node(&out, ydoc_root(doc), &comments, &err), err);
    return test_format("%s", buf_text(&out));
}

TEST(comments, stand_above_entries_in_their_column)
{
    ASSERT_EQ_STR(lay_out("a:\n    # one\n    # two\n    b: 1\n# d\nc: 2\n"),
                  "a:\n  # one\n  # two\n  b: 1\n# d\nc: 2\n");
    ASSERT_EQ_STR(lay_out("a:\n    # h\n    - k: 1\n      # m\n      l: 2\n    # n\n    - - 3\n"
                          "      # o\n      - 4\n"),
                  "a:\n# h\n- k: 1\n  # m\n  l: 2\n# n\n- - 3\n  # o\n  - 4\n");
    ASSERT_EQ_STR(lay_out("a: 1\n\n\n# h\nb: 2\n"), "a: 1\n# h\nb: 2\n");
}

TEST(comments, stand_behind_values_keys_and_block_headers)
{
    ASSERT_EQ_STR(lay_out("a: 1   #  x\nb: 'q#' # y\nc: [1, 2] # z\nd: {} # e\n"),
                  "a: 1 #  x\nb: 'q#' # y\nc: [1, 2] # z\nd: {} # e\n");
    ASSERT_EQ_STR(lay_out("a:   # k\n    b: 1\nc:  # l\n    - 1 # m\n"),
                  "a: # k\n  b: 1\nc: # l\n- 1 # m\n");
    ASSERT_EQ_STR(lay_out("a: |  # h\n    # text\nb: 1\n"), "a: | # h\n  # text\nb: 1\n");
}

TEST(comments, stand_at_the_top_and_at_the_end)
{
    ASSERT_EQ_STR(lay_out("# top\n# two\n\n# above\na: 1\n# end\n"),
                  "# top\n# two\n\n# above\na: 1\n# end\n");
    ASSERT_EQ_STR(lay_out("# above\na: 1\n\n\n# end\n# two\n"), "# above\na: 1\n\n# end\n# two\n");
}

TEST(comments, what_only_looks_like_one_is_none)
{
    ASSERT_EQ_STR(lay_out("a#b: c#d\ne: \"# f\"\ng: |\n  # h\n"),
                  "a#b: c#d\ne: \"# f\"\ng: |\n  # h\n");
}

TEST(comments, elsewhere_they_are_not_understood)
{
    ASSERT_EQ_STR(lay_out("a: [1, # x\n  2]\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a:\n    b: 1\n  # odd\nc: 2\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a: 1\n# h\n\nb: 2\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a: # of nothing\nb: 2\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a:\n- 1\n# of nothing\n-\n- 2\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a:\n  # value\n  text\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a:\n    b: 1\n    # end\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("# c\n--- # d\na: 1\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("a: 1 # c\r\nb: 2\r\n"), "(elsewhere)");
    ASSERT_EQ_STR(lay_out("text # c\n"), "(elsewhere)");
}

TEST(comments, they_stay_with_a_scalar_that_changes)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("# h\na: 1 # x\n"), "in", &err);
    AUTO(comments) comments = COMMENTS_INIT;

    ASSERT_OK(doc, err);
    ASSERT_TRUE(comments_read(&comments, doc));
    ynode_set_text(doc, ynode_get(ydoc_root(doc), "a"), VIEW("b\nc\n"));
    ASSERT_OK(emit_node(&out, ydoc_root(doc), &comments, &err), err);
    ASSERT_EQ_BUF(&out, "# h\na: | # x\n  b\n  c\n");
}
