/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"
#include "base/regex_parse.h"

#include "harness/test.h"

static const struct regex_node *tree(struct arena *arena, const char *pattern)
{
    struct error err = ERROR_INIT;
    const struct regex_node *root = regex_parse(view_of(pattern), arena, &err);

    ASSERT_OK(root, err);
    return root;
}

/* regex_new() asserts that the states it adds are as many as the tree says. */
TEST(regex_tree, sizes_are_those_of_the_states)
{
    static const char *const patterns[] = {
        "",        "a",         "a*",           "a+",        "a?",
        "a{0}",    "a{3}",      "a{2,}",        "a{0,}",     "a{1,}",
        "a{2,5}",  "(ab|c)*",   "a|b|c|d",      "(?:a|b)|c", "(a|)*",
        "()*",     "(()|){3}",  "((a{2}b){3})", "(a*){2,4}", "[^\\x00-\\x{10FFFF}]+",
        "(a{0})+", "(|a{0}|)?",
    };

    for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
        struct error err = ERROR_INIT;
        AUTO_FREE(regex) regex = regex_new(view_of(patterns[i]), &err);
        ASSERT_OK(regex, err);
    }
}

TEST(regex_tree, nested_lists_are_joined_in_order)
{
    AUTO(arena) arena = ARENA_INIT;
    const struct regex_node *root = tree(&arena, "a(?:b(?:cd)e)f");

    ASSERT_EQ_INT(root->kind, REGEX_CONCAT);
    ASSERT_EQ_INT(root->height, 2);
    ASSERT_EQ_UINT(root->size, 6);
    uint32_t expected = 'a';
    for (const struct regex_node *child = root->child; child; child = child->next)
        ASSERT_EQ_UINT(child->code_point, expected++);
    ASSERT_EQ_UINT(expected, 'g');
}

TEST(regex_tree, height_counts_captures_and_repetitions)
{
    AUTO(arena) arena = ARENA_INIT;

    ASSERT_EQ_INT(tree(&arena, "a")->height, 1);
    ASSERT_EQ_INT(tree(&arena, "(a)")->height, 2);
    ASSERT_EQ_INT(tree(&arena, "(?:a)")->height, 1);
    ASSERT_EQ_INT(tree(&arena, "(a*b|c)*")->height, 6);
}

TEST(regex_tree, sizes_stop_above_the_limit)
{
    AUTO(arena) arena = ARENA_INIT;
    struct regex_node *node = regex_node_new(&arena, REGEX_ANY);

    for (int i = 0; i < 50; i++)
        node = regex_node_repeat(&arena, node, 1000, 1000);
    ASSERT_EQ_UINT(node->size, REGEX_STATES_MAX + 1);
}
