/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define CONFIG_MAP "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
#define DEPLOYMENT                                                                                 \
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: "         \
    "{containers: [{name: m, image: app:1}]}}}\n"
#define INLINE(kind, rest)                                                                         \
    "transformers:\n- |-\n  apiVersion: builtin\n  kind: " kind "\n  metadata: {name: t}\n" rest

TEST(transformers, a_document_works_on_its_own_fields_only)
{
    ASSERT_KUSTOMIZES(INLINE("LabelTransformer", "  labels: {k: 1}\n  fieldSpecs:\n"
                                                 "  - {path: metadata/labels, create: true}\n"),
                      CONFIG_MAP,
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    k: \"1\"\n"
                      "  name: c\n");
    ASSERT_KUSTOMIZES(INLINE("AnnotationsTransformer", "  annotations: {k: v}\n"), CONFIG_MAP,
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n");
}

TEST(transformers, prefix_and_suffix_need_field_specs)
{
    ASSERT_KUSTOMIZES(INLINE("PrefixSuffixTransformer",
                             "  prefix: p-\n  suffix: -s\n  fieldSpecs: [{path: metadata/name}]\n"),
                      CONFIG_MAP, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-c-s\n");
    ASSERT_REFUSES(INLINE("SuffixTransformer", "  suffix: -s\n"), CONFIG_MAP, ERROR_INVALID,
                   "/p/kustomization.yaml:4: SuffixTransformer: it needs fieldSpecs");
}

TEST(transformers, a_namespace_may_be_set_where_there_is_none)
{
    ASSERT_KUSTOMIZES("transformers:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n"
                      "  metadata: {name: t, namespace: m}\n  unsetOnly: true\n",
                      CONFIG_MAP
                      "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: own}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n"
                      "  namespace: m\n---\napiVersion: v1\nkind: Secret\nmetadata:\n"
                      "  name: s\n  namespace: own\n");
    ASSERT_REFUSES(INLINE("NamespaceTransformer", "  setRoleBindingSubjects: all\n"), CONFIG_MAP,
                   ERROR_INVALID, "setRoleBindingSubjects is 'defaultOnly'");
}

TEST(transformers, which_subjects_move_with_the_namespace_is_said)
{
    ASSERT_KUSTOMIZES("transformers:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n"
                      "  metadata: {name: t, namespace: m}\n"
                      "  setRoleBindingSubjects: allServiceAccounts\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata: {name: b}\nsubjects:\n- {kind: ServiceAccount, name: own}\n"
                      "- {kind: User, name: default}\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n"
                      "  name: b\n  namespace: m\nsubjects:\n- kind: ServiceAccount\n"
                      "  name: own\n  namespace: m\n- kind: User\n  name: default\n");
}

TEST(transformers, images_and_replicas)
{
    ASSERT_KUSTOMIZES(INLINE("ImageTagTransformer", "  imageTag: {name: app, newTag: '2'}\n"),
                      DEPLOYMENT,
                      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n"
                      "  template:\n    spec:\n      containers:\n      - image: app:2\n"
                      "        name: m\n");
    ASSERT_KUSTOMIZES(INLINE("ReplicaCountTransformer",
                             "  replica: {name: a, count: 3}\n"
                             "  fieldSpecs: [{path: spec/replicas, create: true}]\n"),
                      "apiVersion: e.org/v1\nkind: Own\nmetadata: {name: a}\n",
                      "apiVersion: e.org/v1\nkind: Own\nmetadata:\n  name: a\nspec:\n"
                      "  replicas: 3\n");
    ASSERT_REFUSES(INLINE("ReplicaCountTransformer", "  replica: {name: z, count: 3}\n"),
                   DEPLOYMENT, ERROR_UNMATCHED, "the replicas of 'z' match nothing");
}

TEST(transformers, patches_of_all_three_kinds)
{
    static const char patched[] = "apiVersion: v1\ndata:\n  k: v\nkind: ConfigMap\nmetadata:\n"
                                  "  name: c\n";
    ASSERT_KUSTOMIZES(INLINE("PatchTransformer",
                             "  patch: '- {op: add, path: /data, value: {k: v}}'\n"
                             "  target: {kind: ConfigMap}\n"),
                      CONFIG_MAP, patched);
    ASSERT_KUSTOMIZES(
        INLINE("PatchJson6902Transformer",
               "  jsonOp: '[{\"op\": \"add\", \"path\": \"/data\", \"value\": "
               "{\"k\": \"v\"}}]'\n  target: {version: v1, kind: ConfigMap, name: c}\n"),
        CONFIG_MAP, patched);
    ASSERT_KUSTOMIZES(INLINE("PatchStrategicMergeTransformer",
                             "  patches: '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, "
                             "data: {k: v}}'\n"),
                      CONFIG_MAP, patched);
    ASSERT_REFUSES(INLINE("PatchStrategicMergeTransformer", ""), CONFIG_MAP, ERROR_INVALID,
                   "it has neither 'paths' nor 'patches'");
    ASSERT_REFUSES(INLINE("PatchJson6902Transformer", "  jsonOp: '[]'\n"), CONFIG_MAP,
                   ERROR_INVALID, "needs a target with a name");
}

TEST(transformers, documents_in_the_field_itself_come_before_files)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml",
          "resources: [r.yaml]\ntransformers:\n- t.yaml\n- |\n  apiVersion: builtin\n"
          "  kind: PrefixTransformer\n  metadata: {name: b}\n  prefix: first-\n"
          "  fieldSpecs: [{path: metadata/name}]\n" },
        { "/p/r.yaml", CONFIG_MAP },
        { "/p/t.yaml", "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: a}\n"
                       "prefix: second-\nfieldSpecs: [{path: metadata/name}]\n" },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: second-first-c\n");
}

