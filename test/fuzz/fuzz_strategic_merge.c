/* SPDX-License-Identifier: Apache-2.0 */
/* Strategic merge patches: the input's first document is the object, the second the patch. */
#include "fuzz/fuzz.h"
#include "fuzz/patching.h"
#include "patch/strategic_merge.h"

static bool apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                  struct error *err)
{
    /* Both are documents of one text. */
    struct merge_lookup lookup = { .base_text = ydoc_text(doc), .patch_text = ydoc_text(doc) };
    bool removed = false;

    return ynode_is_map(base) &&
           strategic_merge_apply(doc, base, patch, "patch", &lookup, &removed, err);
}

void fuzz_one(struct view input)
{
    fuzz_patch(input, apply);
}

FUZZ_TARGET
