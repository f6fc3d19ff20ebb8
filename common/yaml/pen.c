/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/pen.h"

#include <string.h>

#include "base/utf8.h"

#define WIDTH 80u

void pen_indent(struct pen *pen, size_t indent)
{
    if (!pen->only_marks || pen->column > indent || (pen->column == indent && !pen->blank)) {
        buf_add_byte(pen->out, '\n');
        pen->column = 0;
    }
    if (pen->column < indent) {
        buf_add_repeat(pen->out, ' ', indent - pen->column);
        pen->column = indent;
    }
    pen->blank = true;
    pen->only_marks = true;
}

static void separate(struct pen *pen)
{
    if (pen->blank)
        return;
    buf_add_byte(pen->out, ' ');
    pen->column++;
}

void pen_mark(struct pen *pen, char mark)
{
    separate(pen);
    buf_add_byte(pen->out, mark);
    pen->column++;
    pen->blank = false;
}

void pen_colon(struct pen *pen)
{
    buf_add_byte(pen->out, ':');
    pen->column++;
    pen->blank = false;
    pen->only_marks = false;
}

void pen_empty(struct pen *pen, const char *brackets)
{
    separate(pen);
    buf_add(pen->out, brackets);
    pen->column += 2;
    pen->blank = false;
    pen->only_marks = false;
}

