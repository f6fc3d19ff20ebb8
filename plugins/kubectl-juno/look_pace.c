/* SPDX-License-Identifier: Apache-2.0 */
#include "look_pace.h"

#include "base/clock.h"

/* Looks take no more than a third of the time. */
#define LOOK_SECONDS 0.1
#define LOOK_SHARE   2
/* Before the next look at a server that does not answer. */
#define AGAIN_SECONDS 1.0

bool look_pace_is_due(const struct look_pace *pace)
{
    return clock_monotonic() >= pace->next;
}

void look_pace_done(struct look_pace *pace, double started)
{
    double now = clock_monotonic(), pause = (now - started) * LOOK_SHARE;

    pace->next = now + (pause > LOOK_SECONDS ? pause : LOOK_SECONDS);
}

bool look_pace_failed(struct look_pace *pace, struct error *problem, struct error *err)
{
    if (problem->code != ERROR_UNREACHABLE && problem->code != ERROR_TIMEOUT)
        return error_move(err, problem);
    pace->next = clock_monotonic() + AGAIN_SECONDS;
    return true;
}
