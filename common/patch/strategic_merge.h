/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/strategic_merge.h - strategic merge patches, with the semantics of `kustomize build`
 *
 * Kustomize merges by kyaml's merge2, not by the API server's rules. What differs from `kubectl
 * patch`, and is copied here on purpose:
 * - lists whose schema is unknown are replaced whole; nothing is inferred from their elements;
 * - elements of a list with one merge key come out in the order of the patch, then those only the
 *   base has; lists with two keys (ports) match on those keys that either side gives;
 * - `$patch` is `delete`, `replace` or `merge`, in mappings and in elements of lists; `replace`
 *   of the whole object and inside an element that the base has is not heard;
 * `$setElementOrder/...`,
 *   `$deleteFromPrimitiveList/...` and `$retainKeys` are ordinary fields;
 * - what the base has in quotes stays in quotes, so that a number put there is a string;
 * - an explicit null deletes; a null that the base writes out and the patch does not name stays;
 * - what only the base has is tidied: an empty value (`key:`) goes, doubled elements of a keyed
 *   list become one, elements without the key go.
 *
 * Stricter than kustomize, which would print rubbish: an unknown directive and an element of the
 * patch without any merge key are errors wherever they stand; the directive of a list that the base
 * has not (`- $patch: replace`) is not left in the list.
 */
#ifndef PATCH_STRATEGIC_MERGE_H
#define PATCH_STRATEGIC_MERGE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "patch/merge_keys.h"
#include "patch/user_schema.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

struct merge_lookup {
    struct user_schemas *schemas;    /* NULL: the built-in ones */
    const struct merge_schema *root; /* of the object itself; NULL: looked up as well */
    /* Where the base and the patch were parsed from, for schemas in comments (comment_schema.h);
     * empty: there are none, or they are gone. */
    struct view base_text;
    struct view patch_text;
};

/*
 * strategic_merge_apply - change BASE with PATCH as kustomize does
 *
 * doc      owns BASE and whatever is added; ydoc_origin(doc) cites the base in messages
 * base     a mapping, changed in place; free of aliases and merge keys (take a ydoc_copy())
 * patch    borrowed, unchanged; aliases and merge keys are expanded
 * origin   what messages call the patch's text: a path
 * lookup   where schemas come from; NULL: the built-in ones by apiVersion and kind of BASE, else of
 *          PATCH, there and wherever the schema ends and an embedded object begins. A comment of a
 *          value counts first, then one of a key, and of each the base's before the patch's
 * removed  true when the whole object goes (`$patch: delete` at the root); BASE is then as it was.
 *          May be NULL: such a patch is then ERROR_INVALID
 *
 * Keeping kind, name and namespace as they were is the caller's (kustomize restores them). A list
 * against a mapping, an unknown directive or a keyed list without its key is ERROR_SYNTAX with path
 * and line in both texts; more than PATCH_NODES_MAX nodes made, a result deeper than
 * YAML_DEPTH_MAX or more than 2,000 elements in a list of several keys or of plain values is
 * ERROR_LIMIT. After a failure BASE may be half changed: drop its document.
 */
bool strategic_merge_apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                           const char *origin, const struct merge_lookup *lookup, bool *removed,
                           struct error *err) MUST_CHECK;

#endif
