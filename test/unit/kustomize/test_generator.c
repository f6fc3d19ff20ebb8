/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"

#define PLAIN "generatorOptions: {disableNameSuffixHash: true}\n"
#define CM    "apiVersion: v1\n"

TEST(generator, a_config_map_gets_its_content_in_its_name)
{
    ASSERT_KUSTOMIZES("configMapGenerator: [{name: a, literals: [one=]}]\n", "",
                      "apiVersion: v1\ndata:\n  one: \"\"\nkind: ConfigMap\nmetadata:\n"
                      "  name: a-9g67k2htb6\n");
}

TEST(generator, a_secret_is_encoded_and_opaque_unless_told)
{
    ASSERT_KUSTOMIZES(PLAIN "secretGenerator: [{name: a, literals: [k=v]}, {name: b, type: t}]\n",
                      "",
                      "apiVersion: v1\ndata:\n  k: dg==\nkind: Secret\nmetadata:\n  name: a\n"
                      "type: Opaque\n---\napiVersion: v1\ndata: {}\nkind: Secret\nmetadata:\n"
                      "  name: b\ntype: t\n");
}

TEST(generator, own_options_win_and_a_global_true_stays)
{
    ASSERT_KUSTOMIZES(
        "generatorOptions: {labels: {a: g, b: g}, annotations: {x: g}, immutable: true,"
        " disableNameSuffixHash: true}\n"
        "configMapGenerator: [{name: a, namespace: ns, options: {labels: {a: own},"
        " disableNameSuffixHash: false}}]\n",
        "",
        "apiVersion: v1\nimmutable: true\nkind: ConfigMap\nmetadata:\n  annotations:\n    x: g\n"
        "  labels:\n    a: own\n    b: g\n  name: a\n  namespace: ns\n");
}

TEST(generator, R_042_binary_content_becomes_binary_data)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          PLAIN "configMapGenerator: [{name: a, files: [b.bin, t.txt]}]\n" },
        { "/p/b.bin", "\xff" },
        { "/p/t.txt", "x\n" },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, "apiVersion: v1\nbinaryData:\n  b.bin: /w==\ndata:\n  t.txt: |\n    x\n"
                         "kind: ConfigMap\nmetadata:\n  name: a\n");
}

TEST(generator, a_long_secret_is_broken_into_lines_of_70)
{
    ASSERT_KUSTOMIZES(
        PLAIN "secretGenerator: [{name: a, literals: [k=0123456789012345678901234567890123456789"
              "0123456789012345]}]\n",
        "",
        "apiVersion: v1\ndata:\n  k: |\n"
        "    MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMT\n"
        "    IzNDU=\n"
        "kind: Secret\nmetadata:\n  name: a\ntype: Opaque\n");
}

TEST(generator, references_follow_the_new_name)
{
    ASSERT_KUSTOMIZES("configMapGenerator: [{name: a, literals: [one=]}]\n",
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  volumes:\n"
                      "  - {name: v, configMap: {name: a}}\n",
                      "apiVersion: v1\ndata:\n  one: \"\"\nkind: ConfigMap\nmetadata:\n"
                      "  name: a-9g67k2htb6\n---\napiVersion: v1\nkind: Pod\nmetadata:\n"
                      "  name: p\nspec:\n  volumes:\n  - configMap:\n      name: a-9g67k2htb6\n"
                      "    name: v\n");
}

TEST(generator, what_cannot_be_is_told_with_its_place)
{
    ASSERT_REFUSES("configMapGenerator: [{literals: [a=b]}]\n", "", ERROR_INVALID,
                   "a generated ConfigMap must have a name");
    ASSERT_REFUSES("configMapGenerator: [{name: a, type: x}]\n", "", ERROR_INVALID,
                   "unknown field 'type'");
}

TEST(generator, a_stream_gets_what_is_generated_and_keeps_the_rest)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", PLAIN "configMapGenerator: [{name: a, literals: [k=v]}]\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files, "# kept\n" CM "kind:   Pod # odd\nmetadata: {name: p}\n",
                   "---\n# Source: juno/p\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
                   "data:\n  k: v\n---\n# kept\n" CM "kind:   Pod # odd\nmetadata: {name: p}\n");
}
