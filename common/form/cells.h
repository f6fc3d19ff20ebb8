/* SPDX-License-Identifier: Apache-2.0 */
/* form/cells.h - text as a terminal shows it, cut by columns */
#ifndef FORM_CELLS_H
#define FORM_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"

/* Append TEXT as buf_add_terminal() does; without UTF8 what is not ASCII is <U+00E9>. */
void cells_clean(struct buf *out, struct view text, bool utf8);
/*
 * Append the columns [FROM, FROM + WIDTH) of CLEAN, a text of cells_clean(). Half of a wide
 * character becomes a space. The columns that were added.
 */
size_t cells_cut(struct buf *out, struct view clean, size_t from, size_t width);
/* cells_cut() from 0; where not all of it fits it ends in '…' or '>'. */
size_t cells_fit(struct buf *out, struct view clean, size_t width, bool utf8);
/*
 * Cut the next line of at most WIDTH columns off *REST, at blanks where there are some. Empty at
 * the end.
 */
struct view cells_wrap(struct view *rest, size_t width);

#endif
