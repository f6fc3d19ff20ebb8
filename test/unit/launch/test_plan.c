/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/plan.h"

#include <sys/stat.h>

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

static bool make(struct plan *plan, const char *manifests, bool to_be_applied, struct buf *presets,
                 struct error *err)
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
        .inject = { .env = &none, .selectors = &none, .session = "0" },
        .presets = { apply_nothing, presets, &directories },
        .verb = "launch",
        .flags = "",
        .to_be_applied = to_be_applied,
    };

    strv_add(&directories, "one");
    strv_add(&directories, "two");
    strv_add(&places, "examples/plugins");
    if (!catalog_open(&catalog, &places, NULL, &options, err) ||
        !catalog_find(&catalog, &list, "site", err))
        return false;
    request.template = &list.items[0];
    return plan_make(plan, &request, err);
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
