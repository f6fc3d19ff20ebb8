/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/terminal.h - what the terminal can do: width, colour, symbols
 *
 * Decisions are functions of what was observed, so that tests can observe something else.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

#define TERMINAL_COLUMNS_DEFAULT 80
#define TERMINAL_ROWS_DEFAULT    24

/* State, as a person sees it: green ready, yellow on its way, red failed, dim secondary, bold
 * names. */
enum color { COLOR_NONE, COLOR_READY, COLOR_WAITING, COLOR_FAILED, COLOR_DIM, COLOR_BOLD };

/* Columns of the terminal at FD; $COLUMNS's value (may be NULL) when there is none, else 80. */
unsigned terminal_columns(int fd, const char *columns);
/* Rows of the terminal at FD; $LINES's value (may be NULL) when there is none, else 24. */
unsigned terminal_rows(int fd, const char *lines);
/* Colour on a terminal unless TERM is "dumb" or absent, or NO_COLOR is set and not empty. */
bool terminal_has_color(bool is_terminal, const char *term, const char *no_color);
/* A line can be written again in its place: a terminal whose TERM is neither "dumb" nor absent. */
bool terminal_can_rewrite(bool is_terminal, const char *term);
/* Symbols beyond ASCII: the first non-empty of LC_ALL, LC_CTYPE and LANG names UTF-8. */
bool terminal_has_utf8(const char *lc_all, const char *lc_ctype, const char *lang);

/* V as it is, between the escapes of COLOR when ENABLED. */
void terminal_add_colored(struct buf *buf, enum color color, bool enabled, struct view v);

#endif
