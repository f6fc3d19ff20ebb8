/* SPDX-License-Identifier: Apache-2.0 */
#include "form/ask.h"

#include "base/alloc.h"

#define LINES_END "."

static void say(const struct ask *ask, const struct buf *text)
{
    ask->say(ask->context, buf_text(text));
}

/* ---- the question ---- */

/* "redirects[0].to" */
static void add_path(struct buf *out, const struct form_item *item)
{
    struct view prefix = view_of(item->field->prefix);

    if (item->list)
        buf_addf(out, "%s[%zu].", item->list->label, item->entry);
    buf_add(out, item->field->label);
    /* "env TZ", of "TZ=". */
    if (prefix.len > 0)
        buf_addf(out, " " VIEW_FMT, VIEW_ARGS(view_sub(prefix, 0, view_find_byte(prefix, '=', 0))));
}

static void say_choices(const struct ask *ask, const struct form_field *field)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (field->choice_count == 0)
        return;
    buf_add(&text, field->kind == FORM_SEVERAL ? "  any of: " : "  one of: ");
    for (size_t i = 0; i < field->choice_count; i++) {
        const struct form_choice *choice = &field->choices[i];

        buf_addf(&text, "%s%s", i > 0 ? ", " : "", choice->text);
        if (choice->note && *choice->note)
            buf_addf(&text, " (%s)", choice->note);
    }
    say(ask, &text);
}

static const char *how(const struct form_item *item)
{
    switch (item->field->kind) {
    case FORM_BOOLEAN:
        return "  yes or no";
    case FORM_SEVERAL:
        return "  several are parted by commas";
    case FORM_LINES:
        return "  several lines; a line with a lone " LINES_END " ends them";
    case FORM_TEXT:
    case FORM_CHOICE:
    case FORM_LIST:
        break;
    }
    return NULL;
}

/* "repo (required): Image repository", and how to answer. */
static void say_about(const struct ask *ask, const struct form_item *item)
{
    const struct form_field *field = item->field;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_path(&text, item);
    if (field->required && field->kind != FORM_BOOLEAN)
        buf_add(&text, " (required)");
    if (field->help && *field->help)
        buf_addf(&text, ": %s", field->help);
    say(ask, &text);
    say_choices(ask, field);
    if (how(item))
        ask->say(ask->context, how(item));
}

/* What an empty line stands for: "[docker.io]"; a secret is not shown. */
static void add_present(struct buf *out, const struct form_item *item)
{
    struct view text = form_item_text(item), line;
    bool first = true;

    if (item->field->kind == FORM_BOOLEAN) {
        buf_add(out, view_is(text, "true") ? " [yes]" : " [no]");
        return;
    }
    if (text.len == 0)
        return;
    if (item->field->secret) {
        buf_add(out, " [kept secret]");
        return;
    }
    buf_add(out, " [");
    while (view_cut(&text, '\n', &line)) {
        buf_addf(out, "%s" VIEW_FMT, first ? "" : ", ", VIEW_ARGS(line));
        first = false;
        if (item->field->kind == FORM_LINES && text.len > 0) {
            buf_add(out, ", ...");
            break;
        }
    }
    buf_add_byte(out, ']');
}

/* ---- answers ---- */

static bool read_line(const struct ask *ask, const struct form_item *item, const char *prompt,
                      struct buf *line, struct error *err)
{
    buf_clear(line);
    return ask->read(ask->context, prompt, item->field->secret, line, err);
}

/* Lines from FIRST on, which is there already, until the one that ends them. */
static bool read_lines(const struct ask *ask, struct form *form, size_t index, struct buf *first,
                       struct error *err)
{
    AUTO(buf) text = BUF_INIT(EDIT_BYTES_MAX + 1);

    while (!view_is(buf_view(first), LINES_END)) {
        buf_add_view(&text, buf_view(first));
        buf_add_byte(&text, '\n');
        if (!read_line(ask, &form->items[index], "> ", first, err))
            return false;
    }
    if (!form_set(form, index, buf_view(&text)))
        ask->say(ask->context, "  it was cut: an input has at most 65536 bytes here");
    return true;
}

static bool is_yes(struct view text)
{
    return view_is(text, "y") || view_is(text, "yes") || view_is(text, "Y") ||
           view_is(text, "true");
}

static bool is_no(struct view text)
{
    return view_is(text, "n") || view_is(text, "no") || view_is(text, "N") ||
           view_is(text, "false");
}

/* "a, c" as the picks of item INDEX; false when one is no choice. */
static bool pick(const struct ask *ask, struct form *form, size_t index, struct view text)
{
    const struct form_field *field = form->items[index].field;
    AUTO(buf) picked = BUF_INIT(EDIT_BYTES_MAX);
    struct view part;

    while (view_cut(&text, ',', &part)) {
        part = view_trim(part);
        if (!form_choice_find(field, part)) {
            AUTO(buf) wrong = BUF_INIT(BUF_TEXT_BYTES_MAX);

            buf_addf(&wrong, "  '" VIEW_FMT "' is none of them", VIEW_ARGS(part));
            say(ask, &wrong);
            return false;
        }
        if (!form_is_picked(buf_view(&picked), form_choice_find(field, part)->text))
            buf_addf(&picked, VIEW_FMT "\n", VIEW_ARGS(part));
    }
    (void)!form_set(form, index, buf_view(&picked));
    return true;
}

