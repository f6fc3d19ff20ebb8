/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/ynode.h"

#include <stdarg.h>

#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

const struct ynode *ynode_resolve(const struct ynode *node)
{
    /* One step is enough: an anchor cannot stand on an alias. */
    if (node && node->kind == YNODE_ALIAS)
        node = node->target;
    return node ? ynode_look(node) : NULL;
}

enum ynode_kind ynode_kind(const struct ynode *node)
{
    node = ynode_resolve(node);
    return node ? (enum ynode_kind)node->kind : YNODE_NONE;
}

const char *ynode_kind_name(const struct ynode *node)
{
    switch (ynode_kind(node)) {
    case YNODE_SCALAR:
        return "scalar";
    case YNODE_MAP:
        return "mapping";
    case YNODE_SEQ:
        return "sequence";
    case YNODE_NONE:
    case YNODE_ALIAS:
        break;
    }
    return "nothing";
}

bool ynode_is_null(const struct ynode *node)
{
    node = ynode_resolve(node);
    if (!node)
        return true;
    if (node->kind != YNODE_SCALAR || (!node->props && node->text.len > sizeof("null") - 1))
        return false;
    return ynode_type(node, YAML_1_1) == YTYPE_NULL;
}

struct view ynode_text(const struct ynode *node)
{
    node = ynode_resolve(node);
    return node && node->kind == YNODE_SCALAR ? node->text : VIEW_EMPTY;
}

/* A text that is nothing but one plain scalar: no need to parse it. */
static bool is_plain(struct view text)
{
    char first = (char)(text.data[0] | 0x20), before = '\0';

    if (!(first >= 'a' && first <= 'z') && !(text.data[0] >= '0' && text.data[0] <= '9'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c < ' ' || c > '~' || (c == ' ' && before == ':') || (c == '#' && before == ' '))
            return false;
        before = c;
    }
    return before != ' ' && before != ':';
}

/* Kustomize has another parser, of YAML 1.1, read the whole text. Source: IsYaml1_1NonString. */
static bool reads_as_string(struct view text)
{
    AUTO_FREE(ydoc) doc = NULL;

    if (text.len == 0 || is_plain(text))
        return text.len == 0 || scalar_resolve(text, YAML_1_1).type == YTYPE_STRING;
    doc = ydoc_parse(text, "", NULL);
    return !doc || ynode_is_string(ydoc_root(doc), YAML_1_1);
}

bool ynode_is_quoted(const struct ynode *node)
{
    node = ynode_resolve(node);
    if (!node || node->kind != YNODE_SCALAR)
        return false;
    if (node->quotes != YQUOTES_AS_STYLE)
        return node->quotes == YQUOTES_YES;
    switch ((enum ynode_style)node->style) {
    case YSTYLE_SINGLE:
    case YSTYLE_DOUBLE:
    case YSTYLE_LITERAL:
    case YSTYLE_FOLDED:
        return true;
    case YSTYLE_ANY:
        return view_find_byte(node->text, '\n', 0) < node->text.len || !reads_as_string(node->text);
    case YSTYLE_PLAIN:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        break;
    }
    return false;
}

void ynode_pass(struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_KUSTOMIZE);
    bool is_text = node->kind == YNODE_SCALAR &&
                   (node->untagged || (value.type == YTYPE_STRING && !value.timestamp));

    if (!is_text || ynode_is_quoted(node) || reads_as_string(node->text))
        return;
    node->quotes = YQUOTES_YES;
    if (node->untagged)
        node->style = YSTYLE_ANY;
}

bool ynode_is_string(const struct ynode *node, enum yaml_profile profile)
{
    return ynode_type(node, profile) == YTYPE_STRING;
}

enum ytype ynode_type(const struct ynode *node, enum yaml_profile profile)
{
    return ynode_value(node, profile).type;
}

static double int_as_double(const struct yscalar *value)
{
    double size = (double)value->magnitude;

    return value->negative ? -size : size;
}

/* YTYPE_NONE: this text cannot be what the tag says. */
static struct yscalar resolve_as(struct view text, enum ytype wanted, enum yaml_profile profile)
{
    struct yscalar value = scalar_resolve(text, profile);

    if (wanted == YTYPE_FLOAT && value.type == YTYPE_INT)
        return (struct yscalar){ .type = YTYPE_FLOAT, .real = int_as_double(&value) };
    if (value.type != wanted)
        value.type = YTYPE_NONE;
    return value;
}

