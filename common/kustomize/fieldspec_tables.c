/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kustomize's default field specs, in the order in which Kustomize walks them. Source: kustomize
 * v5.8.2, api/internal/konfig/builtinpluginconsts, sorted as builtinconfig.sortFields does.
 */
#include "kustomize/fieldspec.h"
#include "kustomize/fieldspec_rows.h"

/* group, version, kind, path, create */
static const struct fieldspec common_labels[] = {
    { NONE, V("v1"), V("Service"), V("spec/selector"), true },
    { V("apps"), NONE, V("Deployment"),
      V("spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/"
        "podAffinityTerm/labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("Deployment"),
      V("spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/"
        "labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("Deployment"),
      V("spec/template/spec/affinity/podAntiAffinity/"
        "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/"
        "matchLabels"),
      false },
    { V("apps"), NONE, V("Deployment"),
      V("spec/template/spec/affinity/podAntiAffinity/"
        "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("Deployment"),
      V("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels"), false },
    { NONE, NONE, V("Deployment"), V("spec/selector/matchLabels"), true },
    { NONE, NONE, V("Deployment"), V("spec/template/metadata/labels"), true },
    { V("apps"), NONE, V("StatefulSet"), V("spec/selector/matchLabels"), true },
    { V("apps"), NONE, V("StatefulSet"),
      V("spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/"
        "podAffinityTerm/labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("StatefulSet"),
      V("spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/"
        "labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("StatefulSet"),
      V("spec/template/spec/affinity/podAntiAffinity/"
        "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/"
        "matchLabels"),
      false },
    { V("apps"), NONE, V("StatefulSet"),
      V("spec/template/spec/affinity/podAntiAffinity/"
        "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels"),
      false },
    { V("apps"), NONE, V("StatefulSet"),
      V("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels"), false },
    { V("apps"), NONE, V("StatefulSet"), V("spec/template/metadata/labels"), true },
    { V("apps"), NONE, V("StatefulSet"), V("spec/volumeClaimTemplates[]/metadata/labels"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/spec/selector/matchLabels"), false },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/metadata/labels"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/spec/template/metadata/labels"), true },
    { V("policy"), NONE, V("PodDisruptionBudget"), V("spec/selector/matchLabels"), false },
    { V("batch"), NONE, V("Job"), V("spec/selector/matchLabels"), false },
    { V("batch"), NONE, V("Job"), V("spec/template/metadata/labels"), true },
    { V("networking.k8s.io"), NONE, V("NetworkPolicy"), V("spec/podSelector/matchLabels"), false },
    { V("networking.k8s.io"), NONE, V("NetworkPolicy"),
      V("spec/ingress/from/podSelector/matchLabels"), false },
    { V("networking.k8s.io"), NONE, V("NetworkPolicy"), V("spec/egress/to/podSelector/matchLabels"),
      false },
    { NONE, V("v1"), V("ReplicationController"), V("spec/selector"), true },
    { NONE, V("v1"), V("ReplicationController"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, V("DaemonSet"), V("spec/selector/matchLabels"), true },
    { NONE, NONE, V("DaemonSet"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, V("ReplicaSet"), V("spec/selector/matchLabels"), true },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, NONE, V("metadata/labels"), true },
};

static const struct fieldspec template_labels[] = {
    { NONE, NONE, V("Deployment"), V("spec/template/metadata/labels"), true },
    { V("apps"), NONE, V("StatefulSet"), V("spec/template/metadata/labels"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/metadata/labels"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/spec/template/metadata/labels"), true },
    { V("batch"), NONE, V("Job"), V("spec/template/metadata/labels"), true },
    { NONE, V("v1"), V("ReplicationController"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, V("DaemonSet"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/metadata/labels"), true },
    { NONE, NONE, NONE, V("metadata/labels"), true },
};

static const struct fieldspec volume_claim_template_labels[] = {
    { V("apps"), NONE, V("StatefulSet"), V("spec/volumeClaimTemplates[]/metadata/labels"), true },
};

static const struct fieldspec common_annotations[] = {
    { NONE, NONE, V("Deployment"), V("spec/template/metadata/annotations"), true },
    { NONE, NONE, V("StatefulSet"), V("spec/template/metadata/annotations"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/metadata/annotations"), true },
    { V("batch"), NONE, V("CronJob"), V("spec/jobTemplate/spec/template/metadata/annotations"),
      true },
    { V("batch"), NONE, V("Job"), V("spec/template/metadata/annotations"), true },
    { NONE, V("v1"), V("ReplicationController"), V("spec/template/metadata/annotations"), true },
    { NONE, NONE, V("DaemonSet"), V("spec/template/metadata/annotations"), true },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/metadata/annotations"), true },
    { NONE, NONE, NONE, V("metadata/annotations"), true },
};

static const struct fieldspec namespaces[] = {
    { NONE, NONE, V("Namespace"), V("metadata/name"), true },
    { V("apiextensions.k8s.io"), NONE, V("CustomResourceDefinition"),
      V("spec/conversion/webhook/clientConfig/service/namespace"), false },
    { V("apiregistration.k8s.io"), NONE, V("APIService"), V("spec/service/namespace"), true },
};

static const struct fieldspec images[] = {
    { NONE, NONE, NONE, V("spec/containers[]/image"), true },
    { NONE, NONE, NONE, V("spec/initContainers[]/image"), true },
    { NONE, NONE, NONE, V("spec/volumes[]/image/reference"), true },
    { NONE, NONE, NONE, V("spec/template/spec/containers[]/image"), true },
    { NONE, NONE, NONE, V("spec/template/spec/initContainers[]/image"), true },
    { NONE, NONE, NONE, V("spec/template/spec/volumes[]/image/reference"), true },
    { NONE, NONE, NONE, V("spec/jobTemplate/spec/template/spec/volumes[]/image/reference"), true },
};

static const struct fieldspec replicas[] = {
    { NONE, NONE, V("Deployment"), V("spec/replicas"), true },
    { NONE, NONE, V("StatefulSet"), V("spec/replicas"), true },
    { NONE, NONE, V("ReplicaSet"), V("spec/replicas"), true },
    { NONE, NONE, V("ReplicationController"), V("spec/replicas"), true },
};

static const struct fieldspec name_affixes[] = {
    { NONE, NONE, NONE, V("metadata/name"), false },
};

struct fieldspec_list fieldspec_defaults(enum fieldspec_set set)
{
    static const struct fieldspec_list lists[] = {
        [FIELDSPEC_COMMON_LABELS] = { common_labels, ARRAY_SIZE(common_labels) },
        [FIELDSPEC_TEMPLATE_LABELS] = { template_labels, ARRAY_SIZE(template_labels) },
        [FIELDSPEC_VOLUME_CLAIM_TEMPLATE_LABELS] = { volume_claim_template_labels,
                                                     ARRAY_SIZE(volume_claim_template_labels) },
        [FIELDSPEC_COMMON_ANNOTATIONS] = { common_annotations, ARRAY_SIZE(common_annotations) },
        [FIELDSPEC_NAMESPACE] = { namespaces, ARRAY_SIZE(namespaces) },
        [FIELDSPEC_IMAGES] = { images, ARRAY_SIZE(images) },
        [FIELDSPEC_REPLICAS] = { replicas, ARRAY_SIZE(replicas) },
        [FIELDSPEC_NAME_PREFIX] = { name_affixes, ARRAY_SIZE(name_affixes) },
        [FIELDSPEC_NAME_SUFFIX] = { name_affixes, ARRAY_SIZE(name_affixes) },
        [FIELDSPEC_LABELS] = { NULL, 0 },
        [FIELDSPEC_VAR_REFERENCE] = { fieldspec_var_references, FIELDSPEC_VAR_REFERENCES },
    };

    return lists[set];
}
