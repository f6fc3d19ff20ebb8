/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/pen.h - writing block YAML as libyaml's and go-yaml v2's emitters do
 *
 * What those emitters know about the text behind them (the column, whether a blank or only
 * indentation stands before) decides where they fold a line and begin a new one; the pen keeps
 * exactly that. Width 80, indentation 2, LF. Source: yaml.md 6.3 to 6.6, libyaml 0.2.5 emitter.c.
 */
#ifndef YAML_PEN_H
#define YAML_PEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "yaml/style.h"

#define PEN_STEP 2u /* columns that a level is indented by */

struct pen {
    struct buf *out;
    size_t column;   /* code points on this line; bytes where nothing asks for it any more */
    bool blank;      /* the last character separates: nothing is glued to what comes */
    bool only_marks; /* the line holds blanks, '-', '?' and ':' only */
};

#define PEN_INIT(buffer)                                                                           \
    {                                                                                              \
        .out = (buffer), .column = 0, .blank = true, .only_marks = true                            \
    }

/* Go to column INDENT: on a new line, unless this one still allows it. */
void pen_indent(struct pen *pen, size_t indent);
/* MARK ('-', '?', ':' behind a '?') as one that a nested collection may follow on this line. */
void pen_mark(struct pen *pen, char mark);
/* The ':' behind a key. */
void pen_colon(struct pen *pen);
/* "[]" or "{}". */
void pen_empty(struct pen *pen, const char *brackets);
/*
 * TEXT in STYLE, which style_choose() found possible; it goes on in further lines at INDENT. FOLD:
 * lines over 80 columns are folded, as everywhere but in a simple key. False: TEXT is not UTF-8.
 */
bool pen_text(struct pen *pen, struct view text, enum ynode_style style, size_t indent,
              bool fold) MUST_CHECK;

/* The escape of C in double quotes. */
void pen_add_escape(struct buf *out, uint32_t c);

#endif
