/* SPDX-License-Identifier: Apache-2.0 */
/* base/clock.h - time: read in one place, so that tests can pass theirs */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

/* Seconds since 1970 in UTC; $SOURCE_DATE_EPOCH wins when it is set to a whole number. */
int64_t clock_now(void);
/* Monotonic seconds, for deadlines. */
double clock_monotonic(void);
/*
 * "2006-01-02T15:04:05Z" to seconds; fractions (dropped) and offsets as in RFC 3339. As Go reads
 * it: upper case T and Z, no second 60. *out is untouched on failure.
 */
bool clock_parse_rfc3339(struct view v, int64_t *out) MUST_CHECK;
/* "2006-01-02T15:04:05Z"; the proleptic Gregorian calendar, years outside 0-9999 as they come. */
void clock_add_rfc3339(struct buf *buf, int64_t seconds);
/* An age as kubectl prints it (plugins.md 6.6): "90s", "5m30s", "3d4h", "<invalid>". */
void clock_add_age(struct buf *buf, int64_t seconds);
/*
 * "30s", "2m", "1h30m", "1.5h", "500ms", "10us", "1ns" or whole seconds, to seconds. False on
 * anything else, on a sign, and over CLOCK_DURATION_MAX.
 */
bool clock_parse_duration(struct view v, double *out) MUST_CHECK;

/* The longest duration, as in Go: 2^63 nanoseconds. */
#define CLOCK_DURATION_MAX 9223372036.0

#endif
