/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/tty.h"

#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/process.h"

static const int taken[] = { SIGWINCH, SIGTSTP, SIGCONT };

/* ---- modes ---- */

static struct termios mode_of(const struct termios *before, enum tty_mode mode)
{
    struct termios during = *before;

    during.c_lflag &= ~(tcflag_t)ECHO;
    if (mode == TTY_SILENT) {
        /* The line end alone is shown: the next text begins on a line of its own. */
        during.c_lflag |= ECHONL;
        return during;
    }
    during.c_lflag &= ~(tcflag_t)(ICANON | ISIG | IEXTEN | ECHONL);
    during.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT | PARMRK);
    during.c_cflag |= CS8;
    during.c_cc[VMIN] = 1;
    during.c_cc[VTIME] = 0;
    return during;
}

/* What was typed ahead stays. */
static bool set_mode(const struct tty *tty, const struct termios *mode)
{
    int done;

    do
        done = tcsetattr(tty->fd, TCSADRAIN, mode);
    while (done != 0 && errno == EINTR);
    return done == 0;
}

bool tty_open(struct tty *tty, int fd, enum tty_mode mode, struct error *err)
{
    sigset_t set;

    *tty = (struct tty){ .fd = -1, .signals = -1 };
    if (tcgetattr(fd, &tty->before) != 0)
        return error_errno(err, errno, "cannot ask the terminal for its settings");
    tty->during = mode_of(&tty->before, mode);
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
        sigaddset(&set, taken[i]);
    sigprocmask(SIG_BLOCK, &set, &tty->mask);
    tty->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    tty->fd = fd;
    if (tty->signals >= 0 && set_mode(tty, &tty->during))
        return true;
    error_errno(err, errno, "cannot change the terminal's settings");
    tty_close(tty);
    return false;
}

void tty_close(struct tty *tty)
{
    if (tty->fd < 0)
        return;
    (void)!set_mode(tty, &tty->before);
    fd_close(&tty->signals);
    sigprocmask(SIG_SETMASK, &tty->mask, NULL);
    tty->fd = -1;
}

/* ---- events ---- */

/* False: none of ours. */
static bool next_signal(struct tty *tty, enum tty_event *event)
{
    struct signalfd_siginfo got;

    while (read(tty->signals, &got, sizeof(got)) == (ssize_t)sizeof(got)) {
        if (got.ssi_signo == SIGCONT)
            (void)!set_mode(tty, &tty->during);
        *event = got.ssi_signo == SIGCONT   ? TTY_RESUMED
                 : got.ssi_signo == SIGTSTP ? TTY_STOP
                                            : TTY_RESIZED;
        return true;
    }
    return false;
}

bool tty_wait(struct tty *tty, double seconds, enum tty_event *event, struct error *err)
{
    struct pollfd fds[] = { { .fd = tty->fd, .events = POLLIN },
                            { .fd = tty->signals, .events = POLLIN },
                            { .fd = process_interrupt_fd(), .events = POLLIN } };
    double end = clock_monotonic() + seconds;

    for (;;) {
        double left = seconds < 0 ? -1 : end - clock_monotonic();
        int ready;

        if (!process_check_interrupt(err))
            return false;
        ready = poll(fds, ARRAY_SIZE(fds),
                     seconds < 0 ? -1
                     : left > 0  ? (int)(left * 1000) + 1
                                 : 0);
        if (ready < 0 && errno != EINTR)
            return error_errno(err, errno, "cannot wait for the terminal");
        if (ready > 0 && fds[1].revents && next_signal(tty, event))
            return true;
        if (ready > 0 && fds[0].revents) {
            *event = TTY_INPUT;
            return true;
        }
        if (ready == 0 && seconds >= 0) {
            *event = TTY_IDLE;
            return true;
        }
    }
}

bool tty_read(struct tty *tty, char *bytes, size_t size, size_t *len, struct error *err)
{
    ssize_t got;

    do
        got = read(tty->fd, bytes, size);
    while (got < 0 && errno == EINTR && process_interrupted() == 0);
    if (got <= 0)
        return process_check_interrupt(err) &&
               error_set(err, ERROR_INTERRUPTED, "the terminal is gone");
    *len = (size_t)got;
    return true;
}

void tty_stop(struct tty *tty, bool group)
{
    sigset_t stop;

    (void)!set_mode(tty, &tty->before);
    if (group)
        kill(0, SIGTSTP);
    else
        raise(SIGTSTP);
    /* It is held back until here; we go on behind this line, some time. */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    (void)!set_mode(tty, &tty->during);
}
