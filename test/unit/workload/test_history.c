/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/history.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/api.h"
#include "harness/test.h"
#include "workload/ownership.h"

#define STATUS(reason) "{\"kind\":\"Status\",\"reason\":\"" reason "\",\"message\":\"no\"}"
#define VERSION(name, state)                                                                       \
    "{\"metadata\":{\"name\":\"" name "\",\"uid\":\"u-" name                                       \
    "\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\",\"annotations\":{"                          \
    "\"juno/action\":\"upgrade\",\"juno/template\":\"notebook\",\"juno/revision\":\"81ab07c2\","   \
    "\"juno/note\":\"n\",\"juno/launcher\":\"h:1:2 of ada\",\"juno/state\":\"" state "\"}}}"
#define LIST(items) "{\"kind\":\"SecretList\",\"metadata\":{},\"items\":[" items "]}"

static struct history_place place_of(const struct api *api)
{
    return (struct history_place){ api->client, "film", "nb-1" };
}

/* ---- names */

static unsigned number_of(const char *name)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_new_map(doc);

    ynode_set_string(doc, ynode_need_map(doc, root, "metadata"), "name", view_of(name));
    return history_number_of(root, "nb-1");
}

TEST(history, a_version_is_a_secret_of_that_name_and_no_other)
{
    AUTO_CHARS name = history_secret_name("nb-1", 12);

    ASSERT_EQ_STR(name, "nb-1-juno-v12");
    ASSERT_EQ_INT(number_of("nb-1-juno-v12"), 12);
    ASSERT_EQ_INT(number_of("nb-1-juno-v"), 0);
    ASSERT_EQ_INT(number_of("nb-1-juno-v0"), 0);
    ASSERT_EQ_INT(number_of("nb-1-juno-v1x"), 0);
    /* Another object than nb-1-juno-v3. */
    ASSERT_EQ_INT(number_of("nb-1-juno-v03"), 0);
    ASSERT_EQ_INT(number_of("nb-1-juno-v999999999"), HISTORY_NUMBER_MAX);
    ASSERT_EQ_INT(number_of("nb-1-juno-v1000000000"), 0);
    ASSERT_EQ_INT(number_of("nb-1-juno-v-1"), 0);
    ASSERT_EQ_INT(number_of("nb-1-juno-v99999999999999999999"), 0);
    /* Of the workload nb-1-juno. */
    ASSERT_EQ_INT(number_of("nb-1-juno-juno-v3"), 0);
    ASSERT_EQ_INT(number_of("nb-10-juno-v3"), 0);
    ASSERT_EQ_INT(number_of("nb-1"), 0);
}

/* ---- reading */

TEST(history, versions_are_listed_by_number_whatever_else_carries_the_label)
{
    static const struct loopback_answer answer = {
        .body = LIST(
            VERSION("nb-1-juno-v10", "complete") "," VERSION("nb-1-juno-v9", "failed") "," VERSION(
                "other", "complete") "," VERSION("nb-1-juno-v2", "applying"))
    };
    AUTO(api) api = API_INIT;
    AUTO(history) history = HISTORY_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, &answer, 1);
    const struct history_place place = place_of(&api);
    ASSERT_OK(history_list(&history, &place, &err), err);
    ASSERT_EQ_INT(history.len, 3);
    ASSERT_EQ_INT(history.versions[0].number, 2);
    ASSERT_EQ_INT(history.versions[1].number, 9);
    ASSERT_EQ_INT(history.versions[2].number, 10);
    ASSERT_EQ_STR(history.versions[0].action, "upgrade");
    ASSERT_EQ_STR(history.versions[0].template, "notebook");
    ASSERT_EQ_STR(history.versions[0].revision, "81ab07c2");
    ASSERT_EQ_STR(history.versions[0].note, "n");
    ASSERT_EQ_STR(history.versions[0].uid, "u-nb-1-juno-v2");
    ASSERT_EQ_INT(history.versions[0].state, RECORD_APPLYING);
    ASSERT_EQ_INT(history.versions[1].state, RECORD_FAILED);
    ASSERT_TRUE(history_find(&history, 9) == &history.versions[1]);
    ASSERT_NULL(history_find(&history, 3));
    /* Only the type, only the label, and no data. */
    ASSERT_CONTAINS(api_requests(&api), "fieldSelector=type%3Djuno%2Flaunch");
    ASSERT_CONTAINS(loopback_log(&api.server), "as=PartialObjectMetadataList");
}

