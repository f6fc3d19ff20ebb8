/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/status.h - how an object is, from what the cluster says of it
 *
 * The states are those of Hubble, with Failed, Stopped and Terminating added; the word is what
 * kubectl would show for that kind. Only what is in the object is looked at, so that a tree from a
 * test does as well as a live one. Source: catalog.md 5.7, testbed.md 2.10.
 */
#ifndef WORKLOAD_STATUS_H
#define WORKLOAD_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "yaml/ynode.h"

/* From best to worst: of several parts the worst one counts. */
enum workload_state {
    WORKLOAD_READY,
    WORKLOAD_STOPPED,     /* scaled to nothing */
    WORKLOAD_UNKNOWN,     /* it may not be read */
    WORKLOAD_VERIFYING,   /* running, not ready yet */
    WORKLOAD_DEPLOYING,   /* scheduling, pulling, attaching */
    WORKLOAD_REQUESTING,  /* objects are being created */
    WORKLOAD_TERMINATING, /* on its way out */
    WORKLOAD_FAILED,      /* does not come up by itself */
};

/* "Ready", "Deploying", ... */
const char *workload_state_name(enum workload_state state);

struct object_status {
    enum workload_state state;
    char *word;   /* "Bound", "CrashLoopBackOff"; NULL: nothing worth saying */
    char *reason; /* a sentence of the cluster's; NULL: none */
    bool counted; /* READY of DESIRED is known */
    bool primary; /* what the workload runs in: a Deployment, StatefulSet, virtual machine, ... */
    unsigned ready;
    unsigned desired;
};

void object_status_release(struct object_status *status);
/* Fill STATUS (zeroed or released) for OBJECT, a live one. */
void object_status_read(struct object_status *status, const struct ynode *object);
/* Fill STATUS (zeroed or released) for an object of KIND that is there, but may not be read. */
void object_status_unreadable(struct object_status *status, struct view kind);
/* Append the label selector of the pods that OBJECT runs; nothing when it runs none. */
void object_add_selector(struct buf *out, const struct ynode *object);

#endif
