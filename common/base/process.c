/* SPDX-License-Identifier: Apache-2.0 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fd.h"

#define GRACE_SECONDS 2.0
#define READ_BYTES    ((size_t)64 << 10)
/* What a pipe may still hold when the child has ended; a grandchild may keep it open for ever. */
#define LAST_READ_BYTES_MAX   ((size_t)1 << 20)
#define POLL_MILLISECONDS_MAX 60000
/* Where an old kernel does not know how many are open. */
#define DESCRIPTORS_MAX 1024
/* Between two calls of `waiting`. */
#define WAITING_MILLISECONDS 100

extern char **environ;

/* Where the handler of SIGCHLD wakes poll(). */
static volatile sig_atomic_t child_wake_fd = -1;

enum stream { STREAM_IN, STREAM_OUT, STREAM_ERRORS, STREAM_COUNT };

enum stage { STAGE_DIRECTORY = 1, STAGE_EXEC };

/* The child's last words when it could not become the program. */
struct start_failure {
    enum stage stage;
    int errnum;
};

struct child {
    struct process_run *run;
    pid_t pid;
    int ours[STREAM_COUNT];   /* our ends of its streams; -1: closed or inherited */
    int theirs[STREAM_COUNT]; /* its ends until it is started */
    int wake[2];              /* SIGCHLD writes, poll() reads */
    size_t fed;               /* bytes of the input that it took */
    bool ended;
    int wait_status;
    enum error_code verdict; /* why we are ending it; ERROR_NONE while we are not */
    double started;
    double deadline;      /* of the run, 0: none */
    double kill_deadline; /* end of the grace, 0: SIGKILL is sent or not planned */
    struct sigaction old_child;
    struct sigaction old_pipe;
};

static void on_child(int signum)
{
    int saved = errno;

    (void)signum;
    if (child_wake_fd >= 0 && write((int)child_wake_fd, "", 1) < 0) {
        /* A full pipe wakes poll() as well. */
    }
    errno = saved;
}

/* ---- the environment ---- */

static bool same_name(const char *a, const char *b)
{
    size_t len = strcspn(a, "=");

    return strcspn(b, "=") == len && memcmp(a, b, len) == 0;
}

static bool is_overridden(const struct strv *env, const char *entry)
{
    for (size_t i = 0; env && i < env->len; i++)
        if (same_name(env->items[i], entry))
            return true;
    return false;
}

static void make_environment(struct strv *all, const struct strv *env)
{
    for (char **entry = environ; entry && *entry; entry++)
        if (!is_overridden(env, *entry))
            strv_add(all, *entry);
    for (size_t i = 0; env && i < env->len; i++)
        if (strchr(env->items[i], '='))
            strv_add(all, env->items[i]);
}

/* ---- start ---- */

/*
 * The program gets its three streams and nothing else: not every library opens its sockets so that
 * they close on exec.
 */
