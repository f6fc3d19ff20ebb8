/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/exec_config.h - what a kubeconfig says about a user's credential plugin (exec)
 *
 * Checked as kubectl checks it before anything runs: command, apiVersion (v1 or v1beta1), names of
 * variables, interactiveMode. A command with a '/' is relative to the kubeconfig that holds it.
 * Source: plugins.md 6.4.
 */
#ifndef KUBE_EXEC_CONFIG_H
#define KUBE_EXEC_CONFIG_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kube/exec_policy.h"
#include "kube/kubeconfig_file.h"

/* Whether the plugin may have our standard input. */
enum kube_exec_mode { KUBE_EXEC_NEVER, KUBE_EXEC_IF_AVAILABLE, KUBE_EXEC_ALWAYS };

struct kube_exec_config {
    char *command;        /* a name for $PATH, or an absolute path; clean */
    struct strv args;     /* without the command */
    struct strv env;      /* NAME=VALUE, each name once */
    char *api_version;    /* "client.authentication.k8s.io/v1" */
    char *install_hint;   /* harmless for a terminal; NULL: none */
    char *cluster_config; /* JSON of the cluster's extension for plugins; NULL: none */
    bool provide_cluster_info;
    enum kube_exec_mode mode;
    struct kube_exec_policy policy;
};

void kube_exec_config_free(struct kube_exec_config *config);
DEFINE_AUTO_FREE(kube_exec_config)

/*
 * The plugin of USER, the entry named NAME, which has an `exec` mapping; what CLUSTER (its .node
 * may be NULL) has for plugins is taken along. NULL: ERROR_INVALID, ERROR_UNSUPPORTED in kubectl's
 * words. The policy is AllowAll.
 */
struct kube_exec_config *kube_exec_config_read(const struct kubeconfig_entry *user,
                                               const struct kubeconfig_entry *cluster,
                                               const char *name, struct error *err) MUST_CHECK;

#endif
