/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"

#define PLAIN "generatorOptions: {disableNameSuffixHash: true}\n"
#define OLD                                                                                        \
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {l: 5}, annotations: {n: o},"    \
    " ownerReferences: []}\ndata: {k: old, o: 1}\nimmutable: true\n"

TEST(absorb, merge_adds_to_the_data_and_keeps_labels)
{
    ASSERT_KUSTOMIZES(PLAIN
                      "configMapGenerator: [{name: a, behavior: merge, literals: [k=new, m=x],"
                      " options: {labels: {p: q}}}]\n",
                      OLD,
                      "apiVersion: v1\ndata:\n  k: new\n  m: x\n  o: \"1\"\nkind: ConfigMap\n"
                      "metadata:\n  annotations:\n    \"n\": o\n  labels:\n    l: \"5\"\n    p: q\n"
                      "  name: a\n");
}

TEST(absorb, merge_makes_strings_of_what_was_written)
{
    ASSERT_KUSTOMIZES(
        PLAIN "configMapGenerator: [{name: a, behavior: merge}]\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
        "data: {n: null, e: , d: 2001-1-1, x: 0x1F}\n",
        "apiVersion: v1\ndata:\n  d: \"2001-1-1\"\n  e: \"\"\n  \"n\": \"\"\n  x: \"0x1F\"\n"
        "kind: ConfigMap\nmetadata:\n  name: a\n");
}

TEST(absorb, replace_keeps_the_metadata_only)
{
    ASSERT_KUSTOMIZES(PLAIN "configMapGenerator: [{name: a, behavior: replace, literals: [z=1]}]\n",
                      OLD,
                      "apiVersion: v1\ndata:\n  z: \"1\"\nkind: ConfigMap\nmetadata:\n"
                      "  annotations:\n    \"n\": o\n  labels:\n    l: \"5\"\n  name: a\n");
}

TEST(absorb, an_object_of_a_file_gets_no_suffix_by_merging)
{
    ASSERT_KUSTOMIZES("configMapGenerator: [{name: a, behavior: merge}]\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n",
                      "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n  name: a\n");
}

TEST(absorb, what_the_base_generated_is_found_by_its_earlier_namespace)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [../b]\nconfigMapGenerator: [{name: a, behavior: "
                                   "merge, literals: [m=n]}]\n" },
        { "/b/kustomization.yaml",
          "namespace: ns\nconfigMapGenerator: [{name: a, literals: [k=v]}]\n" },
        { NULL, NULL }
    };

    ASSERT_BUILDS(files, "apiVersion: v1\ndata:\n  k: v\n  m: \"n\"\nkind: ConfigMap\nmetadata:\n"
                         "  name: a-8dgbg8d467\n  namespace: ns\n");
}

TEST(absorb, string_data_is_folded_into_data)
{
    ASSERT_KUSTOMIZES(
        PLAIN "secretGenerator: [{name: a, behavior: merge, literals: [k=v]}]\n",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {s: t, u: }\n",
        "apiVersion: v1\ndata:\n  k: dg==\n  s: dA==\n  u: \"\"\nkind: Secret\n"
        "metadata:\n  name: a\ntype: Opaque\n");
    ASSERT_REFUSES("secretGenerator: [{name: a, behavior: merge}]\n",
                   "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {s: [1]}\n",
                   ERROR_INVALID, "must be a scalar");
}

TEST(absorb, a_clash_and_a_miss_are_told_with_both_places)
{
    ASSERT_REFUSES("configMapGenerator: [{name: a}]\n", OLD, ERROR_CONFLICT,
                   "there is a ConfigMap/a already (/p/r.yaml:1)");
    ASSERT_REFUSES("configMapGenerator: [{name: b, behavior: merge}]\n", OLD, ERROR_UNMATCHED,
                   "there is no ConfigMap/b to merge with");
    ASSERT_REFUSES("configMapGenerator: [{name: b, behavior: replace}]\n", OLD, ERROR_UNMATCHED,
                   "there is no ConfigMap/b to replace");
}

TEST(absorb, a_stream_keeps_every_line_that_is_not_merged)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          PLAIN "configMapGenerator: [{name: a, behavior: merge, literals: [k=new]}]\n" },
        { NULL, NULL }
    };

    ASSERT_APPLIES(files,
                   "apiVersion: v1\nkind: ConfigMap # c\nmetadata:\n  name: a\ndata:\n"
                   "  # one\n  k: 'old' # two\n  o:   x\n",
                   "apiVersion: v1\nkind: ConfigMap # c\nmetadata:\n  name: a\ndata:\n"
                   "  # one\n  k: 'new' # two\n  o:   x\n");
}

TEST(absorb, a_null_is_empty_data_and_the_word_among_labels_and_annotations)
{
    ASSERT_KUSTOMIZES(PLAIN "configMapGenerator: [{name: a, behavior: merge, literals: [k=v]}]\n",
                      "apiVersion: v1\nkind: ConfigMap\n"
                      "metadata: {name: a, labels: {x: null, z: }, annotations: {x: ~}}\n"
                      "data: {x: null, z: }\n",
                      "apiVersion: v1\ndata:\n  k: v\n  x: \"\"\n  z: \"\"\nkind: ConfigMap\n"
                      "metadata:\n  annotations:\n    x: \"~\"\n  labels:\n    x: \"null\"\n"
                      "    z: \"\"\n  name: a\n");
}
