/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/definitions.h"

#include "harness/api.h"
#include "harness/test.h"

#define NO_KINDS                                                                                   \
    {                                                                                              \
        .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"                                \
    }
#define WIDGETS                                                                                    \
    {                                                                                              \
        .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":"          \
                "\"e.org\"},\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":"       \
                "\"widgets\",\"scope\":\"Namespaced\",\"responseKind\":{\"group\":\"e.org\","      \
                "\"version\":\"v1\",\"kind\":\"Widget\"}}]}]}]}"                                   \
    }

static const char manifests[] =
    "apiVersion: v1\nkind: List\nitems:\n"
    "- apiVersion: apiextensions.k8s.io/v1\n  kind: CustomResourceDefinition\n"
    "  metadata: {name: widgets.e.org}\n"
    "  spec: {group: e.org, scope: Namespaced, names: {kind: Widget, plural: widgets},\n"
    "    versions: [{name: v1}]}\n---\n"
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
    "metadata: {name: worlds.e.org}\n"
    "spec: {group: e.org, scope: Cluster, names: {kind: World, plural: worlds},\n"
    "  versions: [{name: v1}]}\n";

struct defining {
    struct api api;
    struct kube_discovery *discovery;
    struct plan plan;
    struct apply apply;
    struct apply_request request;
};

static void defining_release(struct defining *defining)
{
    apply_release(&defining->apply);
    plan_release(&defining->plan);
    kube_discovery_free(defining->discovery);
    api_release(&defining->api);
}

static void begin(struct defining *to, const struct loopback_answer *answers, size_t count)
{
    const struct stream_options options = { .origin = "test" };
    struct error err = ERROR_INIT;

    *to = (struct defining){ .api = API_INIT, .plan = PLAN_INIT, .apply = APPLY_INIT };
    api_start(&to->api, answers, count);
    to->discovery = kube_discovery_new(to->api.client);
    ASSERT_OK(stream_parse(&to->plan.stream, VIEW(manifests), &options, &err), err);
    to->request = (struct apply_request){ .client = to->api.client,
                                          .discovery = to->discovery,
                                          .plan = &to->plan };
}

static const struct kube_resource *find(struct defining *defining, const char *version,
                                        const char *kind)
{
    const struct object_ref ref = { .group = VIEW("e.org"),
                                    .version = view_of(version),
                                    .kind = view_of(kind) };
    const struct kube_resource *resource;
    AUTO(error) problem = ERROR_INIT;

    if (definitions_find(&defining->apply, &defining->request, &ref, &resource, &problem))
        return resource;
    ASSERT_EQ_INT(problem.code, ERROR_NOT_FOUND);
    return NULL;
}

TEST(definitions, a_kind_that_the_cluster_has_not_is_that_of_the_manifests)
{
    static const struct loopback_answer answer = NO_KINDS;
    AUTO(defining) defining;
    const struct kube_resource *widget, *world;

    begin(&defining, &answer, 1);
    widget = find(&defining, "v1", "Widget");
    ASSERT_NOT_NULL(widget);
    ASSERT_EQ_STR(widget->plural, "widgets");
    ASSERT_TRUE(widget->namespaced);
    ASSERT_TRUE(definitions_has(&defining.apply, widget));
    ASSERT_TRUE(find(&defining, "v1", "Widget") == widget);
    world = find(&defining, "v1", "World");
    ASSERT_FALSE(world->namespaced);
    ASSERT_EQ_INT(defining.apply.defined_len, 2);
    ASSERT_NULL(find(&defining, "v2", "Widget"));
    ASSERT_NULL(find(&defining, "v1", "Gadget"));
}

TEST(definitions, a_kind_that_the_cluster_has_is_the_clusters)
{
    static const struct loopback_answer answers[] = { NO_KINDS, WIDGETS };
    AUTO(defining) defining;
    const struct kube_resource *widget;

    begin(&defining, answers, ARRAY_SIZE(answers));
    widget = find(&defining, "v1", "Widget");
    ASSERT_NOT_NULL(widget);
    ASSERT_FALSE(definitions_has(&defining.apply, widget));
}

static const struct loopback_answer not_served = { .status = 404,
                                                   .type = "text/plain",
                                                   .body = "404 page not found\n" };
static const struct loopback_answer no_object = {
    .status = 404, .body = "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\"}"
};

TEST(definitions, an_object_waits_until_the_server_serves_its_kind_and_says_so)
{
    const struct loopback_answer answers[] = {
        NO_KINDS,   NO_KINDS,  NO_KINDS, NO_KINDS, not_served,
        not_served, no_object, NO_KINDS, WIDGETS,  WIDGETS,
    };
    AUTO(defining) defining;
    AUTO_FREE(ydoc) doc = NULL;
    struct apply_object object = { .object = NULL };
    struct error err = ERROR_INIT;

    begin(&defining, answers, ARRAY_SIZE(answers));
    doc =
        ydoc_parse(VIEW("{apiVersion: e.org/v1, kind: Widget, metadata: {name: w, namespace: f}}"),
                   "object", &err);
    object.object = ydoc_root(doc);
    object.resource = find(&defining, "v1", "Widget");
    ASSERT_OK(definitions_wait(&object, &defining.request, &err), err);
    ASSERT_CONTAINS(api_requests(&defining.api), "GET /apis/e.org/v1/namespaces/f/widgets/w\n"
                                                 "GET /apis/e.org/v1/namespaces/f/widgets/w\n"
                                                 "GET /apis/e.org/v1/namespaces/f/widgets/w\n"
                                                 "GET /api\nGET /apis\n");
}

TEST(definitions, what_is_no_question_of_time_is_told_at_once)
{
    static const struct loopback_answer answers[] = {
        NO_KINDS,
        NO_KINDS,
        NO_KINDS,
        NO_KINDS,
        { .status = 403, .body = "{\"kind\":\"Status\",\"reason\":\"Forbidden\"}" },
    };
    AUTO(defining) defining;
    AUTO_FREE(ydoc) doc = NULL;
    struct apply_object object = { .object = NULL };
    struct error err = ERROR_INIT;

    begin(&defining, answers, ARRAY_SIZE(answers));
    doc =
        ydoc_parse(VIEW("{apiVersion: e.org/v1, kind: Widget, metadata: {name: w, namespace: f}}"),
                   "object", &err);
    object.object = ydoc_root(doc);
    object.resource = find(&defining, "v1", "Widget");
    ASSERT_FAILS(definitions_wait(&object, &defining.request, &err), err, ERROR_FORBIDDEN, "");
}
