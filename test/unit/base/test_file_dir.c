/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "harness/test.h"

TEST(file_dir, listing_is_sorted_and_whole)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    test_file("b", "");
    test_file(".hidden", "");
    test_file("a/c", "");
    strv_add(&names, "kept");
    ASSERT_OK(file_list(&names, test_dir(), 3, &err), err);
    ASSERT_EQ_UINT(names.len, 4);
    ASSERT_EQ_STR(names.items[0], "kept");
    ASSERT_EQ_STR(names.items[1], ".hidden");
    ASSERT_EQ_STR(names.items[2], "a");
    ASSERT_EQ_STR(names.items[3], "b");
}

TEST(file_dir, listing_stops_at_its_limit)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    test_file("a", "");
    test_file("b", "");
    ASSERT_FAILS(file_list(&names, test_dir(), 1, &err), err, ERROR_LIMIT, "over 1 entries");
    ASSERT_EQ_UINT(names.len, 0);
}

TEST(file_dir, what_is_no_directory_cannot_be_listed)
{
    AUTO(strv) names = STRV_INIT;
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(file_list(&names, test_file("a", ""), 9, &err), err, ERROR_NOT_FOUND,
                 "Not a directory");
    ASSERT_FAILS(file_list(&names, test_format("%s/x", test_dir()), 9, &err), err, ERROR_NOT_FOUND,
                 "No such file");
}

TEST(file_dir, a_private_directory_is_private)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_CHARS old = getenv("TMPDIR") ? strdup(getenv("TMPDIR")) : NULL;
    mode_t mask = umask(0);
    struct stat st;

    setenv("TMPDIR", test_dir(), 1);

    AUTO_CHARS path = file_make_private_dir("juno", &err);

    setenv("TMPDIR", test_format("%s/absent", test_dir()), 1);

    AUTO_CHARS none = file_make_private_dir("juno", NULL);

    if (old)
        setenv("TMPDIR", old, 1);
    else
        unsetenv("TMPDIR");
    umask(mask);
    ASSERT_OK(path, err);
    ASSERT_CONTAINS(path, test_format("%s/juno-", test_dir()));
    ASSERT_EQ_INT(stat(path, &st), 0);
    ASSERT_EQ_INT(st.st_mode & 07777, 0700);
    ASSERT_NULL(none);
}

TEST(file_dir, removing_a_tree_does_not_follow_links)
{
    const char *kept = test_file("kept/file", "still here");
    const char *tree = test_format("%s/tree", test_dir());

    test_file("tree/a/b/c", "");
    test_file("tree/a/d", "");
    test_file("tree/.git/e", "");
    ASSERT_EQ_INT(symlink("../kept", test_format("%s/link", tree)), 0);
    ASSERT_EQ_INT(symlink("../../kept", test_format("%s/a/link", tree)), 0);
    ASSERT_EQ_INT(chmod(test_format("%s/a/b", tree), 0500), 0);
    file_remove_tree(tree);
    ASSERT_EQ_INT(file_kind(tree), FILE_ABSENT);
    ASSERT_EQ_VIEW(test_read(kept), "still here");
}

TEST(file_dir, removing_a_link_or_file_removes_only_that)
{
    const char *kept = test_file("kept/file", "still here");
    const char *link = test_format("%s/link", test_dir());

    ASSERT_EQ_INT(symlink("kept", link), 0);
    file_remove_tree(link);
    ASSERT_EQ_INT(file_kind(link), FILE_ABSENT);
    ASSERT_EQ_VIEW(test_read(kept), "still here");
    file_remove_tree(kept);
    ASSERT_EQ_INT(file_kind(kept), FILE_ABSENT);
    file_remove_tree(kept);
}

/* Deeper than any path can name and any descriptor table can hold. */
TEST(file_dir, a_tree_of_any_depth_is_removed)
{
    const char *tree = test_format("%s/tree", test_dir());
    int here = open(".", O_RDONLY);
    bool made = mkdir(tree, 0700) == 0 && chdir(tree) == 0;

    for (int i = 0; made && i < 3000; i++)
        made = mkdir("dir", 0700) == 0 && chdir("dir") == 0;
    ASSERT_EQ_INT(fchdir(here), 0);
    close(here);
    ASSERT_TRUE(made);
    file_remove_tree(tree);
    ASSERT_EQ_INT(file_kind(tree), FILE_ABSENT);
}

TEST(file_dir, missing_parents_are_made)
{
    AUTO(error) err = ERROR_INIT;
    const char *path = test_format("%s/a//b/c/", test_dir());

    ASSERT_OK(file_make_dirs(path, &err), err);
    ASSERT_EQ_INT(file_kind(path), FILE_DIRECTORY);
    ASSERT_OK(file_make_dirs(path, &err), err);
    ASSERT_OK(file_make_dirs("/", &err), err);
}

TEST(file_dir, a_file_in_the_way_is_named)
{
    AUTO(error) err = ERROR_INIT;
    const char *file = test_file("a", "");

    ASSERT_FAILS(file_make_dirs(test_format("%s/b", file), &err), err, ERROR_NOT_FOUND,
                 test_format("cannot create directory '%s': Not a directory", file));
    ASSERT_FAILS(file_make_dirs(file, &err), err, ERROR_NOT_FOUND, "Not a directory");
}
