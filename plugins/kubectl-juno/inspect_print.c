/* SPDX-License-Identifier: Apache-2.0 */
#include "inspect_print.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "catalog/source.h"
#include "folded.h"
#include "workload_tree.h"

/* ---- the head: the answer first ---- */

/* As many events as fit below a tree of objects. */
#define SHOWN_EVENTS 10

/* A record that says where its inputs are from. */
#define SHOW_FROM (1u << 8)

/* Of the lines of a log, and of what of the head does not fit its line. */
#define LOG_INDENT  2
#define HEAD_INDENT 2
#define DOT_COLUMNS 3

/* Two dots and a pair of brackets, with their blanks. */
#define MARKS_COLUMNS 9

static const char *dot(const struct console *console)
{
    return console->utf8 ? " \302\267 " : " - ";
}

/*
 * " · CrashLoopBackOff in Pod/rd-7-0 (exit 1, 6 restarts)" behind USED columns, and the end of the
 * line; a long reason has a line for itself.
 */
static void print_reason(struct console *console, const struct gather *gather, size_t used)
{
    const struct gathered *object =
        gather->worst < gather->len ? &gather->objects[gather->worst] : NULL;
    const char *reason = gather->state == WORKLOAD_READY ? NULL : gather->reason;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool apart;

    if (object && gather->state != WORKLOAD_READY) {
        buf_add(&text, dot(console));
        if (object->doc && object->status.word)
            buf_addf(&text, "%s in ", object->status.word);
        buf_addf(&text, "%s/%s", object->wanted.kind, object->wanted.name);
        if (!object->doc)
            buf_add(&text, object->forbidden ? " may not be read" : " is missing");
    }
    apart = reason && used + text.len + strlen(reason) + MARKS_COLUMNS > console->columns;
    if (reason && !apart)
        buf_addf(&text, "%s%s%s", object ? " (" : dot(console), reason, object ? ")" : "");
    folded_text(console, buf_view(&text), HEAD_INDENT, used);
    if (apart)
        folded_text(console, view_of(reason), 0, 0);
}

static void add_word(struct buf *out, const char *before, struct view word)
{
    if (word.len > 0)
        buf_addf(out, "%s" VIEW_FMT, before, VIEW_ARGS(word));
}

/* "newer template 9d01c3aa: kubectl juno upgrade rd-7" */
static void add_newer(struct buf *out, const struct ynode *tree, const char *flags)
{
    const struct ynode *newer = ynode_get(tree, "newerTemplate");
    struct view catalog = ynode_text(ynode_get(newer, "catalogNamespace"));

    if (!newer)
        return;
    add_word(out, "newer template ", ynode_text(ynode_get(newer, "revision")));
    add_word(out, ": kubectl juno upgrade ", ynode_text(ynode_get(tree, "name")));
    if (!view_is(catalog, CATALOG_NAMESPACE_DEFAULT))
        add_word(out, " --catalog-namespace ", catalog);
    buf_add(out, flags);
}

/* What it was made from, by whom and when; a command that would be broken has a line for itself. */
static void print_origin(struct console *console, const struct gather *gather,
                         const struct ynode *tree, const char *flags)
{
    const struct ynode *age = ynode_get(tree, "created");
    const struct table table = { .now = clock_now() };
    size_t columns = folded_columns(console);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) newer = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_word(&line, "", gather->record.template);
    add_word(&line, " @", gather->record.revision);
    add_word(&line, console->utf8 ? " \302\267 user " : " - user ", gather->record.user);
    if (age) {
        buf_add(&line, dot(console));
        table_format_age(&line, age, &table);
    }
    add_newer(&newer, tree, flags);
    if (newer.len > 0 && columns > 0 &&
        utf8_width(buf_view(&line)) + DOT_COLUMNS + utf8_width(buf_view(&newer)) > columns) {
        folded_text(console, buf_view(&line), HEAD_INDENT, 0);
        buf_clear(&line);
    }
    buf_add(&line, line.len > 0 && newer.len > 0 ? dot(console) : "");
    buf_add_view(&line, buf_view(&newer));
    folded_text(console, buf_view(&line), HEAD_INDENT, 0);
}

