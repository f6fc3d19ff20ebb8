/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "patch/json_text.h"
#include "yaml/ynode.h"

static void expect(bool valid, const char *const *texts)
{
    for (; *texts; texts++)
        if (json_text_is_valid(view_of(*texts)) != valid)
            test_fail(__FILE__, __LINE__, "%s: valid should be %d", *texts, valid);
}

TEST(json_text, what_encoding_json_accepts)
{
    expect(true, (const char *const[]){ "[]", " [ ] ", "{}",
                                        "[{\"op\": \"add\", \"path\": \"/a\", \"value\": null}]\n",
                                        "[1, -0, 0.5, 1e3, 1E-3, 10.25e+7, true, false, null]",
                                        "\"\\u00e9 \\n \\/ \xff\"",
                                        "\t{\"a\"\r:\n[[{}]] , \"b\": \"\"}", NULL });
}

TEST(json_text, what_only_yaml_accepts)
{
    expect(false,
           (const char *const[]){
               "",      "[",       "[1,]",   "[,]",   "{\"a\": 1,}", "[{op: add}]", "['a']",
               "[01]",  "[1.]",    "[.5]",   "[+1]",  "[1e]",        "[-]",         "[a]",
               "[tru]", "[] # c",  "[]]",    "[] []", "\"a\tb\"",    "\"\\x41\"",   "\"\\u12g4\"",
               "\"a",   "{\"a\"}", "{1: 2}", "- a",   NULL });
}

TEST(json_text, R_036_nesting_has_an_end)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_repeat(&text, '[', YAML_DEPTH_MAX);
    buf_add_repeat(&text, ']', YAML_DEPTH_MAX);
    ASSERT_TRUE(json_text_is_valid(buf_view(&text)));
    buf_clear(&text);
    buf_add_repeat(&text, '[', YAML_DEPTH_MAX + 1);
    buf_add_repeat(&text, ']', YAML_DEPTH_MAX + 1);
    ASSERT_FALSE(json_text_is_valid(buf_view(&text)));
}
