/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/endpoint.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"

#define AUTH_URL "nginx.ingress.kubernetes.io/auth-url"

const char *endpoint_state_name(enum endpoint_state state)
{
    switch (state) {
    case ENDPOINT_READY:
        return "ready";
    case ENDPOINT_PENDING:
        return "pending";
    case ENDPOINT_UNKNOWN:
        return "unknown";
    }
    return "";
}

void endpoints_release(struct endpoints *list)
{
    for (size_t i = 0; i < list->len; i++) {
        struct endpoint *item = &list->items[i];

        free(item->object);
        free(item->type);
        free(item->name);
        free(item->protocol);
        free(item->host);
        free(item->url);
    }
    free(list->items);
    *list = (struct endpoints)ENDPOINTS_INIT;
}

/* ---- reading an object */

static struct view text(const struct ynode *map, const char *key)
{
    return ynode_text(ynode_get(map, key));
}

static struct view name_of(const struct ynode *object)
{
    return ynode_text(ynode_get_path(object, "metadata", "name", NULL));
}

static struct view annotation(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", "annotations", key, NULL));
}

static unsigned port_of(const struct ynode *map, const char *key)
{
    struct yscalar value = ynode_value(ynode_get(map, key), YAML_1_1);

    return value.type == YTYPE_INT && !value.negative && value.magnitude <= UINT16_MAX
               ? (unsigned)value.magnitude
               : 0;
}

static const struct ynode *observed(const struct ynode *object)
{
    return ynode_get_path(object, "status", "loadBalancer", "ingress", NULL);
}

static struct view address_of(const struct ynode *entry)
{
    struct view host = text(entry, "hostname");

    return host.len > 0 ? host : text(entry, "ip");
}

/* ---- rows */

/* What all rows of an object share; views are the object's. */
struct row {
    struct endpoints *list;
    struct view object, type, name, protocol, host;
    unsigned port;
    enum endpoint_state state;
    bool internal;
};

static void add_row(const struct row *row, struct view url)
{
    struct endpoints *list = row->list;

    if (list->len >= ENDPOINTS_MAX)
        return;
    ARRAY_GROW(list->items, list->len, list->cap);
    list->items[list->len] = (struct endpoint){
        .object = view_copy(row->object),
        .type = view_copy(row->type),
        .name = view_copy(row->name),
        .protocol = view_copy(row->protocol),
        .host = view_copy(row->host),
        .port = row->port,
        .url = view_copy(url),
        .state = row->state,
        .internal = row->internal,
        .place = list->len,
    };
    list->len++;
}

/* An IPv6 address stands in brackets. */
static void add_host(struct buf *out, struct view host)
{
    bool v6 = view_find_byte(host, ':', 0) < host.len && !view_starts(host, VIEW("["));

    buf_addf(out, "%s" VIEW_FMT "%s", v6 ? "[" : "", VIEW_ARGS(host), v6 ? "]" : "");
}

/* ---- Services */

/* By appProtocol, then the port's name, then its number. NULL: it is no URL. */
static const char *scheme_of(const struct ynode *port)
{
    static const char *const schemes[] = { "https", "http", "wss", "ws" };
    struct view wanted = text(port, "appProtocol");

    if (view_starts(wanted, VIEW("kubernetes.io/")))
        wanted = view_sub(wanted, sizeof("kubernetes.io/") - 1, wanted.len);
    if (view_is(wanted, "h2c"))
        return "http";
    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
        if (view_is(wanted, schemes[i]))
            return schemes[i];
    if (wanted.len > 0)
        return NULL;
    if (view_starts(text(port, "name"), VIEW("https")))
        return "https";
    if (view_starts(text(port, "name"), VIEW("http")))
        return "http";
    return port_of(port, "port") == 443 ? "https" : port_of(port, "port") == 80 ? "http" : NULL;
}

static bool is_default_port(const char *scheme, unsigned number)
{
    bool safe = scheme[strlen(scheme) - 1] == 's';

    return number == (safe ? 443 : 80);
}

