/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/json_extent.h"

#include "harness/test.h"
#include "yaml/ynode.h"

#define DEPTH_MAX 100

static size_t extent(const char *text)
{
    return json_extent(view_of(text), DEPTH_MAX);
}

TEST(json_extent, ends_behind_the_value)
{
    ASSERT_EQ_UINT(extent("{}"), 2);
    ASSERT_EQ_UINT(extent(" \t\r\n{ } rest"), 7);
    ASSERT_EQ_UINT(extent("{\"a\":{\"b\":[]}}}"), 14);
    ASSERT_EQ_UINT(extent("{\"a\" : [1, -0.5e+3, true, false, null, \"x\"] , \"b\":{}}"), 53);
    ASSERT_EQ_UINT(extent("{\"\\u00e4\\n\\\"\xc3\xa4\": 1}"), 19);
}

TEST(json_extent, of_any_value)
{
    ASSERT_EQ_UINT(extent("[{}] {}"), 4);
    ASSERT_EQ_UINT(extent(" null"), 5);
    ASSERT_EQ_UINT(extent("\"a\" b"), 3);
    ASSERT_EQ_UINT(extent("12,"), 2);
    ASSERT_EQ_UINT(extent(""), 0);
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
    ASSERT_EQ_UINT(extent("{\"a\": 1"), 0);
}

TEST(json_extent, is_not_looked_for_below_a_hundred_levels)
{
    AUTO(buf) text = BUF_INIT(1 << 12);

    for (unsigned i = 0; i < DEPTH_MAX; i++)
        buf_add(&text, i ? "[" : "{\"a\":");
    for (unsigned i = 0; i < DEPTH_MAX; i++)
        buf_add(&text, i + 1 < DEPTH_MAX ? "]" : "}");
    ASSERT_EQ_UINT(json_extent(buf_view(&text), DEPTH_MAX), buf_view(&text).len);
    ASSERT_EQ_UINT(extent("{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
                          "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"),
                   0);
}

/* ---- a whole text */

static void expect(bool valid, const char *const *texts)
{
    for (; *texts; texts++)
        if (json_is_valid(view_of(*texts)) != valid)
            test_fail(__FILE__, __LINE__, "%s: valid should be %d", *texts, valid);
}

TEST(json_extent, what_encoding_json_accepts)
{
    expect(true, (const char *const[]){ "[]", " [ ] ", "{}",
                                        "[{\"op\": \"add\", \"path\": \"/a\", \"value\": null}]\n",
                                        "[1, -0, 0.5, 1e3, 1E-3, 10.25e+7, true, false, null]",
                                        "\"\\u00e9 \\n \\/ \xff\"",
                                        "\t{\"a\"\r:\n[[{}]] , \"b\": \"\"}", NULL });
}

TEST(json_extent, what_only_yaml_accepts)
{
    expect(false,
           (const char *const[]){
               "",      "[",       "[1,]",   "[,]",   "{\"a\": 1,}", "[{op: add}]", "['a']",
               "[01]",  "[1.]",    "[.5]",   "[+1]",  "[1e]",        "[-]",         "[a]",
               "[tru]", "[] # c",  "[]]",    "[] []", "\"a\tb\"",    "\"\\x41\"",   "\"\\u12g4\"",
               "\"a",   "{\"a\"}", "{1: 2}", "- a",   NULL });
}

TEST(json_extent, R_036_nesting_has_an_end)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_repeat(&text, '[', YAML_DEPTH_MAX);
    buf_add_repeat(&text, ']', YAML_DEPTH_MAX);
    ASSERT_TRUE(json_is_valid(buf_view(&text)));
    buf_clear(&text);
    buf_add_repeat(&text, '[', YAML_DEPTH_MAX + 1);
    buf_add_repeat(&text, ']', YAML_DEPTH_MAX + 1);
    ASSERT_FALSE(json_is_valid(buf_view(&text)));
}
