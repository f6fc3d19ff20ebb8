/* SPDX-License-Identifier: Apache-2.0 */
/* Dry runs and results of what applies a workload's objects: launch, upgrade */
#ifndef KUBECTL_JUNO_LAUNCH_OUTPUT_H
#define KUBECTL_JUNO_LAUNCH_OUTPUT_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/option.h"
#include "launch/plan.h"
#include "print/output.h"
#include "telling.h"

enum launch_dry_run { LAUNCH_DRY_RUN_NONE, LAUNCH_DRY_RUN_CLIENT, LAUNCH_DRY_RUN_SERVER };

extern const struct option_choice launch_dry_run_choices[];
/* What is told behind each object: "", " (dry run)" ... */
const char *launch_dry_run_note(enum launch_dry_run dry_run);

/* -o: OPT_INCLUDE(struct a, output, launch_output_options) */
extern const struct option launch_output_options[];

/*
 * The objects of PLAN in the format asked for. Without one TELLING has a line for each, as in a dry
 * run without a cluster; NULL: nothing.
 */
bool launch_output_print(struct console *console, const struct output *output,
                         struct telling *telling, const struct plan *plan,
                         struct error *err) MUST_CHECK;

#endif
