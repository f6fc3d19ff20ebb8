/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/schema_check.h"

#include "base/compiler.h"

enum json_kind { JSON_NULL, JSON_STRING, JSON_BOOL, JSON_NUMBER, JSON_LIST, JSON_OBJECT };

enum keyword_kind {
    KEYWORD_ANY, /* that Go leaves nil for a null */
    KEYWORD_STRING,
    KEYWORD_REFERENCE, /* a string that says something even when empty */
    KEYWORD_BOOL,
    KEYWORD_NUMBER,
    KEYWORD_INTEGER,
    KEYWORD_LIST,
    KEYWORD_STRINGS,
    KEYWORD_STRING_OR_STRINGS,
    KEYWORD_SCHEMA,
    KEYWORD_SCHEMAS,
    KEYWORD_SCHEMA_MAP,
    KEYWORD_SCHEMA_OR_BOOL,
    KEYWORD_SCHEMA_OR_SCHEMAS,
    KEYWORD_DEPENDENCIES,
    KEYWORD_OBJECT,
};

static const struct keyword {
    const char *name;
    enum keyword_kind kind;
} keywords[] = {
    { "$ref", KEYWORD_REFERENCE },
    { "$schema", KEYWORD_REFERENCE },
    { "additionalItems", KEYWORD_SCHEMA_OR_BOOL },
    { "additionalProperties", KEYWORD_SCHEMA_OR_BOOL },
    { "allOf", KEYWORD_SCHEMAS },
    { "anyOf", KEYWORD_SCHEMAS },
    { "default", KEYWORD_ANY },
    { "definitions", KEYWORD_SCHEMA_MAP },
    { "dependencies", KEYWORD_DEPENDENCIES },
    { "description", KEYWORD_STRING },
    { "discriminator", KEYWORD_STRING },
    { "enum", KEYWORD_LIST },
    { "example", KEYWORD_ANY },
    { "exclusiveMaximum", KEYWORD_BOOL },
    { "exclusiveMinimum", KEYWORD_BOOL },
    { "externalDocs", KEYWORD_OBJECT },
    { "format", KEYWORD_STRING },
    { "id", KEYWORD_STRING },
    { "items", KEYWORD_SCHEMA_OR_SCHEMAS },
    { "maxItems", KEYWORD_INTEGER },
    { "maxLength", KEYWORD_INTEGER },
    { "maxProperties", KEYWORD_INTEGER },
    { "maximum", KEYWORD_NUMBER },
    { "minItems", KEYWORD_INTEGER },
    { "minLength", KEYWORD_INTEGER },
    { "minProperties", KEYWORD_INTEGER },
    { "minimum", KEYWORD_NUMBER },
    { "multipleOf", KEYWORD_NUMBER },
    { "not", KEYWORD_SCHEMA },
    { "nullable", KEYWORD_BOOL },
    { "oneOf", KEYWORD_SCHEMAS },
    { "pattern", KEYWORD_STRING },
    { "patternProperties", KEYWORD_SCHEMA_MAP },
    { "properties", KEYWORD_SCHEMA_MAP },
    { "readOnly", KEYWORD_BOOL },
    { "required", KEYWORD_STRINGS },
    { "title", KEYWORD_STRING },
    { "type", KEYWORD_STRING_OR_STRINGS },
    { "uniqueItems", KEYWORD_BOOL },
};

static const struct keyword *find_keyword(struct view name)
{
    for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
        if (view_is(name, keywords[i].name))
            return &keywords[i];
    return NULL;
}

/* By how it is written, not by what YAML would make of it. */
static enum json_kind json_kind(const struct ynode *node)
{
    struct view text = ynode_text(node);

    if (ynode_is_map(node))
        return JSON_OBJECT;
    if (ynode_is_seq(node))
        return JSON_LIST;
    if (ynode_resolve(node)->style != YSTYLE_PLAIN)
        return JSON_STRING;
    if (view_is(text, "null"))
        return JSON_NULL;
    return view_is(text, "true") || view_is(text, "false") ? JSON_BOOL : JSON_NUMBER;
}

