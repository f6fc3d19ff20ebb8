/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/object.h"

#include "harness/api.h"
#include "harness/test.h"
#include "json/decode.h"

#define STATUS(reason, message)                                                                    \
    "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"" message "\"}"
#define RECORD                                                                                     \
    "{\"apiVersion\":\"v1\",\"data\":{\"k\":\"v\"},\"kind\":\"ConfigMap\",\"metadata\":"           \
    "{\"annotations\":{\"by\":\"host:7\"},\"name\":\"a\",\"namespace\":\"dev\"}}"
#define STORED(by, value)                                                                          \
    "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"uid\":\"u-1\",\"resourceVersion\":"    \
    "\"8\",\"annotations\":{\"by\":\"" by "\"}},\"data\":{\"k\":\"" value "\"}}"

static const struct kube_resource deployments = { .group = "apps",
                                                  .version = "v1",
                                                  .kind = "Deployment",
                                                  .plural = "deployments",
                                                  .namespaced = true };

static struct ydoc *json(const char *text)
{
    struct error err = ERROR_INIT;
    struct ydoc *doc = ydoc_from_json(view_of(text), &err);

    ASSERT_OK(doc, err);
    return doc;
}

/* ---- reading */

TEST(object, what_is_missing_is_no_failure_and_a_path_that_is_none_is_one)
{
    static const struct loopback_answer there = { .body = STORED("x", "v") };
    static const struct loopback_answer gone = { .status = 404,
                                                 .body = STATUS("NotFound", "gone") };
    static const struct loopback_answer page = { .status = 404,
                                                 .type = "text/plain",
                                                 .body = "404 page not found" };
    AUTO(api) first = API_INIT;
    AUTO(api) second = API_INIT;
    AUTO(api) third = API_INIT;
    AUTO_FREE(ydoc) doc = NULL;
    struct ydoc *none;
    struct error err = ERROR_INIT;

    api_start(&first, &there, 1);
    ASSERT_OK(kube_object_get(first.client, &kube_config_maps, VIEW("dev"), VIEW("a"), &doc, &err),
              err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get_path(ydoc_root(doc), "data", "k", NULL)), "v");
    ASSERT_EQ_STR(api_requests(&first), "GET /api/v1/namespaces/dev/configmaps/a\n");
    api_start(&second, &gone, 1);
    ASSERT_OK(kube_object_get(second.client, &deployments, VIEW("dev"), VIEW("a"), &none, &err),
              err);
    ASSERT_TRUE(!none);
    api_start(&third, &page, 1);
    ASSERT_FAILS(kube_object_get(third.client, &deployments, VIEW("dev"), VIEW("a"), &none, &err),
                 err, ERROR_NOT_FOUND, "404 page not found");
}

TEST(object, a_name_of_dots_or_none_at_all_never_leaves_the_kind_or_the_namespace)
{
    static const struct loopback_answer any = { .body = STORED("x", "v") };
    AUTO(api) api = API_INIT;
    AUTO_FREE(ydoc)
    nameless = json("{\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"dev\"}}");
    struct kube_apply apply = { .resource = &kube_config_maps, .object = ydoc_root(nameless) };
    struct ydoc *doc;
    bool gone;
    struct error err = ERROR_INIT;

    api_start(&api, &any, 1);
    ASSERT_FAILS(
        kube_object_get(api.client, &kube_config_maps, VIEW("dev"), VIEW(".."), &doc, &err), err,
        ERROR_INVALID, "'..' cannot be the name");
    ASSERT_FAILS(kube_object_get(api.client, &kube_config_maps, VIEW(".."), VIEW("a"), &doc, &err),
                 err, ERROR_INVALID, "'..' cannot be the name");
    ASSERT_FAILS(kube_object_get(api.client, &kube_config_maps, VIEW("dev"), VIEW(""), &doc, &err),
                 err, ERROR_INVALID, "ConfigMap: it has no name");
    ASSERT_FAILS(kube_object_delete(api.client, &kube_config_maps, VIEW("dev"), VIEW(""),
                                    VIEW("u-1"), &gone, &err),
                 err, ERROR_INVALID, "it has no name");
    ASSERT_FAILS(kube_object_delete(api.client, &kube_config_maps, VIEW("dev"), VIEW("."),
                                    VIEW("u-1"), &gone, &err),
                 err, ERROR_INVALID, "'.' cannot be the name");
    ASSERT_FAILS(kube_object_merge_patch(api.client, &kube_config_maps, VIEW("dev"), VIEW(""),
                                         VIEW("{}"), KUBE_WRITE, &doc, &err),
                 err, ERROR_INVALID, "it has no name");
    ASSERT_FAILS(kube_object_apply(api.client, &apply, &err), err, ERROR_INVALID, "it has no name");
    ASSERT_EQ_STR(api_requests(&api), "");
    ASSERT_OK(kube_object_get(api.client, &kube_config_maps, VIEW("dev"), VIEW("..a"), &doc, &err),
              err);
    ydoc_free(doc);
    ASSERT_EQ_STR(api_requests(&api), "GET /api/v1/namespaces/dev/configmaps/..a\n");
}

