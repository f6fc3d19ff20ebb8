/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/man.h - manual pages in roff, from the tables
 *
 * The line `.\" docs` marks where scripts/man puts what docs/commands/NAME.md adds.
 */
#ifndef CLI_MAN_H
#define CLI_MAN_H

#include "base/buf.h"
#include "base/compiler.h"
#include "cli/command.h"
#include "cli/program.h"

/* kubectl-juno(1). */
void man_add_program(struct buf *out, const struct program *program);
/* kubectl-juno-list(1). */
void man_add_command(struct buf *out, const struct program *program, const struct command *command,
                     const char *path);

#endif
