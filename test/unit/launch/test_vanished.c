/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/vanished.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"
#include "workload/removal.h"

#define STATUS(reason) "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"no\"}"
#define ENTRY(kind, name)                                                                          \
    "{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"" kind                                        \
    "\\\",\\\"namespace\\\":\\\"film\\\",\\\"name\\\":\\\"" name "\\\",\\\"uid\\\":\\\"u-" name    \
    "\\\"}"
#define RECORD(entries)                                                                            \
    "{\"metadata\":{\"name\":\"nb-1" RECORD_SUFFIX "\",\"labels\":{\"" OWNERSHIP_LABEL             \
    "\":\"nb-1\"}},\"data\":{\"" RECORD_INVENTORY "\":\"[" entries "]\"}}"
#define LIVE(kind, name, uid, owner, more)                                                         \
    "{\"apiVersion\":\"v1\",\"kind\":\"" kind "\",\"metadata\":{\"namespace\":\"film\",\"name\":"  \
    "\"" name "\",\"uid\":\"" uid "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" owner "\"}" more     \
    "}}"
#define OURS(kind, name) LIVE(kind, name, "u-" name, "nb-1", "")
#define DISCOVERY                                                                                  \
    { .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"versions\":[{\"version\":\"v1\"," \
              "\"resources\":[{\"resource\":\"configmaps\",\"scope\":\"Namespaced\","              \
              "\"responseKind\":{\"kind\":\"ConfigMap\"}},{\"resource\":"                          \
              "\"persistentvolumeclaims\",\"scope\":\"Namespaced\",\"responseKind\":{\"kind\":"    \
              "\"PersistentVolumeClaim\"}}]}]}]}" },                                               \
    {                                                                                              \
        .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"                                \
    }

static void add_told(void *context, const struct object_ref *ref, const char *outcome)
{
    buf_addf(context, VIEW_FMT ": %s\n", VIEW_ARGS(ref->name), outcome);
}

struct result {
    const char *told;
    const char *inventory; /* "a b " of what is left in it */
    const char *warnings;
    const char *requests;
    enum error_code code;
};

static struct result remove_vanished(const char *record_text, const char *planned,
                                     const struct loopback_answer *answers, size_t count,
                                     enum kube_dry_run dry_run)
{
    AUTO(api) api = API_INIT;
    AUTO(apply) apply = APPLY_INIT;
    AUTO(buf) told = BUF_INIT(BUF_TEXT_BYTES_MAX), left = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) warnings = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) record_doc = ydoc_parse(view_of(record_text), "record", &err);
    AUTO_FREE(ydoc) plan_doc = planned ? ydoc_parse(view_of(planned), "plan", &err) : NULL;
    struct record record;

    ASSERT_OK(record_read(&record, ydoc_root(record_doc)), err);
    api_start(&api, answers, count);
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(api.client);
    const struct apply_request request = {
        .client = api.client,
        .discovery = discovery,
        .name = "nb-1",
        .namespace = "film",
        .record = &record,
        .dry_run = dry_run,
        .told = add_told,
        .context = &told,
    };

    if (plan_doc) {
        apply.objects = mem_alloc_zero(1, sizeof(*apply.objects));
        apply.objects[0].object = ydoc_root(plan_doc);
        apply.objects[0].live = ydoc_parse(view_of(planned), "live", &err);
        apply.len = 1;
    }
    (void)!(vanished_plan(&apply, &request, &err) && vanished_remove(&apply, &request, &err));
    for (size_t i = 0; i < apply.inventory.len; i++)
        buf_addf(&left, "%s ", apply.inventory.items[i].name);
    for (size_t i = 0; i < apply.warnings.len; i++)
        buf_addf(&warnings, "%s\n", apply.warnings.items[i]);
    return (struct result){ test_format("%s", buf_text(&told)), test_format("%s", buf_text(&left)),
                            test_format("%s", buf_text(&warnings)),
                            test_format("%s", api_requests(&api)), err.code };
}

