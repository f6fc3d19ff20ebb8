/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/drift.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static bool is_secret(const void *context UNUSED, struct view key)
{
    return view_is(key, "PASSWORD") || view_is(key, "password");
}

/* "path was>is by manager; " of each row. */
static const char *drift(const char *applied_text, const char *live_text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) applied = ydoc_parse(view_of(applied_text), "applied", &err);
    AUTO_FREE(ydoc) live = ydoc_parse(view_of(live_text), "live", &err);
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) secrets = STRV_INIT;
    struct ynode *rows = ynode_new_seq(doc);

    ASSERT_OK(applied && live, err);
    strv_add(&secrets, "canary-answer");
    drift_add(doc, rows, ydoc_root(applied), ydoc_root(live), is_secret, &secrets);
    for (size_t i = 0; i < ynode_len(rows); i++) {
        const struct ynode *row = ynode_at(rows, i);

        buf_addf(&text, VIEW_FMT " " VIEW_FMT ">" VIEW_FMT " by " VIEW_FMT "; ",
                 VIEW_ARGS(ynode_text(ynode_get(row, "path"))),
                 VIEW_ARGS(ynode_text(ynode_get(row, "was"))),
                 VIEW_ARGS(ynode_get(row, "is") ? ynode_text(ynode_get(row, "is")) : VIEW("-")),
                 VIEW_ARGS(ynode_text(ynode_get(row, "manager"))));
    }
    return test_format("%s", buf_text(&text));
}

#define OURS   "{manager: juno, operation: Apply, time: 2026-01-01T00:00:00Z, fieldsV1: "
#define THEIRS "{manager: kubectl, operation: Update, time: 2026-01-02T00:00:00Z, fieldsV1: "

TEST(drift, what_another_manager_changed_is_told_with_its_name)
{
    ASSERT_EQ_STR(drift("{kind: StatefulSet, metadata: {name: a}, spec: {replicas: 1, x: y}}",
                        "{kind: StatefulSet, metadata: {name: a, managedFields: [" OURS
                        "{'f:spec': {'f:x': {}}}}, " THEIRS "{'f:spec': {'f:replicas': {}}}}"
                        "]}, spec: {replicas: 2, x: y, added: by a controller}}"),
                  "spec.replicas 1>2 by kubectl; ");
}

TEST(drift, the_newest_of_several_managers_is_named_and_nobody_where_the_field_is_gone)
{
    ASSERT_EQ_STR(
        drift("{kind: A, spec: {x: 1, y: 2}}",
              "{kind: A, metadata: {managedFields: ["
              "{manager: old, operation: Update, time: 2026-01-01T00:00:00Z, fieldsV1: {'f:spec': "
              "{'f:x': {}}}}, " THEIRS "{'f:spec': {'f:x': {}}}}, {manager: older, operation: "
              "Update, fieldsV1: {'f:spec': {'f:x': {}}}}]}, spec: {x: 3}}"),
        "spec.x 1>3 by kubectl; spec.y 2>- by ; ");
}

TEST(drift, what_is_gone_as_a_whole_hides_the_secrets_in_it)
{
    ASSERT_EQ_STR(
        drift("{kind: Pod, spec: {containers: [{name: m, env: ["
              "{name: PASSWORD, value: canary}, {name: TZ, value: UTC}]}]}}",
              "{kind: Pod, spec: {containers: [{name: m, env: [{name: TZ, value: "
              "UTC}]}]}}"),
        "spec.containers[m].env[PASSWORD] {\"name\":\"PASSWORD\",\"value\":\"***\"}>- by ; ");
    ASSERT_EQ_STR(drift("{kind: ConfigMap, data: {password: canary, a: b}}", "{kind: ConfigMap}"),
                  "data {\"a\":\"b\",\"password\":\"***\"}>- by ; ");
    ASSERT_EQ_STR(drift("{kind: A, spec: {env: [{name: PASSWORD, value: canary}]}}",
                        "{kind: A, spec: {env: none}}"),
                  "spec.env [{\"name\":\"PASSWORD\",\"value\":\"***\"}]>none by ; ");
}

TEST(drift, secret_answers_are_masked_within_other_texts)
{
    ASSERT_EQ_STR(drift("{kind: A, spec: {args: ['--pw=canary-answer'], url: a:canary-answer@b}}",
                        "{kind: A, spec: {args: [x], url: y}}"),
                  "spec.args [\"--pw=***\"]>[\"x\"] by ; spec.url a:***@b>y by ; ");
}

TEST(drift, what_only_reads_otherwise_or_was_set_while_it_was_applied_is_none)
{
    ASSERT_EQ_STR(
        drift("{kind: A, spec: {cpu: 1000m, port: '80', none: null, empty: {}, list: []}}",
              "{kind: A, spec: {cpu: '1', port: 80}}"),
        "");
    /* A webhook: the field is still ours. */
    ASSERT_EQ_STR(drift("{kind: A, spec: {image: a}}",
                        "{kind: A, metadata: {managedFields: [" OURS
                        "{'f:spec': {'f:image': {}}}}]}, spec: {image: mirror/a}}"),
                  "");
    ASSERT_EQ_STR(drift("{kind: A, metadata: {name: a, namespace: x}, status: {a: 1}}",
                        "{kind: A, metadata: {name: b}, status: {a: 2}}"),
                  "");
}

TEST(drift, elements_of_lists_are_told_apart_by_their_keys)
{
    ASSERT_EQ_STR(
        drift("{kind: A, spec: {containers: [{name: main, image: a, ports: [{containerPort: 80, "
              "name: http}]}, {name: side, image: b}]}}",
              "{kind: A, metadata: {managedFields: [" OURS
              "{'f:spec': {'f:containers': {'k:{\"name\":\"side\"}': {'f:image': {}}}}}}, " THEIRS
              "{'f:spec': {'f:containers': {'k:{\"name\":\"main\"}': {'f:image': {}}}}}}]}, spec: "
              "{containers: [{name: new, image: n}, {name: side, image: mirrored}, {name: main, "
              "image: c, ports: [{name: http, containerPort: 80}]}]}}"),
        "spec.containers[main].image a>c by kubectl; ");
    /* A list that is one value. */
    ASSERT_EQ_STR(drift("{kind: A, spec: {args: [a, b]}}", "{kind: A, spec: {args: [a]}}"),
                  "spec.args [\"a\",\"b\"]>[\"a\"] by ; ");
}

TEST(drift, a_label_or_annotation_that_went_is_told)
{
    ASSERT_EQ_STR(drift("{kind: A, metadata: {labels: {a: b, c: d}}}",
                        "{kind: A, metadata: {labels: {a: x}}}"),
                  "metadata.labels.a b>x by ; metadata.labels.c d>- by ; ");
}

TEST(drift, secrets_are_not_shown)
{
    ASSERT_EQ_STR(drift("{kind: Secret, data: {a: b}}", "{kind: Secret, data: {a: c}}"),
                  "data.a ***>*** by ; ");
    ASSERT_EQ_STR(drift("{kind: A, spec: {env: [{name: PASSWORD, value: x}], password: y}}",
                        "{kind: A, spec: {env: [{name: PASSWORD, value: z}], password: w}}"),
                  "spec.env[PASSWORD].value ***>*** by ; spec.password ***>*** by ; ");
}
