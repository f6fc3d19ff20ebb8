/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/process.h - run another program: an argv, no shell, all three streams in memory
 *
 * Standard input is fed and both outputs are drained at once, so no order of reading and writing
 * can dead-lock. A SIGINT, SIGTERM or SIGHUP that arrives meanwhile ends the child: SIGTERM, two
 * seconds of grace, SIGKILL; the result is ERROR_INTERRUPTED. The child stays in our process group,
 * so Ctrl-C at a terminal reaches it too. Its end counts, not that of its own children, even if
 * those keep its output open. One run at a time: SIGCHLD is ours meanwhile.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"

struct process_run {
    const struct strv *argv; /* argv[0] is the path of the executable */
    const struct strv *env;  /* NAME=VALUE set over our environment, NAME removed; NULL: none */
    struct view input;       /* fed to standard input, then it is closed */
    bool inherit_input;      /* it has our standard input instead: INPUT is not used */
    const char *directory;   /* working directory, NULL: ours */
    double timeout_seconds;  /* 0: no limit */
    struct buf *out;    /* standard output up to its ceiling (ERROR_LIMIT and the child ends); NULL:
                           ours is inherited */
    struct buf *errors; /* standard error, cut at its ceiling; NULL: ours is inherited */
    /* Called once the run has lasted PROCESS_WAITING_SECONDS, and about ten times a second from
     * then on; NULL: nobody wants to know. */
    void (*waiting)(void *context, double seconds);
    void *waiting_context;
    int status; /* result: exit status, or 128 + signal */
};

/* Shorter runs are no wait to a person. */
#define PROCESS_WAITING_SECONDS 0.3

/*
 * True when the program ran and its end was seen, whatever its status. False: it could not be
 * started (ERROR_NOT_FOUND, ERROR_FORBIDDEN, ERROR_IO), ERROR_TIMEOUT, ERROR_LIMIT,
 * ERROR_INTERRUPTED.
 */
bool process_run(struct process_run *run, struct error *err) MUST_CHECK;

/*
 * Become the program ARGV[0], a path, in our environment: it has our streams, terminal and
 * process id, and its end is ours. Other descriptors are closed. Returns only when it could not be
 * started: ERROR_NOT_FOUND, ERROR_FORBIDDEN, ERROR_IO.
 */
bool process_replace(const struct strv *argv, struct error *err);

/*
 * Interrupts. process_watch_interrupts() installs SIGINT, SIGTERM and SIGHUP handlers that only
 * remember the signal (a second one kills the child and ends the program at once with 128 + signal)
 * and ignores SIGPIPE. A signal that is ignored already stays ignored (nohup). Blocking system
 * calls end with EINTR.
 */
void process_watch_interrupts(void);
/* The signal that asked us to stop, 0 when none did. */
int process_interrupted(void);
/* Readable for poll() once a signal asked us to stop, and from then on; -1 while nothing is
 * watched. */
int process_interrupt_fd(void);
/* False with ERROR_INTERRUPTED when a signal asked us to stop; call it in long loops. */
bool process_check_interrupt(struct error *err) MUST_CHECK;

/* Let SECONDS pass, by the monotonic clock; ERROR_INTERRUPTED as soon as a signal asks us to stop.
 */
bool process_sleep(double seconds, struct error *err) MUST_CHECK;

/* SIGINT, SIGTERM and SIGHUP by default again, nothing remembered: for a child before execve(), and
 * for tests. */
void process_forget_interrupts(void);
/* The child PID dies with us when a second signal ends us at once; 0: none. */
void process_kill_at_second_signal(int pid);

#endif
