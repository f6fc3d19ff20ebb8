/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/discovery.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "kube/client_internal.h"
#include "kube/discovery_cache.h"

/* Source: testbed.md 2.7. */
#define AGGREGATED "application/json;v=v2;g=apidiscovery.k8s.io;as=APIGroupDiscoveryList"
#define ACCEPT     AGGREGATED ",application/json"

#define RESOURCES_MAX 100000

struct kube_discovery {
    struct kube_client *client;
    struct arena arena; /* texts of the resources */
    struct kube_resource *resources;
    size_t len;
    size_t cap;
    struct kube_resource *earlier; /* of the first reading: callers have pointers into them */
    struct strv notes;
    struct strv down; /* "metrics.k8s.io/v1beta1" did not answer */
    bool read;
    bool refreshed;
    char *cache;                   /* kubectl's directory of this server; NULL: none */
    struct kube_resource **cached; /* found there, each its own: callers have pointers to them */
    size_t cached_len;
    size_t cached_cap;
    struct ydoc
        *live[2];     /* what the server said of core and groups, for the cache; NULL: nothing */
    struct strv kept; /* "apps/v1": is in the cache */
};

const struct kube_resource kube_config_maps = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .plural = "configmaps",
    .namespaced = true,
    .listable = true,
    .deletable = true,
    .preferred = true,
};

struct kube_discovery *kube_discovery_new(struct kube_client *client)
{
    struct kube_discovery *discovery = mem_alloc_zero(1, sizeof(*discovery));

    discovery->client = client;
    discovery->cache = client ? kube_client_cache(client) : NULL;
    return discovery;
}

static void forget_groups(struct kube_discovery *discovery)
{
    strv_release(&discovery->notes);
    strv_release(&discovery->down);
    discovery->notes = discovery->down = (struct strv)STRV_INIT;
}

static void forget_live(struct kube_discovery *discovery)
{
    for (size_t i = 0; i < ARRAY_SIZE(discovery->live); i++) {
        ydoc_free(discovery->live[i]);
        discovery->live[i] = NULL;
    }
    strv_release(&discovery->kept);
    discovery->kept = (struct strv)STRV_INIT;
}

void kube_discovery_free(struct kube_discovery *discovery)
{
    if (!discovery)
        return;
    forget_groups(discovery);
    forget_live(discovery);
    free(discovery->resources);
    free(discovery->earlier);
    free(discovery->cache);
    free(discovery->cached);
    arena_release(&discovery->arena);
    free(discovery);
}

const struct strv *kube_discovery_notes(const struct kube_discovery *discovery)
{
    return &discovery->notes;
}

/* ---- reading ---- */

static const char *keep(struct kube_discovery *discovery, struct view text)
{
    return arena_copy(&discovery->arena, text).data;
}

static bool has_verb(const struct ynode *resource, const char *verb)
{
    const struct ynode *verbs = ynode_get(resource, "verbs");

    for (size_t i = 0; i < ynode_len(verbs); i++)
        if (view_is(ynode_text(ynode_at(verbs, i)), verb))
            return true;
    return false;
}

struct group_version {
    struct view group;
    struct view version;
    bool preferred;
};

static void note_down(struct kube_discovery *discovery, const struct group_version *at,
                      const char *why)
{
    strv_addf(&discovery->down, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(at->group),
              VIEW_ARGS(at->version));
    strv_addf(&discovery->notes, "the API " VIEW_FMT "/" VIEW_FMT " does not answer%s%s",
              VIEW_ARGS(at->group), VIEW_ARGS(at->version), why[0] ? ": " : "", why);
}

/* KIND, PLURAL and scope are told under other names by the two forms. */
static struct kube_resource make_resource(struct kube_discovery *discovery,
                                          const struct group_version *at,
                                          const struct ynode *resource, struct view kind,
                                          struct view plural, bool namespaced)
{
    return (struct kube_resource){
        .group = keep(discovery, at->group),
        .version = keep(discovery, at->version),
        .kind = keep(discovery, kind),
        .plural = keep(discovery, plural),
        .namespaced = namespaced,
        .listable = has_verb(resource, "list"),
        .deletable = has_verb(resource, "delete"),
        .preferred = at->preferred,
    };
}

