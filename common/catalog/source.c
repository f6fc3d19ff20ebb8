/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/source.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"

static void source_free(struct source *source)
{
    source->ops->free(source->context);
    free(source);
}

void catalog_release(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->len; i++)
        source_free(catalog->sources[i]);
    free(catalog->sources);
    free(catalog->flags);
    selector_free(catalog->selector);
    *catalog = (struct catalog)CATALOG_INIT;
}

static struct source *open_cluster(const struct catalog_options *options, struct error *err)
{
    struct kube_client *client = options->connect(options->connect_context, err);

    if (client)
        return source_cluster_open(client, options);
    error_wrap(err, "cannot read the catalog of the cluster");
    /* Who has no cluster may have a directory. */
    if (err && err->code == ERROR_NOT_FOUND)
        error_hint(err, "pass --kubeconfig FILE or set KUBECONFIG; a directory of plugins needs no "
                        "cluster: --catalog DIR or JUNO_CATALOG=DIR");
    return NULL;
}

static bool open_place(struct catalog *catalog, const char *place,
                       const struct catalog_options *options, struct error *err)
{
    struct source *source;

    if (catalog->len >= CATALOG_SOURCES_MAX)
        return error_set(err, ERROR_LIMIT, "more than %d catalogs", CATALOG_SOURCES_MAX);
    /* Whatever lies in the working directory: a directory of that name is "./cluster". */
    if (strcmp(place, CATALOG_CLUSTER) == 0)
        source = open_cluster(options, err);
    else
        source = source_directory_open(place, options, err);
    if (!source)
        return false;
    ARRAY_GROW(catalog->sources, catalog->len, catalog->cap);
    catalog->sources[catalog->len++] = source;
    return true;
}

static bool open_selector(struct catalog *catalog, const char *text, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (!text || !*text)
        return true;
    catalog->selector = selector_new(view_of(text), &problem);
    return catalog->selector || error_set(err, ERROR_USAGE, "unable to parse the selector '%s': %s",
                                          text, error_message(&problem));
}

bool catalog_open(struct catalog *catalog, const struct strv *places, const char *variable,
                  const struct catalog_options *options, struct error *err)
{
    AUTO(strv) all = STRV_INIT;
    struct view rest = view_of(variable), part;

    catalog->flags = chars_copy(options->flags ? options->flags : "");
    catalog->all_namespaces = options->all_namespaces;
    if (!open_selector(catalog, options->selector, err)) {
        catalog_release(catalog);
        return false;
    }
    for (size_t i = 0; i < places->len; i++)
        strv_add(&all, places->items[i]);
    while (places->len == 0 && view_cut(&rest, ':', &part))
        if (part.len > 0)
            strv_add_view(&all, part);
    if (all.len == 0)
        strv_add(&all, CATALOG_CLUSTER);
    for (size_t i = 0; i < all.len; i++)
        if (!open_place(catalog, all.items[i], options, err)) {
            catalog_release(catalog);
            return false;
        }
    return true;
}

/* A cluster has looked at the labels itself. */
static bool is_selected(const struct catalog *catalog, const struct template *template)
{
    const struct ynode *root = template->metadata ? ydoc_root(template->metadata) : NULL;

    return !catalog->selector || template->namespace ||
           selector_matches(catalog->selector, ynode_get_path(root, "metadata", "labels", NULL));
}

/* Of entries with one name the first stays; namespaces that are listed side by side share none. */
static void drop_others(const struct catalog *catalog, struct template_list *list)
{
    AUTO(map) names = MAP_INIT;
    size_t kept = 0;

    for (size_t i = 0; i < list->len; i++) {
        struct template *template = &list->items[i];
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (catalog->all_namespaces && template->namespace)
            buf_addf(&name, "%s/", template->namespace);
        buf_add(&name, template->name);
        if (map_has(&names, buf_view(&name)) || !is_selected(catalog, template)) {
            template_release(template);
            continue;
        }
        map_set(&names, buf_view(&name), list);
        if (kept != i)
            list->items[kept] = list->items[i];
        kept++;
    }
    list->len = kept;
}

static bool list_source(const struct catalog *catalog, size_t at, struct template_list *list,
                        struct strv *notes, struct error *err)
{
    struct source *source = catalog->sources[at];
    size_t from = list->len;
    AUTO(error) problem = ERROR_INIT;

    if (!source->ops->list(source->context, list, &problem)) {
        if (!notes || catalog->len == 1 || problem.code != ERROR_FORBIDDEN)
            return error_move(err, &problem);
        strv_add(notes, error_message(&problem));
        while (list->len > from)
            template_release(&list->items[--list->len]);
    }
    for (size_t i = from; i < list->len; i++)
        list->items[i].source = source;
    return true;
}

bool catalog_list(const struct catalog *catalog, struct template_list *list, struct strv *notes,
                  struct error *err)
{
    for (size_t i = 0; i < catalog->len; i++)
        if (!list_source(catalog, i, list, notes, err))
            return false;
    drop_others(catalog, list);
    template_list_sort(list);
    return true;
}

static bool not_found(const struct catalog *catalog, const char *name, struct error *err)
{
    AUTO(template_list) all = TEMPLATE_LIST_INIT;
    AUTO(strv) names = STRV_INIT;
    const char *nearest;

    error_set(err, ERROR_NOT_FOUND, "there is no template '%s' in the catalog", name);
    if (!catalog_list(catalog, &all, NULL, NULL))
        return false;
    for (size_t i = 0; i < all.len; i++)
        strv_add(&names, all.items[i].name);
    nearest = strv_nearest(&names, name);
    if (nearest)
        return error_hint(err, "did you mean '%s'?", nearest);
    if (all.len == 0)
        return error_hint(err, "the catalog is empty: name another by --catalog DIR or "
                               "--catalog-namespace NS");
    return error_hint(err, "kubectl juno list%s shows those that there are", catalog->flags);
}

bool catalog_find(const struct catalog *catalog, struct template_list *list, const char *name,
                  struct error *err)
{
    for (size_t i = 0; i < catalog->len; i++) {
        struct source *source = catalog->sources[i];

        if (!source->ops->find(source->context, list, name, err))
            return false;
        if (list->len > 0) {
            list->items[0].source = source;
            return true;
        }
    }
    return not_found(catalog, name, err);
}
