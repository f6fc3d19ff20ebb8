/* SPDX-License-Identifier: Apache-2.0 */
#include "base/line_diff.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"

struct lines {
    struct view *items;
    size_t len;
    size_t cap;
};

static struct lines split(struct view text)
{
    struct lines lines = { .items = NULL };
    struct view line;

    if (view_ends(text, VIEW("\n")))
        text = view_sub(text, 0, text.len - 1);
    else if (text.len == 0)
        return lines;
    while (view_cut(&text, '\n', &line)) {
        ARRAY_GROW(lines.items, lines.len, lines.cap);
        lines.items[lines.len++] = line;
    }
    return lines;
}

/* ---- the script: which lines go, which come */

struct comparison {
    struct lines old, new;
    bool *gone;      /* of OLD */
    bool *added;     /* of NEW */
    size_t head;     /* common lines in front */
    size_t n, m;     /* lines between the common head and tail */
    long *ends;      /* the furthest x on each diagonal, for each number of edits so far */
    size_t ends_cap; /* of ENDS */
};

static bool is_same(const struct comparison *c, long x, long y)
{
    return view_eq(c->old.items[c->head + (size_t)x], c->new.items[c->head + (size_t)y]);
}

/* Row D of the ends holds diagonals -D..D. */
static long *row(const struct comparison *c, long d)
{
    return c->ends + d * d + d;
}

static long step(const struct comparison *c, long d, long k)
{
    const long *last = d > 0 ? row(c, d - 1) : NULL;
    bool down = d == 0 || k == -d || (k != d && last[k - 1] < last[k + 1]);
    long x = d == 0 ? 0 : down ? last[k + 1] : last[k - 1] + 1;
    long y = x - k;

    while (x < (long)c->n && y < (long)c->m && is_same(c, x, y)) {
        x++;
        y++;
    }
    row(c, d)[k] = x;
    return x;
}

/* The number of edits of a shortest script; -1: over the limit. */
static long find_edits(struct comparison *c)
{
    for (long d = 0; d <= LINE_DIFF_EDITS_MAX; d++) {
        size_t need = (size_t)((d + 1) * (d + 1));

        if (need > c->ends_cap) {
            c->ends_cap = need * 2;
            c->ends = mem_resize(c->ends, c->ends_cap, sizeof(*c->ends));
        }
        for (long k = -d; k <= d; k += 2) {
            /* Diagonals outside of both texts lead nowhere. */
            if (k < -(long)c->m - 1 || k > (long)c->n + 1) {
                row(c, d)[k] = -1;
                continue;
            }
            if (step(c, d, k) >= (long)c->n && row(c, d)[k] - k >= (long)c->m)
                return d;
        }
    }
    return -1;
}

/* Back along the ends: each step from one row to the one before is a line that goes or comes. */
static void mark_edits(struct comparison *c, long d)
{
    long x = (long)c->n, y = (long)c->m;

    for (; d > 0; d--) {
        const long *last = row(c, d - 1);
        long k = x - y;
        bool down = k == -d || (k != d && last[k - 1] < last[k + 1]);

        x = down ? last[k + 1] : last[k - 1];
        y = x - (down ? k + 1 : k - 1);
        if (down)
            c->added[c->head + (size_t)y] = true;
        else
            c->gone[c->head + (size_t)x] = true;
    }
}

static void compare(struct comparison *c)
{
    size_t tail = 0;
    long edits;

    while (c->head < c->old.len &&
           c->head < c->new.len &&view_eq(c->old.items[c->head], c->new.items[c->head]))
        c->head++;
    while (tail < c->old.len - c->head &&
           tail < c->new.len - c->head &&view_eq(c->old.items[c->old.len - 1 - tail],
                                                 c->new.items[c->new.len - 1 - tail]))
        tail++;
    c->n = c->old.len - c->head - tail;
    c->m = c->new.len - c->head - tail;
    edits = find_edits(c);
    if (edits >= 0) {
        mark_edits(c, edits);
        return;
    }
    for (size_t i = 0; i < c->n; i++)
        c->gone[c->head + i] = true;
    for (size_t i = 0; i < c->m; i++)
        c->added[c->head + i] = true;
}

/* ---- hunks */

struct place {
    size_t i, k; /* in OLD and NEW */
};

static bool differs(const struct comparison *c, struct place at)
{
    return (at.i < c->old.len && c->gone[at.i]) || (at.k < c->new.len && c->added[at.k]);
}

static bool is_end(const struct comparison *c, struct place at)
{
    return at.i >= c->old.len && at.k >= c->new.len;
}

/* One line on, lines that go before those that come. */
static enum line_mark advance(const struct comparison *c, struct place *at)
{
    if (at->i < c->old.len && c->gone[at->i]) {
        at->i++;
        return LINE_GONE;
    }
    if (at->k < c->new.len && c->added[at->k]) {
        at->k++;
        return LINE_NEW;
    }
    at->i++;
    at->k++;
    return LINE_SAME;
}

/* Where the hunk that holds the difference at AT ends. */
static struct place hunk_end(const struct comparison *c, struct place at, size_t context)
{
    struct place end = at;
    size_t same = 0;

    while (!is_end(c, at) && same <= 2 * context) {
        same = advance(c, &at) == LINE_SAME ? same + 1 : 0;
        if (same <= context)
            end = at;
    }
    return end;
}

/* A range of no lines names the one before it. Source: POSIX, diff, "-u". */
static void add_range(struct buf *out, char sign, size_t from, size_t to)
{
    buf_addf(out, "%c%zu", sign, to > from ? from + 1 : from);
    if (to - from != 1)
        buf_addf(out, ",%zu", to - from);
}

static void tell_hunk(const struct comparison *c, struct place at, struct place end,
                      void (*told)(void *to, enum line_mark mark, struct view line), void *to)
{
    AUTO(buf) head = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&head, "@@ ");
    add_range(&head, '-', at.i, end.i);
    buf_add_byte(&head, ' ');
    add_range(&head, '+', at.k, end.k);
    buf_add(&head, " @@");
    told(to, LINE_HUNK, buf_view(&head));
    while (at.i < end.i || at.k < end.k) {
        struct place line = at;
        enum line_mark mark = advance(c, &at);

        told(to, mark, mark == LINE_NEW ? c->new.items[line.k] : c->old.items[line.i]);
    }
}

static bool tell_all(const struct comparison *c, size_t context,
                     void (*told)(void *to, enum line_mark mark, struct view line), void *to)
{
    struct place at = { 0, 0 };
    bool any = false;

    while (!is_end(c, at)) {
        size_t lead = at.i < context ? at.i : context;
        struct place start = { at.i - lead, at.k - lead };

        if (!differs(c, at)) {
            advance(c, &at);
            continue;
        }
        at = hunk_end(c, at, context);
        tell_hunk(c, start, at, told, to);
        any = true;
    }
    return any;
}

bool line_diff(struct view before, struct view after, size_t context,
               void (*told)(void *to, enum line_mark mark, struct view line), void *to)
{
    struct comparison c = { .old = split(before), .new = split(after) };
    bool any;

    c.gone = mem_alloc_zero(c.old.len + 1, sizeof(*c.gone));
    c.added = mem_alloc_zero(c.new.len + 1, sizeof(*c.added));
    compare(&c);
    any = tell_all(&c, context, told, to);
    free(c.old.items);
    free(c.new.items);
    free(c.gone);
    free(c.added);
    free(c.ends);
    return any;
}
