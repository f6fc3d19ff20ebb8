/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/streams.h - several endless answers of one API server at once
 *
 * A stream asks, receives, and is told how its request ended; it then asks again after a pause, or
 * is done. Credentials are put on here; a 401 reads them anew once. Nothing else is repeated by
 * itself: what an end means is the stream's business (kube/watch, the logs of pods).
 */
#ifndef KUBE_STREAMS_H
#define KUBE_STREAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kube/client.h"

#define KUBE_STREAM_DONE (-1.0)

struct kube_stream_end {
    long status;          /* of an answer; 0: none came, or it broke off */
    struct error problem; /* ERROR_NONE: a success that came whole. A Status tells its own words */
    bool refused;         /* .receive stopped it */
    double retry_after;   /* seconds; below 0: not said */
    double lasted;        /* seconds */
};

/* What a request asks for beside its path. */
struct kube_ask {
    const char *accept; /* NULL: "application/json" */
    double seconds;     /* deadline; 0: none */
};

struct kube_stream {
    bool finite; /* silence is a server that stalls, and ends the request */
    /* Append the path of the next request, and fill ASK, which is zeros. */
    void (*ask)(void *context, struct buf *path, struct kube_ask *ask);
    /* A piece of a 2xx answer; false ends the request. */
    bool (*receive)(void *context, struct view piece, struct error *err);
    /* In *PAUSE the seconds until .ask, or KUBE_STREAM_DONE. False ends all streams. */
    bool (*ended)(void *context, struct kube_stream_end *end, double *pause, struct error *err);
    void *context;
};

/* Called about ten times a second, and after each end; may send other requests. False ends all. */
struct kube_tick {
    bool (*tick)(void *context, struct error *err); /* NULL: not wanted */
    void *context;
};

/*
 * Run the COUNT STREAMS until all are done. ERROR_INTERRUPTED, ERROR_LIMIT beyond
 * HTTP_STREAMS_MAX, or what a function of theirs failed with.
 */
bool kube_streams_run(struct kube_client *client, const struct kube_stream *streams, size_t count,
                      const struct kube_tick *tick, struct error *err) MUST_CHECK;

#endif
