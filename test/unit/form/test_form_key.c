/* SPDX-License-Identifier: Apache-2.0 */
/* form/form_key: what keys do */
#include "forms.h"

/* The form after BYTES were typed at item INDEX. */
struct typed {
    struct form_spec spec;
    struct form form;
    enum form_state state;
};

static void typed_release(struct typed *typed)
{
    form_release(&typed->form);
}

static void type_at(struct typed *typed, size_t index, const char *bytes)
{
    typed->spec = forms_spec(NULL);
    form_init(&typed->form, &typed->spec);
    forms_go(&typed->form, index);
    typed->state = forms_type(&typed->form, bytes);
}

#define ASSERT_TYPED(index_, bytes_, text_)                                                        \
    do {                                                                                           \
        AUTO(typed) typed_;                                                                        \
        type_at(&typed_, (index_), (bytes_));                                                      \
        ASSERT_ITEM(typed_.form, (index_), (text_));                                               \
    } while (0)

TEST(form_key, typing_inserts_and_keys_move_and_erase)
{
    ASSERT_TYPED(ITEM_NAME, "x", "nb-1x");
    ASSERT_TYPED(ITEM_NAME, LEFT "x", "nb-x1");
    ASSERT_TYPED(ITEM_NAME, "\001x", "xnb-1");
    ASSERT_TYPED(ITEM_NAME, "\001\005x", "nb-1x");
    ASSERT_TYPED(ITEM_NAME, "\177\177", "nb");
    ASSERT_TYPED(ITEM_NAME, LEFT "\033[3~", "nb-");
    ASSERT_TYPED(ITEM_NAME, "\025", "");
    ASSERT_TYPED(ITEM_NAME, LEFT "\013", "nb-");
    ASSERT_TYPED(ITEM_NAME, " y\027", "nb-1 ");
    ASSERT_TYPED(ITEM_NAME, LEFT RIGHT RIGHT "x", "nb-1x");
}

TEST(form_key, a_boolean_is_typed_turned_or_chosen)
{
    ASSERT_TYPED(ITEM_GPU, "y", "true");
    ASSERT_TYPED(ITEM_GPU, "yn", "false");
    ASSERT_TYPED(ITEM_GPU, " ", "true");
    ASSERT_TYPED(ITEM_GPU, "  ", "false");
    ASSERT_TYPED(ITEM_GPU, LEFT, "true");
    ASSERT_TYPED(ITEM_GPU, LEFT RIGHT, "false");
    ASSERT_TYPED(ITEM_GPU, "x\177", "false");
}

TEST(form_key, choices_go_round)
{
    ASSERT_TYPED(ITEM_CLASS, RIGHT, "slow");
    ASSERT_TYPED(ITEM_CLASS, LEFT, "slower");
    ASSERT_TYPED(ITEM_CLASS, RIGHT RIGHT RIGHT, "fast");
}

TEST(form_key, typing_replaces_a_choice_and_tab_completes)
{
    ASSERT_TYPED(ITEM_CLASS, "sl", "sl");
    ASSERT_TYPED(ITEM_CLASS, "f\t", "fast");
    ASSERT_TYPED(ITEM_CLASS, "s\t", "slow");
    ASSERT_TYPED(ITEM_CLASS, "other", "other");
    /* From a text of one's own to the ends of the choices. */
    ASSERT_TYPED(ITEM_CLASS, "other" RIGHT, "fast");
    ASSERT_TYPED(ITEM_CLASS, "other" LEFT, "slower");
}

TEST(form_key, an_ambiguous_tab_lists_what_there_is)
{
    AUTO(typed) typed;

    type_at(&typed, ITEM_CLASS, "s\t");
    ASSERT_EQ_BUF(&typed.form.message, "slow   slower");
    ASSERT_EQ_INT(typed.form.focus, ITEM_CLASS);
}

TEST(form_key, several_are_walked_through_and_toggled)
{
    ASSERT_TYPED(ITEM_TAGS, " " RIGHT RIGHT " ", "fast\nslower\n");
    ASSERT_TYPED(ITEM_TAGS, RIGHT RIGHT RIGHT LEFT " ", "slow\n");
    ASSERT_TYPED(ITEM_TAGS, "  x", "");
}

TEST(form_key, lines_take_enter_and_arrows_move_within_them)
{
    ASSERT_TYPED(ITEM_PAGE, "three\rfour", "one\ntwo\nthree\nfour");
    ASSERT_TYPED(ITEM_PAGE, UP UP "x", "xone\ntwo\n");
    AUTO(typed) typed;

    type_at(&typed, ITEM_PAGE, UP UP UP);
    ASSERT_EQ_INT(typed.form.focus, ITEM_CLASS);
}

