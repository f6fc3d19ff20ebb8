/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which fields hold the names of which objects. Source: kustomize v5.8.2,
 * api/internal/konfig/builtinpluginconsts/namereference.go, sorted as builtinconfig.sortFields
 * does.
 */
#include "kustomize/fieldspec.h"

#define V(literal)                                                                                 \
    {                                                                                              \
        .data = (literal), .len = sizeof(literal) - 1                                              \
    }
#define NONE                                                                                       \
    {                                                                                              \
        .data = NULL, .len = 0                                                                     \
    }

/* group, version, kind, path, create */
static const struct fieldspec of_storage_class[] = {
    { NONE, NONE, V("PersistentVolume"), V("spec/storageClassName"), false },
    { NONE, NONE, V("PersistentVolumeClaim"), V("spec/storageClassName"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/volumeClaimTemplates/spec/storageClassName"), false },
};

static const struct fieldspec of_service_account[] = {
    { V("rbac.authorization.k8s.io"), NONE, V("RoleBinding"), V("subjects"), false },
    { V("rbac.authorization.k8s.io"), NONE, V("ClusterRoleBinding"), V("subjects"), false },
    { NONE, NONE, V("Pod"), V("spec/serviceAccountName"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/serviceAccountName"), false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/serviceAccountName"), false },
    { NONE, NONE, V("ReplicationController"), V("spec/template/spec/serviceAccountName"), false },
    { NONE, NONE, V("CronJob"), V("spec/jobTemplate/spec/template/spec/serviceAccountName"),
      false },
    { NONE, NONE, V("Job"), V("spec/template/spec/serviceAccountName"), false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/serviceAccountName"), false },
};

static const struct fieldspec of_role[] = {
    { V("rbac.authorization.k8s.io"), NONE, V("RoleBinding"), V("roleRef/name"), false },
};

static const struct fieldspec of_cluster_role[] = {
    { V("rbac.authorization.k8s.io"), NONE, V("RoleBinding"), V("roleRef/name"), false },
    { V("rbac.authorization.k8s.io"), NONE, V("ClusterRoleBinding"), V("roleRef/name"), false },
};

static const struct fieldspec of_config_map[] = {
    { NONE, V("v1"), V("Pod"), V("spec/volumes/configMap/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/containers/envFrom/configMapRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/initContainers/envFrom/configMapRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/volumes/projected/sources/configMap/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("PodTemplate"),
      V("template/spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("PodTemplate"),
      V("template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/containers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/initContainers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/volumes/projected/sources/configMap/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("Deployment"),
      V("spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("Deployment"),
      V("spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/containers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/initContainers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/volumes/projected/sources/configMap/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("ReplicaSet"),
      V("spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("ReplicaSet"),
      V("spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/containers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/initContainers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/volumes/projected/sources/configMap/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("DaemonSet"),
      V("spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("DaemonSet"),
      V("spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/containers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/initContainers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/volumes/projected/sources/configMap/name"),
      false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/containers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/initContainers/envFrom/configMapRef/name"), false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/volumes/projected/sources/configMap/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/volumes/configMap/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"),
      false },
    { NONE, NONE, V("Job"),
      V("spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/containers/envFrom/configMapRef/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/initContainers/envFrom/configMapRef/name"),
      false },
    { NONE, NONE, V("Job"), V("spec/template/spec/volumes/projected/sources/configMap/name"),
      false },
    { NONE, NONE, V("CronJob"), V("spec/jobTemplate/spec/template/spec/volumes/configMap/name"),
      false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/volumes/projected/sources/configMap/name"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/containers/env/valueFrom/configMapKeyRef/name"),
      false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/configMapKeyRef/name"),
      false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/containers/envFrom/configMapRef/name"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/initContainers/envFrom/configMapRef/name"), false },
    { NONE, NONE, V("Node"), V("spec/configSource/configMap"), false },
    { NONE, NONE, V("Role"), V("rules/resourceNames"), false },
    { NONE, NONE, V("ClusterRole"), V("rules/resourceNames"), false },
    { NONE, NONE, V("Ingress"),
      V("metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"), false },
};

static const struct fieldspec of_secret[] = {
    { NONE, V("v1"), V("Pod"), V("spec/volumes/secret/secretName"), false },
    { NONE, V("v1"), V("Pod"), V("spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/containers/envFrom/secretRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/initContainers/envFrom/secretRef/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/imagePullSecrets/name"), false },
    { NONE, V("v1"), V("Pod"), V("spec/volumes/projected/sources/secret/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/containers/env/valueFrom/secretKeyRef/name"),
      false },
    { NONE, NONE, V("PodTemplate"),
      V("template/spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/containers/envFrom/secretRef/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/initContainers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("PodTemplate"), V("template/spec/volumes/projected/sources/secret/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("Deployment"),
      V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("Deployment"),
      V("spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/containers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/initContainers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/volumes/projected/sources/secret/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("ReplicaSet"),
      V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("ReplicaSet"),
      V("spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/containers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/initContainers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("ReplicaSet"), V("spec/template/spec/volumes/projected/sources/secret/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("DaemonSet"),
      V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("DaemonSet"),
      V("spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/containers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/initContainers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/volumes/projected/sources/secret/name"),
      false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("StatefulSet"),
      V("spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/containers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/initContainers/envFrom/secretRef/name"),
      false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/volumes/projected/sources/secret/name"),
      false },
    { NONE, NONE, V("Job"), V("spec/template/spec/volumes/secret/secretName"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"),
      false },
    { NONE, NONE, V("Job"), V("spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"),
      false },
    { NONE, NONE, V("Job"), V("spec/template/spec/containers/envFrom/secretRef/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/initContainers/envFrom/secretRef/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/imagePullSecrets/name"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/volumes/projected/sources/secret/name"), false },
    { NONE, NONE, V("CronJob"), V("spec/jobTemplate/spec/template/spec/volumes/secret/secretName"),
      false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/volumes/projected/sources/secret/name"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/initContainers/env/valueFrom/secretKeyRef/name"),
      false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/containers/envFrom/secretRef/name"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/initContainers/envFrom/secretRef/name"), false },
    { NONE, NONE, V("CronJob"), V("spec/jobTemplate/spec/template/spec/imagePullSecrets/name"),
      false },
    { NONE, NONE, V("Ingress"), V("spec/tls/secretName"), false },
    { NONE, NONE, V("Ingress"), V("metadata/annotations/ingress.kubernetes.io\\/auth-secret"),
      false },
    { NONE, NONE, V("Ingress"), V("metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret"),
      false },
    { NONE, NONE, V("Ingress"),
      V("metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret"), false },
    { NONE, NONE, V("Ingress"), V("spec/tls/secretName"), false },
    { NONE, NONE, V("ServiceAccount"), V("imagePullSecrets/name"), false },
    { NONE, NONE, V("StorageClass"), V("parameters/secretName"), false },
    { NONE, NONE, V("StorageClass"), V("parameters/adminSecretName"), false },
    { NONE, NONE, V("StorageClass"), V("parameters/userSecretName"), false },
    { NONE, NONE, V("StorageClass"), V("parameters/secretRef"), false },
    { NONE, NONE, V("Role"), V("rules/resourceNames"), false },
    { NONE, NONE, V("ClusterRole"), V("rules/resourceNames"), false },
    { V("serving.knative.dev"), V("v1"), V("Service"),
      V("spec/template/spec/containers/env/valueFrom/secretKeyRef/name"), false },
    { NONE, NONE, V("PersistentVolume"), V("spec/azureFile/secretName"), false },
};

static const struct fieldspec of_service[] = {
    { V("apps"), NONE, V("StatefulSet"), V("spec/serviceName"), false },
    { NONE, NONE, V("Ingress"), V("spec/rules/http/paths/backend/serviceName"), false },
    { NONE, NONE, V("Ingress"), V("spec/backend/serviceName"), false },
    { NONE, NONE, V("Ingress"), V("spec/rules/http/paths/backend/service/name"), false },
    { NONE, NONE, V("Ingress"), V("spec/defaultBackend/service/name"), false },
    { V("apiregistration.k8s.io"), NONE, V("APIService"), V("spec/service/name"), false },
    { V("admissionregistration.k8s.io"), NONE, V("ValidatingWebhookConfiguration"),
      V("webhooks/clientConfig/service"), false },
    { V("admissionregistration.k8s.io"), NONE, V("MutatingWebhookConfiguration"),
      V("webhooks/clientConfig/service"), false },
};

static const struct fieldspec of_priority_class[] = {
    { NONE, NONE, V("Pod"), V("spec/priorityClassName"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/priorityClassName"), false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/priorityClassName"), false },
    { NONE, NONE, V("ReplicationController"), V("spec/template/spec/priorityClassName"), false },
    { NONE, NONE, V("CronJob"), V("spec/jobTemplate/spec/template/spec/priorityClassName"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/priorityClassName"), false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/priorityClassName"), false },
};

static const struct fieldspec of_persistent_volume[] = {
    { NONE, NONE, V("PersistentVolumeClaim"), V("spec/volumeName"), false },
    { NONE, NONE, V("ClusterRole"), V("rules/resourceNames"), false },
};

static const struct fieldspec of_persistent_volume_claim[] = {
    { NONE, NONE, V("Pod"), V("spec/volumes/persistentVolumeClaim/claimName"), false },
    { NONE, NONE, V("StatefulSet"), V("spec/template/spec/volumes/persistentVolumeClaim/claimName"),
      false },
    { NONE, NONE, V("Deployment"), V("spec/template/spec/volumes/persistentVolumeClaim/claimName"),
      false },
    { NONE, NONE, V("ReplicationController"),
      V("spec/template/spec/volumes/persistentVolumeClaim/claimName"), false },
    { NONE, NONE, V("CronJob"),
      V("spec/jobTemplate/spec/template/spec/volumes/persistentVolumeClaim/claimName"), false },
    { NONE, NONE, V("Job"), V("spec/template/spec/volumes/persistentVolumeClaim/claimName"),
      false },
    { NONE, NONE, V("DaemonSet"), V("spec/template/spec/volumes/persistentVolumeClaim/claimName"),
      false },
};

static const struct fieldspec of_deployment[] = {
    { NONE, NONE, V("HorizontalPodAutoscaler"), V("spec/scaleTargetRef/name"), false },
};

static const struct fieldspec of_stateful_set[] = {
    { NONE, NONE, V("HorizontalPodAutoscaler"), V("spec/scaleTargetRef/name"), false },
};

static const struct fieldspec of_validating_admission_policy[] = {
    { V("admissionregistration.k8s.io"), NONE, V("ValidatingAdmissionPolicyBinding"),
      V("spec/policyName"), false },
};

static const struct fieldspec of_ingress_class[] = {
    { NONE, NONE, V("Ingress"), V("spec/ingressClassName"), false },
};

static const struct fieldspec of_replica_set[] = {
    { NONE, NONE, V("HorizontalPodAutoscaler"), V("spec/scaleTargetRef/name"), false },
};

static const struct fieldspec of_replication_controller[] = {
    { NONE, NONE, V("HorizontalPodAutoscaler"), V("spec/scaleTargetRef/name"), false },
};

static const struct backref backrefs[] = {
    { V("storage.k8s.io"), V("v1"), V("StorageClass"), of_storage_class,
      ARRAY_SIZE(of_storage_class) },
    { NONE, V("v1"), V("ServiceAccount"), of_service_account, ARRAY_SIZE(of_service_account) },
    { V("rbac.authorization.k8s.io"), NONE, V("Role"), of_role, ARRAY_SIZE(of_role) },
    { V("rbac.authorization.k8s.io"), NONE, V("ClusterRole"), of_cluster_role,
      ARRAY_SIZE(of_cluster_role) },
    { NONE, V("v1"), V("ConfigMap"), of_config_map, ARRAY_SIZE(of_config_map) },
    { NONE, V("v1"), V("Secret"), of_secret, ARRAY_SIZE(of_secret) },
    { NONE, V("v1"), V("Service"), of_service, ARRAY_SIZE(of_service) },
    { V("scheduling.k8s.io"), V("v1"), V("PriorityClass"), of_priority_class,
      ARRAY_SIZE(of_priority_class) },
    { NONE, V("v1"), V("PersistentVolume"), of_persistent_volume,
      ARRAY_SIZE(of_persistent_volume) },
    { NONE, V("v1"), V("PersistentVolumeClaim"), of_persistent_volume_claim,
      ARRAY_SIZE(of_persistent_volume_claim) },
    { NONE, NONE, V("Deployment"), of_deployment, ARRAY_SIZE(of_deployment) },
    { NONE, NONE, V("StatefulSet"), of_stateful_set, ARRAY_SIZE(of_stateful_set) },
    { V("admissionregistration.k8s.io"), NONE, V("ValidatingAdmissionPolicy"),
      of_validating_admission_policy, ARRAY_SIZE(of_validating_admission_policy) },
    { V("networking.k8s.io/v1"), V("v1"), V("IngressClass"), of_ingress_class,
      ARRAY_SIZE(of_ingress_class) },
    { NONE, NONE, V("ReplicaSet"), of_replica_set, ARRAY_SIZE(of_replica_set) },
    { NONE, NONE, V("ReplicationController"), of_replication_controller,
      ARRAY_SIZE(of_replication_controller) },
};
const struct backref *fieldspec_backrefs(size_t *len)
{
    *len = ARRAY_SIZE(backrefs);
    return backrefs;
}
