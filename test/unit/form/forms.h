/* SPDX-License-Identifier: Apache-2.0 */
/* unit/form/forms.h - a form with a field of each kind, and keys written as text */
#ifndef UNIT_FORM_FORMS_H
#define UNIT_FORM_FORMS_H

#include <string.h>

#include "form/form.h"
#include "harness/test.h"

/* Wrong is "bad", and what is required and empty. */
static inline bool forms_check(void *context, const struct form_field *field, struct view text,
                               struct buf *problem)
{
    size_t *checks = context;

    if (checks)
        ++*checks;
    if (view_is(text, "bad"))
        buf_addf(problem, "'bad' is no %s", field->label);
    else if (text.len == 0 && field->required)
        buf_add(problem, "required");
    return problem->len == 0;
}

static const struct form_choice forms_choices[] = { { "fast", "default" },
                                                    { "slow", NULL },
                                                    { "slower", "disk" } };

static struct form_field forms_entry[] = {
    { .label = "from", .required = true },
    { .label = "code", .value = "301" },
};

static const char *const forms_entries[] = { "/a", "302" };

/* The items are 0 name, 1 token, 2 gpu, 3 class, 4 page, 5 tags, 6 moved, 7 and 8 its entry, 9 TZ
 */
enum { ITEM_NAME, ITEM_TOKEN, ITEM_GPU, ITEM_CLASS, ITEM_PAGE, ITEM_TAGS, ITEM_MOVED, ITEM_TZ = 9 };

static const struct form_field forms_fields[] = {
    { .label = "name", .required = true, .value = "nb-1", .help = "What it is called" },
    { .label = "token", .secret = true },
    { .label = "gpu", .kind = FORM_BOOLEAN },
    { .label = "class",
      .kind = FORM_CHOICE,
      .value = "fast",
      .choices = forms_choices,
      .choice_count = 3 },
    { .label = "page", .kind = FORM_LINES, .value = "one\ntwo\n" },
    { .label = "tags", .kind = FORM_SEVERAL, .choices = forms_choices, .choice_count = 3 },
    { .label = "moved",
      .kind = FORM_LIST,
      .fields = forms_entry,
      .field_count = 2,
      .entries = forms_entries,
      .entry_count = 1 },
    { .label = "env", .prefix = "TZ=", .help = "Time zone" },
};

static inline struct form_spec forms_spec(size_t *checks)
{
    return (struct form_spec){ .title = "notebook",
                               .place = "film-a",
                               .verb = "launch",
                               .fields = forms_fields,
                               .field_count = ARRAY_SIZE(forms_fields),
                               .check = forms_check,
                               .context = checks };
}

/* Each byte of BYTES is typed; the state after the last key. */
static inline enum form_state forms_type(struct form *form, const char *bytes)
{
    struct keys keys = KEYS_INIT;
    struct key key;
    enum form_state state = FORM_OPEN;

    keys_feed(&keys, view_of(bytes));
    while (keys_next(&keys, &key, true))
        state = form_key(form, &key);
    return state;
}

/* Item INDEX has the focus. */
static inline void forms_go(struct form *form, size_t index)
{
    form->focus = index;
}

#define UP    "\033[A"
#define DOWN  "\033[B"
#define RIGHT "\033[C"
#define LEFT  "\033[D"

#define ASSERT_ITEM(form, index, text) ASSERT_EQ_VIEW(form_item_text(&(form).items[index]), (text))

#endif