static void print_head(struct console *console, const struct gather *gather,
                       const struct ynode *tree, const char *flags)
{
    struct view name = ynode_text(ynode_get(tree, "name"));
    const char *state = workload_state_name(gather->state);

    console_colored(console, COLOR_BOLD, name);
    console_printf(console, "%s", dot(console));
    console_colored(console, workload_state_color(gather->state), view_of(state));
    print_reason(console, gather, utf8_width(name) + DOT_COLUMNS + strlen(state));
    if (gather->record_doc)
        print_origin(console, gather, tree, flags);
    else
        console_printf(console, "no record: found by its label\n");
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
                                 .width = folded_columns(console),
                                 .now = clock_now() };
    struct ynode *rows = ynode_new_seq(doc);

    if (gather->len == 0)
        return;
    add_rows(doc, rows, gather, ynode_get(tree, "objects"), console->utf8 ? &drawn : &plain);
    console_printf(console, "\n");
    table_add(&console->out, &table, rows);
}

/* ---- addresses and inputs ---- */

/* "https://...", "user=ada" of a connection, "Service web: pending". */
static void print_endpoint(struct console *console, const struct ynode *endpoint)
{
    struct view url = ynode_text(ynode_get(endpoint, "url"));
    struct view state = ynode_text(ynode_get(endpoint, "state"));
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!view_is(state, "ready"))
        buf_addf(&line, VIEW_FMT " " VIEW_FMT ": " VIEW_FMT,
                 VIEW_ARGS(ynode_text(ynode_get(endpoint, "type"))),
                 VIEW_ARGS(ynode_text(ynode_get(endpoint, "service"))),
                 VIEW_ARGS(url.len > 0 ? url : state));
    else if (!ynode_get(endpoint, "protocol"))
        buf_addf(&line, VIEW_FMT "=" VIEW_FMT, VIEW_ARGS(ynode_text(ynode_get(endpoint, "name"))),
                 VIEW_ARGS(url));
    else
        buf_add_view(&line, url);
    console_text(console, buf_view(&line));
    console_printf(console, "\n");
}

static void print_endpoints(struct console *console, const struct ynode *tree)
{
    const struct ynode *endpoints = ynode_get(tree, "endpoints");

    if (ynode_len(endpoints) > 0)
        console_printf(console, "\n");
    for (size_t i = 0; i < ynode_len(endpoints); i++)
        print_endpoint(console, ynode_at(endpoints, i));
}

static const struct column input_columns[] = {
    { .header = "INPUT", .path = ".name" },
    { .header = "VALUE", .path = ".value" },
    { .header = "FROM", .path = ".from", .absent = "", .only = SHOW_FROM },
};

static void print_inputs(struct console *console, struct ydoc *doc, const struct ynode *tree)
{
    const struct ynode *inputs = ynode_get(tree, "inputs");
    const struct ynode *origins = ynode_get(tree, "origins");
    const struct table table = { .columns = input_columns,
                                 .column_count = ARRAY_SIZE(input_columns),
                                 .show = ynode_len(origins) > 0 ? SHOW_FROM : 0,
                                 .color = console->color,
                                 .width = folded_columns(console) };
    struct ynode *rows = ynode_new_seq(doc);

    for (size_t i = 0; i < ynode_len(inputs); i++) {
        struct ynode *row = ynode_new_map(doc);

        ynode_set_string(doc, row, "name", ynode_text(ynode_key_at(inputs, i)));
        ynode_set_string(doc, row, "value", ynode_text(ynode_value_at(inputs, i)));
        ynode_set_string(doc, row, "from",
                         ynode_text(ynode_get_view(origins, ynode_text(ynode_key_at(inputs, i)))));
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
                                 .width = folded_columns(console),
                                 .now = clock_now() };
    struct ynode *rows = ynode_new_seq(doc);

    if (len == 0 || gather->state == WORKLOAD_READY || gather->state == WORKLOAD_STOPPED)
        return;
    for (size_t i = len > SHOWN_EVENTS ? len - SHOWN_EVENTS : 0; i < len; i++)
        ynode_add(doc, rows, ynode_copy(doc, ynode_at(events, i)));
    console_printf(console, "\n");
    table_add(&console->out, &table, rows);
}