static void add_resource(struct kube_discovery *discovery, const struct group_version *at,
                         const struct ynode *resource, struct view kind, struct view plural,
                         bool namespaced)
{
    /* A subresource: "deployments/scale". */
    if (kind.len == 0 || plural.len == 0 || view_find_byte(plural, '/', 0) < plural.len ||
        discovery->len >= RESOURCES_MAX)
        return;
    ARRAY_GROW(discovery->resources, discovery->len, discovery->cap);
    discovery->resources[discovery->len++] =
        make_resource(discovery, at, resource, kind, plural, namespaced);
}

/* One version of a group, aggregated. */
static void add_version(struct kube_discovery *discovery, struct view group,
                        const struct ynode *version, bool preferred)
{
    const struct group_version at = { group, ynode_text(ynode_get(version, "version")), preferred };
    const struct ynode *resources = ynode_get(version, "resources");

    if (view_is(ynode_text(ynode_get(version, "freshness")), "Stale"))
        note_down(discovery, &at, "");
    for (size_t i = 0; i < ynode_len(resources); i++) {
        const struct ynode *resource = ynode_at(resources, i);

        add_resource(discovery, &at, resource,
                     ynode_text(ynode_get_path(resource, "responseKind", "kind", NULL)),
                     ynode_text(ynode_get(resource, "resource")),
                     view_is(ynode_text(ynode_get(resource, "scope")), "Namespaced"));
    }
}

void kube_discovery_add(struct kube_discovery *discovery, const struct ynode *list)
{
    const struct ynode *groups = ynode_get(list, "items");

    for (size_t i = 0; i < ynode_len(groups); i++) {
        const struct ynode *group = ynode_at(groups, i);
        const struct ynode *versions = ynode_get(group, "versions");

        for (size_t k = 0; k < ynode_len(versions); k++)
            add_version(discovery, ynode_text(ynode_get_path(group, "metadata", "name", NULL)),
                        ynode_at(versions, k), k == 0);
    }
}

/* ---- a server without the aggregated form: one request for each version of each group ---- */

static bool is_preferred(const struct ynode *group, struct view group_version)
{
    return view_eq(ynode_text(ynode_get_path(group, "preferredVersion", "groupVersion", NULL)),
                   group_version);
}

/* A group that does not answer leaves the others as they are. */
static bool read_version(struct kube_discovery *discovery, const char *prefix,
                         const struct group_version *at, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    AUTO(error) problem = ERROR_INIT;
    const struct ynode *resources;

    buf_addf(&path, "%s/", prefix);
    if (at->group.len > 0) {
        buf_add_urlescaped(&path, at->group);
        buf_add_byte(&path, '/');
    }
    buf_add_urlescaped(&path, at->version);
    if (!kube_get(discovery->client, buf_text(&path), &doc, &problem)) {
        if (problem.code == ERROR_INTERRUPTED || at->group.len == 0)
            return error_move(err, &problem);
        note_down(discovery, at, error_message(&problem));
        return true;
    }
    resources = ynode_get(ydoc_root(doc), "resources");
    for (size_t i = 0; i < ynode_len(resources); i++) {
        const struct ynode *resource = ynode_at(resources, i);

        add_resource(discovery, at, resource, ynode_text(ynode_get(resource, "kind")),
                     ynode_text(ynode_get(resource, "name")),
                     ynode_value(ynode_get(resource, "namespaced"), YAML_1_1).boolean);
    }
    return true;
}

static bool read_groups(struct kube_discovery *discovery, const struct ynode *list,
                        struct error *err)
{
    const struct ynode *groups = ynode_get(list, "groups");

    for (size_t i = 0; i < ynode_len(groups); i++) {
        const struct ynode *group = ynode_at(groups, i);
        const struct ynode *versions = ynode_get(group, "versions");

        for (size_t k = 0; k < ynode_len(versions); k++) {
            const struct ynode *version = ynode_at(versions, k);
            const struct group_version at = {
                ynode_text(ynode_get(group, "name")),
                ynode_text(ynode_get(version, "version")),
                is_preferred(group, ynode_text(ynode_get(version, "groupVersion"))),
            };

            if (!read_version(discovery, "/apis", &at, err))
                return false;
        }
    }
    return true;
}

static bool read_core(struct kube_discovery *discovery, const struct ynode *list, struct error *err)
{
    const struct ynode *versions = ynode_get(list, "versions");

    for (size_t i = 0; i < ynode_len(versions); i++) {
        const struct group_version at = { VIEW_EMPTY, ynode_text(ynode_at(versions, i)), i == 0 };

        if (!read_version(discovery, "/api", &at, err))
            return false;
    }
    return true;
}

