/* SPDX-License-Identifier: Apache-2.0 */
#include "form/cells.h"

#include <stdint.h>

#include "base/utf8.h"

void cells_clean(struct buf *out, struct view text, bool utf8)
{
    if (utf8) {
        buf_add_terminal(out, text, false);
        return;
    }
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t code = utf8_next(text, &at);

        if (code == UTF8_BAD || code < 0x80)
            buf_add_terminal(out, view_sub(text, start, at), false);
        else
            buf_addf(out, "<U+%04X>", (unsigned)code);
    }
}

static size_t width_of(uint32_t code)
{
    return code == UTF8_BAD ? 1 : (size_t)utf8_code_width(code);
}

size_t cells_cut(struct buf *out, struct view clean, size_t from, size_t width)
{
    size_t column = 0, used = 0;

    for (size_t at = 0; at < clean.len && used <= width;) {
        size_t start = at;
        size_t columns = width_of(utf8_next(clean, &at));
        size_t end = column + columns;

        /* A mark stays with the character before it. */
        if (column >= from && used + columns <= width && !(columns == 0 && used == 0 && from > 0)) {
            buf_add_view(out, view_sub(clean, start, at));
            used += columns;
        } else if (end > from && used < width) {
            buf_add_byte(out, ' ');
            used++;
        } else if (end > from && columns > 0) {
            break;
        }
        column = end;
    }
    return used;
}

size_t cells_fit(struct buf *out, struct view clean, size_t width, bool utf8)
{
    size_t used;

    if (utf8_width(clean) <= width)
        return cells_cut(out, clean, 0, width);
    if (width == 0)
        return 0;
    used = cells_cut(out, clean, 0, width - 1);
    buf_add(out, utf8 ? "…" : ">");
    return used + 1;
}

struct view cells_wrap(struct view *rest, size_t width)
{
    struct view text = view_trim(*rest), line;
    size_t at = 0, used = 0, blank = 0;

    while (at < text.len) {
        size_t next = at;
        size_t columns = width_of(utf8_next(text, &next));

        if (text.data[at] == ' ')
            blank = at;
        if (used + columns > width && at > 0)
            break;
        used += columns;
        at = next;
    }
    if (at < text.len && blank > 0)
        at = blank;
    line = view_sub(text, 0, at);
    *rest = view_sub(text, at, text.len);
    return view_trim(line);
}
