/* SPDX-License-Identifier: Apache-2.0 */
/* catalog/answer_advice.h - how to answer a field: in words, and with a value that will do */
#ifndef CATALOG_ANSWER_ADVICE_H
#define CATALOG_ANSWER_ADVICE_H

#include "base/buf.h"
#include "base/compiler.h"
#include "catalog/field.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* A value that any template can be rendered with, of DOC. Never NULL. */
struct ynode *answer_sample(struct ydoc *doc, const struct field *field) MUST_CHECK;
/* Append how to give FIELD an answer: "--set gpu=true or gpu=false"; PATH is what to call it. */
void answer_add_fix(struct buf *out, const struct field *field, const char *path);

#endif
