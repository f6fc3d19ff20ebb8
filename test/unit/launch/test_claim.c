/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/claim.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define STATUS(reason) "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"no\"}"
#define RECORD(state, launcher, more)                                                              \
    "{\"metadata\":{\"name\":\"nb-1" RECORD_SUFFIX                                                 \
    "\",\"uid\":\"u-9\",\"resourceVersion\":\"41\",\"labels\":{\"" OWNERSHIP_LABEL                 \
    "\":\"nb-1\"},\"annotations\":{\"juno/state\":\"" state "\",\"juno/launcher\":\"" launcher     \
    "\"}},\"data\":{\"template\":\"notebook\"" more "}}"
#define MADE                                                                                       \
    {                                                                                              \
        .status = 201, .body = "{\"kind\":\"X\",\"metadata\":{\"uid\":\"u-1\"}}"                   \
    }
#define RECORDS "/api/v1/namespaces/film/configmaps"
#define SECRETS "/api/v1/namespaces/film/secrets"

struct claiming {
    struct api api;
    struct apply apply;
    struct ydoc *document;
    struct ydoc *record_doc;
    struct record record;
    struct apply_request request;
};

static void claiming_release(struct claiming *claiming)
{
    apply_release(&claiming->apply);
    ydoc_free(claiming->document);
    ydoc_free(claiming->record_doc);
    api_release(&claiming->api);
}

/* RECORD, as it was read by an upgrade; NULL: a launch. */
static void begin(struct claiming *to, const char *record, const struct loopback_answer *answers,
                  size_t count)
{
    struct error err = ERROR_INIT;

    *to = (struct claiming){ .api = API_INIT, .apply = APPLY_INIT };
    to->document = ydoc_parse(VIEW("{template: notebook, revision: r2, values: {cpu: '1'}}"),
                              "document", &err);
    ASSERT_OK(to->document, err);
    api_start(&to->api, answers, count);
    to->request = (struct apply_request){
        .client = to->api.client,
        .act = record ? APPLY_UPGRADE : APPLY_LAUNCH,
        .document = ydoc_root(to->document),
        .name = "nb-1",
        .namespace = "film",
        .flags = " -n film",
        .newest = record ? 3 : 0,
    };
    if (!record)
        return;
    to->record_doc = ydoc_parse(view_of(record), "record", &err);
    ASSERT_OK(to->record_doc, err);
    ASSERT_TRUE(record_read(&to->record, ydoc_root(to->record_doc)));
    to->request.record = &to->record;
}

TEST(claim, a_launch_makes_the_record_and_then_version_one)
{
    static const struct loopback_answer answer = MADE;
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, NULL, &answer, 1);
    ASSERT_OK(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err);
    ASSERT_EQ_STR(claiming.apply.record_uid, "u-1");
    ASSERT_EQ_INT(claiming.apply.history, 1);
    ASSERT_FALSE(claiming.apply.resumed);
    ASSERT_CONTAINS(api_requests(&claiming.api), "POST " RECORDS "?");
    ASSERT_CONTAINS(api_requests(&claiming.api), "POST " SECRETS "?");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/state\":\"applying\"");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/action\":\"launch\"");
}

TEST(claim, R_138_a_name_that_is_taken_stops_a_launch_before_anything_is_written)
{
    static const struct loopback_answer answers[] = {
        { .status = 409, .body = STATUS("AlreadyExists") },
        { .body = RECORD("complete", "x", "") },
        { .body = RECORD("complete", "x", "") },
    };
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, NULL, answers, ARRAY_SIZE(answers));
    ASSERT_FAILS_HINT(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err,
                      ERROR_CONFLICT, "there is a workload 'nb-1' already, from 'notebook'",
                      "kubectl juno upgrade nb-1 -n film");
    ASSERT_NULL(claiming.apply.record_uid);
    ASSERT_NOT_CONTAINS(api_requests(&claiming.api), SECRETS);
}

TEST(claim, R_135_an_unfinished_launch_of_the_same_template_is_taken_over)
{
    static const struct loopback_answer answers[] = {
        { .status = 409, .body = STATUS("AlreadyExists") },
        { .body = RECORD("failed", "x", "") },
        { .body = RECORD("failed", "x", ",\"old\":\"answer\"") },
        MADE,
    };
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, NULL, answers, ARRAY_SIZE(answers));
    ASSERT_OK(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err);
    ASSERT_TRUE(claiming.apply.resumed);
    ASSERT_EQ_STR(claiming.apply.record_uid, "u-9");
    /* As it was read, and without the earlier answer. */
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"resourceVersion\":\"41\"");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"old\":null");
}

TEST(claim, an_upgrade_puts_a_new_record_in_the_place_of_the_one_it_has_read)
{
    static const struct loopback_answer answer = MADE;
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, RECORD("complete", "x", ""), &answer, 1);
    ASSERT_OK(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err);
    ASSERT_EQ_INT(claiming.apply.history, 4);
    ASSERT_CONTAINS(api_requests(&claiming.api), "PATCH " RECORDS "/nb-1-kuiper-config?");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"resourceVersion\":\"41\"");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"cpu\":\"1\"");
    /* Which version holds is not changed before the new one does. */
    ASSERT_NOT_CONTAINS(loopback_log(&claiming.api.server), "juno/history");
}

