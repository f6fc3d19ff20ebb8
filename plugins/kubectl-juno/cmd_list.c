/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno list: the templates of the catalog */
#include "base/process.h"
#include "catalog_args.h"
#include "cli/command.h"
#include "commands.h"
#include "print/output.h"
#include "template_tree.h"

struct list_args {
    struct catalog_args catalog; /* first: catalog_args_complete() */
    bool check;
    struct output_args output;
};

static const struct option list_options[] = {
    OPT_GROUP("Templates:"),
    OPT_FLAG('A', "all-namespaces", struct list_args, catalog.all_namespaces,
             "templates of all namespaces of the cluster"),
    OPT_FLAG(0, "check", struct list_args, check, "read every chart and package too"),
    OPT_STRING('l', "selector", struct list_args, catalog.selector, "LABELS",
               "only with these labels: key=value,!other"),
    OPT_INCLUDE(struct list_args, catalog, catalog_arg_options),
    OPT_INCLUDE(struct list_args, output, output_options),
    OPT_END,
};

/* A template that turns out to be broken is listed as such. */
static bool check_all(struct template_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++) {
        AUTO(error) problem = ERROR_INIT;

        if (!process_check_interrupt(err))
            return false;
        if (!template_verify(&list->items[i], &problem) && problem.code == ERROR_INTERRUPTED)
            return error_move(err, &problem);
        /* One payload at a time. */
        template_forget_scripts(&list->items[i]);
    }
    return true;
}

/* What is printed of the list: WHOLE templates, or what a table shows of them. */
struct listed {
    const struct template_list *list;
    bool whole;
};

static const struct ynode *listed_row(void *context, struct ydoc *doc, size_t i)
{
    const struct listed *listed = context;
    const struct template *template = &listed->list->items[i];

    return listed->whole ? template_tree(doc, template) : template_row(doc, template);
}

static bool list_run(void *opaque, const struct strv *operands UNUSED, struct console *console,
                     struct error *err)
{
    const struct list_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->catalog.kube, console);
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(strv) notes = STRV_INIT;
    struct listed listed = { .list = &list };
    struct table_rows rows = { .row = listed_row, .context = &listed };

    if (!output_choose(&output, &args->output, OUTPUT_LISTS, err))
        return false;
    listed.whole = output.format != OUTPUT_TABLE && output.format != OUTPUT_WIDE;
    if (!catalog_args_open(&catalog, &args->catalog, &link, !listed.whole, err) ||
        !catalog_list(&catalog, &list, &notes, err) || (args->check && !check_all(&list, err)))
        return false;
    for (size_t i = 0; i < notes.len; i++)
        console_warn(console, "%s", notes.items[i]);
    if (args->catalog.all_namespaces)
        output.show |= SHOW_ALL_NAMESPACES;
    rows.count = list.len;
    if (list.len == 0)
        catalog_args_say_none(&args->catalog, console);
    return output_rows(console, &output, &template_output_kind, &rows, err);
}

static const char *const list_examples[] = {
    "list --catalog examples/plugins",
    "list --check",
    "list -A --sort-by '{.name}'",
    "list -o json",
    NULL,
};

static const char *const list_see_also[] = { "show", "launch", NULL };

const struct command cmd_list = {
    .name = "list",
    .summary = "list the templates of the catalog",
    .description =
        "Templates are ordered by category and name. A broken one is listed too, with its state "
        "and the reason; launching it is refused.\n\n"
        "A name that several catalogs have is the first one's. A catalog that may not be read is "
        "told, and the others are listed. With -A the ConfigMaps of all namespaces are looked at; "
        "those that charts only stamp with a template's label are passed over.",
    .examples = list_examples,
    .see_also = list_see_also,
    .operands = { .min = 0, .max = 0 },
    .options = list_options,
    .args_size = sizeof(struct list_args),
    .run = list_run,
};
