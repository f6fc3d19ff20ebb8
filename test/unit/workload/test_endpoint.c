/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/endpoint.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static void gives(const char *ingress, const char *urls)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(ingress), "test", &err);
    AUTO(strv) list = STRV_INIT;
    AUTO(buf) all = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(doc != NULL, err);
    endpoint_add_ingress(&list, ydoc_root(doc));
    for (size_t i = 0; i < list.len; i++)
        buf_addf(&all, "%s%s", i > 0 ? " " : "", list.items[i]);
    ASSERT_EQ_STR(buf_text(&all), urls);
}

TEST(endpoint, each_rule_and_path_is_an_address)
{
    gives("{spec: {rules: [{host: a.example, http: {paths: [{path: /x/}, {}]}}]}}",
          "http://a.example/x/ http://a.example/");
    gives("{spec: {tls: [{hosts: [a.example]}], rules: [{host: a.example, http: {paths: [{path: "
          "/}]}}, {host: b, "
          "http: {paths: [{path: /}]}}]}}",
          "https://a.example/ http://b/");
}

TEST(endpoint, an_empty_host_is_the_observed_address)
{
    gives("{spec: {rules: [{http: {paths: [{path: /}]}}]}, status: {loadBalancer: {ingress: [{ip: "
          "192.0.2.1}]}}}",
          "http://192.0.2.1/");
    gives("{spec: {rules: [{http: {paths: [{path: /}]}}]}}", "");
}

TEST(endpoint, what_hubble_guards_is_https_and_what_is_hidden_is_left_out)
{
    gives("{metadata: {annotations: {nginx.ingress.kubernetes.io/auth-url: x, "
          "kuiper.juno-innovations.com/ingress-hide: '/a/, /c/'}}, spec: {rules: [{host: h, http: "
          "{paths: [{path: "
          "/a/}, {path: /b/}]}}]}}",
          "https://h/b/");
}
