/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/find.h"

#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define LIST(items) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" items "]}"
/* It waits for its pods. */
#define DEPLOYING(name)                                                                            \
    "{\"metadata\":{\"name\":\"" name "\",\"namespace\":\"film\",\"uid\":\"u-" name                \
    "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" name                                               \
    "\"}},\"spec\":{\"replicas\":1,\"selector\":{\"matchLabels\":{\"app\":\"" name "\"}}}}"

TEST(find, R_092_workloads_are_listed_without_reasons_where_pods_may_not_be_read)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST("") },
        { .body = LIST(DEPLOYING("a") "," DEPLOYING("b")) },
        { .body = LIST("") },
        { .body = LIST("") },
        { .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"pods is forbidden\"}" },
    };
    AUTO(api) api = API_INIT;
    AUTO(found_list) list = FOUND_LIST_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(find_workloads(&list, api.client, "film", &err), err);
    ASSERT_EQ_UINT(list.len, 2);
    ASSERT_EQ_STR(list.items[0].name, "a");
    ASSERT_EQ_INT(list.items[0].state, WORKLOAD_DEPLOYING);
    ASSERT_EQ_UINT(list.notes.len, 1);
    ASSERT_EQ_STR(list.notes.items[0], "pods is forbidden");
}

#define LABELLED(name, more)                                                                       \
    "{\"metadata\":{\"name\":\"" name "\",\"namespace\":\"film\",\"uid\":\"u-" name                \
    "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" name "\"" more                                     \
    "}},\"spec\":{\"replicas\":0,\"selector\":{}}}"
#define FORBIDDEN(kind)                                                                            \
    {                                                                                              \
        .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"" kind " is forbidden\"}"       \
    }

TEST(find, a_selector_matches_the_labels_of_the_record_or_of_what_runs)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST(LABELLED("a-kuiper-config", ",\"team\":\"film\"")) },
        { .body = LIST(LABELLED("b", ",\"team\":\"film\"") "," LABELLED("c", "")) },
        { .body = LIST(LABELLED("a", "")) },
        { .body = LIST("") },
    };
    AUTO(api) api = API_INIT;
    AUTO(found_list) list = FOUND_LIST_INIT;
    AUTO_FREE(selector) selector = selector_new(VIEW("team=film"), NULL);
    struct error err = ERROR_INIT;

    list.selector = selector;
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(find_workloads(&list, api.client, "film", &err), err);
    ASSERT_EQ_UINT(list.len, 2);
    ASSERT_EQ_STR(list.items[0].name, "a-kuiper-config");
    ASSERT_EQ_STR(list.items[1].name, "b");
}

TEST(find, R_092_what_runs_is_listed_where_records_may_not_be_read)
{
    static const struct loopback_answer answers[] = {
        FORBIDDEN("configmaps"),
        { .body = LIST(LABELLED("a", "")) },
        FORBIDDEN("deployments"),
        { .body = LIST("") },
    };
    AUTO(api) api = API_INIT;
    AUTO(found_list) list = FOUND_LIST_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(find_workloads(&list, api.client, "film", &err), err);
    ASSERT_EQ_UINT(list.len, 1);
    ASSERT_EQ_STR(list.items[0].name, "a");
    ASSERT_TRUE(!list.items[0].has_record);
    ASSERT_EQ_UINT(list.notes.len, 2);
    ASSERT_EQ_STR(list.notes.items[0], "configmaps is forbidden");
    ASSERT_EQ_STR(list.notes.items[1], "deployments is forbidden");
}

TEST(find, R_092_who_may_see_neither_records_nor_what_runs_is_told_so)
{
    static const struct loopback_answer answers[] = { FORBIDDEN("configmaps"),
                                                      FORBIDDEN("statefulsets"),
                                                      FORBIDDEN("deployments") };
    AUTO(api) api = API_INIT;
    AUTO(found_list) list = FOUND_LIST_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(find_workloads(&list, api.client, "film", &err), err, ERROR_FORBIDDEN,
                 "configmaps is forbidden");
}

#define RECORD(name)                                                                               \
    "{\"metadata\":{\"name\":\"" name RECORD_SUFFIX "\",\"namespace\":\"film\",\"uid\":\"u-" name  \
    "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" name "\"}}}"

/* What is said of "nb" where ANSWER is the list of records, for which one request was sent. */
static void expect_missing(const struct loopback_answer *answer, const char *hint)
{
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answer, 1);
    ASSERT_FAILS_HINT(find_failed(api.client, "film", "nb", " -n film", &err), err, ERROR_NOT_FOUND,
                      "there is no workload 'nb' in namespace 'film'", hint);
    ASSERT_EQ_STR(api_requests(&api),
                  "GET /api/v1/namespaces/film/configmaps?labelSelector=kuiper.juno-innovations.com"
                  "%2Fkuiper-instance&limit=500\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "as=PartialObjectMetadataList");
}

TEST(find, a_workload_that_is_not_there_is_told_with_the_one_that_was_meant)
{
    static const struct loopback_answer some = { .body = LIST(RECORD("rd-7") "," RECORD("nb-1")) };
    static const struct loopback_answer others = { .body = LIST(RECORD("rd-7")) };
    static const struct loopback_answer none = { .body = LIST("") };

    expect_missing(&some, "did you mean 'nb-1'?");
    expect_missing(&others, "kubectl juno ps -n film shows those that there are");
    expect_missing(&none, "this project has none; kubectl juno ps -A -n film shows those of all");
}

TEST(find, R_092_a_workload_that_is_not_there_is_told_where_records_may_not_be_listed)
{
    static const struct loopback_answer answer = FORBIDDEN("configmaps");
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;

    api_start(&api, &answer, 1);
    ASSERT_FALSE(find_failed(api.client, "film", "nb", "", &err));
    ASSERT_EQ_STR(error_message(&err), "there is no workload 'nb' in namespace 'film'");
    ASSERT_NULL(err.hint);
}

TEST(find, names_end_at_their_limit_with_what_came)
{
    AUTO(buf) body = BUF_INIT((size_t)64 << 20);
    struct loopback_answer answer = { .status = 0 };
    AUTO(api) api = API_INIT;
    AUTO(strv) names = STRV_INIT;
    struct error err = ERROR_INIT;

    buf_add(&body, "{\"kind\":\"List\",\"metadata\":{},\"items\":[");
    for (int i = 0; i <= FIND_NAMES_MAX; i++)
        buf_addf(&body,
                 "%s{\"metadata\":{\"name\":\"w-%d" RECORD_SUFFIX
                 "\",\"uid\":\"u-%d\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"w-%d\"}}}",
                 i > 0 ? "," : "", i, i, i);
    buf_add(&body, "]}");
    answer.body = buf_text(&body);
    api_start(&api, &answer, 1);
    ASSERT_OK(find_names(&names, api.client, "film", &err), err);
    ASSERT_EQ_UINT(names.len, FIND_NAMES_MAX);
    ASSERT_EQ_INT(err.code, ERROR_NONE);
}
