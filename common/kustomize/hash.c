/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/hash.h"

#include "base/digest.h"
#include "yaml/emit.h"
#include "yaml/through_json.h"

#define LETTERS 10
/* What may be hashed: more than a document may hold. */
#define JSON_BYTES_MAX ((size_t)1 << 30)

/* Words are not to be formed by chance. Source: kubectl's hash.go. */
static char letter(char digit)
{
    switch (digit) {
    case '0':
        return 'g';
    case '1':
        return 'h';
    case '3':
        return 'k';
    case 'a':
        return 'm';
    case 'e':
        return 't';
    default:
        return digit;
    }
}

/*
 * Go's encoder also escapes what HTML would trip over. These bytes stand in strings only, so the
 * finished text can be gone through.
 */
static void add_for_html(struct buf *out, struct view json)
{
    for (size_t i = 0; i < json.len; i++) {
        char byte = json.data[i];
        if (byte == '<' || byte == '>' || byte == '&')
            buf_addf(out, "\\u%04x", (unsigned)byte);
        else if (view_starts(view_sub(json, i, json.len), VIEW("\xe2\x80\xa8")))
            buf_add(out, "\\u2028"), i += 2;
        else if (view_starts(view_sub(json, i, json.len), VIEW("\xe2\x80\xa9")))
            buf_add(out, "\\u2029"), i += 2;
        else
            buf_add_byte(out, byte);
    }
}

/* Go reads the object's JSON before it hashes it, and all numbers become doubles. */
static bool add_map(struct buf *json, const struct ynode *map, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = ynode_copy(doc, map);

    if (!copy)
        return error_set(err, ERROR_LIMIT, "what is hashed is too large");
    ynode_through_json(doc, copy, JSON_WAY_MAPS);
    return emit_json(json, copy, 0, YAML_KUSTOMIZE, err);
}

/* `"KEY":` and the value: "" when absent, a scalar's text, or a mapping. */
static bool add_member(struct buf *json, const char *key, const struct ynode *value,
                       struct error *err)
{
    buf_add_byte(json, json->len ? ',' : '{');
    buf_addf(json, "\"%s\":", key);
    if (!value || ynode_is_scalar(value)) {
        buf_add_json_string(json, ynode_text(value));
        return true;
    }
    if (ynode_is_map(value))
        return add_map(json, value, err);
    buf_add(json, "null");
    return true;
}

static bool add_text(struct buf *json, const struct ynode *object, struct error *err)
{
    struct view kind = ynode_text(ynode_get(object, "kind"));
    /* Kustomize looks up one key of this name, so that the name never counts. */
    const struct ynode *name = ynode_get(object, "metadata/name");
    const struct ynode *binary = ynode_get(object, "binaryData");
    const struct ynode *strings = ynode_get(object, "stringData");

    if (view_is(kind, "ConfigMap"))
        return (!ynode_is_map(binary) || add_member(json, "binaryData", binary, err)) &&
               add_member(json, "data", ynode_get(object, "data"), err) &&
               add_member(json, "kind", ynode_get(object, "kind"), err) &&
               add_member(json, "name", name, err);
    if (view_is(kind, "Secret"))
        return add_member(json, "data", ynode_get(object, "data"), err) &&
               add_member(json, "kind", ynode_get(object, "kind"), err) &&
               add_member(json, "name", name, err) &&
               (!ynode_is_map(strings) || add_member(json, "stringData", strings, err)) &&
               add_member(json, "type", ynode_get(object, "type"), err);
    return error_set(err, ERROR_UNSUPPORTED,
                     "the name of a " VIEW_FMT " cannot get a suffix from its content",
                     VIEW_ARGS(kind));
}

bool hash_add(struct buf *out, const struct ynode *object, struct error *err)
{
    AUTO(buf) json = BUF_INIT(JSON_BYTES_MAX);
    AUTO(buf) escaped = BUF_INIT(JSON_BYTES_MAX);
    char hex[DIGEST_HEX_BYTES];

    if (!add_text(&json, object, err))
        return false;
    buf_add_byte(&json, '}');
    add_for_html(&escaped, buf_view(&json));
    if (!buf_check(&escaped, "what is hashed", err))
        return false;
    digest_hex_of(buf_view(&escaped), hex);
    for (size_t i = 0; i < LETTERS; i++)
        buf_add_byte(out, letter(hex[i]));
    return true;
}

static bool rename_one(struct resource *res, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *root = resource_edit(res, err);

    if (!root)
        return false;
    if (!ynode_is_map(ynode_get(root, "metadata")) || res->ref.name.len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: the " VIEW_FMT " has no metadata.name",
                         res->file ? res->file : "the stream", res->line, VIEW_ARGS(res->ref.kind));
    buf_add_view(&name, res->ref.name);
    buf_add_byte(&name, '-');
    if (!hash_add(&name, root, err))
        return error_wrap(err, "%s:%u", res->file ? res->file : "the stream", res->line);
    resource_store_previous(res);
    ynode_set_string(res->doc, ynode_get(root, "metadata"), "name", buf_view(&name));
    resource_refresh(res);
    return true;
}

bool hash_names(struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->resources[i]->needs_hash && !rename_one(list->resources[i], err))
            return false;
    return true;
}
