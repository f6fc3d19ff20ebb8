/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/map.h - a hash map from bytes to a pointer
 *
 * Keys are copied, values are the caller's. The hash is seeded per process (keys come from
 * strangers); iteration is in order of insertion, so that output never depends on the seed.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/view.h"

struct map_entry {
    struct view key;
    void *value;
    uint64_t hash;
};

struct map {
    struct map_entry *entries; /* in order of insertion */
    size_t len;
    size_t cap;
    uint32_t *slots;   /* index + 1 into entries, 0 is free */
    size_t slot_count; /* a power of two */
    struct arena keys;
};

#define MAP_INIT                                                                                   \
    {                                                                                              \
        .entries = NULL, .len = 0, .cap = 0, .slots = NULL, .slot_count = 0, .keys = ARENA_INIT    \
    }

void map_release(struct map *map);
/* The value of KEY, NULL when absent (use map_has when NULL is a value). */
void *map_get(const struct map *map, struct view key);
bool map_has(const struct map *map, struct view key);
/* Sets or replaces; returns the earlier value or NULL. */
void *map_set(struct map *map, struct view key, void *value);
/* The seeded hash of V, for tables of other shapes. */
uint64_t map_hash(struct view v);

#endif
