/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno inspect: one workload, closely */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "launch/name.h"
#include "print/output.h"
#include "workload/events.h"
#include "workload/gather.h"
#include "workload_tree.h"

struct inspect_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    struct output_args output;
};

static const struct option inspect_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT", "json, yaml or name",
               .complete = output_complete_named),
    OPT_END,
};

static const struct option inspect_options[] = {
    OPT_INCLUDE(struct inspect_args, kube, kube_arg_options),
    OPT_INCLUDE(struct inspect_args, output, inspect_output_options),
    OPT_END,
};

/* ---- the head: the answer first ---- */

/* As many events as fit below a tree of objects. */
#define SHOWN_EVENTS 10

/* Two dots and a pair of brackets, with their blanks. */
#define MARKS_COLUMNS 9

static const char *dot(const struct console *console)
{
    return console->utf8 ? " \302\267 " : " - ";
}

/*
 * " · CrashLoopBackOff in Pod/rd-7-0 (exit 1, 6 restarts)" behind USED columns; a long reason has a
 * line for itself.
 */
static void print_reason(struct console *console, const struct gather *gather, size_t used)
{
    const struct gathered *object =
        gather->worst < gather->len ? &gather->objects[gather->worst] : NULL;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool apart;

    if (gather->state == WORKLOAD_READY)
        return;
    if (object && object->doc && object->status.word)
        buf_addf(&text, "%s in ", object->status.word);
    if (object)
        buf_addf(&text, "%s/%s", object->wanted.kind, object->wanted.name);
    if (object && !object->doc)
        buf_add(&text, object->forbidden ? " may not be read" : " is missing");
    if (text.len > 0) {
        console_printf(console, "%s", dot(console));
        console_text(console, buf_view(&text));
    }
    if (!gather->reason)
        return;
    apart = used + text.len + strlen(gather->reason) + MARKS_COLUMNS > console->columns;
    console_printf(console, "%s", apart ? "\n" : text.len > 0 ? " (" : dot(console));
    console_text(console, view_of(gather->reason));
    console_printf(console, "%s", !apart && text.len > 0 ? ")" : "");
}

static void print_word(struct console *console, const char *before, struct view word)
{
    if (word.len == 0)
        return;
    console_printf(console, "%s", before);
    console_text(console, word);
}

static void print_head(struct console *console, const struct gather *gather,
                       const struct ynode *tree)
{
    const struct ynode *age = ynode_get(tree, "created");
    struct view name = ynode_text(ynode_get(tree, "name"));
    const char *state = workload_state_name(gather->state);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct table table = { .now = clock_now() };

    console_colored(console, COLOR_BOLD, name);
    console_printf(console, "%s", dot(console));
    console_colored(console, workload_state_color(gather->state), view_of(state));
    print_reason(console, gather, name.len + strlen(state));
    console_printf(console, "\n");
    if (!gather->record_doc) {
        console_printf(console, "no record: found by its label\n");
        return;
    }
    console_text(console, gather->record.template);
    print_word(console, " @", gather->record.revision);
    print_word(console, console->utf8 ? " \302\267 user " : " - user ", gather->record.user);
    if (age)
        table_format_age(&text, age, &table);
    print_word(console, dot(console), buf_view(&text));
    console_printf(console, "\n");
}

/* ---- the tree of objects ---- */

/*
 * Rows of a table whose first cell carries the branches; pods hang below what runs them. ITEMS and
 * GATHER are in the same order.
 */
static void add_row(struct ydoc *doc, struct ynode *rows, const struct ynode *item,
                    const char *branch)
{
    struct ynode *row = ynode_copy(doc, item);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&name, "%s" VIEW_FMT "/" VIEW_FMT, branch,
             VIEW_ARGS(ynode_text(ynode_get(item, "kind"))),
             VIEW_ARGS(ynode_text(ynode_get(item, "name"))));
    ynode_set_string(doc, row, "object", buf_view(&name));
    ynode_add(doc, rows, row);
}

struct branches {
    const char *middle, *last, *pass, *blank;
};

/* The first and last pod of an object: index + 1, 0 for none. */
struct children {
    size_t first, last;
};

static struct children *find_children(const struct gather *gather, size_t *last_root)
{
    struct children *children = mem_alloc_zero(gather->len + 1, sizeof(*children));

    for (size_t i = 0; i < gather->len; i++) {
        size_t parent = gather->objects[i].parent;

        if (parent == GATHER_ROOT) {
            *last_root = i;
            continue;
        }
        if (children[parent].first == 0)
            children[parent].first = i + 1;
        children[parent].last = i + 1;
    }
    return children;
}

