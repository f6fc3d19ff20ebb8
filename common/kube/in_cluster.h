/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/in_cluster.h - the API server of the pod that we run in, and the pod's service account
 *
 * A pod has its server in KUBERNETES_SERVICE_HOST and _PORT, and `token`, `ca.crt` and `namespace`
 * in a directory. Source: plugins.md 6.4; client-go rest.InClusterConfig.
 */
#ifndef KUBE_IN_CLUSTER_H
#define KUBE_IN_CLUSTER_H

#include <stdbool.h>

#include "base/compiler.h"
#include "kube/kubeconfig.h"

struct in_cluster {
    char *server;                /* "https://10.96.0.1:443" */
    char *certificate_authority; /* a path; NULL: there is no such file */
    char *token_file;
    char *namespace; /* "default" when the pod does not say */
};

#define IN_CLUSTER_INIT                                                                            \
    {                                                                                              \
        .server = NULL, .certificate_authority = NULL, .token_file = NULL, .namespace = NULL       \
    }

void in_cluster_release(struct in_cluster *pod);
/* False, and POD unchanged, when we are in no pod that has a service account. */
bool in_cluster_find(struct in_cluster *pod, const struct kubeconfig_request *request) MUST_CHECK;

#endif
