/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/emit.h - a tree as text
 *
 * EMIT_KUSTOMIZE gives the bytes of `kustomize build` and `kubectl -o yaml` (yaml.md 6): types
 * resolved, keys in natural order, styles chosen anew, aliases expanded. EMIT_FAITHFUL is the same
 * but for texts with U+2028 or U+2029 and the key "<<", which do not come back from there: it
 * writes them in double quotes. EMIT_AS_IS keeps key order
 * and, where they still fit, the styles of the source (yaml.md 7). Nothing is added to OUT on
 * failure.
 */
#ifndef YAML_EMIT_H
#define YAML_EMIT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

enum emit_order { EMIT_KUSTOMIZE, EMIT_FAITHFUL, EMIT_AS_IS };

/*
 * Append NODE as one block document ending in a newline, without `---`. PROFILE says how plain
 * scalars of the tree are read. With EMIT_KUSTOMIZE .inf and .nan are ERROR_INVALID (no JSON for
 * them), and with YAML_KUSTOMIZE a value left out in flow style (`{a: }`) is an empty string. Over
 * the expansion limit of aliases, or YAML_DEPTH_MAX levels with them: ERROR_LIMIT.
 */
bool emit_yaml(struct buf *out, const struct ynode *node, enum emit_order order,
               enum yaml_profile profile, struct error *err) MUST_CHECK;

/*
 * Append NODE as JSON, keys sorted by bytes. INDENT 0: one line without blanks; else that many
 * spaces a level, as kubectl prints it (4). No newline at the end.
 */
bool emit_json(struct buf *out, const struct ynode *node, unsigned indent,
               enum yaml_profile profile, struct error *err) MUST_CHECK;

/* The natural order of keys of yaml.md 6.2: <0, 0, >0. Not transitive in rare cases: sort by bytes
 * first. */
int emit_key_cmp(struct view a, struct view b);

#endif
