/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/yaml/vectors.h"

static void expect(const char *text, unsigned indent, const char *json)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(10000);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_json(&out, ydoc_root(doc), indent, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, json);
}

TEST(emit_json, one_line_has_no_blanks_and_sorted_keys)
{
    expect("b: [1, x, ~, {}, []]\na10: yes\na9: {c: 1.5, b: 0x10}\n", 0,
           "{\"a10\":true,\"a9\":{\"b\":16,\"c\":1.5},\"b\":[1,\"x\",null,{},[]]}");
}

TEST(emit_json, indented_it_is_as_kubectl_prints_it)
{
    expect("b: [1, {c: d}]\na: {}\ne: []\n", 4,
           "{\n    \"a\": {},\n    \"b\": [\n        1,\n        {\n            \"c\": \"d\"\n"
           "        }\n    ],\n    \"e\": []\n}");
}

TEST(emit_json, R_014_numbers_keep_all_their_bits)
{
    expect("[18446744073709551615, -9223372036854775808, 18446744073709551616, 1e-7, -0.0]", 0,
           "[18446744073709551615,-9223372036854775808,18446744073709552000,1e-7,-0]");
}

TEST(emit_json, R_013_keys_become_text_as_in_kubectl)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(10000);
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("a: {~: 1}"), "in", &err);

    expect("1.50: a\n0x10: b\nyes: c\n", 0, "{\"1.5\":\"a\",\"16\":\"b\",\"true\":\"c\"}");
    ASSERT_FAILS(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err), err, ERROR_INVALID,
                 "line 1, column 5: a mapping key is null");
    ASSERT_OK(emit_json(&out, ydoc_root(doc), 0, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BUF(&out, "{\"a\":{\"~\":1}}");
}

TEST(emit_json, what_json_does_not_know_is_refused_and_adds_nothing)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(10000);
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("[1, .inf]"), "in", &err);

    ASSERT_FAILS(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err), err, ERROR_INVALID,
                 "'.inf' cannot be written as JSON");
    ASSERT_EQ_UINT(out.len, 0);
}
