/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/element_list.h"

#include "base/alloc.h"
#include "base/compiler.h"

/* ---- tuples ---- */

void key_tuples_release(struct key_tuples *tuples)
{
    free(tuples->items);
    *tuples = (struct key_tuples)KEY_TUPLES_INIT;
}

static bool key_tuple_equal(const struct key_tuple *a, const struct key_tuple *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        if (!view_eq(a->at[i], b->at[i]))
            return false;
    }
    return true;
}

static bool key_tuples_has(const struct key_tuples *tuples, const struct key_tuple *tuple)
{
    for (size_t i = 0; i < tuples->len; i++) {
        if (key_tuple_equal(&tuples->items[i], tuple))
            return true;
    }
    return false;
}

static bool is_plain_list(const struct key_tuple *keys)
{
    return keys->at[0].len == 0;
}

/* The text under NAME; collections and null read as empty. */
static struct view value_of(const struct ynode *element, struct view name)
{
    const struct ynode *value = ynode_get_view(element, name);

    return ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value);
}

void key_tuples_collect(struct key_tuples *tuples, const struct element_list *list,
                        const struct key_tuple *keys)
{
    for (size_t i = 0; i < list->len; i++) {
        struct key_tuple tuple = { .len = keys->len };

        for (size_t k = 0; k < keys->len; k++)
            tuple.at[k] = is_plain_list(keys) ? ynode_text(list->items[i])
                                              : value_of(list->items[i], keys->at[k]);
        if (key_tuples_has(tuples, &tuple))
            continue;
        ARRAY_GROW(tuples->items, tuples->len, tuples->cap);
        tuples->items[tuples->len++] = tuple;
    }
}

/* A and B share a value and differ only where one is empty; *both has what either has. */
static bool key_tuple_unify(const struct key_tuple *a, const struct key_tuple *b,
                            struct key_tuple *both)
{
    bool common = false;

    both->len = a->len;
    for (size_t i = 0; i < a->len; i++) {
        both->at[i] = a->at[i].len ? a->at[i] : b->at[i];
        if (view_eq(a->at[i], b->at[i]))
            common = true;
        else if (a->at[i].len && b->at[i].len)
            return false;
    }
    return common;
}

void key_tuples_unify(struct key_tuples *tuples)
{
    for (size_t i = 0; i < tuples->len; i++) {
        struct key_tuple one = tuples->items[i]; /* as it was: kyaml does not look again */

        for (size_t j = 0; j < tuples->len; j++) {
            struct key_tuple both;

            if (key_tuple_unify(&one, &tuples->items[j], &both)) {
                tuples->items[i] = both;
                tuples->items[j] = both;
            }
        }
    }
}

void key_tuples_narrow(const struct key_tuples *tuples, const struct key_tuple *keys,
                       const struct key_tuple *values, struct key_tuple *some_keys,
                       struct key_tuple *some_values)
{
    bool used[MERGE_KEYS_MAX] = { false };
    bool any = false;

    for (size_t i = 0; i < tuples->len; i++) {
        for (size_t k = 0; k < keys->len; k++) {
            if (tuples->items[i].at[k].len) {
                used[k] = true;
                any = true;
            }
        }
    }
    some_keys->len = 0;
    some_values->len = 0;
    for (size_t k = 0; k < keys->len; k++) {
        if (any && !used[k])
            continue;
        some_keys->at[some_keys->len++] = keys->at[k];
        some_values->at[some_values->len++] = values->at[k];
    }
}

/* ---- elements ---- */

void element_list_release(struct element_list *list)
{
    free(list->items);
    *list = (struct element_list)ELEMENT_LIST_INIT;
}

void element_list_add(struct element_list *list, struct ynode *element)
{
    ARRAY_GROW(list->items, list->len, list->cap);
    list->items[list->len++] = element;
}

void element_list_add_all(struct element_list *list, const struct ynode *seq)
{
    for (size_t i = 0; i < ynode_len(seq); i++)
        element_list_add(list, ynode_at(seq, i));
}

