/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex_parse.h"

#include "base/regex.h"
#include "harness/test.h"

static void refuses(const char *pattern, enum error_code code, const char *message)
{
    AUTO(arena) arena = ARENA_INIT;
    struct error err = ERROR_INIT;

    ASSERT_FAILS(regex_parse(view_of(pattern), &arena, &err), err, code, message);
}

/* COUNT times TEXT, until the test ends. */
static const char *repeat(struct buf *buf, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add(buf, text);
    return buf_text(buf);
}

TEST(regex_parse, says_where_it_went_wrong)
{
    refuses("ab(c", ERROR_SYNTAX, "missing closing ): `ab(c` at offset 2");
    refuses("ab)c", ERROR_SYNTAX, "unexpected ): `ab)c` at offset 2");
    refuses("ab[c", ERROR_SYNTAX, "missing closing ]: `[c` at offset 2");
    refuses("abc**d", ERROR_SYNTAX, "invalid nested repetition operator: `**` at offset 3");
    refuses("ab|*", ERROR_SYNTAX, "missing argument to repetition operator: `*` at offset 3");
    refuses("a{1001}", ERROR_SYNTAX, "invalid repeat count: `{1001}` at offset 1");
    refuses("\xc3\xa9\\y", ERROR_SYNTAX, "invalid escape sequence: `\\y` at offset 2");
    refuses("abc\\", ERROR_SYNTAX, "trailing backslash at end of expression: `` at offset 4");
    refuses("a(?P<b", ERROR_SYNTAX, "invalid named capture: `(?P<b` at offset 1");
    refuses("a(?=b)", ERROR_SYNTAX, "invalid or unsupported Perl syntax: `(?=` at offset 1");
    refuses("a\xff", ERROR_SYNTAX, "invalid UTF-8: `\xff` at offset 1");
}

TEST(regex_parse, R_033_nested_repetitions_multiply)
{
    AUTO(arena) arena = ARENA_INIT;
    struct error err = ERROR_INIT;

    ASSERT_OK(regex_parse(VIEW("((a{10}){10}){10}"), &arena, &err), err);
    ASSERT_OK(regex_parse(VIEW("(a{1000}){0}"), &arena, &err), err);
    ASSERT_OK(regex_parse(VIEW("(a{1000})*"), &arena, &err), err);
    refuses("((a{10}){10}){11}", ERROR_SYNTAX, "invalid repeat count: `{11}` at offset 13");
    refuses("(a{2,}){501}", ERROR_SYNTAX, "invalid repeat count: `{501}`");
    refuses("(a{0}b{600}){2}", ERROR_SYNTAX, "invalid repeat count: `{2}`");
}

TEST(regex_parse, nesting_is_limited_where_it_would_recurse)
{
    AUTO(arena) arena = ARENA_INIT;
    AUTO(buf) deep = BUF_INIT(REGEX_BYTES_MAX);
    AUTO(buf) flat = BUF_INIT(REGEX_BYTES_MAX);
    AUTO(buf) open = BUF_INIT(REGEX_BYTES_MAX);
    struct error err = ERROR_INIT;

    repeat(&deep, "(", 1000);
    refuses(repeat(&deep, ")", 1000), ERROR_LIMIT, "expression nests too deeply");
    /* Groups that capture nothing leave no trace in the tree, as in Go. */
    repeat(&flat, "(?:a", 10000);
    ASSERT_OK(regex_parse(view_of(repeat(&flat, ")", 10000)), &arena, &err), err);
    refuses(repeat(&open, "(", 60000), ERROR_SYNTAX, "missing closing )");
}

TEST(regex_parse, size_is_limited_before_anything_is_built)
{
    AUTO(buf) many = BUF_INIT(REGEX_BYTES_MAX);
    AUTO(buf) classes = BUF_INIT(REGEX_BYTES_MAX);

    refuses(repeat(&many, "(abc){1000}", 34), ERROR_LIMIT, "expression too large");
    refuses(repeat(&classes, "\\PL", 20000), ERROR_LIMIT, "expression too large");
}

TEST(regex_parse, flags_end_with_their_group)
{
    AUTO(arena) arena = ARENA_INIT;
    struct error err = ERROR_INIT;
    const struct regex_node *root = regex_parse(VIEW("(?:a(?s).).(?-s:.)"), &arena, &err);

    ASSERT_OK(root, err);
    ASSERT_EQ_INT(root->kind, REGEX_CONCAT);
    const struct regex_node *first = root->child;
    ASSERT_EQ_INT(first->kind, REGEX_CHAR);
    ASSERT_EQ_INT(first->next->kind, REGEX_ANY);
    ASSERT_EQ_INT(first->next->next->kind, REGEX_ANY_NOT_NL);
    ASSERT_EQ_INT(first->next->next->next->kind, REGEX_ANY_NOT_NL);
    ASSERT_NULL(first->next->next->next->next);
}
