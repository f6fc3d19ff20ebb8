/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/watch.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "harness/api.h"
#include "harness/test.h"

#define AT(version)                                                                                \
    "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"" version "\"},\"items\":[]}"
#define OBJECT(name, version)                                                                      \
    "{\"metadata\":{\"name\":\"" name "\",\"resourceVersion\":\"" version "\"}}"
#define EVENT(type, object)  "{\"type\":\"" type "\",\"object\":" object "}\n"
#define ADDED(name, version) EVENT("ADDED", OBJECT(name, version))
#define EXPIRED                                                                                    \
    "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old resource "     \
    "version\"}"
#define LISTED  "GET /x?limit=1\n"
#define WATCHED "GET /x?watch=1&allowWatchBookmarks=true&resourceVersion="
#define SECONDS "&timeoutSeconds=300\n"

/* What was told: "begin ", "+a ", "~a ", "-a "; it ends at the name "end". */
struct told {
    struct buf text;
    bool go_on; /* behind a refusal */
};

static bool begin(void *context, struct error *err UNUSED)
{
    struct told *told = context;

    buf_add(&told->text, "begin ");
    return true;
}

static bool receive(void *context, enum kube_event event, const struct ynode *object,
                    struct error *err)
{
    struct told *told = context;
    struct view name = ynode_text(ynode_get_path(object, "metadata", "name", NULL));

    if (view_is(name, "end"))
        return error_set(err, ERROR_FOUND, "the end");
    buf_addf(&told->text, "%c" VIEW_FMT " ", "+~-"[event], VIEW_ARGS(name));
    return true;
}

static bool refused(void *context, const struct error *problem)
{
    struct told *told = context;

    buf_addf(&told->text, "refused: %s ", error_message(problem));
    return told->go_on;
}

static bool is_over(void *context, struct error *err)
{
    const double *ends = context;

    return clock_monotonic() < *ends || error_set(err, ERROR_FOUND, "over");
}

/* Watch /x until the event "end" (true) or a failure. */
static bool watch(struct api *api, struct told *told, unsigned seconds, struct error *err)
{
    const struct kube_watch watch = { .path = "/x",
                                      .seconds = seconds,
                                      .begin = begin,
                                      .receive = receive,
                                      .refused = refused,
                                      .context = told };

    if (kube_watch(api->client, &watch, 1, NULL, err))
        return true;
    if (err->code != ERROR_FOUND)
        return false;
    error_clear(err);
    return true;
}

/* The events that ANSWERS make, and the requests that were sent. */
#define ASSERT_WATCHES(answers_, events_, requests_)                                               \
    do {                                                                                           \
        AUTO(api) api = API_INIT;                                                                  \
        AUTO(error) err = ERROR_INIT;                                                              \
        struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };                               \
                                                                                                   \
        api_start(&api, answers_, ARRAY_SIZE(answers_));                                           \
        ASSERT_OK(watch(&api, &told, 0, &err), err);                                               \
        ASSERT_EQ_BUF(&told.text, events_);                                                        \
        ASSERT_EQ_STR(api_requests(&api), requests_);                                              \
        buf_release(&told.text);                                                                   \
    } while (0)

TEST(watch, events_are_told_behind_the_point_where_the_list_stands)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = ADDED("a", "8") EVENT("MODIFIED", OBJECT("a", "9"))
              EVENT("DELETED", OBJECT("a", "10")) ADDED("end", "11"),
          .open = true },
    };

    ASSERT_WATCHES(answers, "begin +a ~a -a ", LISTED WATCHED "7" SECONDS);
}

TEST(watch, metadata_alone_is_asked_for_by_the_name_of_the_list_and_of_the_object)
{
    static const struct loopback_answer answers[] = { { .body = AT("7") },
                                                      { .body = ADDED("end", "8") } };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    const struct kube_watch watch = {
        .path = "/x?a=b", .metadata_only = true, .receive = receive, .context = &told
    };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(kube_watch(api.client, &watch, 1, NULL, &err), err, ERROR_FOUND, "the end");
    ASSERT_CONTAINS(loopback_log(&api.server), "GET /x?a=b&limit=1 HTTP/1.1");
    ASSERT_CONTAINS(loopback_log(&api.server), "as=PartialObjectMetadataList;");
    ASSERT_CONTAINS(loopback_log(&api.server), "as=PartialObjectMetadata;");
    buf_release(&told.text);
}

TEST(watch, R_121_an_event_cut_in_the_middle_comes_again_after_the_cut)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = ADDED("a", "8") ADDED("b\303\266", "9"), .cut = 45 },
        { .body = ADDED("b\303\266", "9") ADDED("end", "10") },
    };

    ASSERT_WATCHES(answers, "begin +a +b\303\266 ", LISTED WATCHED "7" SECONDS WATCHED "8" SECONDS);
}

