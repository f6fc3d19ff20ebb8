/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/apply.h - a plan onto a cluster: everything checked, the record made, objects applied in
 * order; for a launch, an upgrade and a rollback
 *
 * Before the first write: every kind is known, no object belongs to another workload or to none,
 * the name is free or the workload is as it was read, and for an upgrade the server has taken every
 * change in a dry run. The record is written first, so that of two who act one wins, and completed
 * last; a version of the history goes with it. Then come the chart's hooks for before, by weight
 * and waited for, the objects, what the manifests no longer name goes, and the hooks for after. An
 * unfinished launch of the same name whose process has ended is taken over: the same command again
 * converges. After a failure every object is told as done, failed or not tried.
 * Source: catalog.md 5.5, 5.7, robustness.md 3.8.
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
#include "manifest/object.h"
#include "workload/record.h"

enum apply_act { APPLY_LAUNCH, APPLY_UPGRADE, APPLY_ROLLBACK };
/* "launch", "upgrade", "rollback" */
const char *apply_act_name(enum apply_act act);

enum apply_state { APPLY_NOT_TRIED, APPLY_DONE, APPLY_FAILED };

/* When an object's turn is; hooks for another act never have one. */
enum apply_phase { APPLY_BEFORE, APPLY_MAIN, APPLY_AFTER, APPLY_NEVER };

/* One object of the plan. */
struct apply_object {
    const struct ynode *object; /* the plan's, its namespace set */
    const struct kube_resource *resource;
    struct ydoc *live;      /* as it was before; NULL: it was not there */
    char *resource_version; /* of LIVE */
    struct ydoc *after;     /* with .keep_answers: as the server has it then */
    size_t order;           /* in the plan */
    int weight;             /* of a hook */
    enum apply_phase phase;
    bool force; /* what is in its way is only how many of it run: replicas.h */
    bool gone;  /* a hook that did its work, and went as it asked to */
    enum apply_state state;
    enum kube_outcome outcome;
};

enum apply_fate { APPLY_GOES, APPLY_KEPT_DATA, APPLY_KEPT_PROTECTED };

/* What the workload had and the plan does not name. */
struct apply_leaving {
    struct record_object object; /* texts are ours; with uid */
    const struct kube_resource *resource;
    struct ydoc *live;
    enum apply_fate fate;
    enum apply_state state;
};

struct apply_request {
    struct kube_client *client;
    struct kube_discovery *discovery;
    enum apply_act act;
    struct plan *plan;            /* the objects; namespaces are added to its trees */
    const struct ynode *document; /* launch/document.h: for the record and the history */
    const char *note;             /* for the history; NULL: none */
    const char *name;
    const char *namespace;
    const char *flags; /* of the cluster, for commands that are advised: " -n film-b" */
    const char *user;  /* who launches, for the record; NULL: unknown */
    bool adopt;        /* take over objects that belong to no workload */
    bool force;        /* take over fields of other managers, replicas too */
    bool keep_answers; /* the server's answers stay in .after, whatever others own */
    enum kube_dry_run dry_run;
    double timeout_seconds; /* for hooks; 0: APPLY_HOOK_SECONDS */
    /* Of an upgrade and a rollback: */
    const struct record *record; /* as it was read */
    const struct stream *last;   /* manifests of the version that holds; NULL: unknown */
    unsigned newest;             /* number of the newest version; 0: none is known */
    /* Told after each object: "created", "deleted", "kept (holds data)"; may be NULL. */
    void (*told)(void *context, const struct object_ref *ref, const char *outcome);
    /* While a hook runs; may be NULL. */
    void (*waiting)(void *context, const char *what, double seconds);
    void *context;
};

#define APPLY_HOOK_SECONDS 300.0

struct apply_definition;

struct apply {
    struct apply_object *objects; /* in the order of their turns */
    size_t len;
    size_t cap;
    struct apply_leaving *leaving;
    size_t leaving_len;
    size_t leaving_cap;
    struct apply_definition **defined; /* kinds that the manifests bring: launch/definitions.h */
    size_t defined_len;
    size_t defined_cap;
    struct record_inventory inventory; /* with uids, as far as it came */
    struct buf manifests;              /* for the history */
    char *record_uid;                  /* NULL: no record was made */
    unsigned history;                  /* number of the version; 0: none is kept */
    bool resumed;                      /* an unfinished launch was taken over */
    struct strv warnings;              /* for the user */
};

#define APPLY_INIT                                                                                 \
    {                                                                                              \
        .objects = NULL, .len = 0, .cap = 0, .leaving = NULL, .leaving_len = 0, .leaving_cap = 0,  \
        .defined = NULL, .defined_len = 0, .defined_cap = 0, .inventory = RECORD_INVENTORY_INIT,   \
        .manifests = BUF_INIT(YAML_INPUT_BYTES_MAX), .record_uid = NULL, .history = 0,             \
        .resumed = false, .warnings = STRV_INIT                                                    \
    }

void apply_release(struct apply *apply);
/*
 * Do it. ERROR_CONFLICT: the name is taken, an object is another's (all of them are named), or
 * somebody else changes the workload, and nothing was written. ERROR_PARTIAL: some objects were
 * applied, some not; the record says so and .objects which. Any other error of the first write left
 * nothing behind. With KUBE_DRY_RUN the server checks every object and keeps nothing.
 */
bool apply_plan(struct apply *apply, const struct apply_request *request,
                struct error *err) MUST_CHECK;

#endif
