/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/plan.h"

#include <sys/stat.h>

#include "catalog/layer.h"
#include "catalog/source.h"
#include "harness/test.h"

/* A helm that prints FILE whatever it is asked. */
static const char *helm_printing(const char *manifests)
{
    const char *file = test_file("manifests.yaml", manifests);
    const char *path =
        test_file("helm", test_format("#!/bin/sh\ncat >/dev/null\ncat '%s'\n", file));

    ASSERT_EQ_INT(chmod(path, 0755), 0);
    return path;
}

static bool apply_nothing(void *context, struct stream *stream UNUSED, const char *directory,
                          struct error *err UNUSED)
{
    buf_addf(context, "%s;", directory);
    return true;
}

/* What a request says beside the manifests that helm prints. */
static struct plan_request said(bool to_be_applied)
{
    return (struct plan_request){ .to_be_applied = to_be_applied };
}

static bool make_of(struct plan *plan, const char *place, const char *name, const char *manifests,
                    struct plan_request said, struct buf *presets, struct error *err)
{
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(strv) places = STRV_INIT, none = STRV_INIT, directories = STRV_INIT;
    const struct catalog_options options = { .helm_bin = NULL };
    struct plan_request request = {
        .helm = helm_printing(manifests),
        .name = "www",
        .namespace = "film",
        .values = &none,
        .sets = &none,
        .set_files = &none,
        .inject = said.inject,
        .presets = { apply_nothing, presets, &directories },
        .verb = "launch",
        .flags = "",
        .to_be_applied = said.to_be_applied,
        .force = said.force,
        .needs_host = said.needs_host,
        .values_only = said.values_only,
        .sample = said.sample,
    };

    request.inject.session = "0";
    request.inject.env = request.inject.selectors = &none;
    strv_add(&directories, "one");
    strv_add(&directories, "two");
    strv_add(&places, place);
    if (!catalog_open(&catalog, &places, NULL, &options, err) ||
        !catalog_find(&catalog, &list, name, err))
        return false;
    request.template = &list.items[0];
    return plan_make(plan, &request, err);
}

static bool make(struct plan *plan, const char *manifests, bool to_be_applied, struct buf *presets,
                 struct error *err)
{
    return make_of(plan, "examples/plugins", "site", manifests, said(to_be_applied), presets, err);
}

TEST(plan, presets_come_in_order_then_ownership_and_namespace)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(make(&plan,
                   "apiVersion: v1\nkind: Service\nmetadata:\n  name: a # kept\n---\n"
                   "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n---\n"
                   "apiVersion: v1\nkind: Pod\nmetadata:\n  name: c\n  namespace: other\n",
                   false, &presets, &err),
              err);
    ASSERT_EQ_BUF(&presets, "one;two;");
    ASSERT_TRUE(stream_write(&out, &plan.stream, NULL));
    ASSERT_EQ_BUF(&out,
                  "apiVersion: v1\nkind: Service\nmetadata:\n  name: a # kept\n  labels:\n"
                  "    kuiper.juno-innovations.com/kuiper-instance: www\n  namespace: film\n---\n"
                  "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n  labels:\n"
                  "    kuiper.juno-innovations.com/kuiper-instance: www\n---\n"
                  "apiVersion: v1\nkind: Pod\nmetadata:\n  name: c\n  namespace: other\n  labels:\n"
                  "    kuiper.juno-innovations.com/kuiper-instance: www\n");
}

TEST(plan, a_launch_leaves_out_hooks_of_tests_and_says_so)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(plan) rendered = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;
    const char *text = "kind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n";

    ASSERT_OK(make(&plan, text, true, &presets, &err), err);
    ASSERT_TRUE(plan.stream.manifests[0].removed);
    ASSERT_CONTAINS(plan.warnings.items[0], "Pod/t is a hook");
    ASSERT_OK(make(&rendered, text, false, &presets, &err), err);
    ASSERT_FALSE(rendered.stream.manifests[0].removed);
}

TEST(plan, what_helm_rendered_badly_is_told_with_line_and_template)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_FAILS(make(&plan, "a: b\nc: [d\n", false, &presets, &err), err, ERROR_SYNTAX,
                 "cannot launch 'www' from 'site'");
    ASSERT_EQ_INT(presets.len, 0);
}

#define INGRESS "kind: Ingress\nmetadata: {name: i}\nspec: {rules: [{http: {}}]}\n"

