/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/kind_order.h"

#define KIND(name)                                                                                 \
    {                                                                                              \
        .data = (name), .len = sizeof(name) - 1                                                    \
    }

static const struct view install_order[] = {
    KIND("PriorityClass"),
    KIND("Namespace"),
    KIND("NetworkPolicy"),
    KIND("ResourceQuota"),
    KIND("LimitRange"),
    KIND("PodSecurityPolicy"),
    KIND("PodDisruptionBudget"),
    KIND("ServiceAccount"),
    KIND("Secret"),
    KIND("SecretList"),
    KIND("ConfigMap"),
    KIND("StorageClass"),
    KIND("PersistentVolume"),
    KIND("PersistentVolumeClaim"),
    KIND("CustomResourceDefinition"),
    KIND("ClusterRole"),
    KIND("ClusterRoleList"),
    KIND("ClusterRoleBinding"),
    KIND("ClusterRoleBindingList"),
    KIND("Role"),
    KIND("RoleList"),
    KIND("RoleBinding"),
    KIND("RoleBindingList"),
    KIND("Service"),
    KIND("DaemonSet"),
    KIND("Pod"),
    KIND("ReplicationController"),
    KIND("ReplicaSet"),
    KIND("Deployment"),
    KIND("HorizontalPodAutoscaler"),
    KIND("StatefulSet"),
    KIND("Job"),
    KIND("CronJob"),
    KIND("IngressClass"),
    KIND("Ingress"),
    KIND("APIService"),
    KIND("MutatingWebhookConfiguration"),
    KIND("ValidatingWebhookConfiguration"),
};

_Static_assert(ARRAY_SIZE(install_order) + 1 == KIND_INSTALL_RANKS, "the unknown kinds have one");

unsigned kind_install_rank(struct view kind)
{
    unsigned rank = 0;

    while (rank < ARRAY_SIZE(install_order) && !view_eq(kind, install_order[rank]))
        rank++;
    return rank;
}
