/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/discovery_cache.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "json/decode.h"

#define FILE_MODE 0660

/* ---- places */

char *discovery_cache_directory(const char *base, const char *server)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view host = view_of(server);
    size_t scheme = view_find(host, VIEW("://"), 0);

    if (scheme < host.len)
        host = view_sub(host, scheme + strlen("://"), host.len);
    if (!base || host.len == 0 || view_find(host, VIEW(".."), 0) < host.len)
        return NULL;
    buf_addf(&path, "%s/discovery/", base);
    for (size_t i = 0; i < host.len; i++) {
        char c = host.data[i];
        bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    strchr("(_/.)", c);

        buf_add_byte(&path, kept ? c : '_');
    }
    return buf_take(&path);
}

/* Groups and versions come from manifests: nothing in them may lead out of the directory. */
static bool is_name(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '.' && i > 0)))
            return false;
    }
    return true;
}

/* NULL for names that are none. */
static char *file_of(const char *directory, struct view group, struct view version)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!is_name(group) || !is_name(version) || version.len == 0)
        return NULL;
    buf_addf(&path, "%s/" VIEW_FMT "%s" VIEW_FMT "/serverresources.json", directory,
             VIEW_ARGS(group), group.len > 0 ? "/" : "", VIEW_ARGS(version));
    return buf_take(&path);
}

/* ---- reading */

/* What others may write could make any kind stand for any other. Source: robustness.md R-161. */
static bool is_ours(const struct stat *st)
{
    return (st->st_uid == geteuid() || st->st_uid == 0) && (st->st_mode & S_IWOTH) == 0;
}

struct ydoc *discovery_cache_read(const char *directory, struct view group, struct view version,
                                  int64_t now)
{
    AUTO_CHARS path = file_of(directory, group, version);
    AUTO(buf) text = BUF_INIT(DISCOVERY_CACHE_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    struct stat st;

    if (!path || stat(path, &st) != 0 || !is_ours(&st) ||
        (int64_t)st.st_mtime + DISCOVERY_CACHE_SECONDS < now || !file_read(&text, path, NULL))
        return NULL;
    doc = ydoc_from_json(buf_view(&text), NULL);
    if (!doc || !view_is(ynode_text(ynode_get(ydoc_root(doc), "kind")), "APIResourceList"))
        return NULL;
    return TAKE(doc);
}

/* ---- writing */

static void add_text(struct buf *out, const char *key, const struct ynode *node)
{
    if (ynode_text(node).len == 0)
        return;
    buf_addf(out, ",\"%s\":", key);
    buf_add_json_string(out, ynode_text(node));
}

static void add_texts(struct buf *out, const char *key, const struct ynode *list)
{
    if (ynode_len(list) == 0)
        return;
    buf_addf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < ynode_len(list); i++) {
        buf_add(out, i > 0 ? "," : "");
        buf_add_json_string(out, ynode_text(ynode_at(list, i)));
    }
    buf_add(out, "]");
}

/* RESOURCE, or its subresource SUB (NULL: itself); one that names no kind is left out. */
static void add_resource(struct buf *out, const struct ynode *resource, const struct ynode *sub)
{
    const struct ynode *own = sub ? sub : resource;
    const struct ynode *kind = ynode_get(own, "responseKind");
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool namespaced = view_is(ynode_text(ynode_get(resource, "scope")), "Namespaced");

    if (ynode_text(ynode_get(kind, "kind")).len == 0)
        return;
    buf_add_view(&name, ynode_text(ynode_get(resource, "resource")));
    if (sub)
        buf_addf(&name, "/" VIEW_FMT, VIEW_ARGS(ynode_text(ynode_get(sub, "subresource"))));
    buf_add(out, out->data[out->len - 1] == '[' ? "{\"name\":" : ",{\"name\":");
    buf_add_json_string(out, buf_view(&name));
    buf_add(out, ",\"singularName\":");
    buf_add_json_string(out, ynode_text(ynode_get(resource, "singularResource")));
    buf_addf(out, ",\"namespaced\":%s", namespaced ? "true" : "false");
    add_text(out, "group", ynode_get(kind, "group"));
    add_text(out, "version", ynode_get(kind, "version"));
    add_text(out, "kind", ynode_get(kind, "kind"));
    buf_add(out, ynode_len(ynode_get(own, "verbs")) == 0 ? ",\"verbs\":null" : "");
    add_texts(out, "verbs", ynode_get(own, "verbs"));
    if (!sub) {
        add_texts(out, "shortNames", ynode_get(resource, "shortNames"));
        add_texts(out, "categories", ynode_get(resource, "categories"));
    }
    buf_add(out, "}");
}

static void write_version(const char *path, struct view group, const struct ynode *version)
{
    const struct ynode *resources = ynode_get(version, "resources");
    AUTO(buf) out = BUF_INIT(DISCOVERY_CACHE_BYTES_MAX);
    AUTO_CHARS directory = mem_copy_text(path, (size_t)(file_base(path) - path) - 1);

    buf_addf(&out,
             "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"" VIEW_FMT
             "%s" VIEW_FMT "\",\"resources\":[",
             VIEW_ARGS(group), group.len > 0 ? "/" : "",
             VIEW_ARGS(ynode_text(ynode_get(version, "version"))));
    for (size_t i = 0; i < ynode_len(resources); i++) {
        const struct ynode *resource = ynode_at(resources, i);
        const struct ynode *subs = ynode_get(resource, "subresources");

        add_resource(&out, resource, NULL);
        for (size_t k = 0; k < ynode_len(subs); k++)
            add_resource(&out, resource, ynode_at(subs, k));
    }
    if (out.data[out.len - 1] == '[')
        return;
    buf_add(&out, "]}\n");
    if (buf_ok(&out) && file_make_dirs(directory, NULL))
        (void)!file_write(path, buf_view(&out), FILE_MODE, NULL);
}

void discovery_cache_write(const char *directory, struct view group, struct view version,
                           const struct ynode *list)
{
    const struct ynode *groups = ynode_get(list, "items");
    AUTO_CHARS path = file_of(directory, group, version);

    for (size_t i = 0; path && i < ynode_len(groups); i++) {
        const struct ynode *one = ynode_at(groups, i);
        const struct ynode *versions = ynode_get(one, "versions");

        if (!view_eq(ynode_text(ynode_get_path(one, "metadata", "name", NULL)), group))
            continue;
        for (size_t k = 0; k < ynode_len(versions); k++) {
            const struct ynode *node = ynode_at(versions, k);

            if (view_eq(ynode_text(ynode_get(node, "version")), version) &&
                !view_is(ynode_text(ynode_get(node, "freshness")), "Stale"))
                write_version(path, group, node);
        }
    }
}
