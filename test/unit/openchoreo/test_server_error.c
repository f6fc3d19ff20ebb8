/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/server_error.h"

#include "harness/test.h"
#include "openchoreo/foreign_text.h"

static const char *told(long status, const char *body, enum error_code code, const char *hint)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    AUTO(strv) secrets = STRV_INIT;
    AUTO(error) err = ERROR_INIT;
    const struct server_failure failure = {
        .act = "create workload 'w'", .answer = &answer, .secrets = &secrets, .client_id = "ci"
    };

    foreign_text_add_secret(&secrets, VIEW("top-secret"));
    answer.response.status = status;
    answer.attempts = status >= 500 ? 5 : 1;
    buf_add(&answer.response.body, body);
    ASSERT_FALSE(server_error(&failure, &err));
    ASSERT_EQ_INT(err.code, code);
    if (hint)
        ASSERT_CONTAINS(err.hint ? err.hint : "<none>", hint);
    else
        ASSERT_NULL(err.hint);
    return test_format("%s", error_message(&err));
}

TEST(server_error, every_row_of_the_measured_answers_has_its_kind_words_and_hint)
{
    ASSERT_EQ_STR(told(400,
                       "{\"code\":\"BAD_REQUEST\",\"error\":\"Referenced component not found\"}",
                       ERROR_NOT_FOUND, "create the component first"),
                  "rejected: cannot create workload 'w': Referenced component not found (400 "
                  "BAD_REQUEST)");
    ASSERT_EQ_STR(told(400, "can't decode JSON body: x", ERROR_INVALID, "--target-version"),
                  "rejected: cannot create workload 'w': can't decode JSON body: x (400)");
    ASSERT_EQ_STR(told(403, "{\"code\":\"FORBIDDEN\",\"error\":\"You do not\"}", ERROR_FORBIDDEN,
                       "claim sub = 'ci'"),
                  "authentication: cannot create workload 'w': You do not (403 FORBIDDEN)");
    ASSERT_EQ_STR(told(404, "404 page not found", ERROR_NOT_FOUND, "--api-server-url"),
                  "rejected: cannot create workload 'w': 404 page not found (404)");
    ASSERT_EQ_STR(told(404, "{\"code\":\"NOT_FOUND\",\"error\":\"Workload not found\"}",
                       ERROR_NOT_FOUND, NULL),
                  "rejected: cannot create workload 'w': Workload not found (404 NOT_FOUND)");
    ASSERT_EQ_STR(told(409, "{\"code\":\"CONFLICT\",\"error\":\"x\"}", ERROR_CONFLICT, NULL),
                  "rejected: cannot create workload 'w': x (409 CONFLICT)");
    ASSERT_EQ_STR(told(422, "{\"code\":\"UNPROCESSABLE_CONTENT\",\"error\":\"a is immutable\"}",
                       ERROR_INVALID, "delete the workload"),
                  "rejected: cannot create workload 'w': a is immutable (422 "
                  "UNPROCESSABLE_CONTENT)");
    ASSERT_EQ_STR(told(500, "{\"code\":\"INTERNAL_ERROR\",\"error\":\"Internal server error\"}",
                       ERROR_UNREACHABLE, "log of openchoreo-api"),
                  "unavailable: cannot create workload 'w' after 5 attempts: Internal server error "
                  "(500 INTERNAL_ERROR)");
    ASSERT_EQ_STR(told(504, "", ERROR_TIMEOUT, NULL),
                  "unavailable: cannot create workload 'w' after 5 attempts: the API server "
                  "answered 504 with nothing");
    ASSERT_EQ_STR(told(599, "x", ERROR_UNREACHABLE, NULL),
                  "unavailable: cannot create workload 'w' after 5 attempts: x (599)");
}

TEST(server_error, R_173_code_and_text_are_told_by_their_looks)
{
    const char *expected = "authentication: cannot create workload 'w': Invalid token (401 "
                           "INVALID_TOKEN)";

    ASSERT_EQ_STR(told(401, "{\"error\":\"INVALID_TOKEN\",\"message\":\"Invalid token\"}",
                       ERROR_FORBIDDEN, "the token is not accepted"),
                  expected);
    ASSERT_EQ_STR(told(401, "{\"code\":\"Invalid token\",\"error\":\"INVALID_TOKEN\"}",
                       ERROR_FORBIDDEN, "the token is not accepted"),
                  expected);
    ASSERT_EQ_STR(told(418, "{\"code\":null,\"error\":\"TEAPOT\"}", ERROR_INVALID, NULL),
                  "rejected: cannot create workload 'w': the API server answered 418 TEAPOT and "
                  "says no more");
    ASSERT_CONTAINS(told(418, "[1]", ERROR_INVALID, NULL), ": [1] (418)");
}

TEST(server_error, R_169_a_secret_in_an_answer_is_hidden)
{
    ASSERT_CONTAINS(told(400, "{\"error\":\"saw top-secret\"}", ERROR_INVALID, NULL),
                    "saw <hidden> (400)");
}

static bool is_absence(long status, const char *body)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;

    response.status = status;
    buf_add(&response.body, body);
    return server_error_is_absence(&response);
}

TEST(server_error, only_a_404_in_json_is_about_the_object)
{
    ASSERT_TRUE(is_absence(404, "{\"code\":\"NOT_FOUND\"}"));
    ASSERT_FALSE(is_absence(404, "404 page not found"));
    ASSERT_FALSE(is_absence(404, ""));
    ASSERT_FALSE(is_absence(404, "[]"));
    ASSERT_FALSE(is_absence(410, "{}"));
}

TEST(server_error, a_good_answer_of_something_else_is_told_with_what_it_said)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    AUTO(error) err = ERROR_INIT;
    const struct server_failure failure = { .act = "x", .answer = &answer };

    answer.response.status = 200;
    buf_add(&answer.response.body, "<html>\n hi");
    ASSERT_FAILS_HINT(server_error_strange(&failure, "a page", &err), err, ERROR_UNREACHABLE,
                      "unavailable: cannot x: the API server answered 200 with a page: <html> hi",
                      "--api-server-host-header");
}
