/* SPDX-License-Identifier: Apache-2.0 */
/* catalog/source_cluster.c - the templates that a cluster offers, as ConfigMaps. Source:
 * catalog.md 2.1 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/metadata.h"
#include "catalog/scripts.h"
#include "catalog/source.h"
#include "kube/discovery.h"
#include "kube/object.h"

struct cluster {
    struct kube_client *client; /* borrowed */
    char *namespace;
    char *selector; /* more of a label selector; NULL: none */
    bool all_namespaces;
    bool brief;
};

static void cluster_free(void *opaque)
{
    struct cluster *cluster = opaque;

    free(cluster->namespace);
    free(cluster->selector);
    free(cluster);
}

static bool get_config_map(const struct cluster *cluster, const char *namespace, const char *name,
                           struct ydoc **doc, struct error *err)
{
    return kube_object_get(cluster->client, &kube_config_maps, view_of(namespace), view_of(name),
                           doc, err);
}

/* ---- metadata ---- */

/*
 * Charts stamp the label on objects of the running workload too; one with neither key is no
 * template. Source: catalog.md 2.1.2.
 */
static bool is_template(const struct ynode *config_map)
{
    const struct ynode *data = ynode_get(config_map, "data");

    return ynode_get_path(config_map, "metadata", "labels", METADATA_CHART_LABEL, NULL) &&
           (ynode_get(data, "fields") || ynode_get(data, "chart"));
}

/* BRIEF: only what a table shows is wanted. */
static void add_template(const struct cluster *cluster, bool brief, struct template_list *list,
                         const struct ynode *config_map)
{
    struct view name = ynode_text(ynode_get_path(config_map, "metadata", "name", NULL));
    struct view namespace = ynode_text(ynode_get_path(config_map, "metadata", "namespace", NULL));
    struct template *template = template_list_add(list);
    AUTO(buf) origin = BUF_INIT(BUF_TEXT_BYTES_MAX);

    namespace = namespace.len > 0 ? namespace : view_of(cluster->namespace);
    buf_addf(&origin, CATALOG_CLUSTER_ORIGIN VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(namespace),
             VIEW_ARGS(name));
    if (brief) {
        template_from_brief(template, config_map, buf_text(&origin));
    } else {
        struct ydoc *doc = ydoc_new();

        ydoc_set_root(doc, ynode_copy(doc, config_map));
        template_from_metadata(template, doc, buf_text(&origin), buf_text(&origin), "unnamed");
    }
    template->place = view_copy(name);
    template->namespace = view_copy(namespace);
}

static bool unreadable(const struct cluster *cluster, const char *verb, struct error *err)
{
    if (err && err->code == ERROR_FORBIDDEN && !err->hint)
        error_hint(err, "it takes the right to get and list ConfigMaps there; another catalog: "
                        "--catalog DIR or --catalog-namespace NS");
    if (cluster->all_namespaces)
        return error_wrap(err, "cannot %s the catalogs of all namespaces", verb);
    return error_wrap(err, "cannot %s the catalog of namespace '%s'", verb, cluster->namespace);
}

struct collecting {
    const struct cluster *cluster;
    struct template_list *list;
    size_t from; /* what other sources gave */
};

static bool collect(void *context, const struct ynode *item, struct error *err)
{
    struct collecting *to = context;

    if (!is_template(item))
        return true;
    if (to->list->len - to->from >= CATALOG_PLUGINS_MAX)
        return error_set(err, ERROR_LIMIT, "the catalog has over %d templates",
                         CATALOG_PLUGINS_MAX);
    add_template(to->cluster, to->cluster->brief, to->list, item);
    return true;
}

static void start_over(void *context)
{
    struct collecting *to = context;

    while (to->list->len > to->from)
        template_release(&to->list->items[--to->list->len]);
}

