/* SPDX-License-Identifier: Apache-2.0 */
#include "kube_args.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "cli/completion.h"
#include "workload/find.h"

#define NAMESPACE_DEFAULT "default"
#define NAMESPACE_FLAG    "namespace"
/* Longer than that a shell that waits for us seems to hang. */
#define COMPLETION_SECONDS 1.0
/* Where the kubelet mounts a pod's token. */
#define SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount"

static void complete_context(const struct option_complete_call *call);

#define RARE .flags = OPTION_RARE

const struct option kube_arg_options[] = {
    OPT_GROUP("Cluster:"),
    OPT_STRING(0, "as", struct kube_args, as, "USER", "act as this user", RARE),
    OPT_LIST(0, "as-group", struct kube_args, as_groups, "GROUP",
             "act as a member of this group (repeatable)", RARE),
    OPT_STRING(0, "as-uid", struct kube_args, as_uid, "UID", "act with this uid", RARE),
    OPT_LIST(0, "as-user-extra", struct kube_args, as_user_extra, "KEY=VALUE",
             "act with this extra of the user (repeatable)", RARE),
    OPT_STRING(0, "cache-dir", struct kube_args, cache_dir, "DIR",
               "where kubectl keeps what kinds a server has", RARE),
    OPT_STRING(0, "certificate-authority", struct kube_args, certificate_authority, "FILE",
               "trust a server with a certificate of this authority", RARE),
    OPT_STRING(0, "client-certificate", struct kube_args, client_certificate, "FILE",
               "certificate to log in with", RARE),
    OPT_STRING(0, "client-key", struct kube_args, client_key, "FILE", "key of that certificate",
               RARE),
    OPT_STRING(0, "cluster", struct kube_args, cluster, "NAME",
               "cluster of the kubeconfig to talk to", RARE),
    OPT_STRING(0, "context", struct kube_args, context, "NAME", "context of the kubeconfig to use",
               .complete = complete_context),
    OPT_FLAG(0, "disable-compression", struct kube_args, disable_compression,
             "ask for answers without gzip", RARE),
    OPT_FLAG(0, "insecure-skip-tls-verify", struct kube_args, insecure,
             "do not check who the server is", RARE),
    OPT_STRING(0, "kubeconfig", struct kube_args, kubeconfig, "FILE",
               "read this kubeconfig, and no other"),
    OPT_STRING(0, "kuberc", struct kube_args, kuberc, "FILE",
               "kubectl's preferences that say which credential plugins may run", RARE),
    OPT_STRING('n', NAMESPACE_FLAG, struct kube_args, namespace, "NS",
               "project; the context's without it", .complete = kube_args_complete_namespace),
    OPT_STRING(0, "password", struct kube_args, password, "PASSWORD", "for basic authentication",
               RARE),
    OPT_STRING(0, "proxy-url", struct kube_args, proxy_url, "URL", "go through this proxy", RARE),
    OPT_STRING(0, "request-timeout", struct kube_args, request_timeout, "TIME",
               "longest time for one request (1s, 2m, 3h); 0: no limit", RARE),
    OPT_STRING('s', "server", struct kube_args, server, "URL", "address of the API server", RARE),
    OPT_STRING(0, "tls-server-name", struct kube_args, tls_server_name, "NAME",
               "name that the server's certificate must have", RARE),
    OPT_STRING(0, "token", struct kube_args, token, "TOKEN", "bearer token to log in with", RARE),
    OPT_STRING(0, "user", struct kube_args, user, "NAME", "user of the kubeconfig to log in as",
               RARE),
    OPT_STRING(0, "username", struct kube_args, username, "NAME", "for basic authentication", RARE),
    OPT_END,
};

/* As kubectl reads its feature gates. */
static bool is_false(const char *value)
{
    return value && strcasecmp(value, "false") == 0;
}

