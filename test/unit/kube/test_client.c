/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/client_internal.h"

#include <signal.h>

#include "base/clock.h"
#include "base/process.h"
#include "harness/api.h"
#include "harness/test.h"

static const char busy[] = "{\"kind\":\"Status\",\"message\":\"busy\",\"reason\":\"Busy\"}";

static bool get(struct api *api, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;

    return kube_get(api->client, "/api/v1/x?a=b", &doc, err);
}

static bool send(struct api *api, const char *method, bool idempotent, struct error *err)
{
    const struct kube_request request = {
        .method = method, .path = "/api/v1/x", .body = VIEW("{}"), .idempotent = idempotent
    };
    AUTO_FREE(ydoc) doc = NULL;

    return kube_send(api->client, &request, &doc, err);
}

TEST(client, a_request_says_who_sends_what_and_wants_what)
{
    static const struct loopback_answer answers[] = { { .body = "{\"a\":[1,\"x\"]}" } };
    const struct kube_request request = { .method = "PATCH",
                                          .path = "/api/v1/x",
                                          .accept = "application/json;as=Table",
                                          .content_type = "application/merge-patch+json",
                                          .body = VIEW("{\"b\":1}") };
    AUTO(api) api = API_INIT;
    AUTO_FREE(ydoc) doc = NULL;
    struct error err = ERROR_INIT;
    const char *log;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(kube_send(api.client, &request, &doc, &err), err);
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ynode_get(ydoc_root(doc), "a"), 1)), "x");
    log = loopback_log(&api.server);
    ASSERT_CONTAINS(log, "PATCH /api/v1/x HTTP/1.1\r\n");
    ASSERT_CONTAINS(log, "User-Agent: juno-test/" JUNO_VERSION " (linux/");
    ASSERT_CONTAINS(log, "\r\nAccept: application/json;as=Table\r\n");
    ASSERT_CONTAINS(log, "\r\nContent-Type: application/merge-patch+json\r\n");
    ASSERT_CONTAINS(log, "\r\n\r\n{\"b\":1}\n");
}

TEST(client, without_tls_no_credentials_are_sent_which_is_told_once)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api.access.token = view_copy(VIEW("secret-token"));
    api.access.as = view_copy(VIEW("ada"));
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(get(&api, &err), err);
    ASSERT_OK(get(&api, &err), err);
    ASSERT_EQ_UINT(api.warnings.len, 1);
    ASSERT_CONTAINS(api.warnings.items[0], "not https: no credentials are sent");
    ASSERT_NOT_CONTAINS(loopback_log(&api.server), "secret-token");
    /* Without it the request would be somebody else's. */
    ASSERT_CONTAINS(loopback_log(&api.server), "\r\nImpersonate-User: ada\r\n");
}

