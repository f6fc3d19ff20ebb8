/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "kube/exec_config.h"
#include "kube/in_cluster.h"
#include "kube/kubeconfig_entry.h"
#include "kube/kubeconfig_file.h"

#define DEFAULT_NAMESPACE "default"

static void free_secret(char **text)
{
    if (*text)
        explicit_bzero(*text, strlen(*text));
    free(*text);
    *text = NULL;
}

static void release_secret(struct buf *buf)
{
    if (buf->data)
        explicit_bzero(buf->data, buf->len);
    buf_release(buf);
}

void kube_access_release(struct kube_access *access)
{
    free(access->server);
    free(access->namespace);
    free(access->context);
    free(access->cluster);
    free(access->user);
    free(access->tls_server_name);
    free(access->proxy_url);
    buf_release(&access->ca);
    buf_release(&access->certificate);
    release_secret(&access->key);
    free_secret(&access->token);
    free(access->token_file);
    free(access->username);
    free_secret(&access->password);
    kube_exec_config_free(access->exec);
    free(access->as);
    free(access->as_uid);
    strv_release(&access->as_groups);
    strv_release(&access->as_user_extra);
    strv_release(&access->warnings);
    *access = (struct kube_access)KUBE_ACCESS_INIT;
}

/* ---- which entries ---- */

struct choice {
    struct kubeconfig_entry context, cluster, user;
};

static bool given(const char *text)
{
    return text && text[0];
}

static bool choose_context(struct choice *choice, struct kube_access *access,
                           const struct kubeconfig_files *files,
                           const struct kubeconfig_request *request, struct error *err)
{
    access->context =
        given(request->context) ? chars_copy(request->context) : kubeconfig_files_current(files);
    if (!access->context)
        return true;
    choice->context = kubeconfig_files_find(files, "contexts", "context", access->context);
    if (choice->context.file)
        return true;
    error_set(err, ERROR_INVALID,
              "error in configuration: context was not found for specified context: %s",
              access->context);
    return kubeconfig_hint_names(files, "contexts", access->context, err);
}

static char *name_of(const char *flag, const struct ynode *context, const char *key)
{
    struct view name = ynode_text(ynode_get(context, key));

    if (given(flag))
        return chars_copy(flag);
    return name.len > 0 ? view_copy(name) : NULL;
}

static bool has_credentials(const struct kubeconfig_request *request)
{
    return given(request->token) || given(request->username) || given(request->client_certificate);
}

static bool choose_parts(struct choice *choice, struct kube_access *access,
                         const struct kubeconfig_files *files,
                         const struct kubeconfig_request *request, struct error *err)
{
    access->cluster = name_of(request->cluster, choice->context.node, "cluster");
    access->user = name_of(request->user, choice->context.node, "user");
    if (access->cluster)
        choice->cluster = kubeconfig_files_find(files, "clusters", "cluster", access->cluster);
    /* A flag may give what the missing entry would. */
    if (access->cluster && !choice->cluster.file &&
        (given(request->cluster) || !given(request->server))) {
        error_set(err, ERROR_INVALID, "cluster \"%s\" does not exist", access->cluster);
        return kubeconfig_hint_names(files, "clusters", access->cluster, err);
    }
    if (access->user)
        choice->user = kubeconfig_files_find(files, "users", "user", access->user);
    if (access->user && !choice->user.file && (given(request->user) || !has_credentials(request))) {
        error_set(err, ERROR_INVALID, "auth info \"%s\" does not exist", access->user);
        return kubeconfig_hint_names(files, "users", access->user, err);
    }
    return true;
}

/* ---- nothing chosen ---- */

