/* SPDX-License-Identifier: Apache-2.0 */
#include "json/decode_direct.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "json/decode.h"

#define DIGITS_MAX 15

struct reader {
    struct view body;
    size_t at;
    size_t depth;
    struct ydoc *doc;
    struct buf text; /* a string with escapes, without them */
    const char *dropped;
};

/* ---- bytes */

/* The next byte; NUL at the end, which no rule takes. */
static char peek(const struct reader *reader)
{
    return reader->at < reader->body.len ? reader->body.data[reader->at] : '\0';
}

static void skip_blanks(struct reader *reader)
{
    while (reader->at < reader->body.len) {
        char byte = reader->body.data[reader->at];

        if (byte != ' ' && byte != '\n' && byte != '\t' && byte != '\r')
            return;
        reader->at++;
    }
}

static bool take(struct reader *reader, char byte)
{
    if (peek(reader) != byte)
        return false;
    reader->at++;
    return true;
}

/* ---- strings */

struct raw {
    struct view text; /* as written, between the quotes */
    bool escaped;
};

/* The string at the reader's place, which moves behind it. */
static bool take_raw(struct reader *reader, struct raw *raw)
{
    const char *data = reader->body.data;
    size_t start = reader->at + 1, at = start;
    unsigned char all = 0;

    if (!take(reader, '"'))
        return false;
    raw->escaped = false;
    for (; at < reader->body.len && data[at] != '"'; at++) {
        if ((unsigned char)data[at] < 0x20)
            return false;
        all |= (unsigned char)data[at];
        if (data[at] == '\\') {
            raw->escaped = true;
            at++;
        }
    }
    if (at >= reader->body.len)
        return false;
    raw->text = view_sub(reader->body, start, at);
    reader->at = at + 1;
    return all < 0x80 || utf8_check(raw->text) == raw->text.len;
}

static bool add_code(struct buf *out, struct view digits)
{
    unsigned code = 0;

    for (size_t i = 0; i < 4; i++) {
        char c = i < digits.len ? digits.data[i] : '\0';

        if (c >= '0' && c <= '9')
            code = code << 4 | (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            code = code << 4 | (unsigned)((c | 0x20) - 'a' + 10);
        else
            return false;
    }
    if (code == 0 || (code >= 0xd800 && code <= 0xdfff))
        return false;
    buf_add_utf8(out, code);
    return true;
}

/* Append RAW without its escapes. */
static bool unescape(struct buf *out, struct view raw)
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char escaped[] = "\"\\/\b\f\n\r\t";

    for (size_t at = 0; at < raw.len;) {
        size_t end = view_find_byte(raw, '\\', at);
        const char *escape;

        buf_add_view(out, view_sub(raw, at, end));
        at = end + 2;
        if (end >= raw.len)
            return true;
        if (raw.data[end + 1] == 'u') {
            if (!add_code(out, view_sub(raw, at, raw.len)))
                return false;
            at += 4;
            continue;
        }
        escape = memchr(escapes, raw.data[end + 1], sizeof(escapes) - 1);
        if (!escape)
            return false;
        buf_add_byte(out, escaped[escape - escapes]);
    }
    return true;
}

static bool take_text(struct reader *reader, struct view *text)
{
    struct raw raw;

    if (!take_raw(reader, &raw))
        return false;
    *text = raw.text;
    if (!raw.escaped)
        return true;
    buf_clear(&reader->text);
    if (!unescape(&reader->text, raw.text) || !buf_ok(&reader->text))
        return false;
    *text = buf_view(&reader->text);
    return true;
}

/* ---- values */

static struct ynode *take_value(struct reader *reader);

