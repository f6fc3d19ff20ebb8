/* SPDX-License-Identifier: Apache-2.0 */
/* cli/console: what reaches which stream, and in which shape */
#include "cli/console.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/test.h"

TEST(console, quiet_silences_talk_and_never_errors)
{
    struct console console;
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    console.args.quiet = true;
    console_note(&console, "still waiting");
    console_warn(&console, "odd");
    error_set(&err, ERROR_IO, "it broke");
    error_hint(&err, "mend it");
    console_error(&console, &err);
    ASSERT_EQ_BUF(&console.talk, "error: it broke\n");
    console.args.quiet = false;
    buf_clear(&console.talk);
    console_note(&console, "still %s", "waiting");
    console_warn(&console, "odd");
    console_error(&console, &err);
    ASSERT_EQ_BUF(&console.talk, "still waiting\nwarning: odd\nerror: it broke\nhint: mend it\n");
    console_release(&console);
}

TEST(console, foreign_text_cannot_drive_the_terminal)
{
    struct console console;
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    console_text(&console, VIEW("a\033[2Jb\n"));
    error_set(&err, ERROR_INVALID, "name '\033]0;x\007' is bad\n  second line");
    console_error(&console, &err);
    ASSERT_EQ_BUF(&console.out, "a^[[2Jb^J");
    ASSERT_EQ_BUF(&console.talk, "error: name '^[]0;x^G' is bad\n  second line\n");
    console_release(&console);
}

TEST(console, R_019_a_full_disk_is_an_error)
{
    struct console console;
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    console.out_fd = open("/dev/full", O_WRONLY);
    ASSERT_TRUE(console.out_fd >= 0);
    console_printf(&console, "x\n");
    ASSERT_FAILS(console_flush(&console, &err), err, ERROR_IO, "standard output");
    close(console.out_fd);
    console_release(&console);
}

TEST(console, standard_input_must_be_neither_terminal_nor_closed)
{
    struct console console;
    AUTO(buf) text = BUF_INIT(4);
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    console.in = VIEW("abc");
    ASSERT_OK(console_read_stdin(&console, &text, "pipe", &err), err);
    ASSERT_EQ_BUF(&text, "abc");
    ASSERT_FAILS(console_read_stdin(&console, &text, "pipe", &err), err, ERROR_LIMIT, "<stdin>");
    console.in_memory = false;
    ASSERT_FAILS_HINT(console_read_stdin(&console, &text, "pipe", &err), err, ERROR_USAGE,
                      "standard input is closed", "pipe");
    console.in_is_terminal = true;
    ASSERT_FAILS_HINT(console_read_stdin(&console, &text, "pipe", &err), err, ERROR_USAGE,
                      "standard input is a terminal", "pipe");
    console_release(&console);
}

TEST(console, a_text_in_parts_is_written_whole_and_behind_what_came_before)
{
    const char *path = test_file("out", "");
    AUTO(parts) parts = PARTS_INIT(1 << 20);
    AUTO(buf) large = BUF_INIT(1 << 20);
    AUTO(buf) wanted = BUF_INIT(1 << 20);
    AUTO(buf) written = BUF_INIT(1 << 20);
    AUTO(error) err = ERROR_INIT;
    struct console console;

    buf_add_repeat(&large, 'x', 100000);
    parts_add(&parts, VIEW("short"));
    parts_add(&parts, buf_view(&large));
    for (size_t i = 0; i < 30000; i++)
        parts_add_copy(&parts, VIEW("copied "));
    buf_add(&wanted, "before ");
    parts_add_to(&wanted, &parts, (struct parts_mark){ .len = 0 });
    console_init_memory(&console, NULL);
    console_write(&console, VIEW("before "));
    ASSERT_OK(console_write_parts(&console, &parts, &err), err);
    ASSERT_EQ_BYTES(buf_view(&console.out), buf_view(&wanted));
    buf_clear(&console.out);
    console_write(&console, VIEW("before "));
    console.out_fd = open(path, O_WRONLY | O_CLOEXEC);
    ASSERT_OK(console_write_parts(&console, &parts, &err), err);
    ASSERT_EQ_INT(close(console.out_fd), 0);
    console.out_fd = -1;
    ASSERT_OK(file_read(&written, path, &err), err);
    ASSERT_EQ_BYTES(buf_view(&written), buf_view(&wanted));
    console_release(&console);
}

TEST(console, the_environment_is_the_consoles_own)
{
    char *environment[] = { (char[]){ "NAMES=x" }, (char[]){ "NAME=y=z" }, (char[]){ "EMPTY=" },
                            NULL };
    struct console console;

    console_init_memory(&console, environment);
    ASSERT_EQ_STR(console_env(&console, "NAME"), "y=z");
    ASSERT_EQ_STR(console_env(&console, "EMPTY"), "");
    ASSERT_NULL(console_env(&console, "HOME"));
    console_release(&console);
}

TEST(console, colour_goes_around_harmless_text_and_only_where_there_is_colour)
{
    struct console console;
    AUTO(error) err = ERROR_INIT;

    console_init_memory(&console, NULL);
    console_colored(&console, COLOR_READY, VIEW("a\033"));
    console.color = true;
    console_colored(&console, COLOR_READY, VIEW("b\033"));
    console_write(&console, VIEW("\033"));
    ASSERT_EQ_BUF(&console.out, "a^[\033[32mb^[\033[0m\033");
    ASSERT_OK(console_flush(&console, &err), err);
    console_release(&console);
}
