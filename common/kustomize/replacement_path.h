/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_path.h - the paths of `replacements`, and what they find
 *
 * Steps are separated by '.', written `\.` inside a step; "[a.b/c]" is one step without its
 * brackets. A step is the name of a field, a number (an index), "[key=value]", "[=value]" (of a
 * list of scalars), "-" (the last element; in a source only) or "*" (every element; in a target
 * only). A path has two readings, as in Kustomize: a source compares values and finds one node, a
 * target takes them for regular expressions that match somewhere and finds many. Source: kyaml
 * utils/pathsplitter.go, yaml/fns.go (PathGetter), yaml/match.go (PathMatcher).
 */
#ifndef KUSTOMIZE_REPLACEMENT_PATH_H
#define KUSTOMIZE_REPLACEMENT_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/view.h"
#include "yaml/ydoc.h"

#define REPLACEMENT_STEPS_MAX 256

struct replacement_path {
    struct view steps[REPLACEMENT_STEPS_MAX];
    size_t len;
    struct arena texts; /* of steps that are not a part of the path's text */
};

#define REPLACEMENT_PATH_INIT                                                                      \
    {                                                                                              \
        .len = 0, .texts = ARENA_INIT                                                              \
    }

void replacement_path_release(struct replacement_path *path);
/* TEXT is borrowed. ERROR_LIMIT over REPLACEMENT_STEPS_MAX steps. */
bool replacement_path_split(struct replacement_path *path, struct view text,
                            struct error *err) MUST_CHECK;

/*
 * The one node below ROOT that the first LEN steps of a source lead to; *FOUND is NULL when it is
 * missing. An error names the step.
 */
bool replacement_path_get(const struct replacement_path *path, size_t len, struct ynode *root,
                          struct ynode **found, struct error *err) MUST_CHECK;

/* A field that a target's path found. */
struct replacement_place {
    struct ynode *node;
    struct ydoc *doc; /* makes nodes for NODE; NULL: only look */
    bool flow;        /* it stands in a flow collection, where Go writes an empty scalar as '' */
    bool lost;        /* it stands nowhere: what is written there does not show */
};

struct replacement_match {
    enum ynode_kind create; /* what is made at the end of a path; YNODE_NONE: nothing is made */
    struct replacement_place *places;
    size_t len;
    size_t cap;
    bool makes;             /* DOC was NULL, and something would have been made */
    struct ydoc_list texts; /* documents that stand in scalars on the way */
};

#define REPLACEMENT_MATCH_INIT                                                                     \
    {                                                                                              \
        .create = YNODE_NONE, .texts = YDOC_LIST_INIT                                              \
    }

void replacement_match_release(struct replacement_match *match);
/*
 * Add to MATCH all fields below ROOT that PATH leads to from its step AT on; missing ones are made
 * in DOC (NULL: only look) where MATCH says so. ROOT is the tree of an object, whose aliases are
 * seen through, or, IN_TEXT, of a document in a scalar, whose aliases are nodes of their own (NULL:
 * an empty text). An error names the step.
 */
bool replacement_match_find(struct replacement_match *match, const struct replacement_path *path,
                            size_t at, struct ynode *root, struct ydoc *doc, bool in_text,
                            struct error *err) MUST_CHECK;

/* ---- what both readings share ---- */

/* "[KEY=VALUE]", or what looks like it. */
bool replacement_step_compares(struct view step);
/* Its two parts; ERROR_INVALID when there is no '='. */
bool replacement_step_cut(struct view step, struct view *key, struct view *value,
                          struct error *err) MUST_CHECK;

#endif
