/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig_types.h"

#include "base/base64.h"
#include "base/map.h"
#include "kube/kubeconfig.h"

enum field_type {
    FIELD_STRING,
    FIELD_BOOL,
    FIELD_DATA,    /* base64 */
    FIELD_STRINGS, /* a list of strings */
    FIELD_TEXTS,   /* a mapping to strings */
    FIELD_LISTS,   /* a mapping to lists of strings */
    FIELD_MAP,
    FIELD_MAPS,       /* a list of mappings */
    FIELD_EXTENSIONS, /* the same, each with a name of its own */
};

struct field {
    const char *key;
    enum field_type type;
    const struct field *fields; /* of FIELD_MAP and FIELD_MAPS, up to one without a key */
};

static const struct field extension_fields[] = { { "name", FIELD_STRING, NULL }, { 0 } };

static const struct field cluster_fields[] = {
    { "server", FIELD_STRING, NULL },
    { "tls-server-name", FIELD_STRING, NULL },
    { "insecure-skip-tls-verify", FIELD_BOOL, NULL },
    { "certificate-authority", FIELD_STRING, NULL },
    { "certificate-authority-data", FIELD_DATA, NULL },
    { "proxy-url", FIELD_STRING, NULL },
    { "disable-compression", FIELD_BOOL, NULL },
    { "extensions", FIELD_EXTENSIONS, NULL },
    { 0 },
};

static const struct field provider_fields[] = {
    { "name", FIELD_STRING, NULL },
    { "config", FIELD_TEXTS, NULL },
    { 0 },
};

static const struct field variable_fields[] = {
    { "name", FIELD_STRING, NULL },
    { "value", FIELD_STRING, NULL },
    { 0 },
};

static const struct field exec_fields[] = {
    { "command", FIELD_STRING, NULL },         { "args", FIELD_STRINGS, NULL },
    { "env", FIELD_MAPS, variable_fields },    { "apiVersion", FIELD_STRING, NULL },
    { "installHint", FIELD_STRING, NULL },     { "provideClusterInfo", FIELD_BOOL, NULL },
    { "interactiveMode", FIELD_STRING, NULL }, { 0 },
};

static const struct field user_fields[] = {
    { "client-certificate", FIELD_STRING, NULL },
    { "client-certificate-data", FIELD_DATA, NULL },
    { "client-key", FIELD_STRING, NULL },
    { "client-key-data", FIELD_DATA, NULL },
    { "token", FIELD_STRING, NULL },
    { "tokenFile", FIELD_STRING, NULL },
    { "as", FIELD_STRING, NULL },
    { "as-uid", FIELD_STRING, NULL },
    { "as-groups", FIELD_STRINGS, NULL },
    { "as-user-extra", FIELD_LISTS, NULL },
    { "username", FIELD_STRING, NULL },
    { "password", FIELD_STRING, NULL },
    { "auth-provider", FIELD_MAP, provider_fields },
    { "exec", FIELD_MAP, exec_fields },
    { "extensions", FIELD_EXTENSIONS, NULL },
    { 0 },
};

static const struct field context_fields[] = {
    { "cluster", FIELD_STRING, NULL },
    { "user", FIELD_STRING, NULL },
    { "namespace", FIELD_STRING, NULL },
    { "extensions", FIELD_EXTENSIONS, NULL },
    { 0 },
};

static const struct field named_cluster[] = {
    { "name", FIELD_STRING, NULL },
    { "cluster", FIELD_MAP, cluster_fields },
    { 0 },
};

static const struct field named_user[] = {
    { "name", FIELD_STRING, NULL },
    { "user", FIELD_MAP, user_fields },
    { 0 },
};

static const struct field named_context[] = {
    { "name", FIELD_STRING, NULL },
    { "context", FIELD_MAP, context_fields },
    { 0 },
};

static const struct field config_fields[] = {
    { "kind", FIELD_STRING, NULL },
    { "apiVersion", FIELD_STRING, NULL },
    { "current-context", FIELD_STRING, NULL },
    { "clusters", FIELD_MAPS, named_cluster },
    { "users", FIELD_MAPS, named_user },
    { "contexts", FIELD_MAPS, named_context },
    { "extensions", FIELD_EXTENSIONS, NULL },
    { 0 },
};

/* Where a value is, for messages. */
struct place {
    const char *path;
    const char *key;
};

static bool wrong(const struct place *place, const struct ynode *node, const char *wanted,
                  struct error *err)
{
    return error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' is %s, not this %s", place->path,
                     ynode_line(node), ynode_column(node), place->key, wanted,
                     ynode_is_scalar(node) ? "value" : ynode_kind_name(node));
}

