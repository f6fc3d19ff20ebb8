/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/refold.h"

#include "yaml/style.h"

static bool is_blank(struct view text, size_t at)
{
    return at < text.len && (text.data[at] == ' ' || text.data[at] == '\t');
}

static size_t count_breaks(struct view text, size_t at)
{
    size_t end = at;

    while (end < text.len && text.data[end] == '\n')
        end++;
    return end - at;
}

/* COUNT breaks were written between two lines; what a reader makes of them. */
static void add_breaks(struct buf *out, size_t count, bool folds)
{
    if (folds && count == 1)
        buf_add_byte(out, ' ');
    else
        buf_add_repeat(out, '\n', folds ? count - 1 : count);
}

void refold_add(struct buf *out, struct view text)
{
    size_t at = count_breaks(text, 0);
    /* The one place that the writer looks at, whatever break it is about. */
    bool doubles = at < text.len && !is_blank(text, at);

    /* What no block may hold is written in double quotes. */
    if (at == text.len || !style_of(text).block_ok) {
        buf_add_view(out, text);
        return;
    }
    buf_add_repeat(out, '\n', at);
    while (at < text.len) {
        size_t end = view_find_byte(text, '\n', at), breaks = count_breaks(text, end);
        bool indented = is_blank(text, at);
        size_t written = breaks + (doubles && !indented);
        buf_add_view(out, view_sub(text, at, end));
        at = end + breaks;
        if (at == text.len && breaks == 1)
            buf_add_byte(out, '\n'); /* clipped */
        else if (at == text.len && breaks > 1)
            buf_add_repeat(out, '\n', written); /* kept */
        else if (at < text.len)
            add_breaks(out, written, !indented && !is_blank(text, at));
    }
}
