/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/endpoint.h"

#include "base/buf.h"

#define AUTH_URL "nginx.ingress.kubernetes.io/auth-url"

static bool has_tls(const struct ynode *ingress, struct view host)
{
    const struct ynode *list = ynode_get_path(ingress, "spec", "tls", NULL);

    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *hosts = ynode_get(ynode_at(list, i), "hosts");

        for (size_t k = 0; k < ynode_len(hosts); k++)
            if (view_eq(ynode_text(ynode_at(hosts, k)), host))
                return true;
    }
    return false;
}

/* Hubble stands behind TLS, and what it guards does too. Source: catalog.md 5.7. */
static bool is_guarded(const struct ynode *ingress)
{
    return ynode_get_path(ingress, "metadata", "annotations", AUTH_URL, NULL) != NULL;
}

static bool is_hidden(const struct ynode *ingress, struct view path)
{
    struct view rest =
        ynode_text(ynode_get_path(ingress, "metadata", "annotations", ENDPOINT_HIDE, NULL));
    struct view part;

    while (view_cut(&rest, ',', &part))
        if (view_eq(view_trim(part), path))
            return true;
    return false;
}

static struct view observed_address(const struct ynode *ingress)
{
    const struct ynode *first =
        ynode_at(ynode_get_path(ingress, "status", "loadBalancer", "ingress", NULL), 0);
    struct view host = ynode_text(ynode_get(first, "hostname"));

    return host.len > 0 ? host : ynode_text(ynode_get(first, "ip"));
}

static void add_path(struct strv *urls, const struct ynode *ingress, struct view host,
                     struct view path)
{
    bool tls = has_tls(ingress, host) || is_guarded(ingress);

    if (host.len == 0)
        host = observed_address(ingress);
    if (host.len == 0 || is_hidden(ingress, path))
        return;
    strv_addf(urls, "%s://" VIEW_FMT VIEW_FMT, tls ? "https" : "http", VIEW_ARGS(host),
              VIEW_ARGS(path.len > 0 ? path : VIEW("/")));
}

void endpoint_add_ingress(struct strv *urls, const struct ynode *ingress)
{
    const struct ynode *rules = ynode_get_path(ingress, "spec", "rules", NULL);

    for (size_t i = 0; i < ynode_len(rules); i++) {
        const struct ynode *rule = ynode_at(rules, i);
        const struct ynode *paths = ynode_get_path(rule, "http", "paths", NULL);

        for (size_t k = 0; k < ynode_len(paths); k++)
            add_path(urls, ingress, ynode_text(ynode_get(rule, "host")),
                     ynode_text(ynode_get(ynode_at(paths, k), "path")));
    }
}
