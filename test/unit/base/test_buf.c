/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <string.h>

#include "harness/test.h"

TEST(buf, an_untouched_buffer_reads_as_empty)
{
    AUTO(buf) buf = BUF_INIT(10);

    ASSERT_EQ_STR(buf_text(&buf), "");
    ASSERT_EQ_UINT(buf_view(&buf).len, 0);
    ASSERT_TRUE(buf_ok(&buf));
    buf_add_bytes(&buf, NULL, 0);
    buf_add_view(&buf, VIEW_EMPTY);
    buf_add_repeat(&buf, 'x', 0);
    ASSERT_NULL(buf.data);
}

TEST(buf, it_is_always_nul_terminated_and_keeps_nul_bytes)
{
    AUTO(buf) buf = BUF_INIT(1000);

    buf_add_bytes(&buf, "a\0b", 3);
    ASSERT_EQ_BYTES(buf_view(&buf), VIEW("a\0b"));
    for (int i = 0; i < 500; i++) {
        buf_add_byte(&buf, 'x');
        ASSERT_EQ_INT(buf.data[buf.len], 0);
    }
    ASSERT_EQ_UINT(buf.len, 503);
}

TEST(buf, exactly_the_ceiling_fits)
{
    AUTO(buf) buf = BUF_INIT(5);

    buf_add(&buf, "abcde");
    ASSERT_TRUE(buf_ok(&buf));
    ASSERT_EQ_BUF(&buf, "abcde");
    ASSERT_EQ_UINT(buf.cap, 6);
    buf_add_byte(&buf, 'f');
    ASSERT_FALSE(buf_ok(&buf));
    ASSERT_EQ_BUF(&buf, "abcde");
}

TEST(buf, every_way_of_adding_stops_at_the_ceiling)
{
    struct error err = ERROR_INIT;
    AUTO(buf) buf = BUF_INIT(5);

    buf_add(&buf, "abcdefgh");
    ASSERT_EQ_BUF(&buf, "abcde");
    ASSERT_FAILS(buf_check(&buf, "the text", &err), err, ERROR_LIMIT, "the text is over 5 bytes");

    buf_clear(&buf);
    ASSERT_OK(buf_check(&buf, "the text", &err), err);
    buf_addf(&buf, "%d-%d", 1234, 5678);
    ASSERT_EQ_BUF(&buf, "1234-");
    ASSERT_FALSE(buf_ok(&buf));

    buf_clear(&buf);
    buf_add_repeat(&buf, 'x', (size_t)-1);
    ASSERT_EQ_BUF(&buf, "xxxxx");
    ASSERT_FALSE(buf_ok(&buf));

    buf_clear(&buf);
    buf_add(&buf, "abcd");
    buf_add_json_string(&buf, VIEW("x"));
    ASSERT_EQ_BUF(&buf, "abcd\"");
    ASSERT_FALSE(buf_ok(&buf));
}

TEST(buf, a_buffer_without_room_takes_nothing)
{
    AUTO(buf) buf = BUF_INIT(0);

    buf_reserve(&buf, 100);
    ASSERT_NULL(buf.data);
    buf_add(&buf, "x");
    ASSERT_EQ_STR(buf_text(&buf), "");
    ASSERT_FALSE(buf_ok(&buf));
}

TEST(buf, an_unlimited_buffer_does_not_overflow_its_sizes)
{
    AUTO(buf) buf = BUF_INIT(SIZE_MAX);

    buf_add(&buf, "abc");
    buf_addf(&buf, "%0100d", 7);
    ASSERT_EQ_UINT(buf.len, 103);
    ASSERT_TRUE(buf.cap < 1000);
}

TEST(buf, reserving_is_a_hint_within_the_ceiling)
{
    AUTO(buf) buf = BUF_INIT(100);

    buf_reserve(&buf, 1000000);
    ASSERT_EQ_UINT(buf.cap, 101);
    ASSERT_TRUE(buf_ok(&buf));
    ASSERT_EQ_STR(buf_text(&buf), "");
}

TEST(buf, adding_part_of_itself_after_reserving_is_defined)
{
    AUTO(buf) buf = BUF_INIT(100);

    buf_add(&buf, "abc");
    buf_reserve(&buf, 50);
    buf_add_bytes(&buf, buf.data, 3);
    ASSERT_EQ_BUF(&buf, "abcabc");
}

TEST(buf, taking_leaves_an_empty_buffer_with_its_ceiling)
{
    AUTO(buf) buf = BUF_INIT(3);

    buf_add(&buf, "abcd");

    AUTO_CHARS taken = buf_take(&buf);
    AUTO_CHARS nothing = buf_take(&buf);

    ASSERT_EQ_STR(taken, "abc");
    ASSERT_EQ_STR(nothing, "");
    ASSERT_TRUE(buf_ok(&buf));
    ASSERT_EQ_UINT(buf.max, 3);
}

