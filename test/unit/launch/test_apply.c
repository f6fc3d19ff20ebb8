/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/apply.h"

#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define STATUS(code, reason)                                                                       \
    "{\"kind\":\"Status\",\"code\":" code ",\"reason\":\"" reason "\",\"message\":\"no\"}"
#define NONE                                                                                       \
    {                                                                                              \
        .status = 404, .body = STATUS("404", "NotFound")                                           \
    }
#define STORED                                                                                     \
    {                                                                                              \
        .body = "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"uid\":\"u-1\","            \
                "\"resourceVersion\":\"2\"}}"                                                      \
    }
#define LIVE(name, owner)                                                                          \
    {                                                                                              \
        .body =                                                                                    \
            "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" name                               \
            "\",\"namespace\":\"film\",\"uid\":\"u-" name                                          \
            "\",\"resourceVersion\":\"1\",\"labels\":{\"" OWNERSHIP_LABEL "\":\"" owner "\"}}}"    \
    }
#define DISCOVERY                                                                                  \
    { .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"versions\":[{\"version\":\"v1\"," \
              "\"resources\":[{\"resource\":\"configmaps\",\"scope\":\"Namespaced\","              \
              "\"responseKind\":{\"kind\":\"ConfigMap\"}}]}]}]}" },                                \
    {                                                                                              \
        .body = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"                                \
    }
#define CONFLICT                                                                                   \
    {                                                                                              \
        .status = 409,                                                                             \
        .body = "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"Apply "   \
                "failed with 1 conflict: conflict with \\\"them\\\" using v1: .data.k\"}"          \
    }

static const char objects[] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n"
                              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n";

struct applying {
    struct api api;
    struct kube_discovery *discovery;
    struct plan plan;
    struct ydoc *document;
    struct ydoc *record_doc;
    struct record record;
    struct apply apply;
    struct apply_request request;
    struct buf told;
};

static void applying_release(struct applying *applying)
{
    apply_release(&applying->apply);
    ydoc_free(applying->record_doc);
    ydoc_free(applying->document);
    plan_release(&applying->plan);
    kube_discovery_free(applying->discovery);
    api_release(&applying->api);
    buf_release(&applying->told);
}

static void add_told(void *context, const struct object_ref *ref, const char *outcome)
{
    buf_addf(context, VIEW_FMT " %s; ", VIEW_ARGS(ref->name), outcome);
}

static void begin(struct applying *to, enum apply_act act, const struct loopback_answer *answers,
                  size_t count)
{
    static const char record[] =
        "{metadata: {name: nb-1-kuiper-config, uid: u-9, resourceVersion: '7', labels: "
        "{" OWNERSHIP_LABEL ": nb-1}, annotations: {juno/history: '3'}}, data: {template: t}}";
    const struct stream_options options = { .origin = "test" };
    struct error err = ERROR_INIT;

    *to = (struct applying){
        .api = API_INIT, .plan = PLAN_INIT, .apply = APPLY_INIT, .told = BUF_INIT(1 << 16)
    };
    api_start(&to->api, answers, count);
    to->discovery = kube_discovery_new(to->api.client);
    to->document = ydoc_parse(VIEW("{template: t, revision: r, values: {}}"), "document", &err);
    to->record_doc = ydoc_parse(VIEW(record), "record", &err);
    ASSERT_OK(stream_parse(&to->plan.stream, VIEW(objects), &options, &err), err);
    ASSERT_TRUE(record_read(&to->record, ydoc_root(to->record_doc)));
    to->request = (struct apply_request){
        .client = to->api.client,
        .discovery = to->discovery,
        .act = act,
        .plan = &to->plan,
        .document = ydoc_root(to->document),
        .name = "nb-1",
        .namespace = "film",
        .flags = "",
        .record = act == APPLY_LAUNCH ? NULL : &to->record,
        .newest = act == APPLY_LAUNCH ? 0 : 3,
        .told = add_told,
        .context = &to->told,
    };
}

/* "METHOD NAME" of each write, in order: "-" in front of those of a dry run. */
static const char *writes(const struct api *api)
{
    struct view rest = view_of(api_requests(api)), line, method;
    AUTO(buf) out = BUF_INIT(1 << 16);

    while (view_cut(&rest, '\n', &line)) {
        struct view path = line, name;
        bool dry = view_find(line, VIEW("dryRun=All"), 0) < line.len;

        view_cut(&path, ' ', &method);
        if (method.len == 0 || view_is(method, "GET"))
            continue;
        path = view_sub(path, 0, view_find_byte(path, '?', 0));
        name = path;
        while (view_cut(&path, '/', &name))
            continue;
        buf_addf(&out, "%s" VIEW_FMT " " VIEW_FMT "\n", dry ? "-" : "", VIEW_ARGS(method),
                 VIEW_ARGS(name));
    }
    return test_format("%s", buf_text(&out));
}

TEST(apply, a_launch_writes_record_version_objects_and_the_end_of_both)
{
    static const struct loopback_answer answers[] = { DISCOVERY, NONE, NONE, STORED };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_LAUNCH, answers, ARRAY_SIZE(answers));
    ASSERT_OK(apply_plan(&applying.apply, &applying.request, &err), err);
    ASSERT_EQ_STR(writes(&applying.api),
                  "POST configmaps\nPOST secrets\nPATCH a\nPATCH b\nPATCH nb-1-juno-v1\n"
                  "PATCH nb-1-kuiper-config\n");
    ASSERT_EQ_BUF(&applying.told, "a created; b created; ");
    ASSERT_EQ_INT(applying.apply.history, 1);
    ASSERT_EQ_STR(applying.apply.inventory.items[1].uid, "u-1");
    ASSERT_CONTAINS(buf_text(&applying.apply.manifests), "  name: a\n  namespace: film\n");
}

