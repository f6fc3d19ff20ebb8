/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/graft.h"
#include "unit/patch/patching.h"

static struct ydoc *parse(const char *text)
{
    return patching_parse(__FILE__, __LINE__, text, "text.yaml");
}

TEST(graft, a_copy_has_the_data_and_not_the_nodes)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) from = parse("a: &x [1, {b: c}]\nd: *x\n");
    AUTO_FREE(ydoc) to = ydoc_new();
    AUTO(graft) graft = GRAFT_INIT(to);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct ynode *copy = graft_copy(&graft, ydoc_root(from), 0, &err);

    ASSERT_OK(copy, err);
    ASSERT_TRUE(copy != ydoc_root(from));
    ASSERT_EQ_BYTES(patching_emit(&text, copy), VIEW("a:\n- 1\n- b: c\nd:\n- 1\n- b: c\n"));
    ASSERT_NULL(graft_mark_of(&graft, copy));
}

TEST(graft, what_is_made_adds_up_over_copies)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) from = parse("a: [xyz, 2]");
    AUTO_FREE(ydoc) to = ydoc_new();
    AUTO(graft) graft = GRAFT_INIT(to);

    ASSERT_OK(graft_copy(&graft, ydoc_root(from), 0, &err), err);
    ASSERT_EQ_INT(graft.nodes_made, 5);
    ASSERT_EQ_INT(graft.bytes_made, 5);
    ASSERT_OK(graft_copy(&graft, ydoc_root(from), 0, &err), err);
    ASSERT_EQ_INT(graft.nodes_made, 10);
    graft.nodes_made = PATCH_NODES_MAX - 4;
    ASSERT_FAILS(graft_copy(&graft, ydoc_root(from), 0, &err), err, ERROR_LIMIT,
                 "more than 1000000 values");
    ASSERT_EQ_INT(graft.nodes_made, PATCH_NODES_MAX - 4);
}

TEST(graft, the_depth_counts_from_the_root)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) from = parse("[[x]]");
    AUTO_FREE(ydoc) to = ydoc_new();
    AUTO(graft) graft = GRAFT_INIT(to);

    ASSERT_OK(graft_copy(&graft, ydoc_root(from), YAML_DEPTH_MAX - 2, &err), err);
    ASSERT_FAILS(graft_copy(&graft, ydoc_root(from), YAML_DEPTH_MAX - 1, &err), err, ERROR_LIMIT,
                 "more than 1000 levels deep");
}

TEST(graft, marks_tell_where_a_copy_was_written)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) from = parse("d: &d {x: 1}\na:\n  <<: *d\n  b: [c,\n   e]\n");
    AUTO_FREE(ydoc) to = ydoc_new();
    AUTO(graft) graft = GRAFT_INIT(to);
    const struct ynode *copy = graft_copy_marked(&graft, ydoc_root(from), 0, &err);
    const struct graft_mark *mark;

    ASSERT_OK(copy, err);
    mark = graft_mark_of(&graft, ynode_at(ynode_get_path(copy, "a", "b", NULL), 1));
    ASSERT_NOT_NULL(mark);
    ASSERT_EQ_INT(mark->line, 5);
    ASSERT_EQ_INT(mark->column, 4);
    mark = graft_mark_of(&graft, ynode_get_path(copy, "a", "x", NULL));
    ASSERT_NOT_NULL(mark);
    ASSERT_EQ_INT(mark->line, 1);
    ASSERT_NULL(graft_mark_of(&graft, ydoc_root(from)));
}
