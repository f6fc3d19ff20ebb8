/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/control.h"

#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define AT_2026 1767225600

/* The patch of ACT on OBJECT (YAML, kind and rest), or the error. */
static const char *patch_of(enum control_act act, int replicas, const char *object)
{
    const struct control control = { .act = act, .replicas = replicas, .now = AT_2026 };
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "test", &err);
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *text;

    ASSERT_OK(doc != NULL, err);
    text = control_patch(&patch, &control, ydoc_root(doc), &err)
               ? test_format("%s", buf_text(&patch))
               : test_format("%s", error_message(&err));
    error_release(&err);
    return text;
}

#define DEPLOYMENT(meta, spec)                                                                     \
    "{apiVersion: apps/v1, kind: Deployment, metadata: {uid: u, resourceVersion: '7'" meta         \
    "}, spec: {" spec "}}"
#define CHANGE(stopped, spec)                                                                      \
    "{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"7\",\"annotations\":{\"juno/stopped\":"    \
    "" stopped "}},\"spec\":{" spec "}}"

TEST(control, stop_remembers_the_replicas_and_start_puts_them_back)
{
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, DEPLOYMENT("", "replicas: 3")),
                  CHANGE("\"3\"", "\"replicas\":0"));
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, DEPLOYMENT("", "")), CHANGE("\"1\"", "\"replicas\":0"));
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, DEPLOYMENT("", "replicas: 0")), "");
    ASSERT_EQ_STR(
        patch_of(CONTROL_START, 0, DEPLOYMENT(", annotations: {juno/stopped: '3'}", "replicas: 0")),
        CHANGE("null", "\"replicas\":3"));
    ASSERT_EQ_STR(patch_of(CONTROL_START, 0, DEPLOYMENT("", "replicas: 2")), "");
}

TEST(control, what_no_stop_wrote_is_not_put_back)
{
#define STOPPED(text) DEPLOYMENT(", annotations: {juno/stopped: '" text "'}", "replicas: 0")
    static const char *const bad[] = { STOPPED(""),  STOPPED("0"),          STOPPED("-3"),
                                       STOPPED("x"), STOPPED("9999999999"), STOPPED("1}, \"a\": {"),
                                       STOPPED("03") };
#undef STOPPED

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        ASSERT_EQ_STR(patch_of(CONTROL_START, 0, bad[i]), CHANGE("null", "\"replicas\":1"));
}

TEST(control, a_cron_job_is_suspended_and_a_machine_halted)
{
#define CRON(spec)                                                                                 \
    "{apiVersion: batch/v1, kind: CronJob, metadata: {uid: u, resourceVersion: '7'" spec "}"
#define MACHINE(spec)                                                                              \
    "{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {uid: u, resourceVersion: '7'"   \
    "}, spec: {" spec "}}"
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, CRON("}, spec: {}")),
                  CHANGE("\"false\"", "\"suspend\":true"));
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, CRON("}, spec: {suspend: true}")), "");
    ASSERT_EQ_STR(patch_of(CONTROL_START, 0, CRON("}, spec: {suspend: true}")),
                  CHANGE("null", "\"suspend\":false"));
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, MACHINE("running: true")),
                  CHANGE("\"true\"", "\"running\":false"));
    ASSERT_EQ_STR(patch_of(CONTROL_STOP, 0, MACHINE("runStrategy: Always")),
                  CHANGE("\"\\\"Always\\\"\"", "\"runStrategy\":\"Halted\""));
#undef CRON
#undef MACHINE
}

TEST(control, scale_forgets_what_stop_remembered)
{
    ASSERT_EQ_STR(patch_of(CONTROL_SCALE, 5, DEPLOYMENT("", "replicas: 2")),
                  CHANGE("null", "\"replicas\":5"));
    ASSERT_EQ_STR(patch_of(CONTROL_SCALE, 2, DEPLOYMENT("", "replicas: 2")), "");
}

TEST(control, restart_is_kubectls_annotation_and_its_words)
{
    ASSERT_EQ_STR(patch_of(CONTROL_RESTART, 0, DEPLOYMENT("", "")),
                  "{\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"7\"},\"spec\":{\"template\":{"
                  "\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/"
                  "restartedAt\":\"2026-01-01T00:00:00Z\"}}}}}");
    ASSERT_EQ_STR(patch_of(CONTROL_RESTART, 0, DEPLOYMENT("", "paused: true")),
                  "can't restart paused deployment (run rollout resume first)");
    ASSERT_CONTAINS(patch_of(CONTROL_RESTART, 0,
                             DEPLOYMENT("", "template: {metadata: {annotations: "
                                            "{kubectl.kubernetes.io/restartedAt: "
                                            "'2026-01-01T00:00:00Z'}}}")),
                    "within the past second");
}

static bool can(const char *object, enum control_act act)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "test", NULL);

    return control_can(ydoc_root(doc), act);
}

TEST(control, each_kind_can_what_its_fields_allow)
{
    ASSERT_TRUE(can("{apiVersion: apps/v1, kind: DaemonSet}", CONTROL_RESTART));
    ASSERT_FALSE(can("{apiVersion: apps/v1, kind: DaemonSet}", CONTROL_STOP));
    ASSERT_TRUE(can("{apiVersion: batch/v1, kind: CronJob}", CONTROL_STOP));
    ASSERT_FALSE(can("{apiVersion: batch/v1, kind: CronJob}", CONTROL_SCALE));
    ASSERT_FALSE(can("{apiVersion: example.org/v1, kind: Deployment}", CONTROL_STOP));
    ASSERT_FALSE(can("{apiVersion: v1, kind: Service}", CONTROL_RESTART));
}

