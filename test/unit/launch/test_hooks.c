/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/hooks.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "manifest/object.h"

#define STATUS(reason) "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"no\"}"

static const struct kube_resource jobs = {
    .group = "batch", .version = "v1", .kind = "Job", .plural = "jobs", .namespaced = true
};

static struct ydoc *parse(const char *text)
{
    struct error err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "test", &err);

    ASSERT_OK(doc, err);
    return doc;
}

/* ---- whose turn is when */

/* "name:phase " of objects "NAME EVENTS WEIGHT", in the order of their turns. */
static const char *order(enum apply_act act, const char *const *objects, size_t count)
{
    static const char phases[] = {
        [APPLY_BEFORE] = 'b', [APPLY_MAIN] = 'm', [APPLY_AFTER] = 'a', [APPLY_NEVER] = 'n'
    };
    AUTO(apply) apply = APPLY_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ydoc *docs[10];

    apply.objects = mem_alloc_zero(count, sizeof(*apply.objects));
    apply.len = count;
    for (size_t i = 0; i < count; i++) {
        docs[i] = parse(objects[i]);
        apply.objects[i].object = ydoc_root(docs[i]);
    }
    hooks_order(&apply, act);
    for (size_t i = 0; i < count; i++) {
        const struct object_ref ref = object_ref_of(apply.objects[i].object);

        buf_addf(&out, VIEW_FMT ":%c ", VIEW_ARGS(ref.name), phases[apply.objects[i].phase]);
    }
    for (size_t i = 0; i < count; i++)
        ydoc_free(docs[i]);
    return test_format("%s", buf_text(&out));
}

#define OBJECT(name) "{metadata: {name: " name "}}"
#define HOOK(name, events, more)                                                                   \
    "{metadata: {name: " name ", annotations: {helm.sh/hook: '" events "'" more "}}}"
#define WEIGHT(weight) ", helm.sh/hook-weight: '" weight "'"

TEST(hooks, a_launch_has_those_of_install_and_an_upgrade_those_of_upgrade)
{
    static const char *const objects[] = {
        OBJECT("z"),
        HOOK("post", "post-install", ""),
        HOOK("pre", "pre-install", ""),
        HOOK("both", "pre-install, pre-upgrade", ""),
        OBJECT("a"),
        HOOK("up", "post-upgrade", ""),
        HOOK("test", "test", ""),
    };

    ASSERT_EQ_STR(order(APPLY_LAUNCH, objects, ARRAY_SIZE(objects)),
                  "pre:b both:b z:m a:m post:a up:n test:n ");
    ASSERT_EQ_STR(order(APPLY_UPGRADE, objects, ARRAY_SIZE(objects)),
                  "both:b z:m a:m up:a post:n pre:n test:n ");
    ASSERT_EQ_STR(order(APPLY_ROLLBACK, objects, ARRAY_SIZE(objects)),
                  "both:b z:m a:m up:a post:n pre:n test:n ");
}

TEST(hooks, a_lower_weight_is_earlier_and_definitions_come_before_all)
{
    static const char *const objects[] = {
        HOOK("none", "pre-install", ""),
        HOOK("five", "pre-install", WEIGHT("5")),
        HOOK("minus", "pre-install", WEIGHT("-5")),
        HOOK("odd", "pre-install", WEIGHT("heavy")),
        HOOK("huge", "pre-install", WEIGHT("99999999999999999999")),
        HOOK("crd", "crd-install", WEIGHT("100")),
    };

    ASSERT_EQ_STR(order(APPLY_LAUNCH, objects, ARRAY_SIZE(objects)),
                  "crd:b minus:b none:b odd:b huge:b five:b ");
}

/* ---- waiting */

struct outcome {
    bool done;
    bool gone;
    enum error_code code;
    const char *message;
    const char *requests;
};

