/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/completion.h - candidates for the word at the cursor, and the shells that ask for them
 *
 * kubectl, Helm and our own scripts ask alike: the words after the program's name, the one being
 * completed last, answered by `value<TAB>description` lines that have its prefix and `:N`, a set
 * of COMPLETION_* bits (cobra's directives). Source: spec plugins.md 5, 6.2.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

struct console;
struct program;

#define COMPLETION_ERROR       1u
#define COMPLETION_NO_SPACE    2u
#define COMPLETION_NO_FILES    4u
#define COMPLETION_EXTENSIONS  8u
#define COMPLETION_DIRECTORIES 16u
#define COMPLETION_KEEP_ORDER  32u

/* More candidates than a person can read are cut off. */
#define COMPLETION_LINES_MAX 10000
#define COMPLETION_BYTES_MAX ((size_t)4 << 20)

struct completion {
    struct view word; /* what is being completed */
    struct buf lines; /* "value\tdescription\n" */
    size_t count;
    size_t open_count;   /* of them those that end in '=': more of the word is to come */
    unsigned directives; /* COMPLETION_NO_FILES until someone says otherwise */
};

/* Adds VALUE when it has the word's prefix. DESCRIPTION may be empty; only its first line is taken.
 */
void completion_add(struct completion *completion, struct view value, struct view description);

/* Candidates for the last of WORDS, as text. */
void completion_run(struct buf *out, const struct program *program, struct console *console,
                    char *const *words, size_t word_count);

enum completion_shell { COMPLETION_BASH, COMPLETION_ZSH, COMPLETION_FISH };

/* The shell called NAME; ERROR_USAGE names those there are. */
bool completion_find_shell(const char *name, enum completion_shell *shell,
                           struct error *err) MUST_CHECK;
/* Candidates for such a NAME. */
void completion_add_shells(struct completion *completion);

/* The script that makes SHELL complete the executable NAME ("kubectl-juno") by its `__complete`. */
void completion_add_script(struct buf *out, enum completion_shell shell, const char *name);
/* Helm's completion.yaml from PROGRAM's tables. */
void completion_add_helm_yaml(struct buf *out, const struct program *program);

#endif