static void close_rest_at_exec(void)
{
#ifdef CLOSE_RANGE_CLOEXEC
    if (close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
        return;
#endif
    for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++)
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Ignored signals would stay ignored, and our handlers must not run in another program. */
static void restore_signals(void)
{
    struct sigaction standard = { .sa_handler = SIG_DFL };
    sigset_t none;

    sigemptyset(&standard.sa_mask);
    sigaction(SIGPIPE, &standard, NULL);
    sigaction(SIGCHLD, &standard, NULL);
    process_forget_interrupts();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child, between fork() and execve(): system calls only. Never returns. */
static NORETURN void become_program(const struct child *child, char *const *env, int report_fd)
{
    struct start_failure failure = { .stage = STAGE_EXEC, .errnum = 0 };
    const struct process_run *run = child->run;

    restore_signals();
    for (int i = 0; i < STREAM_COUNT; i++)
        if (child->theirs[i] >= 0 && dup2(child->theirs[i], i) < 0)
            goto out;
    if (run->directory && chdir(run->directory) < 0) {
        failure.stage = STAGE_DIRECTORY;
        goto out;
    }
    close_rest_at_exec();
    execve(run->argv->items[0], run->argv->items, env);
out:
    failure.errnum = errno;
    if (write(report_fd, &failure, sizeof(failure)) < 0)
        _exit(126);
    _exit(127);
}

static bool tell_start_failure(const struct process_run *run, const struct start_failure *failure,
                               struct error *err)
{
    const char *program = run->argv->items[0];
    struct stat st;

    if (failure->stage == STAGE_DIRECTORY)
        return error_errno(err, failure->errnum, "cannot run '%s' in directory '%s'", program,
                           run->directory);
    if (failure->errnum == ENOENT && stat(program, &st) == 0)
        return error_set(err, ERROR_NOT_FOUND,
                         "cannot run '%s': the interpreter in its first line is missing", program);
    return error_errno(err, failure->errnum, "cannot run '%s'", program);
}

/* Waits until the child is the program (true) or has said why not. */
static bool await_start(struct child *child, int report_fd, struct error *err)
{
    struct start_failure failure;
    ssize_t got = 0;

    do
        got = read(report_fd, &failure, sizeof(failure));
    while (got < 0 && errno == EINTR);
    if (got == 0)
        return true;
    while (waitpid(child->pid, &child->wait_status, 0) < 0 && errno == EINTR)
        ;
    child->ended = true;
    if (got != (ssize_t)sizeof(failure))
        return error_set(err, ERROR_IO, "cannot run '%s'", child->run->argv->items[0]);
    return tell_start_failure(child->run, &failure, err);
}

static bool open_streams(struct child *child, struct error *err)
{
    const struct process_run *run = child->run;
    bool wanted[STREAM_COUNT] = { !run->inherit_input, run->out != NULL, run->errors != NULL };

    for (int i = 0; i < STREAM_COUNT; i++) {
        int fds[2];

        if (!wanted[i])
            continue;
        if (!fd_pipe(fds))
            return error_errno(err, errno, "cannot run '%s': pipe", run->argv->items[0]);
        child->ours[i] = i == STREAM_IN ? fds[1] : fds[0];
        child->theirs[i] = i == STREAM_IN ? fds[0] : fds[1];
        fd_set_nonblocking(child->ours[i]);
    }
    if (!fd_pipe(child->wake))
        return error_errno(err, errno, "cannot run '%s': pipe", run->argv->items[0]);
    fd_set_nonblocking(child->wake[0]);
    fd_set_nonblocking(child->wake[1]);
    return true;
}

static bool start(struct child *child, struct error *err)
{
    AUTO(strv) env = STRV_INIT;
    sigset_t every;
    sigset_t before;
    int report[2];

    if (!open_streams(child, err))
        return false;
    if (!fd_pipe(report))
        return error_errno(err, errno, "cannot run '%s': pipe", child->run->argv->items[0]);
    make_environment(&env, child->run->env);
    child_wake_fd = child->wake[1];
    sigfillset(&every);
    sigprocmask(SIG_BLOCK, &every, &before); /* a handler in the child would write to our pipes */
    child->pid = fork();
    if (child->pid == 0)
        become_program(child, env.items, report[1]);

    int errnum = errno;

    process_kill_at_second_signal(child->pid);
    sigprocmask(SIG_SETMASK, &before, NULL);

    fd_close(&report[1]);
    for (int i = 0; i < STREAM_COUNT; i++)
        fd_close(&child->theirs[i]);
    if (child->pid < 0) {
        fd_close(&report[0]);
        return error_errno(err, errnum, "cannot run '%s': fork", child->run->argv->items[0]);
    }

    bool started = await_start(child, report[0], err);

    fd_close(&report[0]);
    return started;
}

/* ---- while it runs ---- */

static void feed(struct child *child)
{
    struct view input = child->run->input;
    int *fd = &child->ours[STREAM_IN];

    while (*fd >= 0 && child->fed < input.len) {
        ssize_t put = write(*fd, input.data + child->fed, input.len - child->fed);

        if (put >= 0)
            child->fed += (size_t)put;
        else if (errno == EAGAIN || errno == EINTR)
            return;
        else
            break; /* EPIPE: it does not want the rest; its status tells whether that is right */
    }
    fd_close(fd);
}

/* Ask the child to end; from now on its output only keeps it from blocking. */
static void condemn(struct child *child, enum error_code verdict)
{
    if (child->verdict != ERROR_NONE)
        return;
    child->verdict = verdict;
    if (child->ended)
        return; /* its number may be another's by now */
    child->kill_deadline = clock_monotonic() + GRACE_SECONDS;
    fd_close(&child->ours[STREAM_IN]);
    kill(child->pid, SIGTERM);
    kill(child->pid, SIGCONT); /* a stopped program takes no SIGTERM */
}

/* Reads what is there, at most MAX bytes; closes at the end of file. */
static void drain(struct child *child, enum stream stream, size_t max)
{
    struct buf *into = stream == STREAM_OUT ? child->run->out : child->run->errors;
    int *fd = &child->ours[stream];
    char bytes[READ_BYTES];
    size_t total = 0;

    while (*fd >= 0 && total < max) {
        ssize_t got = read(*fd, bytes, sizeof(bytes));

        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0) {
            fd_close(fd);
            return;
        }
        total += (size_t)got;
        buf_add_bytes(into, bytes, (size_t)got);
        if (stream == STREAM_OUT && !buf_ok(into))
            condemn(child, ERROR_LIMIT);
    }
}

static void reap(struct child *child)
{
    pid_t pid = 0;

    if (child->ended)
        return;
    do
        pid = waitpid(child->pid, &child->wait_status, WNOHANG);
    while (pid < 0 && errno == EINTR);
    if (pid != 0) {
        child->ended = true;
        process_kill_at_second_signal(0);
    }
}

static void check_deadlines(struct child *child)
{
    double now = clock_monotonic();

    if (child->deadline > 0 && now >= child->deadline)
        condemn(child, ERROR_TIMEOUT);
    if (child->kill_deadline > 0 && now >= child->kill_deadline) {
        kill(child->pid, SIGKILL);
        child->kill_deadline = 0;
    }
}

static int poll_milliseconds(const struct child *child)
{
    double until = child->verdict == ERROR_NONE ? child->deadline : child->kill_deadline;
    int most = child->run->waiting ? WAITING_MILLISECONDS : POLL_MILLISECONDS_MAX;

    if (until <= 0)
        return child->run->waiting ? WAITING_MILLISECONDS : -1;

    double left = (until - clock_monotonic()) * 1000;

    if (left <= 0)
        return 0;
    return left > most ? most : (int)left + 1;
}

static void tell_waiting(const struct child *child)
{
    double seconds = clock_monotonic() - child->started;

    if (child->run->waiting && seconds >= PROCESS_WAITING_SECONDS)
        child->run->waiting(child->run->waiting_context, seconds);
}

/* One wait for whatever comes first, and its handling. */
static void step(struct child *child)
{
    bool watching = child->verdict == ERROR_NONE; /* the byte of an interrupt stays readable */
    struct pollfd fds[] = {
        { .fd = child->ours[STREAM_IN], .events = POLLOUT },
        { .fd = child->ours[STREAM_OUT], .events = POLLIN },
        { .fd = child->ours[STREAM_ERRORS], .events = POLLIN },
        { .fd = child->wake[0], .events = POLLIN },
        { .fd = watching ? process_interrupt_fd() : -1, .events = POLLIN },
    };
    char spent[64];

    if (poll(fds, ARRAY_SIZE(fds), poll_milliseconds(child)) > 0) {
        if (fds[STREAM_IN].revents)
            feed(child);
        for (enum stream i = STREAM_OUT; i < STREAM_COUNT; i++)
            if (fds[i].revents)
                drain(child, i, READ_BYTES);
        while (read(child->wake[0], spent, sizeof(spent)) > 0)
            ;
    }
    reap(child);
    if (child->ended)
        return;
    if (process_interrupted())
        condemn(child, ERROR_INTERRUPTED);
    check_deadlines(child);
    tell_waiting(child);
}

/* ---- the whole run ---- */

static void guard_signals(struct child *child)
{
    struct sigaction on_end = { .sa_handler = on_child, .sa_flags = SA_RESTART | SA_NOCLDSTOP };
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigset_t unblocked;

    sigemptyset(&on_end.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGCHLD, &on_end, &child->old_child);
    sigaction(SIGPIPE, &ignore, &child->old_pipe);
    sigemptyset(&unblocked);
    sigaddset(&unblocked, SIGCHLD); /* whoever started us may have blocked it */
    sigprocmask(SIG_UNBLOCK, &unblocked, NULL);
}

static void finish(struct child *child)
{
    process_kill_at_second_signal(0);
    sigaction(SIGCHLD, &child->old_child, NULL);
    sigaction(SIGPIPE, &child->old_pipe, NULL);
    child_wake_fd = -1;
    for (int i = 0; i < STREAM_COUNT; i++) {
        fd_close(&child->ours[i]);
        fd_close(&child->theirs[i]);
    }
    fd_close(&child->wake[0]);
    fd_close(&child->wake[1]);
}

static bool tell_verdict(const struct child *child, struct error *err)
{
    const struct process_run *run = child->run;
    const char *program = run->argv->items[0];

    if (child->verdict == ERROR_TIMEOUT)
        return error_set(err, ERROR_TIMEOUT, "'%s' did not end within %g seconds", program,
                         run->timeout_seconds);
    if (child->verdict == ERROR_LIMIT || (run->out && !buf_ok(run->out)))
        return error_set(err, ERROR_LIMIT, "the output of '%s' is over %zu bytes", program,
                         run->out->max);
    /* Also when it ended first: at a terminal Ctrl-C reaches both. */
    if (!process_check_interrupt(err))
        return error_wrap(err, "'%s' was ended", program);
    return true;
}

bool process_run(struct process_run *run, struct error *err)
{
    struct child child = {
        .run = run,
        .ours = { -1, -1, -1 },
        .theirs = { -1, -1, -1 },
        .wake = { -1, -1 },
    };

    if (!run->argv || run->argv->len == 0)
        return error_set(err, ERROR_INVALID, "cannot run a program without a name");
    if (!process_check_interrupt(err))
        return false;
    guard_signals(&child);
    if (!start(&child, err)) {
        finish(&child);
        return false;
    }
    child.started = clock_monotonic();
    if (run->timeout_seconds > 0)
        child.deadline = child.started + run->timeout_seconds;
    feed(&child);
    while (!child.ended)
        step(&child);
    for (enum stream i = STREAM_OUT; i < STREAM_COUNT; i++)
        drain(&child, i, LAST_READ_BYTES_MAX);
    finish(&child);
    run->status = WIFSIGNALED(child.wait_status) ? 128 + WTERMSIG(child.wait_status)
                                                 : WEXITSTATUS(child.wait_status);
    return tell_verdict(&child, err);
}

bool process_replace(const struct strv *argv, struct error *err)
{
    const struct process_run run = { .argv = argv };
    struct start_failure failure = { .stage = STAGE_EXEC, .errnum = 0 };

    restore_signals();
    close_rest_at_exec();
    execve(argv->items[0], argv->items, environ);
    failure.errnum = errno;
    return tell_start_failure(&run, &failure, err);
}
