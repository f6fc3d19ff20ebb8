/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "harness/test.h"

static uint32_t first(struct view v, size_t *len)
{
    *len = 0;
    return utf8_next(v, len);
}

#define ASSERT_CODE(literal, code, bytes)                                                          \
    do {                                                                                           \
        size_t len_;                                                                               \
        ASSERT_EQ_UINT(first(VIEW(literal), &len_), (code));                                       \
        ASSERT_EQ_UINT(len_, (size_t)(bytes));                                                     \
    } while (0)

TEST(utf8, reads_the_ends_of_every_length)
{
    ASSERT_CODE("\0", 0, 1);
    ASSERT_CODE("\x7f", 0x7f, 1);
    ASSERT_CODE("\xc2\x80", 0x80, 2);
    ASSERT_CODE("\xdf\xbf", 0x7ff, 2);
    ASSERT_CODE("\xe0\xa0\x80", 0x800, 3);
    ASSERT_CODE("\xed\x9f\xbf", 0xd7ff, 3);
    ASSERT_CODE("\xee\x80\x80", 0xe000, 3);
    ASSERT_CODE("\xef\xbf\xbf", 0xffff, 3);
    ASSERT_CODE("\xf0\x90\x80\x80", 0x10000, 4);
    ASSERT_CODE("\xf4\x8f\xbf\xbf", 0x10ffff, 4);
}

TEST(utf8, a_bad_sequence_is_one_bad_byte)
{
    ASSERT_CODE("\x80", UTF8_BAD, 1);     /* a continuation */
    ASSERT_CODE("\xc0\x80", UTF8_BAD, 1); /* overlong */
    ASSERT_CODE("\xc1\xbf", UTF8_BAD, 1);
    ASSERT_CODE("\xe0\x9f\xbf", UTF8_BAD, 1);
    ASSERT_CODE("\xf0\x8f\xbf\xbf", UTF8_BAD, 1);
    ASSERT_CODE("\xed\xa0\x80", UTF8_BAD, 1); /* surrogates */
    ASSERT_CODE("\xed\xbf\xbf", UTF8_BAD, 1);
    ASSERT_CODE("\xf4\x90\x80\x80", UTF8_BAD, 1); /* over 0x10ffff */
    ASSERT_CODE("\xf5\x80\x80\x80", UTF8_BAD, 1);
    ASSERT_CODE("\xff", UTF8_BAD, 1);
    ASSERT_CODE("\xe4\xb8", UTF8_BAD, 1); /* cut */
    ASSERT_CODE("\xe4\xb8z", UTF8_BAD, 1);
    ASSERT_CODE("\xe4z\x96", UTF8_BAD, 1);
}

TEST(utf8, a_sequence_does_not_reach_over_the_end_of_its_view)
{
    ASSERT_EQ_UINT(utf8_check(view_make("\xe4\xb8\x96", 3)), 3);
    ASSERT_EQ_UINT(utf8_check(view_make("\xe4\xb8\x96", 2)), 0);
}

TEST(utf8, check_finds_the_first_bad_byte)
{
    ASSERT_EQ_UINT(utf8_check(VIEW_EMPTY), 0);
    ASSERT_EQ_UINT(utf8_check(VIEW("a\0\xc3\xa9\xf0\x9f\x99\x82")), 8);
    ASSERT_EQ_UINT(utf8_check(VIEW("a\xc3\xa9\xff"
                                   "b\xff")),
                   3);
    ASSERT_EQ_UINT(utf8_check(VIEW("ab\xe4\xb8")), 2);
}

TEST(utf8, width_counts_columns)
{
    ASSERT_EQ_UINT(utf8_width(VIEW("abc")), 3);
    ASSERT_EQ_UINT(utf8_width(VIEW("e\xcc\x81")), 1); /* e and a combining acute */
    ASSERT_EQ_UINT(utf8_width(VIEW("\xe4\xb8\x96\xe7\x95\x8c")), 4);
    ASSERT_EQ_UINT(utf8_width(VIEW("\x1b\t")), 0);
    ASSERT_EQ_UINT(utf8_width(VIEW("a\xff\xe4")), 3);
    ASSERT_EQ_INT(utf8_code_width(0x1fae8), 2); /* where the C libraries disagree */
    ASSERT_EQ_INT(utf8_code_width(0x200b), 0);
    ASSERT_EQ_INT(utf8_code_width(0x7f), 0);
    ASSERT_EQ_INT(utf8_code_width(0x3000), 2);
    ASSERT_EQ_INT(utf8_code_width(UTF8_BAD), 1);
}

