/* SPDX-License-Identifier: Apache-2.0 */
/* A workload as the document that scripts read: design, "Machine output" */
#ifndef KUBECTL_JUNO_WORKLOAD_TREE_H
#define KUBECTL_JUNO_WORKLOAD_TREE_H

#include "cli/terminal.h"
#include "print/output.h"
#include "workload/endpoint.h"
#include "workload/find.h"
#include "workload/gather.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * {name, namespace, template, type, user, status, reason, ready: "1/1", age: seconds, created,
 * endpoints: [endpoint_tree()]}; what is not known is left out. A node of DOC.
 */
struct ynode *workload_row(struct ydoc *doc, const struct found *found);
/*
 * The same of one that was looked at closely, with revision, source, objects: [{kind, name,
 * namespace, apiVersion, ready, status, state, reason, created, owner}], inputs: {NAME: VALUE} and,
 * of a record that has it, origins: {NAME: FROM}.
 */
struct ynode *workload_tree(struct ydoc *doc, const struct gather *gather,
                            const struct endpoints *endpoints, const char *namespace,
                            const char *name);

/* A record_is_secret(): what KEY holds is not shown. */
bool workload_key_is_secret(const void *context, struct view key);

enum color workload_state_color(enum workload_state state);

extern const struct output_kind workload_output_kind;

#endif
