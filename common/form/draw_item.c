/* SPDX-License-Identifier: Apache-2.0 */
#include "form/draw_item.h"

#include "base/utf8.h"
#include "cli/terminal.h"
#include "form/cells.h"

/* Shown texts are at most so many times as long: \xNN for a byte, <U+10FFFF> for four. */
#define SHOWN_BYTES_MAX (EDIT_BYTES_MAX * 8)
/* Margin, mark of the focus, blank. */
#define LEAD_COLUMNS 3
/* A value with less room has no note behind it, an empty one needs less. */
#define NOTED_COLUMNS_MIN       24
#define NOTED_EMPTY_COLUMNS_MIN 12

void draw_item_label(struct buf *out, const struct form_item *item)
{
    if (item->list)
        buf_addf(out, "  [%zu].", item->entry);
    buf_add(out, item->field->label);
}

/* ---- how many lines ---- */

struct block {
    size_t texts;
    bool problem;
    bool choices;
};

static size_t count_lines(struct view text)
{
    size_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.data[i] == '\n';
    return lines;
}

static struct block block_of(const struct canvas *canvas, const struct form_item *item,
                             bool focused)
{
    struct block block = { .texts = 1, .problem = item->is_touched && item->problem };

    if (focused && item->field->kind == FORM_LINES) {
        block.texts = count_lines(form_item_text(item));
        if (block.texts > canvas->lines_max)
            block.texts = canvas->lines_max;
    }
    block.choices = focused && item->field->kind == FORM_CHOICE && item->field->choice_count > 0 &&
                    canvas->lines_max > 1;
    return block;
}

size_t draw_item_lines(const struct canvas *canvas, const struct form_item *item, bool focused)
{
    struct block block = block_of(canvas, item, focused);

    return block.texts + block.problem + block.choices;
}

/* ---- parts of a line ---- */

static size_t value_column(const struct canvas *canvas)
{
    size_t at = LEAD_COLUMNS + canvas->label + canvas->gap;

    return at < canvas->columns ? at : canvas->columns - 1;
}

/* Margin, mark and label, up to the column of the values; LABEL may be empty. */
static void add_lead(struct buf *line, const struct canvas *canvas, struct view label, bool focused)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) fitted = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) cut = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t used;

    buf_add(&text, !focused ? "   " : canvas->style->utf8 ? " › " : " > ");
    cells_clean(&fitted, label, canvas->style->utf8);
    cells_fit(&text, buf_view(&fitted), canvas->label, canvas->style->utf8);
    used = cells_cut(&cut, buf_view(&text), 0, value_column(canvas));
    terminal_add_colored(line, focused ? COLOR_BOLD : COLOR_NONE, canvas->style->color,
                         buf_view(&cut));
    buf_add_repeat(line, ' ', value_column(canvas) - used);
}

/* TEXT as it is shown: a secret as one mark for each character. */
static void add_shown(struct buf *out, const struct canvas *canvas, const struct form_item *item,
                      struct view text)
{
    if (!item->field->secret) {
        cells_clean(out, text, canvas->style->utf8);
        return;
    }
    for (size_t at = 0; at < text.len; utf8_next(text, &at))
        buf_add(out, canvas->style->utf8 ? "•" : "*");
}

/*
 * The part of SHOWN that has column CURSOR in it, in WIDTH columns, with a mark at each end where
 * there is more. It moves by half its width, so that not every key rewrites the line. Where the
 * cursor is in it.
 */
static size_t add_window(struct buf *line, const struct canvas *canvas, struct view shown,
                         size_t cursor, size_t width)
{
    size_t total = utf8_width(shown), step = width > 3 ? width / 2 : 1, from = 0;
    bool more;

    if (total < width || width < 3) {
        cells_cut(line, shown, 0, width);
        return cursor < width ? cursor : width - 1;
    }
    if (cursor + 1 >= width)
        from = ((cursor + 1 - width) / step + 1) * step;
    more = total > from + width;
    if (from > 0)
        buf_add(line, canvas->style->utf8 ? "…" : "<");
    cells_cut(line, shown, from > 0 ? from + 1 : 0, width - (from > 0) - more);
    if (more)
        buf_add(line, canvas->style->utf8 ? "…" : ">");
    return cursor - from;
}

/* ---- values by kind ---- */

/* Options between which one chooses, the current one in view. The column of the current one. */
static size_t add_options(struct buf *line, const struct canvas *canvas, struct view options,
                          size_t current, size_t width)
{
    AUTO(buf) shown = BUF_INIT(SHOWN_BYTES_MAX);

    cells_clean(&shown, options, canvas->style->utf8);
    return add_window(line, canvas, buf_view(&shown), current, width);
}

static size_t add_boolean(struct buf *line, const struct canvas *canvas,
                          const struct form_item *item, size_t width)
{
    bool yes = view_is(form_item_text(item), "true");

    return add_options(line, canvas, yes ? VIEW("[yes]  no") : VIEW("yes  [no]"), yes ? 1 : 6,
                       width);
}

