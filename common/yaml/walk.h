/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/walk.h - a tree as a sequence of events, for the writers
 *
 * Aliases and merge keys are expanded (counted), of duplicate keys the last one counts. No
 * recursion: the depth is limited, the stack is not used up.
 */
#ifndef YAML_WALK_H
#define YAML_WALK_H

#include "yaml/ydoc_internal.h"

enum walk_order {
    WALK_AS_WRITTEN,
    WALK_BYTES,   /* keys sorted by their bytes */
    WALK_NATURAL, /* keys sorted as kustomize prints them */
};

struct walk_entry {
    struct view key;
    const struct ynode *key_node;
    const struct ynode *value;
};

struct walk_frame {
    const struct ynode *node;
    size_t base; /* of its entries */
    size_t count;
    size_t next;
};

struct walk {
    struct budget budget;
    enum walk_order order;
    enum yaml_profile profile;
    const struct ynode *root; /* NULL once it was told */
    struct walk_frame *frames;
    size_t depth;
    size_t frames_cap;
    struct walk_entry *entries; /* of all open mappings */
    size_t entries_len;
    size_t entries_cap;
    struct walk_entry *sorting; /* scratch */
    size_t sorting_cap;
    struct entries expanded; /* scratch */
    struct arena keys;       /* texts of keys that are no strings */
};

enum walk_what { WALK_SCALAR, WALK_START, WALK_END };

struct walk_event {
    enum walk_what what;
    const struct ynode *node;     /* resolved */
    size_t count;                 /* WALK_START: its children */
    size_t depth;                 /* open collections around it */
    size_t index;                 /* among its parent's children */
    const struct ynode *key_node; /* NULL: not in a mapping, or WALK_END */
    struct view key;              /* as text under the profile */
};

void walk_init(struct walk *walk, const struct ynode *root, enum walk_order order,
               enum yaml_profile profile);
void walk_release(struct walk *walk);
/* Fill *event; *more is false when the tree is told. False and *err at a limit or a bad key. */
bool walk_next(struct walk *walk, struct walk_event *event, bool *more,
               struct error *err) MUST_CHECK;

/* The text of NODE, a string under PROFILE: a timestamp that go-yaml v3 rewrites goes through
 * SCRATCH. */
struct view walk_string(const struct ynode *node, const struct yscalar *value,
                        enum yaml_profile profile, struct buf *scratch);

/* NODE's value under PROFILE, which must be one that JSON knows and that its tag allows. */
bool walk_value(const struct ynode *node, enum yaml_profile profile, struct yscalar *value,
                struct error *err) MUST_CHECK;

#endif