/* PORT of a Service as reached at HOST and NUMBER. */
static void add_port(struct row *row, const struct ynode *port, struct view host, unsigned number)
{
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool tcp = view_is(row->protocol, "TCP");
    const char *scheme = tcp && row->state == ENDPOINT_READY ? scheme_of(port) : NULL;

    if (row->state != ENDPOINT_PENDING) {
        if (scheme)
            buf_addf(&url, "%s://", scheme);
        add_host(&url, host);
        if (!scheme || !is_default_port(scheme, number))
            buf_addf(&url, ":%u", number);
        if (view_is(row->protocol, "UDP"))
            buf_add(&url, "/udp");
        else if (view_is(row->protocol, "SCTP"))
            buf_add(&url, "/sctp");
    }
    row->host = row->state == ENDPOINT_READY ? host : VIEW_EMPTY;
    add_row(row, buf_view(&url));
}

static void add_balanced(struct row *row, const struct ynode *service, const struct ynode *port)
{
    const struct ynode *addresses = observed(service);

    for (size_t i = 0; i < ynode_len(addresses); i++) {
        struct view host = address_of(ynode_at(addresses, i));

        row->state = host.len > 0 ? ENDPOINT_READY : ENDPOINT_PENDING;
        add_port(row, port, host, row->port);
    }
    if (ynode_len(addresses) > 0)
        return;
    row->state = ENDPOINT_PENDING;
    add_port(row, port, VIEW_EMPTY, 0);
}

static void add_node_port(struct row *row, const struct ynode *port, const char *access_host)
{
    unsigned number = port_of(port, "nodePort");

    row->state = number == 0 ? ENDPOINT_PENDING : access_host ? ENDPOINT_READY : ENDPOINT_UNKNOWN;
    add_port(row, port, access_host ? view_of(access_host) : VIEW("unknown"), number);
}

static void add_inside(struct row *row, const struct ynode *service, const struct ynode *port)
{
    AUTO(buf) host = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view external = ynode_text(ynode_get_path(service, "spec", "externalName", NULL));

    if (view_is(row->type, "ExternalName"))
        buf_add_view(&host, external);
    else
        buf_addf(&host, VIEW_FMT "." VIEW_FMT ".svc", VIEW_ARGS(row->object),
                 VIEW_ARGS(ynode_text(ynode_get_path(service, "metadata", "namespace", NULL))));
    row->internal = true;
    add_port(row, port, buf_view(&host), row->port);
}

/* An ExternalName may have no port at all: it is a name for a host. */
static void add_external_host(struct row *row, const struct ynode *service)
{
    row->host = ynode_text(ynode_get_path(service, "spec", "externalName", NULL));
    row->internal = true;
    row->protocol = VIEW_EMPTY;
    add_row(row, row->host);
}

static struct view service_type(const struct ynode *service)
{
    struct view type = ynode_text(ynode_get_path(service, "spec", "type", NULL));

    return type.len > 0 ? type : VIEW("ClusterIP");
}

static void add_service(struct endpoints *list, const struct ynode *service,
                        const char *access_host)
{
    const struct ynode *ports = ynode_get_path(service, "spec", "ports", NULL);
    struct row shared = { .list = list, .object = name_of(service), .type = service_type(service) };

    for (size_t i = 0; i < ynode_len(ports); i++) {
        const struct ynode *port = ynode_at(ports, i);
        struct row row = shared;

        row.name = text(port, "name");
        row.port = port_of(port, "port");
        row.protocol = text(port, "protocol").len > 0 ? text(port, "protocol") : VIEW("TCP");
        if (view_is(row.type, "LoadBalancer"))
            add_balanced(&row, service, port);
        else if (view_is(row.type, "NodePort"))
            add_node_port(&row, port, access_host);
        else
            add_inside(&row, service, port);
    }
    if (ynode_len(ports) == 0 && view_is(shared.type, "ExternalName"))
        add_external_host(&shared, service);
}

