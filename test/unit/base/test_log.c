/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/test.h"

/* What the log says on standard error at LEVEL. */
static struct view logged_at(int level)
{
    const char *path = test_file("stderr", "");
    int old = dup(STDERR_FILENO);

    fflush(stderr);
    ASSERT_NOT_NULL(freopen(path, "w", stderr));
    log_set_level(level);
    log_debug(1, "one %s", "\x1b[2J\nerror: forged");
    log_debug(2, "two %d", 2);
    log_set_level(0);
    fflush(stderr);
    dup2(old, STDERR_FILENO);
    close(old);
    return test_read(path);
}

TEST(log, it_is_silent_unless_asked)
{
    ASSERT_EQ_INT(log_level(), 0);
    ASSERT_EQ_VIEW(logged_at(0), "");
}

TEST(log, a_level_shows_itself_and_those_below)
{
    ASSERT_EQ_VIEW(logged_at(1), "debug: one ^[[2J^Jerror: forged\n");
    ASSERT_EQ_VIEW(logged_at(2), "debug: one ^[[2J^Jerror: forged\ndebug: two 2\n");
}
