/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/exec_policy.h - which credential plugins the user's kuberc lets run
 *
 * credentialPluginPolicy (AllowAll, DenyAll, Allowlist) and credentialPluginAllowlist of kubectl's
 * preferences are a promise about every client of the kubeconfig. A kuberc that cannot be read may
 * hold such a promise: it is an error here, where kubectl warns and goes on. All versions of
 * kubectl.config.k8s.io are read alike. Source: plugins.md 6.4; kubectl pkg/kuberc, client-go
 * plugin/pkg/client/auth/exec.
 */
#ifndef KUBE_EXEC_POLICY_H
#define KUBE_EXEC_POLICY_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"

#define KUBERC_BYTES_MAX ((size_t)1 << 20)

enum kube_exec_rule { KUBE_EXEC_ALLOW_ALL, KUBE_EXEC_DENY_ALL, KUBE_EXEC_ALLOWLIST };

struct kube_exec_policy {
    enum kube_exec_rule rule;
    struct strv allowed; /* commands: names to be looked up, or clean paths */
};

#define KUBE_EXEC_POLICY_INIT                                                                      \
    {                                                                                              \
        .rule = KUBE_EXEC_ALLOW_ALL, .allowed = STRV_INIT                                          \
    }

/* Where the preferences are; NULL or empty: not given. All borrowed. */
struct kuberc_place {
    const char *flag;     /* --kuberc */
    const char *variable; /* $KUBERC; "off": there are none */
    const char *home;     /* $HOME, below which .kube/kuberc may be missing */
    bool disabled;        /* $KUBECTL_KUBERC is false */
};

void kube_exec_policy_release(struct kube_exec_policy *policy);
/* ERROR_NOT_FOUND (a file that was asked for), ERROR_SYNTAX, ERROR_INVALID naming the file. */
bool kube_exec_policy_read(struct kube_exec_policy *policy, const struct kuberc_place *place,
                           struct error *err) MUST_CHECK;
/*
 * May COMMAND (as configured, clean) run, which is the program at PATH? ERROR_FORBIDDEN in
 * kubectl's words.
 */
bool kube_exec_policy_check(const struct kube_exec_policy *policy, const char *command,
                            const char *path, struct error *err) MUST_CHECK;

#endif
