/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/review.h"

#include "harness/api.h"
#include "harness/test.h"

static bool read_version(struct kube_version *version, const char *body, struct error *err)
{
    const struct loopback_answer answers[] = { { .body = body } };
    AUTO(api) api = API_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    return kube_version_read(version, api.client, err);
}

TEST(review, R_112_versions_of_all_forms_are_read)
{
    static const struct {
        const char *body;
        const char *text;
        bool known;
        bool old;
    } cases[] = {
        { "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.2\"}", "v1.34.2", true, false },
        { "{\"major\":\"1\",\"minor\":\"34+\",\"gitVersion\":\"v1.34+\"}", "v1.34+", true, false },
        { "{\"gitVersion\":\"v1.27.0-eks-1\"}", "v1.27.0-eks-1", true, false },
        { "{\"gitVersion\":\"v1.26.15+k3s1\"}", "v1.26.15+k3s1", true, true },
        { "{\"gitVersion\":\"v0.9.9\"}", "v0.9.9", true, true },
        { "{\"gitVersion\":\"v2.0.0\"}", "v2.0.0", true, false },
        { "{\"major\":\"1\",\"minor\":\"20+\",\"gitVersion\":\"custom\"}", "custom", true, true },
        { "{\"major\":\"1\",\"minor\":\"30\"}", "", true, false },
        { "{\"gitVersion\":\"the newest\"}", "the newest", false, false },
        { "{\"gitVersion\":[1],\"major\":null}", "", false, false },
        { "{\"major\":\"99999999999999999999999\",\"minor\":\"1\"}", "", false, false },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(kube_version) version = KUBE_VERSION_INIT;
        struct error err = ERROR_INIT;

        ASSERT_OK(read_version(&version, cases[i].body, &err), err);
        ASSERT_EQ_STR(version.text, cases[i].text);
        ASSERT_EQ_INT(version.known, cases[i].known);
        ASSERT_EQ_INT(kube_version_is_old(&version), cases[i].old);
    }
}

TEST(review, R_112_what_says_no_version_is_no_api_server)
{
    AUTO(kube_version) version = KUBE_VERSION_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FALSE(read_version(&version, "{\"hello\":1}", &err));
    ASSERT_EQ_INT(err.code, ERROR_UNREACHABLE);
    ASSERT_CONTAINS(error_message(&err), "does not say its version");
    ASSERT_TRUE(version.text == NULL);
}

TEST(review, an_act_is_asked_about_as_the_api_wants_it)
{
    static const struct loopback_answer answers[] = {
        { .status = 201, .body = "{\"status\":{\"allowed\":true}}" },
        { .status = 201, .body = "{\"status\":{\"allowed\":false}}" },
    };
    const struct kube_act exec = { "create", "", "pods", "exec", "film-a" };
    const struct kube_act all = { "list", "apps", "deployments", NULL, NULL };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    bool allowed = false;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(kube_may(api.client, &exec, &allowed, &err), err);
    ASSERT_TRUE(allowed);
    ASSERT_OK(kube_may(api.client, &all, &allowed, &err), err);
    ASSERT_FALSE(allowed);
    ASSERT_CONTAINS(loopback_log(&api.server),
                    "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews HTTP/1.1");
    ASSERT_CONTAINS(
        loopback_log(&api.server),
        "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
        "\"spec\":{\"resourceAttributes\":{\"namespace\":\"film-a\",\"verb\":\"create\","
        "\"resource\":\"pods\",\"subresource\":\"exec\"}}}");
    ASSERT_CONTAINS(loopback_log(&api.server),
                    "{\"resourceAttributes\":{\"verb\":\"list\",\"group\":\"apps\","
                    "\"resource\":\"deployments\"}}");
}

TEST(review, R_106_an_answer_that_decides_nothing_is_no_yes)
{
    static const char *const bodies[] = { "{}", "{\"status\":null}",
                                          "{\"status\":{\"allowed\":null}}", "[]",
                                          "{\"status\":[]}" };
    const struct kube_act act = { "get", "", "pods", NULL, "film-a" };

    for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
        const struct loopback_answer answers[] = { { .body = bodies[i] } };
        AUTO(api) api = API_INIT;
        AUTO(error) err = ERROR_INIT;
        bool allowed = false;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_FALSE(kube_may(api.client, &act, &allowed, &err));
        ASSERT_EQ_INT(err.code, ERROR_UNREACHABLE);
        ASSERT_FALSE(allowed);
    }
}

TEST(review, a_text_true_is_no_yes)
{
    static const struct loopback_answer answers[] = {
        { .body = "{\"status\":{\"allowed\":\"true\"}}" },
    };
    const struct kube_act act = { "get", "", "pods", NULL, "film-a" };
    AUTO(api) api = API_INIT;
    AUTO(error) err = ERROR_INIT;
    bool allowed = true;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(kube_may(api.client, &act, &allowed, &err), err);
    ASSERT_FALSE(allowed);
}
