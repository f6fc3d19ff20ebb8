/* SPDX-License-Identifier: Apache-2.0 */
/* What `show` says of inputs that name an object of the cluster */
#ifndef KUBECTL_JUNO_SHOW_CHOICES_H
#define KUBECTL_JUNO_SHOW_CHOICES_H

#include <stdbool.h>

#include "base/error.h"
#include "catalog/picker.h"
#include "cli/console.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Add to the inputs in TREE (template_tree(), of DOC) that name an object of PICKER's cluster:
 *
 *     choices         [{name: fast, default: true, note: rancher.io/local-path}, ...]
 *     choicesNote     why these are not all that there are
 *     clusterDefault  the name that a launch takes by itself, where an answer is required
 *
 * False: the server did not answer.
 */
bool show_choices_add(struct ydoc *doc, struct ynode *tree, const struct field_list *fields,
                      struct picker *picker, struct error *err) MUST_CHECK;
/* Print the first 20 of each such input; nothing when there is none. */
void show_choices_print(struct console *console, struct ydoc *doc, const struct ynode *tree);

#endif