TEST(form_key, the_focus_moves_and_stops_at_the_ends)
{
    AUTO(typed) typed;

    type_at(&typed, ITEM_NAME, UP);
    ASSERT_EQ_INT(typed.form.focus, 0);
    forms_type(&typed.form, "\r\t");
    ASSERT_EQ_INT(typed.form.focus, 2);
    forms_type(&typed.form, "\033[Z");
    ASSERT_EQ_INT(typed.form.focus, 1);
    forms_type(&typed.form, "\033[6~\033[6~");
    ASSERT_EQ_INT(typed.form.focus, ITEM_TZ);
    forms_type(&typed.form, "\r");
    ASSERT_EQ_BUF(&typed.form.message, "that was the last one: ^O to launch");
    forms_type(&typed.form, "\033[5~\033[5~");
    ASSERT_EQ_INT(typed.form.focus, 0);
}

TEST(form_key, enter_at_a_list_adds_an_entry_and_remove_takes_it_away)
{
    AUTO(typed) typed;

    type_at(&typed, ITEM_MOVED, "\r/b");
    ASSERT_EQ_INT(typed.form.focus, ITEM_MOVED + 3);
    ASSERT_ITEM(typed.form, ITEM_MOVED + 3, "/b");
    forms_go(&typed.form, ITEM_MOVED + 2);
    forms_type(&typed.form, "\030");
    ASSERT_EQ_INT(form_entries(&typed.form, &typed.form.items[ITEM_MOVED]), 1);
    ASSERT_ITEM(typed.form, ITEM_MOVED + 1, "/b");
    ASSERT_EQ_INT(typed.form.items[ITEM_MOVED + 1].entry, 0);
    ASSERT_EQ_INT(typed.form.focus, ITEM_MOVED + 1);
    forms_type(&typed.form, "\030");
    ASSERT_EQ_INT(typed.form.focus, ITEM_MOVED);
    ASSERT_EQ_INT(form_entries(&typed.form, &typed.form.items[ITEM_MOVED]), 0);
    /* Elsewhere there is nothing to remove. */
    forms_type(&typed.form, "\030");
    ASSERT_EQ_INT(typed.form.len, 8);
}

TEST(form_key, R_077_a_paste_is_text_with_line_ends_as_the_field_takes_them)
{
    ASSERT_TYPED(ITEM_PAGE, "\033[200~a\r\nb\rc\033[201~", "one\ntwo\na\nb\nc");
    /* A copied line brings its end along. */
    ASSERT_TYPED(ITEM_TZ, "\033[200~UTC\r\033[201~", "UTC");
    ASSERT_TYPED(ITEM_TZ, "\033[200~a\003\033[A\017\033[201~b", "a\003\033[A\017b");
    ASSERT_TYPED(ITEM_GPU, "\033[200~yes\033[201~", "false");
}

TEST(form_key, R_077_a_text_that_is_too_long_is_cut_and_said)
{
    AUTO(typed) typed;
    AUTO(buf) text = BUF_INIT(EDIT_BYTES_MAX + 1);
    struct key key = { .code = KEY_TEXT };

    type_at(&typed, ITEM_TZ, "");
    buf_add_repeat(&text, 'x', EDIT_BYTES_MAX + 1);
    key.text = buf_view(&text);
    ASSERT_EQ_INT(form_key(&typed.form, &key), FORM_OPEN);
    ASSERT_EQ_BUF(&typed.form.message, "cut: an input has at most 65536 bytes here");
    ASSERT_EQ_INT(form_item_text(&typed.form.items[ITEM_TZ]).len, EDIT_BYTES_MAX);
}

TEST(form_key, submitting_wants_everything_right)
{
    AUTO(typed) typed;

    type_at(&typed, ITEM_NAME, "\025\017");
    ASSERT_EQ_INT(typed.state, FORM_OPEN);
    ASSERT_EQ_BUF(&typed.form.message, "1 input is wrong");
    forms_go(&typed.form, ITEM_TZ);
    ASSERT_EQ_INT(forms_type(&typed.form, "bad\017"), FORM_OPEN);
    ASSERT_EQ_BUF(&typed.form.message, "2 inputs are wrong");
    ASSERT_EQ_INT(typed.form.focus, ITEM_NAME);
    forms_type(&typed.form, "x");
    forms_go(&typed.form, ITEM_TZ);
    ASSERT_EQ_INT(forms_type(&typed.form, "\025\017"), FORM_SUBMITTED);
}

TEST(form_key, a_cancel_ends_it_and_keys_of_the_terminal_do_nothing)
{
    AUTO(typed) typed;

    type_at(&typed, ITEM_NAME, "\032\014\033");
    ASSERT_EQ_INT(typed.state, FORM_OPEN);
    ASSERT_ITEM(typed.form, ITEM_NAME, "nb-1");
    ASSERT_EQ_INT(forms_type(&typed.form, "\003"), FORM_CANCELLED);
}
