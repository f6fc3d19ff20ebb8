/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/process.h"
#include "harness/test.h"

TEST(process_interrupt, nothing_is_interrupted_without_a_signal)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_EQ_INT(process_interrupt_fd(), -1);
    process_watch_interrupts();
    ASSERT_EQ_INT(process_interrupted(), 0);
    ASSERT_OK(process_check_interrupt(&err), err);

    struct pollfd fds = { .fd = process_interrupt_fd(), .events = POLLIN };

    ASSERT_EQ_INT(poll(&fds, 1, 0), 0);
    process_forget_interrupts();
}

TEST(process_interrupt, the_first_signal_is_remembered_and_wakes_poll)
{
    AUTO(error) err = ERROR_INIT;

    process_watch_interrupts();
    process_watch_interrupts();
    errno = EXDEV;
    raise(SIGTERM);

    int errnum = errno;
    struct pollfd fds = { .fd = process_interrupt_fd(), .events = POLLIN };
    int ready = poll(&fds, 1, -1);
    int ready_again = poll(&fds, 1, -1);
    int caught = process_interrupted();
    bool result = process_check_interrupt(&err);

    process_forget_interrupts();
    ASSERT_EQ_INT(errnum, EXDEV);
    ASSERT_EQ_INT(ready, 1);
    ASSERT_EQ_INT(ready_again, 1);
    ASSERT_EQ_INT(caught, SIGTERM);
    ASSERT_FAILS(result, err, ERROR_INTERRUPTED, "interrupted by a signal (SIGTERM)");
    ASSERT_EQ_INT(process_interrupted(), 0);
}

/* The status of a child that runs PLAY. */
static int status_of(void (*play)(void))
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        play();
        _exit(7);
    }
    ASSERT_EQ_INT(waitpid(pid, &status, 0), pid);
    return status;
}

static void interrupt_twice(void)
{
    process_watch_interrupts();
    raise(SIGINT);
    raise(SIGINT);
}

static void interrupt_under_nohup(void)
{
    signal(SIGHUP, SIG_IGN);
    process_watch_interrupts();
    raise(SIGHUP);
    _exit(process_interrupted() == 0 ? 0 : 1);
}

static void write_to_nobody(void)
{
    int fds[2];

    process_watch_interrupts();
    if (!fd_pipe(fds))
        _exit(1);
    fd_close(&fds[0]);
    _exit(write(fds[1], "x", 1) < 0 && errno == EPIPE ? 0 : 1);
}

static void interrupt_after_forgetting(void)
{
    process_watch_interrupts();
    process_forget_interrupts();
    raise(SIGTERM);
}

TEST(process_interrupt, R_156_a_second_signal_ends_the_program_at_once)
{
    int status = status_of(interrupt_twice);

    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_EQ_INT(WEXITSTATUS(status), 128 + SIGINT);
}

TEST(process_interrupt, an_ignored_signal_stays_ignored)
{
    ASSERT_EQ_INT(status_of(interrupt_under_nohup), 0);
}

TEST(process_interrupt, R_157_a_broken_pipe_is_an_error_not_an_end)
{
    ASSERT_EQ_INT(status_of(write_to_nobody), 0);
}

TEST(process_interrupt, forgetting_brings_the_default_back)
{
    int status = status_of(interrupt_after_forgetting);

    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_EQ_INT(WTERMSIG(status), SIGTERM);
}
