/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/access_host.h - the host at which the NodePorts of a cluster are reached
 *
 * A person knows it, and says it by a flag or in the cluster inventory; else it is guessed from the
 * nodes. The API server's own host is never taken. Source: ocdp.md 8, profiles.md 2.3.
 */
#ifndef WORKLOAD_ACCESS_HOST_H
#define WORKLOAD_ACCESS_HOST_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"

#define ACCESS_HOST_INVENTORY_BYTES_MAX ((size_t)4 << 20)

/*
 * *HOST, for the caller to free: `accessHost` of the cluster whose `context` (without one: `name`)
 * is CONTEXT in the ClusterInventory document PATH. NULL when it does not say. ERROR_NOT_FOUND,
 * ERROR_SYNTAX, or ERROR_INVALID with line and column.
 */
bool access_host_from_inventory(char **host, const char *path, const char *context,
                                struct error *err) MUST_CHECK;
/*
 * *HOST, for the caller to free: of the first Ready node by name the ExternalIP, else the
 * InternalIP. NULL when no node has one, or when nodes may not be listed.
 */
bool access_host_from_nodes(char **host, struct kube_client *client, struct error *err) MUST_CHECK;

#endif