bool endpoints_need_access_host(const struct ynode *object)
{
    return view_is(text(object, "kind"), "Service") && view_is(service_type(object), "NodePort") &&
           !view_is(annotation(object, ENDPOINT_HIDDEN), "true");
}

/* ---- Ingresses */

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
    return annotation(ingress, AUTH_URL).len > 0;
}

static bool is_hidden(const struct ynode *ingress, struct view path)
{
    struct view rest = annotation(ingress, ENDPOINT_HIDE);
    struct view part;

    while (view_cut(&rest, ',', &part))
        if (view_eq(view_trim(part), path))
            return true;
    return false;
}

static void add_path(struct endpoints *list, const struct ynode *ingress, struct view host,
                     struct view path)
{
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool tls = has_tls(ingress, host) || is_guarded(ingress);
    struct row row = { .list = list,
                       .object = name_of(ingress),
                       .type = VIEW("Ingress"),
                       .protocol = VIEW("TCP"),
                       .port = tls ? 443 : 80 };

    row.host = host.len > 0 ? host : address_of(ynode_at(observed(ingress), 0));
    row.state = row.host.len > 0 ? ENDPOINT_READY : ENDPOINT_PENDING;
    if (is_hidden(ingress, path))
        return;
    if (row.state == ENDPOINT_READY) {
        buf_addf(&url, "%s://", tls ? "https" : "http");
        add_host(&url, row.host);
        buf_add_view(&url, path.len > 0 ? path : VIEW("/"));
    }
    add_row(&row, buf_view(&url));
}

/* The host of the rule whose path is the longest start of PATH; false when there is none. */
static bool find_host(const struct ynode *ingress, struct view path, struct view *host)
{
    const struct ynode *rules = ynode_get_path(ingress, "spec", "rules", NULL);
    size_t longest = 0;
    bool found = false;

    for (size_t i = 0; i < ynode_len(rules); i++) {
        const struct ynode *paths = ynode_get_path(ynode_at(rules, i), "http", "paths", NULL);

        for (size_t k = 0; k < ynode_len(paths); k++) {
            struct view start = text(ynode_at(paths, k), "path");

            if (!view_starts(path, start) || (found && start.len <= longest))
                continue;
            *host = text(ynode_at(rules, i), "host");
            longest = start.len;
            found = true;
        }
    }
    return found;
}

/* More addresses below those of the rules; one below none of them would not be served. */
static void add_extras(struct endpoints *list, const struct ynode *ingress)
{
    struct view rest = annotation(ingress, ENDPOINT_EXTRAS);
    struct view part, host;

    while (view_cut(&rest, ',', &part)) {
        part = view_trim(part);
        if (part.len > 0 && find_host(ingress, part, &host))
            add_path(list, ingress, host, part);
    }
}

static void add_ingress(struct endpoints *list, const struct ynode *ingress)
{
    const struct ynode *rules = ynode_get_path(ingress, "spec", "rules", NULL);

    for (size_t i = 0; i < ynode_len(rules); i++) {
        const struct ynode *rule = ynode_at(rules, i);
        const struct ynode *paths = ynode_get_path(rule, "http", "paths", NULL);

        for (size_t k = 0; k < ynode_len(paths); k++)
            add_path(list, ingress, text(rule, "host"), text(ynode_at(paths, k), "path"));
    }
    add_extras(list, ingress);
}

/* ---- HTTPRoutes */

static bool is_accepted(const struct ynode *route)
{
    const struct ynode *parents = ynode_get_path(route, "status", "parents", NULL);

    for (size_t i = 0; i < ynode_len(parents); i++) {
        const struct ynode *conditions = ynode_get(ynode_at(parents, i), "conditions");

        for (size_t k = 0; k < ynode_len(conditions); k++)
            if (view_is(text(ynode_at(conditions, k), "type"), "Accepted") &&
                view_is(text(ynode_at(conditions, k), "status"), "True"))
                return true;
    }
    return false;
}

