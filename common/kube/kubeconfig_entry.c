/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig_entry.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"
#include "kube/exec_config.h"

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

/* ---- values of an entry, whose types are checked: kubeconfig_types.h ---- */

/* NULL when it is absent or empty. */
static char *get_text(const struct kubeconfig_entry *entry, const char *key)
{
    struct view text = ynode_text(ynode_get(entry->node, key));

    return text.len > 0 ? view_copy(text) : NULL;
}

static bool get_flag(const struct kubeconfig_entry *entry, const char *key)
{
    return ynode_value(ynode_get(entry->node, key), YAML_1_1).boolean;
}

static void get_list(struct strv *list, const struct kubeconfig_entry *entry, const char *key)
{
    const struct ynode *node = ynode_get(entry->node, key);

    for (size_t i = 0; i < ynode_len(node); i++)
        strv_add_view(list, ynode_text(ynode_at(node, i)));
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
    /* Nobody is asked for a pass phrase: as kubectl. */
    if (view_find(text, VIEW("ENCRYPTED"), 0) < text.len) {
        error_set(err, ERROR_INVALID, "%s of '%s' is encrypted", origin, pem->owner);
        return error_hint(err, "give the key without a pass phrase, or use a credential plugin");
    }
    return true;
}

static bool read_pem_file(const struct pem *pem, const char *path, struct error *err)
{
    return (file_read(pem->out, path, err) && check_pem(pem, path, err)) ||
           error_wrap(err, "unable to read %s for %s", pem->file_key, pem->owner);
}

static bool read_pem_data(const struct pem *pem, const char *data, struct error *err)
{
    return base64_decode(pem->out, view_of(data), BASE64_LENIENT, err) &&
           check_pem(pem, pem->data_key, err);
}

