/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/hash.h"
#include "yaml/ydoc.h"

static const char *hash_of(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "o.yaml", &err);
    AUTO(buf) out = BUF_INIT(1 << 10);

    ASSERT_OK(doc, err);
    if (!hash_add(&out, ydoc_root(doc), &err))
        return test_format("%s", error_message(&err));
    return test_format("%s", buf_text(&out));
}

/* Values from kustomize's api/hasher/hasher_test.go. */
TEST(hash, config_maps_as_kustomize_hashes_them)
{
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: ConfigMap\n"), "6ct58987ht");
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: ConfigMap\ndata:\n  one: ''\n"), "9g67k2htb6");
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: ConfigMap\ndata:\n  three: 3\n  two: 2\n"
                          "  one: ''\n"),
                  "7757f9kkct");
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: ConfigMap\nbinaryData:\n  one: ''\n"),
                  "6mtk2m274t");
}

TEST(hash, secrets_as_kustomize_hashes_them)
{
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: Secret\ntype: my-type\n"), "5gmgkf8578");
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: Secret\ntype: my-type\ndata:\n  one: ''\n"),
                  "74bd68bm66");
    ASSERT_EQ_STR(hash_of("apiVersion: v1\nkind: Secret\ntype: my-type\ndata:\n  one: ''\n"
                          "stringData:\n  two: 2\n"),
                  "c4h4264gdb");
}

TEST(hash, numbers_are_doubles_as_in_kustomize)
{
    ASSERT_EQ_STR(hash_of("kind: ConfigMap\ndata: {a: 18446744073709551615}\n"), "kkc59g4464");
    ASSERT_EQ_STR(hash_of("kind: ConfigMap\ndata: {a: 18446744073709551616}\n"), "kkc59g4464");
}

TEST(hash, the_name_never_counts)
{
    ASSERT_EQ_STR(hash_of("kind: ConfigMap\nmetadata: {name: a}\ndata: {one: ''}\n"), "9g67k2htb6");
}

TEST(hash, go_escapes_what_html_would_trip_over)
{
    /* of {"data":{"a":"\u003c\u0026\u003e\u2028\u2029"},"kind":"ConfigMap","name":""} */
    ASSERT_EQ_STR(hash_of("kind: ConfigMap\ndata: {a: \"<&>\\u2028\\u2029\"}\n"), "4bk6fhbfc5");
}

TEST(hash, other_kinds_have_none)
{
    ASSERT_EQ_STR(hash_of("kind: Deployment\n"),
                  "the name of a Deployment cannot get a suffix from its content");
}
