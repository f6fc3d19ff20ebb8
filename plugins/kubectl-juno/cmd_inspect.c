/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno inspect: one workload, closely */
#include "cli/command.h"
#include "commands.h"
#include "endpoint_tree.h"
#include "inspect_tables.h"
#include "inspect_watch.h"
#include "kube_args.h"
#include "print/output.h"
#include "workload_link.h"

struct inspect_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    bool watch;
    struct endpoint_access access;
    struct output_args output;
};

static const struct option inspect_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT",
               "json, yaml, name, or wide for what kubectl get shows of each object",
               .complete = output_complete_named),
    OPT_END,
};

static const struct option inspect_options[] = {
    OPT_GROUP("Inspect:"),
    OPT_FLAG('w', "watch", struct inspect_args, watch, "go on, and show it again when it changes"),
    OPT_GROUP("Addresses:"),
    OPT_INCLUDE(struct inspect_args, access, endpoint_access_options),
    OPT_INCLUDE(struct inspect_args, kube, kube_arg_options),
    OPT_INCLUDE(struct inspect_args, output, inspect_output_options),
    OPT_END,
};

/* What is told once, of each object for itself, is no state that goes on. */
static bool check_watch(const struct output *output, struct error *err)
{
    if (output->format != OUTPUT_WIDE && output->format != OUTPUT_NAME &&
        output->format != OUTPUT_COLUMNS)
        return true;
    error_set(err, ERROR_USAGE, "--watch shows how a workload is: not with this -o");
    return error_hint(err, "leave -o out, or take json, yaml or jsonpath");
}

static bool inspect_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct inspect_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    const struct inspect_request request = { &link, &args->access, &output };

    if (!output_choose(&output, &args->output, OUTPUT_NAMED | OUTPUT_BIT(OUTPUT_WIDE), err) ||
        (args->watch && !check_watch(&output, err)) ||
        !workload_link_open(&link, operands->items[0], err))
        return false;
    if (args->watch)
        return inspect_watch(&request, err);
    if (output.format == OUTPUT_WIDE)
        return workload_link_gather(&link, err) && inspect_print_tables(&link, err);
    return inspect_once(&request, err);
}

static const char *const inspect_examples[] = { "inspect nb-1", "inspect nb-1 -o wide",
                                                "inspect nb-1 -w", "inspect nb-1 -o json", NULL };

static const char *const inspect_see_also[] = { "ps", "logs", "delete", NULL };

const struct command cmd_inspect = {
    .name = "inspect",
    .summary = "show how a workload is, object by object",
    .synopsis = "NAME",
    .description =
        "The first line says how it is, and if it is not well, why. Then the objects that "
        "belong to it, the pods below what runs them, of a workload that is not well the newest "
        "events of these and the end of the log, its addresses, what it was launched with and from "
        "where each input is, and what has been changed since; secrets are not shown.\n\n"
        "With -w it goes on until Ctrl-C or until the workload is gone, and shows all of it again "
        "whenever something changes, through cuts of the connection and restarts of the server: in "
        "place of what was shown on a terminal, below it elsewhere.",
    .examples = inspect_examples,
    .see_also = inspect_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = inspect_options,
    .args_size = sizeof(struct inspect_args),
    .run = inspect_run,
};
