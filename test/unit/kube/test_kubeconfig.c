/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig.h"

#include <sys/stat.h>

#include "harness/test.h"
#include "kube/exec_config.h"

#define PEM "-----BEGIN X-----\nAAAA\n-----END X-----\n"
/* The same in base64. */
#define PEM64 "LS0tLS1CRUdJTiBYLS0tLS0KQUFBQQotLS0tLUVORCBYLS0tLS0K"

/* A kubeconfig with CLUSTER and USER as the inner mappings, as the file NAME. */
static const char *config(const char *name, const char *cluster, const char *user)
{
    return test_file(name, test_format("current-context: c\n"
                                       "clusters: [{name: k, cluster: {%s}}]\n"
                                       "users: [{name: u, user: {%s}}]\n"
                                       "contexts: [{name: c, context: {cluster: k, user: u, "
                                       "namespace: film-a}}]\n",
                                       cluster, user));
}

static void loads(struct kube_access *access, const struct kubeconfig_request *request)
{
    struct error err = ERROR_INIT;

    ASSERT_OK(kubeconfig_load(access, request, &err), err);
}

static void fails(const struct kubeconfig_request *request, enum error_code code, const char *text)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(kubeconfig_load(&access, request, &err), err, code, text);
    ASSERT_NULL(access.server);
}

/* A kubeconfig of CLUSTER and USER is refused so. */
static void refused(const char *cluster, const char *user, enum error_code code, const char *text)
{
    const struct kubeconfig_request request = { .kubeconfig = config("r", cluster, user) };

    fails(&request, code, text);
}

TEST(kubeconfig, the_current_context_names_server_user_and_namespace)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config("a", "server: 'https://h:6443//'", "token: t"),
    };

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://h:6443");
    ASSERT_EQ_STR(access.namespace, "film-a");
    ASSERT_EQ_STR(access.context, "c");
    ASSERT_EQ_STR(access.user, "u");
    ASSERT_EQ_STR(access.token, "t");
}

TEST(kubeconfig, R_080_files_are_merged_the_first_that_has_a_name_owns_it)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const char *first =
        test_file("1", "clusters: [{name: k, cluster: {server: 'https://first'}}]\n");
    const char *second =
        test_file("2", "current-context: c\n"
                       "clusters: [{name: k, cluster: {server: 'https://second'}}]\n"
                       "contexts: [{name: c, context: {cluster: k}}]\n");
    const struct kubeconfig_request request = {
        .variable = test_format(":%s:%s/none:%s::%s", first, test_dir(), second, first),
    };

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://first");
    ASSERT_EQ_STR(access.namespace, "default");
}

TEST(kubeconfig, relative_paths_are_those_of_the_file_that_holds_them)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config("sub/a", "server: 'https://h', certificate-authority: ca.pem",
                             "client-certificate: c.pem, client-key: k.pem, tokenFile: token"),
    };

    test_file("sub/ca.pem", PEM);
    test_file("sub/c.pem", PEM);
    test_file("sub/k.pem", PEM);
    loads(&access, &request);
    ASSERT_EQ_STR(buf_text(&access.ca), PEM);
    ASSERT_EQ_STR(buf_text(&access.certificate), PEM);
    ASSERT_EQ_STR(buf_text(&access.key), PEM);
    ASSERT_EQ_STR(access.token_file, test_format("%s/sub/token", test_dir()));
}

TEST(kubeconfig, data_may_stand_in_the_file_itself)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config("a", "server: 'https://h', certificate-authority-data: " PEM64,
                             "client-certificate-data: " PEM64 ", client-key-data: " PEM64),
    };

    loads(&access, &request);
    ASSERT_EQ_STR(buf_text(&access.ca), PEM);
    ASSERT_EQ_STR(buf_text(&access.key), PEM);
}

TEST(kubeconfig, flags_win_over_the_entry)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config(
            "a", "server: 'https://h', tls-server-name: name, insecure-skip-tls-verify: true",
            "token: t, tokenFile: f"),
        .server = "https://other:1/",
        .namespace = "elsewhere",
        .token = "flag",
        .certificate_authority = test_file("ca.pem", PEM),
        .as = "ada",
    };

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://other:1");
    ASSERT_NULL(access.tls_server_name);
    ASSERT_EQ_STR(access.namespace, "elsewhere");
    ASSERT_EQ_STR(access.token, "flag");
    ASSERT_NULL(access.token_file);
    ASSERT_FALSE(access.insecure);
    ASSERT_EQ_STR(access.as, "ada");
}