static void add_rows(struct ydoc *doc, struct ynode *rows, const struct gather *gather,
                     const struct ynode *items, const struct branches *branches)
{
    size_t last_root = 0;
    struct children *children = find_children(gather, &last_root);

    for (size_t i = 0; i < gather->len; i++) {
        bool last = i == last_root;

        if (gather->objects[i].parent != GATHER_ROOT)
            continue;
        add_row(doc, rows, ynode_at(items, i), last ? branches->last : branches->middle);
        for (size_t k = children[i].first; k > 0 && k <= children[i].last; k++) {
            AUTO(buf) branch = BUF_INIT(BUF_TEXT_BYTES_MAX);

            if (gather->objects[k - 1].parent != i)
                continue;
            buf_addf(&branch, "%s%s", last ? branches->blank : branches->pass,
                     k == children[i].last ? branches->last : branches->middle);
            add_row(doc, rows, ynode_at(items, k - 1), buf_text(&branch));
        }
    }
    free(children);
}

static enum color row_color(const struct ynode *row)
{
    struct view state = ynode_text(ynode_get(row, "state"));

    for (enum workload_state s = WORKLOAD_READY; s <= WORKLOAD_FAILED; s++)
        if (view_is(state, workload_state_name(s)))
            return workload_state_color(s);
    return COLOR_NONE;
}

static const struct column object_columns[] = {
    { .header = "OBJECT", .path = ".object" },
    { .header = "READY", .path = ".ready", .absent = "" },
    { .header = "STATUS", .path = ".status", .absent = "", .color = row_color },
    { .header = "AGE", .path = ".created", .format = table_format_age, .absent = "" },
};

static void print_objects(struct console *console, struct ydoc *doc, const struct gather *gather,
                          const struct ynode *tree)
{
    static const struct branches drawn = { "\342\224\234\342\224\200 ", "\342\224\224\342\224\200 ",
                                           "\342\224\202  ", "   " };
    static const struct branches plain = { "|- ", "`- ", "|  ", "   " };
    const struct table table = { .columns = object_columns,
                                 .column_count = ARRAY_SIZE(object_columns),
                                 .color = console->color,
                                 .now = clock_now() };
    struct ynode *rows = ynode_new_seq(doc);

    if (gather->len == 0)
        return;
    add_rows(doc, rows, gather, ynode_get(tree, "objects"), console->utf8 ? &drawn : &plain);
    console_printf(console, "\n");
    table_add(&console->out, &table, rows);
}

/* ---- addresses and inputs ---- */

static void print_endpoints(struct console *console, const struct ynode *tree)
{
    const struct ynode *endpoints = ynode_get(tree, "endpoints");

    if (ynode_len(endpoints) > 0)
        console_printf(console, "\n");
    for (size_t i = 0; i < ynode_len(endpoints); i++) {
        console_text(console, ynode_text(ynode_get(ynode_at(endpoints, i), "url")));
        console_printf(console, "\n");
    }
}

static const struct column input_columns[] = {
    { .header = "INPUT", .path = ".name" },
    { .header = "VALUE", .path = ".value" },
};

static void print_inputs(struct console *console, struct ydoc *doc, const struct ynode *tree)
{
    const struct ynode *inputs = ynode_get(tree, "inputs");
    const struct table table = { .columns = input_columns,
                                 .column_count = ARRAY_SIZE(input_columns),
                                 .color = console->color };
    struct ynode *rows = ynode_new_seq(doc);

    for (size_t i = 0; i < ynode_len(inputs); i++) {
        struct ynode *row = ynode_new_map(doc);

        ynode_set_string(doc, row, "name", ynode_text(ynode_key_at(inputs, i)));
        ynode_set_string(doc, row, "value", ynode_text(ynode_value_at(inputs, i)));
        ynode_add(doc, rows, row);
    }
    if (ynode_len(rows) == 0)
        return;
    console_printf(console, "\n");
    table_add(&console->out, &table, rows);
}

/* ---- events */

/* "5m" or, of one that came again and again, "5m (x3 over 10m)". */
static void format_seen(struct buf *cell, const struct ynode *event, const struct table *table)
{
    const struct ynode *count = ynode_get(event, "count");
    const struct ynode *first = ynode_get(event, "first");

    table_format_age(cell, ynode_get(event, "last"), table);
    if (!count || !first || view_is(ynode_text(count), "1"))
        return;
    buf_addf(cell, " (x" VIEW_FMT " over ", VIEW_ARGS(ynode_text(count)));
    table_format_age(cell, first, table);
    buf_add_byte(cell, ')');
}

