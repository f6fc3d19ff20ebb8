/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno url: where a workload answers */
#include "cli/command.h"
#include "commands.h"
#include "endpoint_tree.h"
#include "kube_args.h"
#include "print/output.h"
#include "workload_link.h"

struct url_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    struct endpoint_access access;
    bool all;
    struct output_args output;
};

static const struct option url_options[] = {
    OPT_GROUP("Addresses:"),
    OPT_INCLUDE(struct url_args, access, endpoint_access_options),
    OPT_FLAG(0, "all", struct url_args, all, "also what is reached from inside the cluster only"),
    OPT_INCLUDE(struct url_args, kube, kube_arg_options),
    OPT_INCLUDE(struct url_args, output, output_options),
    OPT_END,
};

static bool is_shown(const struct endpoint *endpoint, const struct url_args *args)
{
    return args->all || !endpoint->internal;
}

/* One address a line, for a person and for $(...); what is not there yet is talk. */
static void print_addresses(struct console *console, const struct endpoints *list,
                            const struct url_args *args)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct endpoint *endpoint = &list->items[i];

        if (!is_shown(endpoint, args))
            continue;
        if (endpoint->state != ENDPOINT_READY) {
            console_note(console, "%s %s: the address is %s", endpoint->type, endpoint->object,
                         endpoint->url[0] ? endpoint->url : endpoint_state_name(endpoint->state));
            continue;
        }
        if (!endpoint->protocol[0] && !endpoint->internal) {
            console_text(console, view_of(endpoint->name));
            console_printf(console, "=");
        }
        console_text(console, view_of(endpoint->url));
        console_printf(console, "\n");
    }
}

/* The objects that the addresses are of, each once. */
static bool print_names(struct console *console, const struct output *output,
                        const struct gather *gather, const struct url_args *args, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    for (size_t i = 0; i < gather->len; i++) {
        AUTO(endpoints) own = ENDPOINTS_INIT;
        bool shown = false;

        if (gather->objects[i].doc)
            endpoints_add(&own, ydoc_root(gather->objects[i].doc), NULL);
        for (size_t k = 0; k < own.len; k++)
            shown |= is_shown(&own.items[k], args);
        if (shown)
            ynode_add(doc, objects, ynode_copy(doc, ydoc_root(gather->objects[i].doc)));
    }
    return output_objects(console, output, objects, err);
}

static bool print_endpoints(struct console *console, const struct output *output,
                            const struct endpoints *list, const struct url_args *args,
                            struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);

    for (size_t i = 0; i < list->len; i++)
        if (is_shown(&list->items[i], args))
            ynode_add(doc, rows, endpoint_tree(doc, &list->items[i]));
    return output_list(console, output, &endpoint_output_kind, rows, err);
}

static void say_none(struct workload_link *link, const struct endpoints *list, bool all)
{
    struct console *console = link->kube.console;

    if (list->len == 0 || all)
        console_note(console, "workload '%s' has no address", link->name);
    else
        console_note(console,
                     "workload '%s' is reached from inside the cluster only: --all, or "
                     "kubectl juno port-forward %s%s",
                     link->name, link->name, kube_link_flags(&link->kube));
}

static bool url_run(void *opaque, const struct strv *operands, struct console *console,
                    struct error *err)
{
    const struct url_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);
    AUTO(endpoints) list = ENDPOINTS_INIT;
    size_t shown = 0;

    if (!output_choose(&output, &args->output, OUTPUT_LISTS, err) ||
        !workload_link_read(&link, operands->items[0], err))
        return false;
    if (output.format == OUTPUT_NAME)
        return print_names(console, &output, &link.gather, args, err);
    if (!endpoint_tree_find(&list, &args->access, &link.kube, &link.gather, err))
        return false;
    for (size_t i = 0; i < list.len; i++)
        shown += is_shown(&list.items[i], args);
    if (shown == 0)
        say_none(&link, &list, args->all);
    if (output.format != OUTPUT_TABLE)
        return print_endpoints(console, &output, &list, args, err);
    print_addresses(console, &list, args);
    return true;
}

static const char *const url_examples[] = {
    "url nb-1",
    "url nb-1 -o wide",
    "url nb-1 --access-host lab.example.org -o json",
    NULL,
};

static const char *const url_see_also[] = { "inspect", "port-forward", "ps", NULL };

const struct command cmd_url = {
    .name = "url",
    .summary = "print where a workload answers",
    .synopsis = "NAME",
    .description =
        "The addresses of its Ingresses, HTTPRoutes, and Services of type NodePort and "
        "LoadBalancer, one a line; -o wide tells more. NodePorts are reached at the access host: "
        "--access-host, that of the cluster inventory, or the first node that is ready.",
    .examples = url_examples,
    .see_also = url_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = url_options,
    .args_size = sizeof(struct url_args),
    .run = url_run,
};
