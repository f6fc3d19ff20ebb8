/* SPDX-License-Identifier: Apache-2.0 */
#include "base/strv.h"

#include <stdarg.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

/* Longer words are never suggested: the distance costs the product of the lengths. */
#define SUGGEST_BYTES_MAX 256
/* One letter is the start of too much. */
#define SUGGEST_START_BYTES 2

void strv_release(struct strv *strv)
{
    for (size_t i = 0; i < strv->len; i++)
        free(strv->items[i]);
    free(strv->items);
    *strv = (struct strv)STRV_INIT;
}

void strv_add(struct strv *strv, const char *text)
{
    strv_take(strv, mem_copy_text(text, strlen(text)));
}

void strv_add_view(struct strv *strv, struct view v)
{
    strv_take(strv, view_copy(v));
}

void strv_take(struct strv *strv, char *text)
{
    if (strv->cap < 2 || strv->len >= strv->cap - 1) {
        strv->cap = strv->cap ? strv->cap * 2 : 8;
        strv->items = mem_resize(strv->items, strv->cap, sizeof(*strv->items));
    }
    strv->items[strv->len++] = text;
    strv->items[strv->len] = NULL;
}

void strv_addf(struct strv *strv, const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    va_list args;

    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    strv_take(strv, buf_take(&text));
}

bool strv_has(const struct strv *strv, const char *text)
{
    for (size_t i = 0; i < strv->len; i++)
        if (strcmp(strv->items[i], text) == 0)
            return true;
    return false;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void strv_sort(struct strv *strv)
{
    if (strv->len > 1)
        qsort(strv->items, strv->len, sizeof(*strv->items), compare);
}

static unsigned char folded(char byte)
{
    unsigned char c = (unsigned char)byte;

    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/*
 * Insertions, deletions, changes and swaps of neighbours between two words of at most
 * SUGGEST_BYTES_MAX bytes; upper and lower case are the same.
 */
static unsigned edit_distance(struct view a, struct view b)
{
    unsigned rows[3][SUGGEST_BYTES_MAX + 1];
    unsigned *before = rows[0]; /* two rows up, for swaps */
    unsigned *above = rows[1];
    unsigned *row = rows[2];

    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *spare = before;

        before = above;
        above = row;
        row = spare;
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            unsigned same = folded(a.data[i - 1]) == folded(b.data[j - 1]) ? 0 : 1;

            row[j] = smaller(above[j - 1] + same, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && folded(a.data[i - 1]) == folded(b.data[j - 2]) &&
                folded(a.data[i - 2]) == folded(b.data[j - 1]))
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
    }
    return row[b.len];
}

/* Whether TEXT goes on where START ends: "nb-1" is meant by "nb". */
static bool goes_on(struct view text, struct view start)
{
    size_t same = 0;

    while (same < start.len && same < text.len &&
           folded(text.data[same]) == folded(start.data[same]))
        same++;
    return start.len >= SUGGEST_START_BYTES && same == start.len;
}

/* The shortest entry that WANTED is the start of, NULL when there is none. */
static const char *shortest_of_start(const struct strv *strv, struct view wanted)
{
    const char *shortest = NULL;
    size_t len = 0;

    for (size_t i = 0; i < strv->len; i++) {
        struct view candidate = view_of(strv->items[i]);

        if (goes_on(candidate, wanted) && (!shortest || candidate.len < len)) {
            shortest = strv->items[i];
            len = candidate.len;
        }
    }
    return shortest;
}

const char *strv_nearest(const struct strv *strv, const char *word)
{
    struct view wanted = view_of(word);
    const char *nearest = NULL;
    unsigned best = 0;

    if (wanted.len == 0 || wanted.len > SUGGEST_BYTES_MAX)
        return NULL;
    for (size_t i = 0; i < strv->len; i++) {
        struct view candidate = view_of(strv->items[i]);

        if (candidate.len == 0 || candidate.len > SUGGEST_BYTES_MAX)
            continue;

        /* One edit in three letters of the longer word: "regisrty" is registry, "dev" is not
         * "prod". */
        size_t longer = candidate.len > wanted.len ? candidate.len : wanted.len;
        unsigned allowed = (unsigned)(longer / 3 ? longer / 3 : 1);
        unsigned distance = edit_distance(wanted, candidate);

        if (distance <= allowed && distance < longer && (!nearest || distance < best)) {
            nearest = strv->items[i];
            best = distance;
        }
    }
    return nearest ? nearest : shortest_of_start(strv, wanted);
}
