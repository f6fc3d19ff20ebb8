/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/gather.h - one workload as it is: its record, its live objects, their pods, its state
 *
 * What belongs to it is what the record's inventory names; without a record, or where the record
 * lost something, the ownership label over the kinds that charts make. Pods are found by the
 * selector of what runs them: many charts do not label them. Source: catalog.md 5.7.
 */
#ifndef WORKLOAD_GATHER_H
#define WORKLOAD_GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/strv.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "workload/record.h"
#include "workload/status.h"
#include "yaml/ydoc.h"

#define GATHER_OBJECTS_MAX 100000
#define GATHER_ROOT        SIZE_MAX /* .parent of what nothing owns */

struct gathered {
    struct ydoc *doc;            /* the live object with apiVersion and kind; NULL: it is gone, */
    bool forbidden;              /* or may not be read */
    struct record_object wanted; /* what the inventory or label named; texts are ours */
    struct object_status status;
    size_t parent; /* index of what runs this pod, or GATHER_ROOT */
};

struct gather {
    struct ydoc *record_doc; /* NULL: there is no record */
    struct record record;
    struct gathered *objects; /* inventory order; pods behind what runs them */
    size_t len;
    size_t cap;
    struct map uids;   /* of the live ones */
    struct strv notes; /* what could not be read */
    /* The whole: */
    enum workload_state state;
    const char *reason; /* borrowed; NULL: none */
    size_t worst;       /* the object that STATE is of; GATHER_ROOT: the record */
    bool counted;
    unsigned ready;
    unsigned desired;
};

#define GATHER_INIT                                                                                \
    {                                                                                              \
        .record_doc = NULL, .objects = NULL, .len = 0, .cap = 0, .uids = MAP_INIT,                 \
        .notes = STRV_INIT                                                                         \
    }

struct gather_request {
    struct kube_client *client;
    struct kube_discovery *discovery;
    const char *namespace;
    const char *name;
    const char *flags; /* of the cluster, for commands that are advised: " -n film-b" */
};

void gather_release(struct gather *gather);
/*
 * What may not be read is noted. ERROR_NOT_FOUND with the nearest name when there is neither record
 * nor labelled object; ERROR_FORBIDDEN when that cannot be known.
 */
bool gather_workload(struct gather *gather, const struct gather_request *request,
                     struct error *err) MUST_CHECK;

#endif
