/* SPDX-License-Identifier: Apache-2.0 */
/* form/draw.c - title, scrolled lines, help and keys; draw_item.c has the lines of one item */
#include "form/draw.h"

#include "base/utf8.h"
#include "cli/terminal.h"
#include "form/cells.h"
#include "form/draw_item.h"

/* Rows that a screen needs to have what is not a field. */
#define ROWS_FOR_RULES 8
#define ROWS_FOR_TITLE 5
#define ROWS_FOR_KEYS  5
#define ROWS_FOR_HELP  4
/* One more line of help for so many rows. */
#define ROWS_PER_HELP_LINE 8

#define LABEL_COLUMNS_MIN 4
#define WIDE_COLUMNS      60 /* from here on there is room between the columns */

void form_picture_release(struct form_picture *picture)
{
    strv_release(&picture->lines);
}

/* ---- the frame ---- */

static void add_line(struct strv *lines, struct buf *line)
{
    strv_add_view(lines, buf_view(line));
    buf_clear(line);
}

/* " notebook → nb-1          film-a" */
static void draw_title(struct strv *lines, const struct canvas *canvas, const struct form *form)
{
    const struct form_spec *spec = form->spec;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) place = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) cut = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t room = canvas->columns > 1 ? canvas->columns - 1 : 0, used, width;

    cells_clean(&text, view_of(spec->title), canvas->style->utf8);
    buf_add(&text, canvas->style->utf8 ? " → " : " -> ");
    cells_clean(&text, spec->heading ? view_of(spec->heading) : form_item_text(&form->items[0]),
                canvas->style->utf8);
    cells_clean(&place, view_of(spec->place), canvas->style->utf8);
    used = cells_fit(&cut, buf_view(&text), room, canvas->style->utf8);
    width = utf8_width(buf_view(&place));
    buf_add_byte(&line, ' ');
    terminal_add_colored(&line, COLOR_BOLD, canvas->style->color, buf_view(&cut));
    if (width > 0 && used + 2 + width <= room) {
        buf_add_repeat(&line, ' ', room - used - width);
        terminal_add_colored(&line, COLOR_DIM, canvas->style->color, buf_view(&place));
    }
    add_line(lines, &line);
}

/* A rule; HIDDEN lines lie beyond it. */
static void draw_rule(struct strv *lines, const struct canvas *canvas, const char *arrow,
                      size_t hidden)
{
    AUTO(buf) rule = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) note = BUF_INIT(64);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t room = canvas->columns > 1 ? canvas->columns - 1 : 0, width;

    if (hidden > 0)
        buf_addf(&note, " %s %zu ", arrow, hidden);
    width = utf8_width(buf_view(&note));
    for (size_t i = 0; i + width < room; i++) {
        if (width > 0 && i + width + 1 == room)
            buf_add_view(&rule, buf_view(&note));
        buf_add(&rule, canvas->style->utf8 ? "─" : "-");
    }
    buf_add_byte(&line, ' ');
    terminal_add_colored(&line, COLOR_DIM, canvas->style->color, buf_view(&rule));
    add_line(lines, &line);
}

/* What the last key did, else what the field is for. */
static void draw_help(struct strv *lines, const struct canvas *canvas, const struct form *form,
                      size_t most)
{
    const char *help = form->items[form->focus].field->help;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t room = canvas->columns > 1 ? canvas->columns - 1 : 1;
    struct view rest;

    cells_clean(&text, form->message.len > 0 ? buf_view(&form->message) : view_of(help),
                canvas->style->utf8);
    rest = buf_view(&text);
    for (size_t i = 0; i < most && (i == 0 || rest.len > 0); i++) {
        struct view part = i + 1 < most ? cells_wrap(&rest, room) : rest;

        buf_add_byte(&line, ' ');
        cells_fit(&line, part, canvas->columns - 1, canvas->style->utf8);
        add_line(lines, &line);
    }
}

struct hint {
    const char *keys;
    const char *plain; /* in ASCII */
    const char *does;
    unsigned rank; /* hints of a high one go first where there is no room */
    bool is_on;
};

static size_t hint_width(const struct hint *hint, const struct canvas *canvas)
{
    return utf8_width(view_of(canvas->style->utf8 ? hint->keys : hint->plain)) + 1 +
           utf8_width(view_of(hint->does)) + canvas->gap;
}

/* Turn hints off until the rest fits. */
static void fit_hints(struct hint *hints, size_t count, const struct canvas *canvas)
{
    for (unsigned rank = 4; rank > 0; rank--) {
        size_t width = 1;

        for (size_t i = 0; i < count; i++)
            width += hints[i].is_on ? hint_width(&hints[i], canvas) : 0;
        if (width <= canvas->columns + canvas->gap)
            return;
        for (size_t i = 0; i < count; i++)
            hints[i].is_on = hints[i].is_on && hints[i].rank < rank;
    }
}

