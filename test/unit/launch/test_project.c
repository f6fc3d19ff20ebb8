/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/project.h"

#include "harness/api.h"
#include "harness/test.h"

#define LIST(items) "{\"kind\":\"List\",\"metadata\":{},\"items\":[" items "]}"
#define NAMED(name) "{\"metadata\":{\"name\":\"" name "\"}}"
#define GROUP(name, type, uid, members)                                                            \
    "{\"metadata\":{\"name\":\"" name "\"},\"spec\":{\"type\":\"" type "\",\"uid\":" uid           \
    ",\"members\":[" members "]}}"
#define NOT_FOUND                                                                                  \
    {                                                                                              \
        .status = 404, .body = "{\"kind\":\"Status\",\"code\":404,\"reason\":\"NotFound\","        \
                               "\"message\":\"not found\"}"                                        \
    }
#define FORBIDDEN                                                                                  \
    {                                                                                              \
        .status = 403, .body = "{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\","       \
                               "\"message\":\"users is forbidden\"}"                               \
    }

/* Only what a test asks for: the rest is said by flags. */
static struct project_request asking(void)
{
    static const struct strv none = STRV_INIT;
    static struct strv no_mounts = STRV_INIT;

    if (no_mounts.len == 0)
        strv_add(&no_mounts, PROJECT_NONE);
    return (struct project_request){ .namespace = "film",
                                     .user = "ada",
                                     .has_uid = true,
                                     .has_gid = true,
                                     .group = NULL,
                                     .has_host = true,
                                     .has_pull_secret = true,
                                     .has_gateway = true,
                                     .mounts = &no_mounts,
                                     .plugins = &none };
}

static void read_with(struct project *project, struct api *api, struct project_request request,
                      const struct loopback_answer *answers, size_t count)
{
    struct error err = ERROR_INIT;

    api_start(api, answers, count);
    request.client = api->client;
    ASSERT_OK(project_read(project, &request, &err), err);
}

static void is_fact(const struct project_fact *fact, const char *text, const char *from)
{
    ASSERT_EQ_STR(fact->text ? fact->text : "(none)", text);
    ASSERT_EQ_STR(fact->from ? fact->from : "(none)", from);
}

/* ---- user and group ---- */

static struct project_request asking_user(void)
{
    struct project_request request = asking();

    request.has_uid = false;
    request.group = "g";
    return request;
}

TEST(project, a_users_id_is_the_platforms)
{
    static const struct loopback_answer answers[] = { { .body = "{\"spec\":{\"uid\":5000001}}" } };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_user(), answers, 1);
    is_fact(&project.uid, "5000001", "User/ada");
    ASSERT_EQ_STR(api_requests(&api), "GET /apis/juno-innovations.com/v2/users/ada\n");
}

TEST(project, why_an_id_is_unknown_is_kept)
{
    static const struct loopback_answer missing[] = { NOT_FOUND }, forbidden[] = { FORBIDDEN };
    static const struct loopback_answer without[] = { { .body = "{\"spec\":{\"uid\":\"x\"}}" } };
    static const struct {
        const struct loopback_answer *answers;
        const char *why;
    } cases[] = { { missing, "User/ada: it is not there" },
                  { without, "User/ada: it has no id" },
                  { forbidden, "User/ada: " } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(api) api = API_INIT;
        AUTO(project) project = PROJECT_INIT;

        read_with(&project, &api, asking_user(), cases[i].answers, 1);
        ASSERT_NULL(project.uid.text);
        ASSERT_CONTAINS(project.uid.from, cases[i].why);
    }
}

TEST(project, without_the_platform_there_is_nothing_to_say_and_no_group_is_asked_for)
{
    static const struct loopback_answer answers[] = {
        { .status = 404, .type = "text/plain", .body = "404 page not found" }
    };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;
    struct project_request request = asking_user();

    request.has_gid = false;
    read_with(&project, &api, request, answers, 1);
    ASSERT_NULL(project.uid.text);
    ASSERT_NULL(project.uid.from);
    ASSERT_EQ_STR(api_requests(&api), "GET /apis/juno-innovations.com/v2/users/ada\n");
}

TEST(project, a_name_that_no_object_can_have_is_not_asked_for)
{
    static const struct loopback_answer answers[] = { NOT_FOUND };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;
    struct project_request request = asking_user();

    request.user = "../secrets/x";
    request.has_gid = true;
    read_with(&project, &api, request, answers, 1);
    ASSERT_EQ_STR(api_requests(&api), "");
}

static struct project_request asking_group(const char *group)
{
    struct project_request request = asking();

    request.has_gid = false;
    request.group = group;
    return request;
}

static const struct loopback_answer groups[] = {
    { .body = LIST(GROUP("film", "project", "900", "\"ada\"") "," GROUP(
          "artists", "posix", "2001",
          "{\"name\":\"ada\"}") "," GROUP("ada", "posix", "1042",
                                          "\"ada\"") "," GROUP("other", "posix", "7", "\"bob\"")) }
};

TEST(project, the_group_is_the_users_posix_group_and_the_one_of_his_name_first)
{
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_group(NULL), groups, 1);
    is_fact(&project.group, "ada", "Group/ada");
    is_fact(&project.gid, "1042", "Group/ada");
    ASSERT_EQ_UINT(project.groups.len, 3);
}

