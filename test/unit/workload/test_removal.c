/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/removal.h"

#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define KIND(kind, plural)                                                                         \
    "{\"resource\":\"" plural "\",\"scope\":\"Namespaced\",\"responseKind\":{\"kind\":\"" kind     \
    "\"},\"verbs\":[\"list\",\"delete\"]}"
#define KINDS                                                                                      \
    "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"versions\":[{\"version\":\"v1\","           \
    "\"resources\":[" KIND("ConfigMap", "configmaps") "]}]}]}"
#define LIST(items) "{\"kind\":\"ConfigMapList\",\"metadata\":{},\"items\":[" items "]}"
#define ITEM(name, more)                                                                           \
    "{\"metadata\":{\"name\":\"" name "\",\"namespace\":\"film\",\"uid\":\"u-" name                \
    "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"nb-1\"}" more "}}"
#define OWNED(name, owner) ITEM(name, ",\"ownerReferences\":[{\"uid\":\"u-" owner "\"}]")
#define KEPT(name)         ITEM(name, ",\"annotations\":{\"" DELETE_PROTECTION "\":\"true\"}")
#define STATUS(reason)     "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"no\"}"

/* What is asked for: the kinds, the list of each, the record. */
static const struct loopback_answer none = { .status = 404, .body = STATUS("NotFound") };
static const struct loopback_answer kinds = { .body = KINDS };
static const struct loopback_answer no_kinds = {
    .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"
};

/* "a b(owned) c(kept) " of what LISTED gives. */
static const char *planned_with(const char *listed, struct loopback_answer adopted)
{
    const struct loopback_answer answers[] = { kinds, no_kinds, { .body = listed }, none, adopted };
    AUTO(api) api = API_INIT;
    AUTO(removal) removal = REMOVAL_INIT;
    AUTO(buf) names = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(api.client);
    const struct removal_request request = {
        .client = api.client, .discovery = discovery, .namespace = "film", .name = "nb-1"
    };

    ASSERT_OK(removal_plan(&removal, &request, &err), err);
    for (size_t i = 0; i < removal.len; i++)
        buf_addf(&names, "%s%s%s%s ", removal.objects[i].object.name,
                 removal.objects[i].owned ? "(owned)" : "",
                 removal.objects[i].adopted ? "(adopted)" : "",
                 removal.objects[i].kept ? "(kept)" : "");
    for (size_t i = 0; i < removal.notes.len; i++)
        buf_addf(&names, "; %s", removal.notes.items[i]);
    return test_format("%s", buf_text(&names));
}

static const char *planned(const char *listed)
{
    return planned_with(listed, none);
}

TEST(removal, what_objects_that_go_own_goes_with_them)
{
    ASSERT_EQ_STR(planned(LIST(ITEM("a", "") "," OWNED("b", "a") "," OWNED("c", "b"))),
                  "a b(owned) c(owned) ");
    /* In any order. */
    ASSERT_EQ_STR(planned(LIST(OWNED("a", "b") "," OWNED("b", "c") "," ITEM("c", ""))),
                  "a(owned) b(owned) c ");
}

TEST(removal, what_others_own_or_what_stays_owns_has_to_be_deleted)
{
    ASSERT_EQ_STR(planned(LIST(OWNED("a", "foreign") "," OWNED("b", "a"))), "a b(owned) ");
    ASSERT_EQ_STR(planned(LIST(KEPT("a") "," OWNED("b", "a"))), "a(kept) b ");
    ASSERT_EQ_STR(
        planned(LIST(ITEM("a", "") "," ITEM("b", ",\"ownerReferences\":[{\"uid\":\"u-a\"},"
                                                 "{\"uid\":\"u-foreign\"}]"))),
        "a b ");
    ASSERT_EQ_STR(planned(LIST(OWNED("a", "b") "," OWNED("b", "a"))), "a b ");
}

TEST(removal, an_object_that_comes_twice_is_planned_once)
{
    ASSERT_EQ_STR(planned(LIST(ITEM("a", "") "," ITEM("a", ""))), "a ");
}

TEST(removal, R_131_what_is_of_another_workload_is_left_alone)
{
    ASSERT_EQ_STR(planned(LIST(ITEM("a", "") "," ITEM(
                      "b", ",\"annotations\":{\"" OWNERSHIP_NAMESPACE "\":\"other\"}"))),
                  "a ");
}

