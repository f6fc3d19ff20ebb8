/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex_parse.h"

#include "harness/test.h"

/* The code point that all of PATTERN stands for. */
static uint32_t code_of(const char *pattern)
{
    AUTO(arena) arena = ARENA_INIT;
    struct error err = ERROR_INIT;
    const struct regex_node *root = regex_parse(view_of(pattern), &arena, &err);

    ASSERT_OK(root, err);
    ASSERT_EQ_INT(root->kind, REGEX_CHAR);
    return root->code_point;
}

static void refuses(const char *pattern, const char *message, const char *hint)
{
    AUTO(arena) arena = ARENA_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS_HINT(regex_parse(view_of(pattern), &arena, &err), err, ERROR_SYNTAX, message,
                      hint);
}

TEST(regex_escape, every_way_to_write_a_character)
{
    ASSERT_EQ_UINT(code_of("\\x41"), 'A');
    ASSERT_EQ_UINT(code_of("\\x{41}"), 'A');
    ASSERT_EQ_UINT(code_of("\\x{0010FFFF}"), 0x10ffff);
    ASSERT_EQ_UINT(code_of("\\101"), 'A');
    ASSERT_EQ_UINT(code_of("\\0"), 0);
    ASSERT_EQ_UINT(code_of("\\07"), 7);
    ASSERT_EQ_UINT(code_of("\\777"), 0777);
    ASSERT_EQ_UINT(code_of("\\a"), 7);
    ASSERT_EQ_UINT(code_of("\\f"), 12);
    ASSERT_EQ_UINT(code_of("\\n"), 10);
    ASSERT_EQ_UINT(code_of("\\r"), 13);
    ASSERT_EQ_UINT(code_of("\\t"), 9);
    ASSERT_EQ_UINT(code_of("\\v"), 11);
    ASSERT_EQ_UINT(code_of("\\_"), '_');
    ASSERT_EQ_UINT(code_of("\\."), '.');
}

TEST(regex_escape, refuses_what_go_has_no_meaning_for)
{
    refuses("\\1", "invalid escape sequence: `\\1`", "");
    refuses("\\C", "invalid escape sequence: `\\C`", "");
    refuses("\\x{110000}", "invalid escape sequence: `\\x{110000`", "");
    refuses("\\x{}", "invalid escape sequence: `\\x{}`", "");
    refuses("[\\b]", "invalid escape sequence: `\\b`", "");
}

TEST(regex_escape, an_unknown_class_says_what_is_known)
{
    refuses("\\p{Foo}", "invalid character class range: `\\p{Foo}`", "scripts such as");
    refuses("a\\p{Greek}b", "`\\p{Greek}` at offset 1", "scripts such as");
    refuses("[[:foo:]]", "invalid character class range: `[:foo:]` at offset 1", "");
}
