/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

#define SLOTS_MIN ((size_t)16)

struct sip {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

/* Drawn once: every map of the process shares it. */
static const uint64_t *process_seed(void)
{
    static uint64_t seed[2];
    static bool drawn;

    if (!drawn && getrandom(seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed)) {
        /* A kernel that cannot (yet): less random, still different from run to run. */
        struct timespec now = { 0 };

        clock_gettime(CLOCK_REALTIME, &now);
        seed[0] = (uint64_t)now.tv_nsec << 32 ^ (uint64_t)now.tv_sec;
        seed[1] = (uint64_t)(uintptr_t)&now ^ (uint64_t)getpid();
    }
    drawn = true;
    return seed;
}

/* SipHash-1-3: https://www.aumasson.jp/siphash/siphash.pdf */
uint64_t map_hash(struct view v)
{
    const uint64_t *seed = process_seed();
    struct sip s = { seed[0] ^ 0x736f6d6570736575u, seed[1] ^ 0x646f72616e646f6du,
                     seed[0] ^ 0x6c7967656e657261u, seed[1] ^ 0x7465646279746573u };
    uint64_t word = 0;
    size_t at = 0;

    for (; v.len - at >= sizeof(word); at += sizeof(word)) {
        memcpy(&word, v.data + at, sizeof(word));
        s.v3 ^= word;
        sip_round(&s);
        s.v0 ^= word;
    }
    word = 0;
    if (at < v.len)
        memcpy(&word, v.data + at, v.len - at);
    word ^= (uint64_t)v.len << 56;
    s.v3 ^= word;
    sip_round(&s);
    s.v0 ^= word;
    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

/* The slot that holds KEY, or the free one where it belongs. There is always a free slot. */
static size_t find_slot(const struct map *map, struct view key, uint64_t hash)
{
    size_t mask = map->slot_count - 1;
    size_t slot = (size_t)hash & mask;

    while (map->slots[slot] != 0) {
        const struct map_entry *entry = &map->entries[map->slots[slot] - 1];

        if (entry->hash == hash && view_eq(entry->key, key))
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static const struct map_entry *find(const struct map *map, struct view key)
{
    if (map->len == 0)
        return NULL;

    uint32_t index = map->slots[find_slot(map, key, map_hash(key))];

    return index ? &map->entries[index - 1] : NULL;
}

/* Twice the slots; the entries stay where they are. */
static void grow_slots(struct map *map)
{
    size_t count = map->slot_count ? map->slot_count * 2 : SLOTS_MIN;

    if (count > (size_t)UINT32_MAX)
        mem_exhausted(count * sizeof(*map->slots));
    free(map->slots);
    map->slots = mem_alloc_zero(count, sizeof(*map->slots));
    map->slot_count = count;
    for (size_t i = 0; i < map->len; i++) {
        size_t slot = (size_t)map->entries[i].hash & (count - 1);

        while (map->slots[slot] != 0)
            slot = (slot + 1) & (count - 1);
        map->slots[slot] = (uint32_t)(i + 1);
    }
}

void map_release(struct map *map)
{
    free(map->entries);
    free(map->slots);
    arena_release(&map->keys);
    *map = (struct map)MAP_INIT;
}

void *map_get(const struct map *map, struct view key)
{
    const struct map_entry *entry = find(map, key);

    return entry ? entry->value : NULL;
}

bool map_has(const struct map *map, struct view key)
{
    return find(map, key) != NULL;
}

void *map_set(struct map *map, struct view key, void *value)
{
    /* At most three slots in four are taken. */
    if (map->len >= map->slot_count / 4 * 3)
        grow_slots(map);

    uint64_t hash = map_hash(key);
    size_t slot = find_slot(map, key, hash);

    if (map->slots[slot] != 0) {
        struct map_entry *entry = &map->entries[map->slots[slot] - 1];
        void *earlier = entry->value;

        entry->value = value;
        return earlier;
    }
    ARRAY_GROW(map->entries, map->len, map->cap);
    map->entries[map->len] = (struct map_entry){
        .key = arena_copy(&map->keys, key),
        .value = value,
        .hash = hash,
    };
    map->len++;
    map->slots[slot] = (uint32_t)map->len;
    return NULL;
}