/* LINE, which is not empty, becomes the answer; *taken is false when it is none. */
static bool take(const struct ask *ask, struct form *form, size_t index, struct buf *line,
                 bool *taken, struct error *err)
{
    const struct form_item *item = &form->items[index];
    struct view text = buf_view(line);

    *taken = true;
    if (view_is(text, "-") && item->field->kind != FORM_BOOLEAN) {
        (void)!form_set(form, index, VIEW_EMPTY);
        return true;
    }
    switch (item->field->kind) {
    case FORM_BOOLEAN:
        *taken = is_yes(view_trim(text)) || is_no(view_trim(text));
        if (*taken)
            (void)!form_set(form, index, is_yes(view_trim(text)) ? VIEW("true") : VIEW("false"));
        else
            ask->say(ask->context, "  yes or no");
        return true;
    case FORM_SEVERAL:
        *taken = pick(ask, form, index, text);
        return true;
    case FORM_LINES:
        return read_lines(ask, form, index, line, err);
    case FORM_TEXT:
    case FORM_CHOICE:
    case FORM_LIST:
        break;
    }
    if (!form_set(form, index, text))
        ask->say(ask->context, "  it was cut: an input has at most 65536 bytes here");
    return true;
}

/* Is item INDEX an answer? If not, what is wrong is said. */
static bool is_answer(const struct ask *ask, struct form *form, size_t index)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    form_check(form);
    if (!form->items[index].problem)
        return true;
    buf_addf(&text, "  %s", form->items[index].problem);
    say(ask, &text);
    return false;
}

/* One question about item INDEX; *done when the answer is one, else it is as it was. */
static bool ask_once(const struct ask *ask, struct form *form, size_t index, bool *done,
                     struct error *err)
{
    AUTO(buf) prompt = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(EDIT_BYTES_MAX + 1);
    AUTO_CHARS before = view_copy(form_item_text(&form->items[index]));

    add_path(&prompt, &form->items[index]);
    add_present(&prompt, &form->items[index]);
    buf_add(&prompt, ": ");
    *done = true;
    if (!read_line(ask, &form->items[index], buf_text(&prompt), &line, err) ||
        (line.len > 0 && !take(ask, form, index, &line, done, err)))
        return false;
    *done = *done && is_answer(ask, form, index);
    if (!*done)
        (void)!form_set(form, index, view_of(before));
    return true;
}

static bool ask_item(const struct ask *ask, struct form *form, size_t index, struct error *err)
{
    bool done = false;

    say_about(ask, &form->items[index]);
    while (!done)
        if (!ask_once(ask, form, index, &done, err))
            return false;
    return true;
}

/* ---- lists ---- */

/* Does a list get another entry? *more is untouched on failure. */
static bool wants_more(const struct ask *ask, struct form *form, size_t index, bool *more,
                       struct error *err)
{
    const struct form_item *item = &form->items[index];
    AUTO(buf) prompt = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) line = BUF_INIT(EDIT_BYTES_MAX);
    size_t entries = form_entries(form, item);
    bool needed = item->field->required && entries == 0;

    buf_addf(&prompt, "%s: %zu %s; another one? [%s]: ", item->field->label, entries,
             entries == 1 ? "entry" : "entries", needed ? "yes" : "no");
    if (!ask->read(ask->context, buf_text(&prompt), false, &line, err))
        return false;
    *more = is_yes(view_trim(buf_view(&line))) || (needed && line.len == 0);
    return true;
}

/* Fields of entries that are there come behind the heading, and are asked like all others. */
static bool add_entries(const struct ask *ask, struct form *form, size_t index, struct error *err)
{
    const struct form_field *list = form->items[index].field;
    bool more = false;

    for (;;) {
        size_t at;

        if (!wants_more(ask, form, index, &more, err))
            return false;
        if (!more && is_answer(ask, form, index))
            return true;
        if (!more)
            continue;
        at = form_add_entry(form, index);
        if (at == 0) {
            say(ask, &form->message);
            return true;
        }
        for (size_t i = 0; i < list->field_count; i++)
            if (!ask_item(ask, form, at + i, err))
                return false;
    }
}

bool form_ask(struct form *form, const struct ask *ask, struct error *err)
{
    for (size_t i = 0; i < form->len; i++) {
        const struct form_item *item = &form->items[i];
        size_t heading = i;

        if (item->field->kind != FORM_LIST) {
            if (!ask_item(ask, form, i, err))
                return false;
            continue;
        }
        say_about(ask, item);
        for (i++; i < form->len && form->items[i].list == form->items[heading].field; i++)
            if (!ask_item(ask, form, i, err))
                return false;
        if (!add_entries(ask, form, heading, err))
            return false;
        i = heading +
            form_entries(form, &form->items[heading]) * form->items[heading].field->field_count;
    }
    return true;
}
