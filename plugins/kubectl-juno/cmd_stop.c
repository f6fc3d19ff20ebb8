/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno stop: its pods gone, its data kept */
#include "cli/command.h"
#include "commands.h"
#include "control_args.h"

struct stop_args {
    struct control_args control; /* first: kube_args_complete_workload() */
};

static const struct option stop_options[] = {
    OPT_GROUP("Stop:"),
    OPT_INCLUDE(struct stop_args, control, control_arg_options),
    OPT_END,
};

static bool stop_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    const struct stop_args *args = opaque;
    const struct control_task task = { .act = CONTROL_STOP, .what = WAIT_STOPPED };

    return control_args_run(&args->control, &task, operands->items[0], console, err);
}

static const char *const stop_examples[] = {
    "stop nb-1",
    "stop nb-1 --wait",
    "stop nb-1 --dry-run=client",
    NULL,
};

static const char *const stop_see_also[] = { "start", "scale", "delete", NULL };

const struct command cmd_stop = {
    .name = "stop",
    .summary = "stop a workload, keeping all of it",
    .synopsis = "NAME",
    .description =
        "Scales to no pod what has replicas, and suspends its CronJobs. Volumes, addresses and the "
        "record stay; how many replicas there were is remembered for start.",
    .examples = stop_examples,
    .see_also = stop_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = stop_options,
    .args_size = sizeof(struct stop_args),
    .run = stop_run,
};
