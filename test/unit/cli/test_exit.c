/* SPDX-License-Identifier: Apache-2.0 */
/* cli/exit: the statuses that scripts rely on; changing one breaks somebody */
#include <signal.h>

#include "cli/exit.h"
#include "harness/test.h"

TEST(exit, every_code_has_its_documented_status)
{
    static const struct {
        enum error_code code;
        int act;
        int question;
    } rows[] = {
        { ERROR_NONE, 0, 0 },        { ERROR_USAGE, 2, 2 },
        { ERROR_SYNTAX, 1, 2 },      { ERROR_INVALID, 1, 2 },
        { ERROR_LIMIT, 1, 2 },       { ERROR_NOT_FOUND, 1, 2 },
        { ERROR_UNMATCHED, 1, 2 },   { ERROR_CONFLICT, 1, 2 },
        { ERROR_FORBIDDEN, 1, 2 },   { ERROR_UNSUPPORTED, 1, 2 },
        { ERROR_UNREACHABLE, 1, 2 }, { ERROR_TIMEOUT, 1, 2 },
        { ERROR_IO, 1, 2 },          { ERROR_PIPE, 1, 1 },
        { ERROR_PROCESS, 1, 2 },     { ERROR_INTERRUPTED, 130, 130 },
        { ERROR_PARTIAL, 3, 2 },     { ERROR_FOUND, 1, 1 },
        { ERROR_UNCLEAR, 2, 2 },
    };

    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        ASSERT_EQ_INT(rows[i].code, i); /* no code was forgotten */
        ASSERT_EQ_INT(exit_status(rows[i].code, false, 0), rows[i].act);
        ASSERT_EQ_INT(exit_status(rows[i].code, true, 0), rows[i].question);
    }
}

TEST(exit, an_interrupt_tells_its_signal)
{
    ASSERT_EQ_INT(exit_status(ERROR_INTERRUPTED, false, SIGINT), 130);
    ASSERT_EQ_INT(exit_status(ERROR_INTERRUPTED, false, SIGTERM), 143);
}