/* "[x] a   [ ] b" */
static size_t add_several(struct buf *line, const struct canvas *canvas,
                          const struct form_item *item, size_t width)
{
    AUTO(buf) options = BUF_INIT(SHOWN_BYTES_MAX);
    size_t current = 0;

    for (size_t i = 0; i < item->field->choice_count; i++) {
        const char *choice = item->field->choices[i].text;

        if (i > 0)
            buf_add(&options, "   ");
        if (i == item->at)
            current = utf8_width(buf_view(&options)) + 1;
        buf_addf(&options, "[%c] %s", form_is_picked(form_item_text(item), choice) ? 'x' : ' ',
                 choice);
    }
    return add_options(line, canvas, buf_view(&options), current, width);
}

static void add_entries(struct buf *line, const struct canvas *canvas, const struct form *form,
                        const struct form_item *item, size_t width)
{
    AUTO(buf) text = BUF_INIT(64);
    size_t entries = form_entries(form, item);

    if (entries == 0)
        buf_add(&text, "none");
    else
        buf_addf(&text, "%zu %s", entries, entries == 1 ? "entry" : "entries");
    cells_fit(line, buf_view(&text), width, canvas->style->utf8);
}

/* What stands behind a text: the note of a choice and the sign of a menu, the lines not shown. */
static void add_tail(struct buf *tail, const struct canvas *canvas, const struct form_item *item,
                     bool focused)
{
    const struct form_choice *choice = form_choice_find(item->field, form_item_text(item));
    struct view text = form_item_text(item);
    /* A line end at the very end begins no line that anybody sees. */
    size_t lines =
        count_lines(view_ends(text, VIEW("\n")) ? view_sub(text, 0, text.len - 1) : text);

    if (item->field->kind == FORM_CHOICE && choice && choice->note && *choice->note) {
        AUTO(buf) note = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&note, " (%s)", choice->note);
        cells_clean(tail, buf_view(&note), canvas->style->utf8);
    }
    if (item->field->kind == FORM_CHOICE && item->field->choice_count > 0)
        buf_add(tail, canvas->style->utf8 ? " ▾" : " v");
    if (item->field->kind == FORM_LINES && !focused && lines > 1)
        buf_addf(tail, " (+%zu %s)", lines - 1, lines == 2 ? "line" : "lines");
}

/* The bytes of line INDEX of ITEM's text, from *START on. */
static struct view text_line(const struct form_item *item, size_t index, size_t *start)
{
    *start = 0;
    if (item->field->kind != FORM_LINES)
        return form_item_text(item);
    for (; index > 0; index--)
        *start = edit_line_end(&item->edit, *start) + 1;
    return view_sub(form_item_text(item), *start, edit_line_end(&item->edit, *start));
}

/* Line INDEX of the text. The column of the cursor, which is in it or not. */
static size_t add_text(struct buf *line, const struct canvas *canvas, const struct form_item *item,
                       size_t index, bool focused, size_t width)
{
    AUTO(buf) shown = BUF_INIT(SHOWN_BYTES_MAX);
    AUTO(buf) tail = BUF_INIT(SHOWN_BYTES_MAX);
    const struct edit *edit = &item->edit;
    size_t start, cursor = 0, tail_width, column;
    struct view text = text_line(item, index, &start);

    cells_clean(&shown, view_of(item->field->prefix), canvas->style->utf8);
    if (focused && edit->cursor >= start && edit->cursor <= start + text.len) {
        add_shown(&shown, canvas, item, view_sub(form_item_text(item), start, edit->cursor));
        cursor = utf8_width(buf_view(&shown));
        start = edit->cursor - start;
    } else {
        start = 0;
    }
    add_shown(&shown, canvas, item, view_sub(text, start, text.len));
    add_tail(&tail, canvas, item, focused);
    tail_width = utf8_width(buf_view(&tail));
    if (tail_width + 8 > width) {
        buf_clear(&tail);
        tail_width = 0;
    }
    column = add_window(line, canvas, buf_view(&shown), cursor, width - tail_width);
    terminal_add_colored(line, COLOR_DIM, canvas->style->color, buf_view(&tail));
    return column;
}

static size_t add_value(struct buf *line, const struct canvas *canvas, const struct form *form,
                        const struct form_item *item, size_t index, bool focused, size_t width)
{
    switch (item->field->kind) {
    case FORM_BOOLEAN:
        return add_boolean(line, canvas, item, width);
    case FORM_SEVERAL:
        return add_several(line, canvas, item, width);
    case FORM_LIST:
        add_entries(line, canvas, form, item, width);
        return 0;
    case FORM_TEXT:
    case FORM_LINES:
    case FORM_CHOICE:
        break;
    }
    return add_text(line, canvas, item, index, focused, width);
}

/* ---- lines ---- */