static bool check_string(const struct place *place, const struct ynode *node, struct error *err)
{
    struct view text = ynode_text(node);

    if (!ynode_is_null(node) && !ynode_is_string(node, YAML_1_1))
        return wrong(place, node, "a string", err);
    /* It would end there for the system. */
    return view_find_byte(text, '\0', 0) == text.len ||
           error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' has a NUL byte", place->path,
                     ynode_line(node), ynode_column(node), place->key);
}

static bool check_strings(const struct place *place, const struct ynode *list, struct error *err)
{
    if (ynode_is_null(list))
        return true;
    if (!ynode_is_seq(list))
        return wrong(place, list, "a list", err);
    for (size_t i = 0; i < ynode_len(list); i++)
        if (!check_string(place, ynode_at(list, i), err))
            return false;
    return true;
}

/* The values of a mapping: strings, or lists of them. */
static bool check_values(const struct place *place, const struct ynode *map, bool lists,
                         struct error *err)
{
    if (!ynode_is_map(map))
        return wrong(place, map, "a mapping", err);
    for (size_t i = 0; i < ynode_len(map); i++) {
        const struct ynode *value = ynode_value_at(map, i);

        if (lists ? !check_strings(place, value, err) : !check_string(place, value, err))
            return false;
    }
    return true;
}

/* Line breaks are passed over, as Go does; blanks are not. */
static bool check_data(const struct place *place, const struct ynode *node, struct error *err)
{
    AUTO(buf) bytes = BUF_INIT(KUBECONFIG_BYTES_MAX);
    struct view text = ynode_text(node);
    bool good;

    if (!check_string(place, node, err))
        return false;
    good = view_find_byte(text, ' ', 0) == text.len && view_find_byte(text, '\t', 0) == text.len &&
           base64_decode(&bytes, text, BASE64_LENIENT, NULL);
    if (bytes.data)
        explicit_bzero(bytes.data, bytes.len);
    return good || error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' is no base64", place->path,
                             ynode_line(node), ynode_column(node), place->key);
}

static bool check_map(const char *path, const struct ynode *map, const struct field *fields,
                      struct error *err);

static bool check_maps(const struct place *place, const struct ynode *list,
                       const struct field *fields, struct error *err)
{
    if (!ynode_is_seq(list))
        return wrong(place, list, "a list", err);
    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *element = ynode_at(list, i);

        if (!ynode_is_map(element) && !ynode_is_null(element))
            return wrong(place, element, "a list of mappings", err);
        if (!check_map(place->path, element, fields, err))
            return false;
    }
    return true;
}

static bool check_names(const struct place *place, const struct ynode *list, struct error *err)
{
    AUTO(map) names = MAP_INIT;
    char known;

    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *element = ynode_at(list, i);
        struct view name = ynode_text(ynode_get(element, "name"));

        if (map_has(&names, name))
            return error_set(err, ERROR_INVALID, "%s:%u:%u: duplicate name \"" VIEW_FMT "\" in %s",
                             place->path, ynode_line(element), ynode_column(element),
                             VIEW_ARGS(name), place->key);
        map_set(&names, name, &known);
    }
    return true;
}

static bool check_field(const char *path, const struct ynode *node, const struct field *field,
                        struct error *err)
{
    const struct place place = { path, field->key };

    switch (field->type) {
    case FIELD_STRING:
        return check_string(&place, node, err);
    case FIELD_BOOL:
        return ynode_value(node, YAML_1_1).type == YTYPE_BOOL ||
               wrong(&place, node, "true or false", err);
    case FIELD_DATA:
        return check_data(&place, node, err);
    case FIELD_STRINGS:
        return check_strings(&place, node, err);
    case FIELD_TEXTS:
        return check_values(&place, node, false, err);
    case FIELD_LISTS:
        return check_values(&place, node, true, err);
    case FIELD_MAP:
        return ynode_is_map(node) ? check_map(path, node, field->fields, err)
                                  : wrong(&place, node, "a mapping", err);
    case FIELD_MAPS:
        return check_maps(&place, node, field->fields, err);
    case FIELD_EXTENSIONS:
        return check_maps(&place, node, extension_fields, err) && check_names(&place, node, err);
    }
    return true;
}

static bool check_map(const char *path, const struct ynode *map, const struct field *fields,
                      struct error *err)
{
    for (const struct field *field = fields; field->key; field++) {
        const struct ynode *node = ynode_get(map, field->key);

        if (node && !ynode_is_null(node) && !check_field(path, node, field, err))
            return false;
    }
    return true;
}

bool kubeconfig_types_check(const struct ynode *root, const char *path, struct error *err)
{
    return check_map(path, root, config_fields, err);
}