static bool read_pem(const struct pem *pem, const struct kubeconfig_entry *entry, struct error *err)
{
    AUTO_CHARS file = get_text(entry, pem->file_key);
    AUTO_CHARS data = get_text(entry, pem->data_key);
    AUTO_CHARS path = NULL;

    if (given(pem->flag))
        return read_pem_file(pem, pem->flag, err);
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

    access->insecure = get_flag(entry, "insecure-skip-tls-verify");
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

/* The rest of the URL may hold a password. */
static bool check_proxy(const struct kube_access *access, struct error *err)
{
    static const char *const schemes[] = { "http", "https", "socks5" };
    struct view url = view_of(access->proxy_url);
    size_t end = view_find(url, VIEW("://"), 0);
    struct view scheme = end < url.len ? view_sub(url, 0, end) : VIEW_EMPTY;

    if (!access->proxy_url)
        return true;
    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
        if (view_is(scheme, schemes[i]))
            return true;
    return error_set(err, ERROR_INVALID,
                     "invalid 'proxy-url' for cluster \"%s\": unsupported scheme \"" VIEW_FMT
                     "\", must be http, https, or socks5",
                     named(access->cluster), VIEW_ARGS(scheme));
}

bool kubeconfig_fill_cluster(struct kube_access *access, const struct kubeconfig_entry *entry,
                             const struct kubeconfig_request *request, struct error *err)
{
    access->server = get_text(entry, "server");
    access->tls_server_name = get_text(entry, "tls-server-name");
    access->proxy_url = get_text(entry, "proxy-url");
    access->disable_compression = get_flag(entry, "disable-compression");
    if (!fill_trust(access, entry, request, err))
        return false;
    if (given(request->server)) {
        /* The name belongs to the file's server. */
        free(access->tls_server_name);
        access->tls_server_name = NULL;
    }
    replace(&access->server, access->server ? NULL : request->master);
    replace(&access->server, request->server);
    replace(&access->tls_server_name, request->tls_server_name);
    replace(&access->proxy_url, request->proxy_url);
    access->disable_compression |= request->disable_compression;
    return check_proxy(access, err);
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

    if (!check_server_name(access, err))
        return false;
    if (server.len == 0)
        return error_set(err, ERROR_INVALID, "cluster '%s' has no server defined",
                         named(access->cluster));
    if (!check_server_url(access, server, err))
        return false;
    if (scheme == server.len)
        buf_add(&url, "http://");
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

    if (!read_pem(&certificate, entry, err))
        return false;
    /* A key alone is of no use, and is not looked at. */
    if (access->certificate.len == 0)
        return true;
    if (!read_pem(&key, entry, err))
        return false;
    return access->key.len > 0 || error_set(err, ERROR_INVALID,
                                            "client-key-data or client-key must be specified for "
                                            "%s to use the clientCert authentication method",
                                            named(access->user));
}

static void fill_token(struct kube_access *access, const struct kubeconfig_entry *entry,
                       const struct kubeconfig_request *request)
{
    AUTO_CHARS file = get_text(entry, "tokenFile");

    if (given(request->token)) {
        access->token = chars_copy(request->token);
        return;
    }
    access->token = get_text(entry, "token");
    if (file)
        access->token_file = file_join(entry->file->directory, file);
}

static bool fill_basic(struct kube_access *access, const struct kubeconfig_entry *entry,
                       const struct kubeconfig_request *request, struct error *err)
{
    access->username = get_text(entry, "username");
    access->password = get_text(entry, "password");
    replace(&access->username, request->username);
    replace(&access->password, request->password);
    if ((access->username && access->token_file) ||
        ((access->username || access->password) && access->token))
        return error_set(err, ERROR_INVALID,
                         "more than one authentication method found for %s; found [token "
                         "basicAuth], only one is allowed",
                         named(access->user));
    return true;
}

static bool has_key(const struct strv *pairs, struct view key)
{
    for (size_t i = 0; pairs && i < pairs->len; i++) {
        struct view pair = view_of(pairs->items[i]);

        if (view_eq(view_sub(pair, 0, view_find_byte(pair, '=', 0)), key))
            return true;
    }
    return false;
}

/* FLAGS, KEY=VALUE each, win key by key; one without a '=' says nothing. */
static void fill_extra(struct kube_access *access, const struct ynode *extra,
                       const struct strv *flags)
{
    for (size_t i = 0; i < ynode_len(extra); i++) {
        const struct ynode *values = ynode_value_at(extra, i);
        struct view key = ynode_text(ynode_key_at(extra, i));

        for (size_t k = 0; k < ynode_len(values) && !has_key(flags, key); k++)
            strv_addf(&access->as_user_extra, VIEW_FMT "=" VIEW_FMT, VIEW_ARGS(key),
                      VIEW_ARGS(ynode_text(ynode_at(values, k))));
    }
    for (size_t i = 0; flags && i < flags->len; i++)
        if (strchr(flags->items[i], '='))
            strv_add(&access->as_user_extra, flags->items[i]);
}

static bool fill_impersonation(struct kube_access *access, const struct kubeconfig_entry *entry,
                               const struct kubeconfig_request *request, struct error *err)
{
    access->as = get_text(entry, "as");
    access->as_uid = get_text(entry, "as-uid");
    replace(&access->as, request->as);
    replace(&access->as_uid, request->as_uid);
    if (request->as_groups && request->as_groups->len > 0)
        for (size_t i = 0; i < request->as_groups->len; i++)
            strv_add(&access->as_groups, request->as_groups->items[i]);
    else
        get_list(&access->as_groups, entry, "as-groups");
    fill_extra(access, ynode_get(entry->node, "as-user-extra"), request->as_user_extra);
    if (!access->as &&
        (access->as_uid || access->as_groups.len > 0 || access->as_user_extra.len > 0))
        return error_set(err, ERROR_INVALID,
                         "requesting uid, groups or user-extra for %s without impersonating a user",
                         named(access->user));
    return true;
}

static bool has_credentials(const struct kube_access *access)
{
    return access->token || access->token_file || access->username || access->certificate.len > 0;
}

/* Other clients of today know oidc alone of these, and beside a token do not use it. */
static bool refuse_provider(const struct kube_access *access, const struct kubeconfig_entry *entry,
                            struct error *err)
{
    static const struct {
        const char *name;
        const char *hint;
    } providers[] = {
        { "gcp", "use the credential plugin gke-gcloud-auth-plugin (exec) instead" },
        { "azure", "use the credential plugin kubelogin of Azure (exec) instead" },
        { "oidc", "use a credential plugin (exec) for OpenID Connect instead, such as kubelogin" },
    };
    const struct ynode *provider = ynode_get(entry->node, "auth-provider");
    struct view name = ynode_text(ynode_get(provider, "name"));

    if (!ynode_is_map(provider) || (view_is(name, "oidc") && has_credentials(access)))
        return true;
    error_set(err, ERROR_UNSUPPORTED,
              "user '%s': the auth-provider '" VIEW_FMT "' was removed from Kubernetes clients",
              named(access->user), VIEW_ARGS(name));
    for (size_t i = 0; i < ARRAY_SIZE(providers); i++)
        if (view_is(name, providers[i].name))
            return error_hint(err, "%s", providers[i].hint);
    return error_hint(err, "use a token, a client certificate or a credential plugin (exec)");
}

static bool fill_exec(struct kube_access *access, const struct kubeconfig_entry *entry,
                      const struct kubeconfig_entry *cluster,
                      const struct kubeconfig_request *request, struct error *err)
{
    const struct kuberc_place kuberc = {
        .flag = request->kuberc,
        .variable = request->kuberc_variable,
        .home = request->home,
        .disabled = request->kuberc_disabled,
    };
    AUTO_FREE(kube_exec_config) exec = NULL;

    if (!ynode_is_map(ynode_get(entry->node, "exec")))
        return true;
    if (ynode_is_map(ynode_get(entry->node, "auth-provider")))
        return error_set(err, ERROR_INVALID,
                         "authProvider cannot be provided in combination with an exec plugin for "
                         "%s",
                         named(access->user));
    exec = kube_exec_config_read(entry, cluster, named(access->user), err);
    if (!exec)
        return false;
    if (has_credentials(access))
        return true;
    if (!kube_exec_policy_read(&exec->policy, &kuberc, err))
        return false;
    access->exec = TAKE(exec);
    return true;
}

bool kubeconfig_fill_user(struct kube_access *access, const struct kubeconfig_entry *entry,
                          const struct kubeconfig_entry *cluster,
                          const struct kubeconfig_request *request, struct error *err)
{
    fill_token(access, entry, request);
    return fill_certificate(access, entry, request, err) &&
           fill_basic(access, entry, request, err) &&
           fill_impersonation(access, entry, request, err) &&
           fill_exec(access, entry, cluster, request, err) && refuse_provider(access, entry, err);
}
