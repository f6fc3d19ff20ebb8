/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/kustomization.h"

/* Load /p of FILES; what was loaded is released again. */
static bool load(const struct preset_file *files, struct error *err)
{
    struct loader loader = preset_loader(files);
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;

    return loader_root_open(&root, &loader, NULL, "/p", err) &&
           kustomization_load(&kust, &root, err);
}

static bool load_text(const char *text, struct error *err)
{
    const struct preset_file files[] = { { "/p/kustomization.yaml", text }, { NULL, NULL } };

    return load(files, err);
}

TEST(kustomization, is_found_under_each_of_its_three_names)
{
    static const char *const names[] = { "/p/kustomization.yaml", "/p/kustomization.yml",
                                         "/p/Kustomization" };
    AUTO(error) err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const struct preset_file files[] = { { names[i], "namespace: a\n" }, { NULL, NULL } };
        ASSERT_OK(load(files, &err), err);
    }
}

TEST(kustomization, R_023_none_or_two_of_them_name_what_was_looked_for)
{
    static const struct preset_file none[] = { { "/p/other.yaml", "" }, { NULL, NULL } };
    static const struct preset_file two[] = { { "/p/kustomization.yml", "namespace: a\n" },
                                              { "/p/Kustomization", "namespace: a\n" },
                                              { NULL, NULL } };
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(load(none, &err), err, ERROR_NOT_FOUND,
                 "no kustomization in '/p': looked for 'kustomization.yaml', 'kustomization.yml' "
                 "and 'Kustomization'");
    ASSERT_FAILS(load(two, &err), err, ERROR_INVALID,
                 "'/p' has both 'kustomization.yml' and 'Kustomization'");
}

TEST(kustomization, R_024_a_misspelt_field_names_the_nearest)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS_HINT(load_text("resource: [a.yaml]\n", &err), err, ERROR_INVALID,
                      "/p/kustomization.yaml:1:1: unknown field 'resource'",
                      "did you mean 'resources'?");
    ASSERT_FAILS_HINT(load_text("patches:\n- pach: x\n", &err), err, ERROR_INVALID,
                      "/p/kustomization.yaml:2:3: unknown field 'pach'", "did you mean 'path'?");
}

TEST(kustomization, an_empty_one_is_refused)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(load_text("", &err), err, ERROR_INVALID, "the kustomization is empty");
    ASSERT_FAILS(load_text("resources: [a]\nresources:\n", &err), err, ERROR_INVALID,
                 "the kustomization is empty");
    ASSERT_FAILS(load_text("kind: Kustomization\nnamespace: ''\n", &err), err, ERROR_INVALID,
                 "the kustomization is empty");
    ASSERT_OK(load_text("metadata: {name: x}\n", &err), err);
    ASSERT_FAILS(load_text("[a]\n", &err), err, ERROR_INVALID,
                 "a kustomization is a mapping, not a sequence");
}

TEST(kustomization, kind_and_version_must_be_ours)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(load_text("namespace: a\nkind: Deployment\n", &err), err, ERROR_INVALID,
                 "/p/kustomization.yaml:2: kind must be 'Kustomization' or 'Component'");
    ASSERT_FAILS(load_text("apiVersion: v1\nnamespace: a\n", &err), err, ERROR_INVALID,
                 "/p/kustomization.yaml:1: apiVersion of a Kustomization must be "
                 "'kustomize.config.k8s.io/v1beta1', not 'v1'");
    ASSERT_FAILS(load_text("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\n"
                           "namespace: a\n",
                           &err),
                 err, ERROR_INVALID, "must be 'kustomize.config.k8s.io/v1alpha1'");
}

TEST(kustomization, anchors_and_merge_keys_are_read_through)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(
        load_text("labels:\n- &l\n  pairs: {a: b}\n- <<: *l\n  includeSelectors: true\n", &err),
        err);
}

TEST(kustomization, broken_yaml_names_file_and_line)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(load_text("namespace: a\nresources: [a\n", &err), err, ERROR_SYNTAX,
                 "/p/kustomization.yaml:");
}

TEST(kustomization, gives_its_own_annotations_and_lines)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "metadata:\n  annotations: {juno/allow-unmatched: \"true\"}\nnamespace: a\n"
          "Nameprefix: x-\n" },
        { NULL, NULL }
    };
    struct loader loader = preset_loader(files);
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(kustomization) kust = KUSTOMIZATION_INIT;

    ASSERT_OK(loader_root_open(&root, &loader, NULL, "/p", &err), err);
    ASSERT_OK(kustomization_load(&kust, &root, &err), err);
    ASSERT_EQ_VIEW(kustomization_annotation(&kust, "juno/allow-unmatched"), "true");
    ASSERT_EQ_INT(kustomization_annotation(&kust, "x").len, 0);
    ASSERT_EQ_INT(kustomization_line(&kust, "namespace"), 3);
    ASSERT_EQ_INT(kustomization_line(&kust, "namePrefix"), 4);
    ASSERT_EQ_INT(kustomization_line(&kust, "images"), 0);
}
