/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "harness/test.h"

TEST(arena, every_allocation_is_aligned_and_its_own)
{
    AUTO(arena) arena = ARENA_INIT;
    unsigned char *places[3000];

    for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
        places[i] = arena_alloc(&arena, i % 100 + 1);
        ASSERT_EQ_UINT((uintptr_t)places[i] % 16, 0);
        memset(places[i], (int)(i % 251), i % 100 + 1);
    }
    for (size_t i = 0; i < ARRAY_SIZE(places); i++)
        for (size_t j = 0; j <= i % 100; j++)
            ASSERT_EQ_UINT(places[i][j], i % 251);
}

TEST(arena, a_large_allocation_does_not_waste_the_open_block)
{
    AUTO(arena) arena = ARENA_INIT;
    char *first = arena_alloc(&arena, 16);
    char *large = arena_alloc(&arena, (size_t)10 << 20);
    char *second = arena_alloc(&arena, 16);

    memset(large, 'x', (size_t)10 << 20);
    ASSERT_TRUE(second == first + 16);
    ASSERT_TRUE(large < first || large > second);
}

TEST(arena, a_large_allocation_can_come_first)
{
    AUTO(arena) arena = ARENA_INIT;
    char *large = arena_alloc(&arena, (size_t)3 << 20);

    large[0] = large[((size_t)3 << 20) - 1] = 'x';
    ASSERT_NOT_NULL(arena_alloc(&arena, 1));
    ASSERT_EQ_UINT(arena.total_bytes, ((size_t)3 << 20) + 16);
}

TEST(arena, size_zero_gives_places_of_their_own)
{
    AUTO(arena) arena = ARENA_INIT;
    void *first = arena_alloc(&arena, 0);
    void *second = arena_alloc(&arena, 0);

    ASSERT_TRUE(first != second);
}

TEST(arena, zeroed_memory_is_zero_after_a_reuse_of_the_heap)
{
    AUTO(arena) arena = ARENA_INIT;

    memset(arena_alloc(&arena, 60000), 0xff, 60000);
    arena_release(&arena);

    const uint32_t *numbers = arena_alloc_zero(&arena, 10000, sizeof(*numbers));

    for (size_t i = 0; i < 10000; i++)
        ASSERT_EQ_UINT(numbers[i], 0);
}

TEST(arena, a_copy_keeps_nul_bytes_and_ends_with_one)
{
    AUTO(arena) arena = ARENA_INIT;
    struct view copy = arena_copy(&arena, VIEW("a\0b"));

    ASSERT_EQ_BYTES(copy, VIEW("a\0b"));
    ASSERT_EQ_INT(copy.data[3], 0);
    copy = arena_copy(&arena, VIEW_EMPTY);
    ASSERT_EQ_STR(copy.data, "");
}

TEST(arena, it_is_empty_and_usable_after_release)
{
    struct arena arena = ARENA_INIT;

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100000; i++)
            memset(arena_alloc(&arena, 40), 'x', 40);
        ASSERT_EQ_UINT(arena.total_bytes, 4800000);
        arena_release(&arena);
        ASSERT_NULL(arena.blocks);
        ASSERT_EQ_UINT(arena.total_bytes, 0);
    }
    arena_release(&arena);
}
