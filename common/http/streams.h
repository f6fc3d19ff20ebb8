/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http/streams.h - several requests at once whose answers have no end: watches and logs
 *
 *     AUTO_FREE(http_streams) streams = http_streams_new(err);
 *     if (!http_streams_start(streams, client, &watch, err))
 *         return false;
 *     while (http_streams_step(streams, 0.1, &ended, err))
 *         ...                                 .receive of the requests was called with what came
 *
 * They have connections of their own, so that http_send() may be called between two steps.
 * Redirects are not followed: such an answer ends like any other.
 */
#ifndef HTTP_STREAMS_H
#define HTTP_STREAMS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "http/http.h"

#define HTTP_STREAMS_MAX 250 /* what an API server lets one HTTP/2 connection carry at once */

struct transfer;

struct http_stream {
    struct http_request request;   /* borrowed until it ended, its texts too */
    struct http_response response; /* HTTP_RESPONSE_INIT before the first start */
    struct error problem;          /* how it ended; ERROR_NONE: an answer came whole */
    bool refused;                  /* .receive stopped it, and .problem is its reason */
    struct transfer *transfer;     /* ours; NULL: it is not on its way */
};

#define HTTP_STREAM_INIT                                                                           \
    {                                                                                              \
        .response = HTTP_RESPONSE_INIT, .problem = ERROR_INIT, .refused = false, .transfer = NULL  \
    }

/* STREAM is not on its way. */
void http_stream_release(struct http_stream *stream);

struct http_streams;

/* NULL and ERROR_IO. */
struct http_streams *http_streams_new(struct error *err) MUST_CHECK;
/* What is still on its way is cut off. */
void http_streams_free(struct http_streams *streams);
DEFINE_AUTO_FREE(http_streams)

/*
 * Put STREAM on its way with the trust, identity and proxy of CLIENT, which may be freed meanwhile;
 * STREAM stays where it is until it ended or STREAMS is freed. ERROR_INVALID for its address or
 * headers, ERROR_LIMIT beyond HTTP_STREAMS_MAX.
 */
bool http_streams_start(struct http_streams *streams, struct http_client *client,
                        struct http_stream *stream, struct error *err) MUST_CHECK;
/*
 * Let things happen for at most SECONDS, or until one stream has ended: *ENDED, else NULL. What
 * happened to it is in the stream. False: ERROR_INTERRUPTED, ERROR_IO.
 */
bool http_streams_step(struct http_streams *streams, double seconds, struct http_stream **ended,
                       struct error *err) MUST_CHECK;

#endif