/* Cut anywhere, in a line or in a character of it: nothing is lost, nothing comes twice. */
TEST(watch, R_121_R_122_a_watch_that_is_cut_at_any_byte_goes_on_behind_the_last_event)
{
    static const char events[] = ADDED("\303\266", "8") ADDED("\360\237\230\200", "9");
    static const char rest[] = ADDED("\360\237\230\200", "9") ADDED("end", "10");
    const size_t first = strlen(ADDED("\303\266", "8"));

    for (size_t at = 0; at < sizeof(events); at++) {
        const bool has_first = at >= first, has_second = at == strlen(events);
        const struct loopback_answer answers[] = {
            { .body = AT("7") },
            { .body = events, .cut = strlen(events) - at },
            { .body = has_second  ? ADDED("end", "10")
                      : has_first ? rest
                                  : test_format("%s%s", ADDED("\303\266", "8"), rest) },
        };

        ASSERT_WATCHES(answers, "begin +\303\266 +\360\237\230\200 ",
                       test_format("%s%s7%s%s%s%s", LISTED, WATCHED, SECONDS, WATCHED,
                                   has_second  ? "9"
                                   : has_first ? "8"
                                               : "7",
                                   SECONDS));
    }
}

TEST(watch, R_122_R_124_a_request_that_ends_goes_on_at_the_last_bookmark)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = ADDED("a", "8") EVENT("BOOKMARK", OBJECT("", "90")) },
        { .body = ADDED("end", "91") },
    };

    ASSERT_WATCHES(answers, "begin +a ", LISTED WATCHED "7" SECONDS WATCHED "90" SECONDS);
}

TEST(watch, R_123_a_point_that_was_forgotten_is_asked_for_anew_as_a_status)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .status = 410, .body = EXPIRED },
        { .body = AT("20") },
        { .body = ADDED("end", "21") },
    };

    ASSERT_WATCHES(answers, "begin begin ", LISTED WATCHED "7" SECONDS LISTED WATCHED "20" SECONDS);
}

TEST(watch, R_123_and_as_an_event)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = ADDED("a", "8") EVENT("ERROR", EXPIRED) },
        { .body = AT("20") },
        { .body = ADDED("end", "21") },
    };

    ASSERT_WATCHES(answers, "begin +a begin ",
                   LISTED WATCHED "7" SECONDS LISTED WATCHED "20" SECONDS);
}

TEST(watch, R_103_R_104_what_the_server_cannot_do_now_is_asked_again)
{
    static const struct loopback_answer answers[] = {
        { .status = 429, .headers = "Retry-After: 0\r\n", .body = "{}" },
        { .body = AT("7") },
        { .status = 500, .body = "{}" },
        { .status = 503, .body = "{}" },
        { .body =
              EVENT("ERROR", "{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd is down\"}") },
        { .body = ADDED("end", "8") },
    };

    ASSERT_WATCHES(answers, "begin ",
                   LISTED LISTED WATCHED "7" SECONDS WATCHED "7" SECONDS WATCHED "7" SECONDS WATCHED
                                         "7" SECONDS);
}

TEST(watch, R_124_what_is_no_event_of_ours_is_ignored_and_said_once)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = EVENT("RENAMED", OBJECT("a", "8")) EVENT("RENAMED", OBJECT("b", "8"))
              EVENT("ADDED", "null") "{\"type\":\"ADDED\"}\n\n" ADDED("end", "9") },
    };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(watch(&api, &told, 0, &err), err);
    ASSERT_EQ_BUF(&told.text, "begin ");
    ASSERT_EQ_UINT(api.warnings.len, 2);
    ASSERT_CONTAINS(api.warnings.items[0], "unknown type");
    ASSERT_CONTAINS(api.warnings.items[1], "without an object");
    buf_release(&told.text);
}

TEST(watch, R_124_an_event_that_is_too_large_is_passed_over_and_all_is_read_anew)
{
    AUTO(buf) body = BUF_INIT((size_t)4 << 20);
    struct loopback_answer answers[] = { { .body = AT("7") }, { .body = NULL } };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };

    buf_add(&body, ADDED("a", "8") "{\"type\":\"ADDED\",\"object\":{\"data\":\"");
    buf_add_repeat(&body, 'x', (size_t)2 << 20);
    buf_add(&body, "\"}}\n" ADDED("b", "10") ADDED("end", "11"));
    answers[1].body = buf_text(&body);
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(watch(&api, &told, 0, &err), err);
    ASSERT_EQ_BUF(&told.text, "begin +a begin +b ");
    ASSERT_EQ_UINT(api.warnings.len, 1);
    ASSERT_CONTAINS(api.warnings.items[0], "too large");
    buf_release(&told.text);
}

