/* SPDX-License-Identifier: Apache-2.0 */
/* cli/screen: only what changed is written */
#include "cli/screen.h"
#include "harness/test.h"

/* What SCREEN writes for LINES, parted by LF. */
static const char *written(struct screen *screen, const char *lines)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) shown = STRV_INIT;
    struct view rest = view_of(lines), line;

    while (view_cut(&rest, '\n', &line))
        strv_add_view(&shown, line);
    buf_clear(&screen->console->talk);
    ASSERT_OK(screen_show(screen, &shown, 1, 2, &err), err);
    return test_format("%s", buf_text(&screen->console->talk));
}

static char lines_3[] = "LINES=3", columns_20[] = "COLUMNS=20";
static char *const environment[] = { lines_3, columns_20, NULL };

TEST(screen, writes_the_lines_that_changed_and_moves_the_cursor)
{
    AUTO(console) console;
    AUTO(error) err = ERROR_INIT;
    struct screen screen;

    console_init_memory(&console, environment);
    ASSERT_OK(screen_open(&screen, &console, &err), err);
    ASSERT_EQ_INT(screen.rows, 3);
    ASSERT_EQ_INT(screen.columns, 20);
    ASSERT_CONTAINS(buf_text(&console.talk), "\033[?1049h\033[?2004h");
    ASSERT_CONTAINS(written(&screen, "a\nb"), "\033[1;1Ha\033[K\033[2;1Hb\033[K\033[2;3H");
    ASSERT_EQ_STR(written(&screen, "a\nc"), "\033[2;1Hc\033[K\033[2;3H");
    ASSERT_EQ_STR(written(&screen, "a\nc"), "\033[2;3H");
    /* What is there no more is wiped. */
    ASSERT_EQ_STR(written(&screen, "a"), "\033[2;1H\033[K\033[2;3H");
    screen_close(&screen);
}

TEST(screen, after_a_change_of_size_everything_is_written_again)
{
    AUTO(console) console;
    AUTO(error) err = ERROR_INIT;
    struct screen screen;

    console_init_memory(&console, environment);
    ASSERT_OK(screen_open(&screen, &console, &err), err);
    written(&screen, "a\nb");
    screen_measure(&screen);
    ASSERT_CONTAINS(written(&screen, "a\nb"), "\033[2J\033[1;1Ha\033[K\033[2;1Hb\033[K");
    screen_close(&screen);
}

TEST(screen, lines_below_the_screen_are_not_written)
{
    AUTO(console) console;
    AUTO(error) err = ERROR_INIT;
    struct screen screen;

    console_init_memory(&console, environment);
    ASSERT_OK(screen_open(&screen, &console, &err), err);
    ASSERT_NOT_CONTAINS(written(&screen, "a\nb\nc\nd"), "d\033[K");
    screen_close(&screen);
}

TEST(screen, leaves_the_terminal_as_it_was)
{
    AUTO(console) console;
    AUTO(error) err = ERROR_INIT;
    struct screen screen;

    console_init_memory(&console, environment);
    ASSERT_OK(screen_open(&screen, &console, &err), err);
    buf_clear(&console.talk);
    screen_close(&screen);
    ASSERT_EQ_BUF(&console.talk, "\033[?2004l\033[0m\033[H\033[2J\033[?1049l");
    screen_close(&screen);
    ASSERT_EQ_BUF(&console.talk, "\033[?2004l\033[0m\033[H\033[2J\033[?1049l");
}
