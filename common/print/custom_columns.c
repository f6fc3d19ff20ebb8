/* SPDX-License-Identifier: Apache-2.0 */
#include "print/custom_columns.h"

#include "base/alloc.h"
#include "print/jsonpath.h"
#include "print/table.h"
#include "yaml/ydoc.h"

struct custom_column {
    char *header;
    char key[8]; /* of its cell in a row */
    char path[9];
    struct jsonpath *jsonpath;
};

struct custom_columns {
    struct custom_column *columns;
    size_t len;
    size_t cap;
    bool no_headers;
};

void custom_columns_free(struct custom_columns *columns)
{
    if (!columns)
        return;
    for (size_t i = 0; i < columns->len; i++) {
        free(columns->columns[i].header);
        jsonpath_free(columns->columns[i].jsonpath);
    }
    free(columns->columns);
    free(columns);
}

static bool add_column(struct custom_columns *columns, struct view header, struct view path,
                       struct error *err)
{
    struct custom_column *column;
    struct jsonpath *jsonpath = jsonpath_parse_relaxed(path, err);

    if (!jsonpath)
        return false;
    if (columns->len == CUSTOM_COLUMNS_MAX) {
        jsonpath_free(jsonpath);
        return error_set(err, ERROR_LIMIT, "more than %d columns", CUSTOM_COLUMNS_MAX);
    }
    ARRAY_GROW(columns->columns, columns->len, columns->cap);
    column = &columns->columns[columns->len];
    *column = (struct custom_column){ .header = view_copy(header), .jsonpath = jsonpath };
    snprintf(column->key, sizeof(column->key), "%zu", columns->len);
    snprintf(column->path, sizeof(column->path), ".%zu", columns->len);
    columns->len++;
    return true;
}

static bool parse_list(struct custom_columns *columns, struct view text, struct error *err)
{
    struct view part;

    while (view_cut(&text, ',', &part)) {
        size_t colon = view_find_byte(part, ':', 0);
        if (colon == part.len)
            return error_set(err, ERROR_USAGE,
                             "unexpected custom-columns spec: " VIEW_FMT
                             ", expected <header>:<json-path-expr>",
                             VIEW_ARGS(part));
        if (!add_column(columns, view_sub(part, 0, colon), view_sub(part, colon + 1, part.len),
                        err))
            return false;
    }
    return true;
}

/* The next word of LINE; false when there is none. */
static bool next_word(struct view *line, struct view *word)
{
    size_t start = 0, end;

    while (start < line->len && strchr(" \t\r", line->data[start]))
        start++;
    end = start;
    while (end < line->len && !strchr(" \t\r", line->data[end]))
        end++;
    *word = view_sub(*line, start, end);
    *line = view_sub(*line, end, line->len);
    return word->len > 0;
}

static bool parse_file(struct custom_columns *columns, struct view text, struct error *err)
{
    struct view headers, paths, header, path;

    if (!view_cut(&text, '\n', &headers) || !view_cut(&text, '\n', &paths))
        return error_set(err, ERROR_USAGE,
                         "invalid template: expected one line of headers and one line of paths "
                         "under them");
    while (next_word(&headers, &header)) {
        if (!next_word(&paths, &path))
            return error_set(err, ERROR_USAGE, "the header '" VIEW_FMT "' has no path under it",
                             VIEW_ARGS(header));
        if (!add_column(columns, header, path, err))
            return false;
    }
    if (next_word(&paths, &path))
        return error_set(err, ERROR_USAGE, "the path '" VIEW_FMT "' has no header above it",
                         VIEW_ARGS(path));
    return true;
}

struct custom_columns *custom_columns_parse(struct view text, bool file, bool no_headers,
                                            struct error *err)
{
    struct custom_columns *columns = mem_alloc_zero(1, sizeof(*columns));

    columns->no_headers = no_headers;
    if (file ? parse_file(columns, text, err) : parse_list(columns, text, err))
        return columns;
    custom_columns_free(columns);
    return NULL;
}

/* The cell of COLUMN for ITEM. */
static bool add_cell(struct buf *out, const struct custom_column *column, const struct ynode *item,
                     struct error *err)
{
    AUTO(jsonpath_values) values = JSONPATH_VALUES_INIT;

    if (!jsonpath_find(&values, column->jsonpath, item, err))
        return false;
    if (values.len == 0)
        buf_add(out, "<none>");
    for (size_t i = 0; i < values.len; i++) {
        if (i)
            buf_add_byte(out, ',');
        if (ynode_is_null(values.nodes[i]))
            buf_add(out, "<nil>"); /* as Go prints it */
        else
            jsonpath_add_value(out, values.nodes[i]);
    }
    return true;
}

static bool add_row(struct ydoc *doc, struct ynode *rows, const struct custom_columns *columns,
                    const struct ynode *item, struct error *err)
{
    struct ynode *row = ynode_new_map(doc);

    for (size_t i = 0; i < columns->len; i++) {
        AUTO(buf) cell = BUF_INIT(TABLE_CELL_BYTES_MAX);
        if (!add_cell(&cell, &columns->columns[i], item, err))
            return false;
        ynode_set_string(doc, row, columns->columns[i].key, buf_view(&cell));
    }
    ynode_add(doc, rows, row);
    return true;
}

bool custom_columns_add(struct buf *out, const struct custom_columns *columns,
                        const struct ynode *items, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);
    struct column *headers = mem_alloc_zero(columns->len, sizeof(*headers));
    struct table table = { .columns = headers,
                           .column_count = columns->len,
                           .no_headers = columns->no_headers };
    bool ok = true;

    for (size_t i = 0; i < columns->len; i++) {
        headers[i].header = columns->columns[i].header;
        headers[i].path = columns->columns[i].path;
    }
    for (size_t i = 0; ok && i < ynode_len(items); i++)
        ok = add_row(doc, rows, columns, ynode_at(items, i), err);
    if (ok)
        table_add(out, &table, rows);
    free(headers);
    return ok;
}
