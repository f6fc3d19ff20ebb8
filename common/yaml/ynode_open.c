/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/ynode_open.c - collections of a copy get children of their own when somebody looks into them
 *
 * Most of an object that is changed stays as it was, and neither time nor memory goes into it. A
 * collection is opened by one level: its scalars are copied, its collections are there and closed.
 */
#include "yaml/ydoc_internal.h"

/* Everything of FROM but its children. */
static void copy_shell(struct ydoc *doc, struct ynode *to, const struct ynode *from)
{
    *to = *from;
    to->props = NULL;
    if (from->props && from->props->tag.len > 0)
        ynode_need_props(ydoc_arena(doc), to)->tag = from->props->tag;
}

void ynode_close(struct ydoc *doc, struct ynode *copy, const struct ynode *original)
{
    struct ynode_unopened *unopened = arena_alloc(ydoc_arena(doc), sizeof(*unopened));

    copy_shell(doc, copy, original);
    *unopened = (struct ynode_unopened){ .self = copy, .original = original, .doc = doc };
    copy->unopened = unopened;
    copy->is_unopened = true;
}

static void copy_child(struct ydoc *doc, struct ynode *to, const struct ynode *from)
{
    if (from->kind == YNODE_SCALAR || from->len == 0)
        copy_shell(doc, to, from);
    else
        ynode_close(doc, to, from);
}

/* Nobody changes a key in its place, so that a plain one is the original itself. */
static struct ynode *copy_key(struct ydoc *doc, struct ynode *from)
{
    struct ynode *key;

    if (from->kind == YNODE_SCALAR && !from->props)
        return from;
    key = arena_alloc(ydoc_arena(doc), sizeof(*key));
    copy_child(doc, key, from);
    return key;
}

static void open_mapping(struct ynode *map, const struct ynode *original, struct ydoc *doc)
{
    struct arena *arena = ydoc_arena(doc);
    struct ynode *values = arena_alloc(arena, map->len * sizeof(*values));

    map->pairs = arena_alloc(arena, map->len * sizeof(*map->pairs));
    for (size_t i = 0; i < map->len; i++) {
        copy_child(doc, &values[i], original->pairs[i].value);
        map->pairs[i] =
            (struct ypair){ .key = copy_key(doc, original->pairs[i].key), .value = &values[i] };
    }
    if (map->len > INDEX_ENTRIES_MIN)
        ynode_need_props(arena, map)->doc = doc;
}

static void open_sequence(struct ynode *seq, const struct ynode *original, struct ydoc *doc)
{
    struct arena *arena = ydoc_arena(doc);
    struct ynode *children = arena_alloc(arena, seq->len * sizeof(*children));

    seq->elements = arena_alloc(arena, seq->len * sizeof(*seq->elements));
    for (size_t i = 0; i < seq->len; i++) {
        copy_child(doc, &children[i], original->elements[i]);
        seq->elements[i] = &children[i];
    }
}

const struct ynode *ynode_open_now(const struct ynode *node)
{
    struct ynode_unopened *unopened;
    struct ynode *self;

    if (node->kind == YNODE_ALIAS)
        node = node->target;
    if (!node->is_unopened)
        return node;
    unopened = node->unopened;
    self = unopened->self;
    self->is_unopened = false;
    self->cap = self->len;
    if (self->kind == YNODE_MAP)
        open_mapping(self, unopened->original, unopened->doc);
    else
        open_sequence(self, unopened->original, unopened->doc);
    return self;
}
