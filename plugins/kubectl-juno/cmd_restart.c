/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno restart: its pods replaced, one after the other */
#include "cli/command.h"
#include "commands.h"
#include "control_args.h"

struct restart_args {
    struct control_args control; /* first: kube_args_complete_workload() */
};

static const struct option restart_options[] = {
    OPT_GROUP("Restart:"),
    OPT_INCLUDE(struct restart_args, control, control_arg_options),
    OPT_END,
};

static bool restart_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct restart_args *args = opaque;
    const struct control_task task = { .act = CONTROL_RESTART, .what = WAIT_READY };

    return control_args_run(&args->control, &task, operands->items[0], console, err);
}

static const char *const restart_examples[] = {
    "restart nb-1",
    "restart nb-1 --wait",
    "restart nb-1 --dry-run=server",
    NULL,
};

static const char *const restart_see_also[] = { "stop", "wait", "inspect", NULL };

const struct command cmd_restart = {
    .name = "restart",
    .summary = "replace the pods of a workload by new ones",
    .synopsis = "NAME",
    .description =
        "Does what kubectl rollout restart does to each Deployment, StatefulSet and DaemonSet of "
        "the "
        "workload: an annotation of the pod template changes, and the pods are replaced as their "
        "update strategy says.",
    .examples = restart_examples,
    .see_also = restart_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = restart_options,
    .args_size = sizeof(struct restart_args),
    .run = restart_run,
};
