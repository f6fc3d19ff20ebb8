/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/inject.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "harness/test.h"
#include "yaml/emit.h"

/* The values as JSON, or where each is from (ORIGINS). */
static bool inject_as(struct buf *out, const char *answers, const struct inject *flags,
                      const char *chart, bool origins, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(answers), "answers", NULL);
    struct ynode *from = ynode_new_map(doc);
    struct inject inject = *flags;

    inject.name = "nb-1";
    inject.namespace = "film";
    inject.session = "0123456789abcdef";
    return inject_values(doc, ydoc_root(doc), from, &inject, view_of(chart), err) &&
           emit_json(out, origins ? from : ydoc_root(doc), 0, YAML_1_1, err);
}

static bool inject_into(struct buf *out, const char *answers, const struct inject *flags,
                        const char *chart, struct error *err)
{
    return inject_as(out, answers, flags, chart, false, err);
}

/* KEY is VALUE (JSON) and injected from FROM. */
static void is_from(struct inject flags, const char *key, const char *value, const char *from)
{
    AUTO(buf) values = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) origins = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(inject_as(&values, "{}", &flags, "", false, &err), err);
    ASSERT_OK(inject_as(&origins, "{}", &flags, "", true, &err), err);
    ASSERT_CONTAINS(buf_text(&values), test_format("\"%s\":%s", key, value));
    ASSERT_CONTAINS(buf_text(&origins),
                    test_format("\"%s\":{\"from\":\"%s\",\"layer\":\"injected\"}", key, from));
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

TEST(inject, every_value_says_where_it_is_from)
{
    struct project project = PROJECT_INIT;

    is_from((struct inject){ .default_user = "ada", .default_user_from = "authenticated user" },
            "user", "\"ada\"", "authenticated user");
    is_from((struct inject){ .default_user = "a@b" }, "user", "\"\"", INJECT_UNKNOWN);
    is_from((struct inject){ .user = "bob", .default_user = "ada" }, "user", "\"bob\"",
            "--for-user");
    is_from((struct inject){ .project = &project }, "puid", "0", INJECT_UNKNOWN);
    is_from((struct inject){ .uid = "7" }, "guid", "\"7\"", "--uid");
    is_from((struct inject){ .group = "g" }, "group", "\"g\"", "--group");
    is_from((struct inject){ .host = "" }, "host", "\"\"", "--host");
    is_from((struct inject){ .pull_secret = "s" }, "pullSecret", "\"s\"", "--pull-secret");
    is_from((struct inject){ .cpu_limit = "none" }, "cpuLimit", "null", "--cpu-limit");
    is_from((struct inject){ .memory = "2Gi" }, "memory", "\"2Gi\"", "--memory");
    is_from((struct inject){ .cpu = NULL }, "name", "\"nb-1\"", "NAME");
    is_from((struct inject){ .cpu = NULL }, "idx", "0", "constant");
    is_from((struct inject){ .cpu = NULL }, "_kuiper", "\"deprecated\"", "constant");
    is_from((struct inject){ .cpu = NULL }, "session", "\"0123456789abcdef\"", "generated");
}

static void know(struct project_fact *fact, const char *text, const char *from)
{
    *fact = (struct project_fact){ .text = chars_copy(text), .from = chars_copy(from) };
}

TEST(inject, what_the_cluster_knows_stands_where_no_flag_does)
{
    AUTO(project) project = PROJECT_INIT;

    know(&project.uid, "5000001", "User/ada");
    know(&project.gid, "2001", "Group/artists");
    know(&project.group, "artists", "Group/artists");
    know(&project.host, "juno.example.org", "Deployment/kuiper");
    know(&project.pull_secret, "regcred", "Deployment/kuiper");
    know(&project.gateway, "true", "Gateway/orion");
    is_from((struct inject){ .project = &project }, "puid", "\"5000001\"", "User/ada");
    is_from((struct inject){ .project = &project }, "guid", "\"2001\"", "Group/artists");
    is_from((struct inject){ .project = &project }, "group", "\"artists\"", "Group/artists");
    is_from((struct inject){ .project = &project }, "host", "\"juno.example.org\"",
            "Deployment/kuiper");
    is_from((struct inject){ .project = &project }, "pullSecret", "\"regcred\"",
            "Deployment/kuiper");
    is_from((struct inject){ .project = &project }, "_juno_gateway_api", "true", "Gateway/orion");
    is_from((struct inject){ .project = &project, .routes = INJECT_ROUTES_INGRESS },
            "_juno_gateway_api", "false", "--gateway-api");
    is_from((struct inject){ .project = &project, .uid = "9" }, "guid", "\"2001\"",
            "Group/artists");
    free(project.gid.text);
    project.gid.text = NULL;
    is_from((struct inject){ .project = &project }, "guid", "\"5000001\"", "User/ada");
}

TEST(inject, mounts_are_both_lists_or_neither)
{
    AUTO_FREE(ydoc)
    lists =
        ydoc_parse(VIEW("{v: [{name: home}], m: [{name: home, mountPath: /home}]}"), "lists", NULL);
    struct project project = PROJECT_INIT;

    project.volumes = ynode_get(ydoc_root(lists), "v");
    project.mounts = ynode_get(ydoc_root(lists), "m");
    project.mounts_from = (char[]){ "PersistentVolumeClaim/home" };
    is_from((struct inject){ .project = &project }, "volumes", "[{\"name\":\"home\"}]",
            "PersistentVolumeClaim/home");
    is_from((struct inject){ .project = &project }, "volumeMounts",
            "[{\"mountPath\":\"/home\",\"name\":\"home\"}]", "PersistentVolumeClaim/home");
    /* A template that asks for mounts itself has its answer; nothing is added to half of it. */
    expect("{volumeMounts: []}", (struct inject){ .project = &project }, "",
           "\"volumeMounts\":[]}");
}

TEST(inject, plugins_of_the_project_are_a_list)
{
    AUTO_FREE(ydoc)
    lists = ydoc_parse(VIEW("[{name: p-0, file: a.sh, config: p}]"), "lists", NULL);
    struct project project = PROJECT_INIT;

    project.plugins = ydoc_root(lists);
    project.plugins_from = (char[]){ "ConfigMap/p" };
    is_from((struct inject){ .project = &project }, "plugins",
            "[{\"config\":\"p\",\"file\":\"a.sh\",\"name\":\"p-0\"}]", "ConfigMap/p");
}

TEST(inject, where_charts_want_a_list_nothing_else_gets_through)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct inject flags = { .cpu = NULL };
    struct error err = ERROR_INIT;

    expect("{selector: ''}", flags, "", "\"selector\":[]");
    expect("{plugins: null}", flags, "", "\"plugins\":null");
    ASSERT_FAILS(inject_into(&out, "{selector: a=b}", &flags, "", &err), err, ERROR_INVALID,
                 "'selector' must be a list");
    ASSERT_FAILS(inject_into(&out, "{volumes: {a: b}}", &flags, "", &err), err, ERROR_INVALID,
                 "'volumes' must be a list");
}

TEST(inject, env_only_drops_the_charts_own_list)
{
    AUTO(strv) env = STRV_INIT;
    const char *chart = "env: [{name: JUNO, value: \"true\"}]";

    expect("{}", (struct inject){ .env = &env, .env_only = true }, chart, "\"env\":[]");
    strv_add(&env, "A=b");
    expect("{}", (struct inject){ .env = &env, .env_only = true }, chart,
           "\"env\":[{\"name\":\"A\",\"value\":\"b\"}]");
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
