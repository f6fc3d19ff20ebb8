/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/access_host.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "yaml/ydoc.h"

/* ---- the inventory */

static struct view text(const struct ynode *map, const char *key)
{
    return ynode_text(ynode_get(map, key));
}

static bool misplaced(const struct ynode *node, const char *path, const char *what,
                      struct error *err)
{
    return error_set(err, ERROR_INVALID, "%s:%u:%u: %s", path, ynode_line(node), ynode_column(node),
                     what);
}

static bool check_document(const struct ynode *root, const char *path, struct error *err)
{
    const struct ynode *clusters = ynode_get_path(root, "spec", "clusters", NULL);

    if (!view_is(text(root, "apiVersion"), "juno/v1") ||
        !view_is(text(root, "kind"), "ClusterInventory"))
        return misplaced(root, path, "a ClusterInventory of juno/v1 is wanted", err);
    if (clusters && !ynode_is_seq(clusters))
        return misplaced(clusters, path, "spec.clusters is no list", err);
    return true;
}

bool access_host_from_inventory(char **host, const char *path, const char *context,
                                struct error *err)
{
    AUTO(buf) bytes = BUF_INIT(ACCESS_HOST_INVENTORY_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *clusters;

    *host = NULL;
    if (!file_read(&bytes, path, err))
        return error_wrap(err, "cannot read the cluster inventory");
    doc = ydoc_parse(buf_view(&bytes), path, err);
    if (!doc || !check_document(ydoc_root(doc), path, err))
        return false;
    clusters = ynode_get_path(ydoc_root(doc), "spec", "clusters", NULL);
    for (size_t i = 0; i < ynode_len(clusters) && !*host; i++) {
        const struct ynode *cluster = ynode_at(clusters, i);
        struct view name = text(cluster, "context");

        if (view_is(name.len > 0 ? name : text(cluster, "name"), context) &&
            text(cluster, "accessHost").len > 0)
            *host = view_copy(text(cluster, "accessHost"));
    }
    return true;
}

/* ---- the nodes */

struct choice {
    char *node; /* NULL: none yet */
    char *host;
};

static bool is_ready(const struct ynode *node)
{
    const struct ynode *list = ynode_get_path(node, "status", "conditions", NULL);

    for (size_t i = 0; i < ynode_len(list); i++)
        if (view_is(text(ynode_at(list, i), "type"), "Ready"))
            return view_is(text(ynode_at(list, i), "status"), "True");
    return false;
}

static struct view address(const struct ynode *node, const char *type)
{
    const struct ynode *list = ynode_get_path(node, "status", "addresses", NULL);

    for (size_t i = 0; i < ynode_len(list); i++)
        if (view_is(text(ynode_at(list, i), "type"), type))
            return text(ynode_at(list, i), "address");
    return VIEW_EMPTY;
}

static bool take_node(void *context, const struct ynode *node, struct error *err UNUSED)
{
    struct choice *choice = context;
    struct view name = ynode_text(ynode_get_path(node, "metadata", "name", NULL));
    struct view host = address(node, "ExternalIP");

    if (host.len == 0)
        host = address(node, "InternalIP");
    if (!is_ready(node) || host.len == 0 ||
        (choice->node && view_cmp(view_of(choice->node), name) <= 0))
        return true;
    free(choice->node);
    free(choice->host);
    choice->node = view_copy(name);
    choice->host = view_copy(host);
    return true;
}

bool access_host_from_nodes(char **host, struct kube_client *client, struct error *err)
{
    struct choice choice = { .node = NULL, .host = NULL };
    const struct kube_list list = { .path = "/api/v1/nodes",
                                    .receive = take_node,
                                    .context = &choice };
    AUTO(error) problem = ERROR_INIT;
    bool done = kube_list(client, &list, &problem);

    free(choice.node);
    *host = NULL;
    if (done) {
        *host = choice.host;
        return true;
    }
    free(choice.host);
    return problem.code == ERROR_FORBIDDEN || error_move(err, &problem);
}
