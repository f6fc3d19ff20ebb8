/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/merge_walk.h - what the two halves of a strategic merge share: any value, and keyed lists
 *
 * The walk is kyaml's (0.21: yaml/walk, yaml/merge2): base and patch are descended together,
 * through fields that only the base has as well, since kyaml tidies what it passes (doubled list
 * elements, empty nulls). The patch is copied first; where the base has nothing, or is replaced,
 * the copy itself becomes part of the result and is walked with itself, which resolves what is
 * inside it. For strategic_merge.c and keyed_list.c only.
 */
#ifndef PATCH_MERGE_WALK_H
#define PATCH_MERGE_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "patch/comment_schema.h"
#include "patch/graft.h"
#include "patch/merge_keys.h"
#include "patch/user_schema.h"
#include "yaml/ynode.h"

#define PATCH_DIRECTIVE VIEW("$patch")

enum merge_directive { DIRECTIVE_MERGE, DIRECTIVE_REPLACE, DIRECTIVE_DELETE };

struct merge_walk {
    const struct graft *graft;
    const char *origin;      /* what messages call the patch's text */
    const char *base_origin; /* and the object's */
    struct user_schemas *schemas;
    struct comment_schemas *comments;
    struct error *err;
};

/* A step of the way from the root, for messages. */
struct merge_place {
    const struct merge_place *parent; /* NULL: the root */
    struct view key;
    size_t index;
    bool is_key;
};

/* The same place in the result so far and in the patch's copy; NULL is absent, both may be one
 * node. */
struct merge_sides {
    struct ynode *base;
    struct ynode *patch;
};

/* Merge one value; *result is what the place holds then, NULL when it goes. */
bool merge_value(struct merge_walk *walk, const struct merge_place *place, struct merge_sides sides,
                 const struct merge_schema *schema, struct ynode **result) MUST_CHECK;
/* The same of a list (or null) on each side, whose SCHEMA says that its elements are merged. */
bool merge_keyed_list(struct merge_walk *walk, const struct merge_place *place,
                      struct merge_sides sides, const struct merge_schema *schema,
                      struct ynode **result) MUST_CHECK;

/* VALUE of a `$patch` as a directive. */
bool merge_directive_read(struct merge_walk *walk, const struct merge_place *place,
                          const struct ynode *value, enum merge_directive *directive) MUST_CHECK;
/* What a collection's patch is merged into, perhaps itself; NULL when the place goes. */
struct ynode *merge_directed(struct merge_sides sides, enum merge_directive directive);
/* Nothing is left of an element: null or without fields. */
bool merge_is_missing(const struct ynode *node);

/* For messages. "ORIGIN:LINE:COLUMN: 'PATH'", PATCH being the patch's node there. */
void merge_add_where(struct buf *out, const struct merge_walk *walk,
                     const struct merge_place *place, const struct ynode *patch);
/* " (ORIGIN:LINE:COLUMN)" of a node that the object had from its text. */
void merge_add_base_position(struct buf *out, const struct merge_walk *walk,
                             const struct ynode *base);

#endif