static bool is_integer(const struct ynode *value)
{
    struct view text = ynode_text(value);

    return json_kind(value) == JSON_NUMBER && view_find_byte(text, '.', 0) == text.len &&
           view_find_byte(text, 'e', 0) == text.len && view_find_byte(text, 'E', 0) == text.len;
}

static bool are_strings(const struct ynode *list)
{
    for (size_t i = 0; i < ynode_len(list); i++)
        if (json_kind(ynode_at(list, i)) > JSON_STRING)
            return false;
    return ynode_is_seq(list);
}

static bool are_schemas(const struct ynode *list)
{
    for (size_t i = 0; i < ynode_len(list); i++)
        if (!schema_is_valid(ynode_at(list, i)))
            return false;
    return ynode_is_seq(list);
}

static bool is_schema_map(const struct ynode *map)
{
    for (size_t i = 0; ynode_is_map(map) && i < ynode_len(map); i++)
        if (!schema_is_valid(ynode_value_at(map, i)))
            return false;
    return ynode_is_map(map);
}

/* Each is a schema or a list of names; Go does not mind anything else. */
static bool are_dependencies(const struct ynode *map)
{
    for (size_t i = 0; ynode_is_map(map) && i < ynode_len(map); i++) {
        const struct ynode *value = ynode_value_at(map, i);
        if (ynode_is_map(value) ? !schema_is_valid(value)
                                : ynode_is_seq(value) && !are_strings(value))
            return false;
    }
    return ynode_is_map(map);
}

static bool has_kind(const struct ynode *value, enum keyword_kind kind)
{
    switch (kind) {
    case KEYWORD_STRING:
    case KEYWORD_REFERENCE:
        return json_kind(value) == JSON_STRING;
    case KEYWORD_BOOL:
        return json_kind(value) == JSON_BOOL;
    case KEYWORD_NUMBER:
        return json_kind(value) == JSON_NUMBER;
    case KEYWORD_INTEGER:
        return is_integer(value);
    case KEYWORD_LIST:
        return ynode_is_seq(value);
    case KEYWORD_STRINGS:
        return are_strings(value);
    case KEYWORD_STRING_OR_STRINGS:
        return json_kind(value) == JSON_STRING || are_strings(value);
    case KEYWORD_SCHEMA:
        return schema_is_valid(value);
    case KEYWORD_SCHEMAS:
        return are_schemas(value);
    case KEYWORD_SCHEMA_MAP:
        return is_schema_map(value);
    case KEYWORD_SCHEMA_OR_BOOL:
        return json_kind(value) == JSON_BOOL || schema_is_valid(value);
    case KEYWORD_SCHEMA_OR_SCHEMAS: /* Go does not mind anything else */
        return ynode_is_map(value) ? schema_is_valid(value)
                                   : !ynode_is_seq(value) || are_schemas(value);
    case KEYWORD_DEPENDENCIES:
        return are_dependencies(value);
    case KEYWORD_OBJECT:
        return ynode_is_map(value);
    case KEYWORD_ANY:
        break;
    }
    return true;
}

bool schema_is_valid(const struct ynode *root)
{
    if (!ynode_is_map(root))
        return json_kind(root) == JSON_NULL;
    for (size_t i = 0; i < ynode_len(root); i++) {
        const struct keyword *keyword = find_keyword(ynode_text(ynode_key_at(root, i)));
        const struct ynode *value = ynode_value_at(root, i);

        if (keyword && json_kind(value) != JSON_NULL && !has_kind(value, keyword->kind))
            return false;
    }
    return true;
}

bool schema_is_empty(const struct ynode *root)
{
    for (size_t i = 0; i < ynode_len(root); i++) {
        const struct keyword *keyword = find_keyword(ynode_text(ynode_key_at(root, i)));
        const struct ynode *value = ynode_value_at(root, i);
        enum json_kind kind = json_kind(value);

        if (!keyword || keyword->kind == KEYWORD_REFERENCE)
            return false;
        if (kind != JSON_NULL && !(keyword->kind == KEYWORD_STRING && ynode_text(value).len == 0) &&
            !(keyword->kind == KEYWORD_BOOL && view_is(ynode_text(value), "false")))
            return false;
    }
    return true;
}
