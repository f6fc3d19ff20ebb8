/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define CONFIG_MAP "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"

TEST(transform_names, a_prefix_and_a_suffix_frame_the_name)
{
    ASSERT_KUSTOMIZES("namePrefix: p-\nnameSuffix: -s\n", CONFIG_MAP,
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-c-s\n");
}

TEST(transform_names, kinds_whose_name_means_something_keep_it)
{
    ASSERT_KUSTOMIZES("namePrefix: p-\n", "apiVersion: v1\nkind: Namespace\nmetadata: {name: m}\n",
                      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: m\n");
    ASSERT_KUSTOMIZES("nameSuffix: -s\n",
                      "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\n"
                      "metadata: {name: v1.e.org}\n",
                      "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata:\n"
                      "  name: v1.e.org\n");
    ASSERT_KUSTOMIZES("namePrefix: p-\n",
                      "apiVersion: e.org/v1\nkind: APIService\nmetadata: {name: a}\n",
                      "apiVersion: e.org/v1\nkind: APIService\nmetadata:\n  name: p-a\n");
}

TEST(transform_names, references_follow_the_name)
{
    ASSERT_KUSTOMIZES(
        "namePrefix: p-\n",
        CONFIG_MAP "---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
                   "spec: {volumes: [{name: v, configMap: {name: c}}]}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-c\n---\napiVersion: v1\n"
        "kind: Pod\nmetadata:\n  name: p-a\nspec:\n  volumes:\n  - configMap:\n      name: p-c\n"
        "    name: v\n");
}

/* Two bases hold objects of one name each: a reference means the one with the same affixes. */
TEST(transform_names, of_two_namesakes_a_reference_means_its_own_base)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [a, b]\nnamePrefix: all-\n" },
        { "/p/a/kustomization.yaml", "resources: [../base]\nnamePrefix: a-\n" },
        { "/p/b/kustomization.yaml", "resources: [../base]\nnamePrefix: b-\n" },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\n" },
        { "/p/base/r.yaml", CONFIG_MAP "---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\n"
                                       "spec: {volumes: [{name: v, configMap: {name: c}}]}\n" },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files,
                  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: all-a-c\n---\n"
                  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: all-b-c\n---\n"
                  "apiVersion: v1\nkind: Pod\nmetadata:\n  name: all-a-x\nspec:\n  volumes:\n"
                  "  - configMap:\n      name: all-a-c\n    name: v\n---\n"
                  "apiVersion: v1\nkind: Pod\nmetadata:\n  name: all-b-x\nspec:\n  volumes:\n"
                  "  - configMap:\n      name: all-b-c\n    name: v\n");
}

TEST(transform_names, a_patch_may_call_an_object_by_its_earlier_name)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [base]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n"
          "    metadata: {name: c}\n    data: {k: v}\n" },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\nnamePrefix: p-\n" },
        { "/p/base/r.yaml", CONFIG_MAP },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files,
                  "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: p-c\n");
}

TEST(transform_names, in_a_stream_only_the_names_change)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "namePrefix: p-\n" },
        { NULL, NULL },
    };
    ASSERT_APPLIES(files,
                   "# a\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c # the name\n"
                   "data: {k:   v}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: m}\n",
                   "# a\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-c # the name\n"
                   "data: {k:   v}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: m}\n");
}

TEST(transform_names, a_name_that_is_no_scalar_is_refused)
{
    ASSERT_REFUSES("namePrefix: p-\nconfigurations: [c.yaml]\n", CONFIG_MAP, ERROR_NOT_FOUND,
                   "c.yaml");
}

/* kyaml's setters write values without a tag. */
TEST(transform_names, a_name_that_reads_as_a_number_is_one_as_in_kustomize)
{
    ASSERT_KUSTOMIZES("namePrefix: '1'\n", "kind: A\nmetadata:\n  name: e5\n",
                      "kind: A\nmetadata:\n  name: 100000\n");
    ASSERT_KUSTOMIZES("nameSuffix: '0'\n", "kind: A\nmetadata:\n  name: '1'\n",
                      "kind: A\nmetadata:\n  name: \"10\"\n");
    ASSERT_KUSTOMIZES("namePrefix: o\n", "kind: A\nmetadata:\n  name: n\n",
                      "kind: A\nmetadata:\n  name: \"on\"\n");
}

TEST(transform_names, a_replacement_makes_a_number_of_a_name_with_a_suffix)
{
    static const char object[] = "kind: A\nmetadata:\n  name: x\ns: '1'\n";
    static const char replacement[] =
        "replacements:\n- source: {kind: A, fieldPath: s}\n  targets: [{select: {kind: A}}]\n";
    static const char touch[] =
        "patches:\n- target: {kind: A}\n"
        "  patch: '[{\"op\": \"test\", \"path\": \"/kind\", \"value\": \"A\"}]'\n";
    const struct preset_file files[] = {
        { "/p/kustomization.yaml", test_format("resources: [base]\n%s", replacement) },
        { "/p/base/kustomization.yaml", "resources: [r.yaml]\nnameSuffix: -v1\n" },
        { "/p/base/r.yaml", object },
        { NULL, NULL },
    };
    const struct preset_file through_json[] = {
        { "/p/kustomization.yaml", test_format("resources: [base]\n%s%s", touch, replacement) },
        files[1],
        files[2],
        { NULL, NULL },
    };

    ASSERT_KUSTOMIZES(replacement, object, "kind: A\nmetadata:\n  name: \"1\"\ns: \"1\"\n");
    ASSERT_KUSTOMIZES(test_format("nameSuffix: -v1\n%s", replacement), object,
                      "kind: A\nmetadata:\n  name: 1\ns: \"1\"\n");
    ASSERT_BUILDS(files, "kind: A\nmetadata:\n  name: 1\ns: \"1\"\n");
    ASSERT_BUILDS(through_json, "kind: A\nmetadata:\n  name: \"1\"\ns: \"1\"\n");
}
