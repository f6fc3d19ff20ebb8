/* SPDX-License-Identifier: Apache-2.0 */
/* cli/console.c - the only place that writes */
#include "cli/console.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/utf8.h"
#include "cli/tty.h"

/* Talk is short; what a runaway message adds is cut. */
#define TALK_BYTES_MAX ((size_t)1 << 20)
/* Shorter parts of a text are written together. */
#define PART_BYTES_SHORT ((size_t)64 << 10)
/* An answer at a prompt. */
#define LINE_BYTES_MAX ((size_t)4 << 10)

const struct option console_options[] = {
    OPT_FLAG('h', "help", struct console_args, help, "show help"),
    OPT_FLAG('q', "quiet", struct console_args, quiet, "print no progress, warnings or hints"),
    OPT_INT('v', "v", struct console_args, verbosity, "N", "say more on standard error, up to 9",
            .max = 9),
    OPT_END,
};

static bool is_readable(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags >= 0 && (flags & O_ACCMODE) != O_WRONLY;
}

void console_init(struct console *console, const char *program, const char *argv0)
{
    *console = (struct console){
        .out = BUF_INIT(CONSOLE_OUT_BYTES_MAX),
        .talk = BUF_INIT(TALK_BYTES_MAX),
        .in_fd = is_readable(STDIN_FILENO) ? STDIN_FILENO : -1,
        .out_fd = STDOUT_FILENO,
        .err_fd = STDERR_FILENO,
        .in_is_terminal = isatty(STDIN_FILENO) == 1,
        .out_is_terminal = isatty(STDOUT_FILENO) == 1,
        .err_is_terminal = isatty(STDERR_FILENO) == 1,
        .program = program,
        .argv0 = argv0,
        .environment = environ,
    };
    console->rewrites =
        terminal_can_rewrite(console->err_is_terminal, console_env(console, "TERM"));
    console->columns = terminal_columns(STDOUT_FILENO, console_env(console, "COLUMNS"));
    console->color = terminal_has_color(console->out_is_terminal, console_env(console, "TERM"),
                                        console_env(console, "NO_COLOR"));
    console->utf8 =
        terminal_has_utf8(console_env(console, "LC_ALL"), console_env(console, "LC_CTYPE"),
                          console_env(console, "LANG"));
}

void console_init_memory(struct console *console, char *const *environment)
{
    *console = (struct console){
        .out = BUF_INIT(CONSOLE_OUT_BYTES_MAX),
        .talk = BUF_INIT(TALK_BYTES_MAX),
        .in_memory = true,
        .in_fd = -1,
        .out_fd = -1,
        .err_fd = -1,
        .columns = TERMINAL_COLUMNS_DEFAULT,
        .program = "juno",
        .argv0 = "juno",
        .environment = environment,
    };
}

void console_release(struct console *console)
{
    buf_release(&console->out);
    buf_release(&console->talk);
}

const char *console_env(const struct console *console, const char *name)
{
    size_t len = strlen(name);

    for (char *const *entry = console->environment; entry && *entry; entry++)
        if (strncmp(*entry, name, len) == 0 && (*entry)[len] == '=')
            return *entry + len + 1;
    return NULL;
}

/* ---- standard output */

void console_printf(struct console *console, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buf_addv(&console->out, format, args);
    va_end(args);
}

void console_text(struct console *console, struct view v)
{
    buf_add_terminal(&console->out, v, false);
}

void console_write(struct console *console, struct view v)
{
    buf_add_view(&console->out, v);
}

void console_colored(struct console *console, enum color color, struct view v)
{
    AUTO(buf) text = BUF_INIT(CONSOLE_OUT_BYTES_MAX);

    buf_add_terminal(&text, v, false);
    terminal_add_colored(&console->out, color, console->color, buf_view(&text));
}

bool console_flush(struct console *console, struct error *err)
{
    if (!buf_check(&console->out, "the result", err))
        return false;
    if (console->out_fd < 0)
        return true;
    console_waited(console);
    if (!file_write_fd(console->out_fd, buf_view(&console->out), "standard output", err))
        return false;
    buf_clear(&console->out);
    return true;
}

bool console_write_parts(struct console *console, const struct parts *parts, struct error *err)
{
    if (!console_flush(console, err))
        return false;
    for (size_t i = 0; i < parts->len; i++) {
        struct view part = parts->views[i];

        if (console->out_fd < 0 || part.len < PART_BYTES_SHORT) {
            console_write(console, part);
            if (console->out.len < PART_BYTES_SHORT)
                continue;
            part = VIEW_EMPTY;
        }
        if (!console_flush(console, err) ||
            (part.len > 0 && !file_write_fd(console->out_fd, part, "standard output", err)))
            return false;
    }
    return console_flush(console, err);
}

bool console_close(struct console *console, struct error *err)
{
    int fd = console->out_fd;

    if (!console_flush(console, err))
        return false;
    console->out_fd = -1;
    /* Network and quota file systems tell of a full disk no sooner. */
    if (fd >= 0 && close(fd) != 0 && errno != EINTR)
        return error_errno(err, errno, "cannot write standard output");
    return true;
}

/* ---- standard error */

/* Nothing can be said about a failure to say something. */
static void talk(struct console *console, const struct buf *text)
{
    if (console->err_fd < 0)
        buf_add_view(&console->talk, buf_view(text));
    else
        (void)!file_write_fd(console->err_fd, buf_view(text), "standard error", NULL);
}

void console_waited(struct console *console)
{
    AUTO(buf) line = BUF_INIT(TALK_BYTES_MAX);

    if (!console->waiting)
        return;
    console->waiting = false;
    buf_add(&line, "\r\033[K");
    talk(console, &line);
}