/* How many requests are sent within some tenths of a second when all get ANSWER behind the list. */
static size_t asked_within_a_while(struct loopback_answer answer)
{
    const struct loopback_answer answers[] = { { .body = AT("7") }, answer };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    const struct kube_watch watches = { .path = "/x", .receive = receive, .context = &told };
    double ends = clock_monotonic() + 0.4;
    const struct kube_tick tick = { .tick = is_over, .context = &ends };
    size_t count = 0;

    api.options.pause_seconds = 0.04;
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(kube_watch(api.client, &watches, 1, &tick, &err), err, ERROR_FOUND, "over");
    for (const char *c = api_requests(&api); *c; c++)
        count += *c == '\n';
    buf_release(&told.text);
    return count;
}

TEST(watch, R_125_a_server_that_wants_to_be_asked_at_once_for_ever_is_not)
{
    static const struct loopback_answer now = { .status = 503, .headers = "Retry-After: 0\r\n" };
    static const struct loopback_answer one = { .body = ADDED("a", "8") };
    static const struct loopback_answer gone = { .body =
                                                     ADDED("a", "8") "{\"type\":\"ERROR\","
                                                                     "\"object\":" EXPIRED "}\n" };

    ASSERT_TRUE(asked_within_a_while(now) < 10);
    ASSERT_TRUE(asked_within_a_while(one) < 30);
    ASSERT_TRUE(asked_within_a_while(gone) < 45);
}

TEST(watch, R_125_a_server_that_ends_at_once_each_time_is_asked_less_and_less_often)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = "" },
        { .body = "" },
        { .silent = true },
        { .body = "" },
        { .body = "" },
        { .body = ADDED("end", "8") },
    };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    double started = clock_monotonic();

    /* At least half of 10 + 20 + 40 + 80 + 160 ms. */
    api.options.pause_seconds = 0.01;
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(watch(&api, &told, 0, &err), err);
    ASSERT_TRUE(clock_monotonic() - started >= 0.155);
    ASSERT_EQ_BUF(&told.text, "begin ");
    ASSERT_CONTAINS(api.warnings.items[0], "tried again: the server ends it at once");
    buf_release(&told.text);
}

TEST(watch, R_126_silence_beyond_the_servers_own_limit_connects_anew)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },
        { .body = "", .open = true },
        { .body = ADDED("end", "8") },
    };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(watch(&api, &told, 1, &err), err);
    ASSERT_CONTAINS(api_requests(&api),
                    LISTED WATCHED "7&timeoutSeconds=1\n" WATCHED "7&timeoutSeconds=1\n");
    buf_release(&told.text);
}

TEST(watch, a_server_that_sends_no_events_is_none_of_ours)
{
    static const struct loopback_answer answers[] = {
        { .body = AT("7") },       { .body = "<html>\n" }, { .body = "[1]\n" },
        { .body = "{\"type\"\n" }, { .body = "{}\n" },
    };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FALSE(watch(&api, &told, 0, &err));
    ASSERT_EQ_INT(err.code, ERROR_SYNTAX);
    ASSERT_CONTAINS(error_message(&err), "no event");
    buf_release(&told.text);
}

TEST(watch, R_092_a_refusal_ends_it_unless_the_caller_goes_on_without)
{
    static const struct loopback_answer answers[] = {
        { .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"pods is forbidden\"}" },
    };

    for (int go_on = 0; go_on < 2; go_on++) {
        AUTO(api) api = API_INIT;
        AUTO(error) err = ERROR_INIT;
        struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX), .go_on = go_on };

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_EQ_INT(watch(&api, &told, 0, &err), go_on);
        ASSERT_EQ_BUF(&told.text, "refused: pods is forbidden ");
        if (!go_on)
            ASSERT_EQ_INT(err.code, ERROR_FORBIDDEN);
        buf_release(&told.text);
    }
}

TEST(watch, what_does_not_answer_at_the_start_is_told)
{
    static const struct loopback_answer answers[] = { { .silent = true } };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FALSE(watch(&api, &told, 0, &err));
    ASSERT_EQ_INT(err.code, ERROR_UNREACHABLE);
    ASSERT_EQ_BUF(&told.text, "");
    buf_release(&told.text);
}

TEST(watch, R_122_a_server_that_goes_between_the_rows_and_their_watch_is_waited_for)
{
    static const struct loopback_answer answers[] = {
        { .silent = true },
        { .silent = true },
        { .body = AT("7") },
        { .body = ADDED("end", "8") },
    };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    struct told told = { .text = BUF_INIT(BUF_TEXT_BYTES_MAX) };
    const struct kube_watch watches = {
        .path = "/x", .patient = true, .begin = begin, .receive = receive, .context = &told
    };

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(kube_watch(api.client, &watches, 1, NULL, &err), err, ERROR_FOUND, "the end");
    ASSERT_EQ_BUF(&told.text, "begin ");
    ASSERT_CONTAINS(api.warnings.items[0], "tried again: the server ");
    buf_release(&told.text);
}
