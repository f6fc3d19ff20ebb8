/* SPDX-License-Identifier: Apache-2.0 */
/* print/table.c - tables laid out as kubectl does */
#include "print/table.h"

#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "yaml/emit.h"

#define PADDING    3
#define COLUMN_MIN 6 /* padding included */

#define WRAP_COLUMNS_MIN 20
/* A column is made no narrower than that to fit the terminal. */
#define CUT_COLUMNS_MIN 12
#define CUT_MARK        "..."

/* The cells of all rows in one buffer: cell I of row R ends at ends[R * columns + I]. */
struct cells {
    struct buf text;
    size_t *ends;
    size_t len;
    size_t cap;
    struct buf colors; /* enum color of each; empty: there is no colour */
    struct buf cell;   /* the one that is made */
};

/* ---- one cell */

void table_format_text(struct buf *cell, const struct ynode *value,
                       const struct table *table UNUSED)
{
    if (ynode_is_null(value))
        return;
    if (ynode_is_scalar(value))
        buf_add_view(cell, ynode_text(value));
    else if (!emit_json(cell, value, 0, YAML_1_1, NULL))
        buf_add(cell, "<unknown>");
}

void table_format_age(struct buf *cell, const struct ynode *value, const struct table *table)
{
    int64_t born;

    if (clock_parse_rfc3339(ynode_text(value), &born))
        clock_add_age(cell, table->now - born);
    else
        buf_add(cell, "<unknown>");
}

void table_format_length(struct buf *cell, const struct ynode *value,
                         const struct table *table UNUSED)
{
    buf_addf(cell, "%zu", ynode_len(value));
}

void table_format_list(struct buf *cell, const struct ynode *value,
                       const struct table *table UNUSED)
{
    for (size_t i = 0; i < ynode_len(value); i++) {
        buf_add(cell, i == 0 ? "" : ", ");
        buf_add_view(cell, ynode_text(ynode_at(value, i)));
    }
}

const struct ynode *table_find(const struct ynode *row, const char *path)
{
    struct view rest = view_of(path);
    struct view key;

    while (row && view_cut(&rest, '.', &key))
        if (key.len > 0)
            row = ynode_get_view(row, key);
    return row;
}

/* kubectl's cut: what follows the first line end is not shown. */
static void add_cell_text(struct buf *out, struct view text)
{
    size_t len = 0;

    while (len < text.len && !memchr("\n\r\f", text.data[len], 3))
        len++;
    buf_add_terminal(out, view_sub(text, 0, len), false);
    if (len < text.len)
        buf_add(out, "...");
}

static void end_cell(struct cells *cells, const struct table *table, enum color color)
{
    ARRAY_GROW(cells->ends, cells->len, cells->cap);
    cells->ends[cells->len++] = cells->text.len;
    if (table->color)
        buf_add_byte(&cells->colors, (char)color);
}

static void add_cell(struct cells *cells, const struct table *table, const struct column *column,
                     const struct ynode *row)
{
    const struct ynode *value = column->path ? table_find(row, column->path) : row;

    buf_clear(&cells->cell);
    if (!value)
        buf_add(&cells->cell, column->absent ? column->absent : "<none>");
    else if (column->format)
        column->format(&cells->cell, value, table);
    else
        table_format_text(&cells->cell, value, table);
    add_cell_text(&cells->text, buf_view(&cells->cell));
    if (!buf_ok(&cells->cell))
        buf_add(&cells->text, "...");
    end_cell(cells, table, column->color ? column->color(row) : COLOR_NONE);
}

static void add_header(struct cells *cells, const struct table *table, const struct column *column)
{
    buf_add(&cells->text, column->header);
    end_cell(cells, table, COLOR_NONE);
}

/* ---- lines */

static struct view cell_at(const struct cells *cells, size_t i)
{
    return view_sub(buf_view(&cells->text), i == 0 ? 0 : cells->ends[i - 1], cells->ends[i]);
}

