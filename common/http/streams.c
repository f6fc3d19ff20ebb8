/* SPDX-License-Identifier: Apache-2.0 */
#include "http/streams.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/process.h"
#include "http/http_internal.h"

struct http_streams {
    CURLM *multi;
    struct http_stream *going[HTTP_STREAMS_MAX];
    size_t len;
};

struct http_streams *http_streams_new(struct error *err)
{
    struct http_streams *streams = mem_alloc_zero(1, sizeof(*streams));

    streams->multi = curl_multi_init();
    if (streams->multi)
        return streams;
    free(streams);
    error_set(err, ERROR_IO, "libcurl cannot be set up");
    return NULL;
}

static void drop_transfer(struct http_stream *stream)
{
    struct transfer *transfer = stream->transfer;

    curl_easy_cleanup(transfer->easy);
    http_transfer_release(transfer);
    http_client_free(transfer->client);
    free(transfer);
    stream->transfer = NULL;
}

void http_streams_free(struct http_streams *streams)
{
    if (!streams)
        return;
    for (size_t i = 0; i < streams->len; i++) {
        curl_multi_remove_handle(streams->multi, streams->going[i]->transfer->easy);
        drop_transfer(streams->going[i]);
    }
    curl_multi_cleanup(streams->multi);
    free(streams);
}

void http_stream_release(struct http_stream *stream)
{
    http_response_release(&stream->response);
    error_release(&stream->problem);
}

bool http_streams_start(struct http_streams *streams, struct http_client *client,
                        struct http_stream *stream, struct error *err)
{
    struct transfer *transfer;

    if (streams->len >= HTTP_STREAMS_MAX)
        return error_set(err, ERROR_LIMIT, "over %d requests at once", HTTP_STREAMS_MAX);
    error_clear(&stream->problem);
    stream->refused = false;
    transfer = mem_alloc_zero(1, sizeof(*transfer));
    stream->transfer = transfer;
    transfer->client = client;
    client->holders++;
    transfer->request = &stream->request;
    transfer->response = &stream->response;
    transfer->err = err;
    transfer->easy = curl_easy_init();
    if (!transfer->easy)
        error_set(err, ERROR_IO, "libcurl cannot be set up");
    else if (!http_origin_parse(&transfer->origin, view_of(stream->request.url)))
        http_bad_address(stream->request.url, err);
    else if (http_transfer_start(transfer, streams->multi, stream->request.url)) {
        transfer->err = &stream->problem;
        streams->going[streams->len++] = stream;
        return true;
    }
    drop_transfer(stream);
    return false;
}

/* The stream of EASY has ended by CODE. */
static struct http_stream *end(struct http_streams *streams, const CURL *easy, CURLcode code)
{
    size_t i = 0;
    struct http_stream *stream;

    while (streams->going[i]->transfer->easy != easy)
        i++;
    stream = streams->going[i];
    streams->going[i] = streams->going[--streams->len];
    /* Its reason is in .problem. */
    (void)!http_transfer_end(stream->transfer, streams->multi, code);
    stream->refused = stream->transfer->refused;
    drop_transfer(stream);
    return stream;
}

static struct http_stream *next_ended(struct http_streams *streams)
{
    const CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(streams->multi, &left)))
        if (message->msg == CURLMSG_DONE)
            return end(streams, message->easy_handle, message->data.result);
    return NULL;
}

bool http_streams_step(struct http_streams *streams, double seconds, struct http_stream **ended,
                       struct error *err)
{
    struct curl_waitfd interrupt = { .fd = process_interrupt_fd(), .events = CURL_WAIT_POLLIN };
    int running;

    *ended = next_ended(streams);
    for (int round = 0; !*ended && round < 2; round++) {
        if (!process_check_interrupt(err))
            return false;
        if (round > 0)
            curl_multi_poll(streams->multi, &interrupt, interrupt.fd >= 0 ? 1 : 0,
                            (int)(seconds * 1000), NULL);
        if (curl_multi_perform(streams->multi, &running) != CURLM_OK)
            return error_set(err, ERROR_IO, "libcurl cannot go on");
        *ended = next_ended(streams);
    }
    return process_check_interrupt(err);
}
