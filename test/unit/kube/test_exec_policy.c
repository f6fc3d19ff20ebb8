/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/exec_policy.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "harness/test.h"

#define HEAD "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"

static void reads(struct kube_exec_policy *policy, const char *text)
{
    const struct kuberc_place place = { .variable = test_file("kuberc", text) };
    struct error err = ERROR_INIT;

    ASSERT_OK(kube_exec_policy_read(policy, &place, &err), err);
}

static void refused(const char *text, enum error_code code, const char *says)
{
    AUTO(kube_exec_policy) policy = KUBE_EXEC_POLICY_INIT;
    const struct kuberc_place place = { .flag = test_file("kuberc", text) };
    struct error err = ERROR_INIT;

    ASSERT_FAILS(kube_exec_policy_read(&policy, &place, &err), err, code, says);
    ASSERT_FAILS(kube_exec_policy_read(&policy, &place, &err), err, code, "kuberc");
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOW_ALL);
}

TEST(exec_policy, the_rule_and_its_list_are_read_in_every_version)
{
    AUTO(kube_exec_policy) policy = KUBE_EXEC_POLICY_INIT;

    reads(&policy, HEAD "credentialPluginPolicy: DenyAll\n");
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_DENY_ALL);
    reads(&policy, HEAD "aliases: []\n");
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOW_ALL);
    reads(&policy,
          "kind: Other\n---\napiVersion: kubectl.config.k8s.io/v7\nkind: Preference\n"
          "credentialPluginPolicy: Allowlist\n"
          "credentialPluginAllowlist: [{name: a}, {command: /b}, {name: c, command: c}]\n");
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOWLIST);
    ASSERT_EQ_UINT(policy.allowed.len, 3);
    ASSERT_EQ_STR(policy.allowed.items[1], "/b");
}

TEST(exec_policy, what_may_hold_a_promise_and_cannot_be_read_is_an_error)
{
    refused("a: [\n", ERROR_SYNTAX, "kuberc:2:");
    refused("kind: Other\n", ERROR_INVALID, "no valid preferences found in");
    refused("hello\n", ERROR_INVALID, "no valid preferences found in");
    refused(HEAD "credentialPluginPolicy: Sometimes\n", ERROR_INVALID,
            "unknown plugin policy: \"Sometimes\"");
    refused(HEAD "credentialPluginAllowlist: [{name: a}]\n", ERROR_INVALID,
            "the plugin policy is not \"Allowlist\"");
    refused(HEAD "credentialPluginPolicy: Allowlist\n", ERROR_INVALID, "allowlist is unspecified");
    refused(HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []\n",
            ERROR_INVALID, "allowlist is empty");
    refused(HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: a\n", ERROR_INVALID,
            "credentialPluginAllowlist is a list");
    refused(HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: a}, {}]\n",
            ERROR_INVALID, "empty allowlist entry #2");
    refused(HEAD "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: a/../b}]\n",
            ERROR_INVALID, "non-normalized file path: \"a/../b\" vs \"b\"");
    refused(HEAD "credentialPluginPolicy: Allowlist\n"
                 "credentialPluginAllowlist: [{name: a, command: b}]\n",
            ERROR_INVALID, "entry #1 has a name and a command that differ");
}

TEST(exec_policy, the_flag_goes_before_the_variable_and_that_before_the_home)
{
    AUTO(kube_exec_policy) policy = KUBE_EXEC_POLICY_INIT;
    struct kuberc_place place = { .home = test_dir() };
    struct error err = ERROR_INIT;

    ASSERT_OK(kube_exec_policy_read(&policy, &place, &err), err);
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOW_ALL);
    test_file(".kube/kuberc", HEAD "credentialPluginPolicy: DenyAll\n");
    ASSERT_OK(kube_exec_policy_read(&policy, &place, &err), err);
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_DENY_ALL);
    place.variable = test_file("variable", HEAD "credentialPluginPolicy: AllowAll\n");
    ASSERT_OK(kube_exec_policy_read(&policy, &place, &err), err);
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOW_ALL);
    place.flag = test_format("%s/away", test_dir());
    ASSERT_FAILS(kube_exec_policy_read(&policy, &place, &err), err, ERROR_NOT_FOUND, "away");
}

TEST(exec_policy, preferences_that_are_off_say_nothing)
{
    AUTO(kube_exec_policy) policy = KUBE_EXEC_POLICY_INIT;
    struct kuberc_place place = { .home = test_dir(), .variable = "off" };
    struct error err = ERROR_INIT;

    test_file(".kube/kuberc", HEAD "credentialPluginPolicy: DenyAll\n");
    ASSERT_OK(kube_exec_policy_read(&policy, &place, &err), err);
    ASSERT_EQ_INT(policy.rule, KUBE_EXEC_ALLOW_ALL);
    place.flag = "x";
    ASSERT_FAILS(kube_exec_policy_read(&policy, &place, &err), err, ERROR_USAGE,
                 "mutually exclusive");
    place.disabled = true;
    ASSERT_OK(kube_exec_policy_read(&policy, &place, &err), err);
}

static bool may(struct kube_exec_policy *policy, const char *command, const char *path)
{
    struct error err = ERROR_INIT;

    if (kube_exec_policy_check(policy, command, path, &err))
        return true;
    ASSERT_FAILS(false, err, ERROR_FORBIDDEN, "plugin");
    return false;
}

TEST(exec_policy, an_allowlist_knows_programs_by_path_and_by_their_place_on_PATH)
{
    AUTO(kube_exec_policy) policy = KUBE_EXEC_POLICY_INIT;
    const char *plugin = test_file("bin/plugin", "#!/bin/sh\n");
    const char *other = test_file("elsewhere/plugin", "#!/bin/sh\n");
    AUTO_CHARS before = view_copy(view_of(getenv("PATH")));

    ASSERT_EQ_INT(chmod(plugin, 0755) | chmod(other, 0755), 0);
    setenv("PATH", test_format("%s/bin", test_dir()), 1);
    ASSERT_TRUE(may(&policy, "plugin", plugin));
    policy.rule = KUBE_EXEC_ALLOWLIST;
    ASSERT_FALSE(may(&policy, "plugin", plugin));
    strv_add(&policy.allowed, "plugin");
    ASSERT_TRUE(may(&policy, "plugin", plugin));
    ASSERT_TRUE(may(&policy, plugin, plugin));
    ASSERT_FALSE(may(&policy, other, other));
    strv_add(&policy.allowed, other);
    ASSERT_TRUE(may(&policy, other, other));
    policy.rule = KUBE_EXEC_DENY_ALL;
    ASSERT_FALSE(may(&policy, "plugin", plugin));
    setenv("PATH", before, 1);
}
