/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/fieldspec.h"

TEST(reference_tables, have_as_many_rows_as_kustomize)
{
    struct backref_list list = fieldspec_backrefs();
    size_t referrers = 0;

    ASSERT_EQ_INT(list.len, 16);
    for (size_t i = 0; i < list.len; i++) {
        ASSERT_TRUE(list.backrefs[i].kind.len > 0);
        referrers += list.backrefs[i].referrers.len;
    }
    ASSERT_EQ_INT(referrers, 167);
}

TEST(reference_tables, nothing_in_them_is_created)
{
    struct backref_list list = fieldspec_backrefs();

    for (size_t i = 0; i < list.len; i++) {
        struct fieldspec_list referrers = list.backrefs[i].referrers;
        for (size_t j = 0; j < referrers.len; j++) {
            ASSERT_TRUE(referrers.specs[j].path.len > 0);
            ASSERT_FALSE(referrers.specs[j].create);
        }
    }
}
