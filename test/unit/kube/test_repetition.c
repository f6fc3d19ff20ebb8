/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/repetition.h"

#include "base/clock.h"
#include "harness/api.h"
#include "harness/test.h"

static const char busy[] = "{\"kind\":\"Status\",\"message\":\"busy\",\"reason\":\"Busy\"}";

static bool get(struct api *api, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;

    return kube_get(api->client, "/api/v1/x", &doc, err);
}

TEST(repetition, R_103_which_answers_repeat_which_requests)
{
    static const struct kube_request reading = { .method = "GET" };
    static const struct kube_request applying = { .method = "PATCH", .idempotent = true };
    static const struct kube_request making = { .method = "POST" };
    static const struct {
        int status;
        bool reading, applying, making;
    } cases[] = {
        { 400, false, false, false }, { 401, false, false, false }, { 404, false, false, false },
        { 409, false, false, false }, { 429, true, true, true },    { 500, true, false, false },
        { 501, false, false, false }, { 502, true, true, false },   { 503, true, true, false },
        { 504, true, true, false },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct http_response response = { .status = cases[i].status };
        struct repetitions none[3] = { { 0, 0 } };

        ASSERT_EQ_INT(repetitions_add(&none[0], &reading, &response, true, ERROR_NONE),
                      cases[i].reading);
        ASSERT_EQ_INT(repetitions_add(&none[1], &applying, &response, true, ERROR_NONE),
                      cases[i].applying);
        ASSERT_EQ_INT(repetitions_add(&none[2], &making, &response, true, ERROR_NONE),
                      cases[i].making);
    }
}

TEST(repetition, R_118_a_connection_that_broke_repeats_what_may_be_done_twice)
{
    static const struct kube_request reading = { .method = "GET" };
    static const struct kube_request making = { .method = "POST" };
    const struct http_response broke = { .connected = true, .sent = true };
    const struct http_response refused = { .connected = false };
    struct repetitions counts = { 0, 0 };

    ASSERT_TRUE(repetitions_add(&counts, &reading, &broke, false, ERROR_UNREACHABLE));
    ASSERT_TRUE(!repetitions_add(&counts, &making, &broke, false, ERROR_UNREACHABLE));
    ASSERT_TRUE(!repetitions_add(&counts, &reading, &refused, false, ERROR_UNREACHABLE));
    ASSERT_TRUE(!repetitions_add(&counts, &reading, &broke, false, ERROR_FORBIDDEN));
    ASSERT_EQ_INT(counts.failures, 1);
}

TEST(repetition, R_119_a_pause_is_what_the_server_named_and_more_when_it_says_so_again)
{
    const struct http_response full = { .status = 429, .retry_after = 3 };
    const struct http_response long_full = { .status = 429, .retry_after = 3600 };
    const struct http_response broken = { .status = 500, .retry_after = 3 };
    const struct http_response silent = { .status = 429, .retry_after = -1 };

    for (int i = 0; i < 100; i++) {
        const struct repetitions first = { 0, 1 }, third = { 0, 3 }, last = { 0, 10 };
        const struct repetitions failed = { 2, 0 };
        double pause = repetitions_pause(&first, 0.5, &full, true);

        ASSERT_TRUE(pause >= 3 && pause <= 3);
        pause = repetitions_pause(&third, 0.5, &full, true);
        ASSERT_TRUE(pause >= 3.5 && pause <= 4.5);
        pause = repetitions_pause(&last, 0.5, &full, true);
        ASSERT_TRUE(pause >= 7 && pause <= 3 + KUBE_SPREAD_SECONDS);
        pause = repetitions_pause(&first, 0.5, &long_full, true);
        ASSERT_TRUE(pause >= KUBE_RETRY_AFTER_MAX && pause <= KUBE_RETRY_AFTER_MAX);
        pause = repetitions_pause(&first, 0.5, &silent, true);
        ASSERT_TRUE(pause >= 0.25 && pause <= 0.75);
        pause = repetitions_pause(&failed, 0.5, &broken, true);
        ASSERT_TRUE(pause >= 0.5 && pause <= 1.5);
    }
}

TEST(repetition, R_103_a_server_without_room_is_asked_eleven_times_and_a_failing_one_still_five)
{
    static const struct loopback_answer full[] = {
        { .status = 429, .headers = "Retry-After: 0\r\n", .body = busy },
    };
    static const struct loopback_answer both[] = {
        { .status = 429, .headers = "Retry-After: 0\r\n" },
        { .status = 500 },
        { .status = 500 },
        { .status = 429, .headers = "Retry-After: 0\r\n" },
        { .status = 500 },
        { .status = 500 },
        { .status = 429 },
        { .body = "{}" },
    };
    AUTO(api) api = API_INIT;
    AUTO(api) mixed = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, full, ARRAY_SIZE(full));
    ASSERT_FAILS(get(&api, &err), err, ERROR_UNREACHABLE, "after 11 attempts: busy");
    ASSERT_EQ_UINT(api.warnings.len, 1);
    ASSERT_EQ_STR(api.warnings.items[0], "the server has no room (429) and is asked again");
    ASSERT_EQ_UINT(strlen(api_requests(&api)), 11 * strlen("GET /api/v1/x\n"));
    api_start(&mixed, both, ARRAY_SIZE(both));
    ASSERT_OK(get(&mixed, &err), err);
    ASSERT_EQ_UINT(mixed.warnings.len, 0);
}

TEST(repetition, R_119_who_is_sent_away_again_waits_longer_than_the_server_named)
{
    static const struct loopback_answer answers[] = {
        { .status = 429, .headers = "Retry-After: 0\r\n" },
        { .status = 429, .headers = "Retry-After: 0\r\n" },
        { .status = 429, .headers = "Retry-After: 0\r\n" },
        { .body = "{}" },
    };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    double started = clock_monotonic();

    api.options.pause_seconds = 0.2;
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(get(&api, &err), err);
    /* 0, 0.2 and 0.4, each half or more of it. */
    ASSERT_TRUE(clock_monotonic() - started >= 0.3);
}
