/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/vanished.h - what a workload had and its manifests no longer name
 *
 * Such an object goes, when it is still the one that was applied and ours, and none that they name
 * by another group that serves it too. A claim stays, for its
 * data would go with it, and so does what is protected: both stay part of the workload, so that
 * deleting it finds them.
 */
#ifndef LAUNCH_VANISHED_H
#define LAUNCH_VANISHED_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/apply.h"

/* Fill APPLY's .leaving from the record; they are of its inventory until they are gone. */
bool vanished_plan(struct apply *apply, const struct apply_request *request,
                   struct error *err) MUST_CHECK;
/* Remove them, and tell what is kept. With a dry run nothing is sent. */
bool vanished_remove(struct apply *apply, const struct apply_request *request,
                     struct error *err) MUST_CHECK;

#endif