/* OBJECT, a hook, is waited for, or cleared away when LIVE is what is there of it. */
static struct outcome wait_for(const char *object, const char *live,
                               const struct loopback_answer *answers, size_t count,
                               double timeout_seconds)
{
    AUTO_FREE(ydoc) doc = parse(object);
    AUTO(api) api = API_INIT;
    AUTO(error) problem = ERROR_INIT;
    struct apply_object hook = { .object = ydoc_root(doc),
                                 .resource = &jobs,
                                 .live = live ? parse(live) : NULL,
                                 .resource_version = live ? chars_copy("1") : NULL };
    struct outcome outcome;

    api_start(&api, answers, count);
    const struct apply_request request = { .client = api.client,
                                           .flags = "",
                                           .timeout_seconds = timeout_seconds };

    outcome.done =
        live ? hooks_clear(&hook, &request, &problem) : hooks_wait(&hook, &request, &problem);
    outcome.gone = live ? hook.resource_version == NULL : hook.gone;
    outcome.code = problem.code;
    outcome.message = test_format("%s", error_message(&problem));
    outcome.requests = test_format("%s", api_requests(&api));
    ydoc_free(hook.live);
    free(hook.resource_version);
    return outcome;
}

#define JOB(more) "{kind: Job, metadata: {name: j, namespace: film, annotations: {" more "}}}"
#define LIVE_JOB(type)                                                                             \
    "{\"kind\":\"Job\",\"metadata\":{\"uid\":\"u-1\"},\"status\":{\"conditions\":[{\"type\":"      \
    "\"SuccessCriteriaMet\",\"status\":\"True\"},{\"type\":\"" type                                \
    "\",\"status\":\"True\",\"message\":\"why\"}]}}"
#define PATH "/apis/batch/v1/namespaces/film/jobs/j\n"

TEST(hooks, a_job_is_waited_for_until_it_is_complete)
{
    static const struct loopback_answer answers[] = { { .body = LIVE_JOB("Suspended") },
                                                      { .body = LIVE_JOB("Complete") } };
    struct outcome outcome = wait_for(JOB(""), NULL, answers, ARRAY_SIZE(answers), 60);

    ASSERT_TRUE(outcome.done);
    ASSERT_FALSE(outcome.gone);
    ASSERT_EQ_STR(outcome.requests, "GET " PATH "GET " PATH);
}

TEST(hooks, a_job_that_fails_says_why_and_stays_to_be_looked_at)
{
    static const struct loopback_answer answer = { .body = LIVE_JOB("Failed") };
    struct outcome outcome =
        wait_for(JOB("helm.sh/hook-delete-policy: hook-succeeded"), NULL, &answer, 1, 60);

    ASSERT_FALSE(outcome.done);
    ASSERT_EQ_INT(outcome.code, ERROR_PROCESS);
    ASSERT_EQ_STR(outcome.message, "the hook failed: why");
    ASSERT_EQ_STR(outcome.requests, "GET " PATH);
}

TEST(hooks, one_that_asks_for_it_is_removed_after_it_has_ended)
{
    static const struct loopback_answer complete[] = { { .body = LIVE_JOB("Complete") },
                                                       { .body = "{\"kind\":\"Status\"}" } };
    static const struct loopback_answer failed[] = { { .body = LIVE_JOB("Failed") },
                                                     { .body = "{\"kind\":\"Status\"}" } };
    struct outcome outcome =
        wait_for(JOB("helm.sh/hook-delete-policy: 'before-hook-creation,hook-succeeded'"), NULL,
                 complete, 2, 60);

    ASSERT_TRUE(outcome.done);
    ASSERT_TRUE(outcome.gone);
    ASSERT_EQ_STR(outcome.requests, "GET " PATH "DELETE " PATH);
    outcome = wait_for(JOB("helm.sh/hook-delete-policy: hook-failed"), NULL, failed, 2, 60);
    ASSERT_FALSE(outcome.done);
    ASSERT_TRUE(outcome.gone);
}

