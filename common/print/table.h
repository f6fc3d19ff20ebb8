/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/table.h - tables from column data, laid out as kubectl does
 *
 *     static const struct column columns[] = {
 *         { .header = "NAME", .path = ".name" },
 *         { .header = "FIELDS", .path = ".fields", .format = table_format_length },
 *         { .header = "SOURCE", .path = ".source", .only = SHOW_WIDE },
 *     };
 *
 * A column is as wide as its widest cell (display columns) plus three spaces, six at least; the
 * last is not padded and no line ends in a blank. An absent value is `<none>` (or .absent), a null
 * one empty; a cell ends at its first line end, marked by `...`; control characters are made
 * visible. Source: spec plugins.md 6.6.
 */
#ifndef PRINT_TABLE_H
#define PRINT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "cli/terminal.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define SHOW_WIDE           (1u << 0) /* -o wide */
#define SHOW_ALL_NAMESPACES (1u << 1) /* -A */
#define SHOW_LABELS         (1u << 2) /* --show-labels */

#define TABLE_CELL_BYTES_MAX ((size_t)64 << 10)

enum align { ALIGN_LEFT, ALIGN_RIGHT };

struct table;

struct column {
    const char *header;
    const char *path;   /* ".metadata.name" in the row: keys parted by dots; NULL: the row itself */
    const char *absent; /* shown when nothing is there; NULL: "<none>" */
    unsigned only;      /* SHOW_* bits, all of which are needed; 0: always */
    enum align align;
    /* Append the cell for VALUE (what PATH found, never absent). NULL: the value as text. */
    void (*format)(struct buf *cell, const struct ynode *value, const struct table *table);
    /* The state that a cell of this row shows. */
    enum color (*color)(const struct ynode *row);
};

struct table {
    const struct column *columns;
    size_t column_count;
    unsigned show; /* SHOW_* */
    bool no_headers;
    bool keep_blanks; /* a line whose last cells are empty ends in blanks, as kubectl's does */
    bool color;
    /*
     * Of the terminal: the widest columns are cut in the middle for it, and a last cell beyond it
     * goes on below; 0: lines have no end.
     */
    size_t width;
    int64_t now; /* seconds, for ages */
    /* Widths of the columns so far, .column_count of them, kept for rows that follow later; NULL.
     */
    size_t *widths;
};

/* Append the table of ROWS (a sequence; absent or empty: headers only) to OUT. */
void table_add(struct buf *out, const struct table *table, const struct ynode *rows);

/* Rows that are made one by one when they are needed: thousands of them are never in memory. */
struct table_rows {
    size_t count;
    /* Row I, in DOC or already there; it is read before the next is asked for. */
    const struct ynode *(*row)(void *context, struct ydoc *doc, size_t i);
    void *context;
};

void table_add_rows(struct buf *out, const struct table *table, const struct table_rows *rows);
/* Those of a sequence, for what takes rows. */
struct table_rows table_rows_of(const struct ynode *items);

/* What PATH (".a.b") names in ROW; NULL when nothing is there. */
const struct ynode *table_find(const struct ynode *row, const char *path);

/* A scalar as written, null as nothing, a collection as one line of JSON. */
void table_format_text(struct buf *cell, const struct ynode *value, const struct table *table);
/* RFC 3339 time as kubectl's age; what is no time is `<unknown>`. */
void table_format_age(struct buf *cell, const struct ynode *value, const struct table *table);
/* The number of elements or entries. */
void table_format_length(struct buf *cell, const struct ynode *value, const struct table *table);
/* The scalars of a sequence, "a, b". */
void table_format_list(struct buf *cell, const struct ynode *value, const struct table *table);

#endif
