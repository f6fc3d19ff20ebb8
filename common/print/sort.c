/* SPDX-License-Identifier: Apache-2.0 */
#include "print/sort.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/quantity.h"
#include "print/jsonpath.h"
#include "yaml/ydoc.h"

struct key {
    char *text; /* NULL: there is no value */
    double amount;
    bool is_amount; /* a number or quantity */
    size_t row;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits at AT of TEXT, without leading zeros; AT moves behind them. */
static struct view take_digits(struct view text, size_t *at)
{
    size_t start;

    while (*at < text.len && text.data[*at] == '0')
        ++*at;
    start = *at;
    while (*at < text.len && is_digit(text.data[*at]))
        ++*at;
    return view_sub(text, start, *at);
}

/* Digits count as the numbers that they write. */
static int natural_order(struct view a, struct view b)
{
    size_t i = 0, k = 0;

    while (i < a.len && k < b.len) {
        if (is_digit(a.data[i]) && is_digit(b.data[k])) {
            struct view left = take_digits(a, &i), right = take_digits(b, &k);
            int order =
                left.len != right.len ? (left.len < right.len ? -1 : 1) : view_cmp(left, right);

            if (order != 0)
                return order;
        } else if (a.data[i] != b.data[k]) {
            return (unsigned char)a.data[i] < (unsigned char)b.data[k] ? -1 : 1;
        } else {
            i++;
            k++;
        }
    }
    if (i < a.len || k < b.len)
        return i < a.len ? 1 : -1;
    /* "a01" and "a1" */
    return view_cmp(a, b);
}

static int by_value(const struct key *left, const struct key *right)
{
    if (!left->text || !right->text)
        return (left->text != NULL) - (right->text != NULL);
    if (left->is_amount && right->is_amount)
        return (left->amount > right->amount) - (left->amount < right->amount);
    return natural_order(view_of(left->text), view_of(right->text));
}

static int by_key(const void *a, const void *b)
{
    const struct key *left = a, *right = b;
    int order = by_value(left, right);

    return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static bool read_key(struct key *key, const struct jsonpath *path, const struct ynode *row,
                     struct error *err)
{
    struct jsonpath_values values = JSONPATH_VALUES_INIT;
    AUTO(buf) text = BUF_INIT(TABLE_CELL_BYTES_MAX);
    bool found = jsonpath_find(&values, path, row, err);

    if (found && values.len > 0 && !ynode_is_null(values.nodes[0])) {
        jsonpath_add_value(&text, values.nodes[0]);
        key->is_amount = quantity_value(buf_view(&text), &key->amount);
        key->text = buf_take(&text);
    }
    jsonpath_values_release(&values);
    return found;
}

/* Row by row: a row lives no longer than it is looked at. */
static bool read_keys(struct key *keys, const struct table_rows *rows, const char *text,
                      struct error *err)
{
    AUTO_FREE(jsonpath) path = jsonpath_parse_relaxed(view_of(text), err);
    bool found = false;

    for (size_t i = 0; path && i < rows->count; i++) {
        AUTO_FREE(ydoc) doc = ydoc_new();

        keys[i].row = i;
        if (!read_key(&keys[i], path, rows->row(rows->context, doc, i), err))
            return false;
        found |= keys[i].text != NULL;
    }
    if (path && rows->count > 0 && !found)
        return error_set(err, ERROR_INVALID,
                         "couldn't find any field with path \"%s\" in the list of objects", text);
    return path != NULL;
}

bool sort_rows(size_t **order, const struct table_rows *rows, const char *path, struct error *err)
{
    struct key *keys = mem_alloc_zero(rows->count + 1, sizeof(*keys));
    bool done = read_keys(keys, rows, path, err);

    *order = done ? mem_alloc_zero(rows->count + 1, sizeof(**order)) : NULL;
    if (done && rows->count > 1)
        qsort(keys, rows->count, sizeof(*keys), by_key);
    for (size_t i = 0; i < rows->count; i++) {
        if (done)
            (*order)[i] = keys[i].row;
        free(keys[i].text);
    }
    free(keys);
    return done;
}
