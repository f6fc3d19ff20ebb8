/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/failure.h"

#include <stdarg.h>

#include "base/buf.h"

static const char *word_of(enum failure_kind kind)
{
    switch (kind) {
    case FAILURE_INPUT:
        return "input file";
    case FAILURE_AUTHENTICATION:
        return "authentication";
    case FAILURE_REJECTED:
        return "rejected";
    case FAILURE_UNAVAILABLE:
        break;
    }
    return "unavailable";
}

bool failure_wrap(struct error *err, enum failure_kind kind)
{
    return error_wrap(err, "%s", word_of(kind));
}

bool failure_set(struct error *err, enum failure_kind kind, enum error_code code,
                 const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);
    va_list args;

    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    return error_set(err, code, "%s: %s", word_of(kind), buf_text(&text));
}
