/* SPDX-License-Identifier: Apache-2.0 */
/* What `render` prints in place of manifests: the values, where they are from, what presets change
 */
#ifndef KUBECTL_JUNO_RENDER_EXPLAIN_H
#define KUBECTL_JUNO_RENDER_EXPLAIN_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/console.h"
#include "kustomize/change_log.h"
#include "launch_args.h"
#include "print/output.h"

/* A table of the chart's values, then what LOG says of the presets, if there were any. */
bool render_explain(struct console *console, const struct output *output,
                    struct launch_plan *launch, const struct change_log *log,
                    struct error *err) MUST_CHECK;
/* The values as YAML. */
bool render_values(struct console *console, const struct output *output,
                   const struct launch_plan *launch, struct error *err) MUST_CHECK;

#endif
