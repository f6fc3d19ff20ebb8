/* SPDX-License-Identifier: Apache-2.0 */
/* Lines for a person: on a terminal none is longer than it is wide, elsewhere nothing is broken */
#ifndef KUBECTL_JUNO_FOLDED_H
#define KUBECTL_JUNO_FOLDED_H

#include <stddef.h>

#include "base/view.h"
#include "cli/console.h"

/* The columns that lines and tables on CONSOLE have; 0: no limit, for it is no terminal. */
size_t folded_columns(const struct console *console);
/*
 * Print TEXT, harmless, and end the line. AT columns of it are used already; what follows a break
 * begins with INDENT blanks. Broken at blanks where there are some.
 */
void folded_text(struct console *console, struct view text, size_t indent, size_t at);
/* Print COMMAND, a line for a shell, which means the same where it is broken: before its flags. */
void folded_command(struct console *console, struct view command);

#endif
