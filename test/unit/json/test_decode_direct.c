/* SPDX-License-Identifier: Apache-2.0 */
#include "json/decode_direct.h"

#include "harness/test.h"
#include "yaml/emit.h"
#include "json/decode.h"

/* TEXT as compact JSON again; "left" when it is jansson's business. */
static const char *direct(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = decode_direct(view_of(text), NULL);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!doc)
        return "left";
    ASSERT_OK(emit_json(&out, ydoc_root(doc), 0, YAML_1_1, &err), err);
    return test_format("%s", buf_text(&out));
}

/* The same by jansson: a number with a fraction beside TEXT is not for the direct way. */
static const char *by_jansson(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) both = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&both, "[0.5,%s]", text);
    AUTO_FREE(ydoc) doc = ydoc_from_json(buf_view(&both), &err);
    ASSERT_OK(doc, err);
    ASSERT_OK(emit_json(&out, ynode_at(ydoc_root(doc), 1), 0, YAML_1_1, &err), err);
    return test_format("%s", buf_text(&out));
}

TEST(decode_direct, reads_what_servers_send_as_jansson_does)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-1",
        "123456789012345",
        "true",
        "false",
        "null",
        "{\"a\":{\"b\":[1,\"two\",{\"c\":null}]},\"d\":\"\"}",
        " { \"a\" : [ 1 , 2 ]\t,\r\n\"b\" : { } } ",
        "\"quote \\\" slash \\/ back \\\\ and \\b\\f\\n\\r\\t\"",
        "\"\\u003ca\\u003e \\u00fc \\u20ac \\uFFFD\"",
        "\"gr\303\274n \342\202\254 \360\237\230\200\"",
        "{\"a\\u0062\":1,\"\":2,\"<<\":3,\"x.y/z\":\"~\"}",
        "\"yes\"",
        "\"1\"",
    };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        ASSERT_EQ_STR(direct(texts[i]), by_jansson(texts[i]));
}

TEST(decode_direct, leaves_what_is_not_plain_to_see)
{
    static const char *const texts[] = {
        /* right, but not for here */
        "1.5",
        "1e3",
        "-0.0",
        "1234567890123456",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        /* wrong */
        "",
        "   ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{1:2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "01",
        "-",
        "+1",
        "1 2",
        "tru",
        "\"open",
        "\"open\\",
        "\"tab\t\"",
        "\"bad \377\"",
        "\"bad \\x\"",
        "\"bad \\u12\"",
        "\"bad \\u12g4\"",
        "\"half \\ud800\"",
    };

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        ASSERT_EQ_STR(direct(texts[i]), "left");
}

TEST(decode_direct, leaves_nesting_beyond_the_limit)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_repeat(&text, '[', JSON_DEPTH_MAX);
    buf_add_repeat(&text, ']', JSON_DEPTH_MAX);
    ASSERT_EQ_STR(direct(buf_text(&text)), buf_text(&text));
    buf_clear(&text);
    buf_add_repeat(&text, '[', JSON_DEPTH_MAX + 1);
    buf_add_repeat(&text, ']', JSON_DEPTH_MAX + 1);
    ASSERT_EQ_STR(direct(buf_text(&text)), "left");
}

TEST(decode_direct, a_mapping_of_many_keys_has_each_once)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_byte(&text, '{');
    for (size_t i = 0; i < 200; i++)
        buf_addf(&text, "%s\"k%03zu\":%zu", i > 0 ? "," : "", i, i);
    AUTO(buf) twice = BUF_INIT(BUF_TEXT_BYTES_MAX);
    buf_addf(&twice, "%s,\"k007\":1}", buf_text(&text));
    buf_add_byte(&text, '}');
    ASSERT_EQ_STR(direct(buf_text(&text)), buf_text(&text));
    ASSERT_EQ_STR(direct(buf_text(&twice)), "left");
}
