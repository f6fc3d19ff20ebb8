/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/line_diff.h - in which lines two texts differ, as `diff -u` tells it
 *
 * The script of edits is a shortest one (E. W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations", 1986) as long as it has at most LINE_DIFF_EDITS_MAX lines; beyond that what is
 * between the common head and tail is told as replaced whole.
 */
#ifndef BASE_LINE_DIFF_H
#define BASE_LINE_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/view.h"

#define LINE_DIFF_EDITS_MAX 1000

enum line_mark {
    LINE_HUNK, /* "@@ -1,3 +1,4 @@": what follows, of which lines it is */
    LINE_SAME,
    LINE_GONE,
    LINE_NEW,
};

/*
 * Tell each line of what differs between BEFORE and AFTER, CONTEXT lines that are the same around
 * it. LINE has no line end and no mark in front of it. False: the texts are the same, nothing was
 * told.
 */
bool line_diff(struct view before, struct view after, size_t context,
               void (*told)(void *to, enum line_mark mark, struct view line), void *to);

#endif