/* ---- the end of a log */

/* Its own indentation stays, and what does not fit stands below it. */
static void print_log_line(struct console *console, struct view line)
{
    size_t indent = LOG_INDENT;

    while (line.len > 0 && line.data[0] == ' ') {
        line = view_sub(line, 1, line.len);
        indent++;
    }
    console_printf(console, "%*s", (int)indent, "");
    folded_text(console, line, indent, indent);
}

static void print_log(struct console *console, const struct ynode *tree)
{
    const struct ynode *log = ynode_get(tree, "log");
    const struct ynode *lines = ynode_get(log, "lines");
    AUTO(buf) head = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (ynode_len(lines) == 0)
        return;
    buf_addf(&head, "Last log of " VIEW_FMT " (" VIEW_FMT ")",
             VIEW_ARGS(ynode_text(ynode_get(log, "object"))),
             VIEW_ARGS(ynode_text(ynode_get(log, "container"))));
    console_printf(console, "\n");
    folded_text(console, buf_view(&head), HEAD_INDENT, 0);
    for (size_t i = 0; i < ynode_len(lines); i++) {
        print_log_line(console, ynode_text(ynode_at(lines, i)));
    }
}

/* ---- drift */

/* Behind "Drift   ". */
#define DRIFT_INDENT 8

static void add_value(struct buf *out, const struct ynode *value)
{
    struct view text = ynode_text(value);

    if (value)
        buf_addf(out, VIEW_FMT, VIEW_ARGS(text.len > 0 ? text : VIEW("\"\"")));
    else
        buf_add(out, "(none)");
}

/* "StatefulSet/rd-7: spec.replicas 1 -> 2 (kubectl, 4m ago)" */
static void print_change(struct console *console, const struct ynode *row)
{
    struct view manager = ynode_text(ynode_get(row, "manager"));
    const struct table table = { .now = clock_now() };
    AUTO(buf) line = BUF_INIT(console->out.max);

    buf_addf(&line, VIEW_FMT ": " VIEW_FMT " ", VIEW_ARGS(ynode_text(ynode_get(row, "object"))),
             VIEW_ARGS(ynode_text(ynode_get(row, "path"))));
    add_value(&line, ynode_get(row, "was"));
    buf_add(&line, console->utf8 ? " \342\206\222 " : " -> ");
    add_value(&line, ynode_get(row, "is"));
    if (manager.len > 0) {
        buf_addf(&line, " (" VIEW_FMT, VIEW_ARGS(manager));
        if (ynode_get(row, "time")) {
            buf_add(&line, ", ");
            table_format_age(&line, ynode_get(row, "time"), &table);
            buf_add(&line, " ago");
        }
        buf_add_byte(&line, ')');
    }
    folded_text(console, buf_view(&line), DRIFT_INDENT, DRIFT_INDENT);
}

static void print_drift(struct console *console, const struct ynode *tree)
{
    const struct ynode *rows = ynode_get(tree, "drift");

    for (size_t i = 0; i < ynode_len(rows); i++) {
        console_printf(console, "%s", i == 0 ? "\nDrift   " : "        ");
        print_change(console, ynode_at(rows, i));
    }
}

void inspect_print(struct console *console, struct ydoc *doc, const struct gather *gather,
                   const struct ynode *tree, const char *flags)
{
    print_head(console, gather, tree, flags);
    print_objects(console, doc, gather, tree);
    print_events(console, doc, gather, tree);
    print_log(console, tree);
    print_endpoints(console, tree);
    print_inputs(console, doc, tree);
    print_drift(console, tree);
}
