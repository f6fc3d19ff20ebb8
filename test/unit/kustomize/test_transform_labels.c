/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define DEPLOYMENT                                                                                 \
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {metadata: "     \
    "{}}}\n"

TEST(transform_labels, labels_touch_metadata_only)
{
    ASSERT_KUSTOMIZES("labels:\n- pairs: {l: 'yes', k: v}\n", DEPLOYMENT,
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    k: v\n"
                      "    l: \"yes\"\n  name: a\nspec:\n  template:\n    metadata: {}\n");
}

TEST(transform_labels, templates_and_selectors_when_asked)
{
    ASSERT_KUSTOMIZES(
        "labels:\n- pairs: {k: v}\n  includeTemplates: true\n", DEPLOYMENT,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    k: v\n"
        "  name: a\nspec:\n  template:\n    metadata:\n      labels:\n        k: v\n");
    ASSERT_KUSTOMIZES("labels:\n- pairs: {k: v}\n  includeSelectors: true\n", DEPLOYMENT,
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    k: v\n"
                      "  name: a\nspec:\n  selector:\n    matchLabels:\n      k: v\n"
                      "  template:\n    metadata:\n      labels:\n        k: v\n");
}

TEST(transform_labels, common_labels_reach_selectors)
{
    ASSERT_KUSTOMIZES("commonLabels: {k: v}\n",
                      "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {}\n",
                      "apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    k: v\n  name: a\n"
                      "spec:\n  selector:\n    k: v\n");
}

TEST(transform_labels, own_fields_are_merged_with_the_defaults)
{
    ASSERT_KUSTOMIZES("labels:\n- pairs: {k: v}\n  fields:\n"
                      "  - {kind: Own, path: spec/labels, create: true}\n",
                      "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: a}\n",
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  labels:\n    k: v\n"
                      "  name: a\nspec:\n  labels:\n    k: v\n");
    ASSERT_REFUSES(
        "labels:\n- pairs: {k: v}\n  fields:\n  - {path: metadata/labels}\n", DEPLOYMENT,
        ERROR_INVALID,
        "/p/kustomization.yaml:3: labels: field 'metadata/labels' is given with 'create' "
        "both true and false");
}

TEST(transform_labels, annotations_reach_templates)
{
    ASSERT_KUSTOMIZES("commonAnnotations: {k: 'true'}\n", DEPLOYMENT,
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n"
                      "    k: \"true\"\n  name: a\nspec:\n  template:\n    metadata:\n"
                      "      annotations:\n        k: \"true\"\n");
}

TEST(transform_labels, a_label_that_is_there_already_leaves_the_bytes_alone)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "labels:\n- pairs: {k: v}\n" }, { NULL, NULL }
    };

    ASSERT_APPLIES(files, "---\nkind: A   # odd\nmetadata: {labels: {'k':   v}}\n",
                   "---\nkind: A   # odd\nmetadata: {labels: {'k':   v}}\n");
}

TEST(transform_labels, what_is_no_mapping_is_named)
{
    ASSERT_REFUSES(
        "commonLabels: {k: v}\n", "kind: A\nmetadata: {name: a, labels: [x]}\n", ERROR_INVALID,
        "/p/kustomization.yaml:2: commonLabels: field 'metadata/labels' of A/a: expected "
        "a mapping at line 2");
}

TEST(transform_labels, fields_that_got_a_label_together_keep_it_together_as_in_kustomize)
{
    static const char service[] = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    static const char changed[] = "apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n"
                                  "    k: w\n  name: a\nspec:\n  selector:\n    k: w\n";
    static const struct preset_file labels[] = {
        { "/p/kustomization.yaml", "resources: [../b]\nlabels: [{pairs: {k: w}}]\n" },
        { "/b/kustomization.yaml", "resources: [s.yaml]\ncommonLabels: {k: v}\n" },
        { "/b/s.yaml", service },
        { NULL, NULL }
    };
    static const struct preset_file patch[] = {
        { "/p/kustomization.yaml",
          "resources: [../b]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Service\n"
          "    metadata: {name: a, labels: {k: w}}\n" },
        { "/b/kustomization.yaml", "resources: [s.yaml]\ncommonLabels: {k: v}\n" },
        { "/b/s.yaml", service },
        { NULL, NULL }
    };
    static const struct preset_file json[] = {
        { "/p/kustomization.yaml",
          "resources: [../b]\nlabels: [{pairs: {k: w}}]\npatches:\n- target: {kind: Service}\n"
          "  patch: '[{\"op\": \"test\", \"path\": \"/kind\", \"value\": \"Service\"}]'\n" },
        { "/b/kustomization.yaml", "resources: [s.yaml]\ncommonLabels: {k: v}\n" },
        { "/b/s.yaml", service },
        { NULL, NULL }
    };

    ASSERT_BUILDS(labels, changed);
    ASSERT_BUILDS(patch, changed);
    ASSERT_BUILDS(json, "apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    k: w\n"
                        "  name: a\nspec:\n  selector:\n    k: v\n");
}
