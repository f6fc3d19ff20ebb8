/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/merge_keys.h"

#include <stdint.h>

#include "base/compiler.h"
#include "patch/schema_internal.h"

struct schema_field {
    uint16_t name;
    uint16_t schema;
};

struct key_set {
    uint16_t count;
    uint16_t names[MERGE_KEYS_MAX];
};

struct kind_entry {
    uint16_t api_version; /* name */
    uint16_t kind;        /* name */
    uint16_t schema;
    uint16_t scope; /* enum object_scope */
};

#include "patch/merge_keys_table.inc"

static struct view name_at(size_t id)
{
    return view_make(name_pool + name_offsets[id],
                     (size_t)(name_offsets[id + 1] - name_offsets[id]) - 1);
}

static const struct merge_schema *schema_at(size_t id)
{
    return id ? &schemas[id - 1] : NULL;
}

const struct merge_schema *merge_schema_definition(struct view name)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(definition_schemas);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t start = definition_offsets[middle], end = definition_offsets[middle + 1];
        int order = view_cmp(name, view_make(definition_pool + start, end - start - 1));

        if (order == 0)
            return schema_at(definition_schemas[middle]);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const struct kind_entry *kind_find(struct view api_version, struct view kind)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(kinds);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct kind_entry *entry = &kinds[middle];
        int order = view_cmp(api_version, name_at(entry->api_version));

        if (order == 0)
            order = view_cmp(kind, name_at(entry->kind));
        if (order == 0)
            return entry;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct merge_schema *merge_schema_find(struct view api_version, struct view kind)
{
    const struct kind_entry *entry = kind_find(api_version, kind);

    return entry ? schema_at(entry->schema) : NULL;
}

const struct merge_schema *merge_schema_of(const struct ynode *object)
{
    const struct ynode *api_version = ynode_get(object, "apiVersion");
    const struct ynode *kind = ynode_get(object, "kind");

    if (ynode_is_null(api_version) || ynode_is_null(kind))
        return NULL;
    return merge_schema_find(ynode_text(api_version), ynode_text(kind));
}

const struct merge_schema *merge_schema_field(const struct merge_schema *schema, struct view name)
{
    if (!schema)
        return NULL;
    if (schema->flags & SCHEMA_USER)
        return user_schema_field(schema, name);

    size_t low = schema->first_field;
    size_t high = low + schema->field_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = view_cmp(name, name_at(schema_fields[middle].name));

        if (order == 0)
            return schema_at(schema_fields[middle].schema);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return schema_at(schema->additional);
}

const struct merge_schema *merge_schema_elements(const struct merge_schema *schema)
{
    if (schema && schema->flags & SCHEMA_USER)
        return user_schema_elements(schema);
    return schema ? schema_at(schema->elements) : NULL;
}

bool merge_schema_merges(const struct merge_schema *schema)
{
    return schema && schema->flags & SCHEMA_MERGES;
}

size_t merge_schema_keys(const struct merge_schema *schema, struct view keys[MERGE_KEYS_MAX])
{
    if (schema && schema->flags & SCHEMA_USER)
        return user_schema_keys(schema, keys);
    if (!schema || !schema->keys)
        return 0;

    const struct key_set *set = &key_sets[schema->keys - 1];

    for (size_t i = 0; i < set->count; i++)
        keys[i] = name_at(set->names[i]);
    return set->count;
}

enum object_scope merge_scope_find(struct view api_version, struct view kind)
{
    const struct kind_entry *entry = kind_find(api_version, kind);

    return entry ? (enum object_scope)entry->scope : SCOPE_UNKNOWN;
}

const char *merge_schema_version(void)
{
    return openapi_version;
}
