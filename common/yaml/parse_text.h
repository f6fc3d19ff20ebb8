/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/parse_text.h - places in a YAML text: libyaml's marks as byte offsets, and what its marks
 * do not say
 */
#ifndef YAML_PARSE_TEXT_H
#define YAML_PARSE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

/*
 * From libyaml's `index` (code points, a leading byte order mark not counted) to bytes. Marks come
 * nearly in order, so that the way from the last one is short.
 */
struct text_cursor {
    struct view text;
    bool ascii;    /* all of TEXT: an index is an offset */
    size_t index;  /* code points before OFFSET */
    size_t offset; /* bytes */
    size_t known;  /* from OFFSET to here all is ASCII; at most OFFSET: not known */
};

void text_cursor_init(struct text_cursor *cursor, struct view text);
size_t text_cursor_seek(struct text_cursor *cursor, size_t index);

struct text_place {
    size_t offset;
    uint32_t line;   /* 0-based, as libyaml counts */
    uint32_t column; /* code points */
};

/* Move PLACE to the byte TO behind it, counting lines and columns as libyaml does. */
void text_place_advance(struct view text, struct text_place *place, size_t to);

/* Bytes of the line break at AT; 0 when there is none. CRLF, CR, LF, NEL, LS and PS are breaks. */
size_t text_break_at(struct view text, size_t at);
/* The start of the line that AT lies in. */
size_t text_line_start(struct view text, size_t at);
/* The end of that line, without its break. */
size_t text_line_end(struct view text, size_t at);
/* The offset behind blanks, breaks and comments from AT on. */
size_t text_skip_space(struct view text, size_t at);
/* The offset behind the at most COUNT anchors and tags at AT; *tagged when one is a tag. */
size_t text_skip_properties(struct view text, size_t at, unsigned count, bool *tagged);
/* The 0-based column of AT in code points, a byte order mark at the start of TEXT not counted. */
uint32_t text_column(struct view text, size_t at);
/*
 * The end of the block scalar TEXT[START, MARK), whose MARK lies where the next token's line
 * starts, without the last line's break. VALUE is what it says.
 */
size_t text_block_scalar_end(struct view text, size_t start, size_t mark, struct view value);

/* TEXT starts with the byte order mark of UTF-16. */
bool text_is_utf16(struct view text);
/* Append TEXT as UTF-8, without its mark. ERROR_SYNTAX names ORIGIN, line and column. */
bool text_add_from_utf16(struct buf *out, struct view text, const char *origin,
                         struct error *err) MUST_CHECK;
/*
 * Append JSON with each "\ud83d\ude00" written as "\U0001F600"; false (and nothing appended) when
 * there is none. Source: yaml.md 2.8.
 */
bool text_add_joined_surrogates(struct buf *out, struct view json);

#endif
