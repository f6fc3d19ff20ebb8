/* SPDX-License-Identifier: Apache-2.0 */
/* cli/tty: a terminal that reads keys, and is given back as it was */
#include "cli/tty.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/process.h"
#include "harness/test.h"

/* Both ends of a terminal. */
struct pair {
    int person;
    int program;
};

static void pair_release(struct pair *pair)
{
    fd_close(&pair->person);
    fd_close(&pair->program);
}

static struct pair open_pair(void)
{
    struct pair pair = { .person = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), .program = -1 };

    ASSERT_TRUE(pair.person >= 0 && grantpt(pair.person) == 0 && unlockpt(pair.person) == 0);
    pair.program = open(ptsname(pair.person), O_RDWR | O_NOCTTY | O_CLOEXEC);
    ASSERT_TRUE(pair.program >= 0);
    return pair;
}

static struct termios settings(const struct pair *pair)
{
    struct termios now;

    ASSERT_TRUE(tcgetattr(pair->program, &now) == 0);
    return now;
}

static bool are_equal(const struct termios *a, const struct termios *b)
{
    return a->c_lflag == b->c_lflag && a->c_iflag == b->c_iflag && a->c_cflag == b->c_cflag &&
           a->c_oflag == b->c_oflag && memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

TEST(tty, keys_come_at_once_and_the_terminal_is_given_back)
{
    AUTO(pair) pair = open_pair();
    AUTO(error) err = ERROR_INIT;
    const struct termios before = settings(&pair);
    struct termios now;
    struct tty tty;
    enum tty_event event = TTY_IDLE;
    char bytes[16];
    size_t len = 0;

    ASSERT_OK(tty_open(&tty, pair.program, TTY_KEYS, &err), err);
    now = settings(&pair);
    ASSERT_EQ_INT(now.c_lflag & (ICANON | ISIG | ECHO), 0);
    ASSERT_EQ_INT(write(pair.person, "\003\r", 2), 2);
    ASSERT_OK(tty_wait(&tty, 5, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_INPUT);
    ASSERT_OK(tty_read(&tty, bytes, sizeof(bytes), &len, &err), err);
    ASSERT_EQ_BYTES(view_make(bytes, len), VIEW("\003\r"));
    tty_close(&tty);
    now = settings(&pair);
    ASSERT_TRUE(are_equal(&now, &before));
    /* Once is enough. */
    tty_close(&tty);
}

TEST(tty, silent_lines_stay_lines)
{
    AUTO(pair) pair = open_pair();
    AUTO(error) err = ERROR_INIT;
    struct termios now;
    struct tty tty;

    ASSERT_OK(tty_open(&tty, pair.program, TTY_SILENT, &err), err);
    now = settings(&pair);
    ASSERT_EQ_INT(now.c_lflag & (ICANON | ISIG | ECHO), ICANON | ISIG);
    tty_close(&tty);
}

TEST(tty, R_157_signals_of_the_terminal_are_events)
{
    AUTO(pair) pair = open_pair();
    AUTO(error) err = ERROR_INIT;
    const struct termios before = settings(&pair);
    struct termios now;
    struct tty tty;
    enum tty_event event = TTY_IDLE;

    ASSERT_OK(tty_open(&tty, pair.program, TTY_KEYS, &err), err);
    raise(SIGWINCH);
    ASSERT_OK(tty_wait(&tty, 5, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_RESIZED);
    raise(SIGTSTP);
    ASSERT_OK(tty_wait(&tty, 5, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_STOP);
    /* A shell has set its own mode meanwhile. */
    ASSERT_TRUE(tcsetattr(pair.program, TCSANOW, &before) == 0);
    raise(SIGCONT);
    ASSERT_OK(tty_wait(&tty, 5, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_RESUMED);
    now = settings(&pair);
    ASSERT_FALSE(are_equal(&now, &before));
    ASSERT_OK(tty_wait(&tty, 0.01, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_IDLE);
    tty_close(&tty);
}

/* In a process of its own: stopped with the terminal as it was, continued in the mode again. */
TEST(tty, R_157_while_it_is_stopped_the_terminal_is_as_it_was)
{
    AUTO(pair) pair = open_pair();
    const struct termios before = settings(&pair);
    struct termios now;
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        struct tty tty;

        setpgid(0, 0);
        if (!tty_open(&tty, pair.program, TTY_KEYS, NULL))
            _exit(1);
        tty_stop(&tty, false);
        tcgetattr(pair.program, &now);
        if (are_equal(&now, &before))
            _exit(2);
        tty_close(&tty);
        tcgetattr(pair.program, &now);
        _exit(are_equal(&now, &before) ? 0 : 3);
    }
    ASSERT_EQ_INT(waitpid(pid, &status, WUNTRACED), pid);
    ASSERT_TRUE(WIFSTOPPED(status));
    now = settings(&pair);
    ASSERT_TRUE(are_equal(&now, &before));
    kill(pid, SIGCONT);
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ_INT(WEXITSTATUS(status), 0);
}

TEST(tty, an_interrupt_and_a_terminal_that_is_gone_end_the_wait)
{
    AUTO(pair) pair = open_pair();
    AUTO(error) err = ERROR_INIT;
    struct tty tty;
    enum tty_event event = TTY_IDLE;
    char bytes[16];
    size_t len;

    process_watch_interrupts();
    ASSERT_OK(tty_open(&tty, pair.program, TTY_KEYS, &err), err);
    raise(SIGTERM);
    ASSERT_FAILS(tty_wait(&tty, -1, &event, &err), err, ERROR_INTERRUPTED, "SIGTERM");
    process_forget_interrupts();
    fd_close(&pair.person);
    ASSERT_OK(tty_wait(&tty, 5, &event, &err), err);
    ASSERT_EQ_INT(event, TTY_INPUT);
    ASSERT_FAILS(tty_read(&tty, bytes, sizeof(bytes), &len, &err), err, ERROR_INTERRUPTED,
                 "the terminal is gone");
    tty_close(&tty);
}

TEST(tty, what_is_no_terminal_is_refused)
{
    AUTO(error) err = ERROR_INIT;
    struct tty tty;
    int fds[2];

    ASSERT_TRUE(fd_pipe(fds));
    ASSERT_FAILS(tty_open(&tty, fds[0], TTY_KEYS, &err), err, ERROR_IO, "terminal");
    tty_close(&tty);
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}
