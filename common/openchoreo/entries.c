/* SPDX-License-Identifier: Apache-2.0 */
/* openchoreo/entries.c - mappings as go-yaml v2 reads them, within limits */
#include "openchoreo/entries.h"

#include "base/alloc.h"
#include "base/buf.h"

/* A text costs as much as a node for each of these bytes. */
#define TEXT_BYTES_A_NODE 64

void entries_list_release(struct entries_list *list)
{
    free(list->entries);
    map_release(&list->seen);
    *list = (struct entries_list)ENTRIES_LIST_INIT;
}

bool expansion_spend(struct expansion *expansion, size_t text_len, struct error *err)
{
    expansion->spent += 1 + text_len / TEXT_BYTES_A_NODE;
    if (expansion->spent <= TYPED_EXPANSION_MAX)
        return true;
    return error_set(err, ERROR_LIMIT, "%s: aliases expand to over %zu nodes", expansion->path,
                     TYPED_EXPANSION_MAX);
}

bool expansion_enter(struct expansion *expansion, const struct ynode *node, struct error *err)
{
    if (++expansion->depth <= YAML_DEPTH_MAX)
        return expansion_spend(expansion, 0, err);
    return error_set(err, ERROR_LIMIT, "%s:%u:%u: nesting is over %d levels", expansion->path,
                     ynode_line(node), ynode_column(node), YAML_DEPTH_MAX);
}

static struct view copy_number(const struct yscalar *value, struct arena *arena,
                               void (*add)(struct buf *out, const struct yscalar *scalar))
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add(&text, value);
    return arena_copy(arena, buf_view(&text));
}

struct view entries_text(const struct yscalar *value, const struct ynode *node, struct arena *arena)
{
    switch (value->type) {
    case YTYPE_NULL:
    case YTYPE_NONE:
        return VIEW_EMPTY;
    case YTYPE_BOOL:
        return value->boolean ? VIEW("true") : VIEW("false");
    case YTYPE_INT:
    case YTYPE_FLOAT:
        return copy_number(value, arena, scalar_add_text_number);
    case YTYPE_STRING:
        break;
    }
    return ynode_text(node);
}

static bool key_text(struct view *text, const struct ynode *key, struct arena *arena,
                     const struct expansion *expansion, struct error *err)
{
    struct yscalar value = ynode_value(key, YAML_1_1);
    struct place at = { ynode_line(key), ynode_column(key) };

    switch (value.type) {
    case YTYPE_NONE:
    case YTYPE_NULL:
        return typed_fail(expansion->path, at, err, ERROR_INVALID, "a null cannot be a key");
    case YTYPE_INT:
        if (!value.negative && value.magnitude > INT64_MAX)
            return typed_fail(expansion->path, at, err, ERROR_INVALID,
                              "a number over 2^63 cannot be a key");
        *text = copy_number(&value, arena, scalar_add_key_number);
        return true;
    case YTYPE_FLOAT:
        *text = copy_number(&value, arena, scalar_add_key_number);
        return true;
    case YTYPE_BOOL:
    case YTYPE_STRING:
        break;
    }
    *text = entries_text(&value, key, arena);
    return true;
}

static void put(struct entries_list *list, struct entry entry)
{
    size_t known = (size_t)(uintptr_t)map_get(&list->seen, entry.key);

    if (known > 0) {
        list->entries[known - 1] = entry;
        return;
    }
    ARRAY_GROW(list->entries, list->len, list->cap);
    list->entries[list->len++] = entry;
    map_set(&list->seen, entry.key, (void *)(uintptr_t)list->len);
}

static bool add_entries(struct entries_list *list, const struct ynode *map, struct arena *arena,
                        struct expansion *expansion, struct error *err);

/* Of several mappings the first is the strongest, so that it comes last. */
static bool add_merged(struct entries_list *list, const struct ynode *merged, struct arena *arena,
                       struct expansion *expansion, struct error *err)
{
    if (ynode_is_map(merged))
        return add_entries(list, merged, arena, expansion, err);
    for (size_t i = ynode_len(merged); i-- > 0;)
        if (!add_entries(list, ynode_at(merged, i), arena, expansion, err))
            return false;
    return true;
}

static bool add_entries(struct entries_list *list, const struct ynode *map, struct arena *arena,
                        struct expansion *expansion, struct error *err)
{
    if (!expansion_enter(expansion, map, err))
        return false;
    for (size_t i = 0; i < ynode_len(map); i++) {
        const struct ynode *key = ynode_key_at(map, i);
        struct entry entry = { .at = { ynode_line(key), ynode_column(key) },
                               .value = ynode_value_at(map, i) };

        if (ynode_is_merge_key(key)) {
            if (!add_merged(list, entry.value, arena, expansion, err))
                return false;
            continue;
        }
        if (!expansion_spend(expansion, ynode_text(key).len, err) ||
            !key_text(&entry.key, key, arena, expansion, err))
            return false;
        put(list, entry);
    }
    expansion->depth--;
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    return view_cmp(x->key, y->key);
}

bool entries_list_collect(struct entries_list *list, const struct ynode *map, struct arena *arena,
                          struct expansion *expansion, struct error *err)
{
    if (!add_entries(list, map, arena, expansion, err))
        return false;
    if (list->len > 1)
        qsort(list->entries, list->len, sizeof(*list->entries), by_key);
    return true;
}
