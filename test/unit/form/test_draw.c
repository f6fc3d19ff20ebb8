/* SPDX-License-Identifier: Apache-2.0 */
/* form/draw: the lines of a screen */
#include "base/utf8.h"
#include "form/draw.h"
#include "forms.h"

static const struct form_style plain = { .color = false, .utf8 = false };
static const struct form_style rich = { .color = true, .utf8 = true };

/* What is shown, a line each; the cursor as '#' in place of what it is on. */
static const char *drawn(struct form *form, unsigned columns, unsigned rows,
                         const struct form_style *style)
{
    AUTO(form_picture) picture = FORM_PICTURE_INIT;
    AUTO(buf) out = BUF_INIT(1000000);

    form_draw(&picture, form, columns, rows, style);
    for (size_t i = 0; i < picture.lines.len; i++)
        buf_addf(&out, "%s\n", picture.lines.items[i]);
    return test_format("%s%u:%u", buf_text(&out), picture.row, picture.column);
}

TEST(draw, shows_title_fields_help_and_keys)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    forms_type(&form, "x");
    ASSERT_EQ_STR(drawn(&form, 60, 24, &plain),
                  " notebook -> nb-1x                                   film-a\n"
                  " ----------------------------------------------------------\n"
                  " > name         nb-1x                              required\n"
                  "   token\n"
                  "   gpu          yes  [no]\n"
                  "   class        fast (default) v\n"
                  "   page         one (+1 line)\n"
                  "   tags         [ ] fast   [ ] slow   [ ] slower\n"
                  "   moved        1 entry\n"
                  "     [0].from   /a\n"
                  "     [0].code   302\n"
                  "   env          TZ=\n"
                  " ----------------------------------------------------------\n"
                  " What it is called\n"
                  " up/down field   ^O launch   ^C cancel\n"
                  "2:21");
}

TEST(draw, a_problem_stands_below_its_field)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    const char *text;

    form_init(&form, &spec);
    forms_type(&form, "\025bad");
    text = drawn(&form, 60, 24, &plain);
    ASSERT_CONTAINS(text, " > name         bad\n                'bad' is no name\n");
    text = drawn(&form, 60, 24, &rich);
    ASSERT_CONTAINS(text, "\033[31m'bad' is no name\033[0m\n");
}

TEST(draw, the_choices_of_the_focus_are_in_view)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    forms_go(&form, ITEM_CLASS);
    ASSERT_CONTAINS(drawn(&form, 60, 24, &plain), " > class        fast (default) v\n"
                                                  "                [fast]  slow  slower\n");
    ASSERT_CONTAINS(drawn(&form, 80, 24, &plain), " left/right choose   tab complete   ^O launch");
    /* There is no room for a line more on the smallest ones. */
    ASSERT_NOT_CONTAINS(drawn(&form, 60, 8, &plain), "[fast]");
}

TEST(draw, a_secret_is_one_mark_for_each_character)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    forms_go(&form, ITEM_TOKEN);
    forms_type(&form, "s\xc3\xa9"
                      "cret");
    ASSERT_CONTAINS(drawn(&form, 60, 24, &plain), " > token        ******\n");
    ASSERT_CONTAINS(drawn(&form, 60, 24, &rich), "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2");
    forms_go(&form, ITEM_NAME);
    ASSERT_NOT_CONTAINS(drawn(&form, 60, 24, &rich), "cret");
}

TEST(draw, a_small_screen_scrolls_and_says_how_much_is_beyond)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_EQ_STR(drawn(&form, 40, 10, &plain), " notebook -> nb-1                film-a\n"
                                                " --------------------------------------\n"
                                                " > name        nb-1            required\n"
                                                "   token\n"
                                                "   gpu         yes  [no]\n"
                                                "   class       fast (default) v\n"
                                                "   page        one (+1 line)\n"
                                                " ----------------------------- down 5 -\n"
                                                " What it is called\n"
                                                " up/down field  ^O launch  ^C cancel\n"
                                                "2:19");
    forms_go(&form, ITEM_TZ);
    ASSERT_CONTAINS(drawn(&form, 40, 10, &plain), " ------------------------------- up 5 -\n"
                                                  "   tags");
    /* Back up only as far as it must. */
    forms_go(&form, ITEM_TAGS);
    ASSERT_CONTAINS(drawn(&form, 40, 10, &plain), "up 5");
    forms_go(&form, ITEM_PAGE);
    ASSERT_CONTAINS(drawn(&form, 40, 10, &plain), "up 4");
}

TEST(draw, long_texts_move_with_the_cursor)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    const char *text;

    form_init(&form, &spec);
    forms_go(&form, ITEM_TZ);
    forms_type(&form, "abcdefghijklmnopqrstuvwxyz0123456789");
    text = drawn(&form, 40, 24, &plain);
    ASSERT_CONTAINS(text, "456789\n");
    ASSERT_CONTAINS(text, " > env         <");
    forms_type(&form, "\001");
    text = drawn(&form, 40, 24, &plain);
    ASSERT_CONTAINS(text, " > env         TZ=abcdefghijklmnopqrst>\n");
}

