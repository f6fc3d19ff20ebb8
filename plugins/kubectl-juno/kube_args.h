/* SPDX-License-Identifier: Apache-2.0 */
/* Which cluster, as whom, in which project: the flags of every command that talks to a cluster */
#ifndef KUBECTL_JUNO_KUBE_ARGS_H
#define KUBECTL_JUNO_KUBE_ARGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strv.h"
#include "cli/console.h"
#include "cli/option.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "kube/kubeconfig.h"

struct kube_args {
    bool unattended; /* completion: a credential plugin asks nobody, and has the request's time */
    double budget_seconds; /* for all that is asked; 0: no limit */
    const char *cache_dir;
    const char *kubeconfig;
    const char *kuberc;
    const char *context;
    const char *cluster;
    const char *user;
    const char *namespace;
    const char *server;
    const char *tls_server_name;
    const char *certificate_authority;
    bool insecure;
    const char *client_certificate;
    const char *client_key;
    const char *token;
    const char *username;
    const char *password;
    const char *as;
    struct strv as_groups;
    const char *as_uid;
    struct strv as_user_extra;
    const char *proxy_url;
    const char *request_timeout;
    bool disable_compression;
};

/* OPT_INCLUDE(struct list_args, kube, kube_arg_options) */
extern const struct option kube_arg_options[];

/* A connection that is made when it is first needed; kube_link_release() ends it. */
struct kube_link {
    const struct kube_args *args; /* borrowed */
    struct console *console;      /* borrowed: warnings, and what is waited for */
    struct kube_access access;
    char *cache_directory;
    struct kube_client *client; /* NULL: not connected */
    char *flags;                /* kube_link_flags() */
};

#define KUBE_LINK_INIT(args_, console_)                                                            \
    {                                                                                              \
        .args = (args_), .console = (console_), .access = KUBE_ACCESS_INIT,                        \
        .cache_directory = NULL, .client = NULL, .flags = NULL                                     \
    }

void kube_link_release(struct kube_link *link);
/*
 * The client: the configuration is read and the client set up at the first call; nothing is sent
 * yet. NULL on failure.
 */
struct kube_client *kube_link_client(struct kube_link *link, struct error *err) MUST_CHECK;
/* The project: -n, else the context's once connected, else "default". Borrowed. */
const char *kube_link_namespace(const struct kube_link *link);
/* What -o name puts before a name, and commands take there as kubectl's do. */
#define TEMPLATE_PREFIX "template/"
#define WORKLOAD_PREFIX "workload/"

/* OPERAND without PREFIX; borrowed. */
const char *operand_name(const char *operand, const char *prefix);

/*
 * Append the flags that a command which is advised needs to mean the same cluster, user and
 * project: " --context b -n film-b". Nothing secret is among them.
 */
void kube_args_add_flags(struct buf *out, const struct kube_args *args);
/* The same as text; borrowed. */
const char *kube_link_flags(struct kube_link *link);
/*
 * Give *err, the refusal of a command with OPTIONS, the hint where its user may see what is allowed
 * in the project that ARGS mean; a command without a struct kube_args gets none. False.
 */
bool kube_args_advise_forbidden(const struct option *options, const void *args,
                                const struct console *console, struct error *err);
/* Completes a flag of a struct kube_args: the projects. */
void kube_args_complete_namespace(const struct option_complete_call *call);
/*
 * Candidates: the name of each RESOURCE of the cluster, or of the project when it lives in one,
 * with the label SELECTOR unless that is NULL. A server that does not answer soon is not waited
 * for.
 */
void kube_args_complete_names(const struct option_complete_call *call, const struct kube_args *args,
                              const struct kube_resource *resource, const char *selector);
/* What ARGS and the environment say of the configuration; borrowed from both. */
struct kubeconfig_request kube_args_request(const struct kube_args *args,
                                            const struct console *console);
/* As kubectl: --cache-dir, else $KUBECACHEDIR, else below the home; NULL without one. The caller
 * frees it. */
char *kube_args_cache_directory(const struct kube_args *args,
                                const struct console *console) MUST_CHECK;
/* ARGS with a deadline for all requests, since somebody waits at the keyboard. */
struct kube_args kube_args_hurried(const struct kube_args *args);
/* Completes the first operand: the names of the workloads. ARGS begin with a struct kube_args. */
void kube_args_complete_workload(const struct option_complete_call *call);
/* Completes any operand: the names of the workloads that are not given yet. */
void kube_args_complete_workloads(const struct option_complete_call *call);

#endif
