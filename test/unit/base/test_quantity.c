/* SPDX-License-Identifier: Apache-2.0 */
#include "base/quantity.h"

#include <float.h>

#include "harness/test.h"

TEST(quantity, values)
{
    static const struct {
        const char *text;
        double value;
    } vectors[] = {
        { "0", 0 },
        { "1", 1 },
        { "+1", 1 },
        { "-1", -1 },
        { "1.5", 1.5 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "007", 7 },
        { "500m", 0.5 },
        { "100n", 100 * 1e-9 },
        { "7u", 7 * 1e-6 },
        { "2k", 2000 },
        { "3M", 3e6 },
        { "4G", 4e9 },
        { "5T", 5e12 },
        { "6P", 6e15 },
        { "7E", 7e18 },
        { "1Ki", 1024 },
        { "1.5Gi", 1610612736 },
        { "1Mi", 1048576 },
        { "1Ti", 0x1p40 },
        { "1Pi", 0x1p50 },
        { "1Ei", 0x1p60 },
        { "2e3", 2000 },
        { "2E3", 2000 },
        { "2e+3", 2000 },
        { "25e-2", 0.25 },
        { "-1.5Ki", -1536 },
        { "1E", 1e18 },
        { "100Ei", 0x1p63 },
        { "-100Ei", -0x1p63 },
        { "1e999", DBL_MAX },
        { "-1e999", -DBL_MAX },
    };

    for (size_t i = 0; i < ARRAY_SIZE(vectors); i++) {
        double value;
        ASSERT_TRUE(quantity_is_valid(view_of(vectors[i].text)));
        ASSERT_TRUE(quantity_value(view_of(vectors[i].text), &value));
        ASSERT_EQ_DOUBLE(value, vectors[i].value);
    }
}

TEST(quantity, no_quantity)
{
    static const char *const bad[] = {
        "",          " ",
        "+",         "-",
        ".",         "Ki",
        "m",         "1K",
        "1ki",       "1mi",
        "1KI",       "1KiB",
        "1 ",        " 1",
        "1 G",       "1e",
        "1e+",       "1e3.5",
        "1e1e1",     "1E+",
        "1Eik",      "--1",
        "1.2.3",     "0x1",
        "inf",       "nan",
        "1,5",       "1_0",
        "1g",        "1kk",
        "1e3Ki",     "e3",
        "1\xc2\xb5", "1e99999999999999999999",
    };
    double value = 42;

    for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
        if (quantity_value(view_of(bad[i]), &value) || quantity_is_valid(view_of(bad[i])))
            TEST_FAIL("'%s' was accepted", bad[i]);
    ASSERT_EQ_DOUBLE(value, 42.0);
    ASSERT_FALSE(quantity_is_valid(VIEW("1\0")));
}
