/* SPDX-License-Identifier: Apache-2.0 */
/* kube/kubeconfig_entry.h - one cluster and one user entry, with the flags over them */
#ifndef KUBE_KUBECONFIG_ENTRY_H
#define KUBE_KUBECONFIG_ENTRY_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/kubeconfig.h"
#include "kube/kubeconfig_file.h"

/*
 * Server, trust and proxy into ACCESS. ENTRY.node may be NULL: flags only. Errors name the entry
 * (ACCESS's .cluster) or the flag: ERROR_INVALID, or what a file cannot be read for.
 */
bool kubeconfig_fill_cluster(struct kube_access *access, const struct kubeconfig_entry *entry,
                             const struct kubeconfig_request *request,
                             struct error *err) MUST_CHECK;
/*
 * Credentials and impersonation into ACCESS; as above. A credential plugin is told about CLUSTER.
 * ERROR_UNSUPPORTED for an auth-provider and for an old version of plugins.
 */
bool kubeconfig_fill_user(struct kube_access *access, const struct kubeconfig_entry *entry,
                          const struct kubeconfig_entry *cluster,
                          const struct kubeconfig_request *request, struct error *err) MUST_CHECK;
/* Check the server and make it a URL of http or https without a slash at its end. */
bool kubeconfig_fill_server(struct kube_access *access, struct error *err) MUST_CHECK;

/* Hint at the name in LIST that is nearest to WRONG, else at all of them; always false. */
bool kubeconfig_hint_names(const struct kubeconfig_files *files, const char *list,
                           const char *wrong, struct error *err);

#endif
