/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

#define CAP_MIN            ((size_t)64)
#define EXPECTED_BYTES_MIN ((size_t)4 << 20)
#define REPLACEMENT        0xfffdu

static size_t room_left(const struct buf *buf)
{
    return buf->len < buf->max ? buf->max - buf->len : 0;
}

/* Memory for EXTRA more bytes and the NUL; EXTRA is within the ceiling. */
static void grow(struct buf *buf, size_t extra)
{
    if (extra > PTRDIFF_MAX - 1 - buf->len)
        mem_exhausted(extra);

    size_t needed = buf->len + extra + 1;

    if (needed <= buf->cap)
        return;

    size_t cap = buf->cap > CAP_MIN ? buf->cap : CAP_MIN;

    while (cap < needed)
        cap *= 2; /* needed is at most PTRDIFF_MAX: no overflow */
    /* The last doubling does not reach beyond the ceiling. */
    if (buf->max < cap - 1)
        cap = buf->max + 1;
    buf->data = mem_resize(buf->data, cap, 1);
    buf->cap = cap;
}

void buf_release(struct buf *buf)
{
    size_t max = buf->max;

    free(buf->data);
    *buf = (struct buf)BUF_INIT(max);
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->overrun = false;
    if (buf->data)
        buf->data[0] = '\0';
}

void buf_reserve(struct buf *buf, size_t extra)
{
    size_t room = room_left(buf);

    extra = extra < room ? extra : room;
    if (extra == 0)
        return;
    grow(buf, extra);
    buf->data[buf->len] = '\0';
}

void buf_expect(struct buf *buf, size_t extra)
{
    size_t cap = buf->len + extra + 1;

    if (extra < EXPECTED_BYTES_MIN || extra >= room_left(buf) || cap <= buf->cap) {
        buf_reserve(buf, extra);
        return;
    }
    buf->data = mem_resize(buf->data, cap, 1);
    buf->cap = cap;
    buf->data[buf->len] = '\0';
    mem_expect_filling(buf->data, cap);
}

void buf_add(struct buf *buf, const char *text)
{
    buf_add_bytes(buf, text, strlen(text));
}

void buf_add_view(struct buf *buf, struct view v)
{
    buf_add_bytes(buf, v.data, v.len);
}

