/* SPDX-License-Identifier: Apache-2.0 */
/* The harness must fail when it should: each test runs a failing assertion in a child. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/diff.h"
#include "harness/test.h"

TEST(harness, files_live_below_the_tests_own_directory)
{
    const char *path = test_file("a/b/c.txt", "one\n");

    ASSERT_CONTAINS(path, test_dir());
    ASSERT_EQ_VIEW(test_read(path), "one\n");
}

TEST(harness, each_test_has_a_fresh_directory)
{
    const char *path = test_format("%s/a/b/c.txt", test_dir());

    ASSERT_TRUE(access(path, F_OK) != 0);
}

TEST(harness, bytes_after_a_nul_count)
{
    const char *path = test_file_bytes("nul", VIEW("a\0b"));

    ASSERT_EQ_BYTES(test_read(path), VIEW("a\0b"));
    ASSERT_FALSE(view_eq(VIEW("a\0b"), VIEW("a\0c")));
}

TEST(harness, expected_failures_are_checked_and_cleared)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(error_set(&err, ERROR_SYNTAX, "bad '%s'", "x"), err, ERROR_SYNTAX, "bad 'x'");
    ASSERT_EQ_INT(err.code, ERROR_NONE);
    ASSERT_OK(true, err);
}

static const char *diff_of(const char *expected, const char *actual)
{
    const char *path = test_format("%s/diff", test_dir());
    FILE *out = fopen(path, "w");

    ASSERT_NOT_NULL(out);
    diff_print(out, view_of(expected), view_of(actual));
    fclose(out);
    return test_read(path).data;
}

TEST(harness, a_diff_shows_what_changed_with_context)
{
    ASSERT_EQ_STR(diff_of("1\n2\n3\n4\n5\n6\n", "1\n2\n3\nfour\n5\n6\n"),
                  "#   (- expected, + actual)\n"
                  "#   ...\n"
                  "#    2\n"
                  "#    3\n"
                  "#   -4\n"
                  "#   +four\n"
                  "#    5\n"
                  "#    6\n");
}

TEST(harness, a_diff_shows_a_missing_line_end)
{
    ASSERT_EQ_STR(diff_of("a\n", "a"), "#   (- expected, + actual)\n"
                                       "#   -a\n"
                                       "#   +a  (no line end)\n");
}