TEST(plan, an_ingress_for_every_host_is_refused_where_the_host_could_be_known)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(plan) told = PLAN_INIT;
    AUTO(plan) meant = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct plan_request needing = { .needs_host = true };
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(make_of(&plan, "examples/plugins", "site", INGRESS, needing, &presets, &err),
                      err, ERROR_INVALID, "Ingress/i would answer for every host of the cluster",
                      "--host HOST");
    ASSERT_OK(make_of(&told, "examples/plugins", "site", INGRESS, said(false), &presets, &err),
              err);
    ASSERT_CONTAINS(told.warnings.items[0], "Ingress/i answers for every host");
    needing.inject.host = "";
    ASSERT_OK(make_of(&meant, "examples/plugins", "site", INGRESS, needing, &presets, &err), err);
    ASSERT_EQ_UINT(meant.warnings.len, 0);
}

TEST(plan, every_value_has_an_origin)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct plan_request only = { .values_only = true };
    struct error err = ERROR_INIT;

    ASSERT_OK(make_of(&plan, "examples/plugins", "site", "kind: [", only, &presets, &err), err);
    ASSERT_TRUE(ynode_len(ydoc_root(plan.values)) > 10);
    for (size_t i = 0; i < ynode_len(ydoc_root(plan.values)); i++)
        ASSERT_TRUE(
            layer_from(plan.origins, ynode_text(ynode_key_at(ydoc_root(plan.values), i))).len > 0);
}

TEST(plan, a_variable_that_is_set_twice_is_there_once)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    ASSERT_OK(make(&plan,
                   "kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, env: [{name: A, "
                   "value: x}, {name: A, value: y}]}]}\n",
                   true, &presets, &err),
              err);
    ASSERT_CONTAINS(plan.warnings.items[0], "container 'c' sets A twice");
}

/* A copy of a template that asks `odd`, of a type that nobody knows. */
static const char *odd_template(void)
{
    test_file("odd/scripts/chart/Chart.yaml", "apiVersion: v2\nname: odd\nversion: 0.1.0\n");
    test_file("odd/scripts/chart/values.yaml", "puid: 0\n");
    test_file("odd/scripts/chart/templates/a.yaml", "user: {{ .Values.puid }}\n");
    return test_file("odd/templates/metadata.yaml",
                     "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: odd-terra-metadata\n"
                     "  labels: {kuiper.juno-innovations.com/chart: odd-scripts-configmap}\ndata:\n"
                     "  chart: odd-scripts-configmap\n  fields: |\n"
                     "    - {name: odd, type: hologram, default: 1.10}\n");
}

static const char *parent_of(const char *path, unsigned levels)
{
    size_t len = strlen(path);

    while (levels > 0 && len > 0)
        if (path[--len] == '/')
            levels--;
    return test_format("%.*s", (int)len, path);
}

TEST(plan, an_input_of_an_unknown_type_is_text_for_who_insists)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(plan) forced = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *place = parent_of(odd_template(), 2);
    struct plan_request force = { .force = true, .values_only = true };
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(make_of(&plan, place, "odd", "", said(false), &presets, &err), err,
                      ERROR_INVALID, "hologram", "--force takes its answer as text");
    ASSERT_OK(make_of(&forced, place, "odd", "", force, &presets, &err), err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(forced.values), "odd")), "1.10");
    ASSERT_CONTAINS(forced.warnings.items[0], "hologram");
}

TEST(plan, a_user_without_an_id_is_warned_of_where_the_chart_reads_it)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(plan) said_by_flag = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *place = parent_of(odd_template(), 2);
    struct project project = PROJECT_INIT;
    struct plan_request request = { .force = true, .values_only = true };
    struct error err = ERROR_INIT;

    project.uid.from = (char[]){ "User/ada: it has no id" };
    request.inject.project = &project;
    ASSERT_OK(make_of(&plan, place, "odd", "", request, &presets, &err), err);
    ASSERT_EQ_STR(plan.warnings.items[1],
                  "it runs with user id 0 (User/ada: it has no id): name one by --uid");
    request.inject.uid = "0";
    ASSERT_OK(make_of(&said_by_flag, place, "odd", "", request, &presets, &err), err);
    ASSERT_EQ_UINT(said_by_flag.warnings.len, 1);
}

TEST(plan, R_069_a_schema_that_leaves_the_chart_is_refused_before_helm_runs)
{
    AUTO(plan) plan = PLAN_INIT;
    AUTO(buf) presets = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *place = parent_of(odd_template(), 2);
    struct plan_request request = { .force = true };
    struct error err = ERROR_INIT;

    test_file("odd/scripts/chart/values.schema.json", "{\"$ref\": \"file:///dev/zero\"}");
    ASSERT_FAILS(make_of(&plan, place, "odd", "kind: [", request, &presets, &err), err,
                 ERROR_INVALID, "the $ref 'file:///dev/zero' leaves the document");
}
