/* SPDX-License-Identifier: Apache-2.0 */
/* What `inspect` reads of a workload beside its objects: events, the end of a log, drift, its
 * template */
#ifndef KUBECTL_JUNO_INSPECT_FACTS_H
#define KUBECTL_JUNO_INSPECT_FACTS_H

#include "base/compiler.h"
#include "base/error.h"
#include "workload_link.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Each adds to TREE, of DOC, what it finds of the workload that LINK has read. What may not be read
 * is told, and the rest is still worth seeing: false is an interrupt, or a server that is gone.
 */

/* events: [...], as events_read(). */
bool inspect_add_events(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                        struct error *err) MUST_CHECK;
/* log: {object: "Pod/rd-7-0", container, lines}, of the pod that is why it is not well. */
bool inspect_add_log(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                     struct error *err) MUST_CHECK;
/*
 * drift: [...], as drift_add(): where the objects are no more what the version that holds applied.
 * Without that version (no right to Secrets, a record of another tool) it is not known.
 */
bool inspect_add_drift(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                       struct error *err) MUST_CHECK;
/*
 * newerTemplate: {revision, catalogNamespace} of the template in the cluster's catalog, when that
 * is no more what the workload was made from. A template that is gone or may not be read is not
 * told.
 */
bool inspect_add_newer(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                       struct error *err) MUST_CHECK;

#endif
