/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/drift.h - where a live object is no more what was applied, and who changed it
 *
 * Compared are the fields of the manifest as it was applied; what the server or a controller filled
 * in beside them is no drift. Neither is a value that only reads otherwise ("1000m" and "1"), nor
 * one that a webhook set during the apply: of a field that was changed since, the server says that
 * our field manager owns it no more. Elements of lists are told apart by their names, ports or
 * paths. Source: Kubernetes, "Server-Side Apply", managedFields.
 */
#ifndef WORKLOAD_DRIFT_H
#define WORKLOAD_DRIFT_H

#include "base/strv.h"
#include "workload/record.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* Of one workload; more are not told. */
#define DRIFT_ROWS_MAX 1000

/*
 * Add to ROWS, a sequence of DOC, {object: "StatefulSet/rd-7", path: "spec.replicas", was, is,
 * manager, time} for each field of APPLIED that LIVE has otherwise; LIVE has its managed fields.
 * `is` is left out where the field is gone, `manager` and `time` where nobody owns it; collections
 * are JSON text. Values of a Secret, and of keys that IS_SECRET says, are RECORD_SECRET, and
 * so is each of SECRETS within other texts.
 */
void drift_add(struct ydoc *doc, struct ynode *rows, const struct ynode *applied,
               const struct ynode *live, record_is_secret *is_secret, const struct strv *secrets);

#endif
