/* SPDX-License-Identifier: Apache-2.0 */
/* cli/terminal.c - what the terminal can do */
#include "cli/terminal.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>

#include "base/num.h"

#define COLUMNS_MAX 10000

static unsigned number_or(const char *text, unsigned otherwise)
{
    uint64_t number;

    if (text && num_parse_u64(view_of(text), &number) && number > 0 && number <= COLUMNS_MAX)
        return (unsigned)number;
    return otherwise;
}

unsigned terminal_columns(int fd, const char *columns)
{
    struct winsize size;

    if (fd >= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return number_or(columns, TERMINAL_COLUMNS_DEFAULT);
}

unsigned terminal_rows(int fd, const char *lines)
{
    struct winsize size;

    if (fd >= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
        return size.ws_row;
    return number_or(lines, TERMINAL_ROWS_DEFAULT);
}

bool terminal_can_rewrite(bool is_terminal, const char *term)
{
    return is_terminal && term && *term && strcmp(term, "dumb") != 0;
}

bool terminal_has_color(bool is_terminal, const char *term, const char *no_color)
{
    if (no_color && *no_color)
        return false;
    return terminal_can_rewrite(is_terminal, term);
}

/* The codeset is what follows the dot, up to a modifier: "de_DE.utf8@euro". */
static bool names_utf8(const char *locale)
{
    const char *codeset = strchr(locale, '.');
    size_t len;

    if (!codeset)
        return false;
    codeset++;
    len = strcspn(codeset, "@");
    return (len == 5 && strncasecmp(codeset, "UTF-8", 5) == 0) ||
           (len == 4 && strncasecmp(codeset, "utf8", 4) == 0);
}

bool terminal_has_utf8(const char *lc_all, const char *lc_ctype, const char *lang)
{
    const char *const order[] = { lc_all, lc_ctype, lang };

    for (size_t i = 0; i < ARRAY_SIZE(order); i++)
        if (order[i] && *order[i])
            return names_utf8(order[i]);
    return false;
}

static const char *color_start(enum color color)
{
    switch (color) {
    case COLOR_NONE:
        return "";
    case COLOR_READY:
        return "\033[32m";
    case COLOR_WAITING:
        return "\033[33m";
    case COLOR_FAILED:
        return "\033[31m";
    case COLOR_DIM:
        return "\033[2m";
    case COLOR_BOLD:
        return "\033[1m";
    }
    return "";
}

void terminal_add_colored(struct buf *buf, enum color color, bool enabled, struct view v)
{
    bool colored = enabled && color != COLOR_NONE && v.len > 0;

    if (colored)
        buf_add(buf, color_start(color));
    buf_add_view(buf, v);
    if (colored)
        buf_add(buf, "\033[0m");
}