TEST(utf8, letters_and_digits)
{
    static const uint32_t letters[] = {
        'a', 'Z', 0xaa, 0xe9, 0x1c5, 0x2b0, 0x4e16, 0x10400, 0x323af
    };
    static const uint32_t others[] = {
        '0', '_', '@', '[', '`', '{', 0x2160, 0x301, 0x378, UTF8_BAD
    };

    for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
        ASSERT_TRUE(utf8_is_letter(letters[i]));
    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        ASSERT_FALSE(utf8_is_letter(others[i]));
    ASSERT_TRUE(utf8_is_digit('9'));
    ASSERT_TRUE(utf8_is_digit(0x663));
    ASSERT_FALSE(utf8_is_digit(0xb2)); /* superscript two is No */
    ASSERT_FALSE(utf8_is_digit('a'));
}

TEST(utf8, categories_come_in_stretches_that_cover_everything)
{
    uint32_t code = 0;
    size_t letters = 0;
    size_t digits = 0;

    while (code <= UTF8_CODE_MAX) {
        uint32_t last = utf8_category_end(code);
        ASSERT_TRUE(last >= code && last <= UTF8_CODE_MAX);
        ASSERT_EQ_INT(utf8_category(code), utf8_category(last));
        if (last < UTF8_CODE_MAX)
            ASSERT_TRUE(utf8_category(last + 1) != utf8_category(last));
        letters += utf8_is_letter(code) ? last - code + 1 : 0;
        digits += utf8_is_digit(code) ? last - code + 1 : 0;
        code = last + 1;
    }
    /* Unicode 15.0: DerivedGeneralCategory. */
    ASSERT_EQ_UINT(letters, 136104);
    ASSERT_EQ_UINT(digits, 680);
    ASSERT_EQ_INT(utf8_category(UTF8_BAD), UTF8_CN);
}

TEST(utf8, case_variants_form_circles)
{
    ASSERT_EQ_UINT(utf8_fold_next('K'), 'k');
    ASSERT_EQ_UINT(utf8_fold_next('k'), 0x212a);
    ASSERT_EQ_UINT(utf8_fold_next(0x212a), 'K');
    ASSERT_EQ_UINT(utf8_fold_next('1'), '1');
    ASSERT_EQ_UINT(utf8_fold_next(0xdf), 0x1e9e); /* sharp s */
    ASSERT_EQ_UINT(utf8_fold_next(0x130), 0x130); /* dotted I stands alone */
    ASSERT_EQ_UINT(utf8_fold_next(0x100), 0x101); /* pairs */
    ASSERT_EQ_UINT(utf8_fold_next(0x101), 0x100);
    ASSERT_EQ_UINT(utf8_fold_next(UTF8_BAD), UTF8_BAD);
    ASSERT_EQ_UINT(utf8_fold_from(0), 'A');
    ASSERT_EQ_UINT(utf8_fold_from('['), 'a');
    ASSERT_EQ_UINT(utf8_fold_from('b'), 'b');
    ASSERT_EQ_UINT(utf8_fold_from(0x1e944), UTF8_BAD);
    for (uint32_t code = utf8_fold_from(0); code != UTF8_BAD; code = utf8_fold_from(code + 1)) {
        uint32_t other = utf8_fold_next(code);
        size_t steps = 1;
        for (; other != code && steps < 5; steps++)
            other = utf8_fold_next(other);
        ASSERT_EQ_UINT(other, code);
        ASSERT_TRUE(steps >= 2 && steps <= 4);
    }
}

TEST(utf8, bidirectional_controls)
{
    size_t count = 0;

    for (uint32_t code = 0; code <= 0xffff; code++)
        count += utf8_is_bidi_control(code) ? 1 : 0;
    ASSERT_EQ_UINT(count, 12);
    ASSERT_TRUE(utf8_is_bidi_control(0x202e));
    ASSERT_TRUE(utf8_is_bidi_control(0x2066));
    ASSERT_TRUE(utf8_is_bidi_control(0x61c));
    ASSERT_FALSE(utf8_is_bidi_control(0x200d)); /* the joiner of emoji */
}

TEST(utf8, the_start_of_a_text_ends_where_a_character_would_be_too_wide)
{
    static const struct {
        const char *text;
        size_t width;
        const char *start;
    } cases[] = {
        { "abc", 2, "ab" },
        { "abc", 3, "abc" },
        { "abc", 0, "" },
        { "", 5, "" },
        { "a\xe6\x97\xa5", 2, "a" },
        { "a\xe6\x97\xa5", 3, "a\xe6\x97\xa5" },
        { "\xff\xff", 1, "\xff" },
        { "e\xcc\x81x", 1, "e\xcc\x81" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
        ASSERT_EQ_VIEW(utf8_start(view_of(cases[i].text), cases[i].width), cases[i].start);
}
