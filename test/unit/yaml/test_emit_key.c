/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "yaml/emit.h"

TEST(emit_key, keys_stand_in_the_natural_order)
{
    static const char *const sorted[] = { "",    "_x",  "A",  "a-b", "a.b", "a1",  "a2",
                                          "a9",  "a10", "aB", "ab",  "b",   "b00", "b1",
                                          "b1a", "b01", "b2", "z",   "zé",  "é",   "漢" };

    for (size_t i = 1; i < ARRAY_SIZE(sorted); i++) {
        if (emit_key_cmp(view_of(sorted[i - 1]), view_of(sorted[i])) >= 0 ||
            emit_key_cmp(view_of(sorted[i]), view_of(sorted[i - 1])) <= 0)
            TEST_FAIL("'%s' does not come before '%s'", sorted[i - 1], sorted[i]);
        ASSERT_EQ_INT(emit_key_cmp(view_of(sorted[i]), view_of(sorted[i])), 0);
    }
}

TEST(emit_key, zeros_within_a_number_count)
{
    ASSERT_TRUE(emit_key_cmp(VIEW("a10"), VIEW("a100")) < 0);
    ASSERT_TRUE(emit_key_cmp(VIEW("a101"), VIEW("a11")) > 0);
    ASSERT_TRUE(emit_key_cmp(VIEW("a01"), VIEW("a1")) > 0);
}

TEST(emit_key, the_order_has_a_cycle_and_the_output_is_still_the_same_every_time)
{
    ASSERT_TRUE(emit_key_cmp(VIEW("a9"), VIEW("a10")) < 0);
    ASSERT_TRUE(emit_key_cmp(VIEW("a10"), VIEW("a1b")) < 0);
    ASSERT_TRUE(emit_key_cmp(VIEW("a1b"), VIEW("a9")) < 0);
}

TEST(emit_key, numbers_over_64_bits_wrap_as_in_go)
{
    /* 2^63 is the least int64. */
    ASSERT_TRUE(emit_key_cmp(VIEW("a9223372036854775808"), VIEW("a0_")) < 0);
}

TEST(emit_key, a_difference_inside_a_character_is_one_of_characters)
{
    ASSERT_TRUE(emit_key_cmp(VIEW("\xc3\xa9"), VIEW("\xc3\xa8")) > 0); /* é è */
    ASSERT_TRUE(emit_key_cmp(VIEW("a\xc3\xa9"), VIEW("a\xe6\xbc\xa2")) < 0);
}
