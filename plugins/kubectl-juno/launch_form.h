/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `launch -i`: the inputs of a template in a form on the terminal
 *
 * What is left of the form are arguments as the command line would have given them, except that
 * what was typed stays in memory (.typed): no file and no process list has a secret of it. The
 * command line that does the same is told, with secrets by file or environment. Source: ux.md 3.
 */
#ifndef KUBECTL_JUNO_LAUNCH_FORM_H
#define KUBECTL_JUNO_LAUNCH_FORM_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strv.h"
#include "cli/command.h"
#include "form/form.h"
#include "launch_args.h"

struct launch_form {
    struct launch_args args; /* those of the command line; its lists .sets, .set_files and .env are
                                this one's own, less what the form answers in their place */
    struct strv operands;    /* TEMPLATE NAME */
    struct strv typed;       /* FIELD=VALUE; .args.typed is this */
};

#define LAUNCH_FORM_INIT                                                                           \
    {                                                                                              \
        .operands = STRV_INIT, .typed = STRV_INIT                                                  \
    }

void launch_form_release(struct launch_form *form);
/* A form can be shown: ERROR_USAGE where there is no terminal. To be asked before anything else. */
bool launch_form_check(const struct console *console, const struct launch_args *args,
                       struct error *err) MUST_CHECK;
/*
 * Ask what LAUNCH's template wants to know. ARGS, whose struct launch_args is its first member, is
 * what COMMAND was given. ERROR_INTERRUPTED when the form was left; else ERROR_INVALID by wrong
 * answers of the command line, and the errors of catalog and cluster.
 */
bool launch_form_fill(struct launch_form *form, struct launch_plan *launch,
                      const struct command *command, const void *args, const struct strv *operands,
                      struct error *err) MUST_CHECK;

/* ---- launch_form_terminal.c */

/* Let a person fill FORM, as a screen or by questions. ERROR_INTERRUPTED, ERROR_IO. */
bool launch_form_run(struct form *form, struct console *console, struct error *err) MUST_CHECK;

/* ---- launch_form_command.c */

/*
 * Append the command line that does what FORM does: "kubectl juno launch notebook nb-1 --set ...".
 * FIELDS are the template's. Secrets, and texts that a line cannot show, are named by file.
 */
void launch_form_add_command(struct buf *out, const struct launch_form *form,
                             const struct field_list *fields, const struct command *command,
                             const void *args, const char *program);

#endif