/* Kinds that are looked for go from there into the cache. */
static void keep_live(struct kube_discovery *discovery, struct ydoc *doc)
{
    struct ydoc **place = &discovery->live[discovery->live[0] ? 1 : 0];

    ydoc_free(*place);
    *place = doc;
}

/* Other versions are not written: nobody here asked for them, and each is a file. */
static void write_cache(struct kube_discovery *discovery, const struct object_ref *ref)
{
    AUTO(buf) version = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!discovery->live[0])
        return;
    buf_addf(&version, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref->group), VIEW_ARGS(ref->version));
    if (strv_has(&discovery->kept, buf_text(&version)))
        return;
    strv_add(&discovery->kept, buf_text(&version));
    for (size_t i = 0; i < ARRAY_SIZE(discovery->live) && discovery->live[i]; i++)
        discovery_cache_write(discovery->cache, ref->group, ref->version,
                              ydoc_root(discovery->live[i]));
}

static bool read_root(struct kube_discovery *discovery, const char *path, struct error *err)
{
    const struct kube_request request = { .method = "GET", .path = path, .accept = ACCEPT };
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *list;
    struct view kind;

    if (!kube_send(discovery->client, &request, &doc, err))
        return error_wrap(err, "cannot ask the server for its kinds");
    list = ydoc_root(doc);
    kind = ynode_text(ynode_get(list, "kind"));
    if (view_is(kind, "APIGroupDiscoveryList")) {
        kube_discovery_add(discovery, list);
        if (discovery->cache)
            keep_live(discovery, TAKE(doc));
        return true;
    }
    if (view_is(kind, "APIGroupList"))
        return read_groups(discovery, list, err);
    if (view_is(kind, "APIVersions"))
        return read_core(discovery, list, err);
    return error_set(err, ERROR_UNREACHABLE, "the server's list of kinds is a '" VIEW_FMT "'",
                     VIEW_ARGS(kind));
}

static void add_group_resource(struct buf *key, const struct kube_resource *resource)
{
    buf_clear(key);
    buf_addf(key, "%s/%s", resource->group, resource->plural);
}

/*
 * A resource that the preferred version of its group does not have is preferred in the first one
 * that has it: the Gateway API's v1 has no TCPRoute.
 */
static void prefer_rest(struct kube_discovery *discovery)
{
    AUTO(map) have = MAP_INIT;
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < discovery->len; i++)
        if (discovery->resources[i].preferred) {
            add_group_resource(&key, &discovery->resources[i]);
            map_set(&have, buf_view(&key), discovery);
        }
    for (size_t i = 0; i < discovery->len; i++) {
        add_group_resource(&key, &discovery->resources[i]);
        if (map_has(&have, buf_view(&key)))
            continue;
        discovery->resources[i].preferred = true;
        map_set(&have, buf_view(&key), discovery);
    }
}

static bool read_all(struct kube_discovery *discovery, struct error *err)
{
    discovery->len = 0;
    forget_groups(discovery);
    forget_live(discovery);
    discovery->read = read_root(discovery, "/api", err) && read_root(discovery, "/apis", err);
    prefer_rest(discovery);
    return discovery->read;
}

static bool read_again(struct kube_discovery *discovery, struct error *err)
{
    discovery->refreshed = true;
    discovery->earlier = TAKE(discovery->resources);
    discovery->cap = 0;
    return read_all(discovery, err);
}

/* ---- finding ---- */

static bool fits(const struct kube_resource *resource, const struct object_ref *ref)
{
    return view_is(ref->kind, resource->kind) && view_is(ref->group, resource->group) &&
           view_is(ref->version, resource->version);
}

static const struct kube_resource *find(const struct kube_discovery *discovery,
                                        const struct object_ref *ref)
{
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *resource = &discovery->resources[i];

        if (fits(resource, ref))
            return resource;
    }
    return NULL;
}