static const struct history_version *newest(unsigned before, unsigned recorded,
                                            const enum record_state *states, size_t count,
                                            struct history_version *versions)
{
    struct history history = { .versions = versions, .len = count };

    for (size_t i = 0; i < count; i++)
        versions[i] = (struct history_version){ .number = (unsigned)i + 1, .state = states[i] };
    return history_newest_good(&history, before, recorded);
}

TEST(history, one_goes_back_to_the_newest_version_that_ended_well)
{
    static const enum record_state states[] = { RECORD_COMPLETE, RECORD_FAILED, RECORD_COMPLETE,
                                                RECORD_APPLYING };
    struct history_version versions[4];

    ASSERT_EQ_INT(newest(0, 0, states, 4, versions)->number, 3);
    ASSERT_EQ_INT(newest(3, 0, states, 4, versions)->number, 1);
    ASSERT_NULL(newest(1, 0, states, 4, versions));
    /* The record knows better how the last one ended. */
    ASSERT_EQ_INT(newest(0, 4, states, 4, versions)->number, 4);
    ASSERT_NULL(newest(0, 0, states, 0, versions));
}

/* ---- writing */

/* A document of N bytes of text. */
static struct ynode *document_of(struct ydoc *doc, size_t n)
{
    AUTO(buf) text = BUF_INIT(1 << 24);
    struct ynode *root = ynode_new_map(doc);

    for (size_t i = 0; i < n; i++)
        buf_add_byte(&text, 'a');
    ynode_set_string(doc, root, "answer", buf_view(&text));
    return root;
}

static unsigned write_version(const struct api *api, const struct history_facts *facts,
                              struct strv *notes)
{
    const struct history_place place = place_of(api);
    struct error err = ERROR_INIT;
    unsigned number = 77;

    ASSERT_OK(history_write(&number, &place, facts, notes, &err), err);
    return number;
}

static struct history_facts facts_of(struct ydoc *doc)
{
    return (struct history_facts){
        .action = "upgrade",
        .template = "notebook",
        .revision = "81ab07c2",
        .launcher = "h:1:2 of ada",
        .document = document_of(doc, 3),
        .manifests = VIEW("---\nkind: ConfigMap\n"),
        .after = 4,
    };
}

TEST(history, a_version_holds_answers_and_gzipped_manifests_and_is_under_way)
{
    static const struct loopback_answer answer = { .status = 201, .body = "{\"kind\":\"Secret\"}" };
    AUTO(api) api = API_INIT;
    AUTO(strv) notes = STRV_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    const char *sent;

    api_start(&api, &answer, 1);
    const struct history_facts facts = facts_of(doc);
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 5);
    ASSERT_EQ_INT(notes.len, 0);
    sent = loopback_log(&api.server);
    ASSERT_CONTAINS(sent, "POST /api/v1/namespaces/film/secrets?");
    ASSERT_CONTAINS(sent, "\"name\":\"nb-1-juno-v5\"");
    ASSERT_CONTAINS(sent, "\"type\":\"juno/launch\"");
    ASSERT_CONTAINS(sent, "\"" OWNERSHIP_LABEL "\":\"nb-1\"");
    ASSERT_CONTAINS(sent, "\"juno/state\":\"applying\"");
    ASSERT_CONTAINS(sent, "\"launch\":\"YW5zd2VyOiBhYWEK\""); /* answer: aaa */
    ASSERT_CONTAINS(sent, "\"manifests.gz\":\"H4sI");
}

