/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/streams.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "http/streams.h"
#include "kube/client_internal.h"

#define STEP_SECONDS 0.1

/* One stream and its request. */
struct running {
    const struct kube_stream *stream;
    struct http_stream http;
    struct buf path;
    struct buf url;
    struct strv headers;
    double due;     /* monotonic: when to ask next */
    double started; /* of the request */
    bool going;
    bool done;
    bool renewed; /* a 401 was answered with other credentials, and no success came since */
};

struct run {
    struct kube_client *client;
    struct http_streams *streams;
    struct running *items;
    size_t count;
};

static void forget_request(struct running *running)
{
    running->going = false;
    kube_wipe_headers(&running->headers);
    buf_clear(&running->path);
    buf_clear(&running->url);
}

static bool start(struct run *run, struct running *running, struct error *err)
{
    struct kube_request request = { .method = "GET" };
    struct http_request *http = &running->http.request;
    struct kube_ask ask = { .accept = NULL };

    running->stream->ask(running->stream->context, &running->path, &ask);
    request.accept = ask.accept;
    request.path = buf_text(&running->path);
    if (!buf_check(&running->path, "the path of a request", err) ||
        !kube_client_prepare(run->client, &request, &running->url, &running->headers, err))
        return false;
    *http = (struct http_request){
        .method = request.method,
        .url = buf_text(&running->url),
        .headers = &running->headers,
        .timeout_seconds = ask.seconds,
        .stream = true,
        .stalls = running->stream->finite,
        .receive = running->stream->receive,
        .receive_context = running->stream->context,
    };
    running->started = clock_monotonic();
    running->going = true;
    return http_streams_start(run->streams, kube_client_http(run->client), &running->http, err);
}

/* Start what is due; *SECONDS is how long nothing else has to be. False in *BUSY: all are done. */
static bool start_due(struct run *run, double *seconds, bool *busy, struct error *err)
{
    double now = clock_monotonic();

    *seconds = STEP_SECONDS;
    *busy = false;
    for (size_t i = 0; i < run->count; i++) {
        struct running *running = &run->items[i];

        if (running->done)
            continue;
        *busy = true;
        if (running->going)
            continue;
        if (running->due > now) {
            *seconds = running->due - now < *seconds ? running->due - now : *seconds;
            continue;
        }
        if (!start(run, running, err))
            return false;
    }
    return true;
}

/* How the request of RUNNING ended; warnings of the server are told. */
static void read_end(struct run *run, struct running *running, struct kube_stream_end *end)
{
    const struct http_response *response = &running->http.response;

    for (size_t i = 0; i < response->warnings.len; i++)
        kube_client_warn(run->client, response->warnings.items[i]);
    end->refused = running->http.refused;
    end->retry_after = response->retry_after;
    end->lasted = clock_monotonic() - running->started;
    if (running->http.problem.code != ERROR_NONE) {
        error_move(&end->problem, &running->http.problem);
        return;
    }
    end->status = response->status;
    if (response->status / 100 != 2)
        kube_status_error(response->status, buf_view(&response->body), &end->problem);
}

static bool finish(struct run *run, struct running *running, struct error *err)
{
    struct kube_stream_end end = { .problem = ERROR_INIT };
    double pause = 0;
    bool done = true;

    read_end(run, running, &end);
    forget_request(running);
    if (end.status == 401 && !running->renewed && kube_client_renew(run->client)) {
        running->renewed = true;
    } else {
        running->renewed = running->renewed && end.problem.code != ERROR_NONE;
        done = running->stream->ended(running->stream->context, &end, &pause, err);
    }
    running->done = pause < 0;
    running->due = clock_monotonic() + pause;
    error_release(&end.problem);
    return done;
}

static struct running *running_of(const struct run *run, const struct http_stream *http)
{
    size_t i = 0;

    while (&run->items[i].http != http)
        i++;
    return &run->items[i];
}

static bool loop(struct run *run, const struct kube_tick *tick, struct error *err)
{
    for (;;) {
        struct http_stream *ended;
        double seconds;
        bool busy;

        if (!start_due(run, &seconds, &busy, err))
            return false;
        if (!busy)
            return true;
        if (!http_streams_step(run->streams, seconds, &ended, err) ||
            (ended && !finish(run, running_of(run, ended), err)))
            return false;
        if (tick && tick->tick && !tick->tick(tick->context, err))
            return false;
    }
}

bool kube_streams_run(struct kube_client *client, const struct kube_stream *streams, size_t count,
                      const struct kube_tick *tick, struct error *err)
{
    struct run run = { .client = client, .count = count };
    bool done = false;

    run.streams = http_streams_new(err);
    if (!run.streams)
        return false;
    run.items = mem_alloc_zero(count + 1, sizeof(*run.items));
    for (size_t i = 0; i < count; i++)
        run.items[i] = (struct running){ .stream = &streams[i],
                                         .http = HTTP_STREAM_INIT,
                                         .path = BUF_INIT(BUF_TEXT_BYTES_MAX),
                                         .url = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    done = loop(&run, tick, err);
    http_streams_free(run.streams);
    for (size_t i = 0; i < count; i++) {
        forget_request(&run.items[i]);
        http_stream_release(&run.items[i].http);
        buf_release(&run.items[i].path);
        buf_release(&run.items[i].url);
    }
    free(run.items);
    return done;
}
