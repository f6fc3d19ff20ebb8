/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/ynode_change.c - making and changing nodes */
#include <assert.h>

#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

struct ynode *ynode_alloc(struct arena *arena, enum ynode_kind kind)
{
    struct ynode *node = arena_alloc(arena, sizeof(*node));

    *node = (struct ynode){ .kind = (uint8_t)kind };
    return node;
}

struct ynode_props *ynode_need_props(struct arena *arena, struct ynode *node)
{
    if (!node->props) {
        node->props = arena_alloc_zero(arena, 1, sizeof(*node->props));
        node->props->props_start = node->start;
    }
    return node->props;
}

static struct ynode *make(struct ydoc *doc, enum ynode_kind kind, enum ynode_style style)
{
    struct ynode *node = ynode_alloc(ydoc_arena(doc), kind);

    node->style = (uint8_t)style;
    node->made = true;
    return node;
}

struct ynode *ynode_new_map(struct ydoc *doc)
{
    return make(doc, YNODE_MAP, YSTYLE_ANY);
}

struct ynode *ynode_new_seq(struct ydoc *doc)
{
    return make(doc, YNODE_SEQ, YSTYLE_ANY);
}

struct ynode *ynode_new_string(struct ydoc *doc, struct view text)
{
    struct ynode *node = make(doc, YNODE_SCALAR, YSTYLE_ANY);

    node->text = arena_copy(ydoc_arena(doc), text);
    return node;
}

struct ynode *ynode_new_plain(struct ydoc *doc, struct view text)
{
    struct ynode *node = ynode_new_string(doc, text);

    node->style = YSTYLE_PLAIN;
    return node;
}

struct ynode *ynode_new_null(struct ydoc *doc)
{
    return ynode_new_plain(doc, VIEW("null"));
}

struct ynode *ynode_new_bool(struct ydoc *doc, bool value)
{
    return ynode_new_plain(doc, value ? VIEW("true") : VIEW("false"));
}

struct ynode *ynode_new_int(struct ydoc *doc, int64_t value)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "%lld", (long long)value);
    return ynode_new_plain(doc, buf_view(&text));
}

/* A larger place in the arena for ITEMS; the old one dies with the document. */
static void *grow(struct ydoc *doc, struct ynode *node, void *items, size_t item_size)
{
    uint32_t cap = node->len < 4 ? 4 : node->len;

    if (node->len < node->cap)
        return items;
    if (__builtin_add_overflow(cap, node->len, &cap))
        mem_exhausted(SIZE_MAX);

    void *larger = arena_alloc_zero(ydoc_arena(doc), cap, item_size);

    if (node->len > 0)
        memcpy(larger, items, node->len * item_size);
    node->cap = cap;
    return larger;
}

void ynode_insert_entry(struct ydoc *doc, struct ynode *map, size_t i, struct ynode *key,
                        struct ynode *value)
{
    assert(map->kind == YNODE_MAP && i <= map->len);
    ynode_open(map);
    map->pairs = grow(doc, map, map->pairs, sizeof(*map->pairs));
    memmove(map->pairs + i + 1, map->pairs + i, (map->len - i) * sizeof(*map->pairs));
    map->pairs[i] = (struct ypair){ .key = key, .value = value };
    map->len++;
    index_inserted(doc, map, i);
}

void ynode_set(struct ydoc *doc, struct ynode *map, struct view key, struct ynode *value)
{
    size_t i = ynode_index(ynode_open(map), key);

    if (i != SIZE_MAX && !ynode_is_merge_key(map->pairs[i].key))
        map->pairs[i].value = value;
    else
        ynode_insert_entry(doc, map, map->len, ynode_new_string(doc, key), value);
}

void ynode_set_string(struct ydoc *doc, struct ynode *map, const char *key, struct view text)
{
    ynode_set(doc, map, view_of(key), ynode_new_string(doc, text));
}

struct ynode *ynode_need_map(struct ydoc *doc, struct ynode *map, const char *key)
{
    struct ynode *value = ynode_get(map, key);

    if (value && !ynode_is_null(value))
        return ynode_is_map(value) ? value : NULL;
    value = ynode_new_map(doc);
    ynode_set(doc, map, view_of(key), value);
    return value;
}

void ynode_remove_entry(struct ynode *map, size_t i)
{
    assert(map->kind == YNODE_MAP && i < map->len);
    ynode_open(map);
    index_removing(map, i);
    map->len--;
    memmove(map->pairs + i, map->pairs + i + 1, (map->len - i) * sizeof(*map->pairs));
}

void ynode_remove_valueless(struct ynode *map)
{
    uint32_t kept = 0;

    assert(map->kind == YNODE_MAP);
    ynode_open(map);
    for (uint32_t i = 0; i < map->len; i++)
        if (map->pairs[i].value)
            map->pairs[kept++] = map->pairs[i];
    if (kept < map->len && map->props)
        map->props->index = NULL; /* built anew at the next question */
    map->len = kept;
}

bool ynode_remove(struct ynode *map, struct view key)
{
    size_t i = ynode_index(ynode_open(map), key);
    bool found = false;

    while (i != SIZE_MAX && !ynode_is_merge_key(map->pairs[i].key)) {
        ynode_remove_entry(map, i);
        found = true;
        i = ynode_index(map, key);
    }
    return found;
}