TEST(transformers, documents_come_from_files_and_directories)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [r.yaml]\ntransformers: [t.yaml, more]\n" },
        { "/p/r.yaml", CONFIG_MAP },
        { "/p/t.yaml", "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: a}\n"
                       "prefix: p-\nfieldSpecs: [{path: metadata/name}]\n" },
        { "/p/more/kustomization.yaml", "resources: [t.yaml]\n" },
        { "/p/more/t.yaml", "apiVersion: builtin\nkind: SuffixTransformer\nmetadata: {name: b}\n"
                            "suffix: -s\nfieldSpecs: [{path: metadata/name}]\n" },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-c-s\n");
}

TEST(transformers, R_032_what_would_run_a_program_is_refused_by_name)
{
    ASSERT_REFUSES("transformers:\n- |-\n  apiVersion: e.org/v1\n  kind: Own\n"
                   "  metadata: {name: t, annotations: {config.kubernetes.io/function: "
                   "'container: {image: x}'}}\n",
                   CONFIG_MAP, ERROR_UNSUPPORTED,
                   "/p/kustomization.yaml:4: the transformer Own is not run");
    ASSERT_REFUSES(INLINE("SortOrderTransformer", ""), CONFIG_MAP, ERROR_INVALID,
                   "SortOrderTransformer is no builtin transformer");
}

TEST(transformers, a_validator_may_look_but_not_touch)
{
    ASSERT_KUSTOMIZES("validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n"
                      "  metadata: {name: t}\n  labels: {validated-by: me}\n"
                      "  fieldSpecs: [{path: metadata/labels, create: true}]\n",
                      CONFIG_MAP,
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n"
                      "    validated-by: me\n  name: c\n");
    ASSERT_REFUSES("validators:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n"
                   "  metadata: {name: t}\n  prefix: p-\n  fieldSpecs: [{path: metadata/name}]\n",
                   CONFIG_MAP, ERROR_INVALID,
                   "/p/kustomization.yaml:4: a validator may not change what it checks");
}
