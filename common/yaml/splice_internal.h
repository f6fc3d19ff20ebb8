/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/splice_internal.h - what the files of the splicer share
 *
 * The old tree is walked beside the new one; every difference becomes an edit of the source text.
 * BEFORE is always a node as parsed, AFTER its counterpart in the changed copy.
 */
#ifndef YAML_SPLICE_INTERNAL_H
#define YAML_SPLICE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/parts.h"
#include "base/view.h"
#include "yaml/render.h"
#include "yaml/ynode.h"

/* One replacement: the bytes [start, end) of the source give way to a part of `texts`. */
struct edit {
    size_t start;
    size_t end;
    size_t text_start; /* offsets in splicer.texts */
    size_t text_end;
    size_t number; /* order of creation: decides between edits at one place */
};

/* The source has a block scalar that keeps the line ends behind it. */
enum keeps_lines { KEEPS_UNKNOWN, KEEPS_NONE, KEEPS_SOME };

struct splicer {
    struct view source;
    bool lasting; /* SOURCE outlives the document */
    struct render_layout layout;
    struct buf texts;
    struct edit *edits;
    size_t len;
    size_t cap;
    bool crlf;    /* new lines end in CRLF */
    bool json;    /* the document is JSON: flow text is written as JSON */
    bool check;   /* an edit met a construct whose result is to be read again */
    bool give_up; /* a construct that cannot be edited: write the document anew */
    bool expand;  /* second try: every alias is written out */
    enum keeps_lines keeps_lines;
    struct error *err;
};

/* ---- splice_edit.c: edits */

/* Replace source[start, end) by what was appended to `texts` since TEXT_START. */
void edit_add(struct splicer *s, size_t start, size_t end, size_t text_start);
void edit_remove(struct splicer *s, size_t start, size_t end);
/*
 * What was appended since TEXT in two parts: up to CUT (an offset in `texts`) it replaces
 * source[start, end), the rest goes in at BEHIND.
 */
void edit_split(struct splicer *s, size_t start, size_t end, size_t text, size_t cut,
                size_t behind);

/* Whole lines that go in at one place, between insertion_begin() and insertion_end(). */
struct insertion {
    size_t at;       /* in the source */
    size_t text;     /* in `texts`: where the insertion starts */
    size_t line;     /* in `texts`: where its first line starts */
    size_t indent;   /* columns before each line */
    bool first;      /* before the first line of a collection, behind its indentation */
    bool unfinished; /* the source's last line lacks its end */
};

struct insertion insertion_begin(struct splicer *s, size_t at, size_t indent, bool first);
void insertion_end(struct splicer *s, const struct insertion *insertion);
/*
 * An entry that goes into a flow collection behind the one at [start, end) is what is appended to
 * `texts` between flow_insert_begin() and flow_insert_end(). Where that one begins a line, the new
 * one gets a line of its own, so that others keep theirs.
 */
struct flow_insert {
    size_t at;   /* in the source */
    size_t text; /* in `texts` */
    bool comma;  /* it ends in one, as the entry before it does */
};

/* NEXT_GOES: the entry behind that one is removed, and what is between them with it. */
void flow_insert_begin(struct splicer *s, struct flow_insert *insert, size_t start, size_t end,
                       bool next_goes);
void flow_insert_end(struct splicer *s, const struct flow_insert *insert);
/* Take INDENT bytes out of `texts` at FROM. */
void texts_unindent(struct splicer *s, size_t from, size_t indent);

/*
 * Append source[start, end) with the edits from number FIRST on, all of which must lie in there. */
void edits_compose(struct splicer *s, struct parts *out, size_t start, size_t end, size_t first);
/*
 * The same to `texts`, in LF, without the last line break: lines that go in elsewhere. The edits
 * are forgotten.
 */
void edits_take(struct splicer *s, size_t start, size_t end, size_t first);

/* ---- splice_edit.c: places in the source, as byte offsets */

/* Where NODE begins with its anchor and tag. */
size_t node_start(const struct ynode *node);
/* NODE's end without line breaks: some scalars end with one. */
size_t node_end(const struct splicer *s, const struct ynode *node);
/* Where the text of a replaced value starts: a tag goes with it, an anchor stays. */
size_t value_start(struct splicer *s, const struct ynode *value);
size_t line_start(const struct splicer *s, size_t at);
/* Behind the line break of the line that holds AT; the text's length in the last line. */
size_t next_line(const struct splicer *s, size_t at);
/* Behind the last line of NODE. */
size_t behind_node(const struct splicer *s, const struct ynode *node);
/* Where the line that holds AT ends, before its line break. */
size_t line_break(const struct splicer *s, size_t at);
bool only_blanks(const struct splicer *s, size_t from, size_t to);
/*
 * A comment at column INDENT or deeper, or a line of more blanks than that, follows the line that
 * holds AT: a block scalar whose lines begin at INDENT would take it in.
 */
bool text_may_follow(const struct splicer *s, size_t at, size_t indent);
/* The start of the comment lines directly above the line that starts at LINE, at column INDENT. */
size_t head_comment(const struct splicer *s, size_t line, size_t indent);

/* ---- splice_value.c: one value; false and *s->err on failure */

/* Both hold something and are of one kind, and BEFORE is written out here: diff_collection() fits.
 */
bool can_descend(const struct ynode *before, const struct ynode *after);
/* BEFORE needs no edit for itself; false also where diff_collection() will look inside. */
bool is_unchanged(const struct splicer *s, const struct ynode *before, const struct ynode *after);
bool replace_flow(struct splicer *s, const struct ynode *before, const struct ynode *after);
/* A scalar for a scalar; INDENT is the column of the entry or dash it belongs to. */
bool replace_scalar(struct splicer *s, const struct ynode *before, const struct ynode *after,
                    size_t indent);
size_t replaced_end(struct splicer *s, const struct ynode *before);
/* The value of raw entry I of MAP. */
bool diff_value(struct splicer *s, const struct ynode *map, size_t i, const struct ynode *after,
                unsigned depth);
bool diff_collection(struct splicer *s, const struct ynode *before, const struct ynode *after,
                     unsigned depth);

/* ---- splice_map.c, splice_seq.c */

bool diff_map(struct splicer *s, const struct ynode *before, const struct ynode *after,
              unsigned depth);
bool diff_seq(struct splicer *s, const struct ynode *before, const struct ynode *after,
              unsigned depth);

#endif
