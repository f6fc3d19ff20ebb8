/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/document.h - all that a launch was asked for, as one YAML document
 *
 *     template: notebook              the template: its name, revision, category, label, icon,
 *     ...                             and where it was found
 *     fields: [{name: repo, type: string, required: true, secret: false}, ...]
 *                                     a list's with the `fields` of its entries
 *     answers: {repo: a/b}            what was answered, typed, without the defaults
 *     flags: {cpu: "2", env: [A=b]}   the command's flags that a later upgrade takes again
 *     presets: [/srv/presets/gpu]
 *     values: {...}                   what the chart was given
 *     origins: {repo: {...}}          where each value came from (catalog/layer.h)
 *
 * It holds secrets, and is kept in the history alone (workload/history.h). The record is made from
 * it, also by a rollback, for which the template need not be there any more.
 */
#ifndef LAUNCH_DOCUMENT_H
#define LAUNCH_DOCUMENT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "catalog/template.h"
#include "launch/plan.h"
#include "workload/record.h"
#include "yaml/ydoc.h"

/*
 * The document of a PLAN that was made from TEMPLATE. FLAGS, of DOC, and PRESETS are the command's.
 * ERROR_LIMIT when aliases of the answers expand beyond the limit.
 */
struct ynode *document_make(struct ydoc *doc, const struct template *template,
                            const struct plan *plan, struct ynode *flags,
                            const struct strv *presets, struct error *err) MUST_CHECK;

/* What the record says of DOCUMENT: FACTS' template, values and secrets. TEXTS owns copies. */
void document_record(struct record_facts *facts, struct strv *texts, const struct ynode *document);

/* Of DOCUMENT, a struct ynode: the input or value KEY holds a secret. */
bool document_is_secret(const void *document, struct view key);

/*
 * What the later schema LATER asks that the earlier one did not, and the other way round: names,
 * appended. False when DOCUMENT does not say what was asked. An input whose type changed is both.
 */
bool document_compare(struct strv *added, struct strv *removed, const struct ynode *document,
                      const struct field_list *later);

#endif
