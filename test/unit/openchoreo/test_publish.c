/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/publish.h"

#include "harness/publishing.h"
#include "harness/test.h"

#define TOKEN                                                                                      \
    {                                                                                              \
        .body = "{\"access_token\":\"canary-token\",\"expires_in\":60}"                            \
    }
#define STORED_WITH(image_)                                                                        \
    "{\"metadata\":{\"name\":\"web-workload\",\"uid\":\"u\"},\"spec\":{\"container\":{"            \
    "\"image\":\"" image_ "\"},\"owner\":{\"componentName\":\"web\",\"projectName\":\"p\"}}}"
#define STORED                                                                                     \
    {                                                                                              \
        .body = STORED_WITH("web:2")                                                               \
    }
#define OLDER                                                                                      \
    {                                                                                              \
        .body = STORED_WITH("web:1")                                                               \
    }
#define CREATED                                                                                    \
    {                                                                                              \
        .status = 201, .body = STORED_WITH("web:2")                                                \
    }
#define EXISTS                                                                                     \
    {                                                                                              \
        .status = 409, .body = "{\"code\":\"CONFLICT\",\"error\":\"Workload already exists\"}"     \
    }
#define ABSENT                                                                                     \
    {                                                                                              \
        .status = 404, .body = "{\"code\":\"NOT_FOUND\",\"error\":\"Workload not found\"}"         \
    }
#define CONFLICT                                                                                   \
    {                                                                                              \
        .status = 409, .body = "{\"code\":\"CONFLICT\",\"error\":\"modified\"}"                    \
    }
#define BASE "/api/v1/namespaces/ns/workloads"
#define ONE  BASE "/web-workload"

/* Start RUN with the answers after it. */
#define START(run_, version_, ...)                                                                 \
    static const struct loopback_answer answers[] = { __VA_ARGS__ };                               \
    AUTO(publishing) run_ = PUBLISHING_INIT;                                                       \
    publishing_start(&run_, version_, answers, ARRAY_SIZE(answers))

TEST(publish, one_that_is_new_takes_a_token_and_a_post)
{
    START(run, "1.2", TOKEN, CREATED);
    ASSERT_EQ_STR(publishing_run(&run), "created");
    ASSERT_EQ_STR(loopback_requests(&run.server), "POST /token\nPOST " BASE "\n");
    ASSERT_CONTAINS(loopback_log(&run.server), "Authorization: Bearer canary-token");
    ASSERT_EQ_INT(run.told.len, 0);
}

TEST(publish, one_that_exists_is_replaced)
{
    START(run, "1.2", TOKEN, EXISTS, STORED);
    ASSERT_EQ_STR(publishing_run(&run), "configured");
    ASSERT_EQ_STR(loopback_requests(&run.server), "POST /token\nPOST " BASE "\nPUT " ONE "\n");
}

TEST(publish, R_171_one_that_somebody_else_wrote_meanwhile_is_compared)
{
    START(run, "1.2", TOKEN, EXISTS, CONFLICT, STORED, TOKEN, EXISTS, CONFLICT, OLDER);
    ASSERT_EQ_STR(publishing_run(&run), "configured");
    ASSERT_CONTAINS(publishing_run(&run),
                    "!rejected: workload 'web-workload' was changed by somebody else meanwhile: "
                    "spec.container.image is not what was to be published");
    ASSERT_EQ_INT(run.err.code, ERROR_CONFLICT);
}

TEST(publish, an_image_goes_into_what_is_stored)
{
    START(run, "1.2", TOKEN, EXISTS, OLDER, STORED);
    run.task.on_conflict = PUBLISH_IMAGE;
    ASSERT_EQ_STR(publishing_run(&run), "configured");
    ASSERT_EQ_STR(loopback_requests(&run.server),
                  "POST /token\nPOST " BASE "\nGET " ONE "\nPUT " ONE "\n");
    ASSERT_CONTAINS(loopback_log(&run.server), "\"uid\":\"u\"");
}

TEST(publish, R_171_an_image_is_written_again_from_its_reading_until_the_attempts_end)
{
    START(run, "1.2", TOKEN, EXISTS, OLDER, CONFLICT, OLDER, CONFLICT, OLDER, CONFLICT, OLDER);
    run.task.on_conflict = PUBLISH_IMAGE;
    ASSERT_CONTAINS(publishing_run(&run), "spec.container.image is not what was to be published");
    ASSERT_EQ_STR(loopback_requests(&run.server),
                  "POST /token\nPOST " BASE "\nGET " ONE "\nPUT " ONE "\nGET " ONE "\nPUT " ONE
                  "\nGET " ONE "\nPUT " ONE "\nGET " ONE "\n");
}