/* ---- creating */

static bool create(struct api *api, const char *text, enum kube_dry_run dry_run, const char **uid,
                   struct error *err)
{
    AUTO_FREE(ydoc) object = json(text);
    AUTO_FREE(ydoc) stored = NULL;

    if (!kube_object_create(api->client, &kube_config_maps, ydoc_root(object), dry_run, &stored,
                            err))
        return false;
    *uid = test_format(VIEW_FMT, VIEW_ARGS(ynode_text(
                                     ynode_get_path(ydoc_root(stored), "metadata", "uid", NULL))));
    return true;
}

TEST(object, create_posts_strictly_and_gives_back_what_is_stored)
{
    static const struct loopback_answer answers[] = { { .status = 201,
                                                        .body = STORED("host:7", "v") } };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    const char *uid;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(create(&api, RECORD, KUBE_WRITE, &uid, &err), err);
    ASSERT_EQ_STR(uid, "u-1");
    ASSERT_OK(create(&api, RECORD, KUBE_DRY_RUN, &uid, &err), err);
    ASSERT_EQ_STR(
        api_requests(&api),
        "POST /api/v1/namespaces/dev/configmaps?fieldManager=juno&fieldValidation=Strict\n"
        "POST /api/v1/namespaces/dev/configmaps?fieldManager=juno&fieldValidation=Strict"
        "&dryRun=All\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "\r\n\r\n" RECORD "\n");
}

TEST(object, R_138_a_name_taken_by_another_is_a_conflict_one_taken_by_ourselves_is_not)
{
    static const struct loopback_answer taken = {
        .status = 409, .body = STATUS("AlreadyExists", "configmaps \\\"a\\\" already exists")
    };
    const struct loopback_answer others[] = { taken, { .body = STORED("host:8", "v") } };
    const struct loopback_answer ours[] = { taken, { .body = STORED("host:7", "v") } };
    AUTO(api) first = API_INIT;
    AUTO(api) second = API_INIT;
    struct error err = ERROR_INIT;
    const char *uid;

    api_start(&first, others, ARRAY_SIZE(others));
    ASSERT_FAILS(create(&first, RECORD, KUBE_WRITE, &uid, &err), err, ERROR_CONFLICT,
                 "configmaps \"a\" already exists");
    api_start(&second, ours, ARRAY_SIZE(ours));
    ASSERT_OK(create(&second, RECORD, KUBE_WRITE, &uid, &err), err);
    ASSERT_EQ_STR(uid, "u-1");
}

/* How the answer to a POST can be lost. */
static const struct loopback_answer lost[] = {
    { .silent = true },
    { .status = 201, .body = STORED("host:7", "v"), .cut = 20 },
    { .status = 504, .body = STATUS("Timeout", "too late") },
    { .status = 201, .type = "text/html", .body = "<title>proxy</title>" },
};

TEST(object, R_134_a_lost_answer_is_read_back_and_what_is_ours_was_created)
{
    for (size_t i = 0; i < ARRAY_SIZE(lost); i++) {
        const struct loopback_answer answers[] = { lost[i], { .body = STORED("host:7", "v") } };
        AUTO(api) api = API_INIT;
        struct error err = ERROR_INIT;
        const char *uid;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_OK(create(&api, RECORD, KUBE_WRITE, &uid, &err), err);
        ASSERT_EQ_STR(uid, "u-1");
        ASSERT_EQ_STR(api_requests(&api),
                      "POST /api/v1/namespaces/dev/configmaps?fieldManager=juno"
                      "&fieldValidation=Strict\nGET /api/v1/namespaces/dev/configmaps/a\n");
    }
}

TEST(object, R_134_a_lost_answer_stays_lost_when_there_is_nothing_or_anothers)
{
    static const struct loopback_answer live[] = {
        { .status = 404, .body = STATUS("NotFound", "none") },
        { .body = STORED("other:9", "v") },
        { .body = STORED("host:7", "w") },
    };

    for (size_t i = 0; i < ARRAY_SIZE(live); i++) {
        const struct loopback_answer answers[] = { lost[0], live[i] };
        AUTO(api) api = API_INIT;
        struct error err = ERROR_INIT;
        const char *uid;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_FAILS(create(&api, RECORD, KUBE_WRITE, &uid, &err), err, ERROR_UNREACHABLE,
                     "without an answer");
    }
}

TEST(object, R_134_without_annotations_nothing_is_known_to_be_ours)
{
    static const struct loopback_answer answers[] = { { .silent = true },
                                                      { .body = "{\"kind\":\"ConfigMap\"}" } };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    const char *uid;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(create(&api, "{\"metadata\":{\"name\":\"a\"}}", KUBE_WRITE, &uid, &err), err,
                 ERROR_UNREACHABLE, "without an answer");
}

TEST(object, R_139_what_no_cluster_keeps_is_not_sent)
{
    static const struct loopback_answer answers[] = { { .body = "{}" } };
    AUTO(buf) large = BUF_INIT(KUBE_OBJECT_BYTES_MAX * 2);
    AUTO(buf) noted = BUF_INIT(KUBE_OBJECT_BYTES_MAX);
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;
    const char *uid;

    buf_add(&large, "{\"data\":{\"k\":\"");
    buf_add_repeat(&large, 'x', KUBE_OBJECT_BYTES_MAX);
    buf_add(&large, "\"}}");
    buf_add(&noted, "{\"metadata\":{\"annotations\":{\"a\":\"");
    buf_add_repeat(&noted, 'x', KUBE_ANNOTATIONS_BYTES_MAX - 1);
    buf_add(&noted, "\",\"b\":\"\"}}}");
    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(create(&api, buf_text(&large), KUBE_WRITE, &uid, &err), err, ERROR_LIMIT,
                 test_format("the object has %zu bytes", large.len));
    ASSERT_FAILS(
        create(&api, buf_text(&noted), KUBE_WRITE, &uid, &err), err, ERROR_LIMIT,
        test_format("annotations of the object have %zu bytes", KUBE_ANNOTATIONS_BYTES_MAX + 1));
    ASSERT_EQ_STR(api_requests(&api), "");
}

/* ---- applying */

static const char web[] = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":"
                          "{\"name\":\"web\",\"namespace\":\"dev\"}}";

static bool apply(struct api *api, struct kube_apply *how, struct error *err)
{
    AUTO_FREE(ydoc) object = json(web);
    bool done;

    how->resource = &deployments;
    how->object = ydoc_root(object);
    done = kube_object_apply(api->client, how, err);
    how->object = NULL;
    ydoc_free(how->answer);
    how->answer = NULL;
    return done;
}

TEST(object, apply_is_one_patch_whose_outcome_the_resource_version_tells)
{
    static const struct loopback_answer answers[] = { { .body = STORED("x", "v") } };
    struct kube_apply created = { .resource = NULL };
    struct kube_apply same = { .resource_version = "8", .force = true };
    struct kube_apply changed = { .resource_version = "7", .dry_run = KUBE_DRY_RUN };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(apply(&api, &created, &err), err);
    ASSERT_EQ_STR(kube_outcome_name(created.outcome), "created");
    ASSERT_OK(apply(&api, &same, &err), err);
    ASSERT_EQ_STR(kube_outcome_name(same.outcome), "unchanged");
    ASSERT_OK(apply(&api, &changed, &err), err);
    ASSERT_EQ_STR(kube_outcome_name(changed.outcome), "configured");
    ASSERT_EQ_STR(api_requests(&api),
                  "PATCH /apis/apps/v1/namespaces/dev/deployments/web?fieldManager=juno"
                  "&force=false&fieldValidation=Strict\n"
                  "PATCH /apis/apps/v1/namespaces/dev/deployments/web?fieldManager=juno"
                  "&force=true&fieldValidation=Strict\n"
                  "PATCH /apis/apps/v1/namespaces/dev/deployments/web?fieldManager=juno"
                  "&force=false&fieldValidation=Strict&dryRun=All\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "Content-Type: application/apply-patch+yaml\r\n");
}

static void apply_fails(const struct loopback_answer *answer, enum error_code code,
                        const char *text, const char *hint)
{
    struct kube_apply how = { .resource = NULL };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answer, 1);
    ASSERT_FAILS_HINT(apply(&api, &how, &err), err, code, text, hint);
}

TEST(object, a_typed_patch_that_cannot_be_made_is_a_wrong_object_and_no_broken_server)
{
    static const struct loopback_answer unknown = {
        .status = 500,
        .body = STATUS("", "failed to create typed patch object (/web; apps/v1, Kind=Deployment): "
                           ".spec.selectr: field not declared in schema"),
    };
    static const struct loopback_answer twice = {
        .status = 500,
        .body = STATUS("", "failed to create typed patch object (/web; apps/v1, Kind=Deployment): "
                           ".spec.ports: duplicate entries for key [port=1,protocol=\\\"TCP\\\"]"),
    };
    static const struct loopback_answer broken = { .status = 500,
                                                   .body = STATUS("", "etcd is gone") };
    static const struct loopback_answer short_one = {
        .status = 500, .body = STATUS("", "failed to create typed patch object")
    };

    apply_fails(&unknown, ERROR_INVALID, "unknown field .spec.selectr", "");
    apply_fails(&twice, ERROR_INVALID,
                ".spec.ports: duplicate entries for key [port=1,protocol=\"TCP\"]", "");
    apply_fails(&broken, ERROR_UNREACHABLE, "etcd is gone", "");
    apply_fails(&short_one, ERROR_UNREACHABLE, "failed to create typed patch object", "");
}

TEST(object, R_129_R_132_conflicts_and_immutable_fields_are_told_with_what_to_do)
{
    static const struct loopback_answer conflict = {
        .status = 409,
        .body = STATUS("Conflict", "Apply failed with 1 conflict: conflict with \\\"m1\\\" using "
                                   "apps/v1: .spec.replicas"),
    };
    static const struct loopback_answer immutable = {
        .status = 422, .body = STATUS("Invalid", "spec.selector: field is immutable")
    };
    static const struct loopback_answer ending = {
        .status = 403,
        .body = STATUS("Forbidden", "unable to create new content in namespace dev because it is "
                                    "being terminated"),
    };

    apply_fails(&conflict, ERROR_CONFLICT, "conflict with \"m1\" using apps/v1: .spec.replicas",
                "--adopt");
    apply_fails(&immutable, ERROR_INVALID, "field is immutable", "delete the object first");
    apply_fails(&ending, ERROR_FORBIDDEN, "being terminated", "");
}

TEST(object, R_134_an_apply_whose_answer_was_lost_is_applied_again)
{
    static const struct loopback_answer answers[] = { { .silent = true },
                                                      { .body = STORED("x", "v") } };
    struct kube_apply how = { .resource_version = "8" };
    AUTO(api) api = API_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(apply(&api, &how, &err), err);
    ASSERT_EQ_INT(how.outcome, KUBE_UNCHANGED);
}

/* ---- deleting and patching */

static bool delete (struct api *api, const char *uid, bool *gone, struct error *err)
{
    return kube_object_delete(api->client, &deployments, VIEW("dev"), VIEW("web"), view_of(uid),
                              gone, err);
}

TEST(object, delete_names_the_uid_and_what_is_gone_is_no_failure)
{
    static const struct {
        int status;
        bool gone;
    } cases[] = { { 200, false }, { 404, true } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        const struct loopback_answer answers[] = { { .status = cases[i].status,
                                                     .body = STATUS("", "x") } };
        AUTO(api) api = API_INIT;
        struct error err = ERROR_INIT;
        bool gone;

        api_start(&api, answers, ARRAY_SIZE(answers));
        ASSERT_OK(delete (&api, "u-1", &gone, &err), err);
        ASSERT_EQ_INT(gone, cases[i].gone);
        ASSERT_EQ_STR(api_requests(&api), "DELETE /apis/apps/v1/namespaces/dev/deployments/web\n");
        ASSERT_CONTAINS(loopback_log(&api.server),
                        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":"
                        "\"Background\",\"preconditions\":{\"uid\":\"u-1\"}}\n");
    }
}

TEST(object, a_conflict_of_a_delete_is_no_failure_only_when_another_has_the_name)
{
    static const struct loopback_answer conflict = { .status = 409,
                                                     .body = STATUS("Conflict", "denied") };
    const struct loopback_answer another[] = { conflict, { .body = STORED("x", "v") } };
    const struct loopback_answer denied[] = { conflict, { .body = STORED("x", "v") } };
    const struct loopback_answer vanished[] = { conflict,
                                                { .status = 404, .body = STATUS("NotFound", "") } };
    const struct loopback_answer unread[] = { conflict,
                                              { .status = 403, .body = STATUS("Forbidden", "") } };
    const struct {
        const struct loopback_answer *answers;
        const char *uid;
        bool gone;
    } cases[] = { { another, "u-0", true },
                  { vanished, "u-1", true },
                  { denied, "u-1", false },
                  { unread, "u-1", false } };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO(api) api = API_INIT;
        struct error err = ERROR_INIT;
        bool gone;

        api_start(&api, cases[i].answers, 2);
        if (cases[i].gone)
            ASSERT_OK(delete (&api, cases[i].uid, &gone, &err), err);
        else
            ASSERT_FAILS(delete (&api, cases[i].uid, &gone, &err), err, ERROR_CONFLICT, "denied");
        ASSERT_EQ_INT(gone, cases[i].gone);
    }
}

