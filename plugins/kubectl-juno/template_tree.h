/* SPDX-License-Identifier: Apache-2.0 */
/* A template as the document that scripts read: design, "Machine output" */
#ifndef KUBECTL_JUNO_TEMPLATE_TREE_H
#define KUBECTL_JUNO_TEMPLATE_TREE_H

#include "catalog/template.h"
#include "print/output.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * {name, namespace (of a cluster's), category, description, status, reason, source, revision, icon,
 * fields: [{name, type, required, default, description, options, sensitive, fields}]}; what is not
 * known is left out, the default of a secret is "***". A node of DOC.
 */
struct ynode *template_tree(struct ydoc *doc, const struct template *template);

/* Of a brief one what a table shows: no fields but their number. */
struct ynode *template_row(struct ydoc *doc, const struct template *template);

/* The same columns for `list` and `show -o name`. */
extern const struct output_kind template_output_kind;

#endif