TEST(hooks, one_that_takes_too_long_or_is_gone_is_told)
{
    static const struct loopback_answer runs = { .body = LIVE_JOB("Suspended") };
    static const struct loopback_answer none = { .status = 404, .body = STATUS("NotFound") };
    struct outcome outcome = wait_for(JOB(""), NULL, &runs, 1, 0.2);

    ASSERT_EQ_INT(outcome.code, ERROR_TIMEOUT);
    ASSERT_EQ_STR(outcome.message, "hook Job/j has not ended after 0.2s");
    outcome = wait_for(JOB(""), NULL, &none, 1, 60);
    ASSERT_EQ_INT(outcome.code, ERROR_NOT_FOUND);
}

TEST(hooks, pods_have_to_succeed_and_definitions_to_be_established_other_kinds_are_done)
{
    static const struct loopback_answer pod[] = { { .body = "{\"kind\":\"Pod\",\"status\":"
                                                            "{\"phase\":\"Running\"}}" },
                                                  { .body = "{\"kind\":\"Pod\",\"status\":"
                                                            "{\"phase\":\"Succeeded\"}}" } };
    static const struct loopback_answer failed = { .body = "{\"kind\":\"Pod\",\"status\":"
                                                           "{\"phase\":\"Failed\"}}" };
    static const struct loopback_answer config = { .body = "{\"kind\":\"ConfigMap\"}" };
    static const struct loopback_answer definition = {
        .body = "{\"kind\":\"CustomResourceDefinition\",\"status\":{\"conditions\":[{\"type\":"
                "\"Established\",\"status\":\"False\"}]}}"
    };

    ASSERT_TRUE(wait_for(JOB(""), NULL, pod, 2, 60).done);
    ASSERT_EQ_INT(wait_for(JOB(""), NULL, &failed, 1, 60).code, ERROR_PROCESS);
    ASSERT_TRUE(wait_for(JOB(""), NULL, &config, 1, 60).done);
    ASSERT_EQ_INT(wait_for(JOB(""), NULL, &definition, 1, 0.2).code, ERROR_TIMEOUT);
}

TEST(hooks, what_is_left_of_an_earlier_one_is_removed_and_its_end_awaited)
{
    static const struct loopback_answer answers[] = {
        { .body = "{\"kind\":\"Status\"}" },
        { .body = "{\"kind\":\"Job\",\"metadata\":{\"uid\":\"u-1\"}}" },
        { .status = 404, .body = STATUS("NotFound") },
    };
    static const struct loopback_answer another[] = {
        { .body = "{\"kind\":\"Status\"}" },
        { .body = "{\"kind\":\"Job\",\"metadata\":{\"uid\":\"u-2\"}}" },
    };
    struct outcome outcome = wait_for(JOB(""), "{kind: Job, metadata: {uid: u-1}}", answers, 3, 60);

    ASSERT_TRUE(outcome.done);
    ASSERT_TRUE(outcome.gone);
    ASSERT_EQ_STR(outcome.requests, "DELETE " PATH "GET " PATH "GET " PATH);
    ASSERT_TRUE(wait_for(JOB(""), "{kind: Job, metadata: {uid: u-1}}", another, 2, 60).done);
}

TEST(hooks, a_definition_and_what_is_protected_are_not_removed)
{
    static const struct loopback_answer answer = { .body = "{}" };
    struct outcome outcome =
        wait_for(JOB(""), "{kind: CustomResourceDefinition, metadata: {uid: u}}", &answer, 1, 60);

    ASSERT_TRUE(outcome.done);
    ASSERT_EQ_STR(outcome.requests, "");
    outcome = wait_for(JOB(""),
                       "{kind: Job, metadata: {uid: u, annotations: "
                       "{kuiper.juno-innovations.com/delete-protection: 'true'}}}",
                       &answer, 1, 60);
    ASSERT_TRUE(outcome.done);
    ASSERT_EQ_STR(outcome.requests, "");
}
