/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/parse_text.h"

#include "base/utf8.h"

#define BOM "\xef\xbb\xbf"

#define LOOK_AHEAD_BYTES ((size_t)1024)

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The 8 bytes at DATA are ASCII. */
static bool word_is_ascii(const char *data)
{
    uint64_t word;

    memcpy(&word, data, sizeof(word));
    return (word & 0x8080808080808080u) == 0;
}

static bool is_ascii(struct view text)
{
    size_t at = 0;

    for (; text.len - at >= 8; at += 8)
        if (!word_is_ascii(text.data + at))
            return false;
    for (; at < text.len; at++)
        if ((unsigned char)text.data[at] >= 0x80)
            return false;
    return true;
}

void text_cursor_init(struct text_cursor *cursor, struct view text)
{
    *cursor = (struct text_cursor){ .text = text, .ascii = is_ascii(text) };
    if (view_starts(text, VIEW(BOM)))
        cursor->offset = sizeof(BOM) - 1;
}

/* Look ahead for the next byte that is not ASCII, and not so far that moving back makes it costly.
 */
static size_t ascii_end(struct view text, size_t at)
{
    size_t limit = text.len - at > LOOK_AHEAD_BYTES ? at + LOOK_AHEAD_BYTES : text.len;

    while (limit - at >= 8 && word_is_ascii(text.data + at))
        at += 8;
    while (at < limit && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}

static void cursor_forward(struct text_cursor *cursor, size_t index)
{
    const char *data = cursor->text.data;

    while (cursor->index < index && cursor->offset < cursor->text.len) {
        if (cursor->known <= cursor->offset)
            cursor->known = ascii_end(cursor->text, cursor->offset);
        if (cursor->known > cursor->offset) {
            size_t run = cursor->known - cursor->offset;
            size_t step = index - cursor->index < run ? index - cursor->index : run;

            cursor->offset += step;
            cursor->index += step;
            continue;
        }
        cursor->offset++;
        while (cursor->offset < cursor->text.len && is_continuation(data[cursor->offset]))
            cursor->offset++;
        cursor->index++;
    }
}

static void cursor_back(struct text_cursor *cursor, size_t index)
{
    const char *data = cursor->text.data;

    while (cursor->index > index && cursor->offset > 0) {
        cursor->offset--;
        while (cursor->offset > 0 && is_continuation(data[cursor->offset]))
            cursor->offset--;
        cursor->index--;
    }
    cursor->known = 0;
}

size_t text_cursor_seek(struct text_cursor *cursor, size_t index)
{
    if (cursor->ascii)
        return index < cursor->text.len ? index : cursor->text.len;
    if (cursor->index < index)
        cursor_forward(cursor, index);
    else if (cursor->index > index)
        cursor_back(cursor, index);
    return cursor->offset;
}

size_t text_break_at(struct view text, size_t at)
{
    size_t left = text.len - at;
    const char *c = text.data + at;

    if (left == 0)
        return 0;
    if (c[0] == '\n')
        return 1;
    if (c[0] == '\r')
        return left > 1 && c[1] == '\n' ? 2 : 1;
    if (left > 1 && memcmp(c, "\xc2\x85", 2) == 0)
        return 2;
    if (left > 2 && (memcmp(c, "\xe2\x80\xa8", 3) == 0 || memcmp(c, "\xe2\x80\xa9", 3) == 0))
        return 3;
    return 0;
}

/* Bytes of the line break that ends at AT. */
static size_t break_before(struct view text, size_t at)
{
    unsigned char last = at > 0 ? (unsigned char)text.data[at - 1] : 0;

    if (last != '\n' && last != '\r' && last != 0x85 && last != 0xa8 && last != 0xa9)
        return 0;
    if (at >= 2 && text.data[at - 2] == '\r' && text.data[at - 1] == '\n')
        return 2;
    for (size_t len = 1; len <= 3 && len <= at; len++)
        if (text_break_at(view_sub(text, 0, at), at - len) == len)
            return len;
    return 0;
}

void text_place_advance(struct view text, struct text_place *place, size_t to)
{
    while (place->offset < to) {
        size_t width = text_break_at(text, place->offset);

        if (width > 0) {
            place->offset += width;
            place->line++;
            place->column = 0;
        } else {
            (void)utf8_next(text, &place->offset);
            place->column++;
        }
    }
}

/* Most bytes are no part of a break, and that shows at once. */
static bool is_plain_byte(char byte)
{
    return (unsigned char)byte >= ' ' && (unsigned char)byte < 0x80;
}

size_t text_line_start(struct view text, size_t at)
{
    while (at > 0 && (is_plain_byte(text.data[at - 1]) || break_before(text, at) == 0))
        at--;
    return at;
}

size_t text_line_end(struct view text, size_t at)
{
    while (at < text.len && (is_plain_byte(text.data[at]) || text_break_at(text, at) == 0))
        at++;
    return at;
}

uint32_t text_column(struct view text, size_t at)
{
    size_t from = text_line_start(text, at);
    uint32_t column = 0;

    if (from == 0 && view_starts(text, VIEW(BOM)))
        from = sizeof(BOM) - 1;
    for (; from < at; column++)
        (void)utf8_next(text, &from);
    return column;
}

static bool is_blank(struct view text, size_t at)
{
    return at < text.len && (text.data[at] == ' ' || text.data[at] == '\t');
}

size_t text_skip_space(struct view text, size_t at)
{
    for (;;) {
        size_t width = text_break_at(text, at);

        if (width > 0)
            at += width;
        else if (is_blank(text, at))
            at++;
        else if (at < text.len && text.data[at] == '#')
            at = text_line_end(text, at);
        else
            return at;
    }
}

static bool is_anchor_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
           c == '-';
}

