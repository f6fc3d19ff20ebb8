/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/emit_key.c - the order in which go-yaml v2 prints keys */
#include "base/utf8.h"
#include "yaml/emit.h"

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The first character in which A and B differ, in bytes. */
static size_t first_difference(struct view a, struct view b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    size_t at = 0;

    while (at < common && a.data[at] == b.data[at])
        at++;
    while (at > 0 && ((at < a.len && is_continuation(a.data[at])) ||
                      (at < b.len && is_continuation(b.data[at]))))
        at--;
    return at;
}

static uint32_t code_at(struct view v, size_t at)
{
    return utf8_next(v, &at);
}

/* The digits directly before AT hold another one than 0. */
static bool number_before(struct view v, size_t at)
{
    while (at > 0) {
        at--;
        while (at > 0 && is_continuation(v.data[at]))
            at--;
        uint32_t c = code_at(v, at);
        if (!utf8_is_digit(c))
            return false;
        if (c != '0')
            return true;
    }
    return false;
}

/* The number at AT, which wraps as Go's int64 does, and how many characters it has. */
static int64_t number_at(struct view v, size_t at, int64_t start, size_t *count)
{
    uint64_t number = (uint64_t)start;

    for (*count = 0; at < v.len; ++*count) {
        uint32_t c = utf8_next(v, &at);

        if (!utf8_is_digit(c))
            break;
        number = number * 10 + (c - (uint64_t)'0');
    }
    return (int64_t)number;
}

int emit_key_cmp(struct view a, struct view b)
{
    size_t at = first_difference(a, b);

    if (at >= a.len || at >= b.len)
        return (a.len > b.len) - (a.len < b.len);

    uint32_t x = code_at(a, at);
    uint32_t y = code_at(b, at);
    bool x_letter = utf8_is_letter(x);
    bool y_letter = utf8_is_letter(y);

    if (x_letter && y_letter)
        return x < y ? -1 : 1;
    if (x_letter || y_letter)
        return y_letter ? -1 : 1;

    int64_t start = (x == '0' || y == '0') && number_before(a, at) ? 1 : 0;
    size_t x_count;
    size_t y_count;
    int64_t x_number = number_at(a, at, start, &x_count);
    int64_t y_number = number_at(b, at, start, &y_count);

    if (x_number != y_number)
        return x_number < y_number ? -1 : 1;
    if (x_count != y_count)
        return x_count < y_count ? -1 : 1;
    return x < y ? -1 : x > y;
}
