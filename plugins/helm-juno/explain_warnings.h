/* SPDX-License-Identifier: Apache-2.0 */
/*
 * helm-juno/explain_warnings.h - what a user should know of a stream beyond the changes
 *
 * Warnings on standard error, without values: an object that cannot be edited in its text, and a
 * plain scalar that Kubernetes and Kustomize read differently. Source: yaml.md 4 and 8.
 */
#ifndef HELM_JUNO_EXPLAIN_WARNINGS_H
#define HELM_JUNO_EXPLAIN_WARNINGS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "cli/console.h"
#include "manifest/stream.h"

/* Of each kind of warning at most so many are told, and then how many more there are. */
#define EXPLAIN_WARNINGS_MAX 10

/* Objects of STREAM that are written anew, since their changes cannot be edited into the text. */
bool explain_warn_rewritten(struct console *console, const struct stream *stream,
                            struct error *err) MUST_CHECK;
/* Plain scalars of STREAM as it was read that mean one thing to Kubernetes, another to Kustomize.
 */
void explain_warn_ambiguous(struct console *console, const struct stream *stream);

#endif
