/* SPDX-License-Identifier: Apache-2.0 */
/* harness/diff.h - what differs between two texts, line by line */
#ifndef HARNESS_DIFF_H
#define HARNESS_DIFF_H

#include <stdio.h>

#include "base/view.h"

/* Lines with '-' are only in EXPECTED, with '+' only in ACTUAL; control bytes are made visible. */
void diff_print(FILE *out, struct view expected, struct view actual);
/* One line of text with its control bytes made visible (\n, \t, \x1b) and its length limited. */
void diff_print_escaped(FILE *out, struct view text);

#endif