TEST(publish, one_that_is_deleted_meanwhile_is_made_once)
{
    START(run, "1.2", TOKEN, EXISTS, ABSENT, CREATED, TOKEN, EXISTS, ABSENT, EXISTS, ABSENT);
    ASSERT_EQ_STR(publishing_run(&run), "created");
    ASSERT_CONTAINS(publishing_run(&run), "made and deleted by somebody else again and again");
}

TEST(publish, on_conflict_fail_leaves_what_exists)
{
    START(run, "1.2", TOKEN, EXISTS);
    run.task.on_conflict = PUBLISH_FAIL;
    ASSERT_EQ_STR(publishing_run(&run),
                  "!rejected: workload 'web-workload' exists already in namespace 'ns'");
    ASSERT_EQ_STR(loopback_requests(&run.server), "POST /token\nPOST " BASE "\n");
}

TEST(publish, R_172_what_an_attempt_without_an_answer_made_is_ours)
{
    static const struct loopback_answer lost = { .silent = true };
    const struct loopback_answer answers[] = { TOKEN, lost, EXISTS, STORED,
                                               TOKEN, lost, EXISTS, OLDER };
    AUTO(publishing) run = PUBLISHING_INIT;

    publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
    run.task.on_conflict = PUBLISH_FAIL;
    ASSERT_EQ_STR(publishing_run(&run), "created");
    ASSERT_CONTAINS(publishing_run(&run), "!rejected: workload 'web-workload' exists already");
}

TEST(publish, the_direct_call_sends_the_spec_and_takes_one_of_any_kind)
{
    START(run, "0.17", TOKEN, { .status = 201, .body = "{\"success\":true,\"data\":{\"a\":1}}" },
          TOKEN, { .status = 201, .body = "{\"success\":true}" }, TOKEN,
          { .status = 409, .body = "{\"success\":false,\"error\":\"x\",\"code\":\"Y\"}" });
    run.task.legacy_route = true;
    ASSERT_EQ_STR(publishing_run(&run), "configured");
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(run.result.object), "a")), "1");
    ASSERT_EQ_STR(loopback_requests(&run.server),
                  "POST /token\nPOST /api/v1/namespaces/ns/projects/p/components/web/workloads\n");
    ASSERT_CONTAINS(loopback_log(&run.server), "X-Use-Legacy-Routes: true");
    ASSERT_CONTAINS(loopback_log(&run.server), "\n{\"container\":{\"image\":\"web:2\"}");
    ASSERT_CONTAINS(publishing_run(&run), "something else than a workload");
    ASSERT_EQ_STR(publishing_run(&run),
                  "!rejected: cannot publish workload 'web-workload': x (409 Y)");
}

TEST(publish, a_run_is_annotated_after_the_workload)
{
    START(run, "1.2", TOKEN, CREATED, { .body = "{\"metadata\":{\"name\":\"r\"}}" });
    run.task.run_name = "r";
    run.task.from_source = true;
    ASSERT_EQ_STR(publishing_run(&run), "created");
    ASSERT_EQ_STR(loopback_requests(&run.server),
                  "POST /token\nPOST " BASE "\nGET /api/v1/namespaces/ns/workflowruns/r\n"
                  "PUT /api/v1/namespaces/ns/workflowruns/r\n");
    ASSERT_CONTAINS(loopback_log(&run.server), "workload-from-source\":\"true\"");
}

TEST(publish, when_the_run_cannot_be_annotated_the_workload_is_said_to_be_in_place)
{
    AUTO(publishing) run = PUBLISHING_INIT;
    static const struct loopback_answer answers[] = {
        TOKEN, EXISTS, STORED, { .status = 404, .body = "{\"error\":\"WorkflowRun not found\"}" }
    };
    struct publish_result result = PUBLISH_RESULT_INIT;

    publishing_start(&run, "1.0.0-rc.1", answers, ARRAY_SIZE(answers));
    run.task.run_name = "r";
    ASSERT_FAILS_HINT(publish(&run.access, &run.task, &run.line, &result, &run.err), run.err,
                      ERROR_NOT_FOUND,
                      "workload 'web-workload' is in place (configured), but its run is not "
                      "marked: rejected: cannot read WorkflowRun 'r': WorkflowRun not found (404)",
                      "--run-name");
    publish_result_release(&result);
}

TEST(publish, an_answer_of_something_else_is_no_success)
{
    START(run, "1.2", TOKEN, { .status = 200 }, TOKEN, { .body = "<html>" }, TOKEN,
          { .body = "{\"metadata\":{\"name\":\"x\"}}" });
    ASSERT_CONTAINS(publishing_run(&run), "answered 200 with nothing");
    ASSERT_CONTAINS(publishing_run(&run), "with something that is no JSON object: <html>");
    ASSERT_CONTAINS(publishing_run(&run), "with another object");
}
