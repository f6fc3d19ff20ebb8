/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form/ask.h - a form as questions, one after the other, for who reads line by line
 *
 * A terminal that can only print, and a screen reader, get plain lines: what it is about, what is
 * there already, and what is wrong with an answer. An empty line keeps what is there, a lone "-"
 * empties it. Source: ux.md 3.
 */
#ifndef FORM_ASK_H
#define FORM_ASK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "form/form.h"

struct ask {
    /* TEXT as a line of its own. */
    void (*say)(void *context, const char *text);
    /* Append the line that is typed behind PROMPT; SECRET: without showing it. */
    bool (*read)(void *context, const char *prompt, bool secret, struct buf *line,
                 struct error *err);
    void *context;
};

/* Every item of FORM is asked until it is an answer. The errors of .read. */
bool form_ask(struct form *form, const struct ask *ask, struct error *err) MUST_CHECK;

#endif
