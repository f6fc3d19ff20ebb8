/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"
#include "kustomize/origin.h"

#define CONFIG_MAP "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"

TEST(origin, a_file_is_named_as_seen_from_the_first_kustomization)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [base]\nbuildMetadata: [originAnnotations]\n" },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\n" },
        { "/p/base/r.yaml", CONFIG_MAP },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n"
                         "    config.kubernetes.io/origin: |\n      path: base/r.yaml\n"
                         "  name: c\n");
}

TEST(origin, what_is_generated_names_its_generator)
{
    ASSERT_KUSTOMIZES("buildMetadata: [originAnnotations]\nconfigMapGenerator:\n"
                      "- {name: g, options: {disableNameSuffixHash: true}}\n",
                      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n"
                      "    config.kubernetes.io/origin: |\n      configuredIn: kustomization.yaml\n"
                      "      configuredBy:\n        apiVersion: builtin\n"
                      "        kind: ConfigMapGenerator\n  name: g\n---\n"
                      "apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n"
                      "    config.kubernetes.io/origin: |\n      path: r.yaml\n  name: s\n");
}

TEST(origin, each_transformer_that_ran_is_told)
{
    ASSERT_KUSTOMIZES(
        "buildMetadata: [transformerAnnotations]\nnamespace: m\n"
        "transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n"
        "  metadata: {name: t}\n  prefix: p-\n  fieldSpecs: [{path: metadata/name}]\n",
        CONFIG_MAP,
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n"
        "    alpha.config.kubernetes.io/transformations: |\n"
        "      - configuredIn: kustomization.yaml\n        configuredBy:\n"
        "          apiVersion: builtin\n          kind: NamespaceTransformer\n"
        "      - configuredIn: kustomization.yaml\n        configuredBy:\n"
        "          apiVersion: builtin\n          kind: PrefixTransformer\n"
        "          name: t\n"
        "  name: p-c\n  namespace: m\n");
}

TEST(origin, the_label_of_who_manages)
{
    ASSERT_KUSTOMIZES("buildMetadata: [managedByLabel]\n", CONFIG_MAP,
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n"
                      "    app.kubernetes.io/managed-by: kustomize-v5.8.2\n  name: c\n");
}

TEST(origin, what_a_base_asks_for_does_not_count)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [base]\n" },
        { "/p/base/kustomization.yaml",
          "resources: [r.yaml]\nbuildMetadata: [originAnnotations]\n" },
        { "/p/base/r.yaml", CONFIG_MAP },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n");
}

TEST(origin, a_repository_gives_its_name_ref_and_path)
{
    struct origin here = { .path = { .len = 0 } };
    AUTO(arena) arena = ARENA_INIT;
    const struct origin *origin =
        origin_append(&here, VIEW("https://h/o/n//deep/base?ref=v1"), &arena);

    ASSERT_EQ_VIEW(origin->repo, "https://h/o/n");
    ASSERT_EQ_VIEW(origin->ref, "v1");
    ASSERT_EQ_VIEW(origin->path, "deep/base");
    ASSERT_EQ_VIEW(origin_append(origin, VIEW("../r.yaml"), &arena)->path, "deep/r.yaml");
    ASSERT_TRUE(origin_append(NULL, VIEW("x"), &arena) == NULL);
}

TEST(origin, notes_part_an_annotation_that_several_fields_share)
{
    static const char patch[] =
        "patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n"
        "    metadata: {name: d, annotations: {a: '2'}}\n";
    static const char built[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n"
                                "    a: \"2\"\n%s  name: d\nspec:\n  template:\n    metadata:\n"
                                "      annotations:\n        a: \"%s\"\n";
    struct preset_file files[] = {
        { "/p/kustomization.yaml", test_format("resources: [base]\n%s", patch) },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\ncommonAnnotations: {a: '1'}\n" },
        { "/p/base/r.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n" },
        { NULL, NULL },
    };

    ASSERT_BUILDS(files, test_format(built, "", "2"));
    files[0].text = test_format("resources: [base]\nbuildMetadata: [originAnnotations]\n%s", patch);
    ASSERT_BUILDS(
        files,
        test_format(built, "    config.kubernetes.io/origin: |\n      path: base/r.yaml\n", "1"));
}