struct kubeconfig_request kube_args_request(const struct kube_args *args,
                                            const struct console *console)
{
    return (struct kubeconfig_request){
        .kubeconfig = args->kubeconfig,
        .variable = console_env(console, "KUBECONFIG"),
        .home = console_env(console, "HOME"),
        .context = args->context,
        .cluster = args->cluster,
        .user = args->user,
        .namespace = args->namespace,
        .server = args->server,
        .tls_server_name = args->tls_server_name,
        .certificate_authority = args->certificate_authority,
        .insecure = args->insecure,
        .client_certificate = args->client_certificate,
        .client_key = args->client_key,
        .token = args->token,
        .username = args->username,
        .password = args->password,
        .as = args->as,
        .as_groups = &args->as_groups,
        .as_uid = args->as_uid,
        .as_user_extra = &args->as_user_extra,
        .proxy_url = args->proxy_url,
        .disable_compression = args->disable_compression,
        .kuberc = args->kuberc,
        .kuberc_variable = console_env(console, "KUBERC"),
        .kuberc_disabled = is_false(console_env(console, "KUBECTL_KUBERC")),
        .master = console_env(console, "KUBERNETES_MASTER"),
        .service_host = console_env(console, "KUBERNETES_SERVICE_HOST"),
        .service_port = console_env(console, "KUBERNETES_SERVICE_PORT"),
        .pod_namespace = console_env(console, "POD_NAMESPACE"),
        .service_account = SERVICE_ACCOUNT,
    };
}

static void complete_context(const struct option_complete_call *call)
{
    const struct kubeconfig_request request = kube_args_request(call->scope, call->console);
    AUTO(strv) names = STRV_INIT;

    kubeconfig_contexts(&names, &request);
    for (size_t i = 0; i < names.len; i++)
        if (!strv_has(call->operands, names.items[i]))
            completion_add(call->out, view_of(names.items[i]), VIEW_EMPTY);
}

void kube_args_complete_workload(const struct option_complete_call *call)
{
    if (call->operands->len == 0)
        kube_args_complete_workloads(call);
}

/* kubectl's words. */
static bool read_timeout(double *seconds, const char *text, struct error *err)
{
    if (!text || clock_parse_duration(view_of(text), seconds))
        return true;
    return error_set(err, ERROR_USAGE,
                     "Invalid timeout value. Timeout must be a single integer in seconds, or an "
                     "integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)");
}

static void warn(void *console, const char *text)
{
    console_note(console, "Warning: %s", text);
}

static void show_waiting(void *console, const char *what, double seconds)
{
    console_waiting(console, what, seconds);
}

void kube_link_release(struct kube_link *link)
{
    kube_client_free(link->client);
    link->client = NULL;
    free(link->flags);
    link->flags = NULL;
    kube_access_release(&link->access);
    free(link->cache_directory);
    link->cache_directory = NULL;
}

char *kube_args_cache_directory(const struct kube_args *args, const struct console *console)
{
    const char *variable = console_env(console, "KUBECACHEDIR");
    const char *home = console_env(console, "HOME");

    if (args->cache_dir && args->cache_dir[0])
        return chars_copy(args->cache_dir);
    if (variable && variable[0])
        return chars_copy(variable);
    return home && home[0] ? file_join(home, ".kube/cache") : NULL;
}

/* From here on memory holds credentials: none of it goes into a core file. */
static void forbid_core_file(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_CORE, &limit) != 0)
        return;
    limit.rlim_cur = 0;
    (void)setrlimit(RLIMIT_CORE, &limit);
}

struct kube_client *kube_link_client(struct kube_link *link, struct error *err)
{
    struct kube_client_options options = {
        .program = "kubectl-juno",
        .budget_seconds = link->args->budget_seconds,
        .warn = warn,
        .warn_context = link->console,
        .waiting = show_waiting,
        .waiting_context = link->console,
        .input_is_terminal = !link->args->unattended && link->console->in_is_terminal,
        .attended = !link->args->unattended &&
                    (link->console->in_is_terminal || link->console->err_is_terminal),
    };
    const struct kubeconfig_request request = kube_args_request(link->args, link->console);

    if (link->client)
        return link->client;
    forbid_core_file();
    if (!read_timeout(&options.request_timeout_seconds, link->args->request_timeout, err) ||
        !kubeconfig_load(&link->access, &request, err))
        return NULL;
    for (size_t i = 0; i < link->access.warnings.len; i++)
        console_warn(link->console, "%s", link->access.warnings.items[i]);
    free(link->cache_directory);
    link->cache_directory = kube_args_cache_directory(link->args, link->console);
    options.cache_directory = link->cache_directory;
    link->client = kube_client_new(&link->access, &options, err);
    return link->client;
}

const char *kube_link_namespace(const struct kube_link *link)
{
    if (link->client)
        return link->access.namespace;
    return link->args->namespace ? link->args->namespace : NAMESPACE_DEFAULT;
}

const char *operand_name(const char *operand, const char *prefix)
{
    size_t len = strlen(prefix);

    return strncmp(operand, prefix, len) == 0 ? operand + len : operand;
}

