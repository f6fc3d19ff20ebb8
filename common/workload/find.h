/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/find.h - which workloads there are, read in a few lists
 *
 * The union of the records and of the ownership labels on what runs pods. Source: catalog.md 5.7.
 */
#ifndef WORKLOAD_FIND_H
#define WORKLOAD_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/strv.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "manifest/selector.h"
#include "workload/endpoint.h"
#include "workload/record.h"
#include "workload/status.h"

#define FIND_WORKLOADS_MAX 1000000
#define FIND_NAMES_MAX     10000

/* Kinds that charts make, known without asking a server; those that run pods come first. */
extern const struct kube_resource find_kinds[];
extern const size_t find_kind_count;
extern const struct kube_resource find_pods;
/* So many of find_kinds, the first, run a workload. */
#define FIND_RUNNING_KINDS 2

struct found {
    char *namespace;
    char *name;
    char *template; /* empty: unknown */
    char *type;
    char *user;
    char *created; /* RFC 3339; of the record, else of the oldest object */
    enum workload_state state;
    char *reason;   /* NULL: none */
    char *selector; /* of the pods of what is worst; NULL: none */
    bool has_record;
    bool unfinished; /* the record says that the launch did not end */
    bool hidden;
    bool selected; /* the list's selector matches the labels of its record or of what runs it */
    bool counted;
    unsigned ready;
    unsigned desired;
    size_t recorded;            /* objects that run pods: so many the record names, */
    size_t running;             /* so many are there */
    struct endpoints endpoints; /* of its Ingresses */
};

struct found_list {
    struct found *items; /* by namespace and name */
    size_t len;
    size_t cap;
    struct strv notes;               /* what could not be read */
    const struct selector *selector; /* borrowed; NULL: all */
};

#define FOUND_LIST_INIT                                                                            \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .notes = STRV_INIT, .selector = NULL                    \
    }

void found_list_release(struct found_list *list);
/*
 * All workloads of NAMESPACE (NULL: of all) that LIST's selector matches. Kinds that may not be
 * read are noted, and what cannot be told without them is unknown; ERROR_FORBIDDEN when neither
 * records nor what runs pods may be read.
 */
bool find_workloads(struct found_list *list, struct kube_client *client, const char *namespace,
                    struct error *err) MUST_CHECK;
/* The same for the one workload NAME: LIST has it or is empty. */
bool find_workload(struct found_list *list, struct kube_client *client, const char *namespace,
                   const char *name, struct error *err) MUST_CHECK;
/*
 * Append the paths of the lists whose objects make the rows of NAMESPACE (NULL: of all), for
 * watches: first that of the records, last that of all pods, which are not labelled.
 */
void find_add_paths(struct strv *paths, const char *namespace);
/* Only the names, from the metadata of the records: the first FIND_NAMES_MAX. */
bool find_names(struct strv *names, struct kube_client *client, const char *namespace,
                struct error *err) MUST_CHECK;
/*
 * Set ERROR_NOT_FOUND for the workload NAME, with the nearest name or the command that shows those
 * there are; FLAGS (" -n film-b", "" for none) make it mean the same project. False.
 */
bool find_failed(struct kube_client *client, const char *namespace, const char *name,
                 const char *flags, struct error *err);

#endif
