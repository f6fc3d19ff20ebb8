/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/problems.h"

#include "harness/test.h"

TEST(problems, are_told_in_columns_with_what_to_do)
{
    AUTO(problems) problems = PROBLEMS_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(problems_check(&problems, "cannot", &err), err);
    problems_add(&problems, "gpu", "'maybe' is not a boolean", "--set gpu=true");
    problems_add(&problems, "repo", "required", "--set repo=VALUE");
    problems_add(&problems, "x", "unknown input", "");
    ASSERT_FALSE(problems_check(&problems, "cannot", &err));
    ASSERT_EQ_STR(error_message(&err), "cannot: 3 inputs are wrong\n"
                                       "  gpu    'maybe' is not a boolean   --set gpu=true\n"
                                       "  repo   required                   --set repo=VALUE\n"
                                       "  x      unknown input");
    error_release(&err);
}

TEST(problems, more_than_can_be_read_are_counted)
{
    AUTO(problems) problems = PROBLEMS_INIT;
    struct error err = ERROR_INIT;

    for (int i = 0; i < PROBLEMS_TOLD_MAX + 7; i++)
        problems_add(&problems, "x", "y", "z");
    ASSERT_FAILS(problems_check(&problems, "cannot", &err), err, ERROR_INVALID,
                 "57 inputs are wrong");
    ASSERT_FALSE(problems_check(&problems, "cannot", &err));
    ASSERT_CONTAINS(error_message(&err), "and 7 more");
    error_release(&err);
}
