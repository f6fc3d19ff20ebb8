/* SPDX-License-Identifier: Apache-2.0 */
#include "json/decode.h"

#include "base/alloc.h"
#include "harness/test.h"
#include "yaml/emit.h"

static void expect_same(const char *json)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_from_json(view_of(json), &err);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, json);
}

TEST(json, keeps_every_kind_of_value)
{
    expect_same("{\"a\":[1,-2,true,false,null,\"x\",{}],\"b\":{\"c\":[]}}");
    expect_same("\"alone\"");
}

TEST(json, keeps_all_digits_of_64_bit_integers_and_the_text_of_long_decimals)
{
    AUTO_FREE(ydoc)
    doc = ydoc_from_json(
        VIEW("[18446744073709551615, -9223372036854775808, 0.12345678901234567890123, 1E5]"), NULL);

    ASSERT_NOT_NULL(doc);
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 0)), "18446744073709551615");
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 1)), "-9223372036854775808");
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 2)), "0.12345678901234567890123");
    ASSERT_EQ_INT(ynode_type(ynode_at(ydoc_root(doc), 0), YAML_1_1), YTYPE_INT);
    ASSERT_EQ_INT(ynode_type(ynode_at(ydoc_root(doc), 3), YAML_1_1), YTYPE_FLOAT);
}

TEST(json, strings_stay_strings_whatever_they_look_like)
{
    AUTO_FREE(ydoc)
    doc =
        ydoc_from_json(VIEW("{\"1\":\"2\",\"t\":\"true\",\"e\":\"\",\"q\":\"a\\\"3\\\\\"}"), NULL);
    const struct ynode *root = ydoc_root(doc);

    ASSERT_EQ_INT(ynode_type(ynode_get(root, "1"), YAML_1_1), YTYPE_STRING);
    ASSERT_EQ_INT(ynode_type(ynode_get(root, "t"), YAML_1_1), YTYPE_STRING);
    ASSERT_EQ_INT(ynode_type(ynode_get(root, "e"), YAML_1_1), YTYPE_STRING);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(root, "q")), "a\"3\\");
}

TEST(json, keeps_a_nul_in_a_string_and_joins_surrogates)
{
    AUTO_FREE(ydoc) doc = ydoc_from_json(VIEW("[\"a\\u0000b\",\"\\ud83d\\ude00\"]"), NULL);

    ASSERT_NOT_NULL(doc);
    ASSERT_EQ_BYTES(ynode_text(ynode_at(ydoc_root(doc), 0)), VIEW("a\0b"));
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 1)), "\xf0\x9f\x98\x80");
}

TEST(json, long_strings_are_what_short_ones_are)
{
    expect_same(
        "[\"a string of over twenty-four bytes\",7,\"\",\"and \\\"quoted\\\", with \\\\ and "
        "\\n\",{\"a key of over twenty-four bytes, too\":\"x\"},[1,\"gr\303\274n, gr\303\274n ist "
        "alles was ich habe\"]]");
    AUTO_FREE(ydoc)
    doc = ydoc_from_json(VIEW("[\"tab \\t slash \\/ umlaut \\u00fc, all of it long\", \"b\\b f\\f "
                              "r\\r / \\/ without a number\"]"),
                         NULL);

    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 0)),
                   "tab \t slash / umlaut \303\274, all of it long");
    ASSERT_EQ_VIEW(ynode_text(ynode_at(ydoc_root(doc), 1)), "b\b f\f r\r / / without a number");
}

TEST(json, what_is_wrong_in_a_long_string_is_refused_with_its_place)
{
    static const char *const texts[] = {
        "[1,\n\"long and longer, and then a tab: \t\"]",
        "[1,\n\"long and longer, and then a bad byte: \377\"]",
        "[1,\n\"long and longer, and then a bad escape: \\x\"]",
        "[1,\n\"long and longer, and then no end",
        "[1,\n\"long and longer, and then no end\\\"",
        "[1,\n\"long and longer, and then no end\\",
        "[1,\n\"long and longer, and then half a pair: \\ud800\"]",
        "[\"long and longer, and then something else\",\n]",
        "{\"a\":\"long and longer, and then something else\"\n\"b\":1}",
    };
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        ASSERT_FAILS(ydoc_from_json(view_of(texts[i]), &err), err, ERROR_SYNTAX, "json:2:");
}

