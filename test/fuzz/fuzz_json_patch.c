/* SPDX-License-Identifier: Apache-2.0 */
/* JSON patches: the input's first document is the object, the second the patch. */
#include "fuzz/fuzz.h"
#include "fuzz/patching.h"
#include "patch/json_patch.h"

static bool apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                  struct error *err)
{
    return json_patch_apply(doc, base, patch, "patch", err);
}

void fuzz_one(struct view input)
{
    fuzz_patch(input, apply);
}

FUZZ_TARGET