TEST(kubeconfig, a_server_alone_is_enough)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = { .server = "127.0.0.1:8001" };

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "http://127.0.0.1:8001");
    ASSERT_EQ_STR(access.namespace, "default");
}

TEST(kubeconfig, R_079_no_configuration_says_where_it_was_looked_for)
{
    const struct kubeconfig_request none = { .kubeconfig = NULL };
    const struct kubeconfig_request home = { .home = "/nowhere" };
    const struct kubeconfig_request list = { .variable = "/nowhere/a:/nowhere/b",
                                             .home = "/nowhere" };
    const struct kubeconfig_request flag = { .kubeconfig = "/nowhere/c", .variable = "/nowhere/a" };
    const struct kubeconfig_request empty = { .kubeconfig = test_file("e", "") };

    fails(&none, ERROR_NOT_FOUND, "neither KUBECONFIG nor HOME is set");
    fails(&home, ERROR_NOT_FOUND, "there is no /nowhere/.kube/config");
    fails(&list, ERROR_NOT_FOUND, "there is no /nowhere/a, /nowhere/b");
    fails(&flag, ERROR_NOT_FOUND, "stat /nowhere/c: no such file or directory");
    fails(&empty, ERROR_NOT_FOUND, "has no current-context");
}

TEST(kubeconfig, R_079_a_broken_file_is_told_with_its_line)
{
    static const struct {
        const char *text;
        enum error_code code;
        const char *says;
    } broken[] = {
        { "a: b\n c: [\n", ERROR_SYNTAX, "/x:2:" },
        { "- list\n", ERROR_SYNTAX, "/x:1:1: a kubeconfig is a mapping, not a sequence" },
        { "clusters: {a: b}\n", ERROR_SYNTAX, "/x:1:11: a list of named entries is wanted here" },
        { "clusters: [1]\n", ERROR_SYNTAX, "/x:1:12: an entry is a mapping with a name" },
        { "users:\n- {name: c}\n- {name: c}\n", ERROR_INVALID,
          "/x:3:3: duplicate name \"c\" in list users" },
        { "kind: Pod\n", ERROR_INVALID, "kind is 'Pod', not Config" },
        { "apiVersion: v2\n", ERROR_INVALID, "apiVersion is 'v2', not v1" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
        const struct kubeconfig_request request = { .kubeconfig = test_file("x", broken[i].text) };

        fails(&request, broken[i].code, broken[i].says);
        fails(&request, broken[i].code, "error loading config file");
    }
}

TEST(kubeconfig, R_081_a_reference_to_nothing_says_which_one)
{
    const char *path =
        test_file("x", "current-context: c\n"
                       "contexts: [{name: c, context: {cluster: k, user: u}}, {name: d}]\n"
                       "clusters: [{name: other, cluster: {server: 'https://h'}}, {name: bare}]\n");
    struct kubeconfig_request request = { .kubeconfig = path };

    fails(&request, ERROR_INVALID, "cluster \"k\" does not exist");
    request.cluster = "other";
    fails(&request, ERROR_INVALID, "auth info \"u\" does not exist");
    request.cluster = NULL;
    request.context = "d";
    fails(&request, ERROR_INVALID, "the context 'd' names no cluster");
    request.context = "nope";
    fails(&request, ERROR_INVALID, "context was not found for specified context: nope");
    request.context = "d";
    request.cluster = "bare";
    fails(&request, ERROR_INVALID, "cluster 'bare' has no server defined");
}

TEST(kubeconfig, R_081_R_082_what_an_entry_cannot_say_is_refused_by_its_name)
{
    const char *h = "server: 'https://h'";

    refused("server: 'unix:///x'", "", ERROR_INVALID,
            "server 'unix:///x' is neither http nor https");
    refused("server: 'https://h', tls-server-name: 'other/path'", "", ERROR_INVALID,
            "tls-server-name 'other/path' is no host name");
    refused("server: 7", "", ERROR_INVALID, "'server' is a string");
    refused("server: 'https://h', proxy-url: 'ftp://u:canary@p'", "", ERROR_INVALID,
            "invalid 'proxy-url' for cluster \"k\": unsupported scheme \"ftp\"");
    refused("server: 'https://h', proxy-url: 'p:3128'", "", ERROR_INVALID,
            "unsupported scheme \"\", must be http, https, or socks5");
    refused(
        "server: 'https://h', insecure-skip-tls-verify: true, certificate-authority-data: " PEM64,
        "", ERROR_INVALID,
        "cluster 'k': specifying a root certificates file with the insecure flag");
    refused("server: 'https://h', certificate-authority: /nowhere", "", ERROR_NOT_FOUND,
            "unable to read certificate-authority for k");
    refused("server: 'https://h', certificate-authority: a, certificate-authority-data: aaaa", "",
            ERROR_INVALID, "are both specified for k");
    refused("server: 'https://h', certificate-authority-data: '%%%'", "", ERROR_INVALID,
            "'certificate-authority-data' is no base64");
    refused("server: 'https://h', certificate-authority-data: aGVsbG8=", "", ERROR_INVALID,
            "holds no PEM block");
    refused(h, "client-certificate-data: " PEM64, ERROR_INVALID,
            "client-key-data or client-key must be specified for u");
    test_file("encrypted", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n");
    refused(h, "client-certificate-data: " PEM64 ", client-key: encrypted", ERROR_INVALID,
            "encrypted of 'u' is encrypted");
    refused(h, "token: t, username: name", ERROR_INVALID,
            "more than one authentication method found for u");
    refused(h, "as-groups: [g]", ERROR_INVALID, "without impersonating a user");
    refused(h, "token: t, password: p", ERROR_INVALID,
            "more than one authentication method found for u");
    refused(h, "tokenFile: t, username: name", ERROR_INVALID,
            "more than one authentication method found for u");
    refused(h, "auth-provider: {name: gcp}", ERROR_UNSUPPORTED,
            "the auth-provider 'gcp' was removed");
    refused(h, "token: t, auth-provider: {name: azure}", ERROR_UNSUPPORTED,
            "the auth-provider 'azure' was removed");
    refused(h, "exec: {command: x}", ERROR_INVALID, "apiVersion must be specified for u");
    refused(h, "token: t, exec: {}", ERROR_INVALID, "command must be specified for u");
    refused(h, "exec: {command: x}, auth-provider: {name: oidc}", ERROR_INVALID,
            "authProvider cannot be provided in combination with an exec plugin for u");
    refused("server: 'https://h:1?x=1'", "token: t", ERROR_INVALID, "has a '?' or '#'");
}

#define PLUGIN                                                                                     \
    "exec: {command: ./x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}"

TEST(kubeconfig, R_083_a_plugin_counts_unless_there_is_something_else)
{
    static const char *const others[] = { "token: t", "tokenFile: t", "username: ada",
                                          "client-certificate-data: " PEM64
                                          ", client-key-data: " PEM64 };
    AUTO(kube_access) alone = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = {
        .kubeconfig = config("sub/a", "server: 'https://h'", PLUGIN),
    };

    loads(&alone, &request);
    ASSERT_NOT_NULL(alone.exec);
    ASSERT_EQ_STR(alone.exec->command, test_format("%s/sub/x", test_dir()));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        AUTO(kube_access) access = KUBE_ACCESS_INIT;

        request.kubeconfig =
            config("b", "server: 'https://h'", test_format("%s, " PLUGIN, others[i]));
        loads(&access, &request);
        ASSERT_NULL(access.exec);
    }
    AUTO(kube_access) flag = KUBE_ACCESS_INIT;
    request.kubeconfig = config("c", "server: 'https://h'", PLUGIN);
    request.token = "t";
    loads(&flag, &request);
    ASSERT_NULL(flag.exec);
}

TEST(kubeconfig, the_policy_of_kuberc_goes_with_the_plugin)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = {
        .kubeconfig = config("a", "server: 'https://h'", PLUGIN),
        .kuberc = test_file("kuberc", "apiVersion: kubectl.config.k8s.io/v1beta1\n"
                                      "kind: Preference\ncredentialPluginPolicy: DenyAll\n"),
    };

    loads(&access, &request);
    ASSERT_EQ_INT(access.exec->policy.rule, KUBE_EXEC_DENY_ALL);
    request.kuberc = "/nowhere/kuberc";
    fails(&request, ERROR_NOT_FOUND, "kuberc");
}

