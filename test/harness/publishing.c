/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/publishing.h"

#include <stdlib.h>

#include "harness/test.h"

#define WORKLOAD                                                                                   \
    "{apiVersion: openchoreo.dev/v1alpha1, kind: Workload, metadata: {name: web-workload, "        \
    "namespace: ns}, spec: {container: {image: 'web:2'}, owner: {componentName: web, "             \
    "projectName: p}}}"

static void note(void *context, const char *text)
{
    strv_add(context, text);
}

static void warn(void *context, const char *text)
{
    strv_addf(context, "warning: %s", text);
}

void publishing_start(struct publishing *run, const char *version,
                      const struct loopback_answer *answers, size_t count)
{
    const struct http_options options = { .user_agent = "test", .proxy = "" };

    loopback_start(&run->server, answers, count);
    run->token_url = view_copy(view_of(test_format("%s/token", run->server.url)));
    run->workload = ydoc_parse(VIEW(WORKLOAD), "workload", &run->err);
    ASSERT_OK(run->workload, run->err);
    run->http = http_client_new(&options, &run->err);
    ASSERT_OK(run->http, run->err);
    run->line =
        (struct exchange_line){ .http = run->http,
                                .talk = { .note = note, .warn = warn, .context = &run->told },
                                .timeout_seconds = 10,
                                .retries = 2,
                                .pause_seconds = 0.001 };
    run->access = (struct publish_access){
        .api_url = run->server.url,
        .oauth = { .token_url = run->token_url, .id = "ci", .secret = VIEW(PUBLISHING_SECRET) }
    };
    run->task = (struct publish_task){ .origin = { .workload = ydoc_root(run->workload),
                                                   .dialect = dialect_find(version, NULL) },
                                       .namespace = "ns" };
}

void publishing_release(struct publishing *run)
{
    publish_result_release(&run->result);
    http_client_free(run->http);
    ydoc_free(run->workload);
    strv_release(&run->told);
    error_release(&run->err);
    free(run->token_url);
    loopback_release(&run->server);
}

const char *publishing_run(struct publishing *run)
{
    error_clear(&run->err);
    publish_result_release(&run->result);
    if (publish(&run->access, &run->task, &run->line, &run->result, &run->err)) {
        ASSERT_NOT_NULL(run->result.object);
        return run->result.outcome == PUBLISH_CREATED ? "created" : "configured";
    }
    ASSERT_NULL(run->result.object);
    ASSERT_NOT_CONTAINS(error_message(&run->err), PUBLISHING_SECRET);
    return test_format("!%s", error_message(&run->err));
}
