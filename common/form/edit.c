/* SPDX-License-Identifier: Apache-2.0 */
#include "form/edit.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

void edit_release(struct edit *edit)
{
    buf_release(&edit->text);
    edit->cursor = 0;
}

/* What of TEXT fits into ROOM bytes, without a torn character at its end. */
static struct view fitting(struct view text, size_t room)
{
    size_t at = 0, end = 0;

    if (text.len <= room)
        return text;
    while (at < room) {
        end = at;
        utf8_next(text, &at);
    }
    return view_sub(text, 0, at <= room ? at : end);
}

/* Broken bytes can join to a character with what comes beside them: the cursor goes behind it. */
static void settle(struct edit *edit)
{
    for (size_t back = 1; back < 4 && back <= edit->cursor; back++) {
        size_t next = edit->cursor - back;

        if (edit->cursor < edit->text.len && utf8_next(buf_view(&edit->text), &next) != UTF8_BAD &&
            next > edit->cursor)
            edit->cursor = next;
    }
}

bool edit_set(struct edit *edit, struct view text)
{
    buf_clear(&edit->text);
    edit->cursor = 0;
    return edit_insert(edit, text);
}

bool edit_insert(struct edit *edit, struct view text)
{
    struct view taken = fitting(text, edit->text.max - edit->text.len);
    size_t behind = edit->text.len - edit->cursor;

    buf_add_view(&edit->text, taken); /* for the room */
    if (taken.len > 0) {
        char *at = edit->text.data + edit->cursor;

        memmove(at + taken.len, at, behind);
        memcpy(at, taken.data, taken.len);
    }
    edit->cursor += taken.len;
    settle(edit);
    return taken.len == text.len;
}

void edit_erase(struct edit *edit, size_t from, size_t to)
{
    size_t behind = edit->text.len - to;

    assert(from <= to && to <= edit->text.len);
    if (from < to) {
        memmove(edit->text.data + from, edit->text.data + to, behind);
        edit->text.len = from + behind;
        edit->text.data[edit->text.len] = '\0';
    }
    edit->cursor = from;
    settle(edit);
}

/* ---- steps ---- */

/* It stands on the character before it. */
static bool is_mark(uint32_t code)
{
    enum utf8_category category;

    if (code == UTF8_BAD || utf8_code_width(code) != 0)
        return false;
    category = utf8_category(code);
    return category == UTF8_MN || category == UTF8_ME;
}

static uint32_t code_at(const struct edit *edit, size_t at, size_t *next)
{
    *next = at;
    return utf8_next(buf_view(&edit->text), next);
}

size_t edit_behind(const struct edit *edit, size_t at)
{
    size_t next;

    if (at >= edit->text.len)
        return edit->text.len;
    code_at(edit, at, &at);
    while (at < edit->text.len && is_mark(code_at(edit, at, &next)))
        at = next;
    return at;
}

/* The start of the character that ends at AT > 0. */
static size_t character_before(const struct edit *edit, size_t at)
{
    for (size_t back = 4; back > 1; back--) {
        size_t next = 0;

        if (back <= at && code_at(edit, at - back, &next) != UTF8_BAD && next == at)
            return at - back;
    }
    return at - 1;
}

size_t edit_before(const struct edit *edit, size_t at)
{
    size_t next;

    while (at > 0) {
        at = character_before(edit, at);
        if (!is_mark(code_at(edit, at, &next)))
            break;
    }
    return at;
}

size_t edit_word_start(const struct edit *edit, size_t at)
{
    const char *text = buf_text(&edit->text);

    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == '\t'))
        at--;
    while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n' && text[at - 1] != '\t')
        at--;
    return at;
}

/* ---- lines ---- */

size_t edit_line_start(const struct edit *edit, size_t at)
{
    while (at > 0 && edit->text.data[at - 1] != '\n')
        at--;
    return at;
}

size_t edit_line_end(const struct edit *edit, size_t at)
{
    return view_find_byte(buf_view(&edit->text), '\n', at);
}

/* The place in the line from START whose column is nearest to WIDTH, from the left. */
static size_t place_in_line(const struct edit *edit, size_t start, size_t width)
{
    size_t end = edit_line_end(edit, start), at = start, used = 0;

    while (at < end) {
        size_t next = edit_behind(edit, at);

        used += utf8_width(view_sub(buf_view(&edit->text), at, next));
        if (used > width)
            break;
        at = next;
    }
    return at;
}

static size_t cursor_column(const struct edit *edit, size_t start)
{
    return utf8_width(view_sub(buf_view(&edit->text), start, edit->cursor));
}

bool edit_up(struct edit *edit)
{
    size_t start = edit_line_start(edit, edit->cursor);

    if (start == 0)
        return false;
    edit->cursor =
        place_in_line(edit, edit_line_start(edit, start - 1), cursor_column(edit, start));
    return true;
}

bool edit_down(struct edit *edit)
{
    size_t end = edit_line_end(edit, edit->cursor);

    if (end == edit->text.len)
        return false;
    edit->cursor =
        place_in_line(edit, end + 1, cursor_column(edit, edit_line_start(edit, edit->cursor)));
    return true;
}
