/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/individual.h"

#include "base/file.h"
#include "yaml/emit.h"

#define OBJECT_BYTES_MAX ((size_t)512 << 20)

static bool has_several_namespaces(const struct resource_list *list)
{
    const struct resource *first = NULL;

    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if (res->cluster_scoped)
            continue;
        if (first &&
            !view_eq(resource_effective_namespace(first), resource_effective_namespace(res)))
            return true;
        if (!first)
            first = res;
    }
    return false;
}

static void add_part(struct buf *name, struct view part)
{
    if (part.len == 0)
        return;
    if (name->len)
        buf_add_byte(name, '_');
    for (size_t i = 0; i < part.len; i++) {
        char byte = part.data[i];
        buf_add_byte(name, byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
}

static char *file_name(const struct resource *res, bool with_namespace, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (with_namespace && !res->cluster_scoped)
        add_part(&name, resource_effective_namespace(res));
    add_part(&name, res->ref.group);
    add_part(&name, res->ref.version);
    add_part(&name, res->ref.kind);
    add_part(&name, res->ref.name);
    buf_add(&name, ".yaml");
    if (view_find_byte(buf_view(&name), '/', 0) < name.len) {
        error_set(err, ERROR_FORBIDDEN, "%s:%u: '%s' is no name for a file", res->file, res->line,
                  buf_text(&name));
        return NULL;
    }
    return buf_take(&name);
}

static bool write_one(const struct resource *res, const char *path, struct error *err)
{
    AUTO(buf) text = BUF_INIT(OBJECT_BYTES_MAX);

    return emit_yaml(&text, res->root, EMIT_KUSTOMIZE, YAML_KUSTOMIZE, err) &&
           buf_check(&text, path, err) && file_write(path, buf_view(&text), 0644, err);
}

bool individual_write(const char *directory, const struct resource_list *list, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    bool with_namespace = has_several_namespaces(list);

    for (size_t i = 0; i < list->len; i++) {
        char *name = file_name(list->resources[i], with_namespace, err);
        if (!name)
            return false;
        strv_take(&names, name);
    }
    for (size_t i = 0; i < list->len; i++) {
        AUTO_CHARS path = file_join(directory, names.items[i]);
        if (!write_one(list->resources[i], path, err))
            return false;
    }
    return true;
}
