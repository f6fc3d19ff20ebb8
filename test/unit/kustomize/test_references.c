/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "harness/test.h"

#define RENAME(kind, name, to)                                                                     \
    "patches:\n- target: {kind: " kind ", name: " name "}\n"                                       \
    "  patch: '[{\"op\": \"replace\", \"path\": \"/metadata/name\", \"value\": \"" to "\"}]'\n"

TEST(references, a_name_that_a_patch_changed_is_followed)
{
    ASSERT_KUSTOMIZES(RENAME("ConfigMap", "cm", "new"),
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
                      "spec: {volumes: [{configMap: {name: cm}}, {configMap: {name: other}}]}\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n"
                      "  - configMap:\n      name: new\n  - configMap:\n      name: other\n");
}

TEST(references, accounts_in_a_binding_follow_the_namespace)
{
    ASSERT_KUSTOMIZES("namespace: ns\n",
                      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa, namespace: o}\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata: {name: rb}\nsubjects:\n"
                      "- {kind: ServiceAccount, name: sa, namespace: o}\n",
                      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: sa\n"
                      "  namespace: ns\n---\napiVersion: rbac.authorization.k8s.io/v1\n"
                      "kind: RoleBinding\nmetadata:\n  name: rb\n  namespace: ns\nsubjects:\n"
                      "- kind: ServiceAccount\n  name: sa\n  namespace: ns\n");
}

TEST(references, an_account_without_a_namespace_is_not_looked_for_in_others)
{
    ASSERT_KUSTOMIZES("namePrefix: p-\n",
                      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa}\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata: {name: rb, namespace: o}\nsubjects:\n"
                      "- {kind: ServiceAccount, name: sa}\n",
                      "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: p-sa\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\n"
                      "kind: RoleBinding\nmetadata:\n  name: p-rb\n  namespace: o\nsubjects:\n"
                      "- kind: ServiceAccount\n  name: sa\n");
}

TEST(references, a_role_is_told_from_a_cluster_role_of_its_name)
{
    ASSERT_KUSTOMIZES(RENAME("Role", "r", "new"),
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata: {name: b}\n"
                      "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata: {name: c}\n"
                      "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n"
                      "  name: new\n---\napiVersion: rbac.authorization.k8s.io/v1\n"
                      "kind: RoleBinding\nmetadata:\n  name: b\nroleRef:\n"
                      "  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: r\n"
                      "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                      "metadata:\n  name: c\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n"
                      "  kind: Role\n  name: new\n");
}

TEST(references, objects_of_other_namespaces_are_out_of_reach)
{
    ASSERT_KUSTOMIZES(RENAME("Secret", "s", "new"),
                      "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: b}\n"
                      "spec: {imagePullSecrets: [{name: s}]}\n",
                      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: new\n  namespace: a\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  namespace: b\nspec:\n"
                      "  imagePullSecrets:\n  - name: s\n");
}

TEST(references, names_in_a_list_of_texts_are_followed)
{
    ASSERT_KUSTOMIZES(RENAME("ConfigMap", "cm", "new"),
                      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\n---\n"
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n"
                      "rules: [{resourceNames: [x, cm]}]\n",
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n"
                      "  name: r\nrules:\n- resourceNames:\n  - x\n  - new\n---\n"
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n");
}

/* A namespace that any object in sight was in at first is one of first namespaces, renamed or not.
 */
TEST(references, an_object_that_was_not_renamed_decides_what_a_namespace_means)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [a, r.yaml]\n" },
        { "/p/a/kustomization.yaml", "resources: [r.yaml]\nnamespace: new\nnamePrefix: p-\n" },
        { "/p/a/r.yaml", "apiVersion: v1\nkind: ServiceAccount\n"
                         "metadata: {name: sa, namespace: old}\n" },
        { "/p/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: new}\n---\n"
                       "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                       "metadata: {name: b}\nsubjects:\n"
                       "- {kind: ServiceAccount, name: sa, namespace: new}\n" },
        { NULL, NULL },
    };
    ASSERT_BUILDS(files, "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: p-sa\n"
                         "  namespace: new\n---\n"
                         "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                         "metadata:\n  name: b\nsubjects:\n- kind: ServiceAccount\n  name: sa\n"
                         "  namespace: new\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n"
                         "  name: c\n  namespace: new\n");
}

