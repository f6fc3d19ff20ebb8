/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/merge_patch.h"

#include "base/compiler.h"
#include "patch/graft.h"

static void remove_nulled(struct ynode *base, const struct ynode *patch)
{
    for (size_t i = 0; i < ynode_len(base); i++) {
        const struct ynode *value = ynode_get_view(patch, ynode_text(ynode_key_at(base, i)));

        if (value && ynode_is_null(value))
            ynode_set_value_at(base, i, NULL);
    }
    ynode_remove_valueless(base);
}

/* PATCH is a copy in the document and becomes part of the result; both are mappings. */
static void merge_map(struct ydoc *doc, struct ynode *base, struct ynode *patch)
{
    remove_nulled(base, patch);
    for (size_t i = 0; i < ynode_len(patch); i++) {
        struct view name = ynode_text(ynode_key_at(patch, i));
        struct ynode *value = ynode_value_at(patch, i);
        struct ynode *held = ynode_get_view(base, name);

        if (ynode_is_null(value))
            continue;
        if (ynode_is_map(value)) {
            if (!ynode_is_map(held)) {
                held = ynode_new_map(doc); /* nulls inside VALUE must not arrive */
                ynode_set(doc, base, name, held);
            }
            merge_map(doc, held, value);
            continue;
        }
        ynode_set(doc, base, name, value);
    }
}

bool merge_patch_apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                       struct error *err)
{
    AUTO(graft) graft = GRAFT_INIT(doc);
    struct ynode *copy = graft_copy(&graft, patch, 0, err);

    if (!copy)
        return false;
    if (!ynode_is_map(copy)) {
        ynode_assign(base, copy);
        return true;
    }
    if (!ynode_is_map(base))
        ynode_assign(base, ynode_new_map(doc));
    merge_map(doc, base, copy);
    return true;
}