size_t text_skip_properties(struct view text, size_t at, unsigned count, bool *tagged)
{
    size_t end = at;

    for (; count > 0 && at < text.len && (text.data[at] == '&' || text.data[at] == '!'); count--) {
        *tagged = *tagged || text.data[at] == '!';

        bool verbatim = at + 1 < text.len && text.data[at + 1] == '<';

        if (text.data[at++] == '&') {
            while (at < text.len && is_anchor_char(text.data[at]))
                at++;
        } else if (verbatim) {
            at = view_find_byte(text, '>', at);
            at += at < text.len;
        } else {
            while (at < text.len && !is_blank(text, at) && text_break_at(text, at) == 0 &&
                   text.data[at] != ',')
                at++;
        }
        end = at;
        at = text_skip_space(text, at);
    }
    return end;
}

/* "|", ">" and what belongs to it: an indentation digit, + or -. */
static size_t header_end(struct view text, size_t start)
{
    size_t at = start + 1;

    while (at < text.len && (text.data[at] == '+' || text.data[at] == '-' ||
                             (text.data[at] >= '0' && text.data[at] <= '9')))
        at++;
    return at;
}

static size_t count_spaces(struct view text, size_t at)
{
    size_t from = at;

    while (at < text.len && text.data[at] == ' ')
        at++;
    return at - from;
}

/*
 * The column in which the content starts: VALUE begins with as many breaks as there are empty lines
 * at the top, and its first other line has lost exactly the indentation.
 */
static size_t block_indent(struct view text, size_t header, struct view value)
{
    size_t at = text_line_end(text, header);
    size_t in_value = 0;

    at += text_break_at(text, at);
    for (size_t width; (width = text_break_at(value, in_value)) > 0; in_value += width) {
        at = text_line_end(text, at);
        at += text_break_at(text, at);
    }

    size_t written = count_spaces(text, at);
    size_t kept = count_spaces(value, in_value);

    return written > kept ? written - kept : 0;
}

static bool has_content(struct view value)
{
    size_t at = 0;

    for (size_t width; (width = text_break_at(value, at)) > 0;)
        at += width;
    return at < value.len;
}