static void add_flag(struct buf *out, const char *flag, const char *value)
{
    if (!value)
        return;
    buf_addf(out, " %s ", flag);
    buf_add_shell_word(out, view_of(value));
}

void kube_args_add_flags(struct buf *out, const struct kube_args *args)
{
    add_flag(out, "--kubeconfig", args->kubeconfig);
    add_flag(out, "--context", args->context);
    add_flag(out, "--cluster", args->cluster);
    add_flag(out, "--user", args->user);
    add_flag(out, "--server", args->server);
    add_flag(out, "--as", args->as);
    add_flag(out, "-n", args->namespace);
}

const char *kube_link_flags(struct kube_link *link)
{
    AUTO(buf) flags = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!link->flags) {
        kube_args_add_flags(&flags, link->args);
        link->flags = chars_copy(buf_text(&flags));
    }
    return link->flags;
}

static bool is_set(const struct option *options, const void *args, const char *flag)
{
    struct option_place place;
    bool on = false;

    if (option_find(options, flag, strlen(flag), &place) && place.option->type == OPTION_FLAG)
        memcpy(&on, (const char *)args + place.offset, sizeof(on));
    return on;
}

bool kube_args_advise_forbidden(const struct option *options, const void *args,
                                const struct console *console, struct error *err)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    AUTO(buf) flags = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kubeconfig_request request;
    struct kube_args named;
    struct option_place place;

    if (!option_find(options, NAMESPACE_FLAG, strlen(NAMESPACE_FLAG), &place) ||
        place.option->complete != kube_args_complete_namespace)
        return false;
    memcpy(&named, (const char *)args + place.offset - offsetof(struct kube_args, namespace),
           sizeof(named));
    request = kube_args_request(&named, console);
    if (!kubeconfig_load(&access, &request, NULL))
        return false;
    named.namespace = access.namespace;
    kube_args_add_flags(&flags, &named);
    if (is_set(options, args, "all-namespaces"))
        return error_hint(err,
                          "without -A it is the project '%s' alone; kubectl auth can-i --list%s "
                          "shows what you may do there",
                          access.namespace, buf_text(&flags));
    return error_hint(err,
                      "kubectl auth can-i --list%s shows what you may do in project '%s'; -n "
                      "names another",
                      buf_text(&flags), access.namespace);
}

struct kube_args kube_args_hurried(const struct kube_args *args)
{
    struct kube_args hurried = *args;

    hurried.unattended = true;
    hurried.budget_seconds = COMPLETION_SECONDS;
    return hurried;
}

struct naming {
    struct completion *out;
};

static bool take_name(void *context, const struct ynode *item, struct error *err UNUSED)
{
    const struct naming *to = context;

    completion_add(to->out, ynode_text(ynode_get_path(item, "metadata", "name", NULL)), VIEW_EMPTY);
    return true;
}

void kube_args_complete_names(const struct option_complete_call *call, const struct kube_args *args,
                              const struct kube_resource *resource, const char *selector)
{
    const struct kube_args hurried = kube_args_hurried(args);
    AUTO(kube_link) link = KUBE_LINK_INIT(&hurried, call->console);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct naming to = { call->out };
    struct kube_list list = { .receive = take_name, .context = &to };

    if (!kube_link_client(&link, NULL))
        return;
    kube_resource_add_path(&path, resource,
                           resource->namespaced ? view_of(kube_link_namespace(&link)) : VIEW_EMPTY,
                           VIEW_EMPTY);
    if (selector) {
        buf_add(&path, "?labelSelector=");
        buf_add_urlescaped(&path, view_of(selector));
    }
    list.path = buf_text(&path);
    /* What came before a failure is still right. */
    (void)!kube_list(link.client, &list, NULL);
}

void kube_args_complete_namespace(const struct option_complete_call *call)
{
    static const struct kube_resource namespaces = {
        .group = "", .version = "v1", .kind = "Namespace", .plural = "namespaces"
    };

    kube_args_complete_names(call, call->scope, &namespaces, NULL);
}

void kube_args_complete_workloads(const struct option_complete_call *call)
{
    const struct kube_args args = kube_args_hurried(call->args);
    AUTO(kube_link) link = KUBE_LINK_INIT(&args, call->console);
    AUTO(strv) names = STRV_INIT;

    if (!kube_link_client(&link, NULL) ||
        !find_names(&names, link.client, kube_link_namespace(&link), NULL))
        return;
    for (size_t i = 0; i < names.len; i++)
        completion_add(call->out, view_of(names.items[i]), VIEW_EMPTY);
}
