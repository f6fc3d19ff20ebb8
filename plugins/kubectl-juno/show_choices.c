/* SPDX-License-Identifier: Apache-2.0 */
#include "show_choices.h"

#include "base/buf.h"
#include "folded.h"
#include "print/table.h"

#define SHOWN_MAX 20 /* of one input; -o json has all */

/* ---- into the tree ---- */

static struct ynode *choice_tree(struct ydoc *doc, const struct picker_choice *choice)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", view_of(choice->name));
    ynode_set(doc, map, VIEW("default"), ynode_new_bool(doc, choice->is_default));
    if (choice->namespace)
        ynode_set_string(doc, map, "namespace", view_of(choice->namespace));
    if (*choice->note)
        ynode_set_string(doc, map, "note", view_of(choice->note));
    return map;
}

static bool add_field(struct ydoc *doc, struct ynode *tree, const struct field *field,
                      struct picker *picker, struct error *err)
{
    const struct picker_choices *choices;
    const struct picker_choice *choice;
    struct ynode *seq = ynode_new_seq(doc);

    if (!picker_get(picker, field->type, &choices, err))
        return error_wrap(err, "cannot see the choices for '" VIEW_FMT "'", VIEW_ARGS(field->name));
    for (size_t i = 0; i < choices->len; i++)
        ynode_add(doc, seq, choice_tree(doc, &choices->items[i]));
    ynode_set(doc, tree, VIEW("choices"), seq);
    if (choices->note)
        ynode_set_string(doc, tree, "choicesNote", view_of(choices->note));
    choice = picker_default(choices);
    /* A launch takes it only where it must, and knows that it is the one. */
    if (choice && field->required && !choices->note && !field_has_default(field))
        ynode_set_string(doc, tree, "clusterDefault", view_of(choice->name));
    return true;
}

static bool add_fields(struct ydoc *doc, struct ynode *trees, const struct field_list *fields,
                       struct picker *picker, struct error *err)
{
    for (size_t i = 0; i < fields->len; i++) {
        const struct field *field = &fields->items[i];
        struct ynode *tree = ynode_at(trees, i);

        if (picker_is_picked(field->type) && !add_field(doc, tree, field, picker, err))
            return false;
        if (field->fields.len > 0 &&
            !add_fields(doc, ynode_get(tree, "fields"), &field->fields, picker, err))
            return false;
    }
    return true;
}

bool show_choices_add(struct ydoc *doc, struct ynode *tree, const struct field_list *fields,
                      struct picker *picker, struct error *err)
{
    return add_fields(doc, ynode_get(tree, "fields"), fields, picker, err);
}

/* ---- as a table ---- */

static void format_choice(struct buf *cell, const struct ynode *row,
                          const struct table *table UNUSED)
{
    buf_add_view(cell, ynode_text(ynode_get(row, "name")));
    if (view_is(ynode_text(ynode_get(row, "default")), "true"))
        buf_add(cell, " (default)");
}

static const struct column columns[] = {
    { .header = "INPUT", .path = ".input" },
    { .header = "CHOICE", .format = format_choice },
    { .header = "NOTE", .path = ".note", .absent = "" },
};

static void add_row(struct ydoc *doc, struct ynode *rows, const char *input, struct view name,
                    const struct ynode *choice)
{
    struct ynode *row = choice ? ynode_copy(doc, choice) : ynode_new_map(doc);

    ynode_set_string(doc, row, "input", view_of(input));
    ynode_set_string(doc, row, "name", name);
    ynode_add(doc, rows, row);
}

static void add_rows(struct ydoc *doc, struct ynode *rows, const struct ynode *fields,
                     const char *prefix)
{
    for (size_t i = 0; i < ynode_len(fields); i++) {
        const struct ynode *field = ynode_at(fields, i), *choices = ynode_get(field, "choices");
        size_t len = ynode_len(choices);
        struct view note = ynode_text(ynode_get(field, "choicesNote"));
        AUTO(buf) input = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) more = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&input, "%s" VIEW_FMT, prefix, VIEW_ARGS(ynode_text(ynode_get(field, "name"))));
        for (size_t k = 0; k < len && k < SHOWN_MAX; k++)
            add_row(doc, rows, buf_text(&input),
                    ynode_text(ynode_get(ynode_at(choices, k), "name")), ynode_at(choices, k));
        if (len > SHOWN_MAX)
            buf_addf(&more, "and %zu more", len - SHOWN_MAX);
        else if (choices && len == 0 && note.len == 0)
            buf_add(&more, "none");
        if (more.len > 0)
            add_row(doc, rows, buf_text(&input), buf_view(&more), NULL);
        if (note.len > 0)
            add_row(doc, rows, buf_text(&input), note, NULL);
        buf_add(&input, "[].");
        add_rows(doc, rows, ynode_get(field, "fields"), buf_text(&input));
    }
}

void show_choices_print(struct console *console, struct ydoc *doc, const struct ynode *tree)
{
    struct ynode *rows = ynode_new_seq(doc);
    const struct table table = {
        .columns = columns,
        .column_count = ARRAY_SIZE(columns),
        .no_headers = true,
        .color = console->color,
        .width = folded_columns(console),
    };

    add_rows(doc, rows, ynode_get(tree, "fields"), "");
    if (ynode_len(rows) == 0)
        return;
    console_printf(console, "\nWhat the cluster has\n");
    table_add(&console->out, &table, rows);
}
