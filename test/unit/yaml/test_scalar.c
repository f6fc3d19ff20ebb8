/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/scalar.h"

#include <math.h>

#include "unit/yaml/vectors.h"

/* "-" for what has no JSON: .inf, .nan. */
static void expect_json(struct view plain, enum yaml_profile profile, struct view expected)
{
    struct yscalar value = scalar_resolve(plain, profile);
    AUTO(buf) json = BUF_INIT(1000);

    switch (value.type) {
    case YTYPE_NULL:
        buf_add(&json, "null");
        break;
    case YTYPE_BOOL:
        buf_add(&json, value.boolean ? "true" : "false");
        break;
    case YTYPE_INT:
        scalar_add_json_number(&json, &value);
        break;
    case YTYPE_FLOAT:
        if (isfinite(value.real))
            scalar_add_json_number(&json, &value);
        else
            buf_add(&json, "-");
        break;
    case YTYPE_NONE:
    case YTYPE_STRING:
        if (value.timestamp && profile == YAML_KUSTOMIZE) {
            AUTO(buf) text = BUF_INIT(100);
            scalar_add_timestamp(&text, plain);
            buf_add_json_string(&json, buf_view(&text));
        } else {
            buf_add_json_string(&json, plain);
        }
        break;
    }
    if (!view_eq(buf_view(&json), expected))
        TEST_FAIL("'" VIEW_FMT "' is %s, not " VIEW_FMT, VIEW_ARGS(plain), buf_text(&json),
                  VIEW_ARGS(expected));
}

TEST(scalar, plain_scalars_mean_what_both_go_libraries_make_of_them)
{
    struct view rest = test_read("test/fixtures/yaml/scalars.tsv");
    struct view columns[3];
    size_t count = 0;

    for (; vectors_next(&rest, columns, 3); count++) {
        expect_json(columns[0], YAML_1_1, columns[1]);
        expect_json(columns[0], YAML_KUSTOMIZE, columns[2]);
    }
    ASSERT_TRUE(count >= 190);
    expect_json(VIEW_EMPTY, YAML_1_1, VIEW("null"));
    expect_json(VIEW(""), YAML_KUSTOMIZE, VIEW("null"));
}

TEST(scalar, R_014_integers_keep_all_their_bits_and_never_wrap)
{
    struct yscalar largest = scalar_resolve(VIEW("18446744073709551615"), YAML_1_1);
    struct yscalar least = scalar_resolve(VIEW("-9223372036854775808"), YAML_1_1);
    struct yscalar beyond = scalar_resolve(VIEW("18446744073709551616"), YAML_1_1);

    ASSERT_EQ_INT(largest.type, YTYPE_INT);
    ASSERT_EQ_UINT(largest.magnitude, UINT64_MAX);
    ASSERT_EQ_INT(least.type, YTYPE_INT);
    ASSERT_TRUE(least.negative);
    ASSERT_EQ_UINT(least.magnitude, (uint64_t)1 << 63);
    ASSERT_EQ_INT(beyond.type, YTYPE_FLOAT);
    ASSERT_EQ_DOUBLE(beyond.real, 18446744073709551616.0);
    ASSERT_EQ_INT(scalar_resolve(VIEW("1e400"), YAML_1_1).type, YTYPE_STRING);
}

TEST(scalar, a_number_of_any_length_is_read)
{
    AUTO(buf) digits = BUF_INIT(1 << 20);

    buf_add_repeat(&digits, '0', 100000);
    buf_add(&digits, "17");
    ASSERT_EQ_UINT(scalar_resolve(buf_view(&digits), YAML_1_1).magnitude, 15);
    buf_add_repeat(&digits, '_', 100000);
    ASSERT_EQ_UINT(scalar_resolve(buf_view(&digits), YAML_1_1).magnitude, 15);
}

TEST(scalar, ambiguous_is_what_either_reader_takes_for_something_else)
{
    static const char *const ambiguous[] = { "",     "yes", "y",    "NO",   "~",          "null",
                                             "0777", "1e3", "1:30", "0o+7", "2001-01-01", ".inf" };
    static const char *const clear[] = { "a", "yEs", "1.2.3", "12:99", "0x", "v1", "inf", "<<" };

    for (size_t i = 0; i < ARRAY_SIZE(ambiguous); i++)
        if (!scalar_is_ambiguous(view_of(ambiguous[i])))
            TEST_FAIL("'%s' is not ambiguous", ambiguous[i]);
    for (size_t i = 0; i < ARRAY_SIZE(clear); i++)
        if (scalar_is_ambiguous(view_of(clear[i])))
            TEST_FAIL("'%s' is ambiguous", clear[i]);
}

TEST(scalar, go_quotes_by_its_old_reader_only)
{
    ASSERT_TRUE(scalar_is_quoted_by_go(VIEW("yes")));
    ASSERT_TRUE(scalar_is_quoted_by_go(VIEW("190:20:30.5")));
    ASSERT_TRUE(scalar_is_quoted_by_go(VIEW("2001-01-01")));
    ASSERT_FALSE(scalar_is_quoted_by_go(VIEW("0o+7"))); /* 7 for go-yaml v3 */
}
