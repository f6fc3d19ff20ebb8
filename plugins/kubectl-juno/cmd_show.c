/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno show: what a template is and what it asks */
#include "base/buf.h"
#include "catalog/answer_advice.h"
#include "catalog_args.h"
#include "cli/command.h"
#include "commands.h"
#include "folded.h"
#include "print/output.h"
#include "show_choices.h"
#include "template_tree.h"

struct show_args {
    struct catalog_args catalog; /* first: catalog_args_complete() */
    bool choices;
    struct output_args output;
};

static const struct option show_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT", "json, yaml or name",
               .complete = output_complete_named),
    OPT_END,
};

static const struct option show_options[] = {
    OPT_GROUP("Show:"),
    OPT_FLAG(0, "choices", struct show_args, choices,
             "ask the cluster what it has, also for a template of a directory"),
    OPT_INCLUDE(struct show_args, catalog, catalog_arg_options),
    OPT_INCLUDE(struct show_args, output, show_output_options),
    OPT_END,
};

/* ---- the table of inputs ---- */

static void format_required(struct buf *cell, const struct ynode *value,
                            const struct table *table UNUSED)
{
    buf_add(cell, view_is(ynode_text(value), "true") ? "yes" : "no");
}

/* What only the cluster says is in parentheses. */
static void format_default(struct buf *cell, const struct ynode *row, const struct table *table)
{
    struct view picked = ynode_text(ynode_get(row, "clusterDefault"));

    if (picked.len > 0)
        buf_addf(cell, "(" VIEW_FMT ")", VIEW_ARGS(picked));
    else if (ynode_get(row, "default"))
        table_format_text(cell, ynode_get(row, "default"), table);
}

static const struct column input_columns[] = {
    { .header = "INPUT", .path = ".name" },
    { .header = "TYPE", .path = ".type" },
    { .header = "REQUIRED", .path = ".required", .format = format_required },
    { .header = "DEFAULT", .format = format_default },
    { .header = "DESCRIPTION", .path = ".description", .absent = "" },
};

static const struct column fact_columns[] = {
    { .header = "NAME", .path = ".name" },
    { .header = "VALUE", .path = ".value" },
};

static const struct column hint_columns[] = {
    { .header = "NAME", .path = ".name" },
    { .header = "DESCRIPTION", .path = ".description", .absent = "" },
};

static void print_rows(struct console *console, const struct column *columns, size_t count,
                       const struct ynode *rows, bool headers)
{
    const struct table table = {
        .columns = columns,
        .column_count = count,
        .no_headers = !headers,
        .color = console->color,
        .width = folded_columns(console),
    };

    table_add(&console->out, &table, rows);
}

/* The fields of a list follow it as "redirects[].from". */
static void add_inputs(struct ydoc *doc, struct ynode *rows, const struct ynode *fields,
                       const char *prefix, unsigned depth)
{
    for (size_t i = 0; i < ynode_len(fields); i++) {
        struct ynode *row = ynode_copy(doc, ynode_at(fields, i));
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&name, "%s" VIEW_FMT, prefix, VIEW_ARGS(ynode_text(ynode_get(row, "name"))));
        ynode_set_string(doc, row, "name", buf_view(&name));
        ynode_add(doc, rows, row);
        buf_add(&name, "[].");
        if (depth == 0)
            add_inputs(doc, rows, ynode_get(row, "fields"), buf_text(&name), depth + 1);
    }
}

static void print_inputs(struct console *console, struct ydoc *doc, const struct ynode *tree)
{
    struct ynode *rows = ynode_new_seq(doc);

    add_inputs(doc, rows, ynode_get(tree, "fields"), "", 0);
    console_printf(console, "\n");
    if (ynode_len(rows) == 0)
        console_printf(console, "It asks nothing\n");
    else
        print_rows(console, input_columns, ARRAY_SIZE(input_columns), rows, true);
}

static void print_hints(struct console *console, struct ydoc *doc, const struct template *template)
{
    struct ynode *rows = ynode_new_seq(doc);

    for (size_t i = 0; i < template->hint_count; i++) {
        struct ynode *row = ynode_new_map(doc);

        ynode_set_string(doc, row, "name", template->hints[i].name);
        ynode_set_string(doc, row, "description", template->hints[i].description);
        ynode_add(doc, rows, row);
    }
    if (ynode_len(rows) == 0)
        return;
    console_printf(console, "\nEnvironment a user may set\n");
    print_rows(console, hint_columns, ARRAY_SIZE(hint_columns), rows, false);
}

/* ---- the head ---- */

/* Behind "Status   ", as the facts below it stand. */
#define STATUS_INDENT 9

static void print_head(struct console *console, const struct template *template)
{
    const char *dot = console->utf8 ? " \302\267 " : " - ";

    console_colored(console, COLOR_BOLD, view_of(template->name));
    console_printf(console, "%s", dot);
    console_text(console, view_of(template->category));
    if (*template->revision)
        console_printf(console, "%srevision %s", dot, template->revision);
    console_printf(console, "\n");
    if (*template->description)
        folded_text(console, view_of(template->description), 0, 0);
}

static void add_fact(struct ydoc *doc, struct ynode *rows, const char *name, struct view value)
{
    struct ynode *row = ynode_new_map(doc);

    ynode_set_string(doc, row, "name", view_of(name));
    ynode_set_string(doc, row, "value", value);
    ynode_add(doc, rows, row);
}

