/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/client_internal.h"

#include "harness/test.h"

static void says(long code, const char *body, enum error_code wanted, const char *text)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(kube_status_error(code, view_of(body), &err), err, wanted, text);
}

TEST(status, the_code_decides_and_the_message_is_the_servers)
{
    says(404,
         "{\"kind\":\"Status\",\"message\":\"pods \\\"x\\\" not "
         "found\",\"reason\":\"NotFound\",\"code\":404}",
         ERROR_NOT_FOUND, "pods \"x\" not found");
    says(403, "{\"kind\":\"Status\",\"message\":\"no\"}", ERROR_FORBIDDEN, "no");
    says(409, "{\"kind\":\"Status\",\"message\":\"taken\"}", ERROR_CONFLICT, "taken");
    says(422, "{\"kind\":\"Status\",\"message\":\"wrong\"}", ERROR_INVALID, "wrong");
    says(413, "{\"kind\":\"Status\",\"message\":\"big\"}", ERROR_LIMIT, "big");
    says(504, "{\"kind\":\"Status\",\"message\":\"late\"}", ERROR_TIMEOUT, "late");
    says(500, "{\"kind\":\"Status\",\"message\":\"odd\"}", ERROR_UNREACHABLE, "odd");
    says(401, "anything", ERROR_FORBIDDEN, "you must be logged in to the server (Unauthorized)");
}

TEST(status, several_causes_are_told_one_by_one)
{
    says(422,
         "{\"kind\":\"Status\",\"message\":\"all in "
         "one\",\"details\":{\"name\":\"web\",\"kind\":\"Deployment\","
         "\"causes\":[{\"field\":\"spec.a\",\"message\":\"one\"},{\"message\":\"two\"}]}}",
         ERROR_INVALID, "the Deployment \"web\" is invalid:\n  spec.a: one\n  two");
}

TEST(status, R_106_a_status_that_says_little_is_told_as_far_as_possible)
{
    says(500, "{\"kind\":\"Status\",\"details\":null,\"code\":\"500\"}", ERROR_UNREACHABLE,
         "the server answered 500 without a reason");
    says(403, "{\"kind\":\"Status\",\"message\":null,\"reason\":null}", ERROR_FORBIDDEN,
         "the server answered 403 without a reason");
    says(503, "{\"kind\":\"Status\",\"reason\":\"Busy\"}", ERROR_UNREACHABLE,
         "the server answered Busy");
    says(422, "{\"kind\":\"Status\",\"details\":{\"causes\":[null,7]}}", ERROR_INVALID,
         "is invalid");
}

TEST(status, R_101_what_is_no_status_is_told_by_its_code_and_first_words)
{
    says(404, "404 page not found\n", ERROR_NOT_FOUND,
         "the server answered 404: 404 page not found");
    says(502, "<html><head><title>Bad gateway</title></head>", ERROR_UNREACHABLE,
         "the server answered 502: Bad gateway");
    says(500, "", ERROR_UNREACHABLE, "the server answered 500");
    says(500, "[]", ERROR_UNREACHABLE, "the server answered 500: []");
    says(418, "{\"kind\":\"Pod\"}", ERROR_UNREACHABLE, "the server answered 418");
}

static void decodes(const char *type, const char *body, enum error_code wanted, const char *text)
{
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    AUTO_FREE(ydoc) doc = NULL;
    struct error err = ERROR_INIT;

    response.status = 200;
    response.content_type = type ? view_copy(view_of(type)) : NULL;
    if (text)
        ASSERT_FAILS(kube_decode(&doc, &response, view_of(body), &err), err, wanted, text);
    else
        ASSERT_OK(kube_decode(&doc, &response, view_of(body), &err), err);
}

TEST(status, R_101_a_success_that_is_no_json_is_none)
{
    decodes("application/json", "{}", ERROR_NONE, NULL);
    decodes("text/html", "<title>Log in</title>", ERROR_UNREACHABLE,
            "text/html, not with the Kubernetes API: Log in");
    decodes(NULL, "hello", ERROR_UNREACHABLE,
            "something unnamed, not with the Kubernetes API: hello");
    decodes("application/json", "", ERROR_UNREACHABLE, "answered 200 with nothing");
    decodes("application/json", "{\"a\":", ERROR_SYNTAX, "the server's answer cannot be read");
}
