/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen.h"

#include <string.h>

#include "base/file.h"

#define SCREEN_BYTES_MAX ((size_t)16 << 20)

/* The other screen where the terminal has one, marks around what is pasted, nothing on it. */
#define ENTER "\033[?1049h\033[?2004h\033[0m\033[H\033[2J"
#define LEAVE "\033[?2004l\033[0m\033[H\033[2J\033[?1049l"

static bool put(const struct screen *screen, const struct buf *bytes, struct error *err)
{
    struct console *console = screen->console;

    if (console->err_fd >= 0)
        return file_write_fd(console->err_fd, buf_view(bytes), "standard error", err);
    buf_add_view(&console->talk, buf_view(bytes));
    return true;
}

void screen_measure(struct screen *screen)
{
    const struct console *console = screen->console;

    screen->columns = terminal_columns(console->err_fd, console_env(console, "COLUMNS"));
    screen->rows = terminal_rows(console->err_fd, console_env(console, "LINES"));
    screen->is_stale = true;
}

bool screen_open(struct screen *screen, struct console *console, struct error *err)
{
    AUTO(buf) bytes = BUF_INIT(64);

    *screen = (struct screen){ .console = console, .shown = STRV_INIT };
    console_waited(console);
    screen_measure(screen);
    buf_add(&bytes, ENTER);
    return put(screen, &bytes, err);
}

void screen_close(struct screen *screen)
{
    AUTO(buf) bytes = BUF_INIT(64);

    if (!screen->console)
        return;
    buf_add(&bytes, LEAVE);
    (void)!put(screen, &bytes, NULL);
    strv_release(&screen->shown);
    screen->console = NULL;
}

static bool is_shown(const struct screen *screen, size_t row, const char *line)
{
    const char *there = row < screen->shown.len ? screen->shown.items[row] : "";

    return !screen->is_stale && strcmp(there, line) == 0;
}

bool screen_show(struct screen *screen, const struct strv *lines, unsigned row, unsigned column,
                 struct error *err)
{
    AUTO(buf) bytes = BUF_INIT(SCREEN_BYTES_MAX);
    size_t last = lines->len > screen->shown.len ? lines->len : screen->shown.len;

    if (screen->is_stale)
        buf_add(&bytes, ENTER);
    for (size_t i = 0; i < last && i < screen->rows; i++) {
        const char *line = i < lines->len ? lines->items[i] : "";

        if (!is_shown(screen, i, line))
            buf_addf(&bytes, "\033[%zu;1H%s\033[K", i + 1, line);
    }
    buf_addf(&bytes, "\033[%u;%uH", row + 1, column + 1);
    strv_release(&screen->shown);
    for (size_t i = 0; i < lines->len; i++)
        strv_add(&screen->shown, lines->items[i]);
    screen->is_stale = false;
    return put(screen, &bytes, err);
}
