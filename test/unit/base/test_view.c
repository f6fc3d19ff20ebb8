/* SPDX-License-Identifier: Apache-2.0 */
#include "base/view.h"

#include "harness/test.h"

TEST(view, the_zero_view_reads_as_empty)
{
    ASSERT_TRUE(view_eq(VIEW_EMPTY, VIEW("")));
    ASSERT_TRUE(view_eq(view_of(NULL), VIEW_EMPTY));
    ASSERT_EQ_INT(view_cmp(VIEW_EMPTY, VIEW("")), 0);
    ASSERT_TRUE(view_starts(VIEW_EMPTY, VIEW_EMPTY));
    ASSERT_EQ_UINT(view_sub(VIEW_EMPTY, 3, 9).len, 0);
    ASSERT_EQ_UINT(view_trim(VIEW_EMPTY).len, 0);
    ASSERT_EQ_UINT(view_find(VIEW_EMPTY, VIEW("x"), 0), 0);
}

TEST(view, order_is_by_bytes_and_the_shorter_comes_first)
{
    ASSERT_TRUE(view_cmp(VIEW("a"), VIEW("b")) < 0);
    ASSERT_TRUE(view_cmp(VIEW("ab"), VIEW("a")) > 0);
    ASSERT_TRUE(view_cmp(VIEW("a"), VIEW("a\0")) < 0);
    ASSERT_TRUE(view_cmp(VIEW("\xff"), VIEW("a")) > 0); /* bytes are not negative */
    ASSERT_EQ_INT(view_cmp(VIEW("a\0b"), VIEW("a\0b")), 0);
}

TEST(view, nul_is_an_ordinary_byte)
{
    ASSERT_FALSE(view_eq(VIEW("a\0b"), VIEW("a\0c")));
    ASSERT_FALSE(view_is(VIEW("a\0"), "a"));
    ASSERT_EQ_UINT(view_find_byte(VIEW("a\0b"), 'b', 0), 2);
    ASSERT_EQ_UINT(view_find(VIEW("a\0b\0c"), VIEW("\0c"), 0), 3);
}

TEST(view, prefixes_and_suffixes)
{
    ASSERT_TRUE(view_starts(VIEW("config.yaml"), VIEW("config")));
    ASSERT_FALSE(view_starts(VIEW("con"), VIEW("config")));
    ASSERT_TRUE(view_ends(VIEW("config.yaml"), VIEW(".yaml")));
    ASSERT_FALSE(view_ends(VIEW("yaml"), VIEW(".yaml")));
    ASSERT_TRUE(view_ends(VIEW("x"), VIEW("")));
}

TEST(view, finding_starts_where_it_is_told)
{
    ASSERT_EQ_UINT(view_find(VIEW("abcabc"), VIEW("bc"), 0), 1);
    ASSERT_EQ_UINT(view_find(VIEW("abcabc"), VIEW("bc"), 2), 4);
    ASSERT_EQ_UINT(view_find(VIEW("abcabc"), VIEW("bc"), 5), 6);
    ASSERT_EQ_UINT(view_find(VIEW("aab"), VIEW("ab"), 0), 1);
    ASSERT_EQ_UINT(view_find(VIEW("ab"), VIEW("abc"), 0), 2);
    ASSERT_EQ_UINT(view_find(VIEW("ab"), VIEW(""), 1), 1);
    ASSERT_EQ_UINT(view_find(VIEW("ab"), VIEW(""), 9), 2);
    ASSERT_EQ_UINT(view_find_byte(VIEW("abab"), 'a', 1), 2);
    ASSERT_EQ_UINT(view_find_byte(VIEW("abab"), 'a', 99), 4);
}

TEST(view, a_part_is_clamped_to_the_whole)
{
    ASSERT_EQ_VIEW(view_sub(VIEW("abc"), 1, 2), "b");
    ASSERT_EQ_VIEW(view_sub(VIEW("abc"), 1, 99), "bc");
    ASSERT_EQ_VIEW(view_sub(VIEW("abc"), 99, 100), "");
    ASSERT_EQ_VIEW(view_sub(VIEW("abc"), 2, 1), "");
}

TEST(view, trimming_takes_blanks_at_the_ends_only)
{
    ASSERT_EQ_VIEW(view_trim(VIEW(" \t\r\na b\n")), "a b");
    ASSERT_EQ_VIEW(view_trim(VIEW(" \n ")), "");
    ASSERT_EQ_BYTES(view_trim(VIEW(" \0 ")), VIEW("\0"));
}

static void assert_cuts(const char *text, const char *expected)
{
    AUTO(buf) parts = BUF_INIT(100);
    struct view rest = view_of(text);
    struct view part;

    while (view_cut(&rest, ',', &part)) {
        buf_add_byte(&parts, '[');
        buf_add_view(&parts, part);
        buf_add_byte(&parts, ']');
    }
    ASSERT_EQ_BUF(&parts, expected);
}

TEST(view, cutting_gives_every_part_also_empty_ones)
{
    assert_cuts("a,,b", "[a][][b]");
    assert_cuts(",a", "[][a]");
    assert_cuts("a,", "[a]");
    assert_cuts("a", "[a]");
    assert_cuts(",", "[]");
    assert_cuts("", "");
}

TEST(view, a_copy_is_a_c_string)
{
    AUTO_CHARS copy = view_copy(view_sub(VIEW("abc"), 0, 2));
    AUTO_CHARS empty = view_copy(VIEW_EMPTY);

    ASSERT_EQ_STR(copy, "ab");
    ASSERT_EQ_STR(empty, "");
}
