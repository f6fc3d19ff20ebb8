/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/path.h"

#include "harness/test.h"

TEST(path, a_pointer_is_cut_and_unescaped)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) parts = STRV_INIT;

    ASSERT_OK(path_parse_pointer(&parts, VIEW("/a/b~1c/~01/0/"), &err), err);
    ASSERT_EQ_UINT(parts.len, 5);
    ASSERT_EQ_STR(parts.items[1], "b/c");
    ASSERT_EQ_STR(parts.items[2], "~1");
    ASSERT_EQ_STR(parts.items[4], "");
}

TEST(path, the_empty_pointer_is_the_root)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) parts = STRV_INIT;

    ASSERT_OK(path_parse_pointer(&parts, VIEW(""), &err), err);
    ASSERT_EQ_UINT(parts.len, 0);
}

TEST(path, a_bad_pointer_is_refused_and_adds_nothing)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(strv) parts = STRV_INIT;

    strv_add(&parts, "before");
    ASSERT_FAILS(path_parse_pointer(&parts, VIEW("a"), &err), err, ERROR_SYNTAX,
                 "the JSON pointer 'a' does not start with '/'");
    ASSERT_FAILS(path_parse_pointer(&parts, VIEW("/a/b~2"), &err), err, ERROR_SYNTAX, "'~'");
    ASSERT_FAILS(path_parse_pointer(&parts, VIEW("/a~"), &err), err, ERROR_SYNTAX, "'~'");
    ASSERT_FAILS(path_parse_pointer(&parts, VIEW("/a\0b"), &err), err, ERROR_SYNTAX, "NUL");
    ASSERT_EQ_UINT(parts.len, 1);
}

TEST(path, dotted_paths_quote_what_is_no_word)
{
    AUTO(buf) path = BUF_INIT(1000);

    path_add_key(&path, VIEW("metadata"));
    path_add_key(&path, VIEW("annotations"));
    path_add_key(&path, VIEW("a.b/c"));
    ASSERT_EQ_BUF(&path, "metadata.annotations[\"a.b/c\"]");
    buf_clear(&path);
    path_add_key(&path, VIEW("containers"));
    path_add_index(&path, 0);
    path_add_key(&path, VIEW("image"));
    path_add_key(&path, VIEW(""));
    ASSERT_EQ_BUF(&path, "containers[0].image[\"\"]");
}
