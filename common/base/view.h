/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/view.h - borrowed bytes with their length (NUL is an ordinary byte)
 *
 * A view owns nothing: it is valid as long as what it points into. The zero view reads as empty.
 */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/compiler.h"

struct view {
    const char *data; /* not NUL-terminated */
    size_t len;       /* bytes */
};

/* For printf: "%.*s". Bytes after a NUL are not shown; lengths over INT_MAX are cut. */
#define VIEW_FMT     "%.*s"
#define VIEW_ARGS(v) ((v).len > 0x7fffffff ? 0x7fffffff : (int)(v).len), ((v).data ? (v).data : "")
/* A view of a string literal. */
#define VIEW(literal) ((struct view){ .data = (literal), .len = sizeof(literal) - 1 })
#define VIEW_EMPTY    ((struct view){ .data = NULL, .len = 0 })

static inline struct view view_make(const char *data, size_t len)
{
    return (struct view){ .data = data, .len = len };
}

/* TEXT may be NULL: reads as empty. */
static inline struct view view_of(const char *text)
{
    return (struct view){ .data = text, .len = text ? strlen(text) : 0 };
}

static inline bool view_eq(struct view a, struct view b)
{
    if (a.len != b.len || a.len == 0)
        return a.len == b.len;
    /* Most texts of one length differ in their first byte, and a call costs more than a look. */
    return a.data[0] == b.data[0] && memcmp(a.data, b.data, a.len) == 0;
}

static inline bool view_is(struct view v, const char *text)
{
    return view_eq(v, view_of(text));
}

/* Bytewise order, shorter first when one is a prefix: <0, 0, >0. */
int view_cmp(struct view a, struct view b);

bool view_starts(struct view v, struct view prefix);
bool view_ends(struct view v, struct view suffix);

/* Offset of the first BYTE / NEEDLE in V at or after FROM; V.len when there is none. */
size_t view_find_byte(struct view v, char byte, size_t from);
size_t view_find(struct view v, struct view needle, size_t from);

/* Bytes [from, to) of V; both are clamped to V.len. */
struct view view_sub(struct view v, size_t from, size_t to);

/* Without blanks (space, tab, CR, LF) at both ends. */
struct view view_trim(struct view v);

/*
 * Cut the part of *REST before SEPARATOR into *PART and move *REST behind it.
 * False when *REST is exhausted. "a,,b" gives "a", "", "b"; "a," gives "a"; "" gives nothing.
 */
bool view_cut(struct view *rest, char separator, struct view *part);

/* A NUL-terminated heap copy; the caller frees it. Bytes after an inner NUL stay but are unseen by
 * C. */
char *view_copy(struct view v) MUST_CHECK;

#endif
