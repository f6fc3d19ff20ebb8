/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/decode.h"

#include "base/num.h"
#include "base/strv.h"
#include "yaml/emit.h"

/* Structs within structs, by the tables: far fewer. */
#define DEPTH_MAX 16

struct decoder {
    const char *file;
    struct arena *arena;
    unsigned depth;
    bool known_only; /* unknown names are passed over */
    bool any_scalar; /* numbers and booleans are strings where one is wanted */
};

static bool decode_struct(struct decoder *decoder, void *out, const struct decode_table *table,
                          const struct ynode *node, struct error *err);

static bool fail_type(const struct decoder *decoder, struct view name, const struct ynode *node,
                      const char *wanted, struct error *err)
{
    const char *found = ynode_kind_name(node);

    if (ynode_is_scalar(node)) {
        static const char *const names[] = {
            [YTYPE_NONE] = "nothing", [YTYPE_NULL] = "null",    [YTYPE_BOOL] = "boolean",
            [YTYPE_INT] = "number",   [YTYPE_FLOAT] = "number", [YTYPE_STRING] = "string",
        };
        found = names[ynode_type(node, YAML_1_1)];
    }
    error_set(err, ERROR_INVALID, "%s:%u:%u: field '" VIEW_FMT "' must be a %s, not a %s",
              decoder->file, ynode_line(node), ynode_column(node), VIEW_ARGS(name), wanted, found);
    if (strcmp(wanted, "string") == 0 && ynode_is_scalar(node))
        error_hint(err, "quote it: \"" VIEW_FMT "\"", VIEW_ARGS(ynode_text(node)));
    return false;
}

/* The text that sigs.k8s.io/yaml makes of a scalar for a Go string. */
static bool scalar_text(struct decoder *decoder, struct view *out, const struct ynode *node)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    enum ytype type = ynode_type(node, YAML_1_1);

    if (!decoder->any_scalar || (type != YTYPE_BOOL && type != YTYPE_INT && type != YTYPE_FLOAT) ||
        !emit_json(&text, node, 0, YAML_1_1, NULL))
        return false;
    *out = arena_copy(decoder->arena, buf_view(&text));
    return true;
}

static bool decode_string(struct decoder *decoder, struct view *out, struct view name,
                          const struct ynode *node, struct error *err)
{
    if (ynode_is_scalar(node) && scalar_text(decoder, out, node))
        return true;
    if (!ynode_is_string(node, YAML_1_1))
        return fail_type(decoder, name, node, "string", err);
    *out = ynode_text(node);
    return true;
}

static bool decode_bool(struct decoder *decoder, bool *out, struct view name,
                        const struct ynode *node, struct error *err)
{
    if (ynode_type(node, YAML_1_1) != YTYPE_BOOL)
        return fail_type(decoder, name, node, "boolean", err);
    *out = ynode_value(node, YAML_1_1).boolean;
    return true;
}

static bool decode_int(struct decoder *decoder, int64_t *out, struct view name,
                       const struct ynode *node, struct error *err)
{
    struct yscalar value = ynode_value(node, YAML_1_1);

    if (value.type != YTYPE_INT || value.magnitude > (uint64_t)INT64_MAX)
        return fail_type(decoder, name, node, "whole number", err);
    *out = value.negative ? -(int64_t)value.magnitude : (int64_t)value.magnitude;
    return true;
}

/* Fill a DECODE_LIST at PLACE. */
static void list_store(void *place, void *elements, size_t len)
{
    memcpy(place, &elements, sizeof(elements));
    memcpy((char *)place + sizeof(elements), &len, sizeof(len));
}

/* What a DECODE_LIST at PLACE holds so far. */
static const void *list_read(const void *place, size_t *len)
{
    const void *elements;

    memcpy(&elements, place, sizeof(elements));
    memcpy(len, (const char *)place + sizeof(elements), sizeof(*len));
    return elements;
}

static bool decode_strings(struct decoder *decoder, void *place, struct view name,
                           const struct ynode *node, struct error *err)
{
    size_t len = ynode_len(node);

    if (!ynode_is_seq(node))
        return fail_type(decoder, name, node, "list", err);
    struct decode_string *strings = arena_alloc_zero(decoder->arena, len + 1, sizeof(*strings));
    for (size_t i = 0; i < len; i++) {
        strings[i].node = ynode_at(node, i);
        if (!decode_string(decoder, &strings[i].text, name, strings[i].node, err))
            return false;
    }
    list_store(place, strings, len);
    return true;
}

static int pair_cmp(const void *a, const void *b)
{
    const struct decode_pair *left = a, *right = b;

    return view_cmp(left->key, right->key);
}