TEST(kubeconfig, a_key_without_a_certificate_is_not_looked_at)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config("a", "server: 'https://h'", "token: t, client-key: /nowhere"),
    };

    loads(&access, &request);
    ASSERT_EQ_UINT(access.key.len, 0);
}

TEST(kubeconfig, flags_give_what_a_missing_entry_would)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = test_file("a", "current-context: c\n"
                                     "contexts: [{name: c, context: {cluster: k, user: u}}]\n"),
        .server = "https://h",
        .token = "t",
    };

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://h");
    ASSERT_EQ_STR(access.token, "t");
}

TEST(kubeconfig, KUBERNETES_MASTER_is_the_server_where_nothing_names_one)
{
    AUTO(kube_access) alone = KUBE_ACCESS_INIT;
    AUTO(kube_access) beside = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = { .master = "http://m" };

    loads(&alone, &request);
    ASSERT_EQ_STR(alone.server, "http://m");
    request.kubeconfig = config("a", "server: 'https://h'", "");
    loads(&beside, &request);
    ASSERT_EQ_STR(beside.server, "https://h");
}

/* A request of a pod with all files in test_dir(). */
static struct kubeconfig_request pod(void)
{
    test_file("token", "t");
    test_file("ca.crt", PEM);
    test_file("namespace", "pods-own");
    return (struct kubeconfig_request){ .service_host = "10.0.0.1",
                                        .service_port = "443",
                                        .service_account = test_dir() };
}

