/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/control.h - what runs a workload restarted, stopped, started, scaled
 *
 * Written is only an object that is this workload's by its label, as it was read: a change
 * meanwhile makes it read again. A stopped object says in an annotation what it was before, so that
 * it can be started as that. Source: catalog.md 5.6, 5.8.
 */
#ifndef WORKLOAD_CONTROL_H
#define WORKLOAD_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "kube/object.h"
#include "yaml/ydoc.h"

/* As `kubectl rollout restart` sets it. */
#define CONTROL_RESTARTED "kubectl.kubernetes.io/restartedAt"
/* What `start` puts back, as JSON: replicas, or whether it ran. */
#define CONTROL_STOPPED "juno/stopped"
/* Which acts a template allows: "restart,stop,scale". */
#define CONTROL_ACTIONS "kuiper.juno-innovations.com/actions"
#define CONTROL_TRIES   5

enum control_act { CONTROL_RESTART, CONTROL_STOP, CONTROL_START, CONTROL_SCALE };

/* "restart", "stop", "start", "scale" */
const char *control_act_name(enum control_act act);
/* "restarted", "stopped", "started", "scaled" */
const char *control_act_past(enum control_act act);

struct control {
    struct kube_client *client;
    struct kube_discovery *discovery;
    const char *namespace;
    const char *name; /* the workload */
    enum control_act act;
    int replicas; /* of CONTROL_SCALE */
    int64_t now;  /* seconds since 1970, of CONTROL_RESTART */
    bool send;    /* false: nothing is written, the result is what would be */
    enum kube_dry_run dry_run;
};

/* Objects of OBJECT's kind can be ACTed upon. */
bool control_can(const struct ynode *object, enum control_act act);
/* The field of OBJECT's spec that stopping and scaling set: "replicas"; NULL: there is none. */
const char *control_field(const struct ynode *object);
/* OBJECT's annotation names ACT, or it has none. What may be stopped may be started. */
bool control_allows(const struct ynode *object, enum control_act act);

/*
 * Append the JSON merge patch that does CONTROL's act to OBJECT. Nothing is appended when it is so
 * already. ERROR_CONFLICT in kubectl's words: a paused Deployment, or a second restart within a
 * second.
 */
bool control_patch(struct buf *patch, const struct control *control, const struct ynode *object,
                   struct error *err) MUST_CHECK;
/*
 * Do it to OBJECT, a live one. *AFTER, for the caller to free, is the object as it is then, NULL
 * when it was so already. ERROR_CONFLICT when it is not of the workload, or keeps changing.
 */
bool control_object(const struct control *control, const struct ynode *object, struct ydoc **after,
                    struct error *err) MUST_CHECK;

#endif
