/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/list_split.h"

/* The array of items stands in the outermost mapping. */
#define ITEMS_DEPTH 2

void list_split_release(struct list_split *split)
{
    buf_release(&split->around);
    buf_release(&split->item);
    buf_release(&split->key);
}

void list_split_restart(struct list_split *split)
{
    buf_clear(&split->around);
    buf_clear(&split->item);
    buf_clear(&split->key);
    split->depth = 0;
    split->in_string = split->escaped = false;
    split->in_items = split->after_items = split->need_item = split->have_item = false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool broken(struct error *err)
{
    return error_set(err, ERROR_SYNTAX, "the items of a list are no JSON");
}

/* ---- around the items */

static bool opens_items(const struct list_split *split, char c)
{
    return c == '[' && split->depth == ITEMS_DEPTH - 1 && !split->after_items &&
           view_is(buf_view(&split->key), "items");
}

static void take_around(struct list_split *split, char c)
{
    buf_add_byte(&split->around, c);
    if (split->in_string) {
        if (!split->escaped && c == '"')
            split->in_string = false;
        else if (split->depth == 1)
            buf_add_byte(&split->key, c);
        split->escaped = !split->escaped && c == '\\';
        return;
    }
    switch (c) {
    case '"':
        split->in_string = true;
        split->escaped = false;
        /* A value's string takes the key's place: it is followed by no '['. */
        if (split->depth == 1)
            buf_clear(&split->key);
        break;
    case '[':
        split->in_items = opens_items(split, c);
        split->depth++;
        break;
    case '{':
        split->depth++;
        break;
    case ']':
    case '}':
        if (split->depth > 0)
            split->depth--;
        break;
    default:
        break;
    }
}

/* ---- within them */

static bool end_item(struct list_split *split, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    bool taken;

    if (!buf_check(&split->item, "an item of a list", err))
        return false;
    doc = ydoc_from_json_without(buf_view(&split->item), "managedFields", err);
    taken = doc && split->receive(split->context, ydoc_root(doc), err);
    buf_clear(&split->item);
    split->have_item = true;
    split->need_item = false;
    return taken;
}

/* Between two items. */
static bool take_between(struct list_split *split, char c, struct error *err)
{
    if (is_blank(c))
        return true;
    if (c == ',') {
        if (!split->have_item)
            return broken(err);
        split->need_item = true;
        split->have_item = false;
        return true;
    }
    if (c == ']') {
        if (split->need_item)
            return broken(err);
        split->in_items = false;
        split->after_items = true;
        take_around(split, c);
        return true;
    }
    /* An item of a list is an object. */
    if (c != '{' || split->have_item)
        return broken(err);
    buf_add_byte(&split->item, c);
    split->depth++;
    return true;
}

/*
 * The bytes of REST that belong to the item that has begun; *ENDED: the last of them ends it. Most
 * of a list stands in its items, so these go over at once.
 */
static size_t take_item(struct list_split *split, struct view rest, bool *ended)
{
    size_t len = 0;

    *ended = false;
    while (len < rest.len && !*ended) {
        char c;

        /* Most of an item stands in its strings. */
        while (split->in_string && !split->escaped && len < rest.len && rest.data[len] != '"' &&
               rest.data[len] != '\\')
            len++;
        if (len == rest.len)
            break;
        c = rest.data[len++];
        if (split->in_string) {
            split->in_string = split->escaped || c != '"';
            split->escaped = !split->escaped && c == '\\';
        } else if (c == '"') {
            split->in_string = true;
        } else if (c == '{' || c == '[') {
            split->depth++;
        } else if (c == '}' || c == ']') {
            *ended = --split->depth == ITEMS_DEPTH;
        }
    }
    buf_add_bytes(&split->item, rest.data, len);
    return len;
}

bool list_split_add(struct list_split *split, struct view piece, struct error *err)
{
    size_t at = 0;

    while (at < piece.len) {
        if (!split->in_items) {
            take_around(split, piece.data[at++]);
        } else if (split->depth > ITEMS_DEPTH) {
            bool ended;

            at += take_item(split, view_sub(piece, at, piece.len), &ended);
            if (ended && !end_item(split, err))
                return false;
        } else if (!take_between(split, piece.data[at++], err)) {
            return false;
        }
    }
    return true;
}
