/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where $(NAME) is replaced. Source: kustomize v5.8.2,
 * api/internal/konfig/builtinpluginconsts/varreference.go, sorted as builtinconfig.sortFields does.
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
#define ROW(kind, path)                                                                            \
    {                                                                                              \
        NONE, NONE, V(kind), V(path), false                                                        \
    }

const struct fieldspec fieldspec_var_references[FIELDSPEC_VAR_REFERENCES] = {
    ROW("Service", "spec/ports/port"),
    ROW("Service", "spec/ports/targetPort"),
    ROW("PersistentVolume", "spec/nfs/server"),
    ROW("Deployment", "spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("Deployment", "spec/template/spec/initContainers/env/value"),
    ROW("Deployment", "spec/template/spec/initContainers/command"),
    ROW("Deployment", "spec/template/spec/initContainers/args"),
    ROW("Deployment", "spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("Deployment", "spec/template/spec/containers/env/value"),
    ROW("Deployment", "spec/template/spec/volumes/nfs/server"),
    ROW("Deployment", "spec/template/metadata/annotations"),
    ROW("Deployment", "spec/template/spec/containers/command"),
    ROW("Deployment", "spec/template/spec/containers/args"),
    ROW("StatefulSet", "spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("StatefulSet", "spec/template/spec/containers/env/value"),
    ROW("StatefulSet", "spec/template/spec/initContainers/args"),
    ROW("StatefulSet", "spec/volumeClaimTemplates/spec/nfs/server"),
    ROW("StatefulSet", "spec/template/spec/initContainers/command"),
    ROW("StatefulSet", "spec/template/spec/containers/command"),
    ROW("StatefulSet", "spec/template/spec/containers/args"),
    ROW("StatefulSet", "spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("StatefulSet", "spec/template/spec/initContainers/env/value"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/initContainers/env/value"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/initContainers/command"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/initContainers/args"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/containers/env/value"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/containers/command"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("CronJob", "spec/jobTemplate/spec/template/volumes/nfs/server"),
    ROW("CronJob", "spec/jobTemplate/spec/template/spec/containers/args"),
    ROW("DaemonSet", "spec/template/spec/containers/command"),
    ROW("DaemonSet", "spec/template/spec/volumes/nfs/server"),
    ROW("DaemonSet", "spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("DaemonSet", "spec/template/spec/initContainers/env/value"),
    ROW("DaemonSet", "spec/template/spec/initContainers/command"),
    ROW("DaemonSet", "spec/template/spec/initContainers/args"),
    ROW("DaemonSet", "spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("DaemonSet", "spec/template/spec/containers/env/value"),
    ROW("DaemonSet", "spec/template/spec/containers/args"),
    ROW("Ingress", "spec/tls/secretName"),
    ROW("Ingress", "spec/tls/hosts"),
    ROW("Ingress", "spec/rules/host"),
    ROW("Job", "spec/template/spec/initContainers/command"),
    ROW("Job", "spec/template/spec/volumes/nfs/server"),
    ROW("Job", "spec/template/spec/containers/args"),
    ROW("Job", "spec/template/spec/containers/command"),
    ROW("Job", "spec/template/spec/containers/env/value"),
    ROW("Job", "spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("Job", "spec/template/spec/initContainers/args"),
    ROW("Job", "spec/template/spec/initContainers/env/value"),
    ROW("Job", "spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("Pod", "spec/containers/volumeMounts/mountPath"),
    ROW("Pod", "spec/containers/args"),
    ROW("Pod", "spec/initContainers/command"),
    ROW("Pod", "spec/initContainers/env/value"),
    ROW("Pod", "spec/initContainers/volumeMounts/mountPath"),
    ROW("Pod", "spec/volumes/nfs/server"),
    ROW("Pod", "spec/initContainers/args"),
    ROW("Pod", "spec/containers/env/value"),
    ROW("Pod", "spec/containers/command"),
    ROW("ReplicaSet", "spec/template/spec/volumes/nfs/server"),
    ROW("ReplicaSet", "spec/template/spec/containers/volumeMounts/mountPath"),
    ROW("ReplicaSet", "spec/template/spec/containers/env/value"),
    ROW("ReplicaSet", "spec/template/spec/containers/command"),
    ROW("ReplicaSet", "spec/template/spec/containers/args"),
    ROW("ReplicaSet", "spec/template/spec/initContainers/args"),
    ROW("ReplicaSet", "spec/template/spec/initContainers/volumeMounts/mountPath"),
    ROW("ReplicaSet", "spec/template/spec/initContainers/env/value"),
    ROW("ReplicaSet", "spec/template/spec/initContainers/command"),
    { NONE, NONE, NONE, V("metadata/labels"), false },
    { NONE, NONE, NONE, V("metadata/annotations"), false },
};
