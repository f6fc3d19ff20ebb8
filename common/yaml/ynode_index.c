/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/ynode_index.c - finding a key in a mapping of any size */
#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

#define REMOVED UINT32_MAX

/* Open addressing; a slot holds the last entry of its key. */
struct ynode_index {
    uint32_t *slots;   /* entry + 1; 0: free; REMOVED: was taken */
    size_t slot_count; /* a power of two */
    size_t taken;      /* slots that are not free */
    bool has_repeated; /* a key stands twice: removing one needs a new index */
};

static struct view key_text(const struct ynode *map, size_t i)
{
    return ynode_text(map->pairs[i].key);
}

static size_t find_slot(const struct ynode_index *index, const struct ynode *map, struct view key)
{
    size_t mask = index->slot_count - 1;
    size_t slot = (size_t)map_hash(key) & mask;

    while (index->slots[slot] != 0) {
        if (index->slots[slot] != REMOVED && view_eq(key_text(map, index->slots[slot] - 1), key))
            return slot;
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Returns the entry that had I's key before, SIZE_MAX when there was none. */
static size_t add_entry(struct ynode_index *index, const struct ynode *map, size_t i)
{
    size_t slot = find_slot(index, map, key_text(map, i));
    size_t before = index->slots[slot] ? index->slots[slot] - 1 : SIZE_MAX;

    if (before == SIZE_MAX)
        index->taken++;
    else
        index->has_repeated = true;
    if (before == SIZE_MAX || before < i)
        index->slots[slot] = (uint32_t)i + 1;
    return before;
}

static struct ynode_index *index_new(struct ydoc *doc, size_t entries)
{
    struct ynode_index *index = arena_alloc_zero(ydoc_arena(doc), 1, sizeof(*index));

    index->slot_count = 64;
    while (index->slot_count < entries * 2)
        index->slot_count *= 2;
    index->slots = arena_alloc_zero(ydoc_arena(doc), index->slot_count, sizeof(*index->slots));
    return index;
}

static bool has_index(const struct ynode *map)
{
    return map->len > INDEX_ENTRIES_MIN && map->props && map->props->doc;
}

static struct ynode_index *need_index(const struct ynode *map)
{
    struct ynode_props *props = map->props;

    if (!props->index) {
        props->index = index_new(props->doc, map->len);
        for (size_t i = 0; i < map->len; i++)
            (void)add_entry(props->index, map, i);
    }
    return props->index;
}

/* The scalar that CANDIDATE is, or stands for, is KEY. */
static bool is_key(const struct ynode *candidate, struct view key)
{
    if (candidate->kind == YNODE_ALIAS)
        candidate = candidate->target;
    return candidate->kind == YNODE_SCALAR && view_eq(candidate->text, key);
}

static size_t find_small(const struct ynode *map, struct view key)
{
    for (size_t i = map->len; i-- > 0;)
        if (is_key(map->pairs[i].key, key))
            return i;
    return SIZE_MAX;
}

size_t index_find(const struct ynode *map, struct view key)
{
    if (has_index(map)) {
        const struct ynode_index *index = need_index(map);
        size_t slot = find_slot(index, map, key);

        return index->slots[slot] ? index->slots[slot] - 1 : SIZE_MAX;
    }
    return find_small(map, key);
}

size_t index_find_or_merge(const struct ynode *map, struct view key, bool *may_merge)
{
    if (has_index(map)) {
        size_t i = index_find(map, key);

        *may_merge = i == SIZE_MAX && index_find(map, VIEW("<<")) != SIZE_MAX;
        return i;
    }
    *may_merge = false;
    for (size_t i = map->len; i-- > 0;) {
        const struct ynode *candidate = map->pairs[i].key;

        if (is_key(candidate, key))
            return i;
        *may_merge |= ynode_is_merge_key(candidate);
    }
    return SIZE_MAX;
}

static bool find_repeated_small(const struct ynode *map, size_t *first, size_t *second)
{
    for (size_t i = 1; i < map->len; i++)
        for (size_t j = 0; j < i; j++)
            if (view_eq(key_text(map, i), key_text(map, j))) {
                *first = j;
                *second = i;
                return true;
            }
    return false;
}

bool index_find_repeated(struct ydoc *doc, struct ynode *map, size_t *first, size_t *second)
{
    if (map->len <= INDEX_ENTRIES_MIN)
        return find_repeated_small(map, first, second);

    struct ynode_props *props = ynode_need_props(ydoc_arena(doc), map);

    props->doc = doc;
    props->index = index_new(doc, map->len);
    for (size_t i = 0; i < map->len; i++) {
        size_t before = add_entry(props->index, map, i);

        if (before == SIZE_MAX)
            continue;
        *first = before;
        *second = i;
        props->index = NULL; /* half built */
        return true;
    }
    return false;
}

/* Add DELTA to every entry number from FROM on; without branches, for their outcome is random. */
static void shift(struct ynode_index *index, size_t from, uint32_t delta)
{
    for (size_t slot = 0; slot < index->slot_count; slot++) {
        uint32_t entry = index->slots[slot];
        uint32_t moves = (uint32_t)(entry > from) & (uint32_t)(entry != REMOVED);

        index->slots[slot] = entry + delta * moves;
    }
}

void index_inserted(struct ydoc *doc, struct ynode *map, size_t i)
{
    if (map->len <= INDEX_ENTRIES_MIN)
        return;

    struct ynode_props *props = ynode_need_props(ydoc_arena(doc), map);

    props->doc = doc;
    if (!props->index)
        return;
    if (props->index->taken >= props->index->slot_count / 4 * 3) {
        props->index = NULL; /* built anew, and larger, at the next question */
        return;
    }
    if (i + 1 < map->len)
        shift(props->index, i, 1);
    (void)add_entry(props->index, map, i);
}

void index_removing(struct ynode *map, size_t i)
{
    struct ynode_index *index = map->props ? map->props->index : NULL;

    if (!index)
        return;
    if (index->has_repeated || map->len <= INDEX_ENTRIES_MIN + 1) {
        map->props->index = NULL;
        return;
    }
    index->slots[find_slot(index, map, key_text(map, i))] = REMOVED;
    if (i + 1 < map->len)
        shift(index, i + 1, UINT32_MAX); /* one less, modulo 2^32 */
}
