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
