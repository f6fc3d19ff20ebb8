/* SPDX-License-Identifier: Apache-2.0 */
/* form/form: what a form asks, what is in it, what is wrong */
#include "form/form.h"
#include "forms.h"

TEST(form, begins_with_what_the_fields_say)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_EQ_INT(form.len, 10);
    ASSERT_ITEM(form, ITEM_NAME, "nb-1");
    ASSERT_ITEM(form, ITEM_GPU, "false");
    ASSERT_ITEM(form, ITEM_CLASS, "fast");
    ASSERT_TRUE(form.items[ITEM_CLASS].is_chosen);
    ASSERT_ITEM(form, ITEM_MOVED + 1, "/a");
    ASSERT_ITEM(form, ITEM_MOVED + 2, "302");
    ASSERT_EQ_INT(form_entries(&form, &form.items[ITEM_MOVED]), 1);
    ASSERT_EQ_STR(form.items[ITEM_TZ].field->prefix, "TZ=");
}

TEST(form, only_what_changed_is_checked_again)
{
    size_t checks = 0;
    struct form_spec spec = forms_spec(&checks);
    AUTO(form) form;

    form_init(&form, &spec);
    form_check(&form);
    ASSERT_EQ_INT(checks, 10);
    form_check(&form);
    ASSERT_EQ_INT(checks, 10);
    ASSERT_TRUE(form_set(&form, ITEM_TZ, VIEW("bad")));
    form_check(&form);
    ASSERT_EQ_INT(checks, 11);
    ASSERT_EQ_STR(form.items[ITEM_TZ].problem, "'bad' is no env");
    ASSERT_TRUE(form_set(&form, ITEM_TZ, VIEW("UTC")));
    form_check(&form);
    ASSERT_NULL(form.items[ITEM_TZ].problem);
}

TEST(form, what_is_wrong_is_counted_and_the_first_named)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    size_t first = 99;

    form_init(&form, &spec);
    ASSERT_EQ_INT(form_wrong(&form, &first), 0);
    ASSERT_EQ_INT(first, 99);
    ASSERT_TRUE(form_set(&form, ITEM_NAME, VIEW_EMPTY));
    ASSERT_TRUE(form_set(&form, ITEM_TZ, VIEW("bad")));
    ASSERT_EQ_INT(form_wrong(&form, &first), 2);
    ASSERT_EQ_INT(first, ITEM_NAME);
    ASSERT_TRUE(form.items[ITEM_TZ].is_touched);
}

TEST(form, a_text_over_the_limit_is_cut_and_said)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(buf) text = BUF_INIT(EDIT_BYTES_MAX + 1);

    form_init(&form, &spec);
    buf_add_repeat(&text, 'x', EDIT_BYTES_MAX + 1);
    ASSERT_FALSE(form_set(&form, ITEM_TZ, buf_view(&text)));
    ASSERT_EQ_INT(form_item_text(&form.items[ITEM_TZ]).len, EDIT_BYTES_MAX);
}

TEST(form, entries_come_behind_the_last_one_with_their_defaults)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    size_t at;

    form_init(&form, &spec);
    at = form_add_entry(&form, ITEM_MOVED);
    ASSERT_EQ_INT(at, ITEM_MOVED + 3);
    ASSERT_ITEM(form, at, "");
    ASSERT_ITEM(form, at + 1, "301");
    ASSERT_EQ_INT(form.items[at].entry, 1);
    ASSERT_EQ_INT(form_entries(&form, &form.items[ITEM_MOVED]), 2);
    ASSERT_EQ_STR(form.items[at + 2].field->label, "env");
}

TEST(form, a_list_has_a_limit)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    for (size_t i = 1; i < FORM_ENTRIES_MAX; i++)
        ASSERT_TRUE(form_add_entry(&form, ITEM_MOVED) > 0);
    ASSERT_EQ_INT(form_add_entry(&form, ITEM_MOVED), 0);
    ASSERT_EQ_BUF(&form.message, "a list has at most 1000 entries here");
}

TEST(form, a_list_is_checked_by_the_number_of_its_entries)
{
    static struct form_field entry[] = { { .label = "from" } };
    static const struct form_field list = {
        .label = "moved", .kind = FORM_LIST, .required = true, .fields = entry, .field_count = 1
    };
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    spec.fields = &list;
    spec.field_count = 1;
    form_init(&form, &spec);
    form_check(&form);
    ASSERT_EQ_STR(form.items[0].problem, "required");
    ASSERT_EQ_INT(form_add_entry(&form, 0), 1);
    form_check(&form);
    ASSERT_NULL(form.items[0].problem);
}

TEST(form, picks_keep_the_order_of_the_choices)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    form_toggle(&form, ITEM_TAGS, 2);
    form_toggle(&form, ITEM_TAGS, 0);
    ASSERT_ITEM(form, ITEM_TAGS, "fast\nslower\n");
    ASSERT_TRUE(form_is_picked(form_item_text(&form.items[ITEM_TAGS]), "slower"));
    ASSERT_FALSE(form_is_picked(form_item_text(&form.items[ITEM_TAGS]), "slow"));
    form_toggle(&form, ITEM_TAGS, 0);
    ASSERT_ITEM(form, ITEM_TAGS, "slower\n");
    ASSERT_EQ_STR(form_choice_find(&forms_fields[ITEM_TAGS], VIEW("slow"))->text, "slow");
    ASSERT_NULL(form_choice_find(&forms_fields[ITEM_TAGS], VIEW("s")));
}
