/* SPDX-License-Identifier: Apache-2.0 */
#include "base/parts.h"

#include "base/alloc.h"

void parts_release(struct parts *parts)
{
    size_t max = parts->max;

    free(parts->views);
    arena_release(&parts->own);
    *parts = (struct parts)PARTS_INIT(max);
}

static bool has_room(struct parts *parts, size_t bytes)
{
    if (bytes > parts->max - parts->bytes)
        parts->overrun = true;
    return bytes > 0 && !parts->overrun;
}

void parts_add(struct parts *parts, struct view v)
{
    struct view *last = parts->len > 0 ? &parts->views[parts->len - 1] : NULL;

    if (!has_room(parts, v.len))
        return;
    parts->bytes += v.len;
    if (last && last->data + last->len == v.data) {
        last->len += v.len;
        return;
    }
    ARRAY_GROW(parts->views, parts->len, parts->cap);
    parts->views[parts->len++] = v;
}

void parts_add_copy(struct parts *parts, struct view v)
{
    if (has_room(parts, v.len))
        parts_add(parts, arena_copy(&parts->own, v));
}

struct parts_mark parts_mark(const struct parts *parts)
{
    return (struct parts_mark){ .len = parts->len,
                                .last = parts->len > 0 ? parts->views[parts->len - 1].len : 0,
                                .bytes = parts->bytes };
}

void parts_cut(struct parts *parts, struct parts_mark mark)
{
    parts->len = mark.len;
    parts->bytes = mark.bytes;
    if (mark.len > 0)
        parts->views[mark.len - 1].len = mark.last;
}

void parts_add_to(struct buf *out, const struct parts *parts, struct parts_mark mark)
{
    if (mark.len > 0)
        buf_add_view(
            out, view_sub(parts->views[mark.len - 1], mark.last, parts->views[mark.len - 1].len));
    for (size_t i = mark.len; i < parts->len; i++)
        buf_add_view(out, parts->views[i]);
}

char parts_last(const struct parts *parts)
{
    struct view last = parts->len > 0 ? parts->views[parts->len - 1] : VIEW_EMPTY;

    return last.len > 0 ? last.data[last.len - 1] : '\0';
}

bool parts_is_blank(const struct parts *parts)
{
    for (size_t i = 0; i < parts->len; i++)
        if (view_trim(parts->views[i]).len > 0)
            return false;
    return true;
}

bool parts_check(const struct parts *parts, const char *what, struct error *err)
{
    if (!parts->overrun)
        return true;
    return error_set(err, ERROR_LIMIT, "%s is over %zu bytes", what, parts->max);
}
