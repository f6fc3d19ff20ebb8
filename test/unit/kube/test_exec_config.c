/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_config.h"

#include "harness/test.h"

#define V1 "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never"

/* The plugin of the user entry `exec: {TEXT}` with the cluster entry CLUSTER, in a file below
 * test_dir(); NULL and ERR. */
static struct kube_exec_config *read_with(const char *text, const char *cluster, struct error *err)
{
    AUTO_FREE(ydoc) user = NULL;
    AUTO_FREE(ydoc) other = NULL;
    AUTO_CHARS directory = view_copy(view_of(test_dir()));
    struct kubeconfig_file file = { .directory = directory };
    struct kubeconfig_entry of_user, of_cluster;

    user = ydoc_parse(view_of(test_format("exec: {%s}", text)), "x", err);
    other = ydoc_parse(view_of(cluster), "x", err);
    if (!user || !other)
        return NULL;
    of_user = (struct kubeconfig_entry){ ydoc_root(user), &file };
    of_cluster = (struct kubeconfig_entry){ ydoc_root(other), &file };
    return kube_exec_config_read(&of_user, &of_cluster, "u", err);
}

static struct kube_exec_config *reads(const char *text)
{
    struct error err = ERROR_INIT;
    struct kube_exec_config *config = read_with(text, "", &err);

    ASSERT_OK(config, err);
    return config;
}

static void refused(const char *text, enum error_code code, const char *says)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(read_with(text, "", &err), err, code, says);
}

TEST(exec_config, a_bare_name_is_for_PATH_and_a_path_is_relative_to_the_kubeconfig)
{
    AUTO_FREE(kube_exec_config) name = reads("command: plugin, " V1);
    AUTO_FREE(kube_exec_config) path = reads("command: ./bin/../plugin, " V1);
    AUTO_FREE(kube_exec_config) absolute = reads("command: /a//b, " V1);

    ASSERT_EQ_STR(name->command, "plugin");
    ASSERT_EQ_STR(path->command, test_format("%s/plugin", test_dir()));
    ASSERT_EQ_STR(absolute->command, "/a/b");
}

TEST(exec_config, the_last_of_two_variables_counts)
{
    AUTO_FREE(kube_exec_config)
    config = reads(
        "command: x, args: [a, 'b c'], env: [{name: A, value: one}, {name: AB, value: 'x=y'}, "
        "{name: A, value: two}, {name: E}], " V1);

    ASSERT_EQ_UINT(config->args.len, 2);
    ASSERT_EQ_STR(config->args.items[1], "b c");
    ASSERT_EQ_UINT(config->env.len, 3);
    ASSERT_EQ_STR(config->env.items[0], "AB=x=y");
    ASSERT_EQ_STR(config->env.items[1], "A=two");
    ASSERT_EQ_STR(config->env.items[2], "E=");
}

TEST(exec_config, v1beta1_asks_when_it_can)
{
    AUTO_FREE(kube_exec_config)
    beta = reads("command: x, apiVersion: client.authentication.k8s.io/v1beta1");
    AUTO_FREE(kube_exec_config)
    always =
        reads("command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always");

    ASSERT_EQ_INT(beta->mode, KUBE_EXEC_IF_AVAILABLE);
    ASSERT_EQ_INT(always->mode, KUBE_EXEC_ALWAYS);
}

TEST(exec_config, R_084_control_characters_of_an_installHint_are_made_visible)
{
    AUTO_FREE(kube_exec_config)
    config = reads("command: x, installHint: \"a\\e[31mb\\n\\tc \\u00e9\\u202e\\u0085\", " V1);

    ASSERT_EQ_STR(config->install_hint, "aU+001B[31mb\n\tc \xc3\xa9U+202EU+0085");
}

TEST(exec_config, the_extension_of_the_cluster_is_taken_as_JSON)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(kube_exec_config)
    config =
        read_with("command: x, provideClusterInfo: true, " V1,
                  "extensions: [{name: a, extension: 1}, {name: client.authentication.k8s.io/exec, "
                  "extension: {b: [yes, ~], a: '1'}}]",
                  &err);

    ASSERT_OK(config, err);
    ASSERT_TRUE(config->provide_cluster_info);
    ASSERT_EQ_STR(config->cluster_config, "{\"a\":\"1\",\"b\":[true,null]}");
}

TEST(exec_config, what_cannot_run_is_refused_in_kubectls_words)
{
    refused(V1, ERROR_INVALID, "command must be specified for u to use exec authentication plugin");
    refused("command: x, interactiveMode: Never", ERROR_INVALID,
            "apiVersion must be specified for u");
    refused("command: x, apiVersion: client.authentication.k8s.io/v1alpha1", ERROR_UNSUPPORTED,
            "exec plugin: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\"");
    refused("command: x, apiVersion: client.authentication.k8s.io/v1", ERROR_INVALID,
            "interactiveMode must be specified for u");
    refused("command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: never",
            ERROR_INVALID, "invalid interactiveMode for u: \"never\"");
    refused("command: x, env: [{value: a}], " V1, ERROR_INVALID,
            "env variable name must be specified for u");
    refused("command: x, env: [{name: 'a=b'}], " V1, ERROR_INVALID,
            "env variable name 'a=b' of u has a '='");
}
