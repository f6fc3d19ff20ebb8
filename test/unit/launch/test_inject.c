/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/inject.h"

#include "harness/test.h"
#include "yaml/emit.h"

static bool inject_into(struct buf *out, const char *answers, const struct inject *flags,
                        const char *chart, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(answers), "answers", NULL);
    struct inject inject = *flags;

    inject.name = "nb-1";
    inject.namespace = "film";
    inject.session = "0123456789abcdef";
    return inject_values(doc, ydoc_root(doc), &inject, view_of(chart), err) &&
           emit_json(out, ydoc_root(doc), 0, YAML_1_1, err);
}

static void expect(const char *answers, struct inject flags, const char *chart, const char *part)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(inject_into(&out, answers, &flags, chart, &err), err);
    ASSERT_CONTAINS(buf_text(&out), part);
}

static void refused(struct inject flags, const char *words)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_FAILS(inject_into(&out, "{}", &flags, "", &err), err, ERROR_USAGE, words);
}

TEST(inject, without_flags_what_the_chart_decides_is_left_out)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct inject flags = { .default_user = "ada" };

    ASSERT_TRUE(inject_into(&out, "{}", &flags, "", NULL));
    ASSERT_EQ_BUF(&out,
                  "{\"_juno_gateway_api\":false,\"_kuiper\":\"deprecated\",\"group\":\"film\","
                  "\"guid\":0,\"host\":\"\",\"idx\":0,\"name\":\"nb-1\",\"puid\":0,"
                  "\"pullSecret\":\"\",\"session\":\"0123456789abcdef\",\"user\":\"ada\"}");
}

TEST(inject, a_redeclared_key_keeps_its_answer_unless_a_flag_is_given)
{
    expect("{cpu: '2'}", (struct inject){ .cpu = NULL }, "", "\"cpu\":\"2\"");
    expect("{cpu: '2'}", (struct inject){ .cpu = "4" }, "", "\"cpu\":\"4\"");
    expect("{host: a.b}", (struct inject){ .cpu = NULL }, "", "\"host\":\"a.b\"");
}

TEST(inject, none_takes_a_limit_away_and_ids_are_text)
{
    expect("{}", (struct inject){ .cpu_limit = "none" }, "", "\"cpuLimit\":null");
    expect("{}", (struct inject){ .uid = "5000001" }, "", "\"guid\":\"5000001\"");
    expect("{}", (struct inject){ .uid = "5000001", .gid = "7" }, "", "\"guid\":\"7\"");
}

TEST(inject, env_adds_to_the_charts_own_list_by_name)
{
    AUTO(strv) env = STRV_INIT;

    strv_add(&env, "B=two=2");
    strv_add(&env, "A=");
    expect("{}", (struct inject){ .env = &env },
           "env: [{name: JUNO, value: \"true\"}, {name: B, value: b}]",
           "\"env\":[{\"name\":\"JUNO\",\"value\":\"true\"},{\"name\":\"B\",\"value\":\"two=2\"},"
           "{\"name\":\"A\",\"value\":\"\"}]");
}

TEST(inject, selectors_are_keys_and_values)
{
    AUTO(strv) selectors = STRV_INIT;

    strv_add(&selectors, "example.org/pool=gpu");
    expect("{}", (struct inject){ .selectors = &selectors }, "",
           "\"selector\":[{\"key\":\"example.org/pool\",\"value\":\"gpu\"}]");
}

TEST(inject, flags_that_hold_something_else_are_usage_errors)
{
    AUTO(strv) bad = STRV_INIT;

    refused((struct inject){ .cpu = "many" }, "invalid quantity 'many' for --cpu");
    refused((struct inject){ .cpu = "none" }, "--cpu");
    refused((struct inject){ .uid = "-1" }, "invalid number '-1' for --uid");
    refused((struct inject){ .uid = "4294967296" }, "--uid");
    refused((struct inject){ .user = "ada@example.org" }, "cannot be a label's value");
    refused((struct inject){ .host = "https://a" }, "no host name");
    refused((struct inject){ .pull_secret = "A" }, "--pull-secret");
    strv_add(&bad, "X=a\nb");
    refused((struct inject){ .env = &bad }, "--env has a control character");
    bad.items[0][1] = '-';
    refused((struct inject){ .env = &bad }, "not NAME=VALUE");
    refused((struct inject){ .selectors = &bad }, "not KEY=VALUE");
}
