/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/tree.h"
#include "base/file.h"
#include "harness/test.h"

static void add(struct archive_tree *tree, const char *path, const char *text, bool executable)
{
    struct error err = ERROR_INIT;
    char *bytes = NULL;

    ASSERT_OK(archive_tree_add(tree, view_of(path), false, executable, strlen(text), &bytes, &err),
              err);
    memcpy(bytes, text, strlen(text));
}

static unsigned mode_of(const char *path)
{
    struct stat info;

    ASSERT_EQ_INT(lstat(path, &info), 0);
    return info.st_mode & 07777;
}

TEST(extract, R_049_modes_are_0644_and_0755)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;

    add(&tree, "scripts/chart/Chart.yaml", "name: x\n", false);
    add(&tree, "scripts/run.sh", "exit\n", true);
    ASSERT_OK(archive_tree_extract(&tree, test_dir(), &err), err);
    ASSERT_EQ_VIEW(test_read(test_format("%s/scripts/chart/Chart.yaml", test_dir())), "name: x\n");
    ASSERT_EQ_INT(mode_of(test_format("%s/scripts/chart/Chart.yaml", test_dir())), 0644);
    ASSERT_EQ_INT(mode_of(test_format("%s/scripts/run.sh", test_dir())), 0755);
}

TEST(extract, R_053_a_planted_link_is_never_followed)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) below = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;
    const char *target = test_file("outside/target", "mine");
    const char *directory = test_format("%s/in", test_dir());

    ASSERT_EQ_INT(mkdir(directory, 0700), 0);
    ASSERT_EQ_INT(symlink(target, test_format("%s/a", directory)), 0);
    ASSERT_EQ_INT(symlink(test_format("%s/outside", test_dir()), test_format("%s/d", directory)),
                  0);
    add(&tree, "a", "theirs", false);
    ASSERT_FAILS(archive_tree_extract(&tree, directory, &err), err, ERROR_IO, "cannot create 'a'");
    add(&below, "d/target", "theirs", false);
    ASSERT_FAILS(archive_tree_extract(&below, directory, &err), err, ERROR_NOT_FOUND, "");
    ASSERT_EQ_VIEW(test_read(target), "mine");
}

TEST(extract, R_052_what_is_there_already_is_left_alone)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    struct error err = ERROR_INIT;
    const char *file = test_file("in/a", "mine");

    add(&tree, "a", "theirs", false);
    ASSERT_FAILS(archive_tree_extract(&tree, test_format("%s/in", test_dir()), &err), err, ERROR_IO,
                 "cannot create 'a'");
    ASSERT_EQ_VIEW(test_read(file), "mine");
}
