/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/removal.h - everything of a workload away, its record last
 *
 * What goes is what carries the ownership label in the namespace, over every kind that can be
 * listed and deleted, and what only the inventory knows: cluster-scoped objects, whose label holds
 * no namespace. What they adopt by annotation goes too, unless it is another workload's. What
 * objects that go own goes with them. An object with delete protection stays and
 * only loses the label. Source: catalog.md 5.8, robustness.md R-137.
 */
#ifndef WORKLOAD_REMOVAL_H
#define WORKLOAD_REMOVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/map.h"
#include "base/strv.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "workload/record.h"

#define DELETE_PROTECTION "kuiper.juno-innovations.com/delete-protection"

struct removal_object {
    const struct kube_resource *resource;
    struct record_object object; /* texts are ours; with uid */
    struct strv owners;          /* uids */
    bool owned;                  /* all its owners go, and take it along */
    bool adopted;                /* another object of the workload says that it belongs to it */
    bool kept;                   /* delete protection */
    bool record;                 /* the workload's own */
    bool claim;                  /* a PersistentVolumeClaim: its data go with it */
    bool deleted;                /* the server took the request, or it was gone already */
    bool gone;                   /* it was seen to be gone */
};

struct removal {
    struct removal_object *objects;
    size_t len;
    size_t cap;
    struct map uids;       /* of OBJECTS while they are planned: index + 1 */
    size_t unread;         /* objects of the inventory that may not be read: the record stays */
    struct strv adopts;    /* "KIND/NAME" of what objects that go adopt, each once */
    struct strv forbidden; /* plurals of the kinds that may not be listed */
    struct strv notes;     /* for the user: what was passed over */
};

#define REMOVAL_INIT                                                                               \
    {                                                                                              \
        .objects = NULL, .len = 0, .cap = 0, .uids = MAP_INIT, .unread = 0, .adopts = STRV_INIT,   \
        .forbidden = STRV_INIT, .notes = STRV_INIT                                                 \
    }

struct removal_request {
    struct kube_client *client;
    struct kube_discovery *discovery;
    const char *namespace;
    const char *name;
    bool dry_run;
    /* After each object: deleted, kept or - on failure - neither. May be NULL. */
    void (*told)(void *context, const struct removal_object *object);
    /* While objects are on their way out: how many, and the first of them. May be NULL. */
    void (*waiting)(void *context, size_t left, const struct removal_object *first, double seconds);
    void *context;
};

void removal_release(struct removal *removal);
/* What would go, in order; the record is the last. ERROR_NOT_FOUND when there is nothing. */
bool removal_plan(struct removal *removal, const struct removal_request *request,
                  struct error *err) MUST_CHECK;
/*
 * Delete what was planned. ERROR_PARTIAL when some objects could not be, or may be there unseen:
 * the record stays then, so that the same command again goes on.
 */
bool removal_run(struct removal *removal, const struct removal_request *request,
                 struct error *err) MUST_CHECK;
/* Until all of it is gone; ERROR_TIMEOUT names what is left and what holds it. */
bool removal_wait(struct removal *removal, const struct removal_request *request,
                  double timeout_seconds, struct error *err) MUST_CHECK;

#endif
