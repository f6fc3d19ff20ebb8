/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "harness/test.h"
#include "kustomize/individual.h"
#include "kustomize/objects.h"

/* "FILE FILE ..." that TEXT's objects were written to. */
static const char *files_of(const char *text, struct error *err)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(strv) names = STRV_INIT;
    AUTO(buf) all = BUF_INIT(1 << 12);
    const char *dir = test_format("%s/out", test_dir());

    file_remove_tree(dir);
    ASSERT_OK(file_make_dirs(dir, err) && objects_read(&list, view_of(text), "o.yaml", 1, err),
              *err);
    if (!individual_write(dir, &list, err))
        return "failed";
    ASSERT_OK(file_list(&names, dir, 100, err), *err);
    for (size_t i = 0; i < names.len; i++)
        buf_addf(&all, "%s%s", i ? " " : "", names.items[i]);
    return test_format("%s", buf_text(&all));
}

TEST(individual, files_are_named_after_kind_and_name)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_EQ_STR(files_of("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: Web}\n---\n"
                           "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
                           &err),
                  "apps_v1_deployment_web.yaml v1_namespace_a.yaml");
}

TEST(individual, several_namespaces_are_told_apart)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_EQ_STR(files_of("apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: X}\n---\n"
                           "apiVersion: v1\nkind: A\nmetadata: {name: a}\n---\n"
                           "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
                           &err),
                  "default_v1_a_a.yaml v1_namespace_a.yaml x_v1_a_a.yaml");
}

TEST(individual, R_025_a_name_does_not_lead_elsewhere)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_EQ_STR(files_of("kind: A\nmetadata: {name: ../../x}\n", &err), "failed");
    ASSERT_CONTAINS(error_message(&err), "o.yaml:1: 'a_../../x.yaml' is no name for a file");
}
