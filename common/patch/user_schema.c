/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/user_schema.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "patch/schema_internal.h"

#define GVK_KEY "x-kubernetes-group-version-kind"
/* Definitions that only name others. */
#define REFERENCES_MAX 64

struct user_schema {
    struct merge_schema base; /* flags only */
    struct user_schemas *set;
    const struct ynode *node;
};

struct user_schemas {
    struct ydoc *doc;
    const struct ynode *definitions; /* NULL: none */
    struct map kinds;                /* "apiVersion kind" -> const struct ynode */
    struct map scopes;               /* the same -> &namespaced or &cluster */
    struct map made;                 /* a node's address -> struct user_schema */
    struct arena arena;
    struct user_schemas *outer; /* of a field: whose definitions count; NULL: none */
    bool with_builtin;
};

static const enum object_scope namespaced = SCOPE_NAMESPACED, cluster = SCOPE_CLUSTER;

void user_schemas_free(struct user_schemas *set)
{
    if (!set)
        return;
    ydoc_free(set->doc);
    map_release(&set->kinds);
    map_release(&set->scopes);
    map_release(&set->made);
    arena_release(&set->arena);
    free(set);
}

/* ---- reading ---- */

static void *unchanged(const void *pointer)
{
    union {
        const void *in;
        void *out;
    } both = { .in = pointer };

    return both.out;
}

static void add_kind(struct buf *key, struct view api_version, struct view kind)
{
    buf_add_view(key, api_version);
    buf_add_byte(key, ' ');
    buf_add_view(key, kind);
}

/* "group/version kind"; false when GVK does not say. */
static bool read_gvk(struct buf *key, const struct ynode *gvk)
{
    struct view group = ynode_text(ynode_get(gvk, "group"));
    const struct ynode *version = ynode_get(gvk, "version"), *kind = ynode_get(gvk, "kind");

    if (!ynode_is_scalar(version) || !ynode_is_scalar(kind))
        return false;
    if (group.len) {
        buf_add_view(key, group);
        buf_add_byte(key, '/');
    }
    add_kind(key, ynode_text(version), ynode_text(kind));
    return true;
}

static void index_definition(struct user_schemas *set, const struct ynode *definition)
{
    const struct ynode *gvks = ynode_get(definition, GVK_KEY);

    for (size_t i = 0; ynode_is_seq(gvks) && i < ynode_len(gvks); i++) {
        AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
        if (read_gvk(&key, ynode_at(gvks, i)))
            map_set(&set->kinds, buf_view(&key), unchanged(definition));
    }
}

/* A path with a namespace in it says so; one without says the opposite if it stands alone. */
static void index_path(struct user_schemas *set, struct view path, const struct ynode *get)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!read_gvk(&key, ynode_get(get, GVK_KEY)))
        return;
    if (view_find(path, VIEW("namespaces/{namespace}"), 0) < path.len)
        map_set(&set->scopes, buf_view(&key), unchanged(&namespaced));
    else if (!map_has(&set->scopes, buf_view(&key)))
        map_set(&set->scopes, buf_view(&key), unchanged(&cluster));
}

static bool check_mapping(const struct ynode *node, const char *what, const char *origin,
                          struct error *err)
{
    return ynode_is_null(node) || ynode_is_map(node) ||
           error_set(err, ERROR_INVALID, "%s:%u:%u: %s is a mapping, not a %s", origin,
                     ynode_line(node), ynode_column(node), what, ynode_kind_name(node));
}

static bool fill(struct user_schemas *set, const char *origin, struct error *err)
{
    const struct ynode *root = ydoc_root(set->doc);
    const struct ynode *paths = ynode_get(root, "paths");

    set->definitions = ynode_get(root, "definitions");
    if (!check_mapping(root, "an OpenAPI document", origin, err) ||
        !check_mapping(set->definitions, "'definitions'", origin, err) ||
        !check_mapping(paths, "'paths'", origin, err))
        return false;
    for (size_t i = 0; i < ynode_len(set->definitions); i++) {
        const struct ynode *definition = ynode_value_at(set->definitions, i);
        if (!check_mapping(definition, "a definition", origin, err))
            return false;
        index_definition(set, definition);
    }
    for (size_t i = 0; i < ynode_len(paths); i++)
        index_path(set, ynode_text(ynode_key_at(paths, i)),
                   ynode_get(ynode_value_at(paths, i), "get"));
    return true;
}

struct user_schemas *user_schemas_read(struct view text, const char *origin, bool with_builtin,
                                       struct error *err)
{
    AUTO_FREE(user_schemas) set = mem_alloc_zero(1, sizeof(*set));

    *set = (struct user_schemas){ .kinds = MAP_INIT,
                                  .scopes = MAP_INIT,
                                  .made = MAP_INIT,
                                  .arena = ARENA_INIT,
                                  .with_builtin = with_builtin };
    set->doc = ydoc_parse(text, origin, err);
    if (!set->doc || !fill(set, origin, err))
        return NULL;
    return TAKE(set);
}

struct user_schemas *user_schemas_of_field(struct ydoc *doc, struct user_schemas *outer)
{
    struct user_schemas *set = mem_alloc_zero(1, sizeof(*set));

