/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/view.h"

#define CUT_MARK "..."

/* The longest prefix of TEXT within LEN bytes that does not end inside a UTF-8 sequence. */
static size_t whole_characters(const char *text, size_t len)
{
    size_t at = len;

    /* A character has at most three continuation bytes; more of them are no UTF-8: cut anywhere. */
    while (at > 0 && len - at < 4 && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    return len - at < 4 ? at : len;
}

/* A heap text of at most ERROR_TEXT_BYTES_MAX bytes. */
static char *PRINTF(1, 0) format_text(const char *format, va_list args)
{
    char *text = mem_alloc(ERROR_TEXT_BYTES_MAX + 1);
    int wanted = vsnprintf(text, ERROR_TEXT_BYTES_MAX + 1, format, args);

    if (wanted < 0) { /* over INT_MAX bytes: glibc has written what it could, or nothing */
        memcpy(text, CUT_MARK, sizeof(CUT_MARK));
    } else if (wanted > ERROR_TEXT_BYTES_MAX) {
        size_t kept = whole_characters(text, ERROR_TEXT_BYTES_MAX - strlen(CUT_MARK));

        memcpy(text + kept, CUT_MARK, sizeof(CUT_MARK));
    }
    return mem_resize(text, strlen(text) + 1, 1);
}

/* "FIRST: SECOND", cut like every text. Both may be what *err holds now. */
static char *PRINTF(1, 2) join(const char *format, ...)
{
    va_list args;

    va_start(args, format);

    char *text = format_text(format, args);

    va_end(args);
    return text;
}

void error_release(struct error *err)
{
    free(err->message);
    free(err->hint);
    *err = (struct error)ERROR_INIT;
}

void error_clear(struct error *err)
{
    if (err)
        error_release(err);
}

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
    va_list args;

    if (!err)
        return false;
    va_start(args, format);

    char *message = format_text(format, args); /* before the release: ARGS may point into *err */

    va_end(args);
    error_release(err);
    err->code = code;
    err->message = message;
    return false;
}

bool error_wrap(struct error *err, const char *format, ...)
{
    va_list args;

    if (!err)
        return false;
    va_start(args, format);

    AUTO_CHARS before = format_text(format, args);

    va_end(args);

    char *message = join("%s: %s", before, error_message(err));

    free(err->message);
    err->message = message;
    return false;
}

bool error_hint(struct error *err, const char *format, ...)
{
    va_list args;

    if (!err)
        return false;
    va_start(args, format);

    char *hint = format_text(format, args);

    va_end(args);
    free(err->hint);
    err->hint = hint;
    return false;
}

static enum error_code code_of_errno(int errnum)
{
    switch (errnum) {
    case ENOENT:
    case ENOTDIR:
        return ERROR_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return ERROR_FORBIDDEN;
    case EPIPE:
        return ERROR_PIPE;
    default:
        return ERROR_IO;
    }
}

bool error_errno(struct error *err, int errnum, const char *format, ...)
{
    va_list args;

    if (!err)
        return false;
    va_start(args, format);

    AUTO_CHARS before = format_text(format, args);

    va_end(args);
    return error_set(err, code_of_errno(errnum), "%s: %s", before, strerror(errnum));
}

bool error_move(struct error *to, struct error *from)
{
    if (to == from)
        return false;
    if (!to) {
        error_clear(from);
        return false;
    }
    error_release(to);
    *to = *from;
    *from = (struct error)ERROR_INIT;
    return false;
}

const char *error_message(const struct error *err)
{
    return err && err->message ? err->message : "";
}
