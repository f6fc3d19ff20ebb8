/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/client.h"

#include "harness/api.h"
#include "harness/test.h"

#define ITEM(name) "{\"metadata\":{\"name\":\"" name "\",\"uid\":\"uid-" name "\"}}"
#define PAGE(token, items)                                                                         \
    "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":\"" token "\"},\"items\":[" items "]}"
#define EXPIRED "{\"kind\":\"Status\",\"reason\":\"Expired\",\"message\":\"too old\",\"code\":410}"

/* What was received: names in order, "| " where a restart dropped the rest. */
struct received {
    struct buf names;
    const char *refuse; /* fail at this name */
};

static bool receive(void *context, const struct ynode *item, struct error *err)
{
    struct received *received = context;
    struct view name = ynode_text(ynode_get_path(item, "metadata", "name", NULL));

    if (received->refuse && view_is(name, received->refuse))
        return error_set(err, ERROR_INVALID, "refused");
    buf_addf(&received->names, VIEW_FMT " ", VIEW_ARGS(name));
    return true;
}

static void restart(void *context)
{
    struct received *received = context;

    buf_add(&received->names, "| ");
}

/* The names of a list of /x; RESTARTS: with a function for it. */
static bool names(struct api *api, struct received *received, bool restarts, struct error *err)
{
    const struct kube_list list = { .path = "/x?labelSelector=a",
                                    .limit = 2,
                                    .receive = receive,
                                    .restart = restarts ? restart : NULL,
                                    .context = received };

    return kube_list(api->client, &list, err);
}

static const char first[] = "GET /x?labelSelector=a&limit=2\n";

TEST(list, pages_follow_each_other_by_their_token)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("a+b/c=", ITEM("one") "," ITEM("two")) },
        { .body = PAGE("next", "") },
        { .body = PAGE("", ITEM("three")) },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&api, &received, true, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two three ");
    ASSERT_EQ_STR(api_requests(&api), "GET /x?labelSelector=a&limit=2\n"
                                      "GET /x?labelSelector=a&limit=2&continue=a%2Bb%2Fc%3D\n"
                                      "GET /x?labelSelector=a&limit=2&continue=next\n");
    buf_release(&received.names);
}

TEST(list, a_path_without_a_query_gets_one_and_pages_of_500)
{
    static const struct loopback_answer answers[] = { { .body = PAGE("", "") } };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    const struct kube_list list = { .path = "/x", .receive = receive, .context = &received };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(kube_list(api.client, &list, &err), err);
    ASSERT_EQ_STR(api_requests(&api), "GET /x?limit=500\n");
    ASSERT_EQ_BUF(&received.names, "");
    buf_release(&received.names);
}

/* ---- the token expires between two pages */

static const struct loopback_answer expiring[] = {
    { .body = PAGE("t", ITEM("one") "," ITEM("two")) },
    { .status = 410, .body = EXPIRED },
    { .body = PAGE("u", ITEM("two") "," ITEM("new")) },
    { .body = PAGE("", ITEM("three")) },
};

TEST(list, R_108_an_expired_token_begins_again_and_says_so)
{
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, expiring, ARRAY_SIZE(expiring));
    ASSERT_OK(names(&api, &received, true, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two | two new three ");
    ASSERT_EQ_UINT(api.warnings.len, 1);
    ASSERT_CONTAINS(api.warnings.items[0], "read again");
    buf_release(&received.names);
}

TEST(list, R_109_who_keeps_what_was_received_gets_no_object_twice)
{
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, expiring, ARRAY_SIZE(expiring));
    ASSERT_OK(names(&api, &received, false, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two new three ");
    buf_release(&received.names);
}

TEST(list, R_108_a_page_that_says_it_is_followed_by_itself_ends_the_list)
{
    static const struct loopback_answer answers[] = { { .body = PAGE("t", ITEM("one")) } };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_LIMIT, "the same page for ever");
    ASSERT_EQ_STR(api_requests(&api), "GET /x?labelSelector=a&limit=2\n"
                                      "GET /x?labelSelector=a&limit=2&continue=t\n");
    buf_release(&received.names);
}

TEST(list, R_106_a_token_that_is_null_is_none)
{
    static const struct loopback_answer answers[] = {
        { .body = "{\"kind\":\"ConfigMapList\",\"metadata\":{\"continue\":null},\"items\":[" ITEM(
              "one") "]}" },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&api, &received, false, &err), err);
    ASSERT_EQ_BUF(&received.names, "one ");
    ASSERT_EQ_STR(api_requests(&api), first);
    buf_release(&received.names);
}

TEST(list, R_109_an_object_that_two_pages_have_comes_once)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("t", ITEM("one") "," ITEM("two")) },
        { .body = PAGE("", ITEM("two") "," ITEM("three")) },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&api, &received, false, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two three ");
    buf_release(&received.names);
}

