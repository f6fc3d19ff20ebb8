/* SPDX-License-Identifier: Apache-2.0 */
#include "helm/values.h"

#include "harness/test.h"

static const char *written(const char *yaml)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(yaml), "values", NULL);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_TRUE(helm_values_write(&out, ydoc_root(doc), NULL));
    return test_format("%s", buf_text(&out));
}

TEST(values, large_integers_become_text_at_any_depth)
{
    ASSERT_EQ_STR(
        written("{a: 999999, b: 1000000, c: [-5000001, 3], d: {e: 18446744073709551615}}"),
        "{\"a\":999999,\"b\":\"1000000\",\"c\":[\"-5000001\",3],"
        "\"d\":{\"e\":\"18446744073709551615\"}}");
}

TEST(values, strings_nulls_and_booleans_keep_their_types)
{
    ASSERT_EQ_STR(written("{a: '1000000', b: null, c: true, d: 1.5, e: \"2.5\"}"),
                  "{\"a\":\"1000000\",\"b\":null,\"c\":true,\"d\":1.5,\"e\":\"2.5\"}");
}

TEST(values, digits_lose_sign_and_leading_zeros)
{
    AUTO_FREE(ydoc) doc = ydoc_new();

    ASSERT_EQ_VIEW(ynode_text(helm_value_int(doc, VIEW("+007"))), "7");
    ASSERT_EQ_VIEW(ynode_text(helm_value_int(doc, VIEW("-0"))), "0");
    ASSERT_EQ_INT(ynode_type(helm_value_int(doc, VIEW("-0999999")), YAML_1_1), YTYPE_INT);
    ASSERT_EQ_INT(ynode_type(helm_value_int(doc, VIEW("99999999999999999999")), YAML_1_1),
                  YTYPE_STRING);
}

TEST(values, R_074_what_a_yaml_reader_takes_as_a_line_end_or_refuses_is_escaped)
{
    ASSERT_EQ_STR(written("{a: \"x\\u2028y\\u0085z\\u007f\", b: \"\\uFEFF \\u00e9 \\U0001F600\"}"),
                  "{\"a\":\"x\\u2028y\\u0085z\\u007f\",\"b\":\"\\ufeff \xc3\xa9 "
                  "\xf0\x9f\x98\x80\"}");
}