size_t text_block_scalar_end(struct view text, size_t start, size_t mark, struct view value)
{
    size_t header = header_end(text, start);
    bool keep = memchr(text.data + start, '+', header - start) != NULL;
    size_t line = text_line_start(text, mark);
    size_t first = text_line_end(text, header);
    bool content = has_content(value);
    size_t indent = content ? block_indent(text, header, value) : 0;

    if (!content && (!keep || value.len == 0))
        return header;
    first += text_break_at(text, first);
    if (keep || !content) /* every empty line counts: the end is the break before MARK's line */
        return line > first && line == mark ? line - break_before(text, line) : mark;
    for (size_t end = mark; end > first;) {
        size_t from = text_line_start(text, end);

        if (end - from > indent || count_spaces(text, from) < end - from)
            return end;
        end = from - break_before(text, from);
    }
    return header;
}

bool text_is_utf16(struct view text)
{
    return view_starts(text, VIEW("\xff\xfe")) || view_starts(text, VIEW("\xfe\xff"));
}

static uint32_t utf16_unit(struct view text, size_t at, bool big_endian)
{
    uint32_t first = (unsigned char)text.data[at];
    uint32_t second = (unsigned char)text.data[at + 1];

    return big_endian ? first << 8 | second : second << 8 | first;
}

bool text_add_from_utf16(struct buf *out, struct view text, const char *origin, struct error *err)
{
    bool big_endian = text.data[0] == '\xfe';
    size_t mark = out->len;
    struct text_place place = { .offset = 0 };

    for (size_t at = 2; at < text.len; at += 2) {
        uint32_t code = text.len - at >= 2 ? utf16_unit(text, at, big_endian) : UTF8_BAD;
        bool high = code >= 0xd800 && code < 0xdc00;

        if (high && text.len - at >= 4) {
            uint32_t low = utf16_unit(text, at + 2, big_endian);

            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                at += 2;
            }
        }
        if (code == UTF8_BAD || (code >= 0xd800 && code < 0xe000)) {
            text_place_advance(buf_view(out), &place, out->len);
            out->len = mark;
            return error_set(err, ERROR_SYNTAX, "%s:%u:%u: the UTF-16 text is broken", origin,
                             place.line + 1, place.column + 1);
        }
        buf_add_utf8(out, code);
    }
    return true;
}

/* The number in "\uXXXX" at AT. */
static bool unit_at(struct view json, size_t at, uint32_t *unit)
{
    *unit = 0;
    if (json.len - at < 6 || json.data[at] != '\\' || json.data[at + 1] != 'u')
        return false;
    for (size_t i = at + 2; i < at + 6; i++) {
        unsigned char c = (unsigned char)json.data[i];
        unsigned char low = c | 0x20;

        if (c >= '0' && c <= '9')
            *unit = *unit << 4 | (uint32_t)(c - '0');
        else if (low >= 'a' && low <= 'f')
            *unit = *unit << 4 | (uint32_t)(low - 'a' + 10);
        else
            return false;
    }
    return true;
}

bool text_add_joined_surrogates(struct buf *out, struct view json)
{
    size_t copied = 0;

    for (size_t at = view_find_byte(json, '\\', 0); at < json.len;
         at = view_find_byte(json, '\\', at)) {
        uint32_t high;
        uint32_t low;

        if (unit_at(json, at, &high) && high >= 0xd800 && high < 0xdc00 &&
            unit_at(json, at + 6, &low) && low >= 0xdc00 && low < 0xe000) {
            buf_add_view(out, view_sub(json, copied, at));
            buf_addf(out, "\\U%08X", 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            at += 12;
            copied = at;
        } else {
            at += 2; /* the escaped character may be a backslash */
        }
    }
    if (copied == 0)
        return false;
    buf_add_view(out, view_sub(json, copied, json.len));
    return true;
}
