/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/parse_text.h"

#include "harness/test.h"

TEST(parse_text, the_cursor_goes_both_ways)
{
    struct text_cursor cursor;
    /* Code points at bytes 3, 4, 6, 9, 13, 14 behind the mark. */
    struct view text = VIEW("\xef\xbb\xbf"
                            "a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80z");
    static const size_t offsets[] = { 3, 4, 6, 9, 13, 14 };

    text_cursor_init(&cursor, text);
    for (size_t i = 0; i < ARRAY_SIZE(offsets); i++)
        ASSERT_EQ_UINT(text_cursor_seek(&cursor, i), offsets[i]);
    for (size_t i = ARRAY_SIZE(offsets); i-- > 0;)
        ASSERT_EQ_UINT(text_cursor_seek(&cursor, i), offsets[i]);
    ASSERT_EQ_UINT(text_cursor_seek(&cursor, 99), 14);
    text_cursor_init(&cursor, VIEW("abc"));
    ASSERT_TRUE(cursor.ascii);
    ASSERT_EQ_UINT(text_cursor_seek(&cursor, 2), 2);
    ASSERT_EQ_UINT(text_cursor_seek(&cursor, 99), 3);
}

TEST(parse_text, the_cursor_passes_long_runs_of_ascii)
{
    AUTO(buf) text = BUF_INIT(10000);
    struct text_cursor cursor;

    for (int i = 0; i < 50; i++)
        buf_add(&text, "0123456789abcdefghi\xc3\xa9");
    text_cursor_init(&cursor, buf_view(&text));
    for (size_t index = 0; index < 1000; index += 7)
        ASSERT_EQ_UINT(text_cursor_seek(&cursor, index), index + index / 20);
}

TEST(parse_text, all_line_breaks_of_libyaml_are_breaks)
{
    struct view text = VIEW("a\nb\r\nc\rd\xc2\x85"
                            "e\xe2\x80\xa8"
                            "f\xe2\x80\xa9g");
    struct text_place place = { .offset = 0 };

    text_place_advance(text, &place, text.len - 1);
    ASSERT_EQ_UINT(place.line, 6);
    ASSERT_EQ_UINT(place.column, 0);
    ASSERT_EQ_UINT(text_line_start(text, text.len), text.len - 1);
    ASSERT_EQ_UINT(text_line_start(text, 5), 5);
    ASSERT_EQ_UINT(text_line_start(text, 3), 2);
    ASSERT_EQ_UINT(text_line_end(text, 2), 3);
    ASSERT_EQ_UINT(text_line_end(text, 5), 6);
    ASSERT_EQ_UINT(text_break_at(text, text.len), 0);
}

TEST(parse_text, properties_are_passed_one_by_one)
{
    bool tagged = false;

    ASSERT_EQ_UINT(text_skip_properties(VIEW("&a !!str x"), 0, 1, &tagged), 2);
    ASSERT_FALSE(tagged);
    ASSERT_EQ_UINT(text_skip_properties(VIEW("&a !!str x"), 0, 2, &tagged), 8);
    ASSERT_TRUE(tagged);
    ASSERT_EQ_UINT(text_skip_properties(VIEW("!<a b> # c\n &x y"), 0, 2, &tagged), 14);
    ASSERT_EQ_UINT(text_skip_properties(VIEW("!t, b"), 0, 2, &tagged), 2);
    ASSERT_EQ_UINT(text_skip_properties(VIEW("&a"), 0, 2, &tagged), 2);
    ASSERT_EQ_UINT(text_skip_properties(VIEW("!<a"), 0, 2, &tagged), 3);
}

TEST(parse_text, columns_count_code_points)
{
    ASSERT_EQ_UINT(text_column(VIEW("a\n\xc3\xa9: b"), 6), 3);
    ASSERT_EQ_UINT(text_column(VIEW("\xef\xbb\xbf"
                                    "a: b"),
                               6),
                   3);
}

TEST(parse_text, surrogate_pairs_are_joined_where_they_are_escapes)
{
    AUTO(buf) out = BUF_INIT(1000);

    ASSERT_FALSE(text_add_joined_surrogates(&out, VIEW("{\"a\": \"\\u0041\\\\ud83d\\\\ude00\"}")));
    ASSERT_FALSE(text_add_joined_surrogates(&out, VIEW("\\ud83d\\ude0")));
    ASSERT_FALSE(text_add_joined_surrogates(&out, VIEW("\\")));
    ASSERT_EQ_UINT(out.len, 0);
    ASSERT_TRUE(text_add_joined_surrogates(&out, VIEW("x\\ud83d\\uDE00\\ud83dy\\udbff\\udfff")));
    ASSERT_EQ_BUF(&out, "x\\U0001F600\\ud83dy\\U0010FFFF");
}
