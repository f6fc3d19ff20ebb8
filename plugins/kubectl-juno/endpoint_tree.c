/* SPDX-License-Identifier: Apache-2.0 */
#include "endpoint_tree.h"

#include "base/file.h"
#include "workload/access_host.h"

const struct option endpoint_access_options[] = {
    OPT_STRING(0, "access-host", struct endpoint_access, host, "HOST",
               "host at which the NodePorts of the cluster are reached"),
    OPT_STRING(0, "inventory", struct endpoint_access, inventory, "FILE",
               "cluster inventory that names it"),
    OPT_END,
};

/* ---- the access host */

/* ~/.config/juno/clusters.yaml if it is there; NULL. The caller frees it. */
static char *default_inventory(const struct console *console)
{
    const char *config = console_env(console, "XDG_CONFIG_HOME");
    const char *home = console_env(console, "HOME");
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (config && *config)
        buf_addf(&path, "%s/juno/clusters.yaml", config);
    else if (home && *home)
        buf_addf(&path, "%s/.config/juno/clusters.yaml", home);
    return path.len > 0 && file_kind(buf_text(&path)) != FILE_ABSENT ? buf_take(&path) : NULL;
}

/* What a person said; *HOST stays NULL when nobody did. */
static bool find_said(char **host, const struct endpoint_access *access,
                      const struct kube_link *link, struct error *err)
{
    const char *path =
        access->inventory ? access->inventory : console_env(link->console, "JUNO_INVENTORY");
    AUTO_CHARS usual = path && *path ? NULL : default_inventory(link->console);

    if (access->host) {
        *host = view_copy(view_of(access->host));
        return true;
    }
    if (!path || !*path)
        path = usual;
    return !path || !link->access.context ||
           access_host_from_inventory(host, path, link->access.context, err);
}

static bool find_access_host(char **host, const struct endpoint_access *access,
                             struct kube_link *link, struct error *err)
{
    if (!find_said(host, access, link, err))
        return false;
    if (*host)
        return true;
    if (!access_host_from_nodes(host, link->client, err))
        return error_wrap(err, "cannot find the host of the NodePorts");
    if (*host)
        console_warn(link->console,
                     "the host of the NodePorts is guessed from the nodes: '%s'; --access-host "
                     "says it",
                     *host);
    else
        console_warn(link->console, "the host of the NodePorts is not known; --access-host HOST "
                                    "says it");
    return true;
}

bool endpoint_tree_find(struct endpoints *list, const struct endpoint_access *access,
                        struct kube_link *link, const struct gather *gather, struct error *err)
{
    AUTO_CHARS host = NULL;
    bool needed = false;

    for (size_t i = 0; i < gather->len; i++)
        needed |=
            gather->objects[i].doc && endpoints_need_access_host(ydoc_root(gather->objects[i].doc));
    if (needed && !find_access_host(&host, access, link, err))
        return false;
    for (size_t i = 0; i < gather->len; i++)
        if (gather->objects[i].doc)
            endpoints_add(list, ydoc_root(gather->objects[i].doc), host);
    endpoints_sort(list);
    return true;
}

/* ---- rows */

static void set_text(struct ydoc *doc, struct ynode *map, const char *key, const char *text)
{
    if (*text)
        ynode_set_string(doc, map, key, view_of(text));
}

struct ynode *endpoint_tree(struct ydoc *doc, const struct endpoint *endpoint)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "service", view_of(endpoint->object));
    ynode_set_string(doc, map, "type", view_of(endpoint->type));
    set_text(doc, map, "name", endpoint->name);
    set_text(doc, map, "protocol", endpoint->protocol);
    set_text(doc, map, "host", endpoint->host);
    if (endpoint->port > 0)
        ynode_set(doc, map, VIEW("port"), ynode_new_int(doc, endpoint->port));
    set_text(doc, map, "url", endpoint->url);
    ynode_set_string(doc, map, "state", view_of(endpoint_state_name(endpoint->state)));
    ynode_set(doc, map, VIEW("internal"), ynode_new_bool(doc, endpoint->internal));
    return map;
}

static enum color state_color(const struct ynode *row)
{
    return view_is(ynode_text(ynode_get(row, "state")), "ready") ? COLOR_READY : COLOR_WAITING;
}

static void format_internal(struct buf *cell, const struct ynode *value,
                            const struct table *table UNUSED)
{
    buf_add(cell, ynode_value(value, YAML_1_1).boolean ? "internal" : "");
}

static const struct column columns[] = {
    { .header = "NAME", .path = ".service" },
    { .header = "KIND", .path = ".type" },
    { .header = "PORT", .path = ".port", .absent = "" },
    { .header = "PROTOCOL", .path = ".protocol", .absent = "" },
    { .header = "ADDRESS", .path = ".url", .absent = "pending" },
    { .header = "STATE", .path = ".state", .color = state_color },
    { .header = "REACH", .path = ".internal", .format = format_internal },
};

const struct output_kind endpoint_output_kind = {
    .kind = "Endpoint",
    .columns = columns,
    .column_count = ARRAY_SIZE(columns),
};
