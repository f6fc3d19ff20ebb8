/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/explain.h - the values that a chart gets, without their secrets, and where each is from
 *
 * Source: design.md 2 (`render --explain`), catalog.md 10 (1, 19).
 */
#ifndef LAUNCH_EXPLAIN_H
#define LAUNCH_EXPLAIN_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "catalog/template.h"
#include "launch/plan.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Append to ROWS, of DOC, a mapping {name, layer, from, value} for every value of the chart: those
 * of PLAN, and those of the chart's values.yaml that nothing was put over. Both being mappings,
 * Helm merges them, and each has rows of its own: "persistence.size". `layer` is one of
 * layer_name(), `from` is left out where nothing tells more. Secrets are "***". Sorted by name.
 * TEMPLATE is loaded. ERROR_LIMIT for aliases beyond the limit, ERROR_SYNTAX for values.yaml.
 */
bool explain_values(struct ydoc *doc, struct ynode *rows, const struct plan *plan,
                    const struct template *template, struct error *err) MUST_CHECK;

/*
 * What Helm is given, secrets as "***": a mapping of DOC in which large integers are text. NULL on
 * failure.
 */
struct ynode *explain_given(struct ydoc *doc, const struct plan *plan,
                            const struct template *template, struct error *err) MUST_CHECK;

#endif
