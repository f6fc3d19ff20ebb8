/* SPDX-License-Identifier: Apache-2.0 */
/* form/draw_item.h - the lines of one item of a form: label and value, what is wrong, choices */
#ifndef FORM_DRAW_ITEM_H
#define FORM_DRAW_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/strv.h"
#include "form/draw.h"
#include "form/form.h"

/* What all lines of one picture share. */
struct canvas {
    const struct form_style *style;
    size_t columns;   /* that may be used: one less than the screen has */
    size_t gap;       /* between columns */
    size_t label;     /* columns of the labels */
    size_t lines_max; /* of a text with several lines */
};

struct cursor {
    size_t line; /* of the item */
    size_t column;
};

/* "repo", and "  [0].from" within a list. */
void draw_item_label(struct buf *out, const struct form_item *item);
/* How many lines draw_item() makes. */
size_t draw_item_lines(const struct canvas *canvas, const struct form_item *item, bool focused);
/* Append them to LINES; where the cursor is counts for the FOCUSED item. */
void draw_item(struct strv *lines, const struct canvas *canvas, const struct form *form,
               const struct form_item *item, bool focused, struct cursor *cursor);

#endif