TEST(kubeconfig, R_093_in_a_pod_its_service_account_counts)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    const struct kubeconfig_request request = pod();

    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://10.0.0.1:443");
    ASSERT_EQ_STR(access.namespace, "pods-own");
    ASSERT_EQ_STR(access.token_file, test_format("%s/token", test_dir()));
    ASSERT_EQ_STR(buf_text(&access.ca), PEM);
    ASSERT_EQ_UINT(access.warnings.len, 0);
}

TEST(kubeconfig, R_093_flags_win_over_the_pod)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = pod();

    request.token = "flag";
    request.namespace = "other";
    request.insecure = true;
    request.as = "ada";
    loads(&access, &request);
    ASSERT_EQ_STR(access.token, "flag");
    ASSERT_NULL(access.token_file);
    ASSERT_EQ_STR(access.namespace, "other");
    ASSERT_EQ_UINT(access.ca.len, 0);
    ASSERT_TRUE(access.insecure);
    ASSERT_EQ_STR(access.as, "ada");
}

TEST(kubeconfig, R_093_a_pod_without_ca_is_told_about)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = pod();

    request.service_account = test_format("%s/other", test_dir());
    test_file("other/token", "t");
    loads(&access, &request);
    ASSERT_EQ_UINT(access.warnings.len, 1);
    ASSERT_CONTAINS(access.warnings.items[0], "no ca.crt");
}

TEST(kubeconfig, a_kubeconfig_wins_over_the_pod_whose_namespace_fills_in)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    struct kubeconfig_request request = pod();

    request.kubeconfig =
        test_file("a", "current-context: c\nclusters: [{name: k, cluster: {server: 'https://h'}}]\n"
                       "contexts: [{name: c, context: {cluster: k}}]\n");
    loads(&access, &request);
    ASSERT_EQ_STR(access.server, "https://h");
    ASSERT_EQ_STR(access.namespace, "pods-own");
    ASSERT_NULL(access.token_file);
}

TEST(kubeconfig, extras_of_flags_win_key_by_key)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    AUTO(strv) extra = STRV_INIT;
    const struct kubeconfig_request request = {
        .kubeconfig = config("a", "server: 'https://h'",
                             "as: ada, as-user-extra: {a: [one], ab: [two, three]}"),
        .as_user_extra = &extra,
    };

    strv_add(&extra, "a=new");
    strv_add(&extra, "nothing");
    loads(&access, &request);
    ASSERT_EQ_UINT(access.as_user_extra.len, 3);
    ASSERT_EQ_STR(access.as_user_extra.items[0], "ab=two");
    ASSERT_EQ_STR(access.as_user_extra.items[2], "a=new");
}