TEST(list, R_109_objects_without_a_uid_cannot_be_known_again)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("t", "{\"metadata\":{\"name\":\"one\"}}") },
        { .status = 410, .body = EXPIRED },
        { .body = PAGE("", "") },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(names(&api, &received, false, &err), err, ERROR_UNREACHABLE, "too old");
    buf_release(&received.names);
}

TEST(list, R_108_a_token_that_expires_again_ends_it)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("t", ITEM("one")) }, { .status = 410, .body = EXPIRED },
        { .body = PAGE("t", ITEM("one")) }, { .status = 410, .body = EXPIRED },
        { .body = PAGE("", "") },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_UNREACHABLE, "too old");
    buf_release(&received.names);
}

TEST(list, R_108_a_410_of_the_first_page_is_no_expired_token)
{
    static const struct loopback_answer answers[] = { { .status = 410, .body = EXPIRED },
                                                      { .body = PAGE("", "") } };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_UNREACHABLE, "too old");
    ASSERT_EQ_STR(api_requests(&api), first);
    buf_release(&received.names);
}

/* ---- answers that break */

TEST(list, R_100_an_answer_cut_before_the_first_item_is_repeated_alone)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("", ITEM("one")), .cut = sizeof(ITEM("one")) + 1 },
        { .body = PAGE("", ITEM("one")) },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&api, &received, true, &err), err);
    ASSERT_EQ_BUF(&received.names, "one ");
    ASSERT_EQ_UINT(api.warnings.len, 0);
    buf_release(&received.names);
}

TEST(list, R_100_an_answer_cut_behind_an_item_begins_again)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("t", ITEM("one")) },
        { .body = PAGE("", ITEM("two")), .cut = 1 },
        { .body = PAGE("", ITEM("one") "," ITEM("two")) },
    };
    AUTO(api) dropping = API_INIT;
    AUTO(api) keeping = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    struct error err = ERROR_INIT;

    api_start(&dropping, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&dropping, &received, true, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two | one two ");
    buf_clear(&received.names);
    api_start(&keeping, answers, ARRAY_SIZE(answers));
    ASSERT_OK(names(&keeping, &received, false, &err), err);
    ASSERT_EQ_BUF(&received.names, "one two ");
    buf_release(&received.names);
}

TEST(list, R_107_a_rest_that_is_no_json_fails_though_items_were_received)
{
    static const char *const bodies[] = {
        "{\"kind\":\"AList\",\"items\":[" ITEM("one") "],}",
        "{\"kind\":\"AList\",\"items\":[" ITEM("one") "]} {}",
        "{\"kind\":\"AList\",\"items\":[" ITEM("one") "]",
        "{\"kind\":\"AList\",\"items\":[" ITEM("one") "],\"items\":[]}",
        "\xef\xbb\xbf{\"kind\":\"AList\",\"items\":[" ITEM("one") "]}",
    };

    for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
        const struct loopback_answer answers[] = { { .body = bodies[i] } };
        AUTO(api) api = API_INIT;
        struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
        struct error err = ERROR_INIT;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_SYNTAX, "");
        ASSERT_EQ_BUF(&received.names, "one ");
        ASSERT_EQ_STR(api_requests(&api), first);
        buf_release(&received.names);
    }
}

TEST(list, R_101_what_is_no_list_is_none)
{
    static const struct loopback_answer page = { .type = "text/html", .body = "<title>Log in" };
    static const struct loopback_answer pod = { .body = "{\"kind\":\"Pod\"}" };
    static const struct loopback_answer nothing = { .body = "" };
    const struct {
        const struct loopback_answer *answer;
        const char *text;
    } cases[] = { { &page, "text/html" }, { &pod, "no list" }, { &nothing, "with nothing" } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(api) api = API_INIT;
        struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX) };
        struct error err = ERROR_INIT;

        api_start(&api, cases[i].answer, 1);
        ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_UNREACHABLE, cases[i].text);
        buf_release(&received.names);
    }
}

TEST(list, a_receiver_that_fails_ends_it_with_its_own_words)
{
    static const struct loopback_answer answers[] = {
        { .body = PAGE("t", ITEM("one") "," ITEM("two") "," ITEM("three")) },
    };
    AUTO(api) api = API_INIT;
    struct received received = { .names = BUF_INIT(BUF_TEXT_BYTES_MAX), .refuse = "two" };
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(names(&api, &received, true, &err), err, ERROR_INVALID, "refused");
    ASSERT_EQ_BUF(&received.names, "one ");
    ASSERT_EQ_STR(api_requests(&api), first);
    buf_release(&received.names);
}
