/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/schemas.h"

void schemas_release(struct schemas *schemas)
{
    user_schemas_free(schemas->lookup.schemas);
}

static struct view setting(const struct kustomization *kust, const char *name)
{
    const struct kust_fields *fields = &kust->fields;

    for (size_t i = 0; i < fields->openapi_len; i++)
        if (view_is(fields->openapi[i].key, name))
            return fields->openapi[i].value;
    return VIEW_EMPTY;
}

static bool has_setting(const struct kustomization *kust, const char *name)
{
    for (size_t i = 0; i < kust->fields.openapi_len; i++)
        if (view_is(kust->fields.openapi[i].key, name))
            return true;
    return false;
}

static bool check_version(const struct kustomization *kust, struct error *err)
{
    struct view version = setting(kust, "version");

    if (version.len == 0 || view_is(version, merge_schema_version()))
        return true;
    error_set(err, ERROR_INVALID, "%s:%u: openapi: version '" VIEW_FMT "' is not built in",
              kust->file, kustomization_line(kust, "openapi"), VIEW_ARGS(version));
    return error_hint(err, "the built-in version is '%s'", merge_schema_version());
}

bool schemas_choose(struct schemas *schemas, const struct kustomization *kust, struct error *err)
{
    AUTO(buf) text = BUF_INIT(LOADER_FILE_BYTES_MAX);
    AUTO_CHARS path = view_copy(setting(kust, "path"));
    AUTO_CHARS shown = loader_root_show(kust->root, path);
    bool has_path = has_setting(kust, "path");
    uint32_t line = kustomization_line(kust, "openapi");

    if (has_path && !loader_root_read(kust->root, &text, path, err))
        return error_wrap(err, "%s:%u: openapi", kust->file, line);
    if (schemas->chosen)
        return true;
    if (!has_path) {
        schemas->chosen = setting(kust, "version").len > 0;
        return check_version(kust, err);
    }
    if (has_setting(kust, "version"))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: openapi: 'path' and 'version' exclude each other", kust->file,
                         line);
    schemas->chosen = true;
    schemas->lookup.schemas = user_schemas_read(buf_view(&text), shown, schemas->builtin_used, err);
    return schemas->lookup.schemas || error_wrap(err, "%s:%u: openapi", kust->file, line);
}

void schemas_meet(struct schemas *schemas, struct resource *res)
{
    struct view api_version = ynode_text(ynode_get(res->root, "apiVersion"));

    if (merge_scope_find(api_version, res->ref.kind) != SCOPE_UNKNOWN)
        return;
    if (!schemas->lookup.schemas) {
        schemas->builtin_used = true;
        return;
    }
    res->user_cluster_scoped =
        user_schemas_scope(schemas->lookup.schemas, api_version, res->ref.kind) == SCOPE_CLUSTER;
    resource_refresh(res);
}
