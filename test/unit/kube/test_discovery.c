/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/discovery.h"

#include "harness/api.h"
#include "harness/test.h"
#include "yaml/emit.h"
#include "json/decode.h"

#define LIST_OF(groups)                                                                            \
    "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/"                    \
    "v2\",\"items\":[" groups "]}"
#define GROUP(name, versions) "{\"metadata\":{\"name\":\"" name "\"},\"versions\":[" versions "]}"
#define VERSION(name, freshness, resources)                                                        \
    "{\"version\":\"" name "\",\"freshness\":\"" freshness "\",\"resources\":[" resources "]}"
/* Group and version of the response kind are empty: the enclosing ones count. */
#define RESOURCE(plural, kind, scope)                                                              \
    "{\"resource\":\"" plural                                                                      \
    "\",\"responseKind\":{\"group\":\"\",\"version\":\"\",\"kind\":\"" kind                        \
    "\"},\"scope\":\"" scope "\",\"verbs\":[\"get\",\"list\",\"delete\"],"                         \
    "\"subresources\":[{\"subresource\":\"status\",\"responseKind\":{\"kind\":\"" kind "\"}}]}"

#define CORE                                                                                       \
    LIST_OF("{\"metadata\":{},\"versions\":[" VERSION(                                             \
        "v1", "Current",                                                                           \
        RESOURCE("pods", "Pod", "Namespaced") "," RESOURCE("nodes", "Node", "Cluster")) "]}")
#define APPS                                                                                       \
    GROUP(                                                                                         \
        "apps",                                                                                    \
        VERSION("v1", "Current", RESOURCE("deployments", "Deployment", "Namespaced")) "," VERSION( \
            "v1beta1", "Current", RESOURCE("deployments", "Deployment", "Namespaced")))
#define STALE  GROUP("metrics.k8s.io", VERSION("v1", "Stale", ""))
#define RENDER GROUP("r.example", VERSION("v1", "Current", RESOURCE("farms", "Farm", "Namespaced")))

static const struct kube_resource *find(struct kube_discovery *discovery, const char *group,
                                        const char *version, const char *kind)
{
    const struct object_ref ref = { .group = view_of(group),
                                    .version = view_of(version),
                                    .kind = view_of(kind) };
    const struct kube_resource *resource = NULL;
    struct error err = ERROR_INIT;

    ASSERT_OK(kube_discovery_find(discovery, &ref, &resource, &err), err);
    return resource;
}

static void does_not_find(struct kube_discovery *discovery, const char *group, const char *kind,
                          enum error_code code, const char *text)
{
    const struct object_ref ref = { .group = view_of(group),
                                    .version = VIEW("v1"),
                                    .kind = view_of(kind) };
    const struct kube_resource *resource = NULL;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(kube_discovery_find(discovery, &ref, &resource, &err), err, code, text);
}

static const char *path_of(const struct kube_resource *resource, const char *namespace,
                           const char *name)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    kube_resource_add_path(&path, resource, view_of(namespace), view_of(name));
    return test_format("%s", buf_text(&path));
}

