/* SPDX-License-Identifier: Apache-2.0 */
/* form/edit: a text that is being typed */
#include "form/edit.h"
#include "harness/test.h"

static const char *shown(const struct edit *edit)
{
    struct view text = buf_view(&edit->text);

    return test_format(VIEW_FMT "|" VIEW_FMT, VIEW_ARGS(view_sub(text, 0, edit->cursor)),
                       VIEW_ARGS(view_sub(text, edit->cursor, text.len)));
}

TEST(edit, text_goes_in_at_the_cursor)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("ad")));
    edit.cursor = 1;
    ASSERT_TRUE(edit_insert(&edit, VIEW("bc")));
    ASSERT_EQ_STR(shown(&edit), "abc|d");
    ASSERT_TRUE(edit_insert(&edit, VIEW_EMPTY));
    ASSERT_EQ_STR(shown(&edit), "abc|d");
}

TEST(edit, what_is_erased_leaves_the_cursor_there)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("abcd")));
    edit_erase(&edit, 1, 3);
    ASSERT_EQ_STR(shown(&edit), "a|d");
    edit_erase(&edit, 0, 0);
    ASSERT_EQ_STR(shown(&edit), "|ad");
}

TEST(edit, a_text_over_the_limit_is_cut_before_a_character)
{
    AUTO(edit) edit = EDIT_INIT;
    AUTO(buf) long_text = BUF_INIT(EDIT_BYTES_MAX * 2);

    buf_add_repeat(&long_text, 'a', EDIT_BYTES_MAX - 1);
    buf_add(&long_text, "\xc3\xa9");
    ASSERT_FALSE(edit_set(&edit, buf_view(&long_text)));
    ASSERT_EQ_INT(edit.text.len, EDIT_BYTES_MAX - 1);
    ASSERT_FALSE(edit_insert(&edit, VIEW("\xc3\xa9")));
    ASSERT_TRUE(edit_insert(&edit, VIEW("b")));
    ASSERT_FALSE(edit_insert(&edit, VIEW("b")));
    ASSERT_EQ_INT(edit.text.len, EDIT_BYTES_MAX);
}

TEST(edit, a_step_is_a_character_with_its_marks)
{
    AUTO(edit) edit = EDIT_INIT;

    /* a, "e" with U+0301, U+754C */
    ASSERT_TRUE(edit_set(&edit, VIEW("ae\xcc\x81\xe7\x95\x8c")));
    ASSERT_EQ_INT(edit_before(&edit, 7), 4);
    ASSERT_EQ_INT(edit_before(&edit, 4), 1);
    ASSERT_EQ_INT(edit_before(&edit, 1), 0);
    ASSERT_EQ_INT(edit_before(&edit, 0), 0);
    ASSERT_EQ_INT(edit_behind(&edit, 0), 1);
    ASSERT_EQ_INT(edit_behind(&edit, 1), 4);
    ASSERT_EQ_INT(edit_behind(&edit, 4), 7);
    ASSERT_EQ_INT(edit_behind(&edit, 7), 7);
}

TEST(edit, bytes_that_are_no_utf8_are_steps_of_their_own)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("\xc3\xff")));
    ASSERT_EQ_INT(edit_before(&edit, 2), 1);
    ASSERT_EQ_INT(edit_behind(&edit, 0), 1);
}

TEST(edit, the_cursor_never_stands_in_a_character_that_bytes_joined_to)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("\xa9")));
    edit.cursor = 0;
    ASSERT_TRUE(edit_insert(&edit, VIEW("\xc3")));
    ASSERT_EQ_INT(edit.cursor, 2);
}

TEST(edit, a_word_begins_behind_blanks)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("one  two  ")));
    ASSERT_EQ_INT(edit_word_start(&edit, 10), 5);
    ASSERT_EQ_INT(edit_word_start(&edit, 5), 0);
    ASSERT_EQ_INT(edit_word_start(&edit, 0), 0);
}

TEST(edit, up_and_down_keep_the_column)
{
    AUTO(edit) edit = EDIT_INIT;

    ASSERT_TRUE(edit_set(&edit, VIEW("abcd\n\xe7\x95\x8c\nxyz")));
    ASSERT_EQ_STR(shown(&edit), "abcd\n\xe7\x95\x8c\nxyz|");
    ASSERT_TRUE(edit_up(&edit));
    ASSERT_EQ_STR(shown(&edit), "abcd\n\xe7\x95\x8c|\nxyz");
    ASSERT_TRUE(edit_up(&edit));
    ASSERT_EQ_STR(shown(&edit), "ab|cd\n\xe7\x95\x8c\nxyz");
    ASSERT_FALSE(edit_up(&edit));
    edit.cursor = 1;
    ASSERT_TRUE(edit_down(&edit));
    /* Half of a wide character is no place. */
    ASSERT_EQ_STR(shown(&edit), "abcd\n|\xe7\x95\x8c\nxyz");
    ASSERT_TRUE(edit_down(&edit));
    ASSERT_FALSE(edit_down(&edit));
    ASSERT_EQ_INT(edit_line_start(&edit, edit.cursor), 9);
    ASSERT_EQ_INT(edit_line_end(&edit, 0), 4);
}
