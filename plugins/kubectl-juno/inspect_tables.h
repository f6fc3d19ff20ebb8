/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of a workload as `kubectl get -o wide` shows them: the server's own tables */
#ifndef KUBECTL_JUNO_INSPECT_TABLES_H
#define KUBECTL_JUNO_INSPECT_TABLES_H

#include "base/compiler.h"
#include "base/error.h"
#include "workload_link.h"

/* One table for each kind, in the order of the objects that LINK has read. */
bool inspect_print_tables(struct workload_link *link, struct error *err) MUST_CHECK;

#endif