static void expect_without(const char *json, const char *expected)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_from_json_without(view_of(json), "mf", &err);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, expected);
}

TEST(json, drops_one_key_of_the_second_level_and_keeps_the_order_of_the_rest)
{
    expect_without("{\"m\":{\"a\":1,\"mf\":[{\"x\":\"]},\\\"\"},2,[3]] "
                   ",\"b\":\"2\"},\"mf\":4,\"n\":{\"k\":{\"mf\":5}}}",
                   "{\"m\":{\"a\":1,\"b\":\"2\"},\"mf\":4,\"n\":{\"k\":{\"mf\":5}}}");
    expect_without("{\"m\":{\"mf\":12}}", "{\"m\":{}}");
    expect_without("{\"m\":{\"mf\":\"text\",\"z\":3}}", "{\"m\":{\"z\":3}}");
    /* However it is spelled. */
    expect_without("{\"m\":{\"\\u006df\":12,\"z\":3}}", "{\"m\":{\"z\":3}}");
}

TEST(json, a_dropped_key_without_a_value_is_refused)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(ydoc_from_json_without(VIEW("{\"m\":{\"mf\":[1,"), "mf", &err), err, ERROR_SYNTAX,
                 "json:");
    ASSERT_FAILS(ydoc_from_json_without(VIEW("{\"m\":{\"mf\":{}"), "mf", &err), err, ERROR_SYNTAX,
                 "json:");
}

TEST(json, refuses_what_is_not_strict_json_with_its_place)
{
    static const char *const texts[] = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "[01]",
        "[1.]",
        "[+1]",
        "['a']",
        "[1] x",
        "nul",
        "[\"\\ud800\"]",
        "[\"\xff\"]",
        "{\"a\\u0000\":1}",
        "\xef\xbb\xbf[]",
        "[1e999]",
        "\"a\nb\"",
    };
    struct error err = ERROR_INIT;

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        ASSERT_FAILS(ydoc_from_json(view_of(texts[i]), &err), err, ERROR_SYNTAX, "json:");
    ASSERT_FAILS(ydoc_from_json(VIEW("{\n \"a\": tru }"), &err), err, ERROR_SYNTAX, "json:2:");
}

TEST(json, refuses_a_key_given_twice)
{
    struct error err = ERROR_INIT;

    ASSERT_FAILS(ydoc_from_json(VIEW("{\"a\":1,\"a\":2}"), &err), err, ERROR_SYNTAX, "duplicate");
}

static char *nested(size_t depth)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_repeat(&text, '[', depth);
    buf_add_repeat(&text, ']', depth);
    return buf_take(&text);
}

TEST(json, refuses_nesting_beyond_the_limit)
{
    struct error err = ERROR_INIT;
    AUTO_CHARS fits = nested(JSON_DEPTH_MAX);
    AUTO_CHARS deep = nested(JSON_DEPTH_MAX + 1);
    AUTO_FREE(ydoc) doc = ydoc_from_json(view_of(fits), &err);

    ASSERT_OK(doc, err);
    ASSERT_FAILS(ydoc_from_json(view_of(deep), &err), err, ERROR_LIMIT, "1000");
}

TEST(json, refuses_a_body_over_the_size_limit)
{
    struct error err = ERROR_INIT;
    AUTO_CHARS big = mem_alloc(JSON_BYTES_MAX + 1);

    memset(big, ' ', JSON_BYTES_MAX + 1);
    ASSERT_FAILS(ydoc_from_json(view_make(big, JSON_BYTES_MAX + 1), &err), err, ERROR_LIMIT,
                 "67108864");
}
