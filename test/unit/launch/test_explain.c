/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/explain.h"

#include "catalog/layer.h"
#include "harness/test.h"
#include "yaml/emit.h"

/* A template whose chart has VALUES, and a plan of GIVEN in which every value is of --set. */
struct explained {
    struct template template;
    struct plan plan;
    struct ydoc *fields;
};

static void explained_release(struct explained *explained)
{
    archive_tree_release(&explained->template.scripts);
    plan_release(&explained->plan);
    ydoc_free(explained->fields);
}

static void explained_init(struct explained *explained, const char *chart, const char *given,
                           const char *fields)
{
    struct error err = ERROR_INIT;
    struct ynode *origins;
    char *bytes;

    *explained = (struct explained){ .plan = PLAN_INIT };
    explained->template.scripts = (struct archive_tree)ARCHIVE_TREE_INIT;
    ASSERT_OK(archive_tree_add(&explained->template.scripts, VIEW("scripts/chart/values.yaml"),
                               false, false, strlen(chart), &bytes, &err),
              err);
    memcpy(bytes, chart, strlen(chart));
    explained->fields = ydoc_parse(view_of(fields), "fields", &err);
    ASSERT_OK(explained->fields && fields_parse(&explained->template.fields, explained->fields,
                                                ydoc_root(explained->fields), &err),
              err);
    explained->plan.values = ydoc_parse(view_of(given), "given", &err);
    ASSERT_OK(explained->plan.values, err);
    origins = ynode_new_map(explained->plan.values);
    for (size_t i = 0; i < ynode_len(ydoc_root(explained->plan.values)); i++)
        layer_note(explained->plan.values, origins,
                   ynode_text(ynode_key_at(ydoc_root(explained->plan.values), i)), LAYER_ANSWER,
                   "--set");
    explained->plan.origins = origins;
}

/* Each row as a line "NAME LAYER FROM VALUE". */
static void explains(const char *chart, const char *given, const char *fields, const char *expected)
{
    AUTO(explained) explained;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *rows = ynode_new_seq(doc);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    explained_init(&explained, chart, given, fields);
    ASSERT_OK(explain_values(doc, rows, &explained.plan, &explained.template, &err), err);
    for (size_t i = 0; i < ynode_len(rows); i++) {
        const struct ynode *row = ynode_at(rows, i);

        buf_addf(&out, VIEW_FMT " | " VIEW_FMT " | " VIEW_FMT " | ",
                 VIEW_ARGS(ynode_text(ynode_get(row, "name"))),
                 VIEW_ARGS(ynode_text(ynode_get(row, "layer"))),
                 VIEW_ARGS(ynode_text(ynode_get(row, "from"))));
        ASSERT_TRUE(emit_json(&out, ynode_get(row, "value"), 0, YAML_1_1, NULL));
        buf_add_byte(&out, '\n');
    }
    ASSERT_EQ_STR(buf_text(&out), expected);
}

TEST(explain, an_answer_lies_over_the_charts_own_value_and_both_have_their_place)
{
    explains("tag: old\n\nport: 80\n", "{tag: new, repo: a/b}", "[]",
             "port | chart default | values.yaml:3 | 80\n"
             "repo | answer | --set | \"a/b\"\n"
             "tag | answer | --set | \"new\"\n");
}

TEST(explain, mappings_are_merged_as_helm_does_lists_replaced)
{
    explains("disk:\n  size: 1Gi\n  class: slow\nenv: [a, b]\n", "{disk: {class: fast}, env: [c]}",
             "[]",
             "disk.class | answer | --set | \"fast\"\n"
             "disk.size | chart default | values.yaml:2 | \"1Gi\"\n"
             "env | answer | --set | [\"c\"]\n");
}

TEST(explain, R_072_a_null_takes_the_charts_value_away)
{
    explains("cpuLimit: 2\n", "{cpuLimit: null}", "[]", "cpuLimit | answer | --set | null\n");
}

TEST(explain, secrets_are_not_shown_wherever_they_are)
{
    explains("db: {password: p1, user: u}\napiToken: t\n",
             "{hf: s1, env: [{name: A_TOKEN, value: s2}, {name: B, value: b}], rules: [{code: s3}],"
             " pullSecret: regcred}",
             "[{name: hf, sensitive: true}, {name: rules, type: list, fields: [{name: code, type: "
             "string, sensitive: true}]}]",
             "apiToken | chart default | values.yaml:2 | \"***\"\n"
             "db | chart default | values.yaml:1 | {\"password\":\"***\",\"user\":\"u\"}\n"
             "env | answer | --set | [{\"name\":\"A_TOKEN\",\"value\":\"***\"},"
             "{\"name\":\"B\",\"value\":\"b\"}]\n"
             "hf | answer | --set | \"***\"\n"
             "pullSecret | answer | --set | \"regcred\"\n"
             "rules | answer | --set | [{\"code\":\"***\"}]\n");
}

TEST(explain, what_helm_is_given_has_large_integers_as_text_and_no_secret)
{
    AUTO(explained) explained;
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    struct ynode *given;

    explained_init(&explained, "# nothing\n", "{big: 5000001, small: 7, password: x, v: '1.10'}",
                   "[]");
    given = explain_given(doc, &explained.plan, &explained.template, &err);
    ASSERT_OK(given, err);
    ASSERT_TRUE(emit_json(&out, given, 0, YAML_1_1, NULL));
    ASSERT_EQ_BUF(&out, "{\"big\":\"5000001\",\"password\":\"***\",\"small\":7,\"v\":\"1.10\"}");
}

TEST(explain, a_chart_whose_values_cannot_be_read_is_an_error)
{
    AUTO(explained) explained;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct error err = ERROR_INIT;

    explained_init(&explained, "a: [b\n", "{}", "[]");
    ASSERT_FAILS(
        explain_values(doc, ynode_new_seq(doc), &explained.plan, &explained.template, &err), err,
        ERROR_SYNTAX, "values.yaml");
}