static bool cluster_list(void *opaque, struct template_list *list, struct error *err)
{
    const struct cluster *cluster = opaque;
    struct collecting to = { cluster, list, list->len };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) selector = BUF_INIT(SELECTOR_BYTES_MAX + BUF_TEXT_BYTES_MAX);
    struct kube_list request = { .receive = collect, .restart = start_over, .context = &to };

    buf_addf(&selector, METADATA_CHART_LABEL "%s%s", cluster->selector ? "," : "",
             cluster->selector ? cluster->selector : "");
    kube_resource_add_path(&path, &kube_config_maps,
                           view_of(cluster->all_namespaces ? NULL : cluster->namespace),
                           VIEW_EMPTY);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, buf_view(&selector));
    request.path = buf_text(&path);
    return kube_list(cluster->client, &request, err) || unreadable(cluster, "list", err);
}

/* Nearly always a template's ConfigMap is called after it; then no other is read. */
static bool find_by_name(const struct cluster *cluster, struct template_list *list,
                         const char *name, struct error *err)
{
    AUTO(buf) full = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;

    buf_addf(&full, "%s" METADATA_NAME_SUFFIX, name);
    if (!get_config_map(cluster, cluster->namespace, buf_text(&full), &doc, err))
        return unreadable(cluster, "read", err);
    if (doc && is_template(ydoc_root(doc)))
        add_template(cluster, false, list, ydoc_root(doc));
    return true;
}

static bool cluster_find(void *opaque, struct template_list *list, const char *name,
                         struct error *err)
{
    AUTO(template_list) all = TEMPLATE_LIST_INIT;

    if (*name && !find_by_name(opaque, list, name, err))
        return false;
    if (list->len > 0)
        return true;
    if (!cluster_list(opaque, &all, err))
        return false;
    template_list_take(list, &all, name);
    return true;
}

/* ---- scripts ---- */

static bool load_scripts(const struct cluster *cluster, struct template *template,
                         enum template_status *status, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    struct view payload = VIEW_EMPTY;

    *status = TEMPLATE_NO_SCRIPTS;
    if (!template->scripts_name[0])
        return error_set(err, ERROR_NOT_FOUND,
                         "neither data.chart nor the label names a ConfigMap");
    if (!get_config_map(cluster, template->namespace, template->scripts_name, &doc, err))
        return false;
    if (!doc)
        return error_set(err, ERROR_NOT_FOUND, "there is no ConfigMap %s/%s", template->namespace,
                         template->scripts_name);
    *status = TEMPLATE_NO_PAYLOAD;
    if (!scripts_find_payload(&payload, ydoc_root(doc), err))
        return error_wrap(err, "ConfigMap %s", template->scripts_name);
    *status = TEMPLATE_BAD_PAYLOAD;
    return (scripts_unpack(&template->scripts, payload, err) &&
            template_adopt_scripts(template, err)) ||
           error_wrap(err, "ConfigMap %s", template->scripts_name);
}

static bool cluster_load(void *opaque, struct template *template, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    enum template_status status = TEMPLATE_OK;

    if (load_scripts(opaque, template, &status, &problem))
        return true;
    archive_tree_release(&template->scripts);
    if (problem.code != ERROR_INTERRUPTED)
        template_set_broken(template, status, error_message(&problem));
    return error_move(err, &problem);
}

static bool cluster_verify(void *opaque UNUSED, struct template *template, struct error *err)
{
    /* The package is all that there is. */
    return template_load(template, err);
}

/* ---- opening ---- */

static const struct source_ops cluster_ops = {
    .list = cluster_list,
    .find = cluster_find,
    .load = cluster_load,
    .verify = cluster_verify,
    .free = cluster_free,
};

struct source *source_cluster_open(struct kube_client *client,
                                   const struct catalog_options *options)
{
    struct cluster *cluster = mem_alloc_zero(1, sizeof(*cluster));
    struct source *source = mem_alloc_zero(1, sizeof(*source));

    cluster->client = client;
    cluster->namespace =
        chars_copy(options->namespace ? options->namespace : CATALOG_NAMESPACE_DEFAULT);
    if (options->selector && *options->selector)
        cluster->selector = chars_copy(options->selector);
    cluster->all_namespaces = options->all_namespaces;
    cluster->brief = options->brief;
    *source = (struct source){ .ops = &cluster_ops, .context = cluster };
    return source;
}
