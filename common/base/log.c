/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

static int current_level;

void log_set_level(int level)
{
    current_level = level;
}

int log_level(void)
{
    return current_level;
}

void log_debug(int level, const char *format, ...)
{
    if (level > current_level)
        return;

    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
    va_list args;

    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    /* Names and addresses in it may be a stranger's. */
    buf_add_terminal(&line, buf_view(&text), false);
    fprintf(stderr, "debug: %s\n", buf_text(&line));
}
