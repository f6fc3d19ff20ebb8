/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/events.h - the newest events of a workload's objects
 *
 * Events of the namespace that are about an object which was gathered, by uid, or about a
 * ReplicaSet of a Deployment among them: that one tells why there are no pods. Source: kubectl
 * describe; testbed.md 2.5 for their two styles.
 */
#ifndef WORKLOAD_EVENTS_H
#define WORKLOAD_EVENTS_H

#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"
#include "workload/gather.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define EVENTS_MAX 20

/*
 * *EVENTS, of DOC: the newest EVENTS_MAX, oldest first, each {type, reason, object: "Pod/web-0",
 * from, message, count, first, last}; what an event does not say is left out. ERROR_FORBIDDEN where
 * they may not be read.
 */
bool events_read(struct ynode **events, struct ydoc *doc, struct kube_client *client,
                 const char *namespace, const struct gather *gather, struct error *err) MUST_CHECK;

#endif