TEST(history, a_number_that_is_taken_is_followed_by_the_one_after_the_newest)
{
    static const struct loopback_answer answers[] = {
        { .status = 409, .body = STATUS("AlreadyExists") },
        { .body =
              "{\"kind\":\"Secret\",\"metadata\":{\"annotations\":{\"juno/launcher\":\"x\"}}}" },
        { .body = LIST(VERSION("nb-1-juno-v8", "complete")) },
        { .status = 201, .body = "{\"kind\":\"Secret\"}" },
    };
    AUTO(api) api = API_INIT;
    AUTO(strv) notes = STRV_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();

    api_start(&api, answers, ARRAY_SIZE(answers));
    const struct history_facts facts = facts_of(doc);
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 9);
}

TEST(history, behind_the_last_number_none_is_kept_and_none_begins_anew)
{
    static const struct loopback_answer answer = { .status = 201, .body = "{\"kind\":\"Secret\"}" };
    AUTO(api) api = API_INIT;
    AUTO(strv) notes = STRV_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();

    api_start(&api, &answer, 1);
    struct history_facts facts = facts_of(doc);
    facts.after = HISTORY_NUMBER_MAX;
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 0);
    ASSERT_EQ_INT(notes.len, 1);
    ASSERT_CONTAINS(notes.items[0], "no history is kept: there is a version 999999999 already");
    ASSERT_NOT_CONTAINS(api_requests(&api), "POST");
}

TEST(history, without_the_right_to_secrets_none_is_kept_and_that_is_said_once)
{
    static const struct loopback_answer answer = { .status = 403, .body = STATUS("Forbidden") };
    AUTO(api) api = API_INIT;
    AUTO(strv) notes = STRV_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();

    api_start(&api, &answer, 1);
    const struct history_facts facts = facts_of(doc);
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 0);
    ASSERT_EQ_INT(notes.len, 1);
    ASSERT_CONTAINS(notes.items[0], "no history is kept: ");
}

TEST(history, R_139_what_is_over_a_mebibyte_is_left_out_and_told)
{
    static const struct loopback_answer answer = { .status = 201, .body = "{\"kind\":\"Secret\"}" };
    AUTO(api) api = API_INIT;
    AUTO(strv) notes = STRV_INIT;
    AUTO(buf) manifests = BUF_INIT(1 << 24);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct history_facts facts = facts_of(doc);
    unsigned state = 1;

    for (size_t i = 0; i < (3u << 19); i++) {
        state = state * 1103515245u + 12345u;
        buf_add_byte(&manifests, (char)(state >> 16));
    }
    api_start(&api, &answer, 1);
    facts.manifests = buf_view(&manifests);
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 5);
    ASSERT_EQ_INT(notes.len, 1);
    ASSERT_CONTAINS(notes.items[0], "no rollback will lead to here");
    ASSERT_NOT_CONTAINS(loopback_log(&api.server), "manifests.gz");
    /* Answers cannot be left out. */
    facts.document = document_of(doc, 2u << 20);
    ASSERT_EQ_INT(write_version(&api, &facts, &notes), 0);
    ASSERT_CONTAINS(notes.items[notes.len - 1], "no history is kept: the answers: ");
    ASSERT_CONTAINS(notes.items[notes.len - 1], "over 1048576 bytes");
}

TEST(history, how_it_ended_is_one_line_of_a_bounded_length)
{
    static const struct loopback_answer answer = { .body = "{\"kind\":\"Secret\"}" };
    AUTO(api) api = API_INIT;
    AUTO(buf) note = BUF_INIT(1 << 20);
    struct error err = ERROR_INIT;

    for (int i = 0; i < 1000; i++)
        buf_add(&note, "x");
    buf_add(&note, "\nsecond line");
    api_start(&api, &answer, 1);
    const struct history_place place = place_of(&api);
    ASSERT_OK(history_finish(&place, 5, RECORD_FAILED, buf_text(&note), &err), err);
    ASSERT_CONTAINS(api_requests(&api), "PATCH /api/v1/namespaces/film/secrets/nb-1-juno-v5?");
    ASSERT_CONTAINS(loopback_log(&api.server), "\"juno/state\":\"failed\"");
    ASSERT_CONTAINS(loopback_log(&api.server), "xxx\"");
    ASSERT_NOT_CONTAINS(loopback_log(&api.server), "second line");
    /* Nothing was kept: nothing is sent. */
    ASSERT_OK(history_finish(&place, 0, RECORD_COMPLETE, NULL, &err), err);
    ASSERT_OK(history_remove(&place, 0, &err), err);
    ASSERT_NOT_CONTAINS(api_requests(&api), "DELETE");
}

