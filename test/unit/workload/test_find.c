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
