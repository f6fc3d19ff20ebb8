/* SPDX-License-Identifier: Apache-2.0 */
/* form/form_key.c - what each key does to the state */
#include <string.h>

#include "base/utf8.h"
#include "form/form.h"
#include "form/form_internal.h"

/* ---- from item to item ---- */

static void move_focus(struct form *form, size_t to)
{
    form->items[form->focus].is_touched = true;
    form->focus = to < form->len ? to : form->len - 1;
}

static void next_item(struct form *form)
{
    if (form->focus + 1 == form->len)
        buf_addf(&form->message, "that was the last one: ^O to %s", form->spec->verb);
    move_focus(form, form->focus + 1);
}

static void vertical(struct form *form, bool down)
{
    struct form_item *item = &form->items[form->focus];

    if (item->field->kind == FORM_LINES && (down ? edit_down(&item->edit) : edit_up(&item->edit)))
        return;
    move_focus(form, down ? form->focus + 1 : form->focus > 0 ? form->focus - 1 : 0);
}

#define PAGE_ITEMS 8

static void page(struct form *form, bool down)
{
    size_t up = form->focus > PAGE_ITEMS ? form->focus - PAGE_ITEMS : 0;

    move_focus(form, down ? form->focus + PAGE_ITEMS : up);
}

static enum form_state submit(struct form *form)
{
    size_t first = 0;
    size_t wrong = form_wrong(form, &first);

    if (wrong == 0)
        return FORM_SUBMITTED;
    form->focus = first;
    buf_addf(&form->message, "%zu %s wrong", wrong, wrong == 1 ? "input is" : "inputs are");
    return FORM_OPEN;
}

/* ---- choosing ---- */

static void set_text(struct form_item *item, struct view text)
{
    (void)!edit_set(&item->edit, text);
    form_changed(item);
}

static size_t chosen(const struct form_item *item)
{
    const struct form_choice *choice = form_choice_find(item->field, form_item_text(item));

    return choice ? (size_t)(choice - item->field->choices) : item->field->choice_count;
}

/* The next choice to the right or left; from a text that is none of them to the first or last. */
static void choose_next(struct form_item *item, bool right)
{
    size_t count = item->field->choice_count, at = chosen(item);

    if (count == 0)
        return;
    if (at == count)
        at = right ? 0 : count - 1;
    else
        at = (at + (right ? 1 : count - 1)) % count;
    set_text(item, view_of(item->field->choices[at].text));
    item->is_chosen = true;
}

static void set_boolean(struct form_item *item, bool value)
{
    set_text(item, value ? VIEW("true") : VIEW("false"));
}

static void horizontal(struct form *form, bool right)
{
    struct form_item *item = &form->items[form->focus];
    struct edit *edit = &item->edit;

    switch (item->field->kind) {
    case FORM_BOOLEAN:
        set_boolean(item, !right);
        break;
    case FORM_CHOICE:
        choose_next(item, right);
        break;
    case FORM_SEVERAL:
        if (right && item->at + 1 < item->field->choice_count)
            item->at++;
        else if (!right && item->at > 0)
            item->at--;
        break;
    case FORM_TEXT:
    case FORM_LINES:
        edit->cursor = right ? edit_behind(edit, edit->cursor) : edit_before(edit, edit->cursor);
        break;
    case FORM_LIST:
        break;
    }
}

/* What all choices that begin with TEXT have in common; their number in *count. */
static struct view common_start(const struct form_field *field, struct view text, size_t *count)
{
    struct view common = VIEW_EMPTY;

    *count = 0;
    for (size_t i = 0; i < field->choice_count; i++) {
        struct view choice = view_of(field->choices[i].text);

        if (!view_starts(choice, text))
            continue;
        if ((*count)++ == 0)
            common = choice;
        while (!view_starts(choice, common))
            common.len--;
    }
    /* Not half of a character. */
    return view_sub(common, 0, utf8_check(common));
}

static void complete(struct form *form)
{
    struct form_item *item = &form->items[form->focus];
    struct view text = form_item_text(item);
    size_t count;
    struct view common = common_start(item->field, text, &count);

    if (item->field->kind != FORM_CHOICE || item->is_chosen || count == 0 ||
        (count == 1 && text.len == common.len)) {
        next_item(form);
        return;
    }
    if (common.len > text.len)
        set_text(item, common);
    item->is_chosen = count == 1;
    for (size_t i = 0; count > 1 && i < item->field->choice_count; i++)
        if (view_starts(view_of(item->field->choices[i].text), common))
            buf_addf(&form->message, "%s%s", form->message.len > 0 ? "   " : "",
                     item->field->choices[i].text);
}

/* ---- text ---- */

static bool has_text(const struct form_item *item)
{
    enum form_kind kind = item->field->kind;

    return kind == FORM_TEXT || kind == FORM_LINES || kind == FORM_CHOICE;
}

/* y, t and 1 are yes, n, f and 0 are no, the space bar is the other one. */
static void type_boolean(struct form_item *item, char c)
{
    if (c == ' ')
        set_boolean(item, !view_is(form_item_text(item), "true"));
    else if (strchr("yYtT1", c))
        set_boolean(item, true);
    else if (strchr("nNfF0", c))
        set_boolean(item, false);
}