void buf_add_bytes(struct buf *buf, const void *data, size_t len)
{
    size_t room = room_left(buf);

    if (len > room) {
        buf->overrun = true;
        len = room; /* what fits stays, so that a cut text can be shown */
    }
    if (len == 0)
        return;
    grow(buf, len);
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buf_add_byte(struct buf *buf, char byte)
{
    if (buf->len + 1 < buf->cap && buf->len < buf->max) {
        buf->data[buf->len++] = byte;
        buf->data[buf->len] = '\0';
        return;
    }
    buf_add_bytes(buf, &byte, 1);
}

void buf_add_repeat(struct buf *buf, char byte, size_t count)
{
    size_t room = room_left(buf);

    if (count > room) {
        buf->overrun = true;
        count = room;
    }
    if (count == 0)
        return;
    grow(buf, count);
    memset(buf->data + buf->len, byte, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
}

void buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_addv(buf, format, args);
    va_end(args);
}

void buf_addv(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    int wanted = 0;

    va_copy(again, args);
    wanted = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (wanted < 0) { /* over INT_MAX bytes */
        buf->overrun = true;
        return;
    }

    size_t len = (size_t)wanted;
    size_t room = room_left(buf);

    if (len > room) {
        buf->overrun = true;
        len = room;
    }
    if (len == 0)
        return;
    grow(buf, len);
    vsnprintf(buf->data + buf->len, len + 1, format, args);
    buf->len += len;
}

void buf_add_utf8(struct buf *buf, uint32_t code_point)
{
    char bytes[4];
    size_t len = 0;
    uint32_t code = code_point;

    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        code = REPLACEMENT;
    if (code < 0x80) {
        bytes[len++] = (char)code;
    } else if (code < 0x800) {
        bytes[len++] = (char)(0xc0 | code >> 6);
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        bytes[len++] = (char)(0xe0 | code >> 12);
        bytes[len++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    } else {
        bytes[len++] = (char)(0xf0 | code >> 18);
        bytes[len++] = (char)(0x80 | (code >> 12 & 0x3f));
        bytes[len++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    }
    buf_add_bytes(buf, bytes, len);
}

static bool is_alphanumeric(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static bool is_one_of(unsigned char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

void buf_add_urlescaped(struct buf *buf, struct view v)
{
    for (size_t i = 0; i < v.len; i++) {
        unsigned char byte = (unsigned char)v.data[i];

        if (is_alphanumeric(byte) || is_one_of(byte, "-._~"))
            buf_add_byte(buf, (char)byte);
        else
            buf_addf(buf, "%%%02X", byte);
    }
}

static void add_json_escape(struct buf *buf, unsigned char byte)
{
    switch (byte) {
    case '"':
        buf_add(buf, "\\\"");
        break;
    case '\\':
        buf_add(buf, "\\\\");
        break;
    case '\b':
        buf_add(buf, "\\b");
        break;
    case '\f':
        buf_add(buf, "\\f");
        break;
    case '\n':
        buf_add(buf, "\\n");
        break;
    case '\r':
        buf_add(buf, "\\r");
        break;
    case '\t':
        buf_add(buf, "\\t");
        break;
    default:
        buf_addf(buf, "\\u%04x", byte);
        break;
    }
}

void buf_add_json_string(struct buf *buf, struct view v)
{
    size_t from = 0; /* start of the run that needs no change */
    size_t at = 0;

    buf_add_byte(buf, '"');
    while (at < v.len) {
        unsigned char byte = (unsigned char)v.data[at];
        size_t start = at;

        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        if (byte >= 0x80 && utf8_next(v, &at) != UTF8_BAD)
            continue;
        buf_add_view(buf, view_sub(v, from, start));
        if (byte >= 0x80)
            buf_add_utf8(buf, REPLACEMENT);
        else
            add_json_escape(buf, byte);
        at = start + 1;
        from = at;
    }
    buf_add_view(buf, view_sub(v, from, v.len));
    buf_add_byte(buf, '"');
}

void buf_add_shell_word(struct buf *buf, struct view v)
{
    size_t plain = 0;

    while (plain < v.len && (is_alphanumeric((unsigned char)v.data[plain]) ||
                             is_one_of((unsigned char)v.data[plain], "-_./:=,@%+")))
        plain++;
    /* "NAME=value" in the place of the command and "=cmd" in zsh mean something: quote a leading
     * '='. */
    if (v.len > 0 && plain == v.len && v.data[0] != '=') {
        buf_add_view(buf, v);
        return;
    }
    buf_add_byte(buf, '\'');
    for (size_t i = 0; i < v.len; i++) {
        if (v.data[i] == '\'')
            buf_add(buf, "'\\''");
        else
            buf_add_byte(buf, v.data[i]);
    }
    buf_add_byte(buf, '\'');
}

/*
 * What reorders or hides text: bidirectional marks, line and paragraph separators, and what has no
 * width of its own, by which two names can look alike. Source: robustness.md R-150.
 */
static bool is_deceiving(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } runs[] = {
        { 0xad, 0xad },     { 0x61c, 0x61c },   { 0x180e, 0x180e },
        { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
        { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
    };

    for (size_t i = 0; i < ARRAY_SIZE(runs) && code >= runs[i].first; i++)
        if (code <= runs[i].last)
            return true;
    return false;
}

/* Controls that JSON lets through within a string: DEL, C1 and what deceives. */
static bool is_hidden(uint32_t code)
{
    return (code >= 0x7f && code < 0xa0) || is_deceiving(code);
}

void buf_add_terminal(struct buf *buf, struct view v, bool keep_lines)
{
    size_t at = 0;

    while (at < v.len) {
        size_t start = at;
        unsigned char byte = (unsigned char)v.data[at];
        uint32_t code = utf8_next(v, &at);

        if (code == UTF8_BAD)
            buf_addf(buf, "\\x%02X", byte);
        else if (keep_lines && (code == '\n' || code == '\t'))
            buf_add_byte(buf, (char)byte);
        else if (code < 0x20 || code == 0x7f)
            buf_addf(buf, "^%c", (char)(byte ^ 0x40));
        else if (is_hidden(code))
            buf_addf(buf, "<U+%04X>", (unsigned)code);
        else
            buf_add_view(buf, view_sub(v, start, at));
    }
}

void buf_add_json_terminal(struct buf *buf, struct view json)
{
    size_t at = 0;

    while (at < json.len) {
        size_t start = at;
        uint32_t code = utf8_next(json, &at);

        if (code == UTF8_BAD || !is_hidden(code))
            buf_add_view(buf, view_sub(json, start, at));
        else if (code < 0x10000)
            buf_addf(buf, "\\u%04x", (unsigned)code);
        else
            buf_addf(buf, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((code - 0x10000) >> 10)),
                     (unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
    }
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

bool buf_check(const struct buf *buf, const char *what, struct error *err)
{
    if (buf_ok(buf))
        return true;
    return error_set(err, ERROR_LIMIT, "%s is over %zu bytes", what, buf->max);
}

char *buf_take(struct buf *buf)
{
    char *taken = buf->data ? TAKE(buf->data) : mem_copy_text(NULL, 0);

    buf_release(buf);
    return taken;
}
