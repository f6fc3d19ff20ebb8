/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/watch.h - what changes in a cluster, event by event, through cuts and restarts
 *
 * A watch first asks where the list stands (one item of it is read), calls .begin and then hands on
 * every event behind that point. It goes on from the last resourceVersion, bookmarks counted, when
 * the server ends the request or the connection is cut; where the server has forgotten that point
 * (410, as a status or as an event) it asks for a new one and calls .begin again. Who reads the
 * objects in or after .begin therefore misses nothing. After failures it pauses,
 * KUBE_WATCH_PAUSE_SECONDS doubled up to KUBE_WATCH_PAUSE_MAX, or as long as Retry-After says
 * (KUBE_RETRY_AFTER_MAX), until an event comes.
 *
 * An event over KUBE_EVENT_BYTES_MAX is passed over with a warning, and .begin called, for nobody
 * knows what it said; unknown types and events without an object are ignored with a warning.
 * Source: testbed.md 2.6, robustness.md 3.7.
 */
#ifndef KUBE_WATCH_H
#define KUBE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"
#include "kube/streams.h"
#include "yaml/ynode.h"

#define KUBE_EVENT_BYTES_MAX     ((size_t)7 << 18) /* more than etcd keeps of an object */
#define KUBE_WATCH_SECONDS       300               /* the server ends a request after so long */
#define KUBE_WATCH_GRACE_SECONDS 30                /* and we, if it does not */
#define KUBE_WATCH_PAUSE_SECONDS 0.8
#define KUBE_WATCH_PAUSE_MAX     30.0
#define KUBE_WATCH_GARBAGE_MAX   4 /* answers in a row that are no events: it is no API server */

enum kube_event { KUBE_EVENT_ADDED, KUBE_EVENT_MODIFIED, KUBE_EVENT_DELETED };

struct kube_watch {
    const char *path;   /* of a list, query included: "/api/v1/pods?labelSelector=a" */
    bool metadata_only; /* objects are their apiVersion, kind and metadata */
    bool patient;       /* the server has answered the caller before: it is waited for at once */
    unsigned seconds;   /* of one request; 0: KUBE_WATCH_SECONDS. Silence beyond it reconnects */
    /* What was read before may be out of date from here on; NULL: not wanted. */
    bool (*begin)(void *context, struct error *err);
    /* OBJECT is valid during the call. An object that leaves the selector is DELETED. */
    bool (*receive)(void *context, enum kube_event event, const struct ynode *object,
                    struct error *err);
    /* The server refuses (403, 404, ...): true to go on without this watch. NULL: it is an error.
     */
    bool (*refused)(void *context, const struct error *problem);
    void *context;
};

/*
 * Run the COUNT WATCHES until a function of theirs fails, TICK does, or all were refused. A server
 * that cannot be reached at the start is an error for a watch that is not .patient; later it is
 * waited for. ERROR_INTERRUPTED; ERROR_FORBIDDEN and others of a refusal; ERROR_SYNTAX for a server
 * that sends no events.
 */
bool kube_watch(struct kube_client *client, const struct kube_watch *watches, size_t count,
                const struct kube_tick *tick, struct error *err) MUST_CHECK;

#endif
