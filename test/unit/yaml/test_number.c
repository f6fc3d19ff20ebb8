/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "yaml/ydoc_internal.h"

static void expect(const char *plain, const char *json, const char *yaml)
{
    struct yscalar value = scalar_resolve(view_of(plain), YAML_1_1);
    AUTO(buf) out = BUF_INIT(1000);

    scalar_add_json_number(&out, &value);
    ASSERT_EQ_BUF(&out, json);
    buf_clear(&out);
    scalar_add_yaml_number(&out, &value);
    ASSERT_EQ_BUF(&out, yaml);
}

TEST(number, doubles_are_printed_as_go_prints_them)
{
    expect("1e3", "1000", "1000");
    expect("1.0", "1", "1");
    expect("0.1", "0.1", "0.1");
    expect("100000.5", "100000.5", "100000.5");
    expect("1234567.5", "1234567.5", "1.2345675e+06");
    expect("123456789.5", "123456789.5", "1.234567895e+08");
    expect("1e20", "100000000000000000000", "1e+20");
    expect("1e21", "1e+21", "1e+21");
    expect("1e-6", "0.000001", "1e-06");
    expect("1e-7", "1e-7", "1e-07");
    expect("0.0001", "0.0001", "0.0001");
    expect("1.5e300", "1.5e+300", "1.5e+300");
    expect("-2.5", "-2.5", "-2.5");
    expect("5e-324", "5e-324", "5e-324");
}

static const char *as_text(const char *plain)
{
    struct yscalar value = scalar_resolve(view_of(plain), YAML_1_1);
    AUTO(buf) out = BUF_INIT(1000);

    scalar_add_text_number(&out, &value);
    return test_format("%s", buf_text(&out));
}

TEST(number, in_the_place_of_a_text_floats_have_32_bits_and_integers_all)
{
    ASSERT_EQ_STR(as_text("3.10"), "3.1");
    ASSERT_EQ_STR(as_text("0.3333333333333333"), "0.33333334");
    ASSERT_EQ_STR(as_text("1000000.0"), "1e+06");
    ASSERT_EQ_STR(as_text("1e-50"), "0");
    ASSERT_EQ_STR(as_text("-0.0"), "-0");
    ASSERT_EQ_STR(as_text(".inf"), "+Inf");
    ASSERT_EQ_STR(as_text("-.inf"), "-Inf");
    ASSERT_EQ_STR(as_text("1e100"), "+Inf");
    ASSERT_EQ_STR(as_text(".nan"), "NaN");
    ASSERT_EQ_STR(as_text("18446744073709551615"), "18446744073709551615");
    ASSERT_EQ_STR(as_text("0x1F"), "31");
}

TEST(number, an_integral_double_within_64_bits_is_an_integer)
{
    expect("9223372036854775808.0", "9223372036854776000", "9223372036854776000");
    expect("4503599627370496.0", "4503599627370496", "4503599627370496");
    expect("18446744073709551616", "18446744073709552000", "1.8446744073709552e+19");
    expect("-9223372036854775809", "-9223372036854776000", "-9.223372036854776e+18");
    expect("-1e19", "-10000000000000000000", "-1e+19");
}

TEST(number, zero_loses_its_sign_as_in_kustomize)
{
    expect("-0.0", "-0", "0");
    expect("0.0", "0", "0");
    expect("-0", "0", "0");
}

TEST(number, a_double_alone_is_printed_as_by_percent_v)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {
        { 0, "0" },
        { -0.0, "-0" },
        { 1, "1" },
        { -1.5, "-1.5" },
        { 100000, "100000" },
        { 1e6, "1e+06" },
        { 123456.789, "123456.789" },
        { 123456789, "1.23456789e+08" },
        { 0.0001, "0.0001" },
        { 0.00001, "1e-05" },
        { 1e22, "1e+22" },
        { 5e-324, "5e-324" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        AUTO(buf) out = BUF_INIT(100);
        scalar_add_go_double(&out, rows[i].value);
        ASSERT_EQ_BUF(&out, rows[i].text);
    }
}

static void expect_key(const char *plain, const char *text)
{
    struct yscalar value = scalar_resolve(view_of(plain), YAML_1_1);
    AUTO(buf) out = BUF_INIT(1000);

    scalar_add_key_number(&out, &value);
    ASSERT_EQ_BUF(&out, text);
}

TEST(number, a_key_has_the_digits_of_a_32_bit_float)
{
    expect_key("1.5", "1.5");
    expect_key("1.10", "1.1");
    expect_key("0.123456789012", "0.12345679");
    expect_key("1e6", "1e+06");
    expect_key("1e-5", "1e-05");
    expect_key("-0.0", "-0");
    expect_key("0x10", "16");
    expect_key(".inf", ".inf");
    expect_key("-.inf", "-.inf");
    expect_key(".nan", ".nan");
    expect_key("1e300", ".inf");
}