static void trim_line(struct buf *out, size_t start)
{
    while (out->len > start && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

/* The words at the start of *REST that fit ROOM columns, one at least; *REST is what follows. */
static struct view cut_words(struct view *rest, size_t room)
{
    size_t end = view_find_byte(*rest, ' ', 0);
    struct view words;

    while (end < rest->len) {
        size_t next = view_find_byte(*rest, ' ', end + 1);

        if (utf8_width(view_sub(*rest, 0, next)) > room)
            break;
        end = next;
    }
    words = view_sub(*rest, 0, end);
    *rest = view_trim(view_sub(*rest, end, rest->len));
    return words;
}

/* The last cell, whose column begins at START; narrow columns are not worth breaking lines for. */
static void add_last(struct buf *out, const struct table *table, struct view cell, size_t start,
                     enum color color)
{
    size_t room = table->width > start ? table->width - start : 0;

    if (room < WRAP_COLUMNS_MIN || utf8_width(cell) <= room) {
        terminal_add_colored(out, color, table->color, cell);
        return;
    }
    terminal_add_colored(out, color, table->color, cut_words(&cell, room));
    while (cell.len > 0) {
        buf_add_byte(out, '\n');
        buf_add_repeat(out, ' ', start);
        terminal_add_colored(out, color, table->color, cut_words(&cell, room));
    }
}

/* The end of V that is at most WIDTH columns wide. */
static struct view end_of(struct view v, size_t width)
{
    size_t all = utf8_width(v);
    size_t at = utf8_start(v, all > width ? all - width : 0).len;

    /* A wide character may have stood on the edge. */
    if (utf8_width(view_sub(v, at, v.len)) > width)
        (void)utf8_next(v, &at);
    return view_sub(v, at, v.len);
}

/*
 * The columns of *CELL, which is made no wider than WIDTH: names differ at their ends, so that what
 * is missing is missing in the middle. CUT holds what is left of it then.
 */
static size_t fit(struct buf *cut, struct view *cell, size_t width)
{
    size_t room = width - strlen(CUT_MARK);

    if (utf8_width(*cell) > width) {
        buf_add_view(cut, utf8_start(*cell, room - room / 2));
        buf_add(cut, CUT_MARK);
        buf_add_view(cut, end_of(*cell, room / 2));
        *cell = buf_view(cut);
    }
    return utf8_width(*cell);
}

static void add_line(struct buf *out, const struct table *table, const struct column *const *shown,
                     const size_t *widths, size_t count, const struct cells *cells, size_t first)
{
    size_t start = out->len, column = 0;

    for (size_t i = 0; i < count; i++) {
        struct view cell = cell_at(cells, first + i);
        AUTO(buf) cut = BUF_INIT(TABLE_CELL_BYTES_MAX);
        size_t width = i + 1 < count ? fit(&cut, &cell, widths[i]) : utf8_width(cell);
        size_t blanks = widths[i] - width;
        bool right = shown[i]->align == ALIGN_RIGHT;
        enum color color = table->color ? (enum color)cells->colors.data[first + i] : COLOR_NONE;
        size_t gap = i + 1 < count ? PADDING : 0;

        if (right)
            buf_add_repeat(out, ' ', blanks);
        if (gap > 0 || right)
            terminal_add_colored(out, color, table->color, cell);
        else
            add_last(out, table, cell, column, color);
        column += widths[i] + gap;
        if (!right && gap > 0)
            buf_add_repeat(out, ' ', blanks);
        buf_add_repeat(out, ' ', gap);
    }
    if (!table->keep_blanks)
        trim_line(out, start);
    buf_add_byte(out, '\n');
}

static size_t choose_columns(const struct table *table, const struct column **shown)
{
    size_t count = 0;

    for (size_t i = 0; i < table->column_count; i++)
        if ((table->columns[i].only & table->show) == table->columns[i].only)
            shown[count++] = &table->columns[i];
    return count;
}

static void measure(size_t *widths, size_t count, const struct cells *cells,
                    const struct table *table)
{
    for (size_t i = 0; i < count; i++) {
        widths[i] = COLUMN_MIN - PADDING;
        if (table->widths && table->widths[i] > widths[i])
            widths[i] = table->widths[i];
    }
    for (size_t i = 0; i < cells->len; i++) {
        size_t width = utf8_width(cell_at(cells, i));

        if (width > widths[i % count])
            widths[i % count] = width;
    }
    if (table->widths && count > 0)
        memcpy(table->widths, widths, count * sizeof(*widths));
}

/* The widest columns give what a line is too long for the terminal; the last one is broken. */
static void fit_widths(size_t *widths, size_t count, const struct table *table)
{
    size_t last = count > 0 ? widths[count - 1] : 0;
    size_t total = last < WRAP_COLUMNS_MIN ? last : WRAP_COLUMNS_MIN;

    for (size_t i = 0; i + 1 < count; i++)
        total += widths[i] + PADDING;
    while (table->width > 0 && total > table->width) {
        size_t widest = 0;

        for (size_t i = 1; i + 1 < count; i++)
            if (widths[i] > widths[widest])
                widest = i;
        if (count < 2 || widths[widest] <= CUT_COLUMNS_MIN)
            return;
        widths[widest]--;
        total--;
    }
}

static void add_cells(struct cells *cells, const struct table *table,
                      const struct column *const *shown, size_t count,
                      const struct table_rows *rows)
{
    for (size_t i = 0; i < count && !table->no_headers; i++)
        add_header(cells, table, shown[i]);
    for (size_t r = 0; r < rows->count && count > 0; r++) {
        AUTO_FREE(ydoc) doc = ydoc_new();
        const struct ynode *row = rows->row(rows->context, doc, r);

        for (size_t i = 0; i < count; i++)
            add_cell(cells, table, shown[i], row);
    }
}

void table_add_rows(struct buf *out, const struct table *table, const struct table_rows *rows)
{
    const struct column **shown = mem_alloc_zero(table->column_count + 1, sizeof(const void *));
    size_t *widths = mem_alloc_zero(table->column_count + 1, sizeof(*widths));
    size_t count = choose_columns(table, shown);
    struct cells cells = { .text = BUF_INIT(out->max),
                           .colors = BUF_INIT(SIZE_MAX),
                           .cell = BUF_INIT(TABLE_CELL_BYTES_MAX) };

    add_cells(&cells, table, shown, count, rows);
    measure(widths, count, &cells, table);
    fit_widths(widths, count, table);
    for (size_t first = 0; first < cells.len; first += count)
        add_line(out, table, shown, widths, count, &cells, first);
    out->overrun = out->overrun || cells.text.overrun;
    buf_release(&cells.text);
    buf_release(&cells.colors);
    buf_release(&cells.cell);
    free(cells.ends);
    free(widths);
    free(shown);
}

static const struct ynode *row_at(void *items, struct ydoc *doc UNUSED, size_t i)
{
    return ynode_at(items, i);
}

struct table_rows table_rows_of(const struct ynode *items)
{
    return (struct table_rows){ ynode_len(items), row_at, (void *)(uintptr_t)items };
}

void table_add(struct buf *out, const struct table *table, const struct ynode *rows)
{
    const struct table_rows all = table_rows_of(rows);

    table_add_rows(out, table, &all);
}
