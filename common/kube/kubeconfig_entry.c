/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig_entry.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"

#define HINT_NAMES_MAX 8

static bool given(const char *text)
{
    return text && text[0];
}

static const char *named(const char *name)
{
    return name ? name : "the command line";
}

bool kubeconfig_hint_names(const struct kubeconfig_files *files, const char *list,
                           const char *wrong, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(buf) all = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const char *nearest;

    kubeconfig_files_names(files, list, &names);
    nearest = strv_nearest(&names, wrong);
    if (nearest)
        return error_hint(err, "did you mean '%s'?", nearest);
    if (names.len == 0)
        return error_hint(err, "the configuration has no %s", list);
    for (size_t i = 0; i < names.len && i < HINT_NAMES_MAX; i++)
        buf_addf(&all, "%s%s", i > 0 ? ", " : "", names.items[i]);
    return error_hint(err, "there are %s%s%s", buf_text(&all),
                      names.len > HINT_NAMES_MAX ? ", ..." : "",
                      wrong[0] ? "" : "; choose one with --context");
}

/* ---- values of an entry ---- */

/* A string, NULL when it is absent or empty. */
static bool get_text(char **text, const struct kubeconfig_entry *entry, const char *key,
                     struct error *err)
{
    const struct ynode *node = ynode_get(entry->node, key);

    if (!node || ynode_is_null(node))
        return true;
    if (!ynode_is_string(node, YAML_1_1))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' is a string, not this %s",
                         entry->file->path, ynode_line(node), ynode_column(node), key,
                         ynode_is_scalar(node) ? "value" : ynode_kind_name(node));
    if (ynode_text(node).len > 0)
        *text = view_copy(ynode_text(node));
    return true;
}

static bool get_flag(bool *flag, const struct kubeconfig_entry *entry, const char *key,
                     struct error *err)
{
    const struct ynode *node = ynode_get(entry->node, key);
    struct yscalar value = ynode_value(node, YAML_1_1);

    if (!node || ynode_is_null(node))
        return true;
    if (value.type != YTYPE_BOOL)
        return error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' is true or false", entry->file->path,
                         ynode_line(node), ynode_column(node), key);
    *flag = value.boolean;
    return true;
}

static bool get_list(struct strv *list, const struct kubeconfig_entry *entry, const char *key,
                     struct error *err)
{
    const struct ynode *node = ynode_get(entry->node, key);

    if (node && !ynode_is_null(node) && !ynode_is_seq(node))
        return error_set(err, ERROR_INVALID, "%s:%u:%u: '%s' is a list", entry->file->path,
                         ynode_line(node), ynode_column(node), key);
    for (size_t i = 0; i < ynode_len(node); i++)
        strv_add_view(list, ynode_text(ynode_at(node, i)));
    return true;
}

/* ---- certificates and keys, by file or by data ---- */

struct pem {
    const char *file_key; /* "certificate-authority" */
    const char *data_key; /* "certificate-authority-data" */
    const char *flag;     /* the flag's value, a path; NULL: not given */
    const char *owner;    /* name of the entry */
    struct buf *out;
};

static bool check_pem(const struct pem *pem, const char *origin, struct error *err)
{
    struct view text = buf_view(pem->out);

    if (!buf_check(pem->out, origin, err))
        return false;
    if (view_find(text, VIEW("-----BEGIN "), 0) == text.len)
        return error_set(err, ERROR_INVALID, "%s of '%s' holds no PEM block", origin, pem->owner);
    return true;
}

static bool read_pem_file(const struct pem *pem, const char *path, struct error *err)
{
    return (file_read(pem->out, path, err) && check_pem(pem, path, err)) ||
           error_wrap(err, "unable to read %s for %s", pem->file_key, pem->owner);
}

static bool read_pem_data(const struct pem *pem, const char *data, struct error *err)
{
    return (base64_decode(pem->out, view_of(data), BASE64_LENIENT, err) &&
            check_pem(pem, pem->data_key, err)) ||
           error_wrap(err, "%s of '%s'", pem->data_key, pem->owner);
}

static bool read_pem(const struct pem *pem, const struct kubeconfig_entry *entry, struct error *err)
{
    AUTO_CHARS file = NULL;
    AUTO_CHARS data = NULL;
    AUTO_CHARS path = NULL;

    if (given(pem->flag))
        return read_pem_file(pem, pem->flag, err);
    if (!get_text(&file, entry, pem->file_key, err) || !get_text(&data, entry, pem->data_key, err))
        return false;
    if (file && data)
        return error_set(err, ERROR_INVALID, "%s and %s are both specified for %s", pem->data_key,
                         pem->file_key, pem->owner);
    if (data)
        return read_pem_data(pem, data, err);
    if (!file)
        return true;
    path = file_join(entry->file->directory, file);
    return read_pem_file(pem, path, err);
}

