/* SPDX-License-Identifier: Apache-2.0 */
/*
 * helm/values.h - the values document that Helm reads
 *
 * Helm turns the numbers of a values document into floats, and a chart then prints 1000000 as
 * 1e+06. Whole numbers from a million on are therefore written as text, which a chart prints as it
 * stands. The document is JSON: whatever an answer holds, it is data. Source: catalog.md 3.5.
 */
#ifndef HELM_VALUES_H
#define HELM_VALUES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define HELM_NUMBER_MAX 1000000

/* A whole number of DIGITS ([+-]?[0-9]+) as Helm must be given it: a number, or text when large. */
struct ynode *helm_value_int(struct ydoc *doc, struct view digits) MUST_CHECK;
/* Append VALUES (a mapping) as the document. Large integers anywhere in it become text. */
bool helm_values_write(struct buf *out, const struct ynode *values, struct error *err) MUST_CHECK;

#endif