static bool no_configuration(const struct kubeconfig_files *files, const char *context,
                             const struct kubeconfig_request *request, struct error *err)
{
    AUTO(buf) looked = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (context) {
        error_set(err, ERROR_INVALID, "the context '%s' names no cluster", context);
        return error_hint(err, "pass --cluster NAME or --server URL, or choose another --context");
    }
    for (size_t i = 0; i < files->looked.len; i++)
        buf_addf(&looked, "%s%s", i > 0 ? ", " : "", files->looked.items[i]);
    if (files->len == 0 && looked.len == 0)
        error_set(err, ERROR_NOT_FOUND,
                  "no cluster is configured: neither KUBECONFIG nor HOME is set");
    else if (files->len == 0)
        error_set(err, ERROR_NOT_FOUND, "no cluster is configured: there is no %s",
                  buf_text(&looked));
    else
        error_set(err, ERROR_NOT_FOUND, "no cluster is chosen: %s has no current-context",
                  buf_text(&looked));
    if (files->len > 0)
        return kubeconfig_hint_names(files, "contexts", "", err);
    return error_hint(err, "pass --kubeconfig FILE, or set KUBECONFIG%s",
                      given(request->variable) ? " to a file that exists" : "");
}

/* ---- putting together ---- */

/* Also with a kubeconfig: what its context does not say, the pod does. */
static void fill_namespace(struct kube_access *access, const struct choice *choice,
                           const struct kubeconfig_request *request, const struct in_cluster *pod)
{
    struct view of_context = ynode_text(ynode_get(choice->context.node, "namespace"));

    if (given(request->namespace))
        access->namespace = chars_copy(request->namespace);
    else if (of_context.len > 0)
        access->namespace = view_copy(of_context);
    else
        access->namespace = chars_copy(pod->namespace ? pod->namespace : DEFAULT_NAMESPACE);
}

static bool fill(struct kube_access *access, const struct choice *choice,
                 const struct kubeconfig_request *request, struct error *err)
{
    return kubeconfig_fill_cluster(access, &choice->cluster, request, err) &&
           kubeconfig_fill_user(access, &choice->user, &choice->cluster, request, err) &&
           kubeconfig_fill_server(access, err);
}

/* Flags win over what the pod has. */
static bool fill_in_cluster(struct kube_access *access, const struct choice *choice,
                            const struct kubeconfig_request *request, const struct in_cluster *pod,
                            struct error *err)
{
    struct kubeconfig_request effective = *request;

    effective.server = pod->server;
    if (!given(request->certificate_authority) && !request->insecure) {
        effective.certificate_authority = pod->certificate_authority;
        if (!pod->certificate_authority)
            strv_add(&access->warnings, "the pod has no ca.crt beside its token: the API server is "
                                        "checked by the system's authorities");
    }
    if (!fill(access, choice, &effective, err))
        return false;
    if (!access->token && !access->token_file && !access->username)
        access->token_file = chars_copy(pod->token_file);
    return true;
}

static bool load(struct kube_access *access, const struct kubeconfig_files *files,
                 const struct kubeconfig_request *request, struct error *err)
{
    struct choice choice = { 0 };
    AUTO(in_cluster) pod = IN_CLUSTER_INIT;
    bool in_pod = in_cluster_find(&pod, request);

    if (!choose_context(&choice, access, files, request, err) ||
        !choose_parts(&choice, access, files, request, err))
        return false;
    fill_namespace(access, &choice, request, &pod);
    if (choice.cluster.file || given(request->server))
        return fill(access, &choice, request, err);
    if (in_pod)
        return fill_in_cluster(access, &choice, request, &pod, err);
    return given(request->master) ? fill(access, &choice, request, err)
                                  : no_configuration(files, access->context, request, err);
}

bool kubeconfig_load(struct kube_access *access, const struct kubeconfig_request *request,
                     struct error *err)
{
    AUTO(kubeconfig_files) files = KUBECONFIG_FILES_INIT;
    struct kube_access made = KUBE_ACCESS_INIT;

    if (!kubeconfig_files_read(&files, request, err) || !load(&made, &files, request, err)) {
        kube_access_release(&made);
        return false;
    }
    for (size_t i = 0; i < files.warnings.len; i++)
        strv_add(&made.warnings, files.warnings.items[i]);
    kube_access_release(access);
    *access = made;
    return true;
}

void kubeconfig_contexts(struct strv *names, const struct kubeconfig_request *request)
{
    AUTO(kubeconfig_files) files = KUBECONFIG_FILES_INIT;

    if (kubeconfig_files_read(&files, request, NULL))
        kubeconfig_files_names(&files, "contexts", names);
}
