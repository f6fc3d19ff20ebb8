/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

/* The address sanitizer sees into an arena: bytes that are not handed out are poisoned. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONED 1
#endif
#endif
#ifdef ARENA_POISONED
#include <sanitizer/asan_interface.h>
#define POISON(at, len)   ASAN_POISON_MEMORY_REGION(at, len)
#define UNPOISON(at, len) ASAN_UNPOISON_MEMORY_REGION(at, len)
#else
#define POISON(at, len)   ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
#endif

#define ALIGNMENT       ((size_t)16)
#define BLOCK_BYTES_MIN ((size_t)448) /* a stream has millions of documents of ten nodes */
#define BLOCK_BYTES_MAX ((size_t)1 << 20)

struct arena_block {
    struct arena_block *older;
    size_t size; /* bytes in data */
    _Alignas(16) char data[];
};

static struct arena_block *block_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        mem_exhausted(size);

    struct arena_block *block = mem_alloc(sizeof(*block) + size);

    block->older = NULL;
    block->size = size;
    POISON(block->data, size);
    return block;
}

/*
 * A quarter of what was handed out, so that many small requests cost few blocks and little of the
 * memory is slack.
 */
static size_t next_block_size(const struct arena *arena)
{
    size_t size = (arena->total_bytes / 4 + ALIGNMENT - 1) & ~(ALIGNMENT - 1);

    if (size < BLOCK_BYTES_MIN)
        return BLOCK_BYTES_MIN;
    return size < BLOCK_BYTES_MAX ? size : BLOCK_BYTES_MAX;
}

/* The newest block is full: start another. */
static void start_block(struct arena *arena)
{
    size_t size = next_block_size(arena);
    struct arena_block *block = block_new(size);

    block->older = arena->blocks;
    arena->blocks = block;
    arena->next = block->data;
    arena->end = block->data + size;
}

/* A block of its own for a large request; the bytes left in the newest block stay in use. */
static void *alloc_large(struct arena *arena, size_t size)
{
    if (!arena->next)
        start_block(arena);

    struct arena_block *block = block_new(size);

    block->older = arena->blocks->older;
    arena->blocks->older = block;
    return block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > PTRDIFF_MAX)
        mem_exhausted(size);

    size_t padded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    char *memory = NULL;

    padded = padded ? padded : ALIGNMENT; /* two allocations never share an address */
    arena->total_bytes += padded;
    if (padded > (size_t)(arena->end - arena->next) && padded > next_block_size(arena) / 4) {
        memory = alloc_large(arena, padded);
    } else {
        if (padded > (size_t)(arena->end - arena->next))
            start_block(arena);
        memory = arena->next;
        arena->next += padded;
    }
    UNPOISON(memory, size);
    return memory;
}

void *arena_alloc_zero(struct arena *arena, size_t count, size_t size)
{
    size_t total = 0;

    if (__builtin_mul_overflow(count, size, &total))
        mem_exhausted(SIZE_MAX);

    void *memory = arena_alloc(arena, total);

    return total ? memset(memory, 0, total) : memory;
}

struct view arena_copy(struct arena *arena, struct view v)
{
    if (v.len == SIZE_MAX)
        mem_exhausted(v.len);

    char *copy = arena_alloc(arena, v.len + 1);

    if (v.len > 0)
        memcpy(copy, v.data, v.len);
    copy[v.len] = '\0';
    return view_make(copy, v.len);
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block) {
        struct arena_block *older = block->older;

        UNPOISON(block->data, block->size);
        free(block);
        block = older;
    }
    *arena = (struct arena)ARENA_INIT;
}