void ynode_insert(struct ydoc *doc, struct ynode *seq, size_t i, struct ynode *value)
{
    assert(seq->kind == YNODE_SEQ && i <= seq->len);
    ynode_open(seq);
    seq->elements = grow(doc, seq, seq->elements, sizeof(struct ynode *));
    memmove(seq->elements + i + 1, seq->elements + i, (seq->len - i) * sizeof(struct ynode *));
    seq->elements[i] = value;
    seq->len++;
}

void ynode_add(struct ydoc *doc, struct ynode *seq, struct ynode *value)
{
    ynode_insert(doc, seq, seq->len, value);
}

void ynode_remove_at(struct ynode *seq, size_t i)
{
    assert(seq->kind == YNODE_SEQ && i < seq->len);
    ynode_open(seq);
    seq->len--;
    memmove(seq->elements + i, seq->elements + i + 1, (seq->len - i) * sizeof(struct ynode *));
}

void ynode_set_at(struct ynode *seq, size_t i, struct ynode *value)
{
    assert(seq->kind == YNODE_SEQ && i < seq->len);
    ynode_open(seq);
    seq->elements[i] = value;
}

void ynode_set_value_at(struct ynode *map, size_t i, struct ynode *value)
{
    assert(map->kind == YNODE_MAP && i < map->len);
    ynode_open(map);
    map->pairs[i].value = value;
}

void ynode_set_text(struct ydoc *doc, struct ynode *scalar, struct view text)
{
    assert(scalar->kind == YNODE_SCALAR);
    scalar->quotes = ynode_is_quoted(scalar) ? YQUOTES_YES : YQUOTES_NO;
    scalar->text = arena_copy(ydoc_arena(doc), text);
    scalar->style = YSTYLE_ANY;
    scalar->untagged = false;
    if (scalar->props)
        scalar->props->tag = VIEW_EMPTY;
}

void ynode_set_untagged(struct ydoc *doc, struct ynode *scalar, struct view text,
                        enum yaml_profile profile)
{
    struct yscalar value = scalar_resolve(text, profile);

    if (scalar->style == YSTYLE_ANY || scalar->props || !view_eq(scalar->text, text))
        ynode_set_text(doc, scalar, text);
    if (scalar->style == YSTYLE_ANY && scalar->quotes == YQUOTES_NO &&
        (value.type != YTYPE_STRING || value.timestamp))
        scalar->style = YSTYLE_PLAIN;
    scalar->untagged = true;
}

/* The tag that says what a plain scalar is; empty for a string. */
static struct view tag_of(const struct yscalar *value)
{
    switch (value->type) {
    case YTYPE_NULL:
        return VIEW(TAG_PREFIX "null");
    case YTYPE_BOOL:
        return VIEW(TAG_PREFIX "bool");
    case YTYPE_INT:
        return VIEW(TAG_PREFIX "int");
    case YTYPE_FLOAT:
        return VIEW(TAG_PREFIX "float");
    case YTYPE_NONE:
    case YTYPE_STRING:
        break;
    }
    return value->timestamp ? VIEW(TAG_PREFIX "timestamp") : VIEW_EMPTY;
}

bool ynode_replace_text(struct ydoc *doc, struct ynode *scalar, struct view text,
                        enum yaml_profile profile)
{
    struct view tag = scalar->props ? scalar->props->tag : VIEW_EMPTY;
    struct yscalar before = scalar_resolve(scalar->text, profile);
    struct yscalar after = scalar_resolve(text, profile);

    assert(scalar->kind == YNODE_SCALAR);
    if (scalar->untagged) {
        ynode_set_untagged(doc, scalar, text, profile);
        return true;
    }
    scalar->text = arena_copy(ydoc_arena(doc), text);
    if (tag.len == 0 && scalar->style == YSTYLE_PLAIN) {
        tag = tag_of(&before);
        if (tag.len == 0)
            scalar->style = YSTYLE_ANY;
        else if (view_eq(tag, tag_of(&after)))
            return true;
        else
            ynode_need_props(ydoc_arena(doc), scalar)->tag = tag;
    }
    return scalar_resolve_tagged(text, (enum ynode_style)scalar->style, tag, profile).type !=
           YTYPE_NONE;
}

void ynode_assign(struct ynode *node, const struct ynode *with)
{
    if (with->kind != YNODE_ALIAS)
        ynode_open(with);
    node->kind = with->kind;
    node->style = with->style;
    node->quotes = with->quotes;
    node->untagged = with->untagged;
    node->is_unopened = false;
    node->props = with->props;
    switch ((enum ynode_kind)with->kind) {
    case YNODE_MAP:
        node->pairs = with->pairs;
        node->len = with->len;
        node->cap = with->cap;
        break;
    case YNODE_SEQ:
        node->elements = with->elements;
        node->len = with->len;
        node->cap = with->cap;
        break;
    case YNODE_ALIAS:
        node->target = with->target;
        break;
    case YNODE_SCALAR:
    case YNODE_NONE:
        node->text = with->text;
        break;
    }
}
