/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/claim.h - a workload claimed while somebody acts on it: its record, a version of its
 * history
 *
 * The record comes first: a launch makes it by POST, an upgrade and a rollback put a new one in the
 * place of the one they have read, so that of two who act one wins. The version of the history
 * follows. Both say that work is under way, and by whom, until they are told how it ended; the
 * record is the last write of all.
 */
#ifndef LAUNCH_CLAIM_H
#define LAUNCH_CLAIM_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/apply.h"
#include "workload/record.h"

/* What a dry run, which claims nothing, can know: the name is free, or nobody else is at work. */
bool claim_check(const struct apply_request *request, struct error *err) MUST_CHECK;
/*
 * ERROR_CONFLICT: the name is taken, or another acts on the workload; nothing was written. With
 * .resumed an unfinished launch of the same template was taken over.
 */
bool claim_take(struct apply *apply, const struct apply_request *request, const char *launcher,
                struct error *err) MUST_CHECK;
/* How it ended; NOTE, why it failed, goes into the history (NULL: nothing). */
bool claim_end(struct apply *apply, const struct apply_request *request, enum record_state state,
               const char *launcher, const char *note, struct error *err) MUST_CHECK;
/* A launch that left nothing: neither shall record and version be. */
void claim_drop(struct apply *apply, const struct apply_request *request);
/* To a write the server says that nothing was found when the namespace is not there. */
bool claim_advise_project(const struct apply_request *request, struct error *err);

#endif
