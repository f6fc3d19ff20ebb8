/* SPDX-License-Identifier: Apache-2.0 */
#include "base/view.h"

#include "base/alloc.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

int view_cmp(struct view a, struct view b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.data, b.data, common) : 0;

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool view_starts(struct view v, struct view prefix)
{
    return v.len >= prefix.len && view_eq(view_sub(v, 0, prefix.len), prefix);
}

bool view_ends(struct view v, struct view suffix)
{
    return v.len >= suffix.len && view_eq(view_sub(v, v.len - suffix.len, v.len), suffix);
}

size_t view_find_byte(struct view v, char byte, size_t from)
{
    if (from >= v.len)
        return v.len;

    const char *found = memchr(v.data + from, byte, v.len - from);

    return found ? (size_t)(found - v.data) : v.len;
}

size_t view_find(struct view v, struct view needle, size_t from)
{
    if (needle.len == 0)
        return from < v.len ? from : v.len;
    while (from < v.len && v.len - from >= needle.len) {
        size_t at = view_find_byte(v, needle.data[0], from);

        if (v.len - at < needle.len)
            return v.len;
        if (memcmp(v.data + at, needle.data, needle.len) == 0)
            return at;
        from = at + 1;
    }
    return v.len;
}

struct view view_sub(struct view v, size_t from, size_t to)
{
    to = to < v.len ? to : v.len;
    from = from < to ? from : to;
    /* NULL + 0 is undefined in C. */
    return view_make(v.data ? v.data + from : NULL, to - from);
}

struct view view_trim(struct view v)
{
    size_t from = 0;
    size_t to = v.len;

    while (from < to && is_blank(v.data[from]))
        from++;
    while (to > from && is_blank(v.data[to - 1]))
        to--;
    return view_sub(v, from, to);
}

bool view_cut(struct view *rest, char separator, struct view *part)
{
    if (rest->len == 0)
        return false;

    size_t at = view_find_byte(*rest, separator, 0);

    *part = view_sub(*rest, 0, at);
    *rest = at < rest->len ? view_sub(*rest, at + 1, rest->len) : VIEW_EMPTY;
    return true;
}

char *view_copy(struct view v)
{
    return mem_copy_text(v.data, v.len);
}
