/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno start: what stop stopped */
#include "cli/command.h"
#include "commands.h"
#include "control_args.h"

struct start_args {
    struct control_args control; /* first: kube_args_complete_workload() */
};

static const struct option start_options[] = {
    OPT_GROUP("Start:"),
    OPT_INCLUDE(struct start_args, control, control_arg_options),
    OPT_END,
};

static bool start_run(void *opaque, const struct strv *operands, struct console *console,
                      struct error *err)
{
    const struct start_args *args = opaque;
    const struct control_task task = { .act = CONTROL_START, .what = WAIT_READY };

    return control_args_run(&args->control, &task, operands->items[0], console, err);
}

static const char *const start_examples[] = {
    "start nb-1",
    "start nb-1 --wait",
    NULL,
};

static const char *const start_see_also[] = { "stop", "scale", "wait", NULL };

const struct command cmd_start = {
    .name = "start",
    .summary = "start a stopped workload",
    .synopsis = "NAME",
    .description = "Puts back the replicas that there were before stop (one, where nothing is "
                   "remembered), and "
                   "lets its CronJobs run again.",
    .examples = start_examples,
    .see_also = start_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = start_options,
    .args_size = sizeof(struct start_args),
    .run = start_run,
};
