/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/command.h - a command as data: what it is called, takes and does
 *
 *     static bool list_run(void *opaque, const struct strv *operands, struct console *console,
 *                          struct error *err)
 *     {
 *         const struct list_args *args = opaque;
 *         ...
 *     }
 *
 *     const struct command cmd_list = {
 *         .name = "list",
 *         .summary = "list the templates of the catalog",
 *         .options = list_options,
 *         .args_size = sizeof(struct list_args),
 *         .run = list_run,
 *     };
 *
 * A command with .commands has sub-commands (`template lint`) and no .run of its own. All tables
 * are sorted by name; command_check() is the self-check that a unit test runs.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "cli/option.h"

struct console;

#define OPERANDS_ANY SIZE_MAX

#define COMMAND_HIDDEN   (1u << 0) /* works, is never shown */
#define COMMAND_QUESTION (1u << 1) /* exit status 0 clean, 1 found, 2 could not tell */

struct operands {
    size_t min;
    size_t max;       /* OPERANDS_ANY: no limit */
    const char *name; /* for messages: "TEMPLATE"; "FILE" and "DIR" complete as such */
    /* candidates for the next word; NULL: by NAME */
    void (*complete)(const struct option_complete_call *call);
};

struct command {
    const char *name;
    const char *const *aliases; /* other names, NULL-terminated, shown in help only; may be NULL */
    unsigned flags;
    const char *summary;     /* one line, lower case, no full stop: "launch a workload from ..." */
    const char *synopsis;    /* what follows the name, one line each: "TEMPLATE [NAME]\n-f FILE" */
    const char *description; /* paragraphs after the summary, parted by "\n\n"; may be NULL */
    /*
     * Command lines, NULL-terminated: our name is put before each ("list --check"), or where it
     * says {} ("helm template demo ./chart | {} post-render --preset site"). One that starts with
     * "$ " is shown as it is, without these.
     */
    const char *const *examples;
    const char *const *see_also; /* names of commands, NULL-terminated; may be NULL */
    struct operands operands;
    const struct option *options;
    size_t args_size;
    const void *defaults; /* ARGS_SIZE bytes that the args start as; NULL: zeros */
    /*
     * ARGS is the filled struct, OPERANDS counts between min and max. Result to standard output
     * by console. False and *err: a message, and the status by cli/exit.
     */
    bool (*run)(void *args, const struct strv *operands, struct console *console,
                struct error *err);
    /*
     * Called when reading the flags (ARGS as far as they were read) or .run failed, for callers who
     * see neither standard error nor the status. What was on standard output is gone. True: it was
     * told, the status is 0. May be NULL.
     */
    bool (*tell_failure)(const void *args, struct console *console, const struct error *err);
    const struct command *const *commands; /* sub-commands, NULL-terminated; NULL: none */
};

/* The command NAME, which may be an alias, in TABLE (NULL-terminated), hidden ones too; NULL when
 * there is none. */
const struct command *command_find(const struct command *const *table, const char *name);
/*
 * Which command a command line means. Flags of GLOBALS may stand before its name. DEFAULT_COMMAND
 * (may be NULL) is meant by a first flag that is not one of them.
 */
struct command_line {
    const struct command *command;      /* NULL: none was named */
    const struct command *const *table; /* where .unknown was looked for */
    const char *unknown;                /* the word or flag that is none; NULL: all is well */
    struct buf path;                    /* "template lint" */
    char **words;                       /* the rest; the array is ours, the texts are not */
    size_t word_count;
};

void command_line_find(struct command_line *line, const struct command *const *table,
                       const struct command *default_command, const struct option *globals,
                       char *const *words, size_t word_count);
void command_line_release(struct command_line *line);

/* The nearest visible name, NULL when none is near. */
const char *command_nearest(const struct command *const *table, const char *name);

/*
 * What is wrong with TABLE, one line each into PROBLEMS: unsorted or doubled names, doubled
 * letters, empty, over-wide or badly ended help, a see_also that does not exist, a value without a
 * name. GLOBALS are the flags that every command has as well.
 */
void command_check(struct strv *problems, const struct command *const *table,
                   const struct option *globals);

#endif