TEST(client, R_113_warnings_of_the_server_are_told_once_each)
{
    static const struct loopback_answer answers[] = {
        { .body = "{}",
          .headers = "Warning: 299 - \"old \\\"API\\\"\"\r\nWarning: 299 - \"two\"\r\n" },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(get(&api, &err), err);
    ASSERT_OK(get(&api, &err), err);
    ASSERT_EQ_UINT(api.warnings.len, 2);
    ASSERT_EQ_STR(api.warnings.items[0], "old \"API\"");
    ASSERT_EQ_STR(api.warnings.items[1], "two");
}

/* ---- what is tried again, and what is not */

TEST(client, R_103_a_429_is_repeated_for_any_request)
{
    static const struct loopback_answer answers[] = {
        { .status = 429, .headers = "Retry-After: 0\r\n", .type = "text/plain", .body = "later" },
        { .status = 429, .headers = "Retry-After: soon\r\n" },
        { .status = 429, .headers = "Retry-After: -5\r\n" },
        { .body = "{}" },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(send(&api, "POST", false, &err), err);
    ASSERT_EQ_STR(api_requests(&api),
                  "POST /api/v1/x\nPOST /api/v1/x\nPOST /api/v1/x\nPOST /api/v1/x\n");
}

TEST(client, R_103_the_pause_is_what_retry_after_says)
{
    static const struct loopback_answer answers[] = {
        { .status = 503, .headers = "Retry-After: 1\r\n" },
        { .body = "{}" },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    double started = clock_monotonic();

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(get(&api, &err), err);
    ASSERT_TRUE(clock_monotonic() - started >= 1);
}

TEST(client, R_103_a_pause_beyond_the_deadline_is_not_begun)
{
    static const struct loopback_answer answers[] = {
        { .status = 429, .headers = "Retry-After: 3600\r\n", .body = busy },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    double started = clock_monotonic();

    api.options.request_timeout_seconds = 50;
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(get(&api, &err), err, ERROR_UNREACHABLE, "busy");
    ASSERT_TRUE(clock_monotonic() - started < 40);
    ASSERT_CONTAINS(api_requests(&api), "GET /api/v1/x?a=b&timeout=");
    ASSERT_CONTAINS(api_requests(&api), "ms\n");
}

TEST(client, R_104_a_500_of_a_GET_is_repeated_and_that_of_a_write_is_not)
{
    static const struct loopback_answer answers[] = { { .status = 500, .body = busy },
                                                      { .body = "{}" } };
    AUTO(api) reading = API_INIT;
    AUTO(api) writing = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&reading, answers, ARRAY_SIZE(answers));
    ASSERT_OK(get(&reading, &err), err);
    api_start(&writing, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(send(&writing, "PATCH", true, &err), err, ERROR_UNREACHABLE, "busy");
    ASSERT_EQ_STR(api_requests(&writing), "PATCH /api/v1/x\n");
}

TEST(client, R_104_for_ever_is_four_repetitions_and_then_the_reason_and_the_attempts)
{
    static const struct loopback_answer answers[] = { { .status = 500, .body = busy } };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(get(&api, &err), err, ERROR_UNREACHABLE, "after 5 attempts: busy");
    ASSERT_EQ_STR(api_requests(&api), "GET /api/v1/x?a=b\nGET /api/v1/x?a=b\nGET /api/v1/x?a=b\n"
                                      "GET /api/v1/x?a=b\nGET /api/v1/x?a=b\n");
    ASSERT_EQ_INT(kube_last_status(api.client)->code, 500);
    ASSERT_EQ_STR(kube_last_status(api.client)->reason, "Busy");
}

TEST(client, R_103_a_503_or_a_cut_connection_repeats_an_idempotent_write_and_no_other)
{
    static const struct loopback_answer unwilling[] = { { .status = 503 }, { .body = "{}" } };
    static const struct loopback_answer silent[] = { { .silent = true }, { .body = "{}" } };
    static const struct loopback_answer cut[] = { { .body = "{\"a\":1}", .cut = 3 },
                                                  { .body = "{}" } };
    const struct {
        const struct loopback_answer *answers;
        const char *text;
    } cases[] = { { unwilling, "answered 503" },
                  { silent, "without an answer" },
                  { cut, "in the middle" } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(api) twice = API_INIT;
        AUTO(api) once = API_INIT;
        struct error err = ERROR_INIT;

        api_start(&twice, cases[i].answers, 2);
        ASSERT_OK(send(&twice, "PATCH", true, &err), err);
        ASSERT_EQ_STR(api_requests(&twice), "PATCH /api/v1/x\nPATCH /api/v1/x\n");
        api_start(&once, cases[i].answers, 2);
        ASSERT_FAILS(send(&once, "POST", false, &err), err, ERROR_UNREACHABLE, cases[i].text);
        ASSERT_EQ_STR(api_requests(&once), "POST /api/v1/x\n");
        ASSERT_TRUE(kube_may_have_acted(once.client));
    }
}

TEST(client, R_097_a_refused_connection_is_not_tried_again_and_did_nothing)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(api) api = API_INIT;
    AUTO_CHARS url = NULL;
    struct error err = ERROR_INIT;
    double started = clock_monotonic();

    api.options.pause_seconds = 240;
    api_start(&api, answers, ARRAY_SIZE(answers));
    url = view_copy(view_of(api.server.url));
    loopback_release(&api.server);
    ASSERT_FAILS(send(&api, "POST", true, &err), err, ERROR_UNREACHABLE, url + strlen("http://"));
    ASSERT_TRUE(clock_monotonic() - started < 25);
    ASSERT_TRUE(!kube_may_have_acted(api.client));
}

TEST(client, other_codes_are_told_at_once)
{
    static const struct {
        int status;
        enum error_code code;
    } cases[] = { { 400, ERROR_INVALID },    { 401, ERROR_FORBIDDEN }, { 403, ERROR_FORBIDDEN },
                  { 404, ERROR_NOT_FOUND },  { 409, ERROR_CONFLICT },  { 422, ERROR_INVALID },
                  { 501, ERROR_UNREACHABLE } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct loopback_answer answers[] = { { .status = cases[i].status, .body = busy } };
        AUTO(api) api = API_INIT;
        struct error err = ERROR_INIT;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_FAILS(get(&api, &err), err, cases[i].code, "");
        ASSERT_EQ_STR(api_requests(&api), "GET /api/v1/x?a=b\n");
        ASSERT_EQ_INT(kube_last_status(api.client)->code, cases[i].status);
    }
}

static void interrupt(void *context UNUSED, const char *text UNUSED)
{
    raise(SIGINT);
}

TEST(client, R_156_an_interrupt_ends_a_pause_at_once)
{
    static const struct loopback_answer answers[] = {
        { .status = 429, .headers = "Retry-After: 60\r\nWarning: 299 - \"now\"\r\n" },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    double started = clock_monotonic();

    api.options.warn = interrupt;
    process_watch_interrupts();
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(get(&api, &err), err, ERROR_INTERRUPTED, "");
    process_forget_interrupts();
    ASSERT_TRUE(clock_monotonic() - started < 40);
}