/* Add to PAIRS the LEN at OLD that NODE does not have. */
static size_t keep_pairs(struct decode_pair *pairs, size_t made, const struct decode_pair *old,
                         size_t len, const struct ynode *node)
{
    for (size_t i = 0; i < len; i++)
        if (ynode_index(node, old[i].key) == SIZE_MAX)
            pairs[made++] = old[i];
    return made;
}

static bool decode_pairs(struct decoder *decoder, void *place, struct view name,
                         const struct ynode *node, struct error *err)
{
    size_t len = ynode_len(node), made = 0, old_len;
    const struct decode_pair *old = list_read(place, &old_len);

    if (!ynode_is_map(node))
        return fail_type(decoder, name, node, "mapping", err);
    struct decode_pair *pairs = arena_alloc_zero(decoder->arena, old_len + len + 1, sizeof(*pairs));
    for (size_t i = 0; i < len; i++) {
        struct decode_pair *pair = &pairs[made];
        const struct ynode *value = ynode_value_at(node, i);
        pair->key = ynode_text(ynode_key_at(node, i));
        if (ynode_index(node, pair->key) != i) /* a later one of the same name counts */
            continue;
        if (!ynode_is_null(value) && !decode_string(decoder, &pair->value, pair->key, value, err))
            return false;
        made++;
    }
    made = keep_pairs(pairs, made, old, old_len, node);
    if (made)
        qsort(pairs, made, sizeof(*pairs), pair_cmp);
    list_store(place, pairs, made);
    return true;
}

static bool decode_map(struct decoder *decoder, void *place, struct view name,
                       const struct ynode *node, struct error *err)
{
    if (!ynode_is_map(node))
        return fail_type(decoder, name, node, "mapping", err);
    memcpy(place, &node, sizeof(node));
    return true;
}

static bool decode_structs(struct decoder *decoder, void *place, const struct decode_field *field,
                           const struct ynode *node, struct error *err)
{
    size_t len = ynode_len(node), old_len;
    const void *old;

    if (!ynode_is_seq(node))
        return fail_type(decoder, view_of(field->name), node, "list", err);
    char *structs = arena_alloc_zero(decoder->arena, len + 1, field->table->size);
    old = list_read(place, &old_len);
    if (old_len)
        memcpy(structs, old, (old_len < len ? old_len : len) * field->table->size);
    for (size_t i = 0; i < len; i++)
        if (!decode_struct(decoder, structs + i * field->table->size, field->table,
                           ynode_at(node, i), err))
            return false;
    list_store(place, structs, len);
    return true;
}

/* A null empties what Go has as a slice, a map or a pointer, and leaves everything else alone. */
static void decode_null(void *place, enum decode_type type)
{
    static const void *const nothing = NULL;

    switch (type) {
    case DECODE_STRINGS:
    case DECODE_PAIRS:
    case DECODE_STRUCTS:
        list_store(place, NULL, 0);
        break;
    case DECODE_MAP:
    case DECODE_STRUCT:
        memcpy(place, &nothing, sizeof(nothing));
        break;
    case DECODE_STRING:
    case DECODE_TEXT:
    case DECODE_BOOL:
    case DECODE_INT:
    case DECODE_END:
        break;
    }
}

static bool decode_value(struct decoder *decoder, char *out, const struct decode_field *field,
                         const struct ynode *node, struct error *err)
{
    struct view name = view_of(field->name);
    void *place = out + field->offset;

    if (ynode_is_null(node)) {
        decode_null(place, field->type);
        return true;
    }
    switch (field->type) {
    case DECODE_STRING:
        return decode_string(decoder, place, name, node, err);
    case DECODE_TEXT: {
        struct decode_string text = { .node = node };
        bool ok = decode_string(decoder, &text.text, name, node, err);
        memcpy(place, &text, sizeof(text));
        return ok;
    }
    case DECODE_BOOL:
        return decode_bool(decoder, place, name, node, err);
    case DECODE_INT:
        return decode_int(decoder, place, name, node, err);
    case DECODE_STRINGS:
        return decode_strings(decoder, place, name, node, err);
    case DECODE_PAIRS:
        return decode_pairs(decoder, place, name, node, err);
    case DECODE_MAP:
        return decode_map(decoder, place, name, node, err);
    case DECODE_STRUCTS:
        return decode_structs(decoder, place, field, node, err);
    case DECODE_STRUCT: {
        void *inner;
        memcpy(&inner, place, sizeof(inner));
        inner = inner ? inner : arena_alloc_zero(decoder->arena, 1, field->table->size);
        memcpy(place, &inner, sizeof(inner));
        return decode_struct(decoder, inner, field->table, node, err);
    }
    case DECODE_END:
        break;
    }
    return true;
}

