/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

TEST(transform_namespace, moves_what_has_one_and_spares_the_cluster)
{
    ASSERT_KUSTOMIZES("namespace: ns\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: old}\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n"
                      "metadata: {name: a}\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n"
                      "  name: a\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
                      "  namespace: ns\n");
}

TEST(transform_namespace, a_namespace_itself_is_renamed_only_the_core_one)
{
    ASSERT_KUSTOMIZES("namespace: ns\n",
                      "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n"
                      "apiVersion: e.org/v1\nkind: Namespace\nmetadata: {name: a}\n",
                      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns\n---\n"
                      "apiVersion: e.org/v1\nkind: Namespace\nmetadata:\n  name: a\n"
                      "  namespace: ns\n");
}

TEST(transform_namespace, the_default_account_moves_along)
{
    ASSERT_KUSTOMIZES("namespace: ns\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                      "metadata: {name: a}\nsubjects:\n"
                      "- {kind: ServiceAccount, name: default, namespace: old}\n"
                      "- {kind: ServiceAccount, name: other, namespace: old}\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                      "metadata:\n  name: a\nsubjects:\n- kind: ServiceAccount\n  name: default\n"
                      "  namespace: ns\n- kind: ServiceAccount\n  name: other\n"
                      "  namespace: old\n");
}

TEST(transform_namespace, two_objects_must_not_become_one)
{
    ASSERT_REFUSES("namespace: ns\n",
                   "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\n---\n"
                   "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: y}\n",
                   ERROR_CONFLICT,
                   "/p/kustomization.yaml:2: namespace 'ns': /p/r.yaml:5: ConfigMap/a in namespace "
                   "'ns' is there already, from /p/r.yaml:1");
}

TEST(transform_namespace, in_a_stream_they_may)
{
    static const struct preset_file files[] = { { "/p/kustomization.yaml", "namespace: ns\n" },
                                                { NULL, NULL } };

    ASSERT_APPLIES(files,
                   "kind: A\nmetadata:\n  namespace: x # why\n---\nkind: A\nmetadata:\n"
                   "  namespace: ns\n",
                   "kind: A\nmetadata:\n  namespace: ns # why\n---\nkind: A\nmetadata:\n"
                   "  namespace: ns\n");
}

TEST(transform_namespace, R_017_the_same_object_twice_is_refused_with_both_places)
{
    ASSERT_REFUSES("", "kind: A\nmetadata: {name: a}\n---\nkind: A\nmetadata: {name: a}\n",
                   ERROR_CONFLICT, "/p/r.yaml:4: A/a is there already, from /p/r.yaml:1");
}
