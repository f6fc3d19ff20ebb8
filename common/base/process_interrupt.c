/* SPDX-License-Identifier: Apache-2.0 */
/* The signals that ask us to stop; process.c has the programs that we run. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/process.h"

/* One nap of process_sleep(). */
#define SLEEP_SECONDS_MAX 0.1

static const int watched[] = { SIGINT, SIGTERM, SIGHUP };

/* What the handler touches: numbers only. */
static volatile sig_atomic_t caught_signal;
static volatile sig_atomic_t child_pid;
static int interrupt_fds[2] = { -1, -1 }; /* one byte goes in with the first signal and stays */

static void on_interrupt(int signum)
{
    int saved = errno;

    if (caught_signal != 0) {
        if (child_pid > 0)
            kill((pid_t)child_pid, SIGKILL);
        _exit(128 + signum);
    }
    caught_signal = signum;
    if (interrupt_fds[1] >= 0 && write(interrupt_fds[1], "", 1) < 0) {
        /* Nothing to do in a handler; caught_signal is set. */
    }
    errno = saved;
}

void process_watch_interrupts(void)
{
    struct sigaction action = { .sa_handler = on_interrupt };
    struct sigaction ignore = { .sa_handler = SIG_IGN };

    if (interrupt_fds[0] < 0 && fd_pipe(interrupt_fds)) {
        fd_set_nonblocking(interrupt_fds[0]);
        fd_set_nonblocking(interrupt_fds[1]);
    }
    sigemptyset(&action.sa_mask);
    sigemptyset(&ignore.sa_mask);
    for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
        sigaddset(&action.sa_mask, watched[i]);
    for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
        struct sigaction old;

        /* nohup and background jobs of plain shells ignore them: so it stays. */
        if (sigaction(watched[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(watched[i], &action, NULL);
    }
    sigaction(SIGPIPE, &ignore, NULL);
}

int process_interrupted(void)
{
    return (int)caught_signal;
}

int process_interrupt_fd(void)
{
    return interrupt_fds[0];
}

bool process_check_interrupt(struct error *err)
{
    if (caught_signal == 0)
        return true;
    return error_set(err, ERROR_INTERRUPTED, "interrupted by a signal (%s)",
                     caught_signal == SIGINT    ? "SIGINT"
                     : caught_signal == SIGTERM ? "SIGTERM"
                                                : "SIGHUP");
}

void process_forget_interrupts(void)
{
    struct sigaction standard = { .sa_handler = SIG_DFL };

    sigemptyset(&standard.sa_mask);
    for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
        struct sigaction old;

        if (sigaction(watched[i], NULL, &old) == 0 && old.sa_handler == on_interrupt)
            sigaction(watched[i], &standard, NULL);
    }
    /* Closed, not emptied: after fork() the pipe is our parent's as well. */
    fd_close(&interrupt_fds[0]);
    fd_close(&interrupt_fds[1]);
    caught_signal = 0;
}

void process_kill_at_second_signal(int pid)
{
    child_pid = pid > 0 ? pid : 0;
}

bool process_sleep(double seconds, struct error *err)
{
    struct pollfd interrupt = { .fd = process_interrupt_fd(), .events = POLLIN };
    double end = clock_monotonic() + seconds, left;

    while ((left = end - clock_monotonic()) > 0) {
        if (!process_check_interrupt(err))
            return false;
        /* poll() passes over a negative descriptor. */
        poll(&interrupt, 1,
             left < SLEEP_SECONDS_MAX ? (int)(left * 1000) + 1 : (int)(SLEEP_SECONDS_MAX * 1000));
    }
    return process_check_interrupt(err);
}
