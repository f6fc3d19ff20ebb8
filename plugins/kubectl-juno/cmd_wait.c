/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno wait: until a workload is ready, stopped or deleted */
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "wait_args.h"
#include "workload_link.h"

/* kubectl's word for the last one is `delete`; both are understood. */
static const struct option_choice for_choices[] = {
    { "delete", WAIT_DELETED, "as deleted" },
    { "deleted", WAIT_DELETED, "nothing of it is left" },
    { "ready", WAIT_READY, "all that runs is ready" },
    { "stopped", WAIT_STOPPED, "nothing of it runs" },
    { NULL, 0, NULL },
};

struct cmd_wait_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    enum wait_for what;
    double timeout_seconds; /* 0: not given */
};

static const struct cmd_wait_args wait_defaults = { .what = WAIT_READY };

static const struct option wait_options[] = {
    OPT_GROUP("Wait:"),
    OPT_CHOICE(0, "for", struct cmd_wait_args, what, for_choices,
               "how it shall be; ready without it"),
    OPT_DURATION(0, "timeout", struct cmd_wait_args, timeout_seconds, "TIME",
                 "wait at most so long; 2m without it"),
    OPT_INCLUDE(struct cmd_wait_args, kube, kube_arg_options),
    OPT_END,
};

static bool wait_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    const struct cmd_wait_args *args = opaque;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    struct waiting waiting = { .what = args->what, .timeout_seconds = args->timeout_seconds };

    if (!workload_link_open(&link, operands->items[0], err))
        return false;
    waiting.name = link.name;
    return wait_args_wait(&waiting, &link.kube, link.discovery, err);
}

static const char *const wait_examples[] = {
    "wait nb-1",
    "wait nb-1 --for=deleted --timeout 5m",
    NULL,
};

static const char *const wait_see_also[] = { "launch", "inspect", "ps", NULL };

const struct command cmd_wait = {
    .name = "wait",
    .summary = "wait until a workload is ready, stopped or deleted",
    .synopsis = "NAME",
    .description =
        "Ready is what launch --wait waits for; its addresses are printed then. When the time is "
        "over, what is not ready is told with its reason, and the exit status is 1. A workload "
        "that is not there is deleted.",
    .examples = wait_examples,
    .see_also = wait_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = wait_options,
    .args_size = sizeof(struct cmd_wait_args),
    .defaults = &wait_defaults,
    .run = wait_run,
};
