/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/scope.h"

#include "harness/test.h"

static enum scope of(const char *group, const char *kind)
{
    struct object_ref ref = { .group = view_of(group), .kind = view_of(kind) };

    return scope_of(&ref);
}

TEST(scope, kinds_of_kubernetes_are_known_and_custom_ones_not)
{
    ASSERT_EQ_INT(of("", "Service"), SCOPE_NAMESPACED);
    ASSERT_EQ_INT(of("apps", "Deployment"), SCOPE_NAMESPACED);
    ASSERT_EQ_INT(of("", "Namespace"), SCOPE_CLUSTER);
    ASSERT_EQ_INT(of("rbac.authorization.k8s.io", "ClusterRole"), SCOPE_CLUSTER);
    ASSERT_EQ_INT(of("rbac.authorization.k8s.io", "Role"), SCOPE_NAMESPACED);
    ASSERT_EQ_INT(of("aws.example.org", "EC2Instance"), SCOPE_CLUSTER);
    ASSERT_EQ_INT(of("example.org", "Node"), SCOPE_UNKNOWN);
    ASSERT_EQ_INT(of("kubevirt.io", "VirtualMachine"), SCOPE_UNKNOWN);
}
