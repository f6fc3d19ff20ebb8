/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/comments.h - the comments of a document, by the nodes they belong to
 *
 * As go-yaml v3 sees them in a document that is laid out as people do: lines of comments directly
 * above an entry and in its column, a comment behind a value, behind a key whose value begins below
 * it, or behind the '|' of a block scalar, and whole lines at the top (before a blank line) and at
 * the end. Source: go.yaml.in/yaml/v3 scannerc.go, decode.go, measured.
 */
#ifndef YAML_COMMENTS_H
#define YAML_COMMENTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/map.h"
#include "base/view.h"
#include "yaml/ydoc.h"

struct comments {
    struct view top;    /* lines before the first blank one; empty: none. Borrowed, as all texts */
    struct view end;    /* lines behind everything */
    bool end_is_apart;  /* a blank line is before them */
    struct map above;   /* first leaf of an entry, by address -> struct view: lines */
    struct map behind;  /* leaf, or key, by address -> struct view: "# text" */
    struct arena views; /* what the maps hold */
};

#define COMMENTS_INIT                                                                              \
    {                                                                                              \
        .above = MAP_INIT, .behind = MAP_INIT, .views = ARENA_INIT                                 \
    }

void comments_release(struct comments *comments);
/* A leaf is a scalar, an alias, or a collection in flow style, whole. False: one stands elsewhere.
 */
bool comments_read(struct comments *comments, const struct ydoc *doc) MUST_CHECK;
/* Empty when there is none. */
struct view comments_above(const struct comments *comments, const struct ynode *leaf);
struct view comments_behind(const struct comments *comments, const struct ynode *leaf);

#endif