TEST(claim, R_138_somebody_else_who_changes_the_workload_meanwhile_is_told)
{
    static const struct loopback_answer answer = { .status = 409, .body = STATUS("Conflict") };
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, RECORD("complete", "x", ""), &answer, 1);
    ASSERT_FAILS(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err, ERROR_CONFLICT,
                 "somebody else has changed it meanwhile");
    ASSERT_NULL(claiming.apply.record_uid);
    ASSERT_NOT_CONTAINS(api_requests(&claiming.api), SECRETS);
}

TEST(claim, R_138_a_workload_that_is_being_changed_is_left_alone)
{
    static const struct loopback_answer answer = MADE;
    AUTO_CHARS ours = record_launcher("ada");
    const char *const at_work[] = { ours, "elsewhere:1:5 of ada" };

    for (size_t i = 0; i < ARRAY_SIZE(at_work); i++) {
        AUTO(claiming) claiming;
        struct error err = ERROR_INIT;

        begin(&claiming, test_format(RECORD("applying", "%s", ""), at_work[i]), &answer, 1);
        ASSERT_FAILS_HINT(claim_take(&claiming.apply, &claiming.request, "h:1:2", &err), err,
                          ERROR_CONFLICT, "it is being changed by ", "juno/state=failed");
        ASSERT_FAILS(claim_check(&claiming.request, &err), err, ERROR_CONFLICT,
                     "it is being changed by ");
        ASSERT_EQ_STR(api_requests(&claiming.api), "");
    }
}

TEST(claim, how_it_ended_is_told_to_the_history_and_then_to_the_record)
{
    static const struct loopback_answer answer = MADE;
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, RECORD("complete", "x", ""), &answer, 1);
    claiming.apply.history = 4;
    ASSERT_OK(claim_end(&claiming.apply, &claiming.request, RECORD_COMPLETE, "h:1:2", NULL, &err),
              err);
    ASSERT_EQ_STR(api_requests(&claiming.api),
                  "PATCH " SECRETS "/nb-1-juno-v4?fieldManager=juno\n"
                  "PATCH " RECORDS "/nb-1-kuiper-config?fieldManager=juno\n");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/history\":\"4\"");
}

TEST(claim, a_failure_leaves_the_version_that_holds_and_says_why)
{
    static const struct loopback_answer answer = MADE;
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, RECORD("complete", "x", ""), &answer, 1);
    claiming.apply.history = 4;
    ASSERT_OK(claim_end(&claiming.apply, &claiming.request, RECORD_FAILED, "h:1:2", "quota", &err),
              err);
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/note\":\"quota\"");
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/state\":\"failed\"");
    ASSERT_NOT_CONTAINS(loopback_log(&claiming.api.server), "juno/history");
}

TEST(claim, what_is_complete_without_a_history_is_of_no_version)
{
    static const struct loopback_answer answer = MADE;
    AUTO(claiming) claiming;
    struct error err = ERROR_INIT;

    begin(&claiming, RECORD("complete", "x", ""), &answer, 1);
    ASSERT_OK(claim_end(&claiming.apply, &claiming.request, RECORD_COMPLETE, "h:1:2", NULL, &err),
              err);
    ASSERT_NOT_CONTAINS(api_requests(&claiming.api), SECRETS);
    ASSERT_CONTAINS(loopback_log(&claiming.api.server), "\"juno/history\":null");
}

TEST(claim, a_launch_that_left_nothing_takes_record_and_version_with_it)
{
    static const struct loopback_answer answer = { .body = "{\"kind\":\"Status\"}" };
    static const struct loopback_answer refusal = { .status = 403, .body = STATUS("Forbidden") };
    AUTO(claiming) claiming, refused;

    begin(&claiming, NULL, &answer, 1);
    claiming.apply.history = 1;
    claiming.apply.record_uid = chars_copy("u-1");
    claim_drop(&claiming.apply, &claiming.request);
    ASSERT_EQ_STR(api_requests(&claiming.api), "DELETE " SECRETS "/nb-1-juno-v1\n"
                                               "DELETE " RECORDS "/nb-1-kuiper-config\n");
    ASSERT_EQ_INT(claiming.apply.warnings.len, 0);
    begin(&refused, NULL, &refusal, 1);
    refused.apply.history = 1;
    refused.apply.record_uid = chars_copy("u-1");
    claim_drop(&refused.apply, &refused.request);
    ASSERT_EQ_INT(refused.apply.warnings.len, 2);
}

TEST(claim, a_dry_run_finds_the_name_taken_too)
{
    static const struct loopback_answer taken = { .body = RECORD("complete", "x", "") };
    static const struct loopback_answer none = { .status = 404, .body = STATUS("NotFound") };
    static const struct loopback_answer other = { .body =
                                                      "{\"metadata\":{\"name\":\"nb-1" RECORD_SUFFIX
                                                      "\"}}" };
    AUTO(claiming) one, two, three;
    struct error err = ERROR_INIT;

    begin(&one, NULL, &taken, 1);
    ASSERT_FAILS(claim_check(&one.request, &err), err, ERROR_CONFLICT, "already");
    begin(&two, NULL, &none, 1);
    ASSERT_OK(claim_check(&two.request, &err), err);
    begin(&three, NULL, &other, 1);
    ASSERT_FAILS(claim_check(&three.request, &err), err, ERROR_CONFLICT,
                 "ConfigMap/nb-1-kuiper-config exists and is no record");
}