/* REF in kubectl's cache, kept once found; NULL when it is not there. */
static const struct kube_resource *find_cached(struct kube_discovery *discovery,
                                               const struct object_ref *ref)
{
    const struct group_version at = { ref->group, ref->version, false };
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *resources;

    for (size_t i = 0; i < discovery->cached_len; i++)
        if (fits(discovery->cached[i], ref))
            return discovery->cached[i];
    if (discovery->read || !discovery->cache)
        return NULL;
    doc = discovery_cache_read(discovery->cache, ref->group, ref->version, clock_now());
    resources = ynode_get(doc ? ydoc_root(doc) : NULL, "resources");
    for (size_t i = 0; i < ynode_len(resources); i++) {
        const struct ynode *resource = ynode_at(resources, i);
        struct view plural = ynode_text(ynode_get(resource, "name"));
        struct kube_resource *made;

        if (!view_eq(ynode_text(ynode_get(resource, "kind")), ref->kind) || plural.len == 0 ||
            view_find_byte(plural, '/', 0) < plural.len)
            continue;
        made = arena_alloc(&discovery->arena, sizeof(*made));
        *made = make_resource(discovery, &at, resource, ref->kind, plural,
                              ynode_value(ynode_get(resource, "namespaced"), YAML_1_1).boolean);
        ARRAY_GROW(discovery->cached, discovery->cached_len, discovery->cached_cap);
        discovery->cached[discovery->cached_len++] = made;
        return made;
    }
    return NULL;
}

static bool unknown_kind(const struct kube_discovery *discovery, const struct object_ref *ref,
                         struct error *err)
{
    AUTO(buf) version = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&version, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref->group), VIEW_ARGS(ref->version));
    if (strv_has(&discovery->down, buf_text(&version))) {
        error_set(err, ERROR_UNREACHABLE, "the API %s with the kind " VIEW_FMT " does not answer",
                  buf_text(&version), VIEW_ARGS(ref->kind));
        return error_hint(err, "another server has this part: kubectl get apiservices");
    }
    error_set(err, ERROR_NOT_FOUND,
              "the server has no kind " VIEW_FMT " of " VIEW_FMT "%s" VIEW_FMT,
              VIEW_ARGS(ref->kind), VIEW_ARGS(ref->group), ref->group.len > 0 ? "/" : "",
              VIEW_ARGS(ref->version));
    return error_hint(err, "is its CustomResourceDefinition installed? kubectl api-resources");
}

static bool find_live(struct kube_discovery *discovery, const struct object_ref *ref,
                      const struct kube_resource **resource, struct error *err)
{
    if (!discovery->read && !read_all(discovery, err))
        return false;
    *resource = find(discovery, ref);
    if (*resource)
        return true;
    if (!discovery->refreshed) {
        if (!read_again(discovery, err))
            return false;
        *resource = find(discovery, ref);
    }
    return *resource || unknown_kind(discovery, ref, err);
}

bool kube_discovery_find(struct kube_discovery *discovery, const struct object_ref *ref,
                         const struct kube_resource **resource, struct error *err)
{
    *resource = find_cached(discovery, ref);
    if (*resource)
        return true;
    if (!find_live(discovery, ref, resource, err))
        return false;
    write_cache(discovery, ref);
    return true;
}

void kube_discovery_outdate(struct kube_discovery *discovery)
{
    discovery->refreshed = false;
}

bool kube_discovery_all(struct kube_discovery *discovery, const struct kube_resource **resources,
                        size_t *count, struct error *err)
{
    if (!discovery->read && !read_all(discovery, err))
        return false;
    *resources = discovery->resources;
    *count = discovery->len;
    return true;
}

void kube_resource_add_path(struct buf *path, const struct kube_resource *resource,
                            struct view namespace, struct view name)
{
    buf_add(path, resource->group[0] ? "/apis/" : "/api/");
    if (resource->group[0]) {
        buf_add_urlescaped(path, view_of(resource->group));
        buf_add_byte(path, '/');
    }
    buf_add_urlescaped(path, view_of(resource->version));
    if (resource->namespaced && namespace.len > 0) {
        buf_add(path, "/namespaces/");
        buf_add_urlescaped(path, namespace);
    }
    buf_add_byte(path, '/');
    buf_add_urlescaped(path, view_of(resource->plural));
    if (name.len > 0) {
        buf_add_byte(path, '/');
        buf_add_urlescaped(path, name);
    }
}

struct ydoc *kube_resource_own(const struct kube_resource *resource, const struct ynode *item,
                               struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_copy(doc, item);
    AUTO(buf) version = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!root) {
        error_set(err, ERROR_LIMIT, "an object of the list of %s is nested too deep",
                  resource->plural);
        return NULL;
    }
    buf_addf(&version, "%s%s%s", resource->group, resource->group[0] ? "/" : "", resource->version);
    ynode_set_string(doc, root, "apiVersion", buf_view(&version));
    ynode_set_string(doc, root, "kind", view_of(resource->kind));
    ydoc_set_root(doc, root);
    return TAKE(doc);
}