TEST(apply, an_upgrade_tries_all_of_it_before_it_writes)
{
    static const struct loopback_answer answers[] = { DISCOVERY, LIVE("a", "nb-1"),
                                                      LIVE("b", "nb-1"), STORED };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_UPGRADE, answers, ARRAY_SIZE(answers));
    ASSERT_OK(apply_plan(&applying.apply, &applying.request, &err), err);
    ASSERT_EQ_STR(writes(&applying.api),
                  "-PATCH a\n-PATCH b\nPATCH nb-1-kuiper-config\nPOST secrets\nPATCH a\nPATCH b\n"
                  "PATCH nb-1-juno-v4\nPATCH nb-1-kuiper-config\n");
    ASSERT_EQ_BUF(&applying.told, "a configured; b configured; ");
}

TEST(apply, R_129_a_conflict_of_the_last_object_stops_an_upgrade_before_the_first_write)
{
    static const struct loopback_answer answers[] = { DISCOVERY, LIVE("a", "nb-1"),
                                                      LIVE("b", "nb-1"), STORED, CONFLICT };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_UPGRADE, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS_HINT(apply_plan(&applying.apply, &applying.request, &err), err, ERROR_CONFLICT,
                      "ConfigMap/b: Apply failed with 1 conflict: conflict with \"them\" using v1: "
                      ".data.k",
                      "--force-conflicts");
    ASSERT_EQ_STR(writes(&applying.api), "-PATCH a\n-PATCH b\n");
    ASSERT_NULL(applying.apply.record_uid);
    ASSERT_EQ_BUF(&applying.told, "");
}

TEST(apply, R_133_a_failure_half_way_is_partial_and_the_record_says_so)
{
    static const struct loopback_answer answers[] = { DISCOVERY,
                                                      NONE,
                                                      NONE,
                                                      STORED,
                                                      STORED,
                                                      STORED,
                                                      { .status = 403,
                                                        .body = STATUS("403", "Forbidden") },
                                                      STORED };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_LAUNCH, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS_HINT(apply_plan(&applying.apply, &applying.request, &err), err, ERROR_PARTIAL,
                      "ConfigMap/b: ", "1 of 2 objects are applied");
    ASSERT_EQ_INT(applying.apply.objects[0].state, APPLY_DONE);
    ASSERT_EQ_INT(applying.apply.objects[1].state, APPLY_FAILED);
    ASSERT_CONTAINS(loopback_log(&applying.api.server), "\"juno/state\":\"failed\"");
    ASSERT_NOT_CONTAINS(writes(&applying.api), "DELETE");
}

TEST(apply, a_dry_run_with_its_answers_shows_what_others_own_as_it_would_be)
{
    static const struct loopback_answer answers[] = { DISCOVERY, LIVE("a", "nb-1"),
                                                      LIVE("b", "nb-1"), CONFLICT, STORED };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_UPGRADE, answers, ARRAY_SIZE(answers));
    applying.request.dry_run = KUBE_DRY_RUN;
    applying.request.keep_answers = true;
    ASSERT_OK(apply_plan(&applying.apply, &applying.request, &err), err);
    ASSERT_EQ_STR(writes(&applying.api), "-PATCH a\n-PATCH a\n-PATCH b\n");
    ASSERT_EQ_INT(applying.apply.warnings.len, 1);
    ASSERT_CONTAINS(applying.apply.warnings.items[0], "without --force-conflicts it fails");
    ASSERT_NOT_NULL(applying.apply.objects[0].after);
    ASSERT_NOT_NULL(applying.apply.objects[1].after);
}

TEST(apply, R_131_an_object_of_another_workload_stops_all_of_it)
{
    static const struct loopback_answer answers[] = { DISCOVERY, LIVE("a", "other"), NONE };
    AUTO(applying) applying;
    struct error err = ERROR_INIT;

    begin(&applying, APPLY_UPGRADE, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS(apply_plan(&applying.apply, &applying.request, &err), err, ERROR_CONFLICT,
                 "is of workload 'other'");
    ASSERT_EQ_STR(writes(&applying.api), "");
}

TEST(apply, each_act_has_its_name)
{
    ASSERT_EQ_STR(apply_act_name(APPLY_LAUNCH), "launch");
    ASSERT_EQ_STR(apply_act_name(APPLY_UPGRADE), "upgrade");
    ASSERT_EQ_STR(apply_act_name(APPLY_ROLLBACK), "rollback");
}
