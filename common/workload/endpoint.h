/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/endpoint.h - where a workload answers: the addresses of its Services, Ingresses, routes
 *
 * Only what was observed counts: a Service without its port or address yet is pending. What only
 * the cluster reaches is marked internal. An object that is hidden gives nothing. Source: ocdp.md
 * 8, catalog.md 5.6, 5.7.
 */
#ifndef WORKLOAD_ENDPOINT_H
#define WORKLOAD_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/strv.h"
#include "yaml/ynode.h"

#define ENDPOINT_HIDE       "kuiper.juno-innovations.com/ingress-hide"
#define ENDPOINT_EXTRAS     "kuiper.juno-innovations.com/ingress-extras"
#define ENDPOINT_CONNECTION "kuiper.juno-innovations.com/connection"
#define ENDPOINT_HIDDEN     "kuiper.juno-innovations.com/hidden"
#define ENDPOINTS_MAX       100000

enum endpoint_state {
    ENDPOINT_READY,
    ENDPOINT_PENDING, /* the cluster has not said the address or port yet */
    ENDPOINT_UNKNOWN, /* no access host is known */
};

/* "ready", "pending", "unknown" */
const char *endpoint_state_name(enum endpoint_state state);

/* One row. Texts are ours and never NULL; empty: not known, or there is none. */
struct endpoint {
    char *object;   /* the name of the Service, Ingress or HTTPRoute */
    char *type;     /* of the Service ("NodePort"), else "Ingress", "HTTPRoute", "Connection" */
    char *name;     /* of the port, or of what ENDPOINT_CONNECTION names */
    char *protocol; /* "TCP"; empty for a connection */
    char *host;
    unsigned port; /* that the object has: a Service's own; 0: none */
    char *url;     /* what a person opens; "h:53/udp" where it is no URL; "unknown:31234" */
    enum endpoint_state state;
    bool internal; /* reached from inside the cluster only */
    size_t place;  /* in the order of the objects */
};

struct endpoints {
    struct endpoint *items;
    size_t len;
    size_t cap;
};

#define ENDPOINTS_INIT                                                                             \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0                                                          \
    }

void endpoints_release(struct endpoints *list);
/* OBJECT is a Service whose addresses need the host of a node. */
bool endpoints_need_access_host(const struct ynode *object);
/*
 * Add the rows of OBJECT, a live one with its kind; a kind that has none, and what is beyond
 * ENDPOINTS_MAX, adds none. ACCESS_HOST is what NodePorts are reached at; NULL: not known.
 */
void endpoints_add(struct endpoints *list, const struct ynode *object, const char *access_host);
/* By object, then port; paths of one Ingress as it has them. */
void endpoints_sort(struct endpoints *list);

/* The same for INGRESS, of which it need not be said that it is one. */
void endpoints_add_ingress(struct endpoints *list, const struct ynode *ingress);
/* Add the URL of each row of INGRESS that is ready. */
void endpoint_add_ingress(struct strv *urls, const struct ynode *ingress);

#endif
