/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/answers.h - what the user answered, against what the template asks
 *
 *     struct answers answers;
 *     answers_init(&answers, &template->fields.list, unsafe);
 *     answers_read_file(&answers, "values.yaml", err)     each --values, in order
 *     answers_set(&answers, "repo=jupyter/base-notebook")  each --set
 *     answers_set_file(&answers, "startup=start.sh", ...)  each --set-file
 *     answers_use_picker(&answers, &picker, err)           with a cluster: what it has
 *     answers_finish(&answers, false);                     defaults, and what is required
 *     answers_check(&answers, "cannot launch 'nb-1' from 'notebook'", err)
 *
 * Everything that is wrong is collected, and told at once by answers_check(). A --set is one
 * assignment: FIELD=VALUE, and FIELD[i].SUB=VALUE inside a list. It is never cut at commas.
 * Source: catalog.md 3.2-3.5, ux.md 3, robustness.md 3.4.
 */
#ifndef CATALOG_ANSWERS_H
#define CATALOG_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/strv.h"
#include "base/view.h"
#include "catalog/answer_value.h"
#include "catalog/field.h"
#include "catalog/problems.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

struct picker;

struct answers {
    const struct field_list *fields; /* borrowed */
    struct ydoc *doc;                /* owns VALUES */
    struct ynode *values;            /* a mapping: field name to typed value */
    struct ynode *origins;           /* where each of them comes from: catalog/layer.h */
    const struct picker *picker;     /* answers_use_picker(); NULL: no cluster is asked */
    bool force;                      /* what the cluster has not is only warned of */
    struct answer_reader reader;
    struct map wrong; /* fields with a problem: they are not told to be required as well */
    struct map typed; /* fields that a --set has answered */
    struct map stale; /* fields whose earlier answer the template no longer takes: why, heap */
    struct problems problems;
    struct strv warnings;
};

void answers_init(struct answers *answers, const struct field_list *fields, bool unsafe);
void answers_release(struct answers *answers);

/*
 * Begin with EARLIER, the answers of an earlier launch; to be called first. AS_TEXT: all are texts,
 * lists as JSON, and nothing but fields is of interest; empty ones and HIDDEN are none. An answer
 * to what the template asks no more is left out with a warning; one that it no longer takes is a
 * problem unless another is given.
 */
void answers_take_earlier(struct answers *answers, const struct ynode *earlier, bool as_text,
                          const char *hidden);
/* One mapping of fields to values. A file that cannot be read, or holds something else, is *err. */
bool answers_read_file(struct answers *answers, const char *path, struct error *err) MUST_CHECK;
/* "FIELD=VALUE". */
void answers_set(struct answers *answers, const char *assignment);
/* The same where it was typed into a form: no process list shows it. */
void answers_type(struct answers *answers, const char *assignment);
/*
 * "FIELD=FILE": the file's text, less one line end at its end unless the field is multi-line. "-"
 * is STANDARD_INPUT, which the caller has read.
 */
bool answers_set_file(struct answers *answers, const char *assignment, struct view standard_input,
                      struct error *err) MUST_CHECK;
/* ASSIGNMENT of --set-file names standard input. */
bool answers_wants_standard_input(const char *assignment);

/*
 * Fill in defaults, complete list entries and note what is required and missing. SAMPLE: what is
 * required gets a sample in place of a problem.
 */
void answers_finish(struct answers *answers, bool sample);
/* ERROR_INVALID "ACT: 3 inputs are wrong" and a line for each. */
bool answers_check(const struct answers *answers, const char *act, struct error *err) MUST_CHECK;

#endif
