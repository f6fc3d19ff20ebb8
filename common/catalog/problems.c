/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/problems.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/utf8.h"

/* A longer cell pushes only its own line out. */
#define CELL_COLUMNS_MAX 60

void problems_release(struct problems *problems)
{
    for (size_t i = 0; i < problems->len; i++) {
        free(problems->items[i].input);
        free(problems->items[i].what);
        free(problems->items[i].fix);
    }
    free(problems->items);
    *problems = (struct problems)PROBLEMS_INIT;
}

void problems_add(struct problems *problems, const char *input, const char *what, const char *fix)
{
    if (problems->len < PROBLEMS_TOLD_MAX) {
        ARRAY_GROW(problems->items, problems->len, problems->cap);
        problems->items[problems->len++] = (struct problem){
            .input = chars_copy(input),
            .what = chars_copy(what),
            .fix = chars_copy(fix),
        };
    }
    problems->total++;
}

static void add_cell(struct buf *out, const char *text, size_t width)
{
    size_t have = utf8_width(view_of(text));

    buf_add(out, text);
    buf_add_repeat(out, ' ', (have < width ? width - have : 0) + 3);
}

static void widen(size_t *width, const char *text)
{
    size_t have = utf8_width(view_of(text));

    if (have > *width && have <= CELL_COLUMNS_MAX)
        *width = have;
}

static void add_table(struct buf *out, const struct problems *problems)
{
    size_t input = 0, what = 0;

    for (size_t i = 0; i < problems->len; i++) {
        widen(&input, problems->items[i].input);
        widen(&what, problems->items[i].what);
    }
    for (size_t i = 0; i < problems->len; i++) {
        const struct problem *at = &problems->items[i];

        buf_add(out, "\n  ");
        add_cell(out, at->input, input);
        if (*at->fix)
            add_cell(out, at->what, what);
        buf_add(out, *at->fix ? at->fix : at->what);
    }
    if (problems->total > problems->len)
        buf_addf(out, "\n  and %zu more", problems->total - problems->len);
}

bool problems_check(const struct problems *problems, const char *act, struct error *err)
{
    AUTO(buf) table = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    if (problems->total == 0)
        return true;
    add_table(&table, problems);
    return error_set(err, ERROR_INVALID, "%s: %zu %s wrong%s", act, problems->total,
                     problems->total == 1 ? "input is" : "inputs are", buf_text(&table));
}
