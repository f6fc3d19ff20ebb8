/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/exchange.h"

#include "base/clock.h"
#include "harness/publishing.h"
#include "harness/test.h"

static struct exchange_request request_of(const struct publishing *run)
{
    return (struct exchange_request){ .server = "the API server",
                                      .act = "do it",
                                      .method = "POST",
                                      .url = run->server.url,
                                      .body = VIEW("{}") };
}

TEST(exchange, R_172_what_may_pass_is_tried_again_and_told)
{
    static const struct loopback_answer answers[] = { { .status = 503 },
                                                      { .silent = true },
                                                      { .body = "good" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;

    publishing_start(&run, NULL, answers, ARRAY_SIZE(answers));
    request = request_of(&run);
    ASSERT_OK(exchange(&run.line, &request, &answer, &run.err), run.err);
    ASSERT_EQ_BUF(&answer.response.body, "good");
    ASSERT_EQ_INT(answer.attempts, 3);
    ASSERT_TRUE(answer.uncertain);
    ASSERT_FALSE(answer.passing);
    ASSERT_EQ_INT(run.told.len, 2);
    ASSERT_CONTAINS(run.told.items[0],
                    "the API server answered 503: trying again in 0.0s (1 of 2)");
    ASSERT_CONTAINS(run.told.items[1], "closed the connection without an answer: trying again");
}

/* How often a request that is always answered with STATUS is sent. */
static unsigned attempts(int status, bool once_after_500, bool no_retries)
{
    const struct loopback_answer answers[] = { { .status = status,
                                                 .headers = "Retry-After: 0\r\n" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;

    publishing_start(&run, NULL, answers, 1);
    request = request_of(&run);
    request.once_after_500 = once_after_500;
    request.no_retries = no_retries;
    ASSERT_OK(exchange(&run.line, &request, &answer, &run.err), run.err);
    ASSERT_EQ_INT(answer.response.status, status);
    return answer.attempts;
}

TEST(exchange, R_172_only_answers_that_may_pass_are_tried_again)
{
    static const int passing[] = { 408, 425, 429, 500, 502, 503, 504 };
    static const int final[] = { 200, 204, 400, 401, 403, 404, 405, 409, 412, 413, 422, 501, 505 };

    for (size_t i = 0; i < ARRAY_SIZE(passing); i++)
        ASSERT_EQ_INT(attempts(passing[i], false, false), 3);
    for (size_t i = 0; i < ARRAY_SIZE(final); i++)
        ASSERT_EQ_INT(attempts(final[i], false, false), 1);
}

TEST(exchange, a_500_that_may_be_final_is_tried_once_more)
{
    ASSERT_EQ_INT(attempts(500, true, false), 2);
    ASSERT_EQ_INT(attempts(503, true, false), 3);
}

TEST(exchange, a_caller_who_begins_again_further_up_gets_the_first_answer)
{
    ASSERT_EQ_INT(attempts(503, false, true), 1);
}

TEST(exchange, a_pause_is_what_the_server_says_and_else_at_most_what_it_grew_to)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    struct exchange_line line = { .retries = 4, .pause_seconds = 0.02 };
    AUTO(error) err = ERROR_INIT;
    double started = clock_monotonic();

    response.retry_after = 0.1;
    ASSERT_OK(exchange_pause(&line, &response, 0, "x", &err), err);
    ASSERT_TRUE(clock_monotonic() - started >= 0.1);
    response.retry_after = -1;
    started = clock_monotonic();
    ASSERT_OK(exchange_pause(&line, &response, 1, "x", &err), err);
    ASSERT_TRUE(clock_monotonic() - started < 60);
}

TEST(exchange, a_redirect_is_final_and_followed_nowhere)
{
    static const struct loopback_answer answers[] = { { .status = 307,
                                                        .headers = "Location: /elsewhere\r\n" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;

    publishing_start(&run, NULL, answers, 1);
    request = request_of(&run);
    request.method = "GET";
    ASSERT_FAILS_HINT(exchange(&run.line, &request, &answer, &run.err), run.err, ERROR_FORBIDDEN,
                      "rejected: cannot do it: the server ", "redirects are not followed");
    ASSERT_EQ_STR(loopback_requests(&run.server), "GET /\n");
}

TEST(exchange, a_server_that_is_not_there_is_unavailable_after_all_attempts)
{
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;
    static const struct loopback_answer answers[] = { { .status = 200 } };

    publishing_start(&run, NULL, answers, 1);
    request = request_of(&run);
    request.url = "http://127.0.0.1:1/";
    ASSERT_FAILS(exchange(&run.line, &request, &answer, &run.err), run.err, ERROR_UNREACHABLE,
                 "unavailable: cannot do it after 3 attempts: the connection to the server "
                 "127.0.0.1:1 was refused");
    ASSERT_FALSE(answer.uncertain);
    ASSERT_TRUE(answer.passing);
}

TEST(exchange, R_168_an_answer_over_its_ceiling_is_a_limit)
{
    static const struct loopback_answer answers[] = { { .body = "0123456789" } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;

    publishing_start(&run, NULL, answers, 1);
    request = request_of(&run);
    request.answer_max = 5;
    ASSERT_FAILS(exchange(&run.line, &request, &answer, &run.err), run.err, ERROR_LIMIT,
                 "is over 5 bytes");
    ASSERT_EQ_INT(answer.attempts, 1);
}

TEST(exchange, silence_ends_with_the_time_of_one_attempt)
{
    static const struct loopback_answer answers[] = { { .body = "{", .open = true } };
    AUTO(publishing) run = PUBLISHING_INIT;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    struct exchange_request request;

    publishing_start(&run, NULL, answers, 1);
    run.line.timeout_seconds = 0.2;
    run.line.retries = 0;
    request = request_of(&run);
    ASSERT_FAILS(exchange(&run.line, &request, &answer, &run.err), run.err, ERROR_TIMEOUT,
                 "unavailable: cannot do it: the server ");
}