TEST(history, a_note_is_not_cut_within_a_character)
{
    static const struct loopback_answer answer = { .body = "{\"kind\":\"Secret\"}" };
    AUTO(api) api = API_INIT;
    AUTO(buf) note = BUF_INIT(1 << 20);
    struct error err = ERROR_INIT;

    buf_add(&note, "x");
    for (int i = 0; i < 300; i++)
        buf_add(&note, "\u00e9");
    api_start(&api, &answer, 1);
    const struct history_place place = place_of(&api);
    ASSERT_OK(history_finish(&place, 5, RECORD_FAILED, buf_text(&note), &err), err);
    ASSERT_CONTAINS(loopback_log(&api.server), "\u00e9\"");
}

TEST(history, the_newest_ten_stay_and_the_newest_that_ended_well)
{
    static const struct loopback_answer answer = { .body = "{\"kind\":\"Status\"}" };
    AUTO(api) api = API_INIT;
    struct history_version versions[13];
    struct history history = { .versions = versions, .len = ARRAY_SIZE(versions) };
    struct error err = ERROR_INIT;
    char uid[] = "u";

    for (unsigned i = 0; i < ARRAY_SIZE(versions); i++)
        versions[i] = (struct history_version){ .number = i + 1,
                                                .uid = uid,
                                                .state = i == 1 ? RECORD_COMPLETE : RECORD_FAILED };
    api_start(&api, &answer, 1);
    const struct history_place place = place_of(&api);
    ASSERT_OK(history_prune(&place, &history, 0, &err), err);
    ASSERT_EQ_STR(api_requests(&api), "DELETE /api/v1/namespaces/film/secrets/nb-1-juno-v1\n"
                                      "DELETE /api/v1/namespaces/film/secrets/nb-1-juno-v3\n"
                                      "DELETE /api/v1/namespaces/film/secrets/nb-1-juno-v4\n");
}

/* ---- one version with its data */

static void check_read(const char *body, int status, enum error_code code, const char *text)
{
    const struct loopback_answer answer = { .status = status, .body = body };
    AUTO(api) api = API_INIT;
    AUTO(history_data) data = HISTORY_DATA_INIT;
    struct error err = ERROR_INIT;

    api_start(&api, &answer, 1);
    const struct history_place place = place_of(&api);
    if (code == ERROR_NONE) {
        ASSERT_OK(history_read(&data, &place, 3, &err), err);
        ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(data.doc), "answer")), "aaa");
        ASSERT_EQ_BUF(&data.manifests, text);
    } else {
        ASSERT_FAILS(history_read(&data, &place, 3, &err), err, code, text);
    }
}

TEST(history, a_version_is_read_again_and_a_damaged_one_is_told_as_such)
{
    check_read("{\"data\":{\"launch\":\"YW5zd2VyOiBhYWEK\",\"manifests.gz\":"
               "\"H4sIAAAAAAACA0vkAgAHoerdAgAAAA==\"}}",
               0, ERROR_NONE, "a\n");
    check_read("{\"data\":{\"launch\":\"YW5zd2VyOiBhYWEK\"}}", 0, ERROR_NONE, "");
    check_read(STATUS("NotFound"), 404, ERROR_NOT_FOUND, "there is no version 3 of 'nb-1'");
    check_read(STATUS("Forbidden"), 403, ERROR_FORBIDDEN, "");
    check_read("{\"data\":{\"launch\":\"%%\"}}", 0, ERROR_INVALID,
               "Secret/nb-1-juno-v3 cannot be read");
    check_read("{\"data\":{\"launch\":\"YQo=\"}}", 0, ERROR_INVALID, "is no mapping");
    check_read("{\"data\":{}}", 0, ERROR_INVALID, "is no mapping");
    check_read("{\"data\":{\"launch\":\"YW5zd2VyOiBhYWEK\",\"manifests.gz\":\"YQo=\"}}", 0,
               ERROR_INVALID, "it is no gzip");
}
