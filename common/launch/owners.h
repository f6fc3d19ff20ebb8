/* SPDX-License-Identifier: Apache-2.0 */
/* launch/owners.h - whose the objects are that a launch is about to write. Source: catalog.md 5.5.3
 */
#ifndef LAUNCH_OWNERS_H
#define LAUNCH_OWNERS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/apply.h"
#include "workload/record.h"

/*
 * Look at every object of APPLY as it is on the cluster; its .live and
 * .resource_version are set. All that
 * belong to another workload, to none, or to one of this name without a record, are named in one
 * ERROR_CONFLICT; what is of no workload, or of one without a record, is let through with --adopt.
 */
bool owners_check(struct apply *apply, const struct apply_request *request,
                  struct error *err) MUST_CHECK;
/*
 * Into the inventory goes what BEFORE, the record of a launch that stopped half way, names outside
 * the workload's namespace and this launch does not make: no label finds it again. Only what is
 * there and ours. ERROR_INTERRUPTED.
 */
bool owners_carry_over(struct apply *apply, const struct apply_request *request,
                       const struct record *before, struct error *err) MUST_CHECK;

#endif