    *set = (struct user_schemas){ .doc = doc,
                                  .kinds = MAP_INIT,
                                  .scopes = MAP_INIT,
                                  .made = MAP_INIT,
                                  .arena = ARENA_INIT,
                                  .outer = outer,
                                  .with_builtin = !outer };
    return set;
}

/* ---- looking up ---- */

/* The name in "#/definitions/NAME"; steps of a JSON pointer write '/' as "~1" and '~' as "~0". */
static bool read_reference(struct buf *name, struct view reference)
{
    if (!view_starts(reference, VIEW("#/definitions/")))
        return false;
    reference = view_sub(reference, strlen("#/definitions/"), reference.len);
    for (size_t i = 0; i < reference.len; i++) {
        bool escape = reference.data[i] == '~' && i + 1 < reference.len;
        if (escape)
            i++;
        buf_add_byte(name, !escape ? reference.data[i] : reference.data[i] == '1' ? '/' : '~');
    }
    return true;
}

static bool merges(const struct ynode *node)
{
    struct view rest = ynode_text(ynode_get(node, "x-kubernetes-patch-strategy")), word;

    while (view_cut(&rest, ',', &word))
        if (view_is(word, "merge"))
            return true;
    return false;
}

static const struct merge_schema *schema_of_node(struct user_schemas *set, const struct ynode *node)
{
    struct view address = view_make((const char *)&node, sizeof(node));
    struct user_schema *schema = map_get(&set->made, address);

    if (schema)
        return &schema->base;
    schema = arena_alloc_zero(&set->arena, 1, sizeof(*schema));
    schema->base.flags = (uint8_t)(SCHEMA_USER | (merges(node) ? SCHEMA_MERGES : 0));
    schema->set = set;
    schema->node = node;
    map_set(&set->made, address, schema);
    return &schema->base;
}

/* The schema of NODE, behind its references; NULL when there is none. */
static const struct merge_schema *schema_at(struct user_schemas *set, const struct ynode *node)
{
    const struct ynode *reference;

    for (unsigned i = 0; (reference = ynode_get(node, "$ref")); i++) {
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
        if (i == REFERENCES_MAX || !read_reference(&name, ynode_text(reference)))
            return NULL;
        if (set->outer)
            set = set->outer;
        node = ynode_get_view(set->definitions, buf_view(&name));
        if (!node && set->with_builtin)
            return merge_schema_definition(buf_view(&name));
    }
    return ynode_is_map(node) ? schema_of_node(set, node) : NULL;
}

const struct merge_schema *user_schemas_field(struct user_schemas *set)
{
    const struct ynode *root = ydoc_root(set->doc);
    const struct merge_schema *schema = schema_at(set, root);

    return schema ? schema : schema_of_node(set, root);
}

static const struct user_schema *user_schema(const struct merge_schema *schema)
{
    return (const struct user_schema *)schema;
}

const struct merge_schema *user_schema_field(const struct merge_schema *schema, struct view name)
{
    const struct user_schema *user = user_schema(schema);
    const struct ynode *field = ynode_get_view(ynode_get(user->node, "properties"), name);

    return schema_at(user->set, field ? field : ynode_get(user->node, "additionalProperties"));
}

const struct merge_schema *user_schema_elements(const struct merge_schema *schema)
{
    const struct user_schema *user = user_schema(schema);
    const struct ynode *type = ynode_get(user->node, "type");

    if (ynode_is_seq(type) && ynode_len(type) == 1)
        type = ynode_at(type, 0);
    if (!view_is(ynode_text(type), "array"))
        return NULL;
    return schema_at(user->set, ynode_get(user->node, "items"));
}

size_t user_schema_keys(const struct merge_schema *schema, struct view keys[MERGE_KEYS_MAX])
{
    const struct ynode *node = user_schema(schema)->node;
    const struct ynode *list = ynode_get(node, "x-kubernetes-list-map-keys");
    const struct ynode *one = ynode_get(node, "x-kubernetes-patch-merge-key");
    size_t count = 0;

    if (!ynode_get(node, "x-kubernetes-patch-strategy"))
        return 0;
    if (!list && one)
        keys[count++] = ynode_text(one);
    for (size_t i = 0; i < ynode_len(list) && count < MERGE_KEYS_MAX; i++)
        keys[count++] = ynode_text(ynode_at(list, i));
    return count;
}

const struct merge_schema *user_schemas_of(struct user_schemas *set, const struct ynode *object)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct ynode *api_version = ynode_get(object, "apiVersion");
    const struct ynode *kind = ynode_get(object, "kind");
    const struct ynode *definition;

    if (!set)
        return merge_schema_of(object);
    if (ynode_is_null(api_version) || ynode_is_null(kind))
        return NULL;
    add_kind(&key, ynode_text(api_version), ynode_text(kind));
    definition = map_get(&set->kinds, buf_view(&key));
    if (definition)
        return schema_at(set, definition);
    /* Kustomize's own types are never forgotten. */
    if (!set->with_builtin &&
        !view_starts(ynode_text(api_version), VIEW("kustomize.config.k8s.io/")))
        return NULL;
    return merge_schema_of(object);
}

enum object_scope user_schemas_scope(const struct user_schemas *set, struct view api_version,
                                     struct view kind)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const enum object_scope *scope;

    add_kind(&key, api_version, kind);
    scope = map_get(&set->scopes, buf_view(&key));
    return scope ? *scope : SCOPE_UNKNOWN;
}
