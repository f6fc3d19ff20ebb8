/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/kubeconfig.h - which server, as whom, in which namespace: kubeconfig files and flags
 *
 * Read as kubectl reads them: --kubeconfig alone, else $KUBECONFIG merged (the first file that has
 * a name owns the entry), else ~/.kube/config; where they choose no cluster, the pod that we run
 * in. Flags win over the entry. Certificates and keys are read into memory here; a token file is
 * remembered and read again when it is needed. Source: plugins.md 6.3, 6.4; robustness.md 3.5.
 */
#ifndef KUBE_KUBECONFIG_H
#define KUBE_KUBECONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"

struct kube_exec_config;

#define KUBECONFIG_BYTES_MAX ((size_t)16 << 20)
#define KUBECONFIG_FILES_MAX 1000

/* What the flags said and where to look; NULL or empty: not given. All borrowed. */
struct kubeconfig_request {
    const char *kubeconfig; /* --kubeconfig */
    const char *variable;   /* $KUBECONFIG */
    const char *home;       /* $HOME; NULL: no file there */
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
    const struct strv *as_groups; /* NULL: none */
    const char *as_uid;
    const struct strv *as_user_extra; /* KEY=VALUE */
    const char *proxy_url;
    bool disable_compression;
    const char *kuberc;          /* --kuberc */
    const char *kuberc_variable; /* $KUBERC */
    bool kuberc_disabled;        /* $KUBECTL_KUBERC is false */
    const char *master;          /* $KUBERNETES_MASTER: the server where nothing names one */
    const char *service_host;    /* $KUBERNETES_SERVICE_HOST */
    const char *service_port;    /* $KUBERNETES_SERVICE_PORT */
    const char *pod_namespace;   /* $POD_NAMESPACE */
    const char *service_account; /* the directory of a pod's token, CA and namespace */
};

/* Everything that a connection needs. Owned texts; NULL: not given. */
struct kube_access {
    char *server;    /* "https://127.0.0.1:6443", no slash at the end */
    char *namespace; /* never NULL */
    char *context;   /* its name; NULL: none was used */
    char *cluster;   /* names, for messages and `inspect` */
    char *user;
    char *tls_server_name;
    char *proxy_url;
    bool insecure;
    bool disable_compression;
    struct buf ca;          /* PEM */
    struct buf certificate; /* PEM */
    struct buf key;         /* PEM; wiped on release */
    char *token;            /* wiped on release */
    char *token_file;       /* wins over TOKEN; read when needed and again after a 401 */
    char *username;
    char *password;
    struct kube_exec_config *exec; /* the credential plugin; NULL: none, or there is one of these */
    char *as;
    char *as_uid;
    struct strv as_groups;
    struct strv as_user_extra; /* "key=value" */
    struct strv warnings;      /* for the user: a file that others may write, ... */
};

#define KUBE_ACCESS_INIT                                                                           \
    {                                                                                              \
        .ca = BUF_INIT(KUBECONFIG_BYTES_MAX), .certificate = BUF_INIT(KUBECONFIG_BYTES_MAX),       \
        .key = BUF_INIT(KUBECONFIG_BYTES_MAX), .as_groups = STRV_INIT, .as_user_extra = STRV_INIT, \
        .warnings = STRV_INIT                                                                      \
    }

void kube_access_release(struct kube_access *access);
/*
 * Fill ACCESS. ERROR_NOT_FOUND (no configuration: where was looked), ERROR_INVALID (an unknown
 * context, in kubectl's words), ERROR_SYNTAX with file:line:column, ERROR_INVALID naming the entry,
 * ERROR_UNSUPPORTED.
 */
bool kubeconfig_load(struct kube_access *access, const struct kubeconfig_request *request,
                     struct error *err) MUST_CHECK;

/* The names of all contexts, for completion; what cannot be read adds none. */
void kubeconfig_contexts(struct strv *names, const struct kubeconfig_request *request);

#endif
