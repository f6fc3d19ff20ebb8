/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form/draw.h - a form as the lines of a screen of a given size
 *
 *      notebook → nb-1                                          film-a
 *      ──────────────────────────────────────────────────────────────
 *        registry        docker.io
 *      › repo            jupyter/base-noteb                 required
 *      ──────────────────────────────────────────────────────────────
 *      Image repository
 *      ↑↓ field   ^O launch   ^C cancel
 *
 * Source: ux.md 3. Small screens lose the rules, then the title and the keys, never the field.
 */
#ifndef FORM_DRAW_H
#define FORM_DRAW_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/strv.h"
#include "form/form.h"

struct form_style {
    bool color;
    bool utf8;
};

struct form_picture {
    struct strv lines; /* at most as many as the screen has rows, each shorter than it is wide */
    unsigned row;      /* of the cursor, from 0 */
    unsigned column;
};

#define FORM_PICTURE_INIT                                                                          \
    {                                                                                              \
        .lines = STRV_INIT, .row = 0, .column = 0                                                  \
    }

void form_picture_release(struct form_picture *picture);
/* FORM's texts are checked, and what is shown of it follows the focus. */
void form_draw(struct form_picture *picture, struct form *form, unsigned columns, unsigned rows,
               const struct form_style *style);

#endif
