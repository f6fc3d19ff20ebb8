/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/failure.h"

#include "harness/test.h"

TEST(failure, each_kind_begins_the_message_with_its_words)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(failure_set(&err, FAILURE_INPUT, ERROR_INVALID, "a %d", 1), err, ERROR_INVALID,
                 "input file: a 1");
    ASSERT_FAILS(failure_set(&err, FAILURE_AUTHENTICATION, ERROR_FORBIDDEN, "b"), err,
                 ERROR_FORBIDDEN, "authentication: b");
    ASSERT_FAILS(failure_set(&err, FAILURE_REJECTED, ERROR_CONFLICT, "c"), err, ERROR_CONFLICT,
                 "rejected: c");
    ASSERT_FAILS(failure_set(&err, FAILURE_UNAVAILABLE, ERROR_TIMEOUT, "d"), err, ERROR_TIMEOUT,
                 "unavailable: d");
}

TEST(failure, one_that_was_told_keeps_its_code_and_hint)
{
    AUTO(error) err = ERROR_INIT;

    error_set(&err, ERROR_IO, "no");
    error_hint(&err, "look");
    ASSERT_FAILS_HINT(failure_wrap(&err, FAILURE_INPUT), err, ERROR_IO, "input file: no", "look");
}
