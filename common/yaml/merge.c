/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/merge.c - what a mapping means: merge keys and duplicates */
#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

bool ynode_is_merge_key(const struct ynode *key)
{
    if (key->kind != YNODE_SCALAR || key->text.len != 2 || memcmp(key->text.data, "<<", 2) != 0)
        return false;
    if (key->props && key->props->tag.len > 0)
        return view_is(key->props->tag, TAG_PREFIX "merge");
    return key->style == YSTYLE_PLAIN;
}

bool ynode_has_merge(const struct ynode *map)
{
    for (size_t i = 0; i < map->len; i++)
        if (ynode_is_merge_key(map->pairs[i].key))
            return true;
    return false;
}

bool ynode_is_mergeable(const struct ynode *value)
{
    value = ynode_resolve(value);
    if (ynode_is_map(value))
        return true;
    if (!ynode_is_seq(value))
        return false;
    for (size_t i = 0; i < value->len; i++)
        if (!ynode_is_map(value->elements[i]))
            return false;
    return true;
}

void merge_walk_release(struct merge_walk *walk)
{
    free(walk->stack);
    map_release(&walk->seen);
    *walk = (struct merge_walk)MERGE_WALK_INIT;
}

static void push(struct merge_walk *walk, const struct ynode *map)
{
    map = ynode_resolve(map);
    if (!ynode_is_map(map))
        return;
    ARRAY_GROW(walk->stack, walk->len, walk->cap);
    walk->stack[walk->len++] = map;
}

void merge_walk_push(struct merge_walk *walk, const struct ynode *map)
{
    /* Backwards: the one pushed last is looked at first. */
    for (size_t i = map->len; i-- > 0;) {
        const struct ynode *value = ynode_resolve(map->pairs[i].value);

        if (!ynode_is_merge_key(map->pairs[i].key))
            continue;
        if (!ynode_is_seq(value)) {
            push(walk, value);
            continue;
        }
        for (size_t j = value->len; j-- > 0;)
            push(walk, value->elements[j]);
    }
}

const struct ynode *merge_walk_next(struct merge_walk *walk)
{
    while (walk->len > 0) {
        const struct ynode *map = walk->stack[--walk->len];
        struct view name = view_make((const char *)&map, sizeof(map));

        /* A second visit finds nothing new; without this, doubled merges take exponential time. */
        if (map_has(&walk->seen, name))
            continue;
        map_set(&walk->seen, name, NULL);
        merge_walk_push(walk, map);
        return map;
    }
    return NULL;
}

void entries_release(struct entries *entries)
{
    free(entries->pairs);
    *entries = (struct entries)ENTRIES_INIT;
}

static void add(struct entries *entries, struct ypair pair)
{
    ARRAY_GROW(entries->pairs, entries->len, entries->cap);
    entries->pairs[entries->len++] = pair;
}

/* What the `<<` entries of MAP bring along and MAP does not say itself. */
static void add_merged(struct entries *entries, const struct ynode *map)
{
    AUTO(merge_walk) walk = MERGE_WALK_INIT;
    AUTO(map) added = MAP_INIT;
    const struct ynode *from;

    merge_walk_push(&walk, map);
    while ((from = merge_walk_next(&walk)) != NULL) {
        for (size_t i = 0; i < from->len; i++) {
            struct view key = ynode_text(from->pairs[i].key);

            if (ynode_is_merge_key(from->pairs[i].key) || index_find(from, key) != i ||
                index_find(map, key) != SIZE_MAX || map_has(&added, key))
                continue;
            map_set(&added, key, NULL);
            add(entries, from->pairs[i]);
        }
    }
}

void entries_add(struct entries *entries, const struct ynode *map)
{
    bool merged = false;

    for (size_t i = 0; i < map->len; i++) {
        if (ynode_is_merge_key(map->pairs[i].key)) {
            if (!merged)
                add_merged(entries, map);
            merged = true;
        } else if (map->len == 1 || index_find(map, ynode_text(map->pairs[i].key)) == i) {
            add(entries, map->pairs[i]);
        }
    }
}
