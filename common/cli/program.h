/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/program.h - from argv to an exit status
 *
 * program_main() does what every run has in common: closed descriptors, signals, the command, its
 * flags, help, completion, one printed error, checked output. Every program has `help [COMMAND]`
 * and `options`, and for scripts and shells: `__complete WORDS...`, `__commands` (lines of
 * "command<TAB>summary" and "command<TAB>--flag<TAB>help"), `__man [COMMAND]`, `__check` (what is
 * wrong with the tables), `__helm_completion`.
 */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "base/compiler.h"
#include "cli/command.h"
#include "cli/console.h"

struct program {
    const char *name;     /* of the executable: "kubectl-juno" */
    const char *host;     /* under its host: "kubectl juno" */
    const char *host_env; /* the host is there when this variable says so; NULL: always */
    const char *host_value;
    const char *completer; /* the name that makes us a completer: "kubectl_complete-juno"; NULL */
    const char *tagline;   /* for the manual's NAME: "launch workloads from a catalog" */
    const char *summary;   /* sentences, as they are printed */
    const struct command *const *commands; /* sorted by name, NULL-terminated */
    /*
     * Give *err, a refusal without a hint, one for who ran a command with OPTIONS and ARGS; false.
     * NULL: none.
     */
    bool (*advise_forbidden)(const struct option *options, const void *args,
                             const struct console *console, struct error *err);
    const struct command *default_command; /* for flags without a command; NULL: none */
};

/* The exit status for main() to return. */
int program_main(const struct program *program, int argc, char **argv);

/*
 * One run on a given CONSOLE: everything but descriptors and signals. WORDS are argv[1] and on.
 * Standard output is flushed, the error printed. The exit status.
 */
int program_run(const struct program *program, struct console *console, char *const *words,
                size_t word_count);

/* What usage texts call a program started as ARGV0 in the console's environment. */
const char *program_title(const struct program *program, const struct console *console,
                          const char *argv0);

#endif
