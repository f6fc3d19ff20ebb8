/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/json_extent.h"

#include "harness/test.h"

static size_t extent(const char *text)
{
    return json_extent(view_of(text));
}

TEST(json_extent, ends_behind_the_object)
{
    ASSERT_EQ_UINT(extent("{}"), 2);
    ASSERT_EQ_UINT(extent(" \t\r\n{ } rest"), 7);
    ASSERT_EQ_UINT(extent("{\"a\":{\"b\":[]}}}"), 14);
    ASSERT_EQ_UINT(extent("{\"a\" : [1, -0.5e+3, true, false, null, \"x\"] , \"b\":{}}"), 53);
    ASSERT_EQ_UINT(extent("{\"\\u00e4\\n\\\"\xc3\xa4\": 1}"), 19);
}

TEST(json_extent, what_is_no_object_has_none)
{
    ASSERT_EQ_UINT(extent(""), 0);
    ASSERT_EQ_UINT(extent("[{}]"), 0);
    ASSERT_EQ_UINT(extent("null"), 0);
    ASSERT_EQ_UINT(extent("text {}"), 0);
}

TEST(json_extent, what_is_only_yaml_has_none)
{
    ASSERT_EQ_UINT(extent("{a: 1}"), 0);
    ASSERT_EQ_UINT(extent("{'a': 1}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": b}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": 1,}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": [1,]}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\"}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": 01}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": .5}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": 1.}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": 1e}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": tru}"), 0);
}

TEST(json_extent, R_007_what_is_cut_or_bad_has_none)
{
    ASSERT_EQ_UINT(extent("{"), 0);
    ASSERT_EQ_UINT(extent("{\"a\":"), 0);
    ASSERT_EQ_UINT(extent("{\"a"), 0);
    ASSERT_EQ_UINT(extent("{\"a\\"), 0);
    ASSERT_EQ_UINT(extent("{\"\\u12\": 1}"), 0);
    ASSERT_EQ_UINT(extent("{\"\\x\": 1}"), 0);
    ASSERT_EQ_UINT(extent("{\"\n\": 1}"), 0);
    ASSERT_EQ_UINT(extent("{\"\xff\": 1}"), 0);
    ASSERT_EQ_UINT(extent("{\"a\": 1"), 0);
}

TEST(json_extent, is_not_looked_for_below_a_hundred_levels)
{
    AUTO(buf) text = BUF_INIT(1 << 12);

    for (unsigned i = 0; i < JSON_EXTENT_DEPTH_MAX; i++)
        buf_add(&text, i ? "[" : "{\"a\":");
    for (unsigned i = 0; i < JSON_EXTENT_DEPTH_MAX; i++)
        buf_add(&text, i + 1 < JSON_EXTENT_DEPTH_MAX ? "]" : "}");
    ASSERT_EQ_UINT(json_extent(buf_view(&text)), buf_view(&text).len);
    ASSERT_EQ_UINT(extent("{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"),
                   0);
}
