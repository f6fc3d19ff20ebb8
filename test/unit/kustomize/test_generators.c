/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"

#define DOCUMENT(kind, rest)                                                                       \
    "apiVersion: builtin\nkind: " kind "\nmetadata: {name: g, namespace: ns}\n" rest
#define NO_HASH "options: {disableNameSuffixHash: true}\n"

static const struct preset_file files[] = {
    { "/p/kustomization.yaml",
      "generators:\n- g.yaml\n- dir\n- |-\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n"
      "  metadata: {name: inline}\n  literals: [a=b]\n  env: not-heard\n  " NO_HASH },
    { "/p/g.yaml",
      DOCUMENT("SecretGenerator", "name: own\nliterals: [k=v]\nfiles: [f]\nunknown: 1\n" NO_HASH) },
    { "/p/f", "x" },
    { "/p/dir/kustomization.yaml", "resources: [i.yaml]\n" },
    { "/p/dir/i.yaml",
      DOCUMENT("IAMPolicyGenerator",
               "cloud: gke\nkubernetesService: {name: sa}\nserviceAccount: {name: a, projectId: "
               "p}\n") },
    { NULL, NULL },
};

TEST(generators, documents_come_from_files_directories_and_the_kustomization)
{
    ASSERT_BUILDS(
        files, "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  annotations:\n"
               "    iam.gke.io/gcp-service-account: a@p.iam.gserviceaccount.com\n  name: sa\n---\n"
               "apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: inline\n---\n"
               "apiVersion: v1\ndata:\n  f: eA==\n  k: dg==\nkind: Secret\nmetadata:\n  name: own\n"
               "  namespace: ns\ntype: Opaque\n");
}

TEST(generators, R_032_what_is_no_builtin_is_never_run)
{
    ASSERT_REFUSES("generators: ['{apiVersion: v1, kind: Exec, metadata: {name: a}}']\n", "",
                   ERROR_UNSUPPORTED, "the generator Exec is not run");
    ASSERT_REFUSES("generators: ['{apiVersion: builtin, kind: ImageTagTransformer, metadata: "
                   "{name: a}}']\n",
                   "", ERROR_INVALID, "ImageTagTransformer is no builtin generator");
    ASSERT_REFUSES("generators: ['{apiVersion: builtin, kind: IAMPolicyGenerator, metadata: "
                   "{name: a}, cloud: other}']\n",
                   "", ERROR_UNSUPPORTED, "the cloud is 'gke', not 'other'");
}

TEST(generators, what_cannot_be_read_is_told_with_its_line)
{
    ASSERT_REFUSES("generators:\n- |-\n  apiVersion: builtin\n  kind: [\n", "", ERROR_SYNTAX,
                   "/p/kustomization.yaml:");
    ASSERT_REFUSES("generators: [none.yaml]\n", "", ERROR_NOT_FOUND,
                   "/p/kustomization.yaml:2: there is no file '/p/none.yaml'");
}
