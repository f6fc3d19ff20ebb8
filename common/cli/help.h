/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/help.h - help texts from the tables, at most 80 columns wide
 *
 * TITLE is what the user calls the program ("kubectl juno"), PATH the command ("template lint").
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "cli/command.h"
#include "cli/program.h"

#define HELP_COLUMNS_MAX 80
#define HELP_COLUMNS_MIN 40

void help_add_program(struct buf *out, const struct program *program, const char *title,
                      unsigned columns);
void help_add_command(struct buf *out, const struct command *command, const char *title,
                      const char *path, unsigned columns);
/* The flags of every command, and the rare ones of some. */
void help_add_globals(struct buf *out, const struct program *program, const char *title,
                      unsigned columns);

/* SUMMARY as a sentence: "Launch a workload." */
void help_add_sentence(struct buf *out, const char *summary);
/* EXAMPLE with the program's name in it (struct command). */
void help_add_example(struct buf *out, const char *title, const char *example);
/* "-n, --namespace NS", with four blanks in place of a missing letter when ALIGNED. */
void help_add_flag(struct buf *out, const struct option *option, bool aligned);
/* TEXT broken at blanks so that no line is over COLUMNS; lines but the first start with INDENT
 * blanks. AT: columns already used. */
void help_add_wrapped(struct buf *out, struct view text, size_t indent, size_t at,
                      unsigned columns);

#endif