/* Behind the value at the reader's place, of which only quotes and brackets are looked at. */
static void skip_value(struct reader *reader)
{
    size_t depth = 0;

    for (; reader->at < reader->body.len; reader->at++) {
        char byte = reader->body.data[reader->at];

        if (byte == '"') {
            struct raw raw;

            /* What is no string ends the reading at the next value. */
            if (!take_raw(reader, &raw))
                return;
            reader->at--;
        } else if (byte == '[' || byte == '{') {
            depth++;
        } else if ((byte == ',' || byte == ']' || byte == '}') && depth == 0) {
            return;
        } else if (byte == ']' || byte == '}') {
            depth--;
        }
    }
}

static bool take_entry(struct reader *reader, struct ynode *map)
{
    struct view text;
    struct ynode *key, *value;

    skip_blanks(reader);
    if (!take_text(reader, &text))
        return false;
    key = ynode_new_string(reader->doc, text);
    skip_blanks(reader);
    if (ynode_get_view(map, text) || !take(reader, ':'))
        return false;
    if (reader->dropped && reader->depth == DECODE_DROPPED_DEPTH &&
        view_is(text, reader->dropped)) {
        skip_value(reader);
        return true;
    }
    value = take_value(reader);
    if (value)
        ynode_insert_entry(reader->doc, map, map->len, key, value);
    return value != NULL;
}

static bool take_element(struct reader *reader, struct ynode *seq)
{
    struct ynode *value = take_value(reader);

    if (value)
        ynode_add(reader->doc, seq, value);
    return value != NULL;
}

/* The rest of NODE up to the bracket END. */
static struct ynode *take_rest(struct reader *reader, struct ynode *node, char end,
                               bool (*take_item)(struct reader *, struct ynode *))
{
    reader->at++;
    if (++reader->depth > JSON_DEPTH_MAX)
        return NULL;
    skip_blanks(reader);
    if (!take(reader, end)) {
        do {
            if (!take_item(reader, node))
                return NULL;
            skip_blanks(reader);
        } while (take(reader, ','));
        if (!take(reader, end))
            return NULL;
    }
    reader->depth--;
    return node;
}

static struct ynode *take_number(struct reader *reader)
{
    size_t start = reader->at, digits;

    (void)take(reader, '-');
    digits = reader->at;
    while (peek(reader) >= '0' && peek(reader) <= '9')
        reader->at++;
    if (reader->at == digits || reader->at - digits > DIGITS_MAX ||
        (reader->at - digits > 1 && reader->body.data[digits] == '0') || peek(reader) == '.' ||
        peek(reader) == 'e' || peek(reader) == 'E')
        return NULL;
    return ynode_new_plain(reader->doc, view_sub(reader->body, start, reader->at));
}

static bool take_word(struct reader *reader, struct view word)
{
    if (!view_starts(view_sub(reader->body, reader->at, reader->body.len), word))
        return false;
    reader->at += word.len;
    return true;
}

/* At most JSON_DEPTH_MAX deep. */
static struct ynode *take_value(struct reader *reader)
{
    struct view text;

    skip_blanks(reader);
    switch (peek(reader)) {
    case '{':
        return take_rest(reader, ynode_new_map(reader->doc), '}', take_entry);
    case '[':
        return take_rest(reader, ynode_new_seq(reader->doc), ']', take_element);
    case '"':
        return take_text(reader, &text) ? ynode_new_string(reader->doc, text) : NULL;
    case 't':
        return take_word(reader, VIEW("true")) ? ynode_new_bool(reader->doc, true) : NULL;
    case 'f':
        return take_word(reader, VIEW("false")) ? ynode_new_bool(reader->doc, false) : NULL;
    case 'n':
        return take_word(reader, VIEW("null")) ? ynode_new_null(reader->doc) : NULL;
    default:
        return take_number(reader);
    }
}

struct ydoc *decode_direct(struct view body, const char *dropped)
{
    struct reader reader = { .body = body, .text = BUF_INIT(body.len), .dropped = dropped };
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root;

    reader.doc = doc;
    root = take_value(&reader);
    buf_release(&reader.text);
    skip_blanks(&reader);
    if (!root || reader.at < body.len)
        return NULL;
    ydoc_set_root(doc, root);
    return TAKE(doc);
}