struct yscalar scalar_resolve_tagged(struct view text, enum ynode_style style, struct view tag,
                                     enum yaml_profile profile)
{
    static const struct yscalar a_string = { .type = YTYPE_STRING };
    struct view name = view_sub(tag, sizeof(TAG_PREFIX) - 1, tag.len);

    /* A lone "!": go-yaml v2 makes a string of it, v3 forgets it. */
    if (tag.len == 0 || (view_is(tag, "!") && profile == YAML_KUSTOMIZE))
        return style == YSTYLE_PLAIN ? scalar_resolve(text, profile) : a_string;
    if (!view_starts(tag, VIEW(TAG_PREFIX)))
        return a_string;
    if (view_is(name, "int"))
        return resolve_as(text, YTYPE_INT, profile);
    if (view_is(name, "float"))
        return resolve_as(text, YTYPE_FLOAT, profile);
    if (view_is(name, "bool"))
        return resolve_as(text, YTYPE_BOOL, profile);
    if (view_is(name, "null"))
        return resolve_as(text, YTYPE_NULL, profile);
    if (view_is(name, "timestamp")) {
        struct yscalar value = resolve_as(text, YTYPE_STRING, profile);

        if (!value.timestamp)
            value.type = YTYPE_NONE;
        return value;
    }
    return a_string;
}

struct yscalar ynode_value(const struct ynode *node, enum yaml_profile profile)
{
    struct yscalar value = { .type = YTYPE_NONE };

    node = ynode_resolve(node);
    if (!node || node->kind != YNODE_SCALAR)
        return value;
    value = scalar_resolve_tagged(node->text, (enum ynode_style)node->style,
                                  node->props ? node->props->tag : VIEW_EMPTY, profile);
    if (value.type == YTYPE_NONE)
        value.type = YTYPE_STRING;
    return value;
}

size_t ynode_len(const struct ynode *node)
{
    node = ynode_resolve(node);
    return node && node->kind != YNODE_SCALAR ? node->len : 0;
}

static struct ynode *get_merged(const struct ynode *map, struct view key)
{
    AUTO(merge_walk) walk = MERGE_WALK_INIT;
    const struct ynode *from;

    merge_walk_push(&walk, map);
    while ((from = merge_walk_next(&walk)) != NULL) {
        size_t i = index_find(from, key);

        if (i != SIZE_MAX && !ynode_is_merge_key(from->pairs[i].key))
            return from->pairs[i].value;
    }
    return NULL;
}

struct ynode *ynode_get_view(const struct ynode *map, struct view key)
{
    const struct ynode *original = ynode_resolve(map);

    if (!original || original->kind != YNODE_MAP)
        return NULL;

    /* A question alone opens nothing. */
    bool may_merge = false;
    size_t i = index_find_or_merge(original, key, &may_merge);

    if (i != SIZE_MAX && !ynode_is_merge_key(original->pairs[i].key))
        return ynode_open(map)->pairs[i].value;
    if ((may_merge || i != SIZE_MAX) && ynode_has_merge(original))
        return get_merged(original, key);
    return NULL;
}

struct ynode *ynode_get(const struct ynode *map, const char *key)
{
    return ynode_get_view(map, view_of(key));
}

struct ynode *ynode_get_path(const struct ynode *map, ...)
{
    va_list keys;
    const char *key;
    const struct ynode *node = map;
    struct ynode *value = NULL;

    va_start(keys, map);
    while ((key = va_arg(keys, const char *)) != NULL) {
        value = ynode_get(node, key);
        node = value;
    }
    va_end(keys);
    return value;
}

struct ynode *ynode_key_at(const struct ynode *map, size_t i)
{
    map = ynode_open(map);
    return map && map->kind == YNODE_MAP && i < map->len ? map->pairs[i].key : NULL;
}

struct ynode *ynode_value_at(const struct ynode *map, size_t i)
{
    map = ynode_open(map);
    return map && map->kind == YNODE_MAP && i < map->len ? map->pairs[i].value : NULL;
}

struct ynode *ynode_at(const struct ynode *seq, size_t i)
{
    seq = ynode_open(seq);
    return seq && seq->kind == YNODE_SEQ && i < seq->len ? seq->elements[i] : NULL;
}

size_t ynode_index(const struct ynode *map, struct view key)
{
    map = ynode_resolve(map);
    return map && map->kind == YNODE_MAP ? index_find(map, key) : SIZE_MAX;
}

uint32_t ynode_line(const struct ynode *node)
{
    return node ? node->line : 0;
}

uint32_t ynode_column(const struct ynode *node)
{
    return node ? node->column : 0;
}