static bool allows(const char *actions, enum control_act act)
{
    AUTO_FREE(ydoc)
    doc =
        ydoc_parse(view_of(test_format("{metadata: {annotations: {%s}}}", actions)), "test", NULL);

    return control_allows(ydoc_root(doc), act);
}

TEST(control, the_list_of_actions_decides_and_no_list_allows_all)
{
    ASSERT_TRUE(allows("", CONTROL_SCALE));
    ASSERT_TRUE(allows(CONTROL_ACTIONS ": 'restart, stop'", CONTROL_STOP));
    ASSERT_TRUE(allows(CONTROL_ACTIONS ": 'restart,stop'", CONTROL_START));
    ASSERT_FALSE(allows(CONTROL_ACTIONS ": 'restart,stop'", CONTROL_SCALE));
    ASSERT_FALSE(allows(CONTROL_ACTIONS ": ''", CONTROL_STOP));
}

/* ---- against a server */

#define KINDS                                                                                      \
    "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"apps\"},"            \
    "\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":\"deployments\",\"scope\":"    \
    "\"Namespaced\",\"responseKind\":{\"kind\":\"Deployment\"},\"verbs\":[\"list\"]}]}]}]}"
#define LIVE(version, label)                                                                       \
    "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\","          \
    "\"namespace\":\"film\",\"uid\":\"u\",\"resourceVersion\":\"" version                          \
    "\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" label "\"}},\"spec\":{\"replicas\":2}}"
#define CONFLICT                                                                                   \
    {                                                                                              \
        .status = 409,                                                                             \
        .body = "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"no\"}"    \
    }

static const char no_kinds[] = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}";

/* Stop LIVE against ANSWERS, those to discovery before them: the requests to the object. */
static const char *stop(const char *live, const struct loopback_answer *answers, size_t count,
                        struct error *err)
{
    struct loopback_answer all[8] = { { .body = no_kinds }, { .body = KINDS } };
    AUTO(api) api = API_INIT;
    AUTO_FREE(ydoc) object = ydoc_parse(view_of(live), "test", NULL);
    AUTO_FREE(ydoc) after = NULL;
    struct control control = {
        .namespace = "film", .name = "www", .act = CONTROL_STOP, .send = true
    };

    ASSERT_TRUE(count <= 6);
    memcpy(&all[2], answers, count * sizeof(*answers));
    api_start(&api, all, count + 2);
    AUTO_FREE(kube_discovery) discovery = kube_discovery_new(api.client);
    control.client = api.client;
    control.discovery = discovery;
    (void)!control_object(&control, ydoc_root(object), &after, err);
    return test_format(
        "%s", strstr(api_requests(&api), "/apis") ? strstr(api_requests(&api), "/apis") : "");
}

TEST(control, R_131_what_is_not_of_the_workload_is_not_written)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    struct error err = ERROR_INIT;

    ASSERT_EQ_STR(stop(LIVE("1", "other"), answers, 1, &err), "/apis\n");
    ASSERT_EQ_INT(err.code, ERROR_CONFLICT);
    error_release(&err);
}

TEST(control, R_130_a_change_meanwhile_is_read_and_the_owner_checked_again)
{
#define PATH "/apis/apps/v1/namespaces/film/deployments/web"
    static const struct loopback_answer again[] = { CONFLICT,
                                                    { .body = LIVE("2", "www") },
                                                    { .body = LIVE("3", "www") } };
    static const struct loopback_answer taken[] = { CONFLICT, { .body = LIVE("2", "other") } };
    struct error err = ERROR_INIT;

    ASSERT_EQ_STR(stop(LIVE("1", "www"), again, 3, &err),
                  "/apis\nPATCH " PATH "?fieldManager=juno\nGET " PATH "\nPATCH " PATH
                  "?fieldManager=juno\n");
    ASSERT_EQ_INT(err.code, ERROR_NONE);
    ASSERT_CONTAINS(stop(LIVE("1", "www"), taken, 2, &err),
                    "/apis\nPATCH " PATH "?fieldManager=juno\nGET " PATH "\n");
    ASSERT_EQ_INT(err.code, ERROR_CONFLICT);
    ASSERT_CONTAINS(error_message(&err), "it does not carry the label of workload 'www'");
    error_release(&err);
#undef PATH
}

static const char *field_of(const char *object)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "test", &err);

    ASSERT_OK(doc, err);
    return control_field(ydoc_root(doc));
}

TEST(control, the_field_that_stops_and_scales_is_that_of_the_kind)
{
    ASSERT_EQ_STR(field_of(DEPLOYMENT("", "")), "replicas");
    ASSERT_EQ_STR(field_of("{apiVersion: batch/v1, kind: CronJob}"), "suspend");
    ASSERT_EQ_STR(
        field_of("{apiVersion: kubevirt.io/v1, kind: VirtualMachine, spec: {running: true}}"),
        "running");
    ASSERT_NULL(field_of("{apiVersion: apps/v1, kind: DaemonSet}"));
    ASSERT_NULL(field_of("{apiVersion: v1, kind: Service}"));
    ASSERT_NULL(field_of("{apiVersion: example.org/v1, kind: Deployment}"));
}