static enum color type_color(const struct ynode *event)
{
    return view_is(ynode_text(ynode_get(event, "type")), "Warning") ? COLOR_WAITING : COLOR_NONE;
}

static const struct column event_columns[] = {
    { .header = "TYPE", .path = ".type", .color = type_color },
    { .header = "REASON", .path = ".reason", .absent = "" },
    { .header = "AGE", .format = format_seen },
    { .header = "FROM", .path = ".from", .absent = "" },
    { .header = "OBJECT", .path = ".object", .absent = "" },
    { .header = "MESSAGE", .path = ".message", .absent = "" },
};

/* The newest SHOWN_EVENTS; what is well needs no explanation. */
static void print_events(struct console *console, struct ydoc *doc, const struct gather *gather,
                         const struct ynode *tree)
{
    const struct ynode *events = ynode_get(tree, "events");
    size_t len = ynode_len(events);
    const struct table table = { .columns = event_columns,
                                 .column_count = ARRAY_SIZE(event_columns),
                                 .color = console->color,
                                 .width = console->out_is_terminal ? console->columns : 0,
                                 .now = clock_now() };
    struct ynode *rows = ynode_new_seq(doc);

    if (len == 0 || gather->state == WORKLOAD_READY || gather->state == WORKLOAD_STOPPED)
        return;
    for (size_t i = len > SHOWN_EVENTS ? len - SHOWN_EVENTS : 0; i < len; i++)
        ynode_add(doc, rows, ynode_copy(doc, ynode_at(events, i)));
    console_printf(console, "\n");
    table_add(&console->out, &table, rows);
}

/* The tree's events; without them the rest is still worth seeing. */
static bool add_events(struct console *console, struct ydoc *doc, struct ynode *tree,
                       const struct gather_request *request, const struct gather *gather,
                       struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    struct ynode *events;
    bool done = events_read(&events, doc, request->client, request->namespace, gather, &problem);

    console_waited(console);
    if (!done && problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    if (done)
        ynode_set(doc, tree, VIEW("events"), events);
    else
        console_warn(console, "no events: %s", error_message(&problem));
    return true;
}

static bool inspect_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    const struct inspect_args *args = opaque;
    const char *name = operand_name(operands->items[0], WORKLOAD_PREFIX);
    AUTO(output) output = OUTPUT_INIT;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO_FREE(kube_discovery) discovery = NULL;
    AUTO(gather) gather = GATHER_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct gather_request request = { .name = name };
    struct ynode *tree;
    bool done;

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !name_check_workload(name, err) || !kube_link_client(&link, err))
        return false;
    discovery = kube_discovery_new(link.client);
    request.client = link.client;
    request.discovery = discovery;
    request.namespace = kube_link_namespace(&link);
    request.flags = kube_link_flags(&link);
    done = gather_workload(&gather, &request, err);
    console_waited(console);
    if (!done)
        return false;
    for (size_t i = 0; i < gather.notes.len; i++)
        console_warn(console, "%s", gather.notes.items[i]);
    tree = workload_tree(doc, &gather, request.namespace, name);
    if (!add_events(console, doc, tree, &request, &gather, err))
        return false;
    if (output.format != OUTPUT_TABLE)
        return output_one(console, &output, &workload_output_kind, tree, err);
    print_head(console, &gather, tree);
    print_objects(console, doc, &gather, tree);
    print_events(console, doc, &gather, tree);
    print_endpoints(console, tree);
    print_inputs(console, doc, tree);
    return true;
}

static const char *const inspect_examples[] = { "inspect nb-1", "inspect nb-1 -o json", NULL };

static const char *const inspect_see_also[] = { "ps", "logs", "delete", NULL };

const struct command cmd_inspect = {
    .name = "inspect",
    .summary = "show how a workload is, object by object",
    .synopsis = "NAME",
    .description =
        "The first line says how it is, and if it is not well, why. Then the objects that "
        "belong to it, the pods below what runs them, of a workload that is not well the newest "
        "events of these, its addresses, and what it was launched with; secrets are not shown.",
    .examples = inspect_examples,
    .see_also = inspect_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = inspect_options,
    .args_size = sizeof(struct inspect_args),
    .run = inspect_run,
};
