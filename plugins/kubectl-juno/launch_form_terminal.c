/* SPDX-License-Identifier: Apache-2.0 */
/* A form on the terminal: keys in, screens out; or plain questions where a screen cannot be */
#include "cli/screen.h"
#include "cli/tty.h"
#include "form/ask.h"
#include "form/draw.h"
#include "launch_form.h"

/* ---- questions ---- */

/* What is said goes out with the next prompt: --quiet silences no question. */
struct asking {
    struct console *console;
    struct buf said;
};

static void say_line(void *context, const char *text)
{
    struct asking *asking = context;

    /* One line, whatever it holds. */
    buf_add_terminal(&asking->said, view_of(text), false);
    buf_add_byte(&asking->said, '\n');
}

static bool read_answer(void *context, const char *prompt, bool secret, struct buf *line,
                        struct error *err)
{
    struct asking *asking = context;
    bool done;

    buf_add_terminal(&asking->said, view_of(prompt), false);
    done = console_ask(asking->console, buf_text(&asking->said),
                       secret ? CONSOLE_SECRET : CONSOLE_SHOWN, line, err);
    buf_clear(&asking->said);
    return done;
}

static bool run_questions(struct form *form, struct console *console, struct error *err)
{
    struct asking asking = { .console = console, .said = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    const struct ask ask = { .say = say_line, .read = read_answer, .context = &asking };
    bool done = form_ask(form, &ask, err);

    buf_release(&asking.said);
    return done;
}

/* ---- the screen ---- */

struct driver {
    struct form *form;
    struct console *console;
    struct form_style style;
    struct tty tty;
    struct screen screen;
    struct keys keys;
};

static bool show(struct driver *driver, struct error *err)
{
    AUTO(form_picture) picture = FORM_PICTURE_INIT;

    form_draw(&picture, driver->form, driver->screen.columns, driver->screen.rows, &driver->style);
    return screen_show(&driver->screen, &picture.lines, picture.row, picture.column, err);
}

static bool stop(struct driver *driver, bool group, struct error *err)
{
    screen_close(&driver->screen);
    tty_stop(&driver->tty, group);
    return screen_open(&driver->screen, driver->console, err);
}

/* Every key that has come; IDLE: also what looks unfinished. */
static bool take_keys(struct driver *driver, bool idle, enum form_state *state, struct error *err)
{
    struct key key;

    while (*state == FORM_OPEN && keys_next(&driver->keys, &key, idle)) {
        if (key.code == KEY_SUSPEND && !stop(driver, true, err))
            return false;
        if (key.code == KEY_REDRAW)
            screen_measure(&driver->screen);
        *state = form_key(driver->form, &key);
    }
    return true;
}

static bool take_input(struct driver *driver, enum form_state *state, struct error *err)
{
    char bytes[KEYS_BYTES_MAX];
    size_t len;

    if (!tty_read(&driver->tty, bytes, keys_room(&driver->keys), &len, err))
        return false;
    keys_feed(&driver->keys, view_make(bytes, len));
    return take_keys(driver, false, state, err);
}

static bool take_event(struct driver *driver, enum form_state *state, struct error *err)
{
    double seconds = keys_is_pending(&driver->keys) ? KEYS_IDLE_SECONDS : -1;
    enum tty_event event;

    if (!tty_wait(&driver->tty, seconds, &event, err))
        return false;
    switch (event) {
    case TTY_INPUT:
        return take_input(driver, state, err);
    case TTY_IDLE:
        return take_keys(driver, true, state, err);
    case TTY_STOP:
        return stop(driver, false, err);
    case TTY_RESIZED:
    case TTY_RESUMED:
        screen_measure(&driver->screen);
        break;
    }
    return true;
}

static bool run_screen(struct driver *driver, struct error *err)
{
    enum form_state state = FORM_OPEN;

    while (state == FORM_OPEN)
        if (!show(driver, err) || !take_event(driver, &state, err))
            return false;
    return state == FORM_SUBMITTED || error_set(err, ERROR_INTERRUPTED, "cancelled");
}

bool launch_form_run(struct form *form, struct console *console, struct error *err)
{
    struct driver driver = {
        .form = form,
        .console = console,
        .style = { .color =
                       terminal_has_color(console->err_is_terminal, console_env(console, "TERM"),
                                          console_env(console, "NO_COLOR")),
                   .utf8 = console->utf8 },
        .keys = KEYS_INIT,
    };
    bool done;

    if (!console->rewrites)
        return run_questions(form, console, err);
    if (!tty_open(&driver.tty, console->in_fd, TTY_KEYS, err))
        return false;
    done = screen_open(&driver.screen, console, err) && run_screen(&driver, err);
    screen_close(&driver.screen);
    tty_close(&driver.tty);
    return done;
}