TEST(buf, code_points_become_utf8)
{
    AUTO(buf) buf = BUF_INIT(100);
    static const uint32_t codes[] = { 'a',     0x7f,     0x80,   0x7ff,  0x800,    0xffff,
                                      0x10000, 0x10ffff, 0xd800, 0xdfff, 0x110000, 0xffffffff };

    for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
        buf_add_utf8(&buf, codes[i]);
    ASSERT_EQ_BUF(&buf,
                  "a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"
                  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(buf, url_escaping_leaves_only_the_unreserved)
{
    AUTO(buf) buf = BUF_INIT(200);

    buf_add_urlescaped(&buf, VIEW("aZ09-._~ /?#%&=+:@!$'()*,;\0\xc3\xa9"));
    ASSERT_EQ_BUF(&buf, "aZ09-._~%20%2F%3F%23%25%26%3D%2B%3A%40%21%24%27%28%29%2A%2C%3B%00%C3%A9");
}

TEST(buf, json_strings_escape_what_they_must)
{
    AUTO(buf) buf = BUF_INIT(200);

    buf_add_json_string(&buf, VIEW("a\"b\\c\b\f\n\r\t\x01\x1f\0\x7f/<\xc3\xa9\xf0\x9f\x98\x80"));
    ASSERT_EQ_BUF(&buf, "\"a\\\"b\\\\c\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000\x7f/<\xc3\xa9"
                        "\xf0\x9f\x98\x80\"");
    buf_clear(&buf);
    buf_add_json_string(&buf, VIEW_EMPTY);
    ASSERT_EQ_BUF(&buf, "\"\"");
}

TEST(buf, json_strings_replace_bytes_that_are_no_utf8)
{
    AUTO(buf) buf = BUF_INIT(200);

    /* A lone continuation, a cut sequence, an overlong slash, a surrogate. */
    buf_add_json_string(&buf, VIEW("\x80|\xe2\x82|\xc0\xaf|\xed\xa0\x80|\xff"));
    ASSERT_EQ_BUF(&buf, "\"\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|"
                        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\"");
}

TEST(buf, shell_words_are_quoted_only_where_needed)
{
    static const char *const words[][2] = {
        { "plain-1.2_/x:y=z,@%+", "plain-1.2_/x:y=z,@%+" },
        { "", "''" },
        { "two words", "'two words'" },
        { "it's", "'it'\\''s'" },
        { "$(rm)", "'$(rm)'" },
        { "a\nb", "'a\nb'" },
        { "=ls", "'=ls'" },
        { "~", "'~'" },
        { "*", "'*'" },
        { "#", "'#'" },
        { "{a,b}", "'{a,b}'" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        AUTO(buf) buf = BUF_INIT(100);

        buf_add_shell_word(&buf, view_of(words[i][0]));
        ASSERT_EQ_BUF(&buf, words[i][1]);
    }
}

TEST(buf, nothing_reaches_a_terminal_as_a_control)
{
    AUTO(buf) buf = BUF_INIT(300);

    buf_add_terminal(&buf, VIEW("a\x1b[31m\n\t\x7f\0\xc2\x85\xe2\x80\xae\xe2\x81\xa6\xff\xc3\xa9"),
                     false);
    ASSERT_EQ_BUF(&buf, "a^[[31m^J^I^?^@<U+0085><U+202E><U+2066>\\xFF\xc3\xa9");
}

TEST(buf, R_150_nothing_that_has_no_width_hides_on_a_terminal)
{
    AUTO(buf) buf = BUF_INIT(300);

    buf_add_terminal(&buf, VIEW("a\xe2\x80\x8b b\xe2\x80\x8d\xe2\x81\xa0\xc2\xad\xf3\xa0\x81\x81"),
                     false);
    ASSERT_EQ_BUF(&buf, "a<U+200B> b<U+200D><U+2060><U+00AD><U+E0041>");
}

TEST(buf, R_152_json_for_a_terminal_is_the_same_data_without_controls)
{
    AUTO(buf) buf = BUF_INIT(300);

    buf_add_json_terminal(
        &buf, VIEW("{\n \"a\": \"\xc2\x9b\x7f\xe2\x80\xae\xf3\xa0\x81\x81\xc3\xa9\\u001b\"}"));
    ASSERT_EQ_BUF(&buf, "{\n \"a\": \"\\u009b\\u007f\\u202e\\udb40\\udc41\xc3\xa9\\u001b\"}");
}

TEST(buf, lines_can_be_kept_for_a_terminal)
{
    AUTO(buf) buf = BUF_INIT(300);

    buf_add_terminal(&buf, VIEW("a\n\tb\r\x1b"), true);
    ASSERT_EQ_BUF(&buf, "a\n\tb^M^[");
}

TEST(buf, what_is_expected_takes_no_more_than_that)
{
    AUTO(buf) buf = BUF_INIT((size_t)64 << 20);

    buf_add(&buf, "head");
    buf_expect(&buf, 10);
    ASSERT_TRUE(buf.cap < 1000);
    buf_expect(&buf, (size_t)5 << 20);
    ASSERT_EQ_UINT(buf.cap, ((size_t)5 << 20) + 5);
    ASSERT_EQ_BUF(&buf, "head");
    buf_add_repeat(&buf, 'x', (size_t)6 << 20); /* more than was expected */
    ASSERT_EQ_UINT(buf.len, ((size_t)6 << 20) + 4);
    buf_expect(&buf, (size_t)100 << 20);
    ASSERT_TRUE(buf.cap <= buf.max + 1);
}
