/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno exec: a program in a container of a workload, by kubectl */
#include "cli/command.h"
#include "commands.h"
#include "handover.h"
#include "kube_args.h"
#include "workload_link.h"

struct exec_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    const char *container;
    const char *pod;
    bool input;
    bool tty;
};

static const struct option exec_options[] = {
    OPT_GROUP("Exec:"),
    OPT_STRING('c', "container", struct exec_args, container, "NAME",
               "container; kubectl's choice without it"),
    OPT_STRING(0, "pod", struct exec_args, pod, "NAME", "pod of the workload; one that is ready"),
    OPT_FLAG('i', "stdin", struct exec_args, input, "pass standard input on"),
    OPT_FLAG('t', "tty", struct exec_args, tty, "standard input is a terminal"),
    OPT_INCLUDE(struct exec_args, kube, kube_arg_options),
    OPT_END,
};

static bool exec_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    const struct exec_args *args = opaque;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    AUTO(strv) argv = STRV_INIT;
    const struct ynode *pod;

    if (operands->len < 2) {
        error_set(err, ERROR_USAGE, "you must specify at least one command for the container");
        return error_hint(err, "kubectl juno exec %s -- COMMAND", operands->items[0]);
    }
    if (!workload_link_read(&link, operands->items[0], err) || !handover_begin(&argv, &link, err))
        return false;
    pod = handover_pod(&link, args->pod, err);
    if (!pod)
        return false;
    strv_add(&argv, "exec");
    if (args->container)
        strv_addf(&argv, "--container=%s", args->container);
    if (args->input)
        strv_add(&argv, "--stdin");
    if (args->tty)
        strv_add(&argv, "--tty");
    strv_addf(&argv, "pod/" VIEW_FMT,
              VIEW_ARGS(ynode_text(ynode_get_path(pod, "metadata", "name", NULL))));
    strv_add(&argv, "--");
    for (size_t i = 1; i < operands->len; i++)
        strv_add(&argv, operands->items[i]);
    return handover_run(&argv, &link, err);
}

static const char *const exec_examples[] = {
    "exec nb-1 -- ls /home",
    "exec -it nb-1 -- bash",
    NULL,
};

static const char *const exec_see_also[] = { "port-forward", "inspect", NULL };

const struct command cmd_exec = {
    .name = "exec",
    .summary = "run a program in a container of a workload",
    .synopsis = "NAME -- COMMAND [ARG...]",
    .description = "Finds the pod and leaves the rest to kubectl exec, with the same cluster, user "
                   "and project. Its exit status is that of the program.",
    .examples = exec_examples,
    .see_also = exec_see_also,
    .operands = { .min = 1,
                  .max = OPERANDS_ANY,
                  .name = "NAME",
                  .complete = kube_args_complete_workload },
    .options = exec_options,
    .args_size = sizeof(struct exec_args),
    .run = exec_run,
};
