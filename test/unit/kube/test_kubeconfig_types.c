/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/kubeconfig_types.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static bool check(const char *text, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "f", err);

    ASSERT_NOT_NULL(doc);
    return kubeconfig_types_check(ydoc_root(doc), "f", err);
}

static void accepted(const char *text)
{
    struct error err = ERROR_INIT;

    ASSERT_OK(check(text, &err), err);
}

static void refused(const char *text, const char *says)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(check(text, &err), err, ERROR_INVALID, says);
}

TEST(kubeconfig_types, nothing_null_and_unknown_fields_are_fine)
{
    accepted("");
    accepted("clusters: ~\nusers: []\nfuture: [1]\ncurrent-context: null\n");
    accepted("users: [{name: u, user: {token: ~, exec: null, as-groups: [a, null], "
             "as-user-extra: {a: [b], c: null}, extensions: [{name: a, extension: 1}]}}]\n");
    accepted("clusters: [{name: k, cluster: {certificate-authority-data: 'aGVs\n\n  bG8='}}]\n");
    accepted("clusters: [{name: k, cluster: {insecure-skip-tls-verify: yes}}]\n");
}

TEST(kubeconfig_types, a_wrong_type_is_told_with_its_place_and_field)
{
    refused("current-context: \"a\\0b\"\n", "f:1:18: 'current-context' has a NUL byte");
    refused("current-context: 5\n", "f:1:18: 'current-context' is a string, not this value");
    refused("users:\n- {name: u}\n- {name: 7}\n", "f:3:10: 'name' is a string");
    refused("clusters: [{name: k, cluster: []}]\n", "'cluster' is a mapping, not this sequence");
    refused("clusters: [{name: k, cluster: {server: {a: b}}}]\n",
            "'server' is a string, not this mapping");
    refused("clusters: [{name: k, cluster: {disable-compression: 'true'}}]\n",
            "'disable-compression' is true or false");
    refused("users: [{name: u, user: {as-groups: dev}}]\n", "'as-groups' is a list");
    refused("users: [{name: u, user: {as-groups: [1]}}]\n", "'as-groups' is a string");
    refused("users: [{name: u, user: {as-user-extra: {a: b}}}]\n", "'as-user-extra' is a list");
    refused("users: [{name: u, user: {as-user-extra: [a]}}]\n", "'as-user-extra' is a mapping");
    refused("users: [{name: u, user: {auth-provider: {name: x, config: {a: 1}}}}]\n",
            "'config' is a string");
    refused("users: [{name: u, user: {exec: {env: [{name: a, value: y}]}}}]\n",
            "'value' is a string");
    refused("users: [{name: u, user: {exec: {env: [a]}}}]\n", "'env' is a list of mappings");
    refused("users: [{name: u, user: {exec: {args: x}}}]\n", "'args' is a list");
}

TEST(kubeconfig_types, data_is_base64_whose_text_is_not_shown)
{
    struct error err = ERROR_INIT;

    refused("users: [{name: u, user: {client-key-data: 'aGVs bG8='}}]\n",
            "'client-key-data' is no base64");
    refused("users: [{name: u, user: {client-key-data: [a]}}]\n", "'client-key-data' is a string");
    ASSERT_FALSE(check("users: [{name: u, user: {client-key-data: 'canary!'}}]\n", &err));
    ASSERT_NOT_CONTAINS(error_message(&err), "canary");
    error_release(&err);
}

TEST(kubeconfig_types, extensions_have_names_of_their_own)
{
    refused("clusters: [{name: k, cluster: {extensions: [{name: a}, {name: a}]}}]\n",
            "duplicate name \"a\" in extensions");
    refused("extensions: [{name: a}, {name: a}]\n", "duplicate name \"a\" in extensions");
}
