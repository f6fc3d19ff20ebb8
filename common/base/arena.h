/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/arena.h - memory that dies together
 *
 * Allocations are aligned for any type, never moved and never freed one by one.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/compiler.h"
#include "base/view.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    char *next;                 /* free bytes of the newest block */
    char *end;
    size_t total_bytes; /* handed out so far */
};

#define ARENA_INIT                                                                                 \
    {                                                                                              \
        .blocks = NULL, .next = NULL, .end = NULL, .total_bytes = 0                                \
    }

/* SIZE bytes, not initialised. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size) MUST_CHECK;
/* COUNT elements of SIZE bytes, zeroed. */
void *arena_alloc_zero(struct arena *arena, size_t count, size_t size) MUST_CHECK;
/* A copy of V in the arena, with a NUL behind it. */
struct view arena_copy(struct arena *arena, struct view v) MUST_CHECK;
/* Free everything; the arena is empty and usable again. */
void arena_release(struct arena *arena);

#endif
