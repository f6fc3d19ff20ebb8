/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses of a workload: found, and as the rows that scripts read */
#ifndef KUBECTL_JUNO_ENDPOINT_TREE_H
#define KUBECTL_JUNO_ENDPOINT_TREE_H

#include "base/error.h"
#include "cli/option.h"
#include "kube_args.h"
#include "print/output.h"
#include "workload/endpoint.h"
#include "workload/gather.h"
#include "yaml/ydoc.h"

/* --access-host and --inventory: OPT_INCLUDE(struct url_args, access, endpoint_access_options) */
struct endpoint_access {
    const char *host;
    const char *inventory;
};

extern const struct option endpoint_access_options[];

/*
 * Add the addresses of what GATHER read, sorted. Where a NodePort needs it the access host is
 * looked for: --access-host, the cluster inventory (--inventory, JUNO_INVENTORY,
 * ~/.config/juno/clusters.yaml), the nodes; a guess is told as a warning.
 */
bool endpoint_tree_find(struct endpoints *list, const struct endpoint_access *access,
                        struct kube_link *link, const struct gather *gather,
                        struct error *err) MUST_CHECK;

/*
 * {service, type, name, protocol, host, port, url, state, internal} of one address, a node of DOC;
 * what is not known is left out.
 */
struct ynode *endpoint_tree(struct ydoc *doc, const struct endpoint *endpoint);

extern const struct output_kind endpoint_output_kind;

#endif