static bool name_fits(struct view name, const char *wanted, bool any_case)
{
    if (!any_case)
        return view_is(name, wanted);
    return name.len == strlen(wanted) && strncasecmp(name.data, wanted, name.len) == 0;
}

static const struct decode_field *field_find(const struct decode_table *table, struct view name)
{
    for (int any_case = 0; any_case < 2; any_case++)
        for (const struct decode_field *field = table->fields; field->name; field++)
            if (name_fits(name, field->name, any_case))
                return field;
    return NULL;
}

static bool fail_unknown(const struct decoder *decoder, const struct decode_table *table,
                         const struct ynode *key, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    AUTO_CHARS word = view_copy(ynode_text(key));
    const char *nearest;

    for (const struct decode_field *field = table->fields; field->name; field++)
        strv_add(&names, field->name);
    nearest = strv_nearest(&names, word);
    error_set(err, ERROR_INVALID, "%s:%u:%u: unknown field '%s'", decoder->file, ynode_line(key),
              ynode_column(key), word);
    if (nearest)
        error_hint(err, "did you mean '%s'?", nearest);
    return false;
}

/* One entry of a mapping that fills a struct. */
struct member {
    struct view name;
    const struct decode_field *field;
    const struct ynode *value;
};

static int member_cmp(const void *a, const void *b)
{
    const struct member *left = a, *right = b;

    return view_cmp(left->name, right->name);
}

/*
 * The members of NODE in *MEMBERS, in the order in which they are decoded: as written, which shows
 * in messages only, but by name when one differs by case, for it may have another beside it.
 */
static bool find_members(const struct decoder *decoder, struct member **members, size_t *len,
                         const struct decode_table *table, const struct ynode *node,
                         struct error *err)
{
    bool any_case = false;

    *members = arena_alloc_zero(decoder->arena, ynode_len(node) + 1, sizeof(**members));
    *len = 0;
    for (size_t i = 0; i < ynode_len(node); i++) {
        struct view name = ynode_text(ynode_key_at(node, i));
        const struct decode_field *field = field_find(table, name);
        if (ynode_index(node, name) != i) /* a later one of the same name counts */
            continue;
        if (!field && decoder->known_only)
            continue;
        if (!field)
            return fail_unknown(decoder, table, ynode_key_at(node, i), err);
        any_case |= !view_is(name, field->name);
        (*members)[(*len)++] = (struct member){ name, field, ynode_value_at(node, i) };
    }
    if (any_case)
        qsort(*members, *len, sizeof(**members), member_cmp);
    return true;
}

static bool decode_struct(struct decoder *decoder, void *out, const struct decode_table *table,
                          const struct ynode *node, struct error *err)
{
    struct member *members;
    size_t len;

    memcpy(out, &node, sizeof(node));
    if (ynode_is_null(node))
        return true;
    if (!ynode_is_map(node))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: expected a mapping, not a %s",
                         decoder->file, ynode_line(node), ynode_column(node),
                         ynode_kind_name(node));
    if (++decoder->depth > DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "%s:%u:%u: nested deeper than %d levels", decoder->file,
                         ynode_line(node), ynode_column(node), DEPTH_MAX);
    if (!find_members(decoder, &members, &len, table, node, err))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!decode_value(decoder, out, members[i].field, members[i].value, err))
            return false;
    decoder->depth--;
    return true;
}

bool decode(void *out, const struct decode_table *table, const struct ynode *node, const char *file,
            struct arena *arena, struct error *err)
{
    struct decoder decoder = { .file = file, .arena = arena };

    return decode_struct(&decoder, out, table, node, err);
}

bool decode_known(void *out, const struct decode_table *table, const struct ynode *node,
                  const char *file, struct arena *arena, struct error *err)
{
    struct decoder decoder = {
        .file = file, .arena = arena, .known_only = true, .any_scalar = true
    };

    return decode_struct(&decoder, out, table, node, err);
}

bool decode_any_scalar(void *out, const struct decode_table *table, const struct ynode *node,
                       const char *file, struct arena *arena, struct error *err)
{
    struct decoder decoder = { .file = file, .arena = arena, .any_scalar = true };

    return decode_struct(&decoder, out, table, node, err);
}

const struct ynode *decode_key(const struct ynode *node, const char *name)
{
    size_t exact = ynode_index(node, view_of(name));

    if (exact != SIZE_MAX)
        return ynode_key_at(node, exact);
    for (size_t i = 0; i < ynode_len(node); i++)
        if (name_fits(ynode_text(ynode_key_at(node, i)), name, true))
            return ynode_key_at(node, i);
    return NULL;
}