#define ADOPTS(kind) LIST(ITEM("a", ",\"annotations\":{\"" OWNERSHIP_ADOPT "x\":\"" kind "\"}"))
#define OBJECT(more)                                                                               \
    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"namespace\":"    \
    "\"film\",\"uid\":\"u-x\"" more "}}"

TEST(removal, what_an_object_adopts_goes_too_unless_it_is_of_another_workload)
{
    ASSERT_EQ_STR(planned_with(ADOPTS("ConfigMap"), (struct loopback_answer){ .body = OBJECT("") }),
                  "a x(adopted) ");
    ASSERT_EQ_STR(planned_with(ADOPTS("ConfigMap"), none), "a ");
    ASSERT_EQ_STR(
        planned_with(ADOPTS("ConfigMap"),
                     (struct loopback_answer){
                         .body = OBJECT(",\"labels\":{\"" OWNERSHIP_LABEL "\":\"nb-2\"}") }),
        "a ; ConfigMap/x is adopted, but belongs to another workload: it is kept");
    ASSERT_EQ_STR(planned(ADOPTS("Sprocket")),
                  "a ; Sprocket/x is adopted, but the cluster has no such kind");
}

TEST(removal, what_is_adopted_and_protected_is_kept)
{
    ASSERT_EQ_STR(
        planned_with(ADOPTS("ConfigMap"),
                     (struct loopback_answer){
                         .body = OBJECT(",\"annotations\":{\"" DELETE_PROTECTION "\":\"true\"}") }),
        "a x(adopted)(kept) ");
}

TEST(removal, R_135_the_record_stays_while_something_that_it_names_may_not_be_read)
{
    static const struct loopback_answer record = {
        .body = "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"nb-1" RECORD_SUFFIX
                "\",\"uid\":\"u-nb-1" RECORD_SUFFIX
                "\",\"namespace\":\"film\",\"labels\":{\"" OWNERSHIP_LABEL
                "\":\"nb-1\"}},\"data\":{\"" RECORD_INVENTORY
                "\":\"[{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"ConfigMap\\\","
                "\\\"namespace\\\":\\\"film\\\",\\\"name\\\":\\\"x\\\"}]\"}}"
    };
    const struct loopback_answer answers[] = {
        kinds,
        no_kinds,
        { .body = LIST(ITEM("nb-1" RECORD_SUFFIX, "") "," ITEM("a", "")) },
        record,
        { .status = 403, .body = STATUS("Forbidden") },
        { .body = "{\"kind\":\"Status\"}" },
    };
    AUTO(api) api = API_INIT;
    AUTO(removal) removal = REMOVAL_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(api.client);
    const struct removal_request request = {
        .client = api.client, .discovery = discovery, .namespace = "film", .name = "nb-1"
    };

    ASSERT_OK(removal_plan(&removal, &request, &err), err);
    ASSERT_FAILS(removal_run(&removal, &request, &err), err, ERROR_PARTIAL,
                 "1 of 3 objects of 'nb-1' could not be deleted");
    ASSERT_CONTAINS(api_requests(&api), "DELETE /api/v1/namespaces/film/configmaps/a\n");
    ASSERT_NOT_CONTAINS(api_requests(&api), "DELETE /api/v1/namespaces/film/configmaps/nb-1");
}

/* A is deleted, and waited for: LOOK is what the server says then. */
static bool waited_for(struct loopback_answer look, struct error *err)
{
    const struct loopback_answer answers[] = {
        kinds, no_kinds, { .body = LIST(ITEM("a", "")) }, none, { .body = "{}" }, look,
    };
    AUTO(api) api = API_INIT;
    AUTO(removal) removal = REMOVAL_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(api.client);
    const struct removal_request request = {
        .client = api.client, .discovery = discovery, .namespace = "film", .name = "nb-1"
    };

    ASSERT_OK(removal_plan(&removal, &request, err), *err);
    ASSERT_OK(removal_run(&removal, &request, err), *err);
    return removal_wait(&removal, &request, 60, err);
}

TEST(removal, an_object_whose_kind_went_with_it_is_gone)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(waited_for(none, &err), err);
    ASSERT_OK(waited_for((struct loopback_answer){ .status = 404,
                                                   .type = "text/plain",
                                                   .body = "404 page not found\n" },
                         &err),
              err);
    ASSERT_FAILS(
        waited_for((struct loopback_answer){ .status = 403, .body = STATUS("Forbidden") }, &err),
        err, ERROR_FORBIDDEN, "no");
}
