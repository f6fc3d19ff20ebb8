/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/parts.h - a long text as a list of parts, most of them borrowed
 *
 * What is written is mostly what was read: its bytes stay where they are, and only what is new
 * takes memory of its own.
 */
#ifndef BASE_PARTS_H
#define BASE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"

struct parts {
    struct view *views; /* none of them empty */
    size_t len;
    size_t cap;
    size_t bytes;     /* of all of them */
    size_t max;       /* their ceiling */
    bool overrun;     /* something did not fit and was left out */
    struct arena own; /* what was copied */
};

#define PARTS_INIT(max_)                                                                           \
    {                                                                                              \
        .views = NULL, .len = 0, .cap = 0, .bytes = 0, .max = (max_), .overrun = false,            \
        .own = ARENA_INIT                                                                          \
    }

void parts_release(struct parts *parts);
/* V is borrowed: it must outlive PARTS. */
void parts_add(struct parts *parts, struct view v);
void parts_add_copy(struct parts *parts, struct view v);

/* A place in the text, to which it can be cut. */
struct parts_mark {
    size_t len;
    size_t last; /* bytes of the last part */
    size_t bytes;
};

struct parts_mark parts_mark(const struct parts *parts);
void parts_cut(struct parts *parts, struct parts_mark mark);
/* Append what stands behind MARK to OUT. */
void parts_add_to(struct buf *out, const struct parts *parts, struct parts_mark mark);

/* The last byte; '\0' when there is none. */
char parts_last(const struct parts *parts);
/* Blanks and line ends at most. */
bool parts_is_blank(const struct parts *parts);
/* False and ERROR_LIMIT ("WHAT is over N bytes") when something did not fit. */
bool parts_check(const struct parts *parts, const char *what, struct error *err) MUST_CHECK;

#endif