static void draw_keys(struct strv *lines, const struct canvas *canvas, const struct form *form)
{
    const struct form_item *item = &form->items[form->focus];
    enum form_kind kind = item->field->kind;
    bool choice = kind == FORM_CHOICE && item->field->choice_count > 0;
    struct hint hints[] = {
        { "↑↓", "up/down", "field", 2, true },
        { "←→", "left/right", "choose", 3, choice || kind == FORM_BOOLEAN || kind == FORM_SEVERAL },
        { "tab", "tab", "complete", 4, choice },
        { "space", "space", "toggle", 3, kind == FORM_SEVERAL },
        { "enter", "enter", "new line", 4, kind == FORM_LINES },
        { "enter", "enter", "add entry", 3, kind == FORM_LIST },
        { "^X", "^X", "remove entry", 3, item->list != NULL },
        { "^O", "^O", form->spec->verb, 0, true },
        { "^C", "^C", "cancel", 1, true },
    };
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) cut = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    fit_hints(hints, ARRAY_SIZE(hints), canvas);
    for (size_t i = 0; i < ARRAY_SIZE(hints); i++) {
        if (!hints[i].is_on)
            continue;
        buf_add_repeat(&text, ' ', text.len > 0 ? canvas->gap : 0);
        buf_addf(&text, "%s %s", canvas->style->utf8 ? hints[i].keys : hints[i].plain,
                 hints[i].does);
    }
    cells_cut(&cut, buf_view(&text), 0, canvas->columns > 1 ? canvas->columns - 1 : 0);
    buf_add_byte(&line, ' ');
    terminal_add_colored(&line, COLOR_DIM, canvas->style->color, buf_view(&cut));
    add_line(lines, &line);
}

/* ---- the items ---- */

static size_t label_columns(const struct form *form, unsigned columns, bool utf8)
{
    size_t width = LABEL_COLUMNS_MIN, most = columns / 3;

    for (size_t i = 0; i < form->len && width < most; i++) {
        AUTO(buf) label = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) shown = BUF_INIT(BUF_TEXT_BYTES_MAX);

        draw_item_label(&label, &form->items[i]);
        cells_clean(&shown, buf_view(&label), utf8);
        if (utf8_width(buf_view(&shown)) > width)
            width = utf8_width(buf_view(&shown));
    }
    return width < most || most < LABEL_COLUMNS_MIN ? width : most;
}

/* Lines that all items take, and those before the focus and of it. */
struct extent {
    size_t all;
    size_t before;
    size_t focus;
};

static struct extent extent_of(const struct form *form, const struct canvas *canvas)
{
    struct extent extent = { 0, 0, 0 };

    for (size_t i = 0; i < form->len; i++) {
        size_t lines = draw_item_lines(canvas, &form->items[i], i == form->focus);

        if (i == form->focus) {
            extent.before = extent.all;
            extent.focus = lines;
        }
        extent.all += lines;
    }
    return extent;
}

/* Scroll as little as shows the focus, its first line above all. */
static void scroll(struct form *form, const struct extent *extent, size_t room)
{
    size_t end = extent->before + extent->focus;

    if (form->top + room < end)
        form->top = end - room;
    if (form->top > extent->before)
        form->top = extent->before;
    if (form->top + room > extent->all)
        form->top = extent->all > room ? extent->all - room : 0;
}

static void draw_items(struct form_picture *picture, const struct form *form,
                       const struct canvas *canvas, size_t room)
{
    size_t at = 0, end = form->top + room;

    for (size_t i = 0; i < form->len && at < end; i++) {
        bool focused = i == form->focus;
        size_t lines = draw_item_lines(canvas, &form->items[i], focused);
        struct cursor cursor = { 0, 0 };
        AUTO(strv) drawn = STRV_INIT;

        if (at + lines > form->top)
            draw_item(&drawn, canvas, form, &form->items[i], focused, &cursor);
        for (size_t k = 0; k < drawn.len; k++) {
            if (at + k < form->top || at + k >= end)
                continue;
            if (focused && k == cursor.line) {
                picture->row = (unsigned)picture->lines.len;
                picture->column = (unsigned)cursor.column;
            }
            strv_add(&picture->lines, drawn.items[k]);
        }
        at += lines;
    }
}

/* Rows of help: one on a small screen, and as many as the text takes on a large one. */
static size_t help_rows(const struct canvas *canvas, const struct form *form, size_t most)
{
    AUTO(strv) lines = STRV_INIT;

    if (most > 0)
        draw_help(&lines, canvas, form, most);
    return lines.len;
}

void form_draw(struct form_picture *picture, struct form *form, unsigned columns, unsigned rows,
               const struct form_style *style)
{
    struct canvas canvas = { .style = style,
                             .columns = columns > 1 ? columns - 1 : 1,
                             .gap = columns >= WIDE_COLUMNS ? 3 : 2 };
    bool rules = rows >= ROWS_FOR_RULES, title = rows >= ROWS_FOR_TITLE;
    bool keys = rows >= ROWS_FOR_KEYS;
    size_t most = rows < ROWS_FOR_HELP ? 0 : 1 + rows / ROWS_PER_HELP_LINE / 2, help, room;
    struct extent extent;

    form_check(form);
    strv_release(&picture->lines);
    picture->row = picture->column = 0;
    help = help_rows(&canvas, form, most);
    room = rows > title + 2 * (size_t)rules + help + keys
               ? rows - title - 2 * (size_t)rules - help - keys
               : 1;
    canvas.label = label_columns(form, columns, style->utf8);
    canvas.lines_max = room > 3 ? room / 2 : 1;
    extent = extent_of(form, &canvas);
    scroll(form, &extent, room);
    if (title)
        draw_title(&picture->lines, &canvas, form);
    if (rules)
        draw_rule(&picture->lines, &canvas, style->utf8 ? "↑" : "up", form->top);
    draw_items(picture, form, &canvas, room);
    if (rules)
        draw_rule(&picture->lines, &canvas, style->utf8 ? "↓" : "down",
                  extent.all > form->top + room ? extent.all - form->top - room : 0);
    if (most > 0)
        draw_help(&picture->lines, &canvas, form, most);
    if (keys)
        draw_keys(&picture->lines, &canvas, form);
}
