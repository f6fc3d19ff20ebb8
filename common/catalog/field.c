/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/field.h"

#include "base/alloc.h"
#include "base/map.h"

static const struct {
    const char *name;
    enum field_type type;
} types[] = {
    { "string", FIELD_STRING },
    { "int", FIELD_INT },
    { "boolean", FIELD_BOOLEAN },
    { "select", FIELD_SELECT },
    { "multi", FIELD_MULTI },
    { "multi-line", FIELD_MULTI_LINE },
    { "list", FIELD_LIST },
    { "env", FIELD_ENV },
    { "k8sStorageClass", FIELD_STORAGE_CLASS },
    { "k8sPriority", FIELD_PRIORITY },
    { "k8sIngressClass", FIELD_INGRESS_CLASS },
    { "k8sServiceAccount", FIELD_SERVICE_ACCOUNT },
    { "dataVolume", FIELD_DATA_VOLUME },
};

static enum field_type type_of(struct view name)
{
    for (size_t i = 0; i < ARRAY_SIZE(types); i++)
        if (view_is(name, types[i].name))
            return types[i].type;
    return FIELD_UNKNOWN;
}

static bool is_identifier(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return name.len > 0 && name.len <= FIELD_NAME_BYTES_MAX;
}

/* `required: true`, and the 'true' of the older documentation. */
static bool is_true(const struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);

    return (value.type == YTYPE_BOOL && value.boolean) || view_is(ynode_text(node), "true");
}

static bool parse_list(struct field_list *list, struct fields *whole, struct ydoc *doc,
                       const struct ynode *root, const struct field *parent, struct error *err);

static bool bad(struct error *err, const struct field *parent, size_t index, const char *problem)
{
    if (parent)
        return error_set(err, ERROR_INVALID, "fields: entry %zu of '" VIEW_FMT "' %s", index + 1,
                         VIEW_ARGS(parent->name), problem);
    return error_set(err, ERROR_INVALID, "fields: entry %zu %s", index + 1, problem);
}

static bool parse_nested(struct field *field, struct fields *whole, struct ydoc *doc,
                         const struct ynode *entry, struct error *err)
{
    const struct ynode *nested = ynode_get(entry, "fields");

    if (field->type != FIELD_LIST)
        return true;
    if (ynode_len(nested) == 0 || !ynode_is_seq(nested))
        return error_set(err, ERROR_INVALID, "fields: the list '" VIEW_FMT "' has no fields",
                         VIEW_ARGS(field->name));
    return parse_list(&field->fields, whole, doc, nested, field, err);
}

static bool parse_field(struct field *field, struct fields *whole, struct ydoc *doc,
                        const struct ynode *entry, const struct field *parent, size_t index,
                        struct error *err)
{
    const struct ynode *options = ynode_get(entry, "options");
    struct view type = ynode_text(ynode_get(entry, "type"));

    if (!ynode_is_map(entry))
        return bad(err, parent, index, "is no mapping");
    *field = (struct field){
        .name = ynode_text(ynode_get(entry, "name")),
        .type_name = type.len > 0 ? type : VIEW("string"),
        .description = view_trim(ynode_text(ynode_get(entry, "description"))),
        .required = is_true(ynode_get(entry, "required")),
        .sensitive = is_true(ynode_get(entry, "sensitive")),
        .fallback = ynode_resolve(ynode_get(entry, "default")),
        .options = ynode_is_seq(options) ? ynode_resolve(options) : NULL,
    };
    field->type = type_of(field->type_name);
    if (field->name.len == 0)
        return bad(err, parent, index, "has no name");
    if (!is_identifier(field->name))
        return bad(err, parent, index, "has a name that is no identifier");
    if (field->type == FIELD_UNKNOWN && whole->unknown.len == 0)
        whole->unknown = field->type_name;
    if (field->type == FIELD_LIST && parent)
        return bad(err, parent, index, "is a list within a list");
    return parse_nested(field, whole, doc, entry, err);
}

static bool parse_list(struct field_list *list, struct fields *whole, struct ydoc *doc,
                       const struct ynode *root, const struct field *parent, struct error *err)
{
    AUTO(map) names = MAP_INIT;
    size_t count = ynode_len(root);

    if (count > FIELDS_MAX)
        return error_set(err, ERROR_LIMIT, "fields: more than %d", FIELDS_MAX);
    list->items = arena_alloc_zero(ydoc_arena(doc), count + 1, sizeof(*list->items));
    for (size_t i = 0; i < count; i++) {
        struct field *field = &list->items[list->len];

        if (!parse_field(field, whole, doc, ynode_at(root, i), parent, i, err))
            return false;
        if (map_has(&names, field->name))
            return error_set(err, ERROR_INVALID, "fields: '" VIEW_FMT "' is there twice",
                             VIEW_ARGS(field->name));
        map_set(&names, field->name, field);
        if (!parent && view_is(field->name, "icon"))
            whole->icon = ynode_text(field->fallback);
        else
            list->len++;
    }
    return true;
}

bool fields_parse(struct fields *fields, struct ydoc *doc, const struct ynode *root,
                  struct error *err)
{
    struct fields parsed = { .list = { NULL, 0 } };

    if (!ynode_is_seq(root))
        return error_set(err, ERROR_INVALID, "fields: not a list but a %s", ynode_kind_name(root));
    if (!parse_list(&parsed.list, &parsed, doc, root, NULL, err))
        return false;
    *fields = parsed;
    return true;
}

const struct field *field_find(const struct field_list *list, struct view name)
{
    for (size_t i = 0; i < list->len; i++)
        if (view_eq(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}

const char *field_nearest(const struct field_list *list, const char *name, struct strv *names)
{
    for (size_t i = 0; i < list->len; i++)
        strv_add_view(names, list->items[i].name);
    return strv_nearest(names, name);
}

bool field_has_default(const struct field *field)
{
    switch (ynode_kind(field->fallback)) {
    case YNODE_SCALAR:
        return !ynode_is_null(field->fallback) && ynode_text(field->fallback).len > 0;
    case YNODE_MAP:
    case YNODE_SEQ:
        return ynode_len(field->fallback) > 0;
    case YNODE_NONE:
    case YNODE_ALIAS:
        break;
    }
    return false;
}

bool field_name_is_secret(struct view name)
{
    static const char *const words[] = { "password", "passwd", "token", "secret", "key" };
    AUTO_CHARS lower = view_copy(name);

    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (view_find(view_of(lower), view_of(words[i]), 0) < name.len)
            return true;
    return false;
}

bool field_is_secret(const struct field *field)
{
    return field->sensitive || field_name_is_secret(field->name);
}

bool field_key_is_secret(const struct field_list *list, struct view key)
{
    const struct field *field = field_find(list, key);

    /* The name of a Secret is none. */
    if (view_is(key, "pullSecret"))
        return false;
    /* It may be one of a list's entry. */
    for (size_t i = 0; !field && i < list->len; i++)
        field = field_find(&list->items[i].fields, key);
    return field ? field_is_secret(field) : field_name_is_secret(key);
}