TEST(kubeconfig, the_contexts_of_all_files_are_candidates_each_once)
{
    AUTO(strv) names = STRV_INIT;
    const char *one = test_file("1", "contexts: [{name: a}, {name: b}]\n");
    const char *two = test_file("2", "contexts: [{name: b}, {name: c}]\n");
    const struct kubeconfig_request request = { .variable = test_format("%s:%s", one, two) };

    kubeconfig_contexts(&names, &request);
    ASSERT_EQ_UINT(names.len, 3);
    ASSERT_EQ_STR(names.items[2], "c");
}

TEST(kubeconfig, R_088_a_password_in_the_servers_address_is_refused_and_not_shown)
{
    static const char *const servers[] = { "https://ada:canary@h:1", "ada:canary@h",
                                           "ftp://ada:canary@h", "https://canary@h/p" };

    for (size_t i = 0; i < ARRAY_SIZE(servers); i++) {
        AUTO(kube_access) access = KUBE_ACCESS_INIT;
        AUTO(error) err = ERROR_INIT;
        const struct kubeconfig_request request = {
            .kubeconfig = config("p", test_format("server: '%s'", servers[i]), "token: t"),
        };

        ASSERT_FALSE(kubeconfig_load(&access, &request, &err));
        ASSERT_CONTAINS(error_message(&err), "has a user in it");
        ASSERT_NOT_CONTAINS(error_message(&err), "canary");
    }
}

TEST(kubeconfig, R_094_a_file_that_everyone_may_write_is_warned_of)
{
    const struct kubeconfig_request request = {
        .kubeconfig = config("w", "server: 'https://h'", "token: t"),
    };
    AUTO(kube_access) access = KUBE_ACCESS_INIT;

    ASSERT_EQ_INT(chmod(request.kubeconfig, 0640), 0);
    loads(&access, &request);
    ASSERT_EQ_UINT(access.warnings.len, 0);
    ASSERT_EQ_INT(chmod(request.kubeconfig, 0646), 0);
    loads(&access, &request);
    ASSERT_EQ_UINT(access.warnings.len, 1);
    ASSERT_EQ_STR(access.warnings.items[0],
                  test_format("everyone may write the kubeconfig %s", request.kubeconfig));
}

/* ---- any bytes */

/* What TEXT with these bytes is: settings that can be used, or a message that names the file. */
static void loads_or_says_why(struct view text)
{
    AUTO(kube_access) access = KUBE_ACCESS_INIT;
    AUTO(error) err = ERROR_INIT;
    const char *path = test_file_bytes("any", text);
    const struct kubeconfig_request request = { .kubeconfig = path };

    if (kubeconfig_load(&access, &request, &err)) {
        ASSERT_NOT_NULL(access.server);
        ASSERT_NOT_NULL(access.namespace);
    } else {
        ASSERT_TRUE(err.code != ERROR_NONE && err.message[0]);
        ASSERT_NULL(access.server);
    }
}

TEST(kubeconfig, R_096_any_byte_of_it_changed_or_cut_off_is_read_or_told)
{
    static const char odd[] = { '\0', '\n', '\t', ' ', ':', '{',    '[',   '"',
                                '&',  '*',  '!',  '%', '-', '\x7f', '\xff' };
    const struct view whole = test_read(
        config("whole", "server: 'https://h:6443', certificate-authority-data: " PEM64,
               "exec: {apiVersion: client.authentication.k8s.io/v1, command: c, args: [a], "
               "interactiveMode: Never, env: [{name: A, value: b}]}"));
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t at = 0; at <= whole.len; at++) {
        loads_or_says_why(view_sub(whole, 0, at));
        for (size_t i = 0; at < whole.len && i < sizeof(odd); i++) {
            buf_clear(&text);
            buf_add_view(&text, whole);
            text.data[at] = odd[i];
            loads_or_says_why(buf_view(&text));
        }
    }
}
