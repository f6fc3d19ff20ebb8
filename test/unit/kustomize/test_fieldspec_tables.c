/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/fieldspec.h"

TEST(fieldspec_tables, have_as_many_rows_as_kustomize)
{
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_COMMON_LABELS).len, 32);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_TEMPLATE_LABELS).len, 9);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_VOLUME_CLAIM_TEMPLATE_LABELS).len, 1);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_COMMON_ANNOTATIONS).len, 9);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_NAMESPACE).len, 3);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_IMAGES).len, 7);
    ASSERT_EQ_INT(fieldspec_defaults(FIELDSPEC_REPLICAS).len, 4);
}

TEST(fieldspec_tables, every_row_has_a_path)
{
    for (int set = FIELDSPEC_COMMON_LABELS; set <= FIELDSPEC_VAR_REFERENCE; set++) {
        struct fieldspec_list list = fieldspec_defaults((enum fieldspec_set)set);
        for (size_t i = 0; i < list.len; i++)
            ASSERT_TRUE(list.specs[i].path.len > 0);
    }
}
