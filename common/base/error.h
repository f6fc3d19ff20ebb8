/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/error.h - a failure as a value: what it was, in words, and what to do next
 *
 * Library functions return false and fill *err; they print nothing. Success leaves *err alone. A
 * NULL err says that the reason is not wanted. Messages: lower case, no full stop, subjects in
 * single quotes, input cited as file:line:column. main() prints once, `error: MESSAGE` and then
 * `hint: HINT`, and turns the code into an exit status by the one table in cli/exit.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/compiler.h"

enum error_code {
    ERROR_NONE = 0,
    ERROR_USAGE,       /* the command line is wrong */
    ERROR_SYNTAX,      /* a text cannot be read: YAML, JSON, a patch, an archive */
    ERROR_INVALID,     /* it can be read and says something impossible */
    ERROR_LIMIT,       /* larger, deeper or more than we accept */
    ERROR_NOT_FOUND,   /* a file, object, template or program is missing */
    ERROR_UNMATCHED,   /* a patch or target that matches nothing */
    ERROR_CONFLICT,    /* it exists, or another owner has it */
    ERROR_FORBIDDEN,   /* permissions, load restriction, path outside its root */
    ERROR_UNSUPPORTED, /* a feature that is named and refused */
    ERROR_UNREACHABLE, /* the server did not answer, or not in our language */
    ERROR_TIMEOUT,     /* a deadline passed */
    ERROR_IO,          /* open, read, write, close */
    ERROR_PIPE,        /* the reader of our output went away: ends silently */
    ERROR_PROCESS,     /* another program failed; its words are in the message */
    ERROR_INTERRUPTED, /* SIGINT or SIGTERM: told as 130 or 143 */
    ERROR_PARTIAL,     /* some targets or objects done, some not */
    ERROR_FOUND,       /* a question was answered with "yes, something": status 1 */
    ERROR_UNCLEAR,     /* a question could not be answered: status 2 */
};

struct error {
    enum error_code code;
    char *message; /* heap; NULL when code is ERROR_NONE */
    char *hint;    /* heap or NULL: the next step */
};

#define ERROR_INIT                                                                                 \
    {                                                                                              \
        .code = ERROR_NONE, .message = NULL, .hint = NULL                                          \
    }
/* The longest message or hint kept, in bytes; the rest is replaced by "...". */
#define ERROR_TEXT_BYTES_MAX 8192

void error_release(struct error *err);
/* Back to ERROR_NONE. */
void error_clear(struct error *err);

/* Always false, to be returned. Replaces what *err held. */
bool error_set(struct error *err, enum error_code code, const char *format, ...) PRINTF(3, 4);
/* Always false. Puts "FORMAT: " before the message, keeping code and hint. */
bool error_wrap(struct error *err, const char *format, ...) PRINTF(2, 3);
/* Always false. Sets or replaces the hint. */
bool error_hint(struct error *err, const char *format, ...) PRINTF(2, 3);
/* ERROR_NOT_FOUND, ERROR_FORBIDDEN, ERROR_PIPE or ERROR_IO by ERRNUM, with "FORMAT: strerror". */
bool error_errno(struct error *err, int errnum, const char *format, ...) PRINTF(3, 4);
/* Moves FROM into *TO (which may be NULL); FROM is clear afterwards. Always false. */
bool error_move(struct error *to, struct error *from);

/* "" when there is none. */
const char *error_message(const struct error *err);

#endif
