/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno ps: the workloads that run */
#include "base/clock.h"
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "print/output.h"
#include "ps_watch.h"
#include "workload/find.h"
#include "workload_tree.h"

struct ps_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    bool all_namespaces;
    bool watch;
    const char *selector; /* NULL: all */
    struct output_args output;
};

static const struct option ps_options[] = {
    OPT_GROUP("Workloads:"),
    OPT_FLAG('A', "all-namespaces", struct ps_args, all_namespaces, "of all projects"),
    OPT_STRING('l', "selector", struct ps_args, selector, "LABELS",
               "only with these labels: key=value,!other"),
    OPT_FLAG('w', "watch", struct ps_args, watch, "go on, and print each row again that changes"),
    OPT_INCLUDE(struct ps_args, kube, kube_arg_options),
    OPT_INCLUDE(struct ps_args, output, output_options),
    OPT_END,
};

static void say_none(struct console *console, const char *namespace)
{
    if (namespace)
        console_note(console, "No workloads found in %s namespace", namespace);
    else
        console_note(console, "No workloads found");
}

/* The hidden ones behind the others, whose number is returned. */
static size_t put_hidden_last(struct found_list *list)
{
    size_t shown = 0;

    for (size_t i = 0; i < list->len; i++) {
        struct found item = list->items[i];

        if (item.hidden)
            continue;
        list->items[i] = list->items[shown];
        list->items[shown++] = item;
    }
    return shown;
}

static const struct ynode *found_row(void *context, struct ydoc *doc, size_t i)
{
    const struct found_list *list = context;

    return workload_row(doc, &list->items[i]);
}

static bool read_selector(struct selector **selector, const char *text, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (!text || !*text)
        return true;
    *selector = selector_new(view_of(text), &problem);
    return *selector || error_set(err, ERROR_USAGE, "%s", error_message(&problem));
}

static bool ps_run(void *opaque, const struct strv *operands UNUSED, struct console *console,
                   struct error *err)
{
    struct ps_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO(found_list) list = FOUND_LIST_INIT;
    AUTO_FREE(selector) selector = NULL;
    struct table_rows rows = { .row = found_row, .context = &list };
    const char *namespace;
    bool done;

    if (!output_choose(&output, &args->output, OUTPUT_LISTS, err) ||
        !read_selector(&selector, args->selector, err) || !kube_link_client(&link, err))
        return false;
    list.selector = selector;
    namespace = args->all_namespaces ? NULL : kube_link_namespace(&link);
    if (args->watch) {
        const struct ps_watch_request request = {
            .console = console,
            .client = link.client,
            .namespace = namespace,
            .output = &args->output,
            .show = args->all_namespaces ? SHOW_ALL_NAMESPACES : 0,
            .selector = selector,
        };

        if (args->output.sort_by)
            console_warn(console, "--watch is given, --sort-by is ignored");
        args->output.sort_by = NULL;
        return ps_watch(&request, err);
    }
    done = find_workloads(&list, link.client, namespace, err);
    console_waited(console);
    if (!done)
        return error_wrap(err, "cannot list the workloads");
    for (size_t i = 0; i < list.notes.len; i++)
        console_warn(console, "%s", list.notes.items[i]);
    rows.count = put_hidden_last(&list);
    if (rows.count == 0)
        say_none(console, namespace);
    if (args->all_namespaces)
        output.show |= SHOW_ALL_NAMESPACES;
    return output_rows(console, &output, &workload_output_kind, &rows, err);
}

static const char *const ps_examples[] = { "ps",    "ps -A",      "ps -l team=film",
                                           "ps -w", "ps -o json", NULL };

static const char *const ps_see_also[] = { "inspect", "launch", "delete", NULL };

const struct command cmd_ps = {
    .name = "ps",
    .summary = "list the workloads that run",
    .description =
        "Workloads are found by their record and by the label on what runs them, so that those of "
        "other tools are listed too. STATUS is Requesting, Deploying, Verifying, Ready, Stopped, "
        "Terminating, Failed, or Unknown where what runs a workload may not be read; -o wide adds "
        "the reason.\n\n"
        "With -w it goes on until Ctrl-C and prints a row again whenever it changes, through cuts "
        "of "
        "the connection and restarts of the server; of a workload that was deleted the last row "
        "comes with the status Deleted.",
    .examples = ps_examples,
    .see_also = ps_see_also,
    .operands = { .min = 0, .max = 0 },
    .options = ps_options,
    .args_size = sizeof(struct ps_args),
    .run = ps_run,
};
