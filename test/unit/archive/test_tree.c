/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tree.h"

#include "harness/test.h"

static void add(struct archive_tree *tree, const char *path, const char *text)
{
    struct error err = ERROR_INIT;
    char *bytes = NULL;

    ASSERT_OK(archive_tree_add(tree, view_of(path), false, false, strlen(text), &bytes, &err), err);
    if (*text)
        memcpy(bytes, text, strlen(text));
}

TEST(tree, the_revision_is_of_paths_and_contents_in_any_order)
{
    AUTO(archive_tree) one = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) two = ARCHIVE_TREE_INIT;
    AUTO(archive_tree) other = ARCHIVE_TREE_INIT;
    char a[ARCHIVE_REVISION_BYTES], b[ARCHIVE_REVISION_BYTES], c[ARCHIVE_REVISION_BYTES];

    add(&one, "s/a", "1");
    add(&one, "s/b", "2");
    add(&two, "s/b", "2");
    add(&two, "s/a", "1");
    ASSERT_TRUE(archive_tree_add(&two, VIEW("s/empty"), true, false, 0, NULL, NULL));
    add(&other, "s/a", "12");
    add(&other, "s/b", "");
    archive_tree_revision(&one, a);
    archive_tree_revision(&two, b);
    archive_tree_revision(&other, c);
    ASSERT_EQ_INT(strlen(a), 8);
    ASSERT_EQ_STR(a, b);
    ASSERT_TRUE(strcmp(a, c) != 0);
}

TEST(tree, files_are_found_after_sorting_too)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;

    add(&tree, "s/z", "last");
    add(&tree, "s/a", "first");
    archive_tree_sort(&tree);
    ASSERT_EQ_VIEW(tree.members[0].path, "s/a");
    ASSERT_EQ_VIEW(archive_tree_file(&tree, "s/z")->bytes, "last");
    ASSERT_NULL(archive_tree_file(&tree, "s/Z"));
    ASSERT_NULL(archive_tree_file(&tree, "s"));
}

TEST(tree, a_path_that_is_too_long_is_refused)
{
    AUTO(archive_tree) tree = ARCHIVE_TREE_INIT;
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct error err = ERROR_INIT;

    buf_add_repeat(&path, 'x', ARCHIVE_NAME_BYTES_MAX + 1);
    ASSERT_FAILS(archive_tree_add(&tree, buf_view(&path), false, false, 0, NULL, &err), err,
                 ERROR_FORBIDDEN, "255");
    buf_add_repeat(&path, 'x', ARCHIVE_PATH_BYTES_MAX);
    ASSERT_FAILS(archive_tree_add(&tree, buf_view(&path), false, false, 0, NULL, &err), err,
                 ERROR_LIMIT, "1024");
}