#define PATH "/api/v1/namespaces/film/configmaps/"

TEST(vanished, what_the_manifests_name_no_more_goes_and_leaves_the_inventory)
{
    static const struct loopback_answer answers[] = {
        DISCOVERY,
        { .body = OURS("ConfigMap", "b") },
        { .body = "{\"kind\":\"Status\"}" },
    };
    struct result result =
        remove_vanished(RECORD(ENTRY("ConfigMap", "a") "," ENTRY("ConfigMap", "b")),
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: film}}",
                        answers, ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_EQ_STR(result.told, "b: deleted\n");
    ASSERT_EQ_STR(result.inventory, "");
    ASSERT_CONTAINS(result.requests, "GET " PATH "b\nDELETE " PATH "b\n");
    ASSERT_NOT_CONTAINS(result.requests, PATH "a");
}

TEST(vanished, a_record_that_names_itself_or_the_history_loses_neither)
{
    static const struct loopback_answer answers[] = {
        DISCOVERY,
        { .body = OURS("ConfigMap", "nb-1" RECORD_SUFFIX) },
        { .body = "{\"kind\":\"Status\"}" },
    };
    static const struct loopback_answer version[] = {
        { .body =
              "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"versions\":[{\"version\":\"v1\","
              "\"resources\":[{\"resource\":\"secrets\",\"scope\":\"Namespaced\","
              "\"responseKind\":{\"kind\":\"Secret\"}}]}]}]}" },
        { .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}" },
        { .body =
              "{\"type\":\"juno/launch\",\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":"
              "{\"namespace\":\"film\",\"name\":\"nb-1-juno-v3\",\"uid\":\"u-nb-1-juno-v3\","
              "\"labels\":{\"" OWNERSHIP_LABEL "\":\"nb-1\"}}}" },
        { .body = "{\"kind\":\"Status\"}" },
    };
    struct result result = remove_vanished(RECORD(ENTRY("ConfigMap", "nb-1" RECORD_SUFFIX)), NULL,
                                           answers, ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_EQ_STR(result.told, "");
    ASSERT_EQ_STR(result.inventory, "");
    ASSERT_NOT_CONTAINS(result.requests, "DELETE");
    result = remove_vanished(RECORD(ENTRY("Secret", "nb-1-juno-v3")), NULL, version,
                             ARRAY_SIZE(version), KUBE_WRITE);
    ASSERT_CONTAINS(result.requests, "GET /api/v1/namespaces/film/secrets/nb-1-juno-v3\n");
    ASSERT_EQ_STR(result.told, "");
    ASSERT_NOT_CONTAINS(result.requests, "DELETE");
}

TEST(vanished, a_dry_run_tells_and_sends_nothing)
{
    static const struct loopback_answer answers[] = { DISCOVERY,
                                                      { .body = OURS("ConfigMap", "b") } };
    struct result result = remove_vanished(RECORD(ENTRY("ConfigMap", "b")), NULL, answers,
                                           ARRAY_SIZE(answers), KUBE_DRY_RUN);

    ASSERT_EQ_STR(result.told, "b: deleted\n");
    ASSERT_NOT_CONTAINS(result.requests, "DELETE");
}

TEST(vanished, claims_and_what_is_protected_stay_and_stay_in_the_inventory)
{
    static const struct loopback_answer answers[] = {
        DISCOVERY,
        { .body = OURS("PersistentVolumeClaim", "a") },
        { .body = LIVE("ConfigMap", "b", "u-b", "nb-1",
                       ",\"annotations\":{\"" DELETE_PROTECTION "\":\"true\"}") },
    };
    struct result result =
        remove_vanished(RECORD(ENTRY("PersistentVolumeClaim", "a") "," ENTRY("ConfigMap", "b")),
                        NULL, answers, ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_CONTAINS(result.told, "a: kept (not in the manifests any more, but it holds data)\n");
    ASSERT_CONTAINS(result.told, "b: kept (delete protection)\n");
    ASSERT_EQ_STR(result.inventory, "a b ");
    ASSERT_NOT_CONTAINS(result.requests, "DELETE");
}

TEST(vanished, R_131_what_is_not_ours_or_another_of_its_name_is_left_alone)
{
    static const struct loopback_answer others[] = {
        DISCOVERY, { .body = LIVE("ConfigMap", "b", "u-b", "other", "") }
    };
    static const struct loopback_answer new_one[] = {
        DISCOVERY, { .body = LIVE("ConfigMap", "b", "u-new", "nb-1", "") }
    };
    static const struct loopback_answer gone[] = { DISCOVERY,
                                                   { .status = 404, .body = STATUS("NotFound") } };
    const struct loopback_answer *const cases[] = { others, new_one, gone };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        struct result result =
            remove_vanished(RECORD(ENTRY("ConfigMap", "b")), NULL, cases[i], 3, KUBE_WRITE);

        ASSERT_EQ_INT(result.code, ERROR_NONE);
        ASSERT_EQ_STR(result.told, "");
        ASSERT_EQ_STR(result.inventory, "");
        ASSERT_NOT_CONTAINS(result.requests, "DELETE");
    }
}

TEST(vanished, R_135_what_may_not_be_looked_at_stays_in_the_inventory)
{
    static const struct loopback_answer answers[] = {
        DISCOVERY, { .status = 403, .body = STATUS("Forbidden") }
    };
    struct result result = remove_vanished(RECORD(ENTRY("ConfigMap", "b")), NULL, answers,
                                           ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_EQ_STR(result.inventory, "b ");
    ASSERT_CONTAINS(result.warnings, "ConfigMap/b is not in the manifests any more, and stays: no");
}

TEST(vanished, R_133_one_that_cannot_be_removed_stays_in_the_inventory)
{
    static const struct loopback_answer answers[] = {
        DISCOVERY,
        { .body = OURS("ConfigMap", "b") },
        { .status = 403, .body = STATUS("Forbidden") },
    };
    struct result result = remove_vanished(RECORD(ENTRY("ConfigMap", "b")), NULL, answers,
                                           ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_EQ_INT(result.code, ERROR_FORBIDDEN);
    ASSERT_EQ_STR(result.inventory, "b ");
    ASSERT_EQ_STR(result.told, "");
}

TEST(vanished, what_the_manifests_name_by_another_group_that_serves_it_stays)
{
    static const struct loopback_answer answers[] = {
        { .body =
              "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"versions\":[{\"version\":\"v1\","
              "\"resources\":[{\"resource\":\"events\",\"scope\":\"Namespaced\","
              "\"responseKind\":{\"kind\":\"Event\"}}]}]}]}" },
        { .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}" },
        { .body = OURS("Event", "b") },
        { .body = "{\"kind\":\"Status\"}" },
    };
    static const char planned[] = "{apiVersion: events.k8s.io/v1, kind: Event,"
                                  " metadata: {name: b, namespace: film, uid: %s}}";
    struct result result = remove_vanished(RECORD(ENTRY("Event", "b")), test_format(planned, "u-b"),
                                           answers, ARRAY_SIZE(answers), KUBE_WRITE);

    ASSERT_EQ_STR(result.told, "");
    ASSERT_EQ_STR(result.warnings, "");
    ASSERT_NOT_CONTAINS(result.requests, "DELETE");
    /* Of the same name, but another object. */
    result = remove_vanished(RECORD(ENTRY("Event", "b")), test_format(planned, "u-c"), answers,
                             ARRAY_SIZE(answers), KUBE_WRITE);
    ASSERT_EQ_STR(result.told, "b: deleted\n");
    ASSERT_CONTAINS(result.requests, "DELETE /api/v1/namespaces/film/events/b\n");
}