static void insert(struct form *form, struct view text)
{
    struct form_item *item = &form->items[form->focus];

    if (item->is_chosen)
        (void)!edit_set(&item->edit, VIEW_EMPTY);
    if (!edit_insert(&item->edit, text))
        buf_addf(&form->message, "cut: an input has at most %zu bytes here", EDIT_BYTES_MAX);
    form_changed(item);
}

static void type(struct form *form, struct view text)
{
    struct form_item *item = &form->items[form->focus];

    if (has_text(item)) {
        insert(form, text);
        return;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (item->field->kind == FORM_BOOLEAN && text.data[i])
            type_boolean(item, text.data[i]);
        else if (item->field->kind == FORM_SEVERAL && text.data[i] == ' ')
            form_toggle(form, form->focus, item->at);
    }
}

/* Line ends become LF: terminals send CR for those of a paste. */
static void paste(struct form *form, const struct key *key)
{
    struct form_item *item = &form->items[form->focus];
    struct edit *edit = &item->edit;
    AUTO(buf) text = BUF_INIT(KEYS_BYTES_MAX);

    if (!has_text(item))
        return;
    for (size_t i = 0; i < key->text.len; i++) {
        char c = key->text.data[i];

        if (!(c == '\n' && form->after_return))
            buf_add_byte(&text, c == '\r' ? '\n' : c);
        form->after_return = c == '\r';
    }
    if (text.len > 0)
        insert(form, buf_view(&text));
    if (!key->is_last)
        return;
    form->after_return = false;
    /* A copied line brings its end along. */
    if (item->field->kind != FORM_LINES && edit->cursor > 0 &&
        edit->text.data[edit->cursor - 1] == '\n')
        edit_erase(edit, edit->cursor - 1, edit->cursor);
}

static void erase(struct form *form, enum key_code code)
{
    struct form_item *item = &form->items[form->focus];
    struct edit *edit = &item->edit;
    size_t at = edit->cursor;

    if (!has_text(item))
        return;
    if (code == KEY_BACKSPACE)
        edit_erase(edit, edit_before(edit, at), at);
    else if (code == KEY_DELETE)
        edit_erase(edit, at, edit_behind(edit, at));
    else if (code == KEY_KILL_LINE)
        edit_erase(edit, edit_line_start(edit, at), at);
    else if (code == KEY_KILL_WORD)
        edit_erase(edit, edit_word_start(edit, at), at);
    else
        edit_erase(edit, at, edit_line_end(edit, at));
    form_changed(item);
}

static void line_edge(struct form *form, bool end)
{
    struct form_item *item = &form->items[form->focus];
    struct edit *edit = &item->edit;

    if (has_text(item))
        edit->cursor =
            end ? edit_line_end(edit, edit->cursor) : edit_line_start(edit, edit->cursor);
}

static void enter(struct form *form)
{
    const struct form_item *item = &form->items[form->focus];
    size_t added;

    if (item->field->kind == FORM_LINES) {
        insert(form, VIEW("\n"));
    } else if (item->field->kind == FORM_LIST) {
        added = form_add_entry(form, form->focus);
        if (added > 0)
            form->focus = added;
    } else {
        next_item(form);
    }
}

static void go(struct form *form, enum key_code code)
{
    if (code == KEY_UP || code == KEY_DOWN)
        vertical(form, code == KEY_DOWN);
    else if (code == KEY_LEFT || code == KEY_RIGHT)
        horizontal(form, code == KEY_RIGHT);
    else if (code == KEY_HOME || code == KEY_END)
        line_edge(form, code == KEY_END);
    else if (code == KEY_PAGE_UP || code == KEY_PAGE_DOWN)
        page(form, code == KEY_PAGE_DOWN);
    else
        move_focus(form, form->focus > 0 ? form->focus - 1 : 0);
}

/* What KEY does to a form that stays open. */
static void act(struct form *form, const struct key *key)
{
    switch (key->code) {
    case KEY_TEXT:
        return type(form, key->text);
    case KEY_PASTE:
        return paste(form, key);
    case KEY_ENTER:
        return enter(form);
    case KEY_TAB:
        return complete(form);
    case KEY_BACK_TAB:
    case KEY_UP:
    case KEY_DOWN:
    case KEY_LEFT:
    case KEY_RIGHT:
    case KEY_HOME:
    case KEY_END:
    case KEY_PAGE_UP:
    case KEY_PAGE_DOWN:
        return go(form, key->code);
    case KEY_BACKSPACE:
    case KEY_DELETE:
    case KEY_KILL_LINE:
    case KEY_KILL_WORD:
    case KEY_KILL_REST:
        return erase(form, key->code);
    case KEY_REMOVE:
        return form_remove_entry(form);
    case KEY_SUBMIT:
    case KEY_CANCEL:
    case KEY_SUSPEND:
    case KEY_REDRAW:
    case KEY_NONE:
        break;
    }
}

enum form_state form_key(struct form *form, const struct key *key)
{
    buf_clear(&form->message);
    if (key->code == KEY_SUBMIT)
        return submit(form);
    if (key->code == KEY_CANCEL)
        return FORM_CANCELLED;
    act(form, key);
    return FORM_OPEN;
}
