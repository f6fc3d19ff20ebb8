/* SPDX-License-Identifier: Apache-2.0 */
/* form/draw_item: the lines of one item */
#include "form/draw_item.h"
#include "forms.h"

static const struct form_style plain = { .color = false, .utf8 = false };

/* The lines of item INDEX, parted by '|'; as many as were announced. */
static const char *lines_of(const struct form *form, size_t index, bool focused, size_t columns)
{
    const struct canvas canvas = {
        .style = &plain, .columns = columns, .gap = 2, .label = 6, .lines_max = 4
    };
    struct cursor cursor = { 0, 0 };
    AUTO(strv) lines = STRV_INIT;
    AUTO(buf) out = BUF_INIT(10000);

    draw_item(&lines, &canvas, form, &form->items[index], focused, &cursor);
    ASSERT_EQ_INT(lines.len, draw_item_lines(&canvas, &form->items[index], focused));
    ASSERT_TRUE(!focused || cursor.line < lines.len);
    for (size_t i = 0; i < lines.len; i++)
        buf_addf(&out, "%s|", lines.items[i]);
    return test_format("%s", buf_text(&out));
}

TEST(draw_item, an_entry_is_called_by_its_index)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(buf) label = BUF_INIT(100);

    form_init(&form, &spec);
    draw_item_label(&label, &form.items[ITEM_MOVED + 1]);
    ASSERT_EQ_BUF(&label, "  [0].from");
}

TEST(draw_item, a_label_that_is_too_long_is_cut)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_EQ_STR(lines_of(&form, ITEM_MOVED + 1, false, 40), "     [0]>  /a|");
}

TEST(draw_item, lines_are_shown_where_the_focus_is)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_EQ_STR(lines_of(&form, ITEM_PAGE, false, 40), "   page    one (+1 line)|");
    ASSERT_EQ_STR(lines_of(&form, ITEM_PAGE, true, 40), " > page    one|           two||");
    ASSERT_TRUE(form_set(&form, ITEM_PAGE, VIEW("1\n2\n3\n4\n5\n6")));
    /* The last ones: there the cursor is. */
    ASSERT_EQ_STR(lines_of(&form, ITEM_PAGE, true, 40),
                  " > page    3|           4|           5|           6|");
    form.items[ITEM_PAGE].edit.cursor = 0;
    ASSERT_EQ_STR(lines_of(&form, ITEM_PAGE, true, 40),
                  " > page    1|           2|           3|           4|");
}

TEST(draw_item, a_choice_shows_its_note_and_the_others)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_EQ_STR(lines_of(&form, ITEM_CLASS, false, 40), "   class   fast (default) v|");
    ASSERT_EQ_STR(lines_of(&form, ITEM_CLASS, true, 40),
                  " > class   fast (default) v|           [fast]  slow  slower|");
    ASSERT_TRUE(form_set(&form, ITEM_CLASS, VIEW("mine")));
    ASSERT_EQ_STR(lines_of(&form, ITEM_CLASS, true, 40),
                  " > class   mine v|           fast  slow  slower|");
}

TEST(draw_item, several_boolean_and_list)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    form_toggle(&form, ITEM_TAGS, 1);
    ASSERT_EQ_STR(lines_of(&form, ITEM_TAGS, false, 50),
                  "   tags    [ ] fast   [x] slow   [ ] slower|");
    ASSERT_EQ_STR(lines_of(&form, ITEM_GPU, false, 40), "   gpu     yes  [no]|");
    ASSERT_TRUE(form_set(&form, ITEM_GPU, VIEW("true")));
    ASSERT_EQ_STR(lines_of(&form, ITEM_GPU, false, 40), "   gpu     [yes]  no|");
    ASSERT_EQ_STR(lines_of(&form, ITEM_MOVED, false, 40), "   moved   1 entry|");
}

TEST(draw_item, what_is_required_says_so_until_a_problem_does)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    form_check(&form);
    ASSERT_EQ_STR(lines_of(&form, ITEM_NAME, false, 40), "   name    nb-1|");
    ASSERT_EQ_STR(lines_of(&form, ITEM_NAME, true, 40),
                  " > name    nb-1                 required|");
    ASSERT_TRUE(form_set(&form, ITEM_NAME, VIEW_EMPTY));
    form_check(&form);
    ASSERT_EQ_STR(lines_of(&form, ITEM_NAME, false, 40), "   name|           required|");
}