/* ---- the cluster ---- */

static void replace(char **text, const char *flag)
{
    if (!given(flag))
        return;
    free(*text);
    *text = chars_copy(flag);
}

static bool fill_trust(struct kube_access *access, const struct kubeconfig_entry *entry,
                       const struct kubeconfig_request *request, struct error *err)
{
    struct pem ca = { "certificate-authority", "certificate-authority-data",
                      request->certificate_authority, named(access->cluster), &access->ca };

    if (!get_flag(&access->insecure, entry, "insecure-skip-tls-verify", err))
        return false;
    if (given(request->certificate_authority))
        access->insecure = false;
    if (request->insecure) {
        access->insecure = true;
        return !given(request->certificate_authority) ||
               error_set(err, ERROR_INVALID,
                         "specifying a root certificates file with the insecure flag is not "
                         "allowed");
    }
    if (!read_pem(&ca, entry, err))
        return false;
    if (access->insecure && access->ca.len > 0)
        return error_set(err, ERROR_INVALID,
                         "cluster '%s': specifying a root certificates file with the insecure flag "
                         "is not allowed",
                         named(access->cluster));
    return true;
}

bool kubeconfig_fill_cluster(struct kube_access *access, const struct kubeconfig_entry *entry,
                             const struct kubeconfig_request *request, struct error *err)
{
    if (!get_text(&access->server, entry, "server", err) ||
        !get_text(&access->tls_server_name, entry, "tls-server-name", err) ||
        !get_text(&access->proxy_url, entry, "proxy-url", err) ||
        !get_flag(&access->disable_compression, entry, "disable-compression", err) ||
        !fill_trust(access, entry, request, err))
        return false;
    if (given(request->server)) {
        /* The name belongs to the file's server. */
        free(access->tls_server_name);
        access->tls_server_name = NULL;
    }
    replace(&access->server, request->server);
    replace(&access->tls_server_name, request->tls_server_name);
    replace(&access->proxy_url, request->proxy_url);
    access->disable_compression |= request->disable_compression;
    return true;
}

/* The name becomes the host of a URL: nothing in it may end a host. */
static bool check_server_name(const struct kube_access *access, struct error *err)
{
    const char *name = access->tls_server_name;

    for (const char *c = name; c && *c; c++)
        if ((unsigned char)*c <= ' ' || strchr("/?#@:[]\\", *c))
            return error_set(err, ERROR_INVALID,
                             "cluster '%s': tls-server-name '%s' is no host name",
                             named(access->cluster), name);
    return true;
}

/* Host, port and path only; the messages show nothing that could be a password. */
static bool check_server_url(const struct kube_access *access, struct view server,
                             struct error *err)
{
    size_t scheme = view_find(server, VIEW("://"), 0);
    size_t host = scheme < server.len ? scheme + strlen("://") : 0;
    size_t path = view_find_byte(server, '/', host);

    if (view_find_byte(view_sub(server, 0, path), '@', host) < path) {
        error_set(err, ERROR_INVALID, "cluster '%s': the server's address has a user in it",
                  named(access->cluster));
        return error_hint(err, "credentials belong into a user of the kubeconfig");
    }
    if (view_find_byte(server, '?', 0) < server.len || view_find_byte(server, '#', 0) < server.len)
        return error_set(err, ERROR_INVALID, "cluster '%s': the server's address has a '?' or '#'",
                         named(access->cluster));
    return true;
}

bool kubeconfig_fill_server(struct kube_access *access, struct error *err)
{
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view server = view_of(access->server);
    size_t scheme = view_find(server, VIEW("://"), 0);
    bool tls = access->insecure || access->ca.len > 0 || access->certificate.len > 0;

    if (!check_server_name(access, err))
        return false;
    if (server.len == 0)
        return error_set(err, ERROR_INVALID, "cluster '%s' has no server defined",
                         named(access->cluster));
    if (!check_server_url(access, server, err))
        return false;
    if (scheme == server.len)
        buf_add(&url, tls ? "https://" : "http://");
    else if (!view_starts(server, VIEW("https://")) && !view_starts(server, VIEW("http://")))
        return error_set(err, ERROR_INVALID, "cluster '%s': server '%s' is neither http nor https",
                         named(access->cluster), access->server);
    while (server.len > 0 && server.data[server.len - 1] == '/')
        server.len--;
    buf_add_view(&url, server);
    free(access->server);
    access->server = buf_take(&url);
    return true;
}

/* ---- the user ---- */

