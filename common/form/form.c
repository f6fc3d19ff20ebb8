/* SPDX-License-Identifier: Apache-2.0 */
#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "form/form_internal.h"

/* ---- items ---- */

static void item_release(struct form_item *item)
{
    edit_release(&item->edit);
    free(item->problem);
}

/* Room for COUNT items from INDEX on. */
static void make_room(struct form *form, size_t index, size_t count)
{
    while (form->cap < form->len + count) {
        form->cap = form->cap ? 2 * form->cap : 16;
        form->items = mem_resize(form->items, form->cap, sizeof(*form->items));
    }
    memmove(form->items + index + count, form->items + index,
            (form->len - index) * sizeof(*form->items));
    form->len += count;
}

static void fill_item(struct form_item *item, const struct form_field *field,
                      const struct form_field *list, size_t entry, const char *value)
{
    *item = (struct form_item){
        .field = field, .list = list, .entry = entry, .edit = EDIT_INIT, .is_stale = true
    };
    (void)!edit_set(&item->edit, view_of(value));
    if (field->kind == FORM_BOOLEAN && item->edit.text.len == 0)
        (void)!edit_set(&item->edit, VIEW("false"));
    item->is_chosen = field->kind == FORM_CHOICE && item->edit.text.len > 0;
}

static void insert_entry(struct form *form, const struct form_field *list, size_t index,
                         size_t entry, const char *const *values)
{
    make_room(form, index, list->field_count);
    for (size_t i = 0; i < list->field_count; i++)
        fill_item(&form->items[index + i], &list->fields[i], list, entry,
                  values ? values[i] : list->fields[i].value);
}

void form_init(struct form *form, const struct form_spec *spec)
{
    *form = (struct form){ .spec = spec, .message = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    for (size_t i = 0; i < spec->field_count; i++) {
        const struct form_field *field = &spec->fields[i];
        bool is_list = field->kind == FORM_LIST;

        make_room(form, form->len, 1);
        fill_item(&form->items[form->len - 1], field, NULL, 0, is_list ? NULL : field->value);
        for (size_t k = 0; is_list && k < field->entry_count; k++)
            insert_entry(form, field, form->len, k, field->entries + k * field->field_count);
    }
}

void form_release(struct form *form)
{
    for (size_t i = 0; i < form->len; i++)
        item_release(&form->items[i]);
    free(form->items);
    buf_release(&form->message);
    *form = (struct form){ .spec = NULL };
}

struct view form_item_text(const struct form_item *item)
{
    return buf_view(&item->edit.text);
}

const struct form_choice *form_choice_find(const struct form_field *field, struct view text)
{
    for (size_t i = 0; i < field->choice_count; i++)
        if (view_is(text, field->choices[i].text))
            return &field->choices[i];
    return NULL;
}

bool form_is_picked(struct view text, const char *choice)
{
    struct view line;

    while (view_cut(&text, '\n', &line))
        if (view_is(line, choice))
            return true;
    return false;
}

size_t form_entries(const struct form *form, const struct form_item *item)
{
    size_t first = (size_t)(item - form->items) + 1, at = first;

    while (at < form->len && form->items[at].list == item->field)
        at++;
    return (at - first) / item->field->field_count;
}

/* ---- what is wrong ---- */

static void check_item(struct form *form, struct form_item *item)
{
    AUTO(buf) problem = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) count = BUF_INIT(32);
    struct view text = form_item_text(item);

    if (!item->is_stale)
        return;
    item->is_stale = false;
    free(TAKE(item->problem));
    if (item->field->kind == FORM_LIST) {
        if (form_entries(form, item) > 0)
            buf_addf(&count, "%zu", form_entries(form, item));
        text = buf_view(&count);
    }
    if (!form->spec->check(form->spec->context, item->field, text, &problem))
        item->problem = buf_take(&problem);
}

void form_check(struct form *form)
{
    for (size_t i = 0; i < form->len; i++)
        check_item(form, &form->items[i]);
}

size_t form_wrong(struct form *form, size_t *first)
{
    size_t wrong = 0;

    form_check(form);
    for (size_t i = 0; i < form->len; i++) {
        form->items[i].is_touched = true;
        if (form->items[i].problem && wrong++ == 0)
            *first = i;
    }
    return wrong;
}

void form_changed(struct form_item *item)
{
    item->is_stale = true;
    item->is_touched = true;
    item->is_chosen = false;
}

bool form_set(struct form *form, size_t index, struct view text)
{
    bool whole = edit_set(&form->items[index].edit, text);

    form_changed(&form->items[index]);
    return whole;
}

/* ---- entries of lists ---- */

static size_t heading_of(const struct form *form, size_t index)
{
    while (form->items[index].list)
        index--;
    return index;
}

size_t form_add_entry(struct form *form, size_t index)
{
    const struct form_field *list = form->items[index].field;
    size_t entries = form_entries(form, &form->items[index]);
    size_t at = index + 1 + entries * list->field_count;

    if (entries >= FORM_ENTRIES_MAX || form->len + list->field_count > FORM_ITEMS_MAX) {
        buf_addf(&form->message, "a list has at most %zu entries here", entries);
        return 0;
    }
    insert_entry(form, list, at, entries, NULL);
    form_changed(&form->items[index]);
    return at;
}

void form_remove_entry(struct form *form)
{
    const struct form_item *item = &form->items[form->focus];
    const struct form_field *list = item->list;
    size_t heading = heading_of(form, form->focus);
    size_t count = list ? list->field_count : 0;
    size_t from = heading + 1 + item->entry * count;

    if (!list)
        return;
    for (size_t i = 0; i < count; i++)
        item_release(&form->items[from + i]);
    memmove(form->items + from, form->items + from + count,
            (form->len - from - count) * sizeof(*form->items));
    form->len -= count;
    for (size_t i = from; i < form->len && form->items[i].list == list; i++)
        form->items[i].entry--;
    form_changed(&form->items[heading]);
    if (from == form->len || form->items[from].list != list)
        from = from - heading > count ? from - count : heading;
    form->focus = from;
}

/* ---- choices ---- */

void form_toggle(struct form *form, size_t index, size_t at)
{
    struct form_item *item = &form->items[index];
    AUTO(buf) text = BUF_INIT(EDIT_BYTES_MAX);

    for (size_t i = 0; i < item->field->choice_count; i++) {
        const char *choice = item->field->choices[i].text;

        if (form_is_picked(form_item_text(item), choice) != (i == at))
            buf_addf(&text, "%s\n", choice);
    }
    (void)!form_set(form, index, buf_view(&text));
}
