/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/replicas.h - an upgrade beside those who scale, stop and start
 *
 * `kubectl juno scale` and `stop`, `kubectl scale` and autoscalers set a field that the chart sets
 * too. Who launched again does not mean to undo that: what is live stays as long as the manifests
 * ask for what they asked for before, and only then.
 */
#ifndef LAUNCH_REPLICAS_H
#define LAUNCH_REPLICAS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/apply.h"

/*
 * Take the field that scales or stops it out of each object of APPLY which somebody else has set
 * since, unless the manifests ask for something new. Each is told as a warning. Not with --force.
 */
void replicas_keep(struct apply *apply, const struct apply_request *request);
/* PROBLEM, a conflict of OBJECT, is about nothing but that field. */
bool replicas_is_cause(const struct ynode *object, const struct error *problem);

#endif
