/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

#include <float.h>
#include <locale.h>

#include "harness/test.h"

TEST(num, signed_numbers_are_whole_and_in_range)
{
    int64_t value = 42;

    ASSERT_TRUE(num_parse_i64(VIEW("-9223372036854775808"), &value));
    ASSERT_EQ_INT(value, INT64_MIN);
    ASSERT_TRUE(num_parse_i64(VIEW("+9223372036854775807"), &value));
    ASSERT_EQ_INT(value, INT64_MAX);
    ASSERT_TRUE(num_parse_i64(VIEW("-0"), &value));
    ASSERT_EQ_INT(value, 0);
    ASSERT_TRUE(num_parse_i64(VIEW("007"), &value));
    ASSERT_EQ_INT(value, 7);
}

TEST(num, a_bad_number_leaves_the_output_alone)
{
    static const char *const bad[] = {
        "",
        "+",
        "-",
        "--1",
        "1 ",
        " 1",
        "1.0",
        "0x1",
        "1e3",
        "a",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999",
        "\xd9\xa3",
    };
    int64_t value = 42;
    uint64_t size = 43;

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        ASSERT_FALSE(num_parse_i64(view_of(bad[i]), &value));
    ASSERT_EQ_INT(value, 42);
    ASSERT_FALSE(num_parse_u64(VIEW("-1"), &size));
    ASSERT_FALSE(num_parse_u64(VIEW("+1"), &size));
    ASSERT_FALSE(num_parse_u64(VIEW("18446744073709551616"), &size));
    ASSERT_FALSE(num_parse_i64(VIEW("1\0"), &value));
    ASSERT_EQ_UINT(size, 43);
}

TEST(num, other_bases)
{
    uint64_t value;

    ASSERT_TRUE(num_parse_u64(VIEW("18446744073709551615"), &value));
    ASSERT_EQ_UINT(value, UINT64_MAX);
    ASSERT_TRUE(num_parse_u64_base(VIEW("fFfFfFfFfFfFfFfF"), 16, &value));
    ASSERT_EQ_UINT(value, UINT64_MAX);
    ASSERT_TRUE(num_parse_u64_base(VIEW("0755"), 8, &value));
    ASSERT_EQ_UINT(value, 0755);
    ASSERT_TRUE(num_parse_u64_base(VIEW("101"), 2, &value));
    ASSERT_EQ_UINT(value, 5);
    ASSERT_FALSE(num_parse_u64_base(VIEW("8"), 8, &value));
    ASSERT_FALSE(num_parse_u64_base(VIEW("2"), 2, &value));
    ASSERT_FALSE(num_parse_u64_base(VIEW("a"), 10, &value));
    ASSERT_FALSE(num_parse_u64_base(VIEW("10000000000000000"), 16, &value));
}

TEST(num, doubles_in_decimal_and_exponent_form)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "1", 1 },
        { "-1.5", -1.5 },
        { "+.5", 0.5 },
        { "1.", 1 },
        { "1e3", 1000 },
        { "1E+3", 1000 },
        { "25e-2", 0.25 },
        { "1e-400", 0 },
        { "5e-324", 4.9406564584124654e-324 },
        { "179769313486231570000000000000000000000000000000000000000000000000000e240", DBL_MAX },
        { "0.1", 0.1 },
    };
    static const char *const bad[] = { "",      ".",      "-",     "e3",  "1e",  "1e+",  "1.2.3",
                                       "inf",   "nan",    "0x1p4", "1_0", "1 ",  " 1",   "1,5",
                                       "1e400", "-1e309", "1f",    "NaN", "--1", "1e3.5" };
    double value = 42;

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        ASSERT_FALSE(num_parse_double(view_of(bad[i]), &value));
    ASSERT_EQ_DOUBLE(value, 42.0);
    for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
        ASSERT_TRUE(num_parse_double(view_of(good[i].text), &value));
        ASSERT_EQ_DOUBLE(value, good[i].value);
    }
}

TEST(num, a_double_ends_where_its_view_ends)
{
    double value;

    ASSERT_TRUE(num_parse_double(view_make("12345", 2), &value));
    ASSERT_EQ_DOUBLE(value, 12.0);
    ASSERT_FALSE(num_parse_double(VIEW("1\0002"), &value));
}

TEST(num, shortest_digits_are_those_of_go)
{
    static const struct {
        double value;
        const char *digits;
        int exponent;
    } vectors[] = {
        { 1, "1", 1 },
        { 0.1, "1", 0 },
        { 100000.5, "1000005", 6 },
        { 1e21, "1", 22 },
        { 1e23, "1", 24 },
        { 0.3, "3", 0 },
        { 0.1 + 0.2, "30000000000000004", 0 },
        { 9007199254740993.0, "9007199254740992", 16 },
        { 1.0 / 3, "3333333333333333", 0 },
        { 5e-324, "5", -323 },
        { 2.2250738585072014e-308, "22250738585072014", -307 },
        { 2.225073858507201e-308, "2225073858507201", -307 },
        { DBL_MAX, "17976931348623157", 309 },
        /* A power of two: the nearest 16 digits do not read back, those above do. */
        { 0x1p-44, "5684341886080802", -13 },
        { 0x1p-1022, "22250738585072014", -307 },
        { 123456789012345680.0, "12345678901234568", 18 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
        char digits[NUM_DIGITS_BYTES];
        int exponent;
        num_shortest_digits(vectors[i].value, digits, &exponent);
        ASSERT_EQ_STR(digits, vectors[i].digits);
        ASSERT_EQ_INT(exponent, vectors[i].exponent);
    }
}

TEST(num, the_locale_does_not_matter)
{
    char digits[NUM_DIGITS_BYTES];
    int exponent;
    double value;

    /* Where this locale with its decimal comma is not installed, "C" stays and less is proved. */
    setlocale(LC_ALL, "de_DE.UTF-8");

    bool parsed = num_parse_double(VIEW("1.5"), &value);
    bool comma = num_parse_double(VIEW("1,5"), &value);
    num_shortest_digits(1.25, digits, &exponent);
    setlocale(LC_ALL, "C");
    ASSERT_TRUE(parsed);
    ASSERT_FALSE(comma);
    ASSERT_EQ_DOUBLE(value, 1.5);
    ASSERT_EQ_STR(digits, "125");
    ASSERT_EQ_INT(exponent, 1);
}
