/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form/form.h - a form: what it asks, what was typed so far, and what a key does to that
 *
 *     struct form form;
 *     form_init(&form, &spec);
 *     while (form_key(&form, &key) == FORM_OPEN)       each key (cli/keys.h)
 *         form_draw(...)                               form/draw.h
 *     form_item_text(&form.items[i])                   the answers
 *     form_release(&form);
 *
 * Nothing here knows a terminal: keys go in, the state comes out. What a field means is its owner's
 * business, who checks texts by a function; the form shows what is wrong while one types, and is
 * submitted only when nothing is. A list has a heading among the items, and behind it the fields of
 * each entry. Source: ux.md 3.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/view.h"
#include "cli/keys.h"
#include "form/edit.h"

#define FORM_ENTRIES_MAX 1000
#define FORM_ITEMS_MAX   20000

enum form_kind {
    FORM_TEXT,    /* one line */
    FORM_LINES,   /* several lines, parted by LF */
    FORM_BOOLEAN, /* "true" or "false" */
    FORM_CHOICE,  /* one of its choices, or another text that the check lets through */
    FORM_SEVERAL, /* any of its choices, parted by LF, in their order */
    FORM_LIST,    /* entries of fields */
};

struct form_choice {
    const char *text;
    const char *note; /* shown behind it; NULL: nothing */
};

/* Everything is borrowed. */
struct form_field {
    const char *label;
    const char *prefix; /* shown before the text: "TZ="; NULL: nothing */
    const char *help;   /* one line; NULL: nothing */
    enum form_kind kind;
    bool required;
    bool secret; /* shown as one mark for each character */
    const struct form_choice *choices;
    size_t choice_count;
    const char *value;         /* the text at the start; NULL: empty. Not of a list */
    struct form_field *fields; /* of each entry of a list; their value is a new entry's */
    size_t field_count;
    const char *const *entries; /* a list's texts at the start, FIELD_COUNT for each entry */
    size_t entry_count;
    const void *subject; /* the owner's */
};

struct form_spec {
    const char *title;
    const char *heading; /* behind the title; NULL: the text of the first field */
    const char *place;   /* at the right of the title; may be NULL */
    const char *verb;    /* what ^O does: "launch" */
    const struct form_field *fields;
    size_t field_count;
    /*
     * Is TEXT an answer to FIELD? False, and what is wrong with it in PROBLEM. A list is checked
     * with the number of its entries as text, empty for none.
     */
    bool (*check)(void *context, const struct form_field *field, struct view text,
                  struct buf *problem);
    void *context;
};

struct form_item {
    const struct form_field *field;
    const struct form_field *list; /* the list it is an entry's field of; NULL */
    size_t entry;
    struct edit edit;
    size_t at;       /* FORM_SEVERAL: the choice that the next key is about */
    bool is_chosen;  /* FORM_CHOICE: the text was not typed, and typing replaces it */
    bool is_touched; /* its problem is shown */
    bool is_stale;   /* PROBLEM is of an earlier text */
    char *problem;   /* NULL: it is an answer */
};

enum form_state {
    FORM_OPEN,
    FORM_SUBMITTED, /* everything is an answer */
    FORM_CANCELLED,
};

struct form {
    const struct form_spec *spec;
    struct form_item *items;
    size_t len;
    size_t cap;
    size_t focus;
    size_t top; /* the first line shown of those that the items take; form_draw() keeps it */
    struct buf message; /* about the last key; empty: nothing */
    bool after_return;  /* a pasted CR came last */
};

/* SPEC is borrowed and has at least one field. */
void form_init(struct form *form, const struct form_spec *spec);
void form_release(struct form *form);

/* What KEY does; KEY_REDRAW and KEY_SUSPEND are the terminal's business and do nothing. */
enum form_state form_key(struct form *form, const struct key *key);
/* Look at every text that changed. */
void form_check(struct form *form);
/* Items that are no answers, all of which are shown from now on; *first is the first of them. */
size_t form_wrong(struct form *form, size_t *first);

/* Borrowed, until the next key. */
struct view form_item_text(const struct form_item *item);
/* The choice whose text is TEXT; NULL: none. */
const struct form_choice *form_choice_find(const struct form_field *field, struct view text);
/* TEXT of a FORM_SEVERAL holds CHOICE. */
bool form_is_picked(struct view text, const char *choice);
/* Entries of the list whose heading is ITEM. */
size_t form_entries(const struct form *form, const struct form_item *item);

/* ---- for asking one by one (form/ask.h) */

/* The text of item INDEX becomes TEXT; false when it was cut. */
bool form_set(struct form *form, size_t index, struct view text);
/* One more entry of the list whose heading is item INDEX, at its end. Its first item, 0: too many.
 */
size_t form_add_entry(struct form *form, size_t index);
/* Take item INDEX's choice AT in or out. */
void form_toggle(struct form *form, size_t index, size_t at);

#endif
