/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/publishing.h"
#include "harness/test.h"
#include "openchoreo/publish.h"

static const char *plan_of(struct publishing *run)
{
    AUTO(buf) plan = BUF_INIT(100000);

    ASSERT_OK(publish_plan(&plan, &run->access, &run->task, &run->err), run->err);
    return test_format("%s", buf_text(&plan));
}

static void start(struct publishing *run, const char *version)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };

    publishing_start(run, version, answers, 1);
    run->access.api_url = "http://api";
    run->access.oauth.token_url = "http://id/token";
}

TEST(publish_plan, it_shows_every_request_and_sends_none)
{
    AUTO(publishing) run = PUBLISHING_INIT;

    start(&run, "1.2");
    ASSERT_EQ_STR(plan_of(&run),
                  "# 1. get a token\n"
                  "POST http://id/token\n"
                  "Content-Type: application/x-www-form-urlencoded\n"
                  "Accept: application/json\n"
                  "\n"
                  "grant_type=client_credentials&client_id=ci&client_secret=<hidden>\n"
                  "\n"
                  "# 2. create the workload\n"
                  "POST http://api/api/v1/namespaces/ns/workloads\n"
                  "Authorization: Bearer <hidden>\n"
                  "Content-Type: application/json\n"
                  "Accept: application/json\n"
                  "\n"
                  "{\"metadata\":{\"name\":\"web-workload\",\"namespace\":\"ns\"},\"spec\":{"
                  "\"container\":{\"image\":\"web:2\"},\"owner\":{\"componentName\":\"web\","
                  "\"projectName\":\"p\"}}}\n"
                  "\n"
                  "# 3. if it exists already (409): replace it\n"
                  "PUT http://api/api/v1/namespaces/ns/workloads/web-workload\n"
                  "Authorization: Bearer <hidden>\n"
                  "Content-Type: application/json\n"
                  "Accept: application/json\n"
                  "\n"
                  "{\"metadata\":{\"name\":\"web-workload\",\"namespace\":\"ns\"},\"spec\":{"
                  "\"container\":{\"image\":\"web:2\"},\"owner\":{\"componentName\":\"web\","
                  "\"projectName\":\"p\"}}}\n");
    ASSERT_EQ_STR(loopback_requests(&run.server), "");
}

TEST(publish_plan, what_depends_on_an_answer_is_described)
{
    AUTO(publishing) run = PUBLISHING_INIT;

    start(&run, "1.2");
    run.task.on_conflict = PUBLISH_IMAGE;
    run.task.run_name = "r";
    ASSERT_CONTAINS(plan_of(&run),
                    "<the workload as received, with spec.container.image \"web:2\">");
    ASSERT_CONTAINS(plan_of(&run), "# 6. and annotate it\nPUT http://api/api/v1/namespaces/ns/"
                                   "workflowruns/r\n");
    ASSERT_CONTAINS(plan_of(&run), "openchoreo.dev/workload-from-source: \"false\"");
    run.task.on_conflict = PUBLISH_REPLACE;
    run.task.keep_metadata = true;
    ASSERT_CONTAINS(plan_of(&run), "with the labels and annotations that were received>");
}

TEST(publish_plan, what_will_not_be_sent_is_not_shown)
{
    AUTO(publishing) run = PUBLISHING_INIT;

    start(&run, "0.17");
    run.access.token = VIEW("canary-token");
    run.task.on_conflict = PUBLISH_FAIL;
    ASSERT_NOT_CONTAINS(plan_of(&run), "token\n");
    ASSERT_NOT_CONTAINS(plan_of(&run), "PUT");
    run.task.legacy_route = true;
    ASSERT_CONTAINS(plan_of(&run), "POST http://api/api/v1/namespaces/ns/projects/p/components/web/"
                                   "workloads\n");
    ASSERT_CONTAINS(plan_of(&run), "X-Use-Legacy-Routes: true\n");
}

TEST(publish_plan, R_174_no_secret_is_shown_wherever_it_stands)
{
    AUTO(publishing) run = PUBLISHING_INIT;
    struct ynode *container;

    start(&run, "1.2");
    run.access.oauth.auth = OAUTH_BASIC;
    container = ynode_get_path(ydoc_root(run.workload), "spec", "container", NULL);
    ynode_set_string(run.workload, container, "image", VIEW("x" PUBLISHING_SECRET));
    ASSERT_NOT_CONTAINS(plan_of(&run), PUBLISHING_SECRET);
    ASSERT_CONTAINS(plan_of(&run), "Authorization: Basic <hidden>");
    ASSERT_CONTAINS(plan_of(&run), "\"image\":\"x<hidden>\"");
}

TEST(publish_plan, controls_are_made_visible)
{
    AUTO(publishing) run = PUBLISHING_INIT;

    start(&run, "1.2");
    run.access.api_host = "a\033[31m";
    ASSERT_NOT_CONTAINS(plan_of(&run), "\033");
}
