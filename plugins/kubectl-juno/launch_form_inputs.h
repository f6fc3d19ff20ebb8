/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the form of `launch -i` asks: the fields of a template and its environment, with defaults,
 * options and what the cluster has
 *
 * The rules for answers are those of catalog/answers.h, which looks at every text that is typed.
 */
#ifndef KUBECTL_JUNO_LAUNCH_FORM_INPUTS_H
#define KUBECTL_JUNO_LAUNCH_FORM_INPUTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strv.h"
#include "catalog/answers.h"
#include "form/form.h"
#include "launch_args.h"

enum input_kind {
    INPUT_NAME,  /* the workload's */
    INPUT_FIELD, /* of the template */
    INPUT_ENV,   /* an environment variable */
};

/* The subject of a form's field. */
struct input {
    enum input_kind kind;
    const struct field *field; /* of INPUT_FIELD, also within a list */
    const char *variable;      /* of INPUT_ENV */
    const char *trouble;       /* what is wrong with the text at the start; NULL: nothing */
    bool is_picked;            /* that text is the cluster's choice: an answer, even if it stays */
};

struct form_inputs {
    struct arena arena;
    const struct launch_args *args; /* borrowed */
    struct picker *picker;          /* borrowed: the launch asks it again */
    struct form_field *fields;
    size_t len;
};

#define FORM_INPUTS_INIT                                                                           \
    {                                                                                              \
        .arena = ARENA_INIT, .args = NULL, .picker = NULL, .fields = NULL, .len = 0                \
    }

void form_inputs_release(struct form_inputs *inputs);
/*
 * The inputs of LAUNCH's one template, which is usable. What ARGS answer already is there as text.
 * NAME is where the workload's begins, NULL: it is not asked for. ACT begins messages ("cannot
 * launch 'nb-1' from 'notebook'"). ERROR_INVALID when an answer of
 * ARGS is wrong; the errors of a cluster that does not answer.
 */
bool form_inputs_init(struct form_inputs *inputs, struct launch_plan *launch,
                      const struct launch_args *args, const char *name, const char *act,
                      struct error *err) MUST_CHECK;

/* ---- launch_form_check.c */

/* Answers to LIST under the rules of the launch; the caller releases them. */
struct answers form_inputs_answers(const struct form_inputs *inputs, const struct field_list *list);
/* The .check of a form over a struct form_inputs. */
bool form_inputs_check(void *context, const struct form_field *field, struct view text,
                       struct buf *problem);
/* Append what --set would be given for TEXT: one assignment, or one for each line of TEXT. */
void form_inputs_assign(struct strv *out, const struct field *field, struct view text);

#endif
