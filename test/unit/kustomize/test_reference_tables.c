/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/fieldspec.h"

TEST(reference_tables, have_as_many_rows_as_kustomize)
{
    size_t len, referrers = 0;
    const struct backref *backrefs = fieldspec_backrefs(&len);

    ASSERT_EQ_INT(len, 16);
    for (size_t i = 0; i < len; i++) {
        ASSERT_TRUE(backrefs[i].kind.len > 0);
        referrers += backrefs[i].len;
    }
    ASSERT_EQ_INT(referrers, 167);
}

TEST(reference_tables, nothing_in_them_is_created)
{
    size_t len;
    const struct backref *backrefs = fieldspec_backrefs(&len);

    for (size_t i = 0; i < len; i++)
        for (size_t j = 0; j < backrefs[i].len; j++) {
            ASSERT_TRUE(backrefs[i].referrers[j].path.len > 0);
            ASSERT_FALSE(backrefs[i].referrers[j].create);
        }
}