static bool fill_certificate(struct kube_access *access, const struct kubeconfig_entry *entry,
                             const struct kubeconfig_request *request, struct error *err)
{
    struct pem certificate = { "client-certificate", "client-certificate-data",
                               request->client_certificate, named(access->user),
                               &access->certificate };
    struct pem key = { "client-key", "client-key-data", request->client_key, named(access->user),
                       &access->key };

    if (!read_pem(&certificate, entry, err) || !read_pem(&key, entry, err))
        return false;
    if ((access->certificate.len > 0) != (access->key.len > 0))
        return error_set(err, ERROR_INVALID,
                         "%s must be specified for %s to use the clientCert authentication method",
                         access->key.len > 0 ? "client-certificate-data or client-certificate"
                                             : "client-key-data or client-key",
                         named(access->user));
    return true;
}

static bool fill_token(struct kube_access *access, const struct kubeconfig_entry *entry,
                       const struct kubeconfig_request *request, struct error *err)
{
    AUTO_CHARS file = NULL;

    if (given(request->token)) {
        access->token = chars_copy(request->token);
        return true;
    }
    if (!get_text(&access->token, entry, "token", err) || !get_text(&file, entry, "tokenFile", err))
        return false;
    if (file)
        access->token_file = file_join(entry->file->directory, file);
    return true;
}

static bool fill_basic(struct kube_access *access, const struct kubeconfig_entry *entry,
                       const struct kubeconfig_request *request, struct error *err)
{
    if (!get_text(&access->username, entry, "username", err) ||
        !get_text(&access->password, entry, "password", err))
        return false;
    replace(&access->username, request->username);
    replace(&access->password, request->password);
    if (access->username && (access->token || access->token_file))
        return error_set(err, ERROR_INVALID,
                         "more than one authentication method found for %s; found [token "
                         "basicAuth], only one is allowed",
                         named(access->user));
    return true;
}

static bool fill_impersonation(struct kube_access *access, const struct kubeconfig_entry *entry,
                               const struct kubeconfig_request *request, struct error *err)
{
    const struct ynode *extra = ynode_get(entry->node, "as-user-extra");

    if (!get_text(&access->as, entry, "as", err) ||
        !get_text(&access->as_uid, entry, "as-uid", err))
        return false;
    replace(&access->as, request->as);
    replace(&access->as_uid, request->as_uid);
    if (request->as_groups && request->as_groups->len > 0)
        for (size_t i = 0; i < request->as_groups->len; i++)
            strv_add(&access->as_groups, request->as_groups->items[i]);
    else if (!get_list(&access->as_groups, entry, "as-groups", err))
        return false;
    for (size_t i = 0; i < ynode_len(extra); i++) {
        const struct ynode *values = ynode_value_at(extra, i);
        struct view key = ynode_text(ynode_key_at(extra, i));

        for (size_t k = 0; k < ynode_len(values); k++)
            strv_addf(&access->as_user_extra, VIEW_FMT "=" VIEW_FMT, VIEW_ARGS(key),
                      VIEW_ARGS(ynode_text(ynode_at(values, k))));
    }
    for (size_t i = 0; request->as_user_extra && i < request->as_user_extra->len; i++)
        strv_add(&access->as_user_extra, request->as_user_extra->items[i]);
    if (!access->as &&
        (access->as_uid || access->as_groups.len > 0 || access->as_user_extra.len > 0))
        return error_set(err, ERROR_INVALID,
                         "requesting uid, groups or user-extra for %s without impersonating a user",
                         named(access->user));
    return true;
}

static bool refuse_programs(const struct kube_access *access, const struct kubeconfig_entry *entry,
                            struct error *err)
{
    bool has_other =
        access->token || access->token_file || access->username || access->certificate.len > 0;

    if (!has_other && ynode_is_map(ynode_get(entry->node, "auth-provider"))) {
        error_set(err, ERROR_UNSUPPORTED,
                  "user '%s': auth-provider was removed from Kubernetes clients",
                  named(access->user));
        return error_hint(err, "use a token, a client certificate or a token file");
    }
    if (!has_other && ynode_is_map(ynode_get(entry->node, "exec"))) {
        error_set(err, ERROR_UNSUPPORTED, "user '%s' gets its credentials from a program (exec)",
                  named(access->user));
        return error_hint(err, "use a token, a client certificate or a token file; --token wins "
                               "over exec");
    }
    return true;
}

bool kubeconfig_fill_user(struct kube_access *access, const struct kubeconfig_entry *entry,
                          const struct kubeconfig_request *request, struct error *err)
{
    return fill_certificate(access, entry, request, err) &&
           fill_token(access, entry, request, err) && fill_basic(access, entry, request, err) &&
           fill_impersonation(access, entry, request, err) && refuse_programs(access, entry, err);
}
