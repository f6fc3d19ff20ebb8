/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/timestamp.h - the timestamps that go-yaml sees in plain scalars
 *
 * A year of four digits, month and day of one or two, then nothing; or blanks and h:m:s with an
 * optional fraction; or `T` or `t`, the same, and `Z` or an offset. Source: parseTimestamp() of
 * go-yaml and Go's time.Parse, whose leniencies (a comma for the point, offsets up to 24:60) count.
 */
#ifndef YAML_TIMESTAMP_H
#define YAML_TIMESTAMP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/view.h"

bool timestamp_is(struct view text);
/* TEXT, which is a timestamp, as RFC 3339 with at most nine digits of fraction; else nothing. */
void timestamp_add(struct buf *out, struct view text);

#endif
