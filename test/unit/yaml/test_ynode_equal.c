/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "yaml/ydoc.h"

static bool equal(const char *a, const char *b, enum yaml_profile profile)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) x = ydoc_parse(view_of(a), "a", &err);
    AUTO_FREE(ydoc) y = ydoc_parse(view_of(b), "b", &err);

    ASSERT_OK(x && y, err);
    bool there = ynode_equal(ydoc_root(x), ydoc_root(y), profile);
    ASSERT_EQ_INT(ynode_equal(ydoc_root(y), ydoc_root(x), profile), there);
    return there;
}

TEST(ynode_equal, styles_order_anchors_and_comments_do_not_count)
{
    ASSERT_TRUE(equal("a: &x [1, 'b']\nc: *x # d\n", "{c: [0x1, b], a: [+1, \"b\"]}", YAML_1_1));
    ASSERT_TRUE(equal("a: |\n  x\n", "a: \"x\\n\"", YAML_1_1));
    ASSERT_TRUE(equal("a: {<<: {b: 1, c: 2}, b: 3}", "a: {c: 2, b: 3}", YAML_1_1));
    ASSERT_TRUE(equal("a: 1\na: 2", "a: 2", YAML_1_1));
    ASSERT_TRUE(equal("[~, null, ]", "[null, ~]", YAML_1_1));
    ASSERT_TRUE(equal("[.nan, 1e3]", "[.NaN, 1000.0]", YAML_1_1));
}

TEST(ynode_equal, types_and_values_do)
{
    ASSERT_FALSE(equal("1", "1.0", YAML_1_1));
    ASSERT_FALSE(equal("1", "'1'", YAML_1_1));
    ASSERT_FALSE(equal("1", "-1", YAML_1_1));
    ASSERT_FALSE(equal("~", "''", YAML_1_1));
    ASSERT_FALSE(equal("true", "false", YAML_1_1));
    ASSERT_FALSE(equal("[a]", "[a, b]", YAML_1_1));
    ASSERT_FALSE(equal("[a, b]", "[b, a]", YAML_1_1));
    ASSERT_FALSE(equal("{a: 1}", "{b: 1}", YAML_1_1));
    ASSERT_FALSE(equal("{a: 1}", "{a: 1, b: 1}", YAML_1_1));
    ASSERT_FALSE(equal("{a: 1, a: 2, b: 1}", "{a: 1, b: 1, c: 1}", YAML_1_1));
    ASSERT_FALSE(equal("{}", "[]", YAML_1_1));
}

TEST(ynode_equal, the_profile_decides_what_a_scalar_is)
{
    ASSERT_TRUE(equal("yes", "true", YAML_1_1));
    ASSERT_FALSE(equal("yes", "true", YAML_KUSTOMIZE));
    ASSERT_TRUE(equal("yes", "'yes'", YAML_KUSTOMIZE));
    ASSERT_TRUE(equal("2001-1-1", "'2001-01-01T00:00:00Z'", YAML_KUSTOMIZE));
    ASSERT_TRUE(equal("2001-1-1", "'2001-1-1'", YAML_1_1));
}

TEST(ynode_equal, large_mappings_compare_in_any_order)
{
    AUTO(buf) up = BUF_INIT(1 << 20);
    AUTO(buf) down = BUF_INIT(1 << 20);

    for (int i = 0; i < 20000; i++) {
        buf_addf(&up, "k%d: %d\n", i, i);
        buf_addf(&down, "k%d: %d\n", 19999 - i, 19999 - i);
    }
    ASSERT_TRUE(equal(buf_text(&up), buf_text(&down), YAML_1_1));
}

TEST(ynode_equal, R_005_a_thousand_levels_take_no_stack)
{
    AUTO(buf) text = BUF_INIT(1 << 20);

    buf_add_repeat(&text, '[', 1000);
    buf_add_repeat(&text, ']', 1000);
    ASSERT_TRUE(equal(buf_text(&text), buf_text(&text), YAML_1_1));
}
