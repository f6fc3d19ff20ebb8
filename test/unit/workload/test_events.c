/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/events.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "json/decode.h"

#define ABOUT(kind, name, uid)                                                                     \
    "\"involvedObject\":{\"kind\":\"" kind "\",\"name\":\"" name "\",\"uid\":\"" uid "\"}"
#define EVENT(uid, about, more) "{\"metadata\":{\"name\":\"e\",\"uid\":\"" uid "\"}," about more "}"
#define LAST(time)              ",\"lastTimestamp\":\"" time "\""
#define LIST(items)             "{\"kind\":\"EventList\",\"metadata\":{},\"items\":[" items "]}"
#define DEPLOYMENT                                                                                 \
    "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\",\"uid\":"  \
    "\"d-1\",\"creationTimestamp\":\"2026-01-01T10:00:00Z\"}}"

#define NEW_STAMP ",\"lastTimestamp\":null,\"eventTime\":\"2026-01-01T10:00:02.5Z\""
#define SERIES    ",\"series\":{\"count\":2,\"lastObservedTime\":\"2026-01-01T10:00:05Z\"}"

/* "object@last " of the events that the server answers with, for the Deployment web with uid d-1.
 */
static const char *read_events(const char *list)
{
    const struct loopback_answer answers[] = { { .body = list } };
    AUTO(api) api = API_INIT;
    AUTO(gather) gather = GATHER_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    struct ynode *events;

    ARRAY_GROW(gather.objects, gather.len, gather.cap);
    gather.objects[0] = (struct gathered){ .parent = GATHER_ROOT };
    gather.objects[0].doc = ydoc_from_json(view_of(DEPLOYMENT), &err);
    gather.len = 1;
    record_object_read(&gather.objects[0].wanted, ydoc_root(gather.objects[0].doc));
    map_set(&gather.uids, VIEW("d-1"), NULL);
    api_start(&api, answers, 1);
    ASSERT_OK(events_read(&events, doc, api.client, "dev", &gather, &err), err);
    for (size_t i = 0; i < ynode_len(events); i++)
        buf_addf(&text, VIEW_FMT "@" VIEW_FMT " ",
                 VIEW_ARGS(ynode_text(ynode_get(ynode_at(events, i), "object"))),
                 VIEW_ARGS(ynode_text(ynode_get(ynode_at(events, i), "last"))));
    ASSERT_EQ_STR(api_requests(&api), "GET /api/v1/namespaces/dev/events?limit=500\n");
    return test_format("%s", buf_text(&text));
}

TEST(events, both_styles_of_stamps_are_ordered_oldest_first)
{
    static const char list[] =
        LIST(EVENT("1", ABOUT("Deployment", "web", "d-1"), LAST("2026-01-01T10:00:09Z")) "," EVENT(
            "2", ABOUT("Deployment", "web", "d-1"),
            NEW_STAMP) "," EVENT("3", ABOUT("Deployment", "web", "d-1"), SERIES));

    ASSERT_EQ_STR(read_events(list), "Deployment/web@2026-01-01T10:00:02.5Z "
                                     "Deployment/web@2026-01-01T10:00:05Z "
                                     "Deployment/web@2026-01-01T10:00:09Z ");
}

TEST(events, of_replica_sets_those_of_this_deployment_in_this_life_are_told)
{
    ASSERT_EQ_STR(
        read_events(LIST(EVENT("1", ABOUT("ReplicaSet", "web-7c9f", "r"), LAST("2026-01-01T10:00:01Z")) "," EVENT(
            "2", ABOUT("ReplicaSet", "web-api-7c9f", "r"),
            LAST(
                "2026-01-01T10:00:02Z")) "," EVENT("3", ABOUT("ReplicaSet", "web", "r"),
                                                   LAST(
                                                       "2026-01-01T10:00:03Z")) "," EVENT("4",
                                                                                          ABOUT(
                                                                                              "Repl"
                                                                                              "icaS"
                                                                                              "et",
                                                                                              "web-"
                                                                                              "8d8"
                                                                                              "d",
                                                                                              "r"),
                                                                                          LAST(
                                                                                              "2026"
                                                                                              "-01-"
                                                                                              "01T0"
                                                                                              "9:"
                                                                                              "59:"
                                                                                              "59"
                                                                                              "Z")))),
        "ReplicaSet/web-7c9f@2026-01-01T10:00:01Z ");
}

TEST(events, R_106_what_is_no_event_is_passed_over)
{
    ASSERT_EQ_STR(read_events(LIST("{\"metadata\":null},{},{\"metadata\":{\"uid\":\"9\"},"
                                   "\"involvedObject\":null" LAST("soon") "}")),
                  "");
}

TEST(events, R_128_only_the_newest_are_kept)
{
    AUTO(buf) items = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) list = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *told;

    for (int i = 59; i >= 0; i--)
        buf_addf(&items,
                 "%s{\"metadata\":{\"uid\":\"%d\"}," ABOUT("Deployment", "web", "d-1")
                     LAST("2026-01-01T11:00:%02dZ") "}",
                 i < 59 ? "," : "", i, i);
    buf_addf(&list, LIST("%s"), buf_text(&items));
    told = read_events(buf_text(&list));
    ASSERT_EQ_UINT(strlen(told), EVENTS_MAX * strlen("Deployment/web@2026-01-01T11:00:40Z "));
    ASSERT_CONTAINS(told, ":59Z ");
    ASSERT_CONTAINS(told, ":40Z ");
    ASSERT_NOT_CONTAINS(told, ":39Z ");
}
