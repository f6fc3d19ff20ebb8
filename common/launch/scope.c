/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/scope.h"

/* API groups all of whose kinds are listed or namespaced. "" is the core group. */
static const char *const known_groups[] = {
    "",
    "apps",
    "autoscaling",
    "batch",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "gateway.networking.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
};

/* Source: `kubectl api-resources --namespaced=false`, and catalog.md 5.5 for EC2Instance. */
static const struct {
    const char *kind;
    const char *group; /* NULL: any */
} cluster_kinds[] = {
    { "APIService", "apiregistration.k8s.io" },
    { "CSIDriver", "storage.k8s.io" },
    { "CSINode", "storage.k8s.io" },
    { "ClusterRole", "rbac.authorization.k8s.io" },
    { "ClusterRoleBinding", "rbac.authorization.k8s.io" },
    { "CustomResourceDefinition", "apiextensions.k8s.io" },
    { "EC2Instance", NULL },
    { "GatewayClass", "gateway.networking.k8s.io" },
    { "IngressClass", "networking.k8s.io" },
    { "MutatingWebhookConfiguration", "admissionregistration.k8s.io" },
    { "Namespace", "" },
    { "Node", "" },
    { "PersistentVolume", "" },
    { "PodSecurityPolicy", "policy" },
    { "PriorityClass", "scheduling.k8s.io" },
    { "RuntimeClass", "node.k8s.io" },
    { "StorageClass", "storage.k8s.io" },
    { "ValidatingAdmissionPolicy", "admissionregistration.k8s.io" },
    { "ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io" },
    { "ValidatingWebhookConfiguration", "admissionregistration.k8s.io" },
    { "VolumeAttachment", "storage.k8s.io" },
};

enum scope scope_of(const struct object_ref *ref)
{
    for (size_t i = 0; i < ARRAY_SIZE(cluster_kinds); i++)
        if (view_is(ref->kind, cluster_kinds[i].kind) &&
            (!cluster_kinds[i].group || view_is(ref->group, cluster_kinds[i].group)))
            return SCOPE_CLUSTER;
    for (size_t i = 0; i < ARRAY_SIZE(known_groups); i++)
        if (view_is(ref->group, known_groups[i]))
            return SCOPE_NAMESPACED;
    return SCOPE_UNKNOWN;
}