/* The first line of the text that is shown: the one with the cursor is among them. */
static size_t first_line(const struct form_item *item, size_t shown)
{
    size_t line = count_lines(view_sub(form_item_text(item), 0, item->edit.cursor)) - 1;

    return line < shown ? 0 : line + 1 - shown;
}

static bool is_noted(const struct form_item *item, bool focused)
{
    return item->field->required && item->field->kind != FORM_BOOLEAN &&
           !(item->is_touched && item->problem) &&
           (focused || (item->edit.text.len == 0 && item->field->kind != FORM_LIST));
}

static struct view without_blanks(struct view line)
{
    while (view_ends(line, VIEW(" ")))
        line.len--;
    return line;
}

static void draw_texts(struct strv *lines, const struct canvas *canvas, const struct form *form,
                       const struct form_item *item, bool focused, size_t count,
                       struct cursor *cursor)
{
    static const struct view note = VIEW("required");
    size_t width = canvas->columns - value_column(canvas);
    bool noted = is_noted(item, focused) &&
                 width >= (item->edit.text.len > 0 ? NOTED_COLUMNS_MIN : NOTED_EMPTY_COLUMNS_MIN);
    size_t first = focused && item->field->kind == FORM_LINES ? first_line(item, count) : 0;
    AUTO(buf) label = BUF_INIT(BUF_TEXT_BYTES_MAX);

    draw_item_label(&label, item);
    width -= noted ? note.len + 2 : 0;
    for (size_t i = 0; i < count; i++) {
        AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) plain = BUF_INIT(BUF_TEXT_BYTES_MAX);
        size_t start, column;
        struct view text = text_line(item, first + i, &start);

        add_lead(&line, canvas, i == 0 ? buf_view(&label) : VIEW_EMPTY, focused && i == 0);
        column = add_value(&line, canvas, form, item, first + i, focused, width);
        if (item->field->kind != FORM_LINES ||
            (item->edit.cursor >= start && item->edit.cursor <= start + text.len)) {
            cursor->line = i;
            cursor->column = value_column(canvas) + column;
        }
        if (noted && i == 0) {
            struct form_style without = { .color = false, .utf8 = canvas->style->utf8 };
            struct canvas uncolored = *canvas;

            uncolored.style = &without;
            add_value(&plain, &uncolored, form, item, first + i, focused, width);
            buf_add_repeat(&line, ' ', width - utf8_width(buf_view(&plain)) + 2);
            terminal_add_colored(&line, COLOR_DIM, canvas->style->color, note);
        }
        strv_add_view(lines, without_blanks(buf_view(&line)));
    }
}

/* TEXT below the value, or further left where it does not fit there. */
static void draw_below(struct strv *lines, const struct canvas *canvas, struct view text,
                       enum color color)
{
    AUTO(buf) shown = BUF_INIT(SHOWN_BYTES_MAX);
    AUTO(buf) cut = BUF_INIT(SHOWN_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(SHOWN_BYTES_MAX);
    size_t at = value_column(canvas);

    cells_clean(&shown, text, canvas->style->utf8);
    if (at + utf8_width(buf_view(&shown)) > canvas->columns)
        at = LEAD_COLUMNS < canvas->columns ? LEAD_COLUMNS : 0;
    cells_fit(&cut, buf_view(&shown), canvas->columns - at, canvas->style->utf8);
    buf_add_repeat(&line, ' ', at);
    terminal_add_colored(&line, color, canvas->style->color, buf_view(&cut));
    strv_add_view(lines, buf_view(&line));
}

/* "fast  [slow]  standard" */
static void draw_choices(struct strv *lines, const struct canvas *canvas,
                         const struct form_item *item)
{
    const struct form_choice *chosen = form_choice_find(item->field, form_item_text(item));
    AUTO(buf) options = BUF_INIT(SHOWN_BYTES_MAX);
    AUTO(buf) cut = BUF_INIT(SHOWN_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(SHOWN_BYTES_MAX);
    size_t current = 0;

    for (size_t i = 0; i < item->field->choice_count; i++) {
        const struct form_choice *choice = &item->field->choices[i];

        buf_add(&options, i > 0 ? "  " : "");
        buf_addf(&options, choice == chosen ? "[%s]" : "%s", choice->text);
        if (choice == chosen)
            current = utf8_width(buf_view(&options));
    }
    add_options(&cut, canvas, buf_view(&options), current, canvas->columns - value_column(canvas));
    buf_add_repeat(&line, ' ', value_column(canvas));
    terminal_add_colored(&line, COLOR_DIM, canvas->style->color, buf_view(&cut));
    strv_add_view(lines, buf_view(&line));
}

void draw_item(struct strv *lines, const struct canvas *canvas, const struct form *form,
               const struct form_item *item, bool focused, struct cursor *cursor)
{
    struct block block = block_of(canvas, item, focused);

    draw_texts(lines, canvas, form, item, focused, block.texts, cursor);
    if (block.problem)
        draw_below(lines, canvas, view_of(item->problem), COLOR_FAILED);
    if (block.choices)
        draw_choices(lines, canvas, item);
}
