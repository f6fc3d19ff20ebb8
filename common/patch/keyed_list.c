/* SPDX-License-Identifier: Apache-2.0 */
/* keyed_list.c - lists whose elements are merged one by one (merge_walk.h) */
#include "base/buf.h"
#include "base/compiler.h"
#include "base/map.h"
#include "patch/element_list.h"
#include "patch/merge_walk.h"
#include "yaml/ynode.h"

/* Lists that need the quadratic way: several merge keys, plain values, doubled or empty keys. */
#define ODD_LIST_ELEMENTS_MAX 2000
/* Up to here a list is searched by looking at each element. */
#define SHORT_LIST_ELEMENTS_MAX 16

/* ---- the list itself ---- */

/* The elements of SEQ become those of LIST. */
static void seq_assign(struct ydoc *doc, struct ynode *seq, const struct element_list *list)
{
    while (ynode_len(seq) > list->len)
        ynode_remove_at(seq, ynode_len(seq) - 1);
    for (size_t i = 0; i < list->len; i++) {
        if (i == ynode_len(seq))
            ynode_add(doc, seq, list->items[i]);
        else if (ynode_at(seq, i) != list->items[i])
            ynode_set_at(seq, i, list->items[i]);
    }
}

/* A list's directive is an element of its own: `- $patch: replace`; the first element that has one
 * counts. */
static bool seq_directive(struct merge_walk *walk, const struct merge_place *place,
                          struct ynode *patch, enum merge_directive *directive)
{
    const struct ynode *element = NULL;
    const struct ynode *value = NULL;

    *directive = DIRECTIVE_MERGE;
    for (size_t i = 0; i < ynode_len(patch) && !value; i++) {
        element = ynode_at(patch, i);
        value = ynode_get_view(element, PATCH_DIRECTIVE);
    }
    if (!value || ynode_len(element) > 1)
        return true;
    if (!merge_directive_read(walk, place, value, directive))
        return false;

    AUTO(element_list) list = ELEMENT_LIST_INIT;
    struct key_tuple key = { .at = { PATCH_DIRECTIVE }, .len = 1 };
    struct key_tuple word = { .at = { ynode_text(value) }, .len = 1 };
    const struct ynode *odd = NULL;

    element_list_add_all(&list, patch);
    if (element_list_set(&list, NULL, &key, &word, &odd)) /* nothing is odd when a value is given */
        seq_assign(walk->graft->doc, patch, &list);
    return true;
}

/* ---- its elements ---- */

/*
 * kyaml makes a wreck of a list when an element of the patch has no key: an error here.
 * Only a single element in a list that IS_NEW to the object comes through it whole.
 */
static bool check_patch_elements(struct merge_walk *walk, const struct merge_place *place,
                                 const struct ynode *patch, const struct key_tuple *keys,
                                 bool is_new)
{
    if (is_new && keys->len && ynode_len(patch) == 1 && ynode_is_map(ynode_at(patch, 0)) &&
        !ynode_get_view(ynode_at(patch, 0), keys->at[0]))
        return true;
    for (size_t i = 0; keys->len && i < ynode_len(patch); i++) {
        const struct ynode *element = ynode_at(patch, i);
        struct merge_place here = { .parent = place, .index = i };
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
        size_t k = 0;

        while (k < keys->len && (ynode_is_null(ynode_get_view(element, keys->at[k])) ||
                                 ynode_text(ynode_get_view(element, keys->at[k])).len == 0))
            k++;
        if (k < keys->len)
            continue;
        merge_add_where(&text, walk, &here, element);
        if (ynode_is_map(element))
            buf_addf(&text, " lacks the merge key '" VIEW_FMT "'", VIEW_ARGS(keys->at[0]));
        else
            buf_addf(&text, " is a %s where a mapping with the merge key '" VIEW_FMT "' is needed",
                     ynode_kind_name(element), VIEW_ARGS(keys->at[0]));
        return error_set(walk->err, ERROR_SYNTAX, "%s", buf_text(&text));
    }
    return true;
}

/* The elements of a list by the text of their one key. */
struct key_index {
    const struct ynode *seq;
    struct view key;
    struct map map; /* of long lists: text -> index + 1, as a pointer into the list */
};

static void key_index_release(struct key_index *index)
{
    map_release(&index->map);
}

static struct view element_key(const struct ynode *seq, size_t i, struct view key)
{
    const struct ynode *value = ynode_get_view(ynode_at(seq, i), key);

