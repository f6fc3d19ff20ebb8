/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include "harness/test.h"

static struct view key_of(struct buf *buf, size_t number)
{
    buf_clear(buf);
    buf_addf(buf, "key-%zu", number);
    return buf_view(buf);
}

TEST(map, an_empty_map_has_nothing)
{
    AUTO(map) map = MAP_INIT;

    ASSERT_NULL(map_get(&map, VIEW("x")));
    ASSERT_FALSE(map_has(&map, VIEW_EMPTY));
}

TEST(map, setting_replaces_and_gives_the_earlier_value)
{
    AUTO(map) map = MAP_INIT;
    int one = 1;
    int two = 2;

    ASSERT_NULL(map_set(&map, VIEW("a"), &one));
    ASSERT_TRUE(map_set(&map, VIEW("a"), &two) == &one);
    ASSERT_TRUE(map_get(&map, VIEW("a")) == &two);
    ASSERT_EQ_UINT(map.len, 1);
}

TEST(map, null_is_a_value)
{
    AUTO(map) map = MAP_INIT;

    ASSERT_NULL(map_set(&map, VIEW("a"), NULL));
    ASSERT_TRUE(map_has(&map, VIEW("a")));
    ASSERT_NULL(map_get(&map, VIEW("a")));
    ASSERT_FALSE(map_has(&map, VIEW("b")));
}

TEST(map, keys_are_bytes_of_any_kind_and_copied)
{
    AUTO(map) map = MAP_INIT;
    char key[] = "a\0b";
    int value = 0;

    ASSERT_NULL(map_set(&map, view_make(key, 3), &value));
    ASSERT_NULL(map_set(&map, VIEW_EMPTY, &value));
    key[0] = 'x';
    ASSERT_TRUE(map_has(&map, VIEW("a\0b")));
    ASSERT_TRUE(map_has(&map, VIEW("")));
    ASSERT_FALSE(map_has(&map, VIEW("a")));
    ASSERT_FALSE(map_has(&map, VIEW("a\0c")));
}

TEST(map, many_keys_are_found_and_stay_in_order_of_insertion)
{
    AUTO(map) map = MAP_INIT;
    AUTO(buf) name = BUF_INIT(100);
    static char values[20000];

    for (size_t i = 0; i < ARRAY_SIZE(values); i++)
        ASSERT_NULL(map_set(&map, key_of(&name, i * 7919 % ARRAY_SIZE(values)), &values[i]));
    ASSERT_EQ_UINT(map.len, ARRAY_SIZE(values));
    for (size_t i = 0; i < map.len; i++) {
        struct view key = key_of(&name, i * 7919 % ARRAY_SIZE(values));

        ASSERT_TRUE(map_get(&map, key) == &values[i]);
        ASSERT_EQ_BYTES(map.entries[i].key, key);
    }
    ASSERT_FALSE(map_has(&map, key_of(&name, ARRAY_SIZE(values))));
}

TEST(map, it_is_usable_after_release)
{
    AUTO(map) map = MAP_INIT;
    int value = 0;

    ASSERT_NULL(map_set(&map, VIEW("a"), &value));
    map_release(&map);
    ASSERT_FALSE(map_has(&map, VIEW("a")));
    ASSERT_NULL(map_set(&map, VIEW("b"), &value));
    ASSERT_TRUE(map_has(&map, VIEW("b")));
}

TEST(map, the_hash_depends_on_every_byte_and_the_length)
{
    char text[40] = { 0 };

    ASSERT_EQ_UINT(map_hash(VIEW("same")), map_hash(VIEW("same")));
    for (size_t len = 1; len <= sizeof(text); len++) {
        struct view v = view_make(text, len);
        uint64_t plain = map_hash(v);

        ASSERT_TRUE(plain != map_hash(view_make(text, len - 1)));
        for (size_t i = 0; i < len; i++) {
            text[i] = 1;
            ASSERT_TRUE(plain != map_hash(v));
            text[i] = 0;
        }
    }
}
