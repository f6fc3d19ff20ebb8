/* SPDX-License-Identifier: Apache-2.0 */
/* form/cells: text cut by the columns that it takes */
#include "base/utf8.h"
#include "form/cells.h"
#include "harness/test.h"

static const char *clean(const char *text, bool utf8)
{
    AUTO(buf) out = BUF_INIT(1000);

    cells_clean(&out, view_of(text), utf8);
    return test_format("%s", buf_text(&out));
}

static const char *cut(const char *text, size_t from, size_t width)
{
    AUTO(buf) out = BUF_INIT(1000);
    size_t used = cells_cut(&out, view_of(text), from, width);

    ASSERT_EQ_INT(used, utf8_width(buf_view(&out)));
    ASSERT_TRUE(used <= width);
    return test_format("%s", buf_text(&out));
}

static const char *fit(const char *text, size_t width, bool utf8)
{
    AUTO(buf) out = BUF_INIT(1000);
    size_t used = cells_fit(&out, view_of(text), width, utf8);

    ASSERT_EQ_INT(used, utf8_width(buf_view(&out)));
    return test_format("%s", buf_text(&out));
}

TEST(cells, R_150_control_characters_and_turned_text_are_made_visible)
{
    ASSERT_EQ_STR(clean("a\033[2Jb\r\n", true), "a^[[2Jb^M^J");
    ASSERT_EQ_STR(clean("a\xe2\x80\xae", true), "a<U+202E>");
    ASSERT_EQ_STR(clean("\xff", true), "\\xFF");
}

TEST(cells, without_utf8_everything_is_ascii)
{
    ASSERT_EQ_STR(clean("caf\xc3\xa9\033", false), "caf<U+00E9>^[");
    ASSERT_EQ_STR(clean("\xff", false), "\\xFF");
}

TEST(cells, a_cut_counts_columns_not_bytes)
{
    ASSERT_EQ_STR(cut("abcdef", 0, 3), "abc");
    ASSERT_EQ_STR(cut("abcdef", 2, 3), "cde");
    ASSERT_EQ_STR(cut("abc", 5, 3), "");
    ASSERT_EQ_STR(cut("\xc3\xa4\xc3\xb6\xc3\xbc", 1, 1), "\xc3\xb6");
}

TEST(cells, half_of_a_wide_character_is_a_space)
{
    /* U+754C is two columns wide. */
    ASSERT_EQ_STR(cut("\xe7\x95\x8c\xe7\x95\x8c", 0, 3), "\xe7\x95\x8c ");
    ASSERT_EQ_STR(cut("\xe7\x95\x8c\xe7\x95\x8c", 1, 3), " \xe7\x95\x8c");
}

TEST(cells, a_mark_stays_with_its_character)
{
    /* "e" and U+0301 */
    ASSERT_EQ_STR(cut("e\xcc\x81x", 0, 1), "e\xcc\x81");
    ASSERT_EQ_STR(cut("e\xcc\x81x", 1, 1), "x");
}

TEST(cells, what_does_not_fit_says_so)
{
    ASSERT_EQ_STR(fit("abc", 3, true), "abc");
    ASSERT_EQ_STR(fit("abcd", 3, true), "ab\xe2\x80\xa6");
    ASSERT_EQ_STR(fit("abcd", 3, false), "ab>");
    ASSERT_EQ_STR(fit("abcd", 0, true), "");
}

TEST(cells, lines_are_broken_at_blanks_where_there_are_some)
{
    struct view rest = VIEW("one two threefourfive");

    ASSERT_EQ_VIEW(cells_wrap(&rest, 8), "one two");
    ASSERT_EQ_VIEW(cells_wrap(&rest, 8), "threefou");
    ASSERT_EQ_VIEW(cells_wrap(&rest, 8), "rfive");
    ASSERT_EQ_VIEW(cells_wrap(&rest, 8), "");
}

TEST(cells, a_line_of_one_column_moves_on)
{
    struct view rest = VIEW("\xe7\x95\x8cx");

    ASSERT_EQ_VIEW(cells_wrap(&rest, 1), "\xe7\x95\x8c");
    ASSERT_EQ_VIEW(cells_wrap(&rest, 1), "x");
    ASSERT_EQ_INT(rest.len, 0);
}
