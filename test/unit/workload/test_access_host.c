/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/access_host.h"

#include <stdlib.h>

#include "base/file.h"
#include "harness/api.h"
#include "harness/test.h"

#define HEAD "apiVersion: juno/v1\nkind: ClusterInventory\n"

/* The host of context `lab` in an inventory of TEXT, or the error. */
static const char *said(const char *text)
{
    struct error err = ERROR_INIT;
    AUTO_CHARS dir = file_make_private_dir("juno-test-", &err);
    AUTO_CHARS path = file_join(dir, "clusters.yaml");
    AUTO_CHARS host = NULL;
    const char *answer;

    ASSERT_OK(file_write(path, view_of(text), 0600, &err), err);
    if (access_host_from_inventory(&host, path, "lab", &err))
        answer = test_format("%s", host ? host : "none");
    else
        answer = test_format("%s", error_message(&err) + strlen(path));
    error_release(&err);
    file_remove_tree(dir);
    return answer;
}

TEST(access_host, the_inventory_says_it_by_context_and_without_one_by_name)
{
    ASSERT_EQ_STR(said(HEAD "spec: {clusters: [{name: lab, context: other, accessHost: a}, {name: "
                            "b, context: lab, accessHost: b}]}"),
                  "b");
    ASSERT_EQ_STR(said(HEAD "spec: {clusters: [{name: lab, accessHost: a}]}"), "a");
    ASSERT_EQ_STR(said(HEAD "spec: {clusters: [{name: lab}, {name: x, accessHost: a}]}"), "none");
    ASSERT_EQ_STR(said(HEAD), "none");
}

TEST(access_host, an_inventory_that_is_none_is_told_with_its_place)
{
    ASSERT_EQ_STR(said("kind: Pod\n"), ":1:1: a ClusterInventory of juno/v1 is wanted");
    ASSERT_EQ_STR(said(HEAD "spec:\n  clusters: {}\n"), ":4:13: spec.clusters is no list");
}

/* The host of the nodes in a list of ITEMS. */
static const char *guessed(int status, const char *items)
{
    const struct loopback_answer answers[] = { {
        .status = status,
        .body = test_format("{\"kind\":\"%s\",\"reason\":\"Forbidden\",\"items\":[%s]}",
                            status == 403 ? "Status" : "NodeList", items),
    } };
    AUTO(api) api = API_INIT;
    AUTO_CHARS host = NULL;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(access_host_from_nodes(&host, api.client, &err), err);
    return test_format("%s", host ? host : "none");
}

#define NODE(name, ready, type, address)                                                           \
    "{\"metadata\":{\"name\":\"" name "\"},\"status\":{\"conditions\":[{\"type\":\"Ready\","       \
    "\"status\":\"" ready "\"}],\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"10.0.0.1\"}" \
    ",{\"type\":\"" type "\",\"address\":\"" address "\"}]}}"

TEST(access_host, the_guess_is_the_first_ready_node_by_name)
{
    ASSERT_EQ_STR(guessed(200, NODE("b", "True", "ExternalIP",
                                    "192.0.2.2") "," NODE("a", "True", "ExternalIP", "192.0.2.1")),
                  "192.0.2.1");
    ASSERT_EQ_STR(guessed(200, NODE("a", "False", "ExternalIP",
                                    "192.0.2.1") "," NODE("b", "True", "Hostname", "node-b")),
                  "10.0.0.1");
    ASSERT_EQ_STR(guessed(200, NODE("a", "Unknown", "ExternalIP", "192.0.2.1")), "none");
    ASSERT_EQ_STR(guessed(403, ""), "none");
}