void console_waiting(struct console *console, const char *what, double seconds)
{
    AUTO(buf) text = BUF_INIT(TALK_BYTES_MAX);
    AUTO(buf) shown = BUF_INIT(TALK_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(TALK_BYTES_MAX);

    if (!console->rewrites || console->args.quiet)
        return;
    buf_addf(&text, "waiting for %s", what);
    if (seconds >= 3)
        buf_addf(&text, " %.0fs", seconds);
    buf_add_terminal(&shown, buf_view(&text), false);
    buf_add(&line, "\r");
    /* A line that wraps could not be wiped. */
    buf_add_view(&line,
                 utf8_start(buf_view(&shown), console->columns > 1 ? console->columns - 1 : 1));
    buf_add(&line, "\033[K");
    console->waiting = true;
    talk(console, &line);
}

static void talk_line(struct console *console, const char *head, const char *text)
{
    AUTO(buf) line = BUF_INIT(TALK_BYTES_MAX);

    console_waited(console);
    buf_add(&line, head);
    buf_add_terminal(&line, view_of(text), true);
    if (!view_ends(buf_view(&line), VIEW("\n")))
        buf_add_byte(&line, '\n');
    talk(console, &line);
}

void console_note(struct console *console, const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(TALK_BYTES_MAX);
    va_list args;

    if (console->args.quiet)
        return;
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    talk_line(console, "", buf_text(&text));
}

void console_warn(struct console *console, const char *format, ...)
{
    AUTO(buf) text = BUF_INIT(TALK_BYTES_MAX);
    va_list args;

    if (console->args.quiet)
        return;
    va_start(args, format);
    buf_addv(&text, format, args);
    va_end(args);
    talk_line(console, "warning: ", buf_text(&text));
}

void console_error(struct console *console, const struct error *err)
{
    if (*error_message(err))
        talk_line(console, "error: ", error_message(err));
    if (err->hint && !console->args.quiet)
        talk_line(console, "hint: ", err->hint);
}

/* ---- standard input */

bool console_read_stdin(struct console *console, struct buf *text, const char *hint,
                        struct error *err)
{
    if (console->in_is_terminal) {
        error_set(err, ERROR_USAGE, "standard input is a terminal");
        return error_hint(err, "%s", hint);
    }
    if (console->in_memory) {
        buf_add_view(text, console->in);
        return buf_check(text, "<stdin>", err);
    }
    if (console->in_fd < 0) {
        error_set(err, ERROR_USAGE, "standard input is closed");
        return error_hint(err, "%s", hint);
    }
    return file_read_fd(text, console->in_fd, "<stdin>", err);
}

/* A byte that is typed; false at the end of input, or when a signal came. */
static bool read_typed(struct console *console, struct tty *tty, char *byte, struct error *err)
{
    struct pollfd fds[] = { { .fd = console->in_fd, .events = POLLIN },
                            { .fd = process_interrupt_fd(), .events = POLLIN } };

    for (;;) {
        enum tty_event event = TTY_INPUT;
        ssize_t got;

        if (!process_check_interrupt(err) || (tty->fd >= 0 && !tty_wait(tty, -1, &event, err)))
            return false;
        if (event == TTY_STOP)
            tty_stop(tty, false);
        if (event != TTY_INPUT ||
            (tty->fd < 0 && (poll(fds, ARRAY_SIZE(fds), -1) < 0 || fds[1].revents)))
            continue;
        got = read(console->in_fd, byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        return got > 0 || error_set(err, ERROR_INTERRUPTED, "there is no answer");
    }
}

/* One line of standard input without its end. */
static bool read_line(struct console *console, struct tty *tty, struct buf *line, struct error *err)
{
    char byte;

    while (read_typed(console, tty, &byte, err)) {
        if (byte == '\n')
            return true;
        buf_add_byte(line, byte);
    }
    return false;
}

bool console_ask(struct console *console, const char *prompt, enum console_echo echo,
                 struct buf *line, struct error *err)
{
    AUTO(buf) text = BUF_INIT(TALK_BYTES_MAX);
    struct tty tty = { .fd = -1 };
    bool done;

    console_waited(console);
    /* Who sees the question may answer at once. */
    if (echo == CONSOLE_SECRET && !tty_open(&tty, console->in_fd, TTY_SILENT, err))
        return false;
    buf_add_terminal(&text, view_of(prompt), true);
    talk(console, &text);
    done = read_line(console, &tty, line, err);
    tty_close(&tty);
    if (!done) {
        /* The question ends in no line end, and Ctrl-C typed none. */
        buf_clear(&text);
        buf_add_byte(&text, '\n');
        talk(console, &text);
    }
    return done;
}

bool console_confirm(struct console *console, const char *question, const char *flag,
                     struct error *err)
{
    AUTO(buf) text = BUF_INIT(TALK_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(LINE_BYTES_MAX);
    struct view answer;

    if (!console->in_is_terminal || !console->err_is_terminal) {
        error_set(err, ERROR_USAGE, "this has to be confirmed, and there is no terminal to ask at");
        return error_hint(err, "add %s", flag);
    }
    buf_addf(&text, "%s [y/N] ", question);
    if (!console_ask(console, buf_text(&text), CONSOLE_SHOWN, &line, err))
        return error_wrap(err, "nothing was done");
    answer = view_trim(buf_view(&line));
    if (view_is(answer, "y") || view_is(answer, "Y") || view_is(answer, "yes"))
        return true;
    return error_set(err, ERROR_INTERRUPTED, "not confirmed: nothing was done");
}
