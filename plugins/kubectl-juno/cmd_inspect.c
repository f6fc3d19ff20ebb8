/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno inspect: one workload, closely */
#include "cli/command.h"
#include "commands.h"
#include "endpoint_tree.h"
#include "inspect_facts.h"
#include "inspect_print.h"
#include "inspect_tables.h"
#include "kube_args.h"
#include "print/output.h"
#include "workload_link.h"
#include "workload_tree.h"

struct inspect_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
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
    OPT_GROUP("Addresses:"),
    OPT_INCLUDE(struct inspect_args, access, endpoint_access_options),
    OPT_INCLUDE(struct inspect_args, kube, kube_arg_options),
    OPT_INCLUDE(struct inspect_args, output, inspect_output_options),
    OPT_END,
};

static bool inspect_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct inspect_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    AUTO(endpoints) endpoints = ENDPOINTS_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *tree;

    if (!output_choose(&output, &args->output, OUTPUT_NAMED | OUTPUT_BIT(OUTPUT_WIDE), err) ||
        !workload_link_read(&link, operands->items[0], err))
        return false;
    if (output.format == OUTPUT_WIDE)
        return inspect_print_tables(&link, err);
    if (!endpoint_tree_find(&endpoints, &args->access, &link.kube, &link.gather, err))
        return false;
    tree = workload_tree(doc, &link.gather, &endpoints, kube_link_namespace(&link.kube), link.name);
    if (!inspect_add_events(doc, tree, &link, err) || !inspect_add_log(doc, tree, &link, err) ||
        !inspect_add_drift(doc, tree, &link, err) || !inspect_add_newer(doc, tree, &link, err))
        return false;
    if (output.format != OUTPUT_TABLE)
        return output_one(console, &output, &workload_output_kind, tree, err);
    inspect_print(console, doc, &link.gather, tree, kube_link_flags(&link.kube));
    return true;
}

static const char *const inspect_examples[] = { "inspect nb-1", "inspect nb-1 -o wide",
                                                "inspect nb-1 -o json", NULL };

static const char *const inspect_see_also[] = { "ps", "logs", "delete", NULL };

const struct command cmd_inspect = {
    .name = "inspect",
    .summary = "show how a workload is, object by object",
    .synopsis = "NAME",
    .description =
        "The first line says how it is, and if it is not well, why. Then the objects that "
        "belong to it, the pods below what runs them, of a workload that is not well the newest "
        "events of these and the end of the log, its addresses, what it was launched with and from "
        "where each input is, and what has been changed since; secrets are not shown.",
    .examples = inspect_examples,
    .see_also = inspect_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = inspect_options,
    .args_size = sizeof(struct inspect_args),
    .run = inspect_run,
};
