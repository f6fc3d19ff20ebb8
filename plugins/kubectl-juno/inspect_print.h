/* SPDX-License-Identifier: Apache-2.0 */
/* What `inspect` shows a person of one workload */
#ifndef KUBECTL_JUNO_INSPECT_PRINT_H
#define KUBECTL_JUNO_INSPECT_PRINT_H

#include "cli/console.h"
#include "workload/gather.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Print TREE, of DOC, which takes more nodes: the answer first, then objects, and of what is not
 * well events and log; addresses, inputs, drift. GATHER is what the tree was made of, FLAGS what an
 * advised command needs to mean the same workload.
 */
void inspect_print(struct console *console, struct ydoc *doc, const struct gather *gather,
                   const struct ynode *tree, const char *flags);

#endif
