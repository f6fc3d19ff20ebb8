/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/console.h - the streams, terminal and environment that a command is given
 *
 * Standard output is the result: collected, written once at the end and checked, so that a late
 * failure leaves no half result. Standard error is the talk: written at once, silenced by --quiet
 * except for errors. A console made by console_init_memory() keeps both in memory: a test runs a
 * command with it and looks at .out and .talk.
 */
#ifndef CLI_CONSOLE_H
#define CLI_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/parts.h"
#include "base/view.h"
#include "cli/option.h"
#include "cli/terminal.h"

/* A result over this is ERROR_LIMIT: twice the largest input. */
#define CONSOLE_OUT_BYTES_MAX ((size_t)512 << 20)

/* Flags that every command has. */
struct console_args {
    bool help;
    bool quiet;
    int verbosity;
};

extern const struct option console_options[];

struct console {
    struct buf out;  /* standard output until console_flush(); commands may append directly */
    struct buf talk; /* standard error of a console in memory; else empty */
    struct view in;  /* standard input of a console in memory; borrowed */
    bool in_memory;
    int in_fd;  /* -1: closed */
    int out_fd; /* -1: memory */
    int err_fd; /* -1: memory */
    bool in_is_terminal;
    bool out_is_terminal;
    bool err_is_terminal;
    bool rewrites;    /* standard error can show console_waiting()'s line */
    bool waiting;     /* a line of console_waiting() stands on the terminal */
    bool color;       /* of standard output */
    bool utf8;        /* symbols beyond ASCII may be used */
    unsigned columns; /* of the terminal; 80 in a pipe */
    struct console_args args;
    const char *program;      /* what usage texts call us: "kubectl juno" */
    const char *argv0;        /* as started */
    char *const *environment; /* NAME=VALUE, NULL-terminated; borrowed */
};

/* The process's own streams and environment. PROGRAM and ARGV0 are borrowed. */
void console_init(struct console *console, const char *program, const char *argv0);
/* Streams in memory, no terminal, 80 columns, .in empty, ENVIRONMENT (NULL: empty). */
void console_init_memory(struct console *console, char *const *environment);
void console_release(struct console *console);

/* The value of NAME in the console's environment, NULL when unset. Borrowed. */
const char *console_env(const struct console *console, const char *name);

/* ---- standard output */

/* FORMAT's arguments are ours: text from a file, chart or cluster goes through console_text(). */
void console_printf(struct console *console, const char *format, ...) PRINTF(2, 3);
/* V made harmless for a terminal, as one line. */
void console_text(struct console *console, struct view v);
/* V byte for byte: machine formats and manifests. */
void console_write(struct console *console, struct view v);
/*
 * The same for a long text in parts, which need to live no longer than the call: everything
 * collected so far and PARTS are written at once. ERROR_PIPE, ERROR_IO, ERROR_LIMIT.
 */
bool console_write_parts(struct console *console, const struct parts *parts,
                         struct error *err) MUST_CHECK;
/* V, harmless, in COLOR where colour is on. */
void console_colored(struct console *console, enum color color, struct view v);
/* Write what was collected. ERROR_PIPE, ERROR_IO, ERROR_LIMIT. In memory: checks the limit only. */
bool console_flush(struct console *console, struct error *err) MUST_CHECK;
/* The last flush: closes standard output too, and sees what only close() tells. */
bool console_close(struct console *console, struct error *err) MUST_CHECK;

/* ---- standard error */

/* One line of talk; the newline is added, the text made harmless. Nothing under --quiet. */
void console_note(struct console *console, const char *format, ...) PRINTF(2, 3);
/*
 * What we wait for, as one line that the next one replaces and the next talk wipes. Only on a
 * terminal and not under --quiet; SECONDS are told from the third on.
 */
void console_waiting(struct console *console, const char *what, double seconds);
/* Wipe that line. */
void console_waited(struct console *console);
/* "warning: FORMAT"; nothing under --quiet. */
void console_warn(struct console *console, const char *format, ...) PRINTF(2, 3);
/* "error: MESSAGE" and "hint: HINT", never silenced. Lines of the message stay lines. */
void console_error(struct console *console, const struct error *err);

/* ---- standard input */

/* Append all of standard input to TEXT; ERROR_USAGE with HINT when it is a terminal or closed. */
bool console_read_stdin(struct console *console, struct buf *text, const char *hint,
                        struct error *err) MUST_CHECK;
/* A line that is typed at the terminal. */
enum console_echo { CONSOLE_SHOWN, CONSOLE_SECRET };
/*
 * Say PROMPT, made harmless, on standard error and append the line that is typed to LINE, without
 * its end. Both are terminals. ERROR_INTERRUPTED at the end of input, at a signal too.
 */
bool console_ask(struct console *console, const char *prompt, enum console_echo echo,
                 struct buf *line, struct error *err) MUST_CHECK;
/*
 * Ask QUESTION at the terminal. True for yes; anything else, the end of input too, is
 * ERROR_INTERRUPTED. Without a terminal it is ERROR_USAGE, with FLAG ("--yes") as the hint.
 */
bool console_confirm(struct console *console, const char *question, const char *flag,
                     struct error *err) MUST_CHECK;

#endif