TEST(object, delete_of_any_uid_is_done_once_and_its_conflict_is_one)
{
    static const struct loopback_answer conflict = { .status = 409, .body = STATUS("", "busy") };
    static const struct loopback_answer silent = { .silent = true };
    AUTO(api) first = API_INIT;
    AUTO(api) second = API_INIT;
    struct error err = ERROR_INIT;
    bool gone;

    api_start(&first, &conflict, 1);
    ASSERT_FAILS(delete (&first, "", &gone, &err), err, ERROR_CONFLICT, "busy");
    ASSERT_NOT_CONTAINS(loopback_log(&first.server), "preconditions");
    api_start(&second, &silent, 1);
    ASSERT_FAILS(delete (&second, "", &gone, &err), err, ERROR_UNREACHABLE, "without an answer");
    ASSERT_EQ_STR(api_requests(&second), "DELETE /apis/apps/v1/namespaces/dev/deployments/web\n");
}

TEST(object, a_merge_patch_is_sent_as_such)
{
    static const struct loopback_answer answers[] = { { .body = "{\"a\":1}" } };
    AUTO(api) api = API_INIT;
    AUTO_FREE(ydoc) doc = NULL;
    struct error err = ERROR_INIT;

    api_start(&api, answers, ARRAY_SIZE(answers));
    ASSERT_OK(kube_object_merge_patch(api.client, &deployments, VIEW("dev"), VIEW("web"),
                                      VIEW("{\"metadata\":{\"labels\":{\"a\":null}}}"), KUBE_WRITE,
                                      &doc, &err),
              err);
    ydoc_free(doc);
    ASSERT_OK(kube_object_merge_patch(api.client, &deployments, VIEW("dev"), VIEW("web"),
                                      VIEW("{}"), KUBE_DRY_RUN, &doc, &err),
              err);
    ASSERT_EQ_STR(
        api_requests(&api),
        "PATCH /apis/apps/v1/namespaces/dev/deployments/web?fieldManager=juno\n"
        "PATCH /apis/apps/v1/namespaces/dev/deployments/web?fieldManager=juno&dryRun=All\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "Content-Type: application/merge-patch+json\r\n");
    ASSERT_CONTAINS(loopback_log(&api.server), "{\"metadata\":{\"labels\":{\"a\":null}}}\n");
}

TEST(object, who_we_are_is_asked_for_and_may_stay_unknown)
{
    static const struct loopback_answer known = {
        .status = 201, .body = "{\"status\":{\"userInfo\":{\"username\":\"ada\"}}}"
    };
    static const struct loopback_answer old = { .status = 404,
                                                .type = "text/plain",
                                                .body = "404" };
    AUTO(api) first = API_INIT;
    AUTO(api) second = API_INIT;
    AUTO_CHARS name = NULL;
    char *nobody;
    struct error err = ERROR_INIT;

    api_start(&first, &known, 1);
    ASSERT_OK(kube_whoami(first.client, &name, &err), err);
    ASSERT_EQ_STR(name, "ada");
    api_start(&second, &old, 1);
    ASSERT_OK(kube_whoami(second.client, &nobody, &err), err);
    ASSERT_TRUE(!nobody);
}
