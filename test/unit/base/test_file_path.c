/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/test.h"

TEST(file_path, a_real_path_has_no_links)
{
    AUTO(error) err = ERROR_INIT;
    const char *link = test_format("%s/link", test_dir());

    test_file("a/b", "");
    ASSERT_EQ_INT(symlink("a", link), 0);

    AUTO_CHARS real = file_real_path(test_format("%s/../link/./b", link), &err);
    AUTO_CHARS direct = file_real_path(test_format("%s/a/b", test_dir()), &err);

    ASSERT_OK(real, err);
    ASSERT_EQ_STR(real, direct);
    ASSERT_FAILS(file_real_path(test_format("%s/x", link), &err), err, ERROR_NOT_FOUND,
                 test_format("cannot find '%s/x'", link));
}

static void assert_joins(const char *dir, const char *name, const char *expected)
{
    AUTO_CHARS path = file_join(dir, name);

    ASSERT_EQ_STR(path, expected);
}

TEST(file_path, joining_puts_one_slash_between)
{
    assert_joins("a", "b", "a/b");
    assert_joins("a/", "b", "a/b");
    assert_joins("/", "b", "/b");
    assert_joins("", "b", "b");
    assert_joins("a", "/b", "/b");
    assert_joins("a", "", "a/");
    assert_joins("", "", "");
}

/* Expected values: the table of TestClean in Go's path/filepath. */
TEST(file_path, cleaning_is_go_s_filepath_clean)
{
    static const char *const cases[][2] = {
        { "abc", "abc" },
        { "abc/def", "abc/def" },
        { "a/b/c", "a/b/c" },
        { ".", "." },
        { "..", ".." },
        { "../..", "../.." },
        { "../../abc", "../../abc" },
        { "/abc", "/abc" },
        { "/", "/" },
        { "", "." },
        { "abc/", "abc" },
        { "abc/def/", "abc/def" },
        { "a/b/c/", "a/b/c" },
        { "./", "." },
        { "../", ".." },
        { "../../", "../.." },
        { "/abc/", "/abc" },
        { "abc//def//ghi", "abc/def/ghi" },
        { "abc//", "abc" },
        { "abc/./def", "abc/def" },
        { "/./abc/def", "/abc/def" },
        { "abc/.", "abc" },
        { "abc/def/ghi/../jkl", "abc/def/jkl" },
        { "abc/def/../ghi/../jkl", "abc/jkl" },
        { "abc/def/..", "abc" },
        { "abc/def/../..", "." },
        { "/abc/def/../..", "/" },
        { "abc/def/../../..", ".." },
        { "/abc/def/../../..", "/" },
        { "abc/def/../../../ghi/jkl/../../../mno", "../../mno" },
        { "/../abc", "/abc" },
        { "a/../b:/../../c", "../c" },
        { "abc/./../def", "def" },
        { "abc//./../def", "def" },
        { "abc/../../././../def", "../../def" },
        { "//abc", "/abc" },
        { "///abc", "/abc" },
        { "//abc//", "/abc" },
        { "...", "..." },
        { "a/..b/c..", "a/..b/c.." },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        AUTO_CHARS clean = file_clean(cases[i][0]);

        ASSERT_EQ_STR(clean, cases[i][1]);
    }
}

TEST(file_path, the_base_is_behind_the_last_slash)
{
    ASSERT_EQ_STR(file_base("a/b"), "b");
    ASSERT_EQ_STR(file_base("b"), "b");
    ASSERT_EQ_STR(file_base("/"), "");
}

/* What NAME is found as with PATH set to it; NULL PATH: unset. */
static const char *found_with(const char *path, const char *name)
{
    AUTO_CHARS old = getenv("PATH") ? strdup(getenv("PATH")) : NULL;

    if (path)
        setenv("PATH", path, 1);
    else
        unsetenv("PATH");

    AUTO_CHARS found = file_find_program(name);

    if (old)
        setenv("PATH", old, 1);
    return found ? test_format("%s", found) : NULL;
}

TEST(file_path, a_program_is_the_first_executable_file_in_path)
{
    const char *dir = test_dir();
    const char *program = test_file("b/tool", "#!/bin/sh\n");

    test_file("a/tool", "not executable");
    test_file("c/tool/file", "");
    ASSERT_EQ_INT(chmod(program, 0755), 0);
    ASSERT_EQ_STR(found_with(test_format("%s/c:%s/a:%s/none:%s/b", dir, dir, dir, dir), "tool"),
                  program);
    ASSERT_NULL(found_with(test_format("%s/a:%s/c", dir, dir), "tool"));
    ASSERT_NULL(found_with("", "tool"));
    ASSERT_NULL(found_with(test_format("%s/b", dir), ""));
    ASSERT_EQ_STR(found_with(program, "tool"), NULL);
    ASSERT_NOT_NULL(found_with(NULL, "sh"));
}

TEST(file_path, R_148_the_working_directory_is_never_searched)
{
    const char *program = test_file("b/tool", "#!/bin/sh\n");
    AUTO_CHARS here = getcwd(NULL, 0);

    ASSERT_EQ_INT(chmod(program, 0755), 0);
    ASSERT_EQ_INT(chdir(test_dir()), 0);

    const char *empty = found_with(":", "b/../b");
    const char *dot = found_with(".:b::./b", "tool");
    const char *named = found_with("", "b/tool");

    ASSERT_EQ_INT(chdir(here), 0);
    ASSERT_NULL(empty);
    ASSERT_NULL(dot);
    ASSERT_NOT_NULL(named);
    ASSERT_TRUE(named[0] == '/');
    ASSERT_CONTAINS(named, "/b/tool");
}