/* The route does not say whether its listener has TLS; the name or port of that one may. */
static bool is_plain(const struct ynode *route)
{
    const struct ynode *parent = ynode_at(ynode_get_path(route, "spec", "parentRefs", NULL), 0);
    struct view section = text(parent, "sectionName");

    return port_of(parent, "port") == 80 ||
           (view_starts(section, VIEW("http")) && !view_starts(section, VIEW("https")));
}

static void add_match(struct endpoints *list, const struct ynode *route, struct view host,
                      const struct ynode *match)
{
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view path = ynode_text(ynode_get_path(match, "path", "value", NULL));
    bool plain = is_plain(route);
    const struct row row = { .list = list,
                             .object = name_of(route),
                             .type = VIEW("HTTPRoute"),
                             .protocol = VIEW("TCP"),
                             .host = host,
                             .port = plain ? 80 : 443,
                             .state = is_accepted(route) ? ENDPOINT_READY : ENDPOINT_PENDING };

    buf_addf(&url, "%s://" VIEW_FMT VIEW_FMT, plain ? "http" : "https", VIEW_ARGS(host),
             VIEW_ARGS(path.len > 0 ? path : VIEW("/")));
    add_row(&row, row.state == ENDPOINT_READY ? buf_view(&url) : VIEW_EMPTY);
}

static void add_route(struct endpoints *list, const struct ynode *route)
{
    const struct ynode *hosts = ynode_get_path(route, "spec", "hostnames", NULL);
    const struct ynode *rules = ynode_get_path(route, "spec", "rules", NULL);

    for (size_t i = 0; i < ynode_len(hosts); i++)
        for (size_t k = 0; k < ynode_len(rules); k++) {
            const struct ynode *matches = ynode_get(ynode_at(rules, k), "matches");

            /* No match at all is every path. */
            for (size_t m = 0; m == 0 || m < ynode_len(matches); m++)
                add_match(list, route, ynode_text(ynode_at(hosts, i)), ynode_at(matches, m));
        }
}

/* ---- all kinds */

/* "user=ada,port=5900" */
static void add_connections(struct endpoints *list, const struct ynode *object)
{
    struct view rest = annotation(object, ENDPOINT_CONNECTION);
    struct view part;

    while (view_cut(&rest, ',', &part)) {
        size_t end = view_find_byte(part, '=', 0);
        const struct row row = { .list = list,
                                 .object = name_of(object),
                                 .type = VIEW("Connection"),
                                 .name = view_trim(view_sub(part, 0, end)) };

        if (row.name.len > 0 && end < part.len)
            add_row(&row, view_trim(view_sub(part, end + 1, part.len)));
    }
}

void endpoints_add(struct endpoints *list, const struct ynode *object, const char *access_host)
{
    struct view kind = text(object, "kind");

    if (view_is(annotation(object, ENDPOINT_HIDDEN), "true"))
        return;
    if (view_is(kind, "Service"))
        add_service(list, object, access_host);
    else if (view_is(kind, "Ingress"))
        add_ingress(list, object);
    else if (view_is(kind, "HTTPRoute"))
        add_route(list, object);
    add_connections(list, object);
}

static int by_object_and_port(const void *a, const void *b)
{
    const struct endpoint *left = a, *right = b;
    int order = strcmp(left->object, right->object);

    if (order == 0 && left->port != right->port)
        order = left->port < right->port ? -1 : 1;
    return order != 0 ? order : left->place < right->place ? -1 : 1;
}

void endpoints_sort(struct endpoints *list)
{
    if (list->len > 1)
        qsort(list->items, list->len, sizeof(*list->items), by_object_and_port);
}

void endpoints_add_ingress(struct endpoints *list, const struct ynode *ingress)
{
    if (!view_is(annotation(ingress, ENDPOINT_HIDDEN), "true"))
        add_ingress(list, ingress);
}

void endpoint_add_ingress(struct strv *urls, const struct ynode *ingress)
{
    AUTO(endpoints) list = ENDPOINTS_INIT;

    endpoints_add_ingress(&list, ingress);
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].state == ENDPOINT_READY)
            strv_add(urls, list.items[i].url);
}
