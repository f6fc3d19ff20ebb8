/* SPDX-License-Identifier: Apache-2.0 */
/* cli/terminal: when there is colour, how wide, which symbols */
#include "cli/terminal.h"
#include "harness/test.h"

TEST(terminal, R_155_colour_needs_a_terminal_that_can)
{
    ASSERT_TRUE(terminal_can_rewrite(true, "xterm"));
    ASSERT_FALSE(terminal_can_rewrite(true, "dumb"));
    ASSERT_FALSE(terminal_can_rewrite(false, "xterm"));
    ASSERT_TRUE(terminal_has_color(true, "xterm", NULL));
    ASSERT_FALSE(terminal_has_color(false, "xterm", NULL));
    ASSERT_FALSE(terminal_has_color(true, "dumb", NULL));
    ASSERT_FALSE(terminal_has_color(true, "", NULL));
    ASSERT_FALSE(terminal_has_color(true, NULL, NULL));
}

TEST(terminal, R_155_no_color_wins_unless_it_is_empty)
{
    ASSERT_FALSE(terminal_has_color(true, "xterm", "1"));
    ASSERT_FALSE(terminal_has_color(true, "xterm", "0"));
    ASSERT_TRUE(terminal_has_color(true, "xterm", ""));
}

TEST(terminal, R_155_utf8_is_told_by_the_first_variable_that_is_set)
{
    ASSERT_TRUE(terminal_has_utf8(NULL, NULL, "en_GB.UTF-8"));
    ASSERT_TRUE(terminal_has_utf8("C.utf8", NULL, NULL));
    ASSERT_TRUE(terminal_has_utf8("", "de_DE.utf-8@euro", "C"));
    ASSERT_FALSE(terminal_has_utf8("C", "en_GB.UTF-8", "en_GB.UTF-8"));
    ASSERT_FALSE(terminal_has_utf8(NULL, NULL, "de_DE.ISO-8859-1"));
    ASSERT_FALSE(terminal_has_utf8(NULL, NULL, "UTF-8"));
    ASSERT_FALSE(terminal_has_utf8(NULL, NULL, NULL));
}

TEST(terminal, R_153_width_without_a_terminal_is_columns_or_80)
{
    ASSERT_EQ_INT(terminal_columns(-1, "132"), 132);
    ASSERT_EQ_INT(terminal_columns(-1, "0"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, "1"), 1);
    ASSERT_EQ_INT(terminal_columns(-1, "10000"), 10000);
    ASSERT_EQ_INT(terminal_columns(-1, "10001"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, "-5"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, "abc"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, "99999999999999999999"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, "8x"), 80);
    ASSERT_EQ_INT(terminal_columns(-1, NULL), 80);
}

TEST(terminal, colour_wraps_text_and_nothing_else)
{
    AUTO(buf) out = BUF_INIT(100);

    terminal_add_colored(&out, COLOR_FAILED, true, VIEW("Failed"));
    terminal_add_colored(&out, COLOR_FAILED, false, VIEW(" a"));
    terminal_add_colored(&out, COLOR_NONE, true, VIEW(" b"));
    terminal_add_colored(&out, COLOR_READY, true, VIEW_EMPTY);
    ASSERT_EQ_BUF(&out, "\033[31mFailed\033[0m a b");
}

TEST(terminal, height_without_a_terminal_is_lines_or_24)
{
    ASSERT_EQ_INT(terminal_rows(-1, "50"), 50);
    ASSERT_EQ_INT(terminal_rows(-1, "0"), 24);
    ASSERT_EQ_INT(terminal_rows(-1, "abc"), 24);
    ASSERT_EQ_INT(terminal_rows(-1, NULL), 24);
}