TEST(project, a_group_that_is_named_gives_its_id)
{
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_group("other"), groups, 1);
    is_fact(&project.gid, "7", "Group/other");
}

TEST(project, without_a_posix_group_it_is_the_projects)
{
    static const struct loopback_answer answers[] = {
        { .body = LIST(GROUP("film", "project", "900", "") "," GROUP("x", "role", "5", "\"ada\"")) }
    };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_group(NULL), answers, 1);
    is_fact(&project.group, "film", "Group/film");
    is_fact(&project.gid, "900", "Group/film");
}

TEST(project, who_must_not_list_groups_may_still_read_his_own)
{
    static const struct loopback_answer answers[] = {
        FORBIDDEN, { .body = GROUP("film", "project", "900", "") }
    };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_group(NULL), answers, 2);
    is_fact(&project.gid, "900", "Group/film");
    ASSERT_CONTAINS(api_requests(&api), "GET /apis/juno-innovations.com/v2/groups/film\n");
}

/* ---- host, pull secret, gateway ---- */

static struct project_request asking_place(void)
{
    struct project_request request = asking();

    request.group = "g";
    request.has_host = request.has_pull_secret = false;
    return request;
}

#define KUIPER(env)                                                                                \
    {                                                                                              \
        .body = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{},{\"env\":[" env "]}]}}}}"   \
    }
#define VARIABLE(name, value) "{\"name\":\"" name "\",\"value\":\"" value "\"}"

TEST(project, host_and_pull_secret_are_those_of_the_platforms_launcher)
{
    static const struct loopback_answer answers[] = { KUIPER(
        VARIABLE("HOST", "juno.example.org") "," VARIABLE("PULL_SECRET", "regcred")) };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_place(), answers, 1);
    is_fact(&project.host, "juno.example.org", "Deployment/kuiper");
    is_fact(&project.pull_secret, "regcred", "Deployment/kuiper");
    ASSERT_EQ_STR(api_requests(&api), "GET /apis/apps/v1/namespaces/film/deployments/kuiper\n");
}

TEST(project, without_it_the_host_is_that_of_the_portal)
{
    static const struct loopback_answer answers[] = {
        NOT_FOUND, { .body = "{\"spec\":{\"rules\":[{\"host\":\"hub.example.org\"}]}}" }
    };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_place(), answers, 2);
    is_fact(&project.host, "hub.example.org", "Ingress/hubble-ingress");
    ASSERT_NULL(project.pull_secret.text);
}

TEST(project, a_host_that_is_none_is_passed_over_with_a_warning)
{
    static const struct loopback_answer answers[] = {
        KUIPER(VARIABLE("HOST", "https://x/\\u001b[2J")), NOT_FOUND
    };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;

    read_with(&project, &api, asking_place(), answers, 2);
    ASSERT_NULL(project.host.text);
    ASSERT_EQ_STR(project.warnings.items[0],
                  "the host of Deployment/kuiper is no host name: passed over");
}

static struct project_request asking_gateway(void)
{
    struct project_request request = asking();

    request.group = "g";
    request.has_gateway = false;
    return request;
}

TEST(project, a_gateway_counts_only_where_nothing_serves_ingresses)
{
    static const struct {
        struct loopback_answer answers[2];
        const char *gateway;
    } cases[] = {
        { { { .body = NAMED("orion") }, { .body = LIST(NAMED("traefik")) } }, "true" },
        { { { .body = NAMED("orion") }, { .body = LIST(NAMED("nginx")) } }, "(none)" },
        { { { .body = NAMED("orion") },
            { .body = LIST("{\"metadata\":{\"name\":\"x\"},\"spec\":{\"controller\":\"k8s.io/"
                           "ingress-nginx\"}}") } },
          "(none)" },
        { { { .body = NAMED("orion") }, FORBIDDEN }, "(none)" },
        { { NOT_FOUND }, "(none)" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(api) api = API_INIT;
        AUTO(project) project = PROJECT_INIT;

        read_with(&project, &api, asking_gateway(), cases[i].answers, 2);
        ASSERT_EQ_STR(project.gateway.text ? project.gateway.text : "(none)", cases[i].gateway);
        ASSERT_CONTAINS(
            api_requests(&api),
            "GET /apis/gateway.networking.k8s.io/v1/namespaces/argocd/gateways/orion\n");
    }
}

TEST(project, without_a_cluster_nobody_is_asked_and_nothing_is_known)
{
    AUTO(project) project = PROJECT_INIT;
    struct project_request request = { .namespace = "film", .user = "ada" };
    struct error err = ERROR_INIT;

    ASSERT_OK(project_read(&project, &request, &err), err);
    ASSERT_NULL(project.uid.text);
    ASSERT_NULL(project.volumes);
    ASSERT_NULL(project.plugins);
}

TEST(project, a_server_that_does_not_answer_is_a_failure)
{
    static const struct loopback_answer answers[] = { { .silent = true } };
    AUTO(api) api = API_INIT;
    AUTO(project) project = PROJECT_INIT;
    struct project_request request = asking_user();
    struct error err = ERROR_INIT;

    api_start(&api, answers, 1);
    request.client = api.client;
    ASSERT_FALSE(project_read(&project, &request, &err));
    ASSERT_TRUE(err.code == ERROR_UNREACHABLE);
    error_release(&err);
}