struct ynode *element_list_find(const struct element_list *list, const struct key_tuple *keys,
                                const struct key_tuple *values)
{
    for (size_t i = 0; i < list->len; i++) {
        struct ynode *element = list->items[i];
        size_t matched = 0;

        if (is_plain_list(keys)) {
            if (view_eq(ynode_text(element), values->at[0]))
                return element;
            continue;
        }
        while (matched < keys->len) {
            const struct ynode *value = ynode_get_view(element, keys->at[matched]);

            if (!value || !view_eq(ynode_text(value), values->at[matched]))
                break;
            matched++;
        }
        if (matched == keys->len)
            return element;
    }
    return NULL;
}

enum match { MATCH_NO, MATCH_YES, MATCH_ODD };

/* ELEMENT has VALUE under NAME; any value when VALUE is empty. */
static enum match element_matches_one(const struct ynode *element, struct view name,
                                      struct view value)
{
    if (name.len == 0) {
        if (!ynode_is_scalar(element))
            return MATCH_ODD;
        return view_eq(ynode_text(element), value) ? MATCH_YES : MATCH_NO;
    }
    if (!ynode_is_map(element))
        return MATCH_ODD;

    const struct ynode *held = ynode_get_view(element, name);

    if (!held)
        return MATCH_NO;
    return value.len == 0 || view_eq(ynode_text(held), value) ? MATCH_YES : MATCH_NO;
}

/* Keys beyond the values given are taken to match, if any value was given. */
static enum match element_matches(const struct ynode *element, const struct key_tuple *keys,
                                  const struct key_tuple *values)
{
    if (values->len == 0)
        return MATCH_NO;
    for (size_t k = 0; k < keys->len && k < values->len; k++) {
        enum match match = element_matches_one(element, keys->at[k], values->at[k]);

        if (match != MATCH_YES)
            return match;
    }
    return MATCH_YES;
}

static bool is_empty(const struct ynode *element)
{
    return ynode_is_null(element) || (ynode_is_map(element) && ynode_len(element) == 0);
}

bool element_list_set(struct element_list *list, struct ynode *element,
                      const struct key_tuple *keys, const struct key_tuple *values,
                      const struct ynode **odd)
{
    bool by_mapping = keys->at[0].len && values->len && values->at[0].len;
    bool found = false;
    size_t kept = 0;

    for (size_t i = 0; i < list->len; i++) {
        struct ynode *one = list->items[i];

        if (!is_empty(one) && !(by_mapping && !ynode_is_map(one)) &&
            element_matches(one, keys, values) == MATCH_ODD) {
            *odd = one;
            return false;
        }
    }
    for (size_t i = 0; i < list->len; i++) {
        struct ynode *one = list->items[i];

        if (is_empty(one))
            continue;
        if (by_mapping && !ynode_is_map(one)) {
            list->items[kept++] = one;
        } else if (element_matches(one, keys, values) == MATCH_YES) {
            found = true;
            if (element)
                list->items[kept++] = element;
        } else if (values->len) {
            list->items[kept++] = one;
        } /* without values kyaml drops what does not match */
    }
    list->len = kept;
    if (!ynode_is_null(element) && !found)
        element_list_add(list, element);
    return true;
}

/* One step of element_list_set_all(). */
static bool set_by_own_values(struct element_list *list, struct ynode *element,
                              const struct key_tuple *keys, const struct ynode **odd)
{
    struct key_tuple values = { .len = 0 };

    if (is_plain_list(keys)) {
        values.at[values.len++] = ynode_text(element);
        return element_list_set(list, element, keys, &values, odd);
    }
    if (!ynode_is_null(element) && !ynode_is_map(element)) {
        *odd = element;
        return false;
    }
    for (size_t k = 0; k < keys->len; k++) {
        const struct ynode *value = ynode_get_view(element, keys->at[k]);

        if (value)
            values.at[values.len++] = ynode_text(value);
        else
            element_list_add(list, element);
    }
    /* With several keys the element may stand there already, added just now or under another place.
     */
    if (keys->len > 1 && !element_list_set(list, NULL, keys, &values, odd))
        return false;
    return element_list_set(list, element, keys, &values, odd);
}

bool element_list_set_all(struct element_list *list, const struct element_list *from,
                          const struct key_tuple *keys, const struct ynode **odd)
{
    for (size_t i = 0; i < from->len; i++) {
        if (!set_by_own_values(list, from->items[i], keys, odd))
            return false;
    }
    return true;
}