/* "notebook 0.3.0: StatefulSet, Service" */
static void add_chart(struct ydoc *doc, struct ynode *rows, const struct template *template)
{
    AUTO_FREE(ydoc)
    chart = ydoc_parse(template_chart_file(template, "Chart.yaml"), "Chart.yaml", NULL);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) kinds = STRV_INIT;

    if (!template->loaded || !chart)
        return;
    template_kinds(template, &kinds);
    buf_addf(&text, VIEW_FMT " " VIEW_FMT,
             VIEW_ARGS(ynode_text(ynode_get(ydoc_root(chart), "name"))),
             VIEW_ARGS(ynode_text(ynode_get(ydoc_root(chart), "version"))));
    for (size_t i = 0; i < kinds.len; i++)
        buf_addf(&text, "%s%s", i == 0 ? ": " : ", ", kinds.items[i]);
    add_fact(doc, rows, "Chart", buf_view(&text));
}

static void print_facts(struct console *console, struct ydoc *doc, const struct template *template)
{
    struct ynode *rows = ynode_new_seq(doc);

    console_printf(console, "\n");
    if (template->status != TEMPLATE_OK) {
        const char *name = template_status_name(template->status);

        console_printf(console, "Status   ");
        console_colored(console, COLOR_FAILED, view_of(name));
        console_printf(console, ": ");
        folded_text(console, view_of(template->reason), STATUS_INDENT,
                    STATUS_INDENT + strlen(name) + 2);
    }
    add_fact(doc, rows, "Source", view_of(template->origin));
    add_chart(doc, rows, template);
    print_rows(console, fact_columns, ARRAY_SIZE(fact_columns), rows, false);
}

/* ---- the next command ---- */

static void add_upper(struct buf *out, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];

        buf_add_byte(out, byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte);
    }
}

/* "--set repo=REPO", "--set 'redirects[0].from=FROM'", "--set-file password=FILE". */
static void add_answer(struct buf *out, const struct field *field)
{
    if (field->type == FIELD_LIST || field->type == FIELD_DATA_VOLUME) {
        AUTO_CHARS name = view_copy(field->name);

        buf_add_byte(out, ' ');
        answer_add_fix(out, field, name);
        return;
    }
    if (field_is_secret(field)) {
        buf_addf(out, " --set-file " VIEW_FMT "=FILE", VIEW_ARGS(field->name));
        return;
    }
    buf_addf(out, " --set " VIEW_FMT "=", VIEW_ARGS(field->name));
    add_upper(out, field->name);
}

/* The command that launches it, with exactly the inputs that must be given. */
static void print_launch(struct console *console, const struct catalog *catalog,
                         const struct template *template, const struct ynode *tree)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&line, "%s launch%s ", console->program, catalog->flags);
    buf_add_shell_word(&line, view_of(template->name));
    buf_add(&line, " NAME");
    for (size_t i = 0; i < template->fields.list.len; i++) {
        const struct field *field = &template->fields.list.items[i];

        if (field->required && field->type != FIELD_BOOLEAN && !field_has_default(field) &&
            !ynode_get(ynode_at(ynode_get(tree, "fields"), i), "clusterDefault"))
            add_answer(&line, field);
    }
    console_printf(console, "\n");
    folded_command(console, buf_view(&line));
}

static void print_all(struct console *console, struct ydoc *doc, const struct catalog *catalog,
                      const struct template *template, const struct ynode *tree)
{
    print_head(console, template);
    print_facts(console, doc, template);
    print_inputs(console, doc, tree);
    show_choices_print(console, doc, tree);
    print_hints(console, doc, template);
    if (template_is_usable(template))
        print_launch(console, catalog, template, tree);
}

/* The cluster is asked when the template is of one, or when that is wanted. */
static bool add_choices(struct ydoc *doc, struct ynode *tree, const struct template *template,
                        struct kube_link *link, bool wanted, struct error *err)
{
    AUTO(picker) picker = { .client = NULL };

    if (wanted && !kube_link_client(link, err))
        return false;
    if (!link->client)
        return true;
    picker.client = link->client;
    picker.namespace = kube_link_namespace(link);
    return show_choices_add(doc, tree, &template->fields.list, &picker, err);
}

static bool show_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    const struct show_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->catalog.kube, console);
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(error) problem = ERROR_INIT;
    struct template *template;
    struct ynode *tree;

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !catalog_args_open(&catalog, &args->catalog, &link, false, err) ||
        !catalog_find(&catalog, &list, operand_name(operands->items[0], TEMPLATE_PREFIX), err))
        return false;
    template = &list.items[0];
    /* What is wrong with the scripts is part of the answer. */
    if (!template_verify(template, &problem) && problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    tree = template_tree(doc, template);
    if (!add_choices(doc, tree, template, &link, args->choices, err))
        return false;
    if (output.format != OUTPUT_TABLE)
        return output_one(console, &output, &template_output_kind, tree, err);
    print_all(console, doc, &catalog, template, tree);
    return true;
}

static const char *const show_examples[] = {
    "show notebook",
    "show notebook --catalog plugins --choices",
    "show notebook -o yaml",
    NULL,
};

static const char *const show_see_also[] = { "list", "launch", "render", NULL };

const struct command cmd_show = {
    .name = "show",
    .summary = "show what a template is and what it asks",
    .synopsis = "TEMPLATE",
    .description =
        "Prints where the template comes from, its chart, its inputs with type, default and "
        "description, and the environment variables that are worth setting. The last line is the "
        "command that "
        "launches it, with the inputs that have to be given.\n\n"
        "For inputs that name an object of the cluster (a StorageClass, PriorityClass, "
        "IngressClass, ServiceAccount or DataVolume) it lists what there is; a default in "
        "parentheses is the cluster's.",
    .examples = show_examples,
    .see_also = show_see_also,
    .operands = { .min = 1, .max = 1, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = show_options,
    .args_size = sizeof(struct show_args),
    .run = show_run,
};