    return ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value);
}

static struct ynode *key_index_find(const struct key_index *index, struct view text)
{
    size_t len = ynode_len(index->seq);

    if (len > SHORT_LIST_ELEMENTS_MAX)
        return map_get(&index->map, text);
    for (size_t i = 0; i < len; i++) {
        if (view_eq(element_key(index->seq, i, index->key), text))
            return ynode_at(index->seq, i);
    }
    return NULL;
}

/* False when the list is not as it should be: a mapping in each place, with a key of its own. */
static bool key_index_fill(struct key_index *index, const struct ynode *seq, struct view key)
{
    size_t len = ynode_len(seq);

    *index = (struct key_index){ .seq = seq, .key = key, .map = MAP_INIT };
    for (size_t i = 0; i < len; i++) {
        struct view text = element_key(seq, i, key);

        if (!ynode_is_map(ynode_at(seq, i)) || text.len == 0)
            return false;
        if (len <= SHORT_LIST_ELEMENTS_MAX) {
            if (key_index_find(index, text) != ynode_at(seq, i))
                return false;
        } else if (map_set(&index->map, text, ynode_at(seq, i))) {
            return false;
        }
    }
    return true;
}

/* One list walked alone or with itself: its elements keep their order. */
static bool walk_elements(struct merge_walk *walk, const struct merge_place *place,
                          struct merge_sides sides, const struct merge_schema *schema)
{
    AUTO(element_list) kept = ELEMENT_LIST_INIT;

    for (size_t i = 0; i < ynode_len(sides.base); i++) {
        struct merge_place here = { .parent = place, .index = i };
        struct ynode *element = ynode_at(sides.base, i);
        struct ynode *result = NULL;

        if (!merge_value(walk, &here, (struct merge_sides){ element, sides.patch ? element : NULL },
                         schema, &result))
            return false;
        if (!merge_is_missing(result))
            element_list_add(&kept, element);
    }
    seq_assign(walk->graft->doc, sides.base, &kept);
    return true;
}

/*
 * Both lists are orderly and have one key. An element that both have stays the base's even when
 * the patch says `$patch: replace` inside it: kyaml puts the base's element over the new one.
 */
static bool merge_orderly(struct merge_walk *walk, const struct merge_place *place,
                          struct merge_sides sides, const struct key_index *base_index,
                          const struct key_index *patch_index, const struct merge_schema *schema)
{
    AUTO(element_list) merged = ELEMENT_LIST_INIT;

    for (size_t i = 0; i < ynode_len(sides.patch); i++) {
        struct merge_place here = { .parent = place, .index = i };
        struct ynode *from = ynode_at(sides.patch, i);
        struct ynode *into =
            key_index_find(base_index, element_key(sides.patch, i, patch_index->key));
        struct ynode *result = NULL;

        if (!merge_value(walk, &here, (struct merge_sides){ into, from }, schema, &result))
            return false;
        if (!merge_is_missing(result))
            element_list_add(&merged, into ? into : result);
    }
    for (size_t i = 0; i < ynode_len(sides.base); i++) {
        struct merge_place here = { .parent = place, .index = i };
        struct ynode *element = ynode_at(sides.base, i);
        struct ynode *result = NULL;

        if (key_index_find(patch_index, element_key(sides.base, i, patch_index->key)))
            continue;
        if (!merge_value(walk, &here, (struct merge_sides){ element, NULL }, schema, &result))
            return false;
        if (!merge_is_missing(result))
            element_list_add(&merged, element);
    }
    seq_assign(walk->graft->doc, sides.base, &merged);
    return true;
}

static bool element_odd(struct merge_walk *walk, const struct merge_place *place,
                        struct merge_sides sides, const struct ynode *odd)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    merge_add_where(&text, walk, place, sides.patch);
    buf_addf(&text, " cannot be merged: the object's list has a %s in it", ynode_kind_name(odd));
    merge_add_base_position(&text, walk, odd);
    return error_set(walk->err, ERROR_SYNTAX, "%s", buf_text(&text));
}

/* One round of merge_odd(): the elements known by VALUES, merged, into MERGED or out of BASE. */
static bool merge_odd_element(struct merge_walk *walk, const struct merge_place *place,
                              struct merge_sides sides, struct element_list *base,
                              const struct element_list *patch, const struct key_tuple *keys,
                              const struct key_tuple *values, const struct merge_schema *schema,
                              struct element_list *merged)
{
    struct key_tuples alone = { .items = NULL, .len = 0, .cap = 0 };
    struct key_tuple own = *values;
    struct key_tuple by_keys;
    struct key_tuple by_values;
    const struct ynode *odd = NULL;
    struct ynode *result = NULL;

