/* SPDX-License-Identifier: Apache-2.0 */
/* How often a watch looks again at what its events were about */
#ifndef KUBECTL_JUNO_LOOK_PACE_H
#define KUBECTL_JUNO_LOOK_PACE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"

/* Zeroed at the start. */
struct look_pace {
    double next; /* clock_monotonic() of the next look */
};

bool look_pace_is_due(const struct look_pace *pace);
/* A look that began at STARTED, of clock_monotonic(), has ended well. */
void look_pace_done(struct look_pace *pace, double started);
/*
 * A look failed. True when it is to be tried again, for the server is only away: the watches tell
 * that. False, and *err is PROBLEM, when it is not.
 */
bool look_pace_failed(struct look_pace *pace, struct error *problem, struct error *err) MUST_CHECK;

#endif
