/* SPDX-License-Identifier: Apache-2.0 */
#include "print/server_table.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "print/table.h"

#define COLUMNS_MAX 256
/* What a row does not tell. */
#define UNKNOWN "<unknown>"

/* What is shown of the Tables: for each column its header, its path in our rows, its cell's place.
 */
struct shown {
    struct column *columns;
    char **texts; /* headers and paths, owned */
    size_t *cells;
    size_t len;
    const struct server_table *table;
};

static void shown_release(struct shown *shown)
{
    for (size_t i = 0; i < 2 * shown->len; i++)
        free(shown->texts[i]);
    free(shown->texts);
    free(shown->columns);
    free(shown->cells);
}

/* Letters other than ASCII's are left: no API's columns have any. */
static char *upper(struct view text)
{
    char *copy = view_copy(text);

    for (char *c = copy; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return copy;
}

static bool is_shown(const struct ynode *definition, bool wide)
{
    struct view priority = ynode_text(ynode_get(definition, "priority"));

    return wide || priority.len == 0 || view_is(priority, "0");
}

static void choose(struct shown *shown, const struct ynode *definitions)
{
    size_t count = ynode_len(definitions);

    shown->columns = mem_alloc_zero(count + 1, sizeof(*shown->columns));
    shown->texts = mem_alloc_zero(2 * count + 1, sizeof(*shown->texts));
    shown->cells = mem_alloc_zero(count + 1, sizeof(*shown->cells));
    for (size_t i = 0; i < count; i++) {
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!is_shown(ynode_at(definitions, i), shown->table->wide))
            continue;
        buf_addf(&path, ".%zu", i);
        shown->texts[2 * shown->len] =
            upper(ynode_text(ynode_get(ynode_at(definitions, i), "name")));
        shown->texts[2 * shown->len + 1] = buf_take(&path);
        shown->columns[shown->len] = (struct column){ .header = shown->texts[2 * shown->len],
                                                      .path = shown->texts[2 * shown->len + 1],
                                                      .absent = "" };
        shown->cells[shown->len++] = i;
    }
}

/* ROW of a Table as {"0": cell, "2": cell}. */
static void add_row(struct ydoc *doc, struct ynode *rows, const struct shown *shown,
                    const struct ynode *row)
{
    const struct ynode *cells = ynode_get(row, "cells");
    struct ynode *map = ynode_new_map(doc);

    for (size_t i = 0; i < shown->len; i++) {
        const struct ynode *cell = ynode_at(cells, shown->cells[i]);
        AUTO(buf) text = BUF_INIT(TABLE_CELL_BYTES_MAX);

        if (shown->cells[i] == 0 && shown->table->prefix)
            buf_add(&text, shown->table->prefix);
        if (cell)
            table_format_text(&text, cell, NULL);
        else
            buf_add(&text, UNKNOWN);
        ynode_set_string(doc, map, shown->columns[i].path + 1, buf_view(&text));
    }
    ynode_add(doc, rows, map);
}

static bool check(const struct ynode *table, const struct ynode *first, struct error *err)
{
    const struct ynode *definitions = ynode_get(table, "columnDefinitions");

    if (!view_is(ynode_text(ynode_get(table, "kind")), "Table") || ynode_len(definitions) == 0)
        return error_set(err, ERROR_INVALID, "the server's answer is no table");
    if (ynode_len(definitions) != ynode_len(ynode_get(first, "columnDefinitions")) ||
        ynode_len(definitions) > COLUMNS_MAX)
        return error_set(err, ERROR_INVALID, "the server's tables have other columns each");
    return true;
}

/*
 * kubectl makes a column as wide as its widest cell was before it was cut, of the table that the
 * headers stand above; without headers of each. The last column is not padded.
 */
static void widen(size_t *widths, const struct shown *shown, const struct ynode *rows)
{
    for (size_t i = 0; i < ynode_len(rows); i++)
        for (size_t k = 0; k + 1 < shown->len; k++) {
            size_t width = ynode_text(ynode_get(ynode_at(rows, i), shown->columns[k].path + 1)).len;

            if (width > widths[k])
                widths[k] = width;
        }
}

bool server_table_add(struct buf *out, const struct server_table *table, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);
    struct shown shown = { .table = table };
    struct table printed = { .no_headers = table->no_headers, .keep_blanks = true };

    for (size_t i = 0; i < table->count; i++)
        if (!check(table->tables[i], table->tables[0], err))
            return false;
    if (table->count == 0)
        return true;
    choose(&shown, ynode_get(table->tables[0], "columnDefinitions"));
    printed.columns = shown.columns;
    printed.column_count = shown.len;
    printed.widths = mem_alloc_zero(shown.len + 1, sizeof(*printed.widths));
    for (size_t i = 0; i < table->count; i++) {
        const struct ynode *list = ynode_get(table->tables[i], "rows");

        for (size_t k = 0; k < ynode_len(list); k++)
            add_row(doc, rows, &shown, ynode_at(list, k));
        if (i == 0 || table->no_headers)
            widen(printed.widths, &shown, rows);
    }
    table_add(out, &printed, rows);
    free(printed.widths);
    shown_release(&shown);
    return true;
}
