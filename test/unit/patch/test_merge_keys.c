/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "patch/merge_keys.h"
#include "yaml/ydoc.h"

/* The schema at the dotted PATH below SCHEMA, "[]" being an element. */
static const struct merge_schema *at(const struct merge_schema *schema, const char *path)
{
    struct view rest = view_of(path);
    struct view step;

    while (view_cut(&rest, '.', &step))
        schema =
            view_is(step, "[]") ? merge_schema_elements(schema) : merge_schema_field(schema, step);
    return schema;
}

static const struct merge_schema *deployment(const char *path)
{
    return at(merge_schema_find(VIEW("apps/v1"), VIEW("Deployment")), path);
}

TEST(merge_keys, kinds_are_found_by_exact_version_and_case)
{
    ASSERT_NOT_NULL(merge_schema_find(VIEW("apps/v1"), VIEW("Deployment")));
    ASSERT_NOT_NULL(merge_schema_find(VIEW("v1"), VIEW("Pod")));
    ASSERT_NULL(merge_schema_find(VIEW("apps/v1beta9"), VIEW("Deployment")));
    ASSERT_NULL(merge_schema_find(VIEW("apps/v1"), VIEW("deployment")));
    ASSERT_NULL(merge_schema_find(VIEW("v1"), VIEW("Deployment")));
    ASSERT_NULL(merge_schema_find(VIEW(""), VIEW("")));
    ASSERT_NULL(merge_schema_find(VIEW("zzz/v1"), VIEW("Zzz")));
}

TEST(merge_keys, the_object_says_its_kind)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) pod = ydoc_parse(view_of("{apiVersion: v1, kind: Pod}"), "x", &err);
    AUTO_FREE(ydoc) odd = ydoc_parse(view_of("{apiVersion: v1, kind: [Pod]}"), "x", &err);

    ASSERT_TRUE(merge_schema_of(ydoc_root(pod)) == merge_schema_find(VIEW("v1"), VIEW("Pod")));
    ASSERT_NULL(merge_schema_of(ydoc_root(odd)));
    ASSERT_NULL(merge_schema_of(NULL));
}

TEST(merge_keys, containers_merge_by_name)
{
    struct view keys[MERGE_KEYS_MAX];
    const struct merge_schema *containers = deployment("spec.template.spec.containers");

    ASSERT_TRUE(merge_schema_merges(containers));
    ASSERT_EQ_INT(merge_schema_keys(containers, keys), 1);
    ASSERT_EQ_VIEW(keys[0], "name");
}

TEST(merge_keys, ports_have_two_keys)
{
    struct view keys[MERGE_KEYS_MAX];

    ASSERT_EQ_INT(merge_schema_keys(deployment("spec.template.spec.containers.[].ports"), keys), 2);
    ASSERT_EQ_VIEW(keys[0], "containerPort");
    ASSERT_EQ_VIEW(keys[1], "protocol");
    ASSERT_EQ_INT(
        merge_schema_keys(at(merge_schema_find(VIEW("v1"), VIEW("Service")), "spec.ports"), keys),
        2);
    ASSERT_EQ_VIEW(keys[0], "port");
}

TEST(merge_keys, finalizers_merge_without_key)
{
    struct view keys[MERGE_KEYS_MAX];

    ASSERT_TRUE(merge_schema_merges(deployment("metadata.finalizers")));
    ASSERT_EQ_INT(merge_schema_keys(deployment("metadata.finalizers"), keys), 0);
}

TEST(merge_keys, atomic_lists_do_not_merge)
{
    ASSERT_NOT_NULL(deployment("spec.template.spec.tolerations"));
    ASSERT_FALSE(merge_schema_merges(deployment("spec.template.spec.tolerations")));
    ASSERT_FALSE(merge_schema_merges(deployment("spec.template.spec.containers.[].command")));
    ASSERT_FALSE(merge_schema_merges(NULL));
}

TEST(merge_keys, map_types_know_any_key_and_other_types_only_theirs)
{
    ASSERT_NOT_NULL(deployment("metadata.labels.anything"));
    ASSERT_NULL(deployment("spec.nothing"));
    ASSERT_NULL(merge_schema_elements(deployment("spec")));
    ASSERT_NULL(merge_schema_field(NULL, VIEW("spec")));
}

TEST(merge_keys, kustomizations_merge_their_generators)
{
    const struct merge_schema *kustomization =
        merge_schema_find(VIEW("kustomize.config.k8s.io/v1beta1"), VIEW("Kustomization"));

    ASSERT_TRUE(merge_schema_merges(at(kustomization, "configMapGenerator")));
}

TEST(merge_keys, scopes_are_those_of_kustomize)
{
    ASSERT_EQ_INT(merge_scope_find(VIEW("v1"), VIEW("Namespace")), SCOPE_CLUSTER);
    ASSERT_EQ_INT(merge_scope_find(VIEW("v1"), VIEW("ConfigMap")), SCOPE_NAMESPACED);
    ASSERT_EQ_INT(merge_scope_find(VIEW("rbac.authorization.k8s.io/v1"), VIEW("ClusterRole")),
                  SCOPE_CLUSTER);
    ASSERT_EQ_INT(merge_scope_find(VIEW("rbac.authorization.k8s.io/v1"), VIEW("Role")),
                  SCOPE_NAMESPACED);
    ASSERT_EQ_INT(merge_scope_find(VIEW("example.com/v1"), VIEW("Farm")), SCOPE_UNKNOWN);
}

/* Newer than the data, yet known to kustomize: its own table has it. */
TEST(merge_keys, a_scope_without_schema)
{
    struct view version = VIEW("admissionregistration.k8s.io/v1");

    ASSERT_EQ_INT(merge_scope_find(version, VIEW("ValidatingAdmissionPolicy")), SCOPE_CLUSTER);
    ASSERT_NULL(merge_schema_find(version, VIEW("ValidatingAdmissionPolicy")));
}
