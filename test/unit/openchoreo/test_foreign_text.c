/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/foreign_text.h"

#include <string.h>

#include "harness/test.h"

#define SECRET "se&cr\"et+1"

static const char *shown(struct view text, const char *secret)
{
    struct strv secrets = STRV_INIT;
    AUTO(buf) out = BUF_INIT(100000);
    const char *copy;

    foreign_text_add_secret(&secrets, view_of(secret));
    foreign_text_add(&out, text, &secrets);
    copy = test_format("%s", buf_text(&out));
    foreign_text_wipe(&secrets);
    ASSERT_EQ_INT(secrets.len, 0);
    return copy;
}

TEST(foreign_text, R_169_a_secret_is_hidden_in_every_form_in_which_it_travels)
{
    ASSERT_EQ_STR(shown(VIEW("a " SECRET " b"), SECRET), "a <hidden> b");
    ASSERT_EQ_STR(shown(VIEW("x=se%26cr%22et%2B1&y"), SECRET), "x=<hidden>&y");
    ASSERT_EQ_STR(shown(VIEW("{\"s\":\"se&cr\\\"et+1\"}"), SECRET), "{\"s\":\"<hidden>\"}");
    ASSERT_EQ_STR(shown(VIEW(SECRET SECRET), SECRET), "<hidden><hidden>");
}

TEST(foreign_text, what_is_too_short_to_be_a_secret_hides_nothing)
{
    ASSERT_EQ_STR(shown(VIEW("banana"), "an"), "banana");
    ASSERT_EQ_STR(shown(VIEW("banana"), ""), "banana");
}

TEST(foreign_text, lines_become_one_and_controls_visible)
{
    ASSERT_EQ_STR(shown(VIEW(" a\r\n\tb  c\n"), ""), "a b c");
    ASSERT_NOT_CONTAINS(shown(VIEW("a\033[31mb"), ""), "\033");
    ASSERT_CONTAINS(shown(VIEW("a\0b"), ""), "b");
}

TEST(foreign_text, it_is_cut_between_characters)
{
    AUTO(buf) text = BUF_INIT(10000);
    const char *cut;

    for (int i = 0; i < 400; i++)
        buf_add(&text, "\xc3\xa9");
    cut = shown(buf_view(&text), "");
    ASSERT_TRUE(strlen(cut) <= FOREIGN_TEXT_BYTES_MAX);
    ASSERT_TRUE(strlen(cut) > FOREIGN_TEXT_BYTES_MAX - 10);
    ASSERT_CONTAINS(cut, "\xc3\xa9...");
}

TEST(foreign_text, a_secret_that_the_end_would_cut_in_two_is_hidden_whole)
{
    AUTO(buf) text = BUF_INIT(10000);

    for (size_t i = 0; i < FOREIGN_TEXT_BYTES_MAX - 5; i++)
        buf_add_byte(&text, 'x');
    buf_add(&text, SECRET);
    ASSERT_NOT_CONTAINS(shown(buf_view(&text), SECRET), "se&");
}