TEST(discovery, the_aggregated_form_takes_two_requests_at_the_first_question)
{
    static const struct loopback_answer answers[] = { { .body = CORE }, { .body = LIST_OF(APPS) } };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *resource;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    ASSERT_EQ_STR(api_requests(&api), "");
    resource = find(discovery, "apps", "v1", "Deployment");
    ASSERT_EQ_STR(path_of(resource, "dev", "web"), "/apis/apps/v1/namespaces/dev/deployments/web");
    ASSERT_TRUE(resource->preferred && resource->listable && resource->deletable);
    resource = find(discovery, "apps", "v1beta1", "Deployment");
    ASSERT_TRUE(!resource->preferred);
    ASSERT_EQ_STR(resource->version, "v1beta1");
    ASSERT_EQ_STR(path_of(find(discovery, "", "v1", "Node"), "dev", "n"), "/api/v1/nodes/n");
    ASSERT_EQ_STR(api_requests(&api), "GET /api\nGET /apis\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "g=apidiscovery.k8s.io;as=APIGroupDiscoveryList");
    ASSERT_EQ_UINT(kube_discovery_notes(discovery)->len, 0);
}

TEST(discovery, all_resources_come_in_the_servers_order_and_subresources_are_none)
{
    static const struct loopback_answer answers[] = { { .body = CORE },
                                                      { .body = LIST_OF(APPS "," RENDER) } };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *resources;
    AUTO(buf) kinds = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    size_t count;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    ASSERT_OK(kube_discovery_all(discovery, &resources, &count, &err), err);
    for (size_t i = 0; i < count; i++)
        buf_addf(&kinds, "%s.%s.%s ", resources[i].plural, resources[i].version,
                 resources[i].group);
    ASSERT_EQ_BUF(&kinds, "pods.v1. nodes.v1. deployments.v1.apps deployments.v1beta1.apps "
                          "farms.v1.r.example ");
}

TEST(discovery, R_105_an_unknown_kind_reads_the_kinds_once_more_and_then_no_more)
{
    static const struct loopback_answer answers[] = {
        { .body = CORE },  { .body = LIST_OF(APPS) },
        { .body = CORE },  { .body = LIST_OF(APPS "," RENDER) },
        { .status = 500 },
    };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *earlier;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    earlier = find(discovery, "apps", "v1", "Deployment");
    ASSERT_EQ_STR(find(discovery, "r.example", "v1", "Farm")->plural, "farms");
    /* What was found before stays. */
    ASSERT_EQ_STR(earlier->plural, "deployments");
    does_not_find(discovery, "r.example", "Barn", ERROR_NOT_FOUND,
                  "the server has no kind Barn of r.example/v1");
    ASSERT_EQ_STR(api_requests(&api), "GET /api\nGET /apis\nGET /api\nGET /apis\n");
}

TEST(discovery, R_111_a_group_that_is_down_is_noted_and_is_no_missing_kind)
{
    static const struct loopback_answer answers[] = {
        { .body = CORE },
        { .body = LIST_OF(STALE "," APPS) },
        { .body = CORE },
        { .body = LIST_OF(STALE "," APPS) },
    };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    find(discovery, "apps", "v1", "Deployment");
    ASSERT_EQ_UINT(kube_discovery_notes(discovery)->len, 1);
    ASSERT_EQ_STR(kube_discovery_notes(discovery)->items[0],
                  "the API metrics.k8s.io/v1 does not answer");
    does_not_find(discovery, "metrics.k8s.io", "PodMetrics", ERROR_UNREACHABLE,
                  "the API metrics.k8s.io/v1 with the kind PodMetrics does not answer");
    ASSERT_EQ_UINT(kube_discovery_notes(discovery)->len, 1);
}

TEST(discovery, R_111_without_the_aggregated_form_each_version_is_asked_for)
{
    static const struct loopback_answer answers[] = {
        { .body = "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}" },
        { .body = "{\"kind\":\"APIResourceList\",\"resources\":["
                  "{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true,\"verbs\":[\"list\"]},"
                  "{\"name\":\"pods/log\",\"kind\":\"Pod\",\"namespaced\":true,\"verbs\":[]},"
                  "{\"name\":\"nodes\",\"kind\":\"Node\",\"namespaced\":false,\"verbs\":[]}]}" },
        { .body = "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"apps\",\"versions\":["
                  "{\"groupVersion\":\"apps/v1\",\"version\":\"v1\"}],"
                  "\"preferredVersion\":{\"groupVersion\":\"apps/v1\"}},"
                  "{\"name\":\"gone.io\",\"versions\":[{\"version\":\"v1\"}]}]}" },
        { .body = "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"deployments\","
                  "\"kind\":\"Deployment\",\"namespaced\":true,\"verbs\":[\"delete\"]}]}" },
        { .status = 404, .type = "text/plain", .body = "404 page not found" },
    };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *resource;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    resource = find(discovery, "apps", "v1", "Deployment");
    ASSERT_TRUE(resource->preferred && resource->deletable && !resource->listable);
    ASSERT_TRUE(resource->namespaced);
    ASSERT_TRUE(!find(discovery, "", "v1", "Node")->namespaced);
    ASSERT_EQ_STR(api_requests(&api), "GET /api\nGET /api/v1\nGET /apis\nGET /apis/apps/v1\n"
                                      "GET /apis/gone.io/v1\n");
    ASSERT_EQ_UINT(kube_discovery_notes(discovery)->len, 1);
    ASSERT_CONTAINS(kube_discovery_notes(discovery)->items[0],
                    "the API gone.io/v1 does not answer: the server answered 404");
}

TEST(discovery, a_server_that_fails_or_answers_something_else_is_told)
{
    static const struct loopback_answer forbidden = {
        .status = 403, .body = "{\"kind\":\"Status\",\"message\":\"not you\"}"
    };
    static const struct loopback_answer other = { .body = "{\"kind\":\"Pod\"}" };
    AUTO(api) closed = API_INIT;
    AUTO(api) odd = API_INIT;
    AUTO_FREE(kube_discovery) of_closed = NULL;
    AUTO_FREE(kube_discovery) of_odd = NULL;

    api_start(&closed, &forbidden, 1);
    of_closed = kube_discovery_new(closed.client);
    does_not_find(of_closed, "", "Pod", ERROR_FORBIDDEN,
                  "cannot ask the server for its kinds: not you");
    api_start(&odd, &other, 1);
    of_odd = kube_discovery_new(odd.client);
    does_not_find(of_odd, "", "Pod", ERROR_UNREACHABLE, "the server's list of kinds is a 'Pod'");
}

TEST(discovery, R_106_resources_that_say_little_are_passed_over)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST_OF("null,7,{\"versions\":{}},{\"metadata\":null,\"versions\":[null,"
                          "{\"resources\":[null,{\"resource\":\"x\"},{\"responseKind\":7}]}]}") },
        { .body = LIST_OF(APPS) },
    };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *resources;
    struct error err = ERROR_INIT;
    size_t count;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    ASSERT_OK(kube_discovery_all(discovery, &resources, &count, &err), err);
    ASSERT_EQ_UINT(count, 2);
}

