/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/regex_class.h - sets of code points, as the parser of base/regex collects them
 *
 * A set is born with the work it may cause; beyond it nothing is added and overrun is set, to be
 * checked once. FOLD adds every case variant of what is added.
 */
#ifndef BASE_REGEX_CLASS_H
#define BASE_REGEX_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/view.h"

struct regex_range {
    uint32_t first;
    uint32_t last;
};

struct regex_class {
    struct regex_range *ranges; /* in any order, possibly overlapping, until finished */
    size_t len;
    size_t cap;
    size_t work;     /* additions and table rows read so far */
    size_t work_max; /* ceiling of work */
    bool overrun;
};

#define REGEX_CLASS_INIT(max)                                                                      \
    {                                                                                              \
        .ranges = NULL, .len = 0, .cap = 0, .work = 0, .work_max = (max), .overrun = false         \
    }

void regex_class_release(struct regex_class *class);
void regex_class_add(struct regex_class *class, uint32_t first, uint32_t last, bool fold);
/* The d, s, w, D, S or W of \d ... \W; false for any other letter. */
bool regex_class_add_perl(struct regex_class *class, char letter, bool fold);
/* The "alpha" or "^alpha" of [:alpha:]; false when there is no such class. */
bool regex_class_add_posix(struct regex_class *class, struct view name, bool fold);
/* The "Lu", "Letter", "Any" ... of \p{Lu}, or all but it; false when there is no such class. */
bool regex_class_add_unicode(struct regex_class *class, struct view name, bool negate, bool fold);
/* Sort the ranges and join what overlaps or touches. */
void regex_class_finish(struct regex_class *class);
/* As above, then everything that was not in the set. */
void regex_class_finish_negated(struct regex_class *class);

#endif