/* ---- fields that cannot refer ---- */

#define BINDING(subjects)                                                                          \
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\n"           \
    "subjects: " subjects "\n"

TEST(references, a_shape_that_cannot_refer_is_refused_as_in_kustomize)
{
    ASSERT_REFUSES("", BINDING("[{kind: User}]"), ERROR_INVALID,
                   "field 'subjects' of RoleBinding/b: the mapping at line 4 has no 'name'");
    ASSERT_REFUSES("",
                   "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                   "metadata: {name: b}\nsubjects: [[]]\n",
                   ERROR_INVALID, "the element at line 4 is a sequence");
    ASSERT_REFUSES("", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: hello\n",
                   ERROR_INVALID,
                   "Pod/p: expected a mapping or a sequence at line 4, not a scalar");
}

TEST(references, the_subjects_of_a_role_binding_say_where_they_are)
{
    ASSERT_REFUSES("", BINDING("[{kind: User, name: u}, x]"), ERROR_INVALID,
                   "/p/r.yaml:1: subject 2 of RoleBinding/b is no mapping");
    ASSERT_REFUSES("", BINDING("[{kind: ServiceAccount, name: a, namespace: 5}]"), ERROR_INVALID,
                   "/p/r.yaml:1: the namespace of subject 1 of RoleBinding/b is no string");
    ASSERT_KUSTOMIZES("", BINDING("[{kind: User, name: u, namespace: 5}]"),
                      "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n"
                      "  name: b\nsubjects:\n- kind: User\n  name: u\n  namespace: 5\n");
}

TEST(references, a_stream_keeps_shapes_that_cannot_refer)
{
    static const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [rendered.yaml]\nnamePrefix: x-\n" },
        { NULL, NULL },
    };
    ASSERT_APPLIES(files, BINDING("[{kind: User}, [], x]"),
                   "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
                   "metadata: {name: x-b}\nsubjects: [{kind: User}, [], x]\n");
}

TEST(references, to_a_name_that_reads_as_a_number_are_numbers_too)
{
    ASSERT_KUSTOMIZES("namePrefix: '0'\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x1\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  volumes:\n"
                      "  - configMap:\n      name: x1\n  - configMap:\n      name: \"x1\"\n",
                      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 1\n---\n"
                      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: 0p\nspec:\n  volumes:\n"
                      "  - configMap:\n      name: 1\n  - configMap:\n      name: \"0x1\"\n");
}

TEST(references, R_034_a_name_that_two_objects_had_is_told_with_both)
{
    static const char objects[] =
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s}\n---\n"
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
        "metadata: {name: %s}\nsubjects: [{kind: ServiceAccount, name: s}]\n";
    const struct preset_file files[] = {
        { "/p/kustomization.yaml", "resources: [a, b]\n" },
        { "/p/a/kustomization.yaml", "resources: [r.yaml]\nnamespace: a\n" },
        { "/p/a/r.yaml", test_format(objects, "a") },
        { "/p/b/kustomization.yaml", "resources: [r.yaml]\nnamespace: b\n" },
        { "/p/b/r.yaml", test_format(objects, "b") },
        { NULL, NULL },
    };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_FAILS_HINT(preset_build(&out, files, &err), err, ERROR_CONFLICT,
                      "/p/a/r.yaml:5: field 'subjects' of ClusterRoleBinding/a: 's' may mean "
                      "ServiceAccount/s in namespace 'a' or ServiceAccount/s in namespace 'b'",
                      "say the namespace");
}
