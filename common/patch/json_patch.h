/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/json_patch.h - RFC 6902 patches, as `kustomize build` applies them
 *
 * A patch is a sequence of operations, written as JSON or YAML; a single operation outside a list
 * is refused. Kustomize uses evanphx/json-patch v4 with its defaults; copied from there:
 * - `add` and `move` into a list accept negative indices from the end, and "-";
 * - the parent of `add` must exist; `remove`, `replace` and the source of `move` must exist;
 * - `test` against a path that does not exist succeeds when the value is null;
 * - a missing `value` reads as null.
 */
#ifndef PATCH_JSON_PATCH_H
#define PATCH_JSON_PATCH_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* Operations in one patch: each may have to move all entries of a large mapping or list. */
#define JSON_PATCH_OPERATIONS_MAX 10000

/*
 * PATCH has the outer shape of a JSON patch: a sequence of mappings. That is all that loading
 * checks in kustomize; what the operations say is judged when they are applied. ORIGIN names the
 * text.
 */
bool json_patch_check(const struct ynode *patch, const char *origin, struct error *err) MUST_CHECK;

/*
 * json_patch_apply - carry out all operations of PATCH on the tree at ROOT
 *
 * doc      owns ROOT and whatever is added
 * root     changed in place; free of aliases and merge keys (take a ydoc_copy())
 * patch    borrowed, unchanged; aliases are expanded
 * origin   what messages call the patch's text: a path
 *
 * Errors read `ORIGIN:LINE:COL: operation 2 (replace '/spec/x'): ...`: ERROR_SYNTAX for an
 * operation that cannot be (unknown op, bad pointer), ERROR_UNMATCHED for a path that is not there
 * or a `test` that fails, ERROR_LIMIT beyond PATCH_NODES_MAX nodes made, YAML_DEPTH_MAX levels or
 * JSON_PATCH_OPERATIONS_MAX operations.
 * ROOT may then be half changed: drop its document. The caller adds which object it was.
 */
bool json_patch_apply(struct ydoc *doc, struct ynode *root, const struct ynode *patch,
                      const char *origin, struct error *err) MUST_CHECK;

#endif
