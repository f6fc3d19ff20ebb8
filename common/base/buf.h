/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/buf.h - a growing byte buffer with a ceiling
 *
 * Every buffer is born with the most it may hold. Beyond it the buffer stops growing and remembers;
 * what still fitted stays, so that a cut text can be shown. Check buf_ok() (or buf_check()) once,
 * after the last addition. The bytes are always followed by a NUL that is not counted.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

struct buf {
    char *data;   /* NULL until the first byte */
    size_t len;   /* bytes in use */
    size_t cap;   /* bytes allocated */
    size_t max;   /* ceiling of len */
    bool overrun; /* something did not fit and was dropped */
};

#define BUF_INIT(max_bytes)                                                                        \
    {                                                                                              \
        .data = NULL, .len = 0, .cap = 0, .max = (max_bytes), .overrun = false                     \
    }
/* For texts whose size their inputs already bound (messages, names, paths). */
#define BUF_TEXT_BYTES_MAX ((size_t)1 << 20)

void buf_release(struct buf *buf);
/* Empty, keeping the memory. */
void buf_clear(struct buf *buf);
/* Room for EXTRA more bytes; a hint, the ceiling holds. */
void buf_reserve(struct buf *buf, size_t extra);
/* The same where EXTRA is known to be all that comes: a long text takes no more than it needs, and
 * is costly to grow. */
void buf_expect(struct buf *buf, size_t extra);

void buf_add(struct buf *buf, const char *text);
void buf_add_view(struct buf *buf, struct view v);
void buf_add_bytes(struct buf *buf, const void *data, size_t len);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_repeat(struct buf *buf, char byte, size_t count);
void buf_addf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
void buf_addv(struct buf *buf, const char *format, va_list args) PRINTF(2, 0);
/* CODE_POINT as UTF-8; surrogates and values over 0x10ffff become U+FFFD. */
void buf_add_utf8(struct buf *buf, uint32_t code_point);

/* One escaping function per destination; the whole of V is treated as data. */
/* Percent-encoded for one URL path segment or query value (RFC 3986 unreserved stay). */
void buf_add_urlescaped(struct buf *buf, struct view v);
/* A JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void buf_add_json_string(struct buf *buf, struct view v);
/* One word of a POSIX shell command line; quoted only where needed. For showing, never for running.
 */
void buf_add_shell_word(struct buf *buf, struct view v);
/*
 * Harmless on a terminal: C0, DEL and C1 controls as ^X or <U+0085>, bidirectional controls, line
 * separators and what has no width as <U+202E>, bad bytes as \xNN. KEEP_LINES leaves LF and TAB.
 */
void buf_add_terminal(struct buf *buf, struct view v, bool keep_lines);
/* JSON text, what buf_add_terminal() would change in its strings as \uXXXX: the same data. */
void buf_add_json_terminal(struct buf *buf, struct view json);

static inline struct view buf_view(const struct buf *buf)
{
    return (struct view){ .data = buf->data, .len = buf->len };
}

/* The bytes as a C string, "" when empty. Borrowed until the next change. */
const char *buf_text(const struct buf *buf);

static inline bool buf_ok(const struct buf *buf)
{
    return !buf->overrun;
}

/* False and ERROR_LIMIT ("WHAT is over N bytes") when something did not fit. */
bool buf_check(const struct buf *buf, const char *what, struct error *err) MUST_CHECK;

/* The bytes, NUL-terminated, owned by the caller; the buffer is empty afterwards. Never NULL. */
char *buf_take(struct buf *buf) MUST_CHECK;

#endif
