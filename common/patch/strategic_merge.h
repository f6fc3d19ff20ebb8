/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/strategic_merge.h - strategic merge patches, with the semantics of `kustomize build`
 *
 * Kustomize merges by kyaml's merge2, not by the API server's rules. What differs from `kubectl
 * patch`, and is copied here on purpose:
 * - lists whose schema is unknown are replaced whole; nothing is inferred from their elements;
 * - elements of a keyed list come out in the order of the patch, then those only the base has;
 * - a list with two merge keys (ports) matches on those keys that either side gives;
 * - `$patch` is `delete`, `replace` or `merge`, in mappings and in elements of lists;
 *   `$setElementOrder/...`, `$deleteFromPrimitiveList/...` and `$retainKeys` are ordinary fields;
 * - an explicit null deletes; a null that the base holds and the patch does not name stays.
 */
#ifndef PATCH_STRATEGIC_MERGE_H
#define PATCH_STRATEGIC_MERGE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "patch/merge_keys.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * strategic_merge_apply - change BASE with PATCH as kustomize does
 *
 * doc      owns BASE and whatever is added; ydoc_origin(doc) cites the base in messages
 * base     a mapping, changed in place; free of aliases and merge keys (take a ydoc_copy())
 * patch    borrowed, unchanged; aliases and merge keys are expanded
 * origin   what messages call the patch's text: a path
 * schema   of BASE's kind; NULL: looked up by apiVersion and kind of BASE, else of PATCH, there and
 *          wherever the schema ends and an embedded object begins
 * removed  true when the whole object goes (`$patch: delete` at the root); BASE is then as it was.
 *          May be NULL: such a patch is then ERROR_INVALID
 *
 * Keeping kind, name and namespace as they were is the caller's (kustomize restores them). A list
 * against a mapping, an unknown directive or a keyed list without its key is ERROR_SYNTAX with path
 * and line in both texts; more than PATCH_NODES_MAX nodes made or a result deeper than
 * YAML_DEPTH_MAX is ERROR_LIMIT. After a failure BASE may be half changed: drop its document.
 */
bool strategic_merge_apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                           const char *origin, const struct merge_schema *schema, bool *removed,
                           struct error *err) MUST_CHECK;

#endif