TEST(discovery, paths_are_escaped_and_lose_what_is_not_given)
{
    ASSERT_EQ_STR(path_of(&kube_config_maps, "dev", "a/../b"),
                  "/api/v1/namespaces/dev/configmaps/a%2F..%2Fb");
    ASSERT_EQ_STR(path_of(&kube_config_maps, "", ""), "/api/v1/configmaps");
    ASSERT_EQ_STR(path_of(&kube_config_maps, "d v", ""), "/api/v1/namespaces/d%20v/configmaps");
}

TEST(discovery, an_item_of_a_list_gets_its_version_and_kind)
{
    const struct kube_resource resource = { .group = "apps",
                                            .version = "v1",
                                            .kind = "Deployment" };
    AUTO_FREE(ydoc) item = ydoc_from_json(VIEW("{\"metadata\":{\"name\":\"web\"}}"), NULL);
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) own = kube_resource_own(&resource, ydoc_root(item), &err);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(emit_json(&text, ydoc_root(own), 0, YAML_1_1, &err), err);
    ASSERT_CONTAINS(buf_text(&text), "\"apiVersion\":\"apps/v1\"");
    ASSERT_CONTAINS(buf_text(&text), "\"kind\":\"Deployment\"");
    ASSERT_CONTAINS(buf_text(&text), "\"name\":\"web\"");
}

TEST(discovery, a_kind_that_the_preferred_version_lacks_is_preferred_where_it_is)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST_OF("") },
        { .body = LIST_OF(
              GROUP("gateway",
                    VERSION("v1", "Current", RESOURCE("routes", "Route", "Namespaced")) "," VERSION(
                        "v1alpha2", "Current",
                        RESOURCE("routes", "Route", "Namespaced") "," RESOURCE(
                            "tcproutes", "TCPRoute",
                            "Namespaced")) "," VERSION("v1alpha1", "Current",
                                                       RESOURCE("tcproutes", "TCPRoute",
                                                                "Namespaced")))) },
    };
    AUTO(api) api = API_INIT;
    AUTO_FREE(kube_discovery) discovery = NULL;
    const struct kube_resource *resources;
    AUTO(buf) preferred = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    size_t count;

    api_start(&api, answers, ARRAY_SIZE(answers));
    discovery = kube_discovery_new(api.client);
    ASSERT_OK(kube_discovery_all(discovery, &resources, &count, &err), err);
    for (size_t i = 0; i < count; i++)
        if (resources[i].preferred)
            buf_addf(&preferred, "%s/%s ", resources[i].version, resources[i].plural);
    ASSERT_EQ_BUF(&preferred, "v1/routes v1alpha2/tcproutes ");
}

TEST(discovery, R_107_an_item_as_deep_as_json_may_be_is_an_error)
{
    const struct kube_resource resource = { .group = "", .version = "v1", .plural = "things" };
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    buf_add(&text, "{\"a\":");
    buf_add_repeat(&text, '[', JSON_DEPTH_MAX - 1);
    buf_add_byte(&text, '1');
    buf_add_repeat(&text, ']', JSON_DEPTH_MAX - 1);
    buf_add_byte(&text, '}');
    AUTO_FREE(ydoc) item = ydoc_from_json(buf_view(&text), &err);
    ASSERT_OK(item, err);
    ASSERT_FAILS(kube_resource_own(&resource, ydoc_root(item), &err), err, ERROR_LIMIT,
                 "an object of the list of things is nested too deep");
}