TEST(draw, R_150_hostile_text_is_made_visible_wherever_it_comes_from)
{
    static const struct form_choice choices[] = { { "a\033[2J", "n\ro" } };
    static const struct form_field field = { .label = "la\033]0;x\007",
                                             .prefix = "p\x9b=",
                                             .help = "he\xe2\x80\xaelp",
                                             .kind = FORM_CHOICE,
                                             .value = "a\033[2J",
                                             .choices = choices,
                                             .choice_count = 1 };
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    const char *text;

    spec.title = "ti\033[31mtle";
    spec.place = "\xc2\x9bns";
    spec.fields = &field;
    spec.field_count = 1;
    form_init(&form, &spec);
    text = drawn(&form, 100, 24, &(struct form_style){ .color = false, .utf8 = true });
    for (const char *at = text; *at; at++)
        ASSERT_TRUE(*at == '\n' || (unsigned char)*at >= 0x20);
    ASSERT_NOT_CONTAINS(text, "\xc2\x9b");
    ASSERT_NOT_CONTAINS(text, "\xe2\x80\xae");
    ASSERT_CONTAINS(text, "ti^[[31mtle");
    ASSERT_CONTAINS(text, "la^[]0;x^G");
    ASSERT_CONTAINS(text, "he<U+202E>lp");
    ASSERT_CONTAINS(text, "p\\x9B=a^[[2J");
    ASSERT_CONTAINS(text, "[a^[[2J]");
}

/* Every line is narrower than the screen, there are no more than fit, the cursor is on it. */
static void check_fits(struct form *form, unsigned columns, unsigned rows,
                       const struct form_style *style)
{
    AUTO(form_picture) picture = FORM_PICTURE_INIT;
    unsigned most = rows > 0 ? rows : 1;

    form_draw(&picture, form, columns, rows, style);
    if (picture.lines.len == 0 || picture.lines.len > most || picture.row >= picture.lines.len ||
        picture.column >= (columns > 1 ? columns : 1))
        TEST_FAIL("%u x %u, item %zu: %zu lines, cursor %u:%u", columns, rows, form->focus,
                  picture.lines.len, picture.row, picture.column);
    for (size_t i = 0; i < picture.lines.len; i++)
        if (utf8_width(view_of(picture.lines.items[i])) > (columns > 1 ? columns - 1 : 1))
            TEST_FAIL("%u x %u, item %zu: line %zu is too wide: %s", columns, rows, form->focus, i,
                      picture.lines.items[i]);
}

TEST(draw, R_153_every_size_holds_what_is_drawn)
{
    static const unsigned columns[] = { 0, 1, 2, 3, 5, 8, 13, 20, 21, 40, 59, 60, 80, 200, 10000 };
    static const unsigned rows[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 24, 50, 1000 };
    static const struct form_style style = { .color = false, .utf8 = true };
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_TRUE(form_set(&form, ITEM_TZ,
                         VIEW("\xe7\x95\x8c\xe7\x95\x8c"
                              "e\xcc\x81 bad text")));
    ASSERT_TRUE(form_set(&form, ITEM_NAME, VIEW("bad")));
    for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
        for (size_t k = 0; k < ARRAY_SIZE(rows); k++)
            for (size_t item = 0; item < form.len; item++) {
                forms_go(&form, item);
                check_fits(&form, columns[i], rows[k], &style);
                check_fits(&form, columns[i], rows[k], &plain);
            }
}

TEST(draw, the_cursor_stands_behind_wide_and_combined_characters)
{
    static const struct form_style style = { .color = false, .utf8 = true };
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;
    AUTO(form_picture) picture = FORM_PICTURE_INIT;

    form_init(&form, &spec);
    forms_go(&form, ITEM_TZ);
    forms_type(&form, "\xe7\x95\x8c"
                      "e\xcc\x81");
    form_draw(&picture, &form, 80, 24, &style);
    /* "TZ=" and three columns */
    ASSERT_EQ_INT(picture.column, 16 + 3 + 3);
    forms_type(&form, LEFT LEFT);
    form_draw(&picture, &form, 80, 24, &style);
    ASSERT_EQ_INT(picture.column, 16 + 3);
}

TEST(draw, without_colour_there_is_no_escape)
{
    struct form_spec spec = forms_spec(NULL);
    AUTO(form) form;

    form_init(&form, &spec);
    ASSERT_NOT_CONTAINS(drawn(&form, 80, 24, &plain), "\033");
    ASSERT_CONTAINS(drawn(&form, 80, 24, &rich), "\033[1m");
}
