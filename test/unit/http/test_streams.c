/* SPDX-License-Identifier: Apache-2.0 */
#include "http/streams.h"

#include "harness/loopback.h"
#include "harness/test.h"

static const struct http_options plain = { .user_agent = "juno-test", .proxy = "" };

static bool receive(void *context, struct view piece, struct error *err)
{
    struct buf *text = context;

    buf_add_view(text, piece);
    if (view_find(buf_view(text), VIEW("stop"), 0) < text->len)
        return error_set(err, ERROR_FOUND, "stopped");
    return true;
}

static struct http_stream stream_to(const struct loopback *server, struct buf *text)
{
    struct http_stream stream = HTTP_STREAM_INIT;

    stream.request = (struct http_request){ .method = "GET",
                                            .url = server->url,
                                            .stream = true,
                                            .receive = receive,
                                            .receive_context = text };
    return stream;
}

/* Until a stream ends. */
static struct http_stream *wait_for_end(struct http_streams *streams)
{
    struct http_stream *ended = NULL;
    struct error err = ERROR_INIT;

    for (int i = 0; !ended && i < 100; i++)
        ASSERT_OK(http_streams_step(streams, 0.1, &ended, &err), err);
    return ended;
}

TEST(streams, two_answers_come_at_once_and_each_ends_by_itself)
{
    static const struct loopback_answer open[] = { { .body = "first", .open = true } };
    static const struct loopback_answer whole[] = { { .body = "second" } };
    AUTO(loopback) one = LOOPBACK_INIT;
    AUTO(loopback) two = LOOPBACK_INIT;
    AUTO(buf) first = BUF_INIT(100);
    AUTO(buf) second = BUF_INIT(100);
    struct error err = ERROR_INIT;
    struct http_client *client = http_client_new(&plain, &err);
    struct http_streams *streams = http_streams_new(&err);
    struct http_stream a, b, *ended = NULL;

    loopback_start(&one, open, 1);
    loopback_start(&two, whole, 1);
    a = stream_to(&one, &first);
    b = stream_to(&two, &second);
    ASSERT_OK(http_streams_start(streams, client, &a, &err), err);
    ASSERT_OK(http_streams_start(streams, client, &b, &err), err);
    ASSERT_TRUE(wait_for_end(streams) == &b);
    ASSERT_EQ_INT(b.problem.code, ERROR_NONE);
    ASSERT_EQ_INT(b.response.status, 200);
    ASSERT_EQ_BUF(&second, "second");
    for (int i = 0; first.len < 5 && i < 100; i++)
        ASSERT_OK(http_streams_step(streams, 0.1, &ended, &err), err);
    ASSERT_EQ_BUF(&first, "first");
    ASSERT_NULL(ended);
    /* What is still on its way is cut off. */
    http_streams_free(streams);
    http_stream_release(&a);
    http_stream_release(&b);
    http_client_free(client);
}

TEST(streams, an_end_says_what_it_was)
{
    static const struct loopback_answer answers[] = {
        { .body = "please stop", .open = true },
        { .body = "half of it", .cut = 5 },
        { .status = 410, .body = "gone" },
        { .status = 302, .headers = "Location: /elsewhere\r\n" },
    };
    AUTO(loopback) server = LOOPBACK_INIT;
    AUTO(buf) text = BUF_INIT(100);
    struct error err = ERROR_INIT;
    struct http_client *client = http_client_new(&plain, &err);
    struct http_streams *streams = http_streams_new(&err);
    struct http_stream stream;

    loopback_start(&server, answers, ARRAY_SIZE(answers));
    stream = stream_to(&server, &text);
    ASSERT_OK(http_streams_start(streams, client, &stream, &err), err);
    ASSERT_TRUE(wait_for_end(streams) == &stream);
    ASSERT_TRUE(stream.refused);
    ASSERT_EQ_INT(stream.problem.code, ERROR_FOUND);
    buf_clear(&text);
    ASSERT_OK(http_streams_start(streams, client, &stream, &err), err);
    ASSERT_TRUE(wait_for_end(streams) == &stream);
    ASSERT_FALSE(stream.refused);
    ASSERT_EQ_INT(stream.problem.code, ERROR_UNREACHABLE);
    ASSERT_EQ_BUF(&text, "half ");
    for (int status = 410; status > 0; status = status == 410 ? 302 : 0) {
        ASSERT_OK(http_streams_start(streams, client, &stream, &err), err);
        ASSERT_TRUE(wait_for_end(streams) == &stream);
        ASSERT_EQ_INT(stream.problem.code, ERROR_NONE);
        ASSERT_EQ_INT(stream.response.status, status);
    }
    ASSERT_EQ_BUF(&text, "half ");
    http_streams_free(streams);
    http_stream_release(&stream);
    http_client_free(client);
}

TEST(streams, the_client_may_be_freed_while_its_request_is_on_its_way)
{
    static const struct loopback_answer answers[] = { { .body = "still here" } };
    AUTO(loopback) server = LOOPBACK_INIT;
    AUTO(buf) text = BUF_INIT(100);
    struct error err = ERROR_INIT;
    struct http_client *client = http_client_new(&plain, &err);
    struct http_streams *streams = http_streams_new(&err);
    struct http_stream stream;

    loopback_start(&server, answers, ARRAY_SIZE(answers));
    stream = stream_to(&server, &text);
    ASSERT_OK(http_streams_start(streams, client, &stream, &err), err);
    http_client_free(client);
    ASSERT_TRUE(wait_for_end(streams) == &stream);
    ASSERT_EQ_BUF(&text, "still here");
    http_streams_free(streams);
    http_stream_release(&stream);
}

TEST(streams, what_is_no_address_is_not_started)
{
    struct error err = ERROR_INIT;
    struct http_client *client = http_client_new(&plain, &err);
    struct http_streams *streams = http_streams_new(&err);
    struct http_stream stream = HTTP_STREAM_INIT;

    stream.request = (struct http_request){ .method = "GET", .url = "ftp://example.org" };
    ASSERT_FAILS(http_streams_start(streams, client, &stream, &err), err, ERROR_INVALID, "no http");
    ASSERT_NULL(stream.transfer);
    http_streams_free(streams);
    http_stream_release(&stream);
    http_client_free(client);
}
