/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli/tty.h - a terminal that reads keys in place of lines, or lines without showing them
 *
 *     struct tty tty;
 *     if (!tty_open(&tty, console->in_fd, TTY_KEYS, err))
 *         return false;
 *     while (tty_wait(&tty, -1, &event, err))      false: ERROR_INTERRUPTED
 *         ...
 *     tty_close(&tty);                             the terminal is as it was
 *
 * Whatever happens to the program the terminal is given back as it was found: at its end, at a
 * signal, and while it is stopped. The signals of the terminal are read from a descriptor, so that
 * there is no handler and nothing global; they are the thread's own again after tty_close().
 */
#ifndef CLI_TTY_H
#define CLI_TTY_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "base/compiler.h"
#include "base/error.h"

enum tty_mode {
    TTY_KEYS,   /* every byte at once, ^C and ^Z too; nothing is shown */
    TTY_SILENT, /* lines as ever, not shown while they are typed */
};

enum tty_event {
    TTY_INPUT,   /* there is something to read */
    TTY_RESIZED, /* SIGWINCH */
    TTY_RESUMED, /* SIGCONT: the mode is set again; what was shown is gone */
    TTY_STOP,    /* SIGTSTP: tty_stop() is asked for */
    TTY_IDLE,    /* the time is over */
};

struct tty {
    int fd; /* borrowed; -1: not open */
    int signals;
    sigset_t mask; /* as it was */
    struct termios before;
    struct termios during;
};

/* FD is a terminal. ERROR_IO. */
bool tty_open(struct tty *tty, int fd, enum tty_mode mode, struct error *err) MUST_CHECK;
/* Nothing when it is not open. */
void tty_close(struct tty *tty);
/* The next event; SECONDS below 0: wait as long as it takes. ERROR_INTERRUPTED. */
bool tty_wait(struct tty *tty, double seconds, enum tty_event *event, struct error *err) MUST_CHECK;
/* Up to SIZE bytes that were typed, at least one; ERROR_INTERRUPTED when the terminal is gone. */
bool tty_read(struct tty *tty, char *bytes, size_t size, size_t *len, struct error *err) MUST_CHECK;
/*
 * Stop until somebody continues us, with the terminal as it was. GROUP: with all of our process
 * group, as ^Z does.
 */
void tty_stop(struct tty *tty, bool group);

#endif
