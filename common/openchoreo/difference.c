/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/difference.h"

#include "yaml/path.h"

static void cut(struct buf *path, size_t len)
{
    path->len = len;
    if (path->data)
        path->data[len] = '\0';
}

static bool find_in_map(struct buf *path, const struct ynode *ours, const struct ynode *theirs)
{
    size_t before = path->len;

    if (!ynode_is_map(theirs))
        return true;
    for (size_t i = 0; i < ynode_len(ours); i++) {
        struct view key = ynode_text(ynode_key_at(ours, i));

        path_add_key(path, key);
        if (difference_find(path, ynode_value_at(ours, i), ynode_get_view(theirs, key)))
            return true;
        cut(path, before);
    }
    return false;
}

static bool find_in_seq(struct buf *path, const struct ynode *ours, const struct ynode *theirs)
{
    size_t before = path->len;

    if (!ynode_is_seq(theirs) || ynode_len(ours) != ynode_len(theirs))
        return true;
    for (size_t i = 0; i < ynode_len(ours); i++) {
        path_add_index(path, i);
        if (difference_find(path, ynode_at(ours, i), ynode_at(theirs, i)))
            return true;
        cut(path, before);
    }
    return false;
}

/* A server leaves out what is empty. */
static bool is_nothing(const struct ynode *node)
{
    if (ynode_is_map(node) || ynode_is_seq(node))
        return ynode_len(node) == 0;
    return ynode_is_null(node) || ynode_text(node).len == 0;
}

bool difference_find(struct buf *path, const struct ynode *ours, const struct ynode *theirs)
{
    if (!theirs)
        return !is_nothing(ours);
    if (ynode_is_map(ours))
        return find_in_map(path, ours, theirs);
    if (ynode_is_seq(ours))
        return find_in_seq(path, ours, theirs);
    return !ynode_equal(ours, theirs, YAML_1_1);
}
