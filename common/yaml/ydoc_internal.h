/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/ydoc_internal.h - what the files of yaml/ share and nobody else sees */
#ifndef YAML_YDOC_INTERNAL_H
#define YAML_YDOC_INTERNAL_H

#include "base/map.h"
#include "yaml/ydoc.h"

/* Mappings with more entries than this are looked up by an index. */
#define INDEX_ENTRIES_MIN 16u

/* The prefix of YAML's own tags. */
#define TAG_PREFIX "tag:yaml.org,2002:"

/* A text shared by the documents read from it. */
struct ytext {
    size_t refs;
    size_t len;
    char *data; /* owned */
};

struct ydoc {
    struct arena arena;
    struct view text;
    struct ytext *owned; /* holds TEXT; NULL: borrowed */
    struct ynode *root;
    const char *origin; /* in the arena */
    size_t nodes_written;
    bool has_anchors;
    bool has_odd_syntax;
};

/* ---- ydoc.c ---- */

/* TEXT is borrowed unless OWNED, which gains a reference, holds it. */
struct ydoc *ydoc_new_with(struct view text, struct ytext *owned, const char *origin) MUST_CHECK;

/* ---- nodes: ynode_change.c ---- */

/* A zeroed node of KIND. */
struct ynode *ynode_alloc(struct arena *arena, enum ynode_kind kind) MUST_CHECK;
/* The props of NODE, made when there are none. */
struct ynode_props *ynode_need_props(struct arena *arena, struct ynode *node);

/* ---- copies that are made when somebody looks into them: ynode_open.c ---- */

struct ynode_unopened {
    struct ynode *self;
    const struct ynode *original;
    struct ydoc *doc; /* SELF's */
};

/* The node to read in the place of NODE, which is no alias. */
static inline const struct ynode *ynode_look(const struct ynode *node)
{
    return node->is_unopened ? node->unopened->original : node;
}

/* Make COPY, a collection of DOC, one of ORIGINAL (no alias, no `<<` in it) that is still to be
 * opened. */
void ynode_close(struct ydoc *doc, struct ynode *copy, const struct ynode *original);
/* Give NODE, an alias or a collection that is still to be opened, children of its own. */
const struct ynode *ynode_open_now(const struct ynode *node);
/*
 * NODE (may be NULL) or what an alias stands for, with children of its own: for all that hands out
 * children, which may be changed, or changes their list.
 */
static inline const struct ynode *ynode_open(const struct ynode *node)
{
    if (!node || (node->kind != YNODE_ALIAS && !node->is_unopened))
        return node;
    return ynode_open_now(node);
}

/* ---- ynode.c ---- */

/* The meaning of a scalar with STYLE and TAG; YTYPE_NONE when TEXT cannot be what TAG says. */
struct yscalar scalar_resolve_tagged(struct view text, enum ynode_style style, struct view tag,
                                     enum yaml_profile profile);

/* ---- the index of a large mapping: ynode_index.c ---- */

/* The last entry KEY among the raw entries; SIZE_MAX when absent. MAP is a mapping. */
size_t index_find(const struct ynode *map, struct view key);
/* The same in one pass with the question whether a `<<` may have the KEY that was not found. */
size_t index_find_or_merge(const struct ynode *map, struct view key, bool *may_merge);
/* Two entries with one key: the first such pair in the order of the second ones. */
bool index_find_repeated(struct ydoc *doc, struct ynode *map, size_t *first, size_t *second);
/* Entry I was just added / is about to go / has another key: keep the index true, or drop it. */
void index_inserted(struct ydoc *doc, struct ynode *map, size_t i);
void index_removing(struct ynode *map, size_t i);

/* ---- merge keys: merge.c ---- */

bool ynode_has_merge(const struct ynode *map);
/* The value of a `<<` is a mapping or a sequence of mappings. */
bool ynode_is_mergeable(const struct ynode *value);

/* The mappings that are merged into one, the strongest first, each once. */
struct merge_walk {
    const struct ynode **stack;
    size_t len;
    size_t cap;
    struct map seen;
};

#define MERGE_WALK_INIT                                                                            \
    {                                                                                              \
        .stack = NULL, .len = 0, .cap = 0, .seen = MAP_INIT                                        \
    }

void merge_walk_release(struct merge_walk *walk);
/* Look also into what the `<<` entries of MAP name. */
void merge_walk_push(struct merge_walk *walk, const struct ynode *map);
/* The next mapping, whose own `<<` is already pushed; NULL at the end. */
const struct ynode *merge_walk_next(struct merge_walk *walk);

/* The entries that a mapping means. */
struct entries {
    struct ypair *pairs; /* borrowed nodes */
    size_t len;
    size_t cap;
};

#define ENTRIES_INIT                                                                               \
    {                                                                                              \
        .pairs = NULL, .len = 0, .cap = 0                                                          \
    }

void entries_release(struct entries *entries);
/*
 * Append what MAP means, in the order written: merged entries at the place of their `<<`, of
 * duplicates only the last.
 */
void entries_add(struct entries *entries, const struct ynode *map);

/* ---- the expansion limit: ynode_copy.c ---- */

struct budget {
    const struct ynode *root; /* what is being walked */
    size_t made;              /* nodes so far, aliases expanded */
    size_t limit;             /* 0: not yet known */
};

/* One more node at DEPTH (the root is 1). False and ERROR_LIMIT beyond the limits. */
bool budget_spend(struct budget *budget, size_t depth, struct error *err);

#endif
