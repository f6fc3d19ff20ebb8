/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form/edit.h - a text that is being typed, and where in it the next character goes
 *
 * Any bytes: what is no UTF-8 is moved over byte by byte. A step is one character with the marks
 * that combine with it, so that the cursor stands where a person sees it.
 */
#ifndef FORM_EDIT_H
#define FORM_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

#define EDIT_BYTES_MAX ((size_t)65536)

struct edit {
    struct buf text;
    size_t cursor; /* a byte of TEXT, or its end; never within a character */
};

#define EDIT_INIT                                                                                  \
    {                                                                                              \
        .text = BUF_INIT(EDIT_BYTES_MAX), .cursor = 0                                              \
    }

void edit_release(struct edit *edit);
/* The text becomes TEXT, the cursor its end. False when it was cut at EDIT_BYTES_MAX. */
bool edit_set(struct edit *edit, struct view text);
/* At the cursor, which moves behind it. False when it was cut. */
bool edit_insert(struct edit *edit, struct view text);
/* Remove [FROM, TO); the cursor is at FROM afterwards. */
void edit_erase(struct edit *edit, size_t from, size_t to);

/* Where a step from AT leads: the offset before, behind. AT itself at the end of the text. */
size_t edit_before(const struct edit *edit, size_t at);
size_t edit_behind(const struct edit *edit, size_t at);
/* The start and the end of the line that AT lies in, without its LF. */
size_t edit_line_start(const struct edit *edit, size_t at);
size_t edit_line_end(const struct edit *edit, size_t at);
/* The start of the word before AT: blanks, then what is none. */
size_t edit_word_start(const struct edit *edit, size_t at);
/* One line up or down, at the same column as near as it goes; false: there is none. */
bool edit_up(struct edit *edit);
bool edit_down(struct edit *edit);

#endif