void pen_add_escape(struct buf *out, uint32_t c)
{
    static const struct {
        uint32_t code;
        const char *text;
    } names[] = {
        { 0x00, "\\0" },  { 0x07, "\\a" }, { '\b', "\\b" },   { '\t', "\\t" },   { '\n', "\\n" },
        { 0x0b, "\\v" },  { 0x0c, "\\f" }, { '\r', "\\r" },   { 0x1b, "\\e" },   { '"', "\\\"" },
        { '\\', "\\\\" }, { 0x85, "\\N" }, { 0x2028, "\\L" }, { 0x2029, "\\P" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (names[i].code == c) {
            buf_add(out, names[i].text);
            return;
        }
    if (c <= 0xff)
        buf_addf(out, "\\x%02X", c);
    else if (c <= 0xffff)
        buf_addf(out, "\\u%04X", c);
    else
        buf_addf(out, "\\U%08X", c);
}

static bool is_raw(uint32_t c)
{
    return (c >= 0x20 && c <= 0x7e && c != '"' && c != '\\') ||
           (c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029) ||
           (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

static size_t count_codes(struct view text)
{
    size_t count = 0, i = 0;
    uint64_t word;

    for (; text.len - i >= sizeof(word); i += sizeof(word)) {
        memcpy(&word, text.data + i, sizeof(word));
        if (word & 0x8080808080808080u)
            break;
    }
    for (count = i; i < text.len; i++)
        count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
    return count;
}

/* Some bytes of a text, none of which decides about a fold. */
static void put(struct pen *pen, struct view part)
{
    buf_add_view(pen->out, part);
    pen->column += count_codes(part);
}

/* A fold in the place of the blank that comes now. */
static void fold_here(struct pen *pen, size_t indent)
{
    pen->only_marks = false;
    pen_indent(pen, indent);
}

/* Only a blank that stands alone is folded, for a reader gives one back. */
static void add_plain(struct pen *pen, struct view text, size_t indent, bool fold)
{
    if (text.len > 0)
        separate(pen);
    if (!fold) {
        put(pen, text);
        return;
    }
    if (pen->column + text.len <= WIDTH) { /* nothing but a new line comes behind it */
        buf_add_view(pen->out, text);
        pen->column += text.len;
        return;
    }
    bool ascii = count_codes(text) == text.len;

    for (size_t at = 0, from = 0; from < text.len;) {
        size_t blank = view_find_byte(text, ' ', at);

        pen->column += ascii ? blank - at : count_codes(view_sub(text, at, blank));
        at = blank;
        while (at < text.len && text.data[at] == ' ')
            at++;
        if (at < text.len && (at > blank + 1 || pen->column <= WIDTH)) {
            pen->column += at - blank;
            continue;
        }
        buf_add_view(pen->out, view_sub(text, from, blank));
        if (at < text.len)
            fold_here(pen, indent);
        from = at;
    }
}

static size_t separator_at(struct view text, size_t at)
{
    struct view rest = view_sub(text, at, text.len);

    return view_starts(rest, VIEW("\xe2\x80\xa8")) || view_starts(rest, VIEW("\xe2\x80\xa9")) ? 3
                                                                                              : 0;
}

/* U+2028 or U+2029, of WIDTH bytes: a break for YAML, after which libyaml indents again. */
static void put_separator(struct pen *pen, struct view separator)
{
    buf_add_view(pen->out, separator);
    pen->column = 0;
    pen->only_marks = true;
}

static void add_single(struct pen *pen, struct view text, size_t indent, bool fold)
{
    bool after_blank = false;
    bool after_break = false;

    separate(pen);
    buf_add_byte(pen->out, '\'');
    pen->column++;
    pen->blank = false;
    pen->only_marks = false;
    for (size_t at = 0; at < text.len;) {
        char c = text.data[at];
        size_t width = separator_at(text, at);
        bool inner = at > 0 && at + 1 < text.len && text.data[at + 1] != ' ';

        if (c == ' ' && fold && !after_blank && pen->column > WIDTH && inner) {
            pen_indent(pen, indent);
        } else if (width > 0) {
            put_separator(pen, view_sub(text, at, at + width));
        } else {
            if (after_break && c != ' ')
                pen_indent(pen, indent);
            if (c == '\'')
                put(pen, VIEW("'"));
            put(pen, view_sub(text, at, at + 1));
            if (c != ' ')
                pen->only_marks = false;
        }
        after_blank = c == ' ' || (after_blank && width > 0);
        after_break = width > 0 || (after_break && c == ' ');
        at += width ? width : 1;
    }
    buf_add_byte(pen->out, '\'');
    pen->column++;
}

static bool add_double(struct pen *pen, struct view text, size_t indent, bool fold)
{
    bool after_blank = false;

    separate(pen);
    buf_add_byte(pen->out, '"');
    pen->column++;
    pen->only_marks = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);

        if (c == UTF8_BAD)
            return false;
        if (!is_raw(c)) {
            size_t before = pen->out->len;

            pen_add_escape(pen->out, c);
            pen->column += pen->out->len - before;
        } else if (c == ' ' && fold && !after_blank && pen->column > WIDTH && from > 0 &&
                   at < text.len) {
            fold_here(pen, indent);
            if (text.data[at] == ' ')
                put(pen, VIEW("\\"));
        } else {
            put(pen, view_sub(text, from, at));
        }
        after_blank = c == ' ';
    }
    buf_add_byte(pen->out, '"');
    pen->column++;
    return true;
}

/* Bytes of the break that ends TEXT; a literal can hold LF, U+2028 and U+2029. */
static size_t break_at_end(struct view text)
{
    if (text.len > 0 && text.data[text.len - 1] == '\n')
        return 1;
    return text.len >= 3 ? separator_at(text, text.len - 3) : 0;
}

/* '|', an indentation digit where the text hides it, and what its last breaks say. */
static void add_literal_header(struct pen *pen, struct view text)
{
    size_t last = break_at_end(text);
    bool hidden = text.data[0] == ' ' || text.data[0] == '\n' || separator_at(text, 0) > 0;

    separate(pen);
    buf_add_byte(pen->out, '|');
    if (hidden)
        buf_add_byte(pen->out, '0' + (char)PEN_STEP);
    if (last == 0)
        buf_add_byte(pen->out, '-');
    else if (last == text.len || break_at_end(view_sub(text, 0, text.len - last)) > 0)
        buf_add_byte(pen->out, '+');
    buf_add_byte(pen->out, '\n');
}

/* A line of a literal without its LF. What follows U+2028 or U+2029 is indented like a line. */
static void add_separated_line(struct pen *pen, struct view line, size_t indent)
{
    size_t from = 0;

    buf_add_repeat(pen->out, ' ', separator_at(line, 0) ? 0 : indent);
    for (size_t at = view_find(line, VIEW("\xe2\x80"), 0); at < line.len;
         at = view_find(line, VIEW("\xe2\x80"), at)) {
        size_t width = separator_at(line, at);

        at += width ? width : 2;
        if (width == 0)
            continue;
        buf_add_view(pen->out, view_sub(line, from, at));
        from = at;
        if (at < line.len && separator_at(line, at) == 0)
            buf_add_repeat(pen->out, ' ', indent);
    }
    buf_add_view(pen->out, view_sub(line, from, line.len));
}

static void add_literal(struct pen *pen, struct view text, size_t indent)
{
    bool separators = view_find_byte(text, '\xe2', 0) < text.len;

    add_literal_header(pen, text);
    for (size_t at = 0; at < text.len;) {
        size_t end = view_find_byte(text, '\n', at);
        size_t next = end < text.len ? end + 1 : end;

        if (end > at && separators) {
            add_separated_line(pen, view_sub(text, at, end), indent);
            at = end;
        } else if (end > at) {
            buf_add_repeat(pen->out, ' ', indent);
        }
        buf_add_view(pen->out, view_sub(text, at, next));
        at = next;
    }
    pen->column = 0;
    pen->blank = true;
    pen->only_marks = break_at_end(text) > 0;
}

bool pen_text(struct pen *pen, struct view text, enum ynode_style style, size_t indent, bool fold)
{
    switch (style) {
    case YSTYLE_LITERAL:
        add_literal(pen, text, indent);
        return true;
    case YSTYLE_SINGLE:
        add_single(pen, text, indent, fold);
        break;
    case YSTYLE_DOUBLE:
        if (!add_double(pen, text, indent, fold))
            return false;
        break;
    case YSTYLE_ANY:
    case YSTYLE_PLAIN:
    case YSTYLE_FOLDED:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        add_plain(pen, text, indent, fold);
        break;
    }
    pen->blank = false;
    pen->only_marks = false;
    return true;
}
