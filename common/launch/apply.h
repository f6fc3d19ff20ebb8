/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/apply.h - a plan onto a cluster: everything checked, the record made, objects applied in
 * order
 *
 * Before the first write: every kind is known, no object belongs to another workload or to none,
 * the name is free. The record is made first, by POST, and completed last. An unfinished launch of
 * the same name whose process has ended is taken over: the same command again converges. After a
 * failure every object is told as done, failed or not tried. Source: catalog.md 5.5,
 * robustness.md 3.8.
 */
#ifndef LAUNCH_APPLY_H
#define LAUNCH_APPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "kube/object.h"
#include "launch/plan.h"
#include "workload/record.h"

enum apply_state { APPLY_NOT_TRIED, APPLY_DONE, APPLY_FAILED };

/* One object of the plan. */
struct apply_object {
    const struct ynode *object; /* the plan's, its namespace set */
    const struct kube_resource *resource;
    char *resource_version; /* as it was before; NULL: it was not there */
    enum apply_state state;
    enum kube_outcome outcome;
};

struct apply_request {
    struct kube_client *client;
    struct kube_discovery *discovery;
    struct plan *plan; /* the objects; namespaces are added to its trees */
    const struct template *template;
    const char *name;
    const char *namespace;
    const char *flags; /* of the cluster, for commands that are advised: " -n film-b" */
    const char *user;  /* who launches, for the record; NULL: unknown */
    bool adopt;        /* take over objects that belong to no workload */
    enum kube_dry_run dry_run;
    /* Told after each object, with RESULT's .state set; may be NULL. */
    void (*told)(void *context, const struct apply_object *object);
    void *context;
};

struct apply {
    struct apply_object *objects;
    size_t len;
    size_t cap;
    struct record_inventory inventory; /* with uids, as far as it came */
    char *record_uid;                  /* NULL: no record was made */
    bool resumed;                      /* an unfinished launch was taken over */
    struct strv warnings;              /* for the user */
};

#define APPLY_INIT                                                                                 \
    {                                                                                              \
        .objects = NULL, .len = 0, .cap = 0, .inventory = RECORD_INVENTORY_INIT,                   \
        .record_uid = NULL, .resumed = false, .warnings = STRV_INIT                                \
    }

void apply_release(struct apply *apply);
/*
 * Do it. ERROR_CONFLICT: the name is taken, or an object is another's (all of them are named), and
 * nothing was written. ERROR_PARTIAL: some objects were applied, some not; the record says so and
 * .objects which. Any other error of the first write left nothing behind. With KUBE_DRY_RUN the
 * server checks every object and keeps nothing.
 */
bool apply_plan(struct apply *apply, const struct apply_request *request,
                struct error *err) MUST_CHECK;

#endif