    alone.items = &own;
    alone.len = 1;
    key_tuples_narrow(&alone, keys, values, &by_keys, &by_values);

    struct merge_sides element = { .base = element_list_find(base, &by_keys, &by_values),
                                   .patch = patch ? element_list_find(patch, &by_keys, &by_values)
                                                  : NULL };

    if (!merge_value(walk, place, element, schema, &result))
        return false;
    if (merge_is_missing(result) ? !element_list_set(base, NULL, keys, values, &odd)
                                 : !element_list_set(merged, result, keys, values, &odd))
        return element_odd(walk, place, sides, odd);
    return true;
}

/* kyaml's own way, step by step, for all other lists. KEYS is {""} for a list of plain values. */
static bool merge_odd(struct merge_walk *walk, const struct merge_place *place,
                      struct merge_sides sides, const struct key_tuple *keys,
                      const struct merge_schema *schema)
{
    AUTO(element_list) merged = ELEMENT_LIST_INIT;
    AUTO(element_list) base = ELEMENT_LIST_INIT;
    AUTO(element_list) patch = ELEMENT_LIST_INIT;
    AUTO(key_tuples) tuples = KEY_TUPLES_INIT;
    bool same = sides.patch == sides.base;
    struct key_tuple some_keys = *keys;
    struct key_tuple some_values;
    const struct ynode *odd = NULL;

    element_list_add_all(&base, sides.base);
    element_list_add_all(&patch, same ? NULL : sides.patch);
    if (base.len + patch.len > ODD_LIST_ELEMENTS_MAX) {
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

        merge_add_where(&text, walk, place, sides.patch);
        return error_set(walk->err, ERROR_LIMIT,
                         "%s has more than %d elements, too many to merge by several keys, by "
                         "value or with doubled keys",
                         buf_text(&text), ODD_LIST_ELEMENTS_MAX);
    }
    key_tuples_collect(&tuples, &patch, keys);
    key_tuples_collect(&tuples, &base, keys);
    if (keys->len > 1)
        key_tuples_unify(&tuples);
    for (size_t i = 0; i < tuples.len; i++) {
        const struct element_list *patch_side = same ? &base : sides.patch ? &patch : NULL;

        key_tuples_narrow(&tuples, keys, &tuples.items[i], &some_keys, &some_values);
        if (!merge_odd_element(walk, place, sides, &base, patch_side, &some_keys, &some_values,
                               schema, &merged))
            return false;
    }
    if (tuples.len == 0)
        return true;
    if (!element_list_set_all(&merged, &base, &some_keys, &odd))
        return element_odd(walk, place, sides, odd);
    seq_assign(walk->graft->doc, sides.base, &merged);
    return true;
}

bool merge_keyed_list(struct merge_walk *walk, const struct merge_place *place,
                      struct merge_sides sides, const struct merge_schema *schema,
                      struct ynode **result)
{
    struct key_tuple keys = { .len = 0 };
    AUTO(key_index) base_index = { .map = MAP_INIT };
    AUTO(key_index) patch_index = { .map = MAP_INIT };
    const struct merge_schema *element_schema = merge_schema_elements(schema);
    enum merge_directive directive;
    bool is_new = ynode_is_null(sides.base);

    if (!seq_directive(walk, place, sides.patch, &directive))
        return false;
    sides.base = merge_directed(sides, directive);
    *result = sides.base;
    if (!sides.base)
        return true;

    keys.len = merge_schema_keys(schema, keys.at);
    if (!check_patch_elements(walk, place, sides.patch, &keys, is_new))
        return false;
    if (keys.len == 0) {
        keys = (struct key_tuple){ .at = { VIEW_EMPTY }, .len = 1 };
    } else if (keys.len == 1 && key_index_fill(&base_index, sides.base, keys.at[0])) {
        if (!sides.patch || sides.patch == sides.base)
            return walk_elements(walk, place, sides, element_schema);
        if (key_index_fill(&patch_index, sides.patch, keys.at[0]))
            return merge_orderly(walk, place, sides, &base_index, &patch_index, element_schema);
    }
    return merge_odd(walk, place, sides, &keys, element_schema);
}
