/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex_class.h"

#include "base/utf8.h"
#include "harness/test.h"

#define WORK 100000

/* "61-7a 5f-5f" */
static const char *show(const struct regex_class *class)
{
    AUTO(buf) text = BUF_INIT(1 << 20);

    for (size_t i = 0; i < class->len; i++)
        buf_addf(&text, "%s%x-%x", i ? " " : "", class->ranges[i].first, class->ranges[i].last);
    return test_format("%s", buf_text(&text));
}

static bool has(const struct regex_class *class, uint32_t code)
{
    for (size_t i = 0; i < class->len; i++)
        if (code >= class->ranges[i].first && code <= class->ranges[i].last)
            return true;
    return false;
}

TEST(regex_class, finishing_sorts_and_joins)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);

    regex_class_add(&class, 'x', 'z', false);
    regex_class_add(&class, 'a', 'c', false);
    regex_class_add(&class, 'b', 'e', false);
    regex_class_add(&class, 'f', 'f', false);
    regex_class_finish(&class);
    ASSERT_EQ_STR(show(&class), "61-66 78-7a");
    regex_class_finish_negated(&class);
    ASSERT_EQ_STR(show(&class), "0-60 67-77 7b-10ffff");
}

TEST(regex_class, the_negation_of_everything_is_nothing_and_back)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);

    regex_class_add(&class, 0, UTF8_CODE_MAX, false);
    regex_class_finish_negated(&class);
    ASSERT_EQ_STR(show(&class), "");
    regex_class_finish_negated(&class);
    ASSERT_EQ_STR(show(&class), "0-10ffff");
}

TEST(regex_class, folding_adds_every_variant)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);

    regex_class_add(&class, 'j', 'l', true);
    regex_class_finish(&class);
    ASSERT_EQ_STR(show(&class), "4a-4c 6a-6c 212a-212a"); /* the Kelvin sign */
}

TEST(regex_class, names_of_ascii_classes)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);

    ASSERT_TRUE(regex_class_add_posix(&class, VIEW("xdigit"), false));
    regex_class_finish(&class);
    ASSERT_EQ_STR(show(&class), "30-39 41-46 61-66");
    ASSERT_TRUE(regex_class_add_posix(&class, VIEW("^alnum"), false));
    regex_class_finish(&class);
    ASSERT_EQ_STR(show(&class), "0-46 5b-66 7b-10ffff");
    ASSERT_FALSE(regex_class_add_posix(&class, VIEW("Alpha"), false));
    ASSERT_FALSE(regex_class_add_posix(&class, VIEW(""), false));
    ASSERT_FALSE(regex_class_add_perl(&class, 'x', false));
}

TEST(regex_class, names_of_categories_ignore_case_and_separators)
{
    static const char *const names[] = {
        "Lu", "lu", "L_u", "Uppercase_Letter", "uppercase letter", "UPPERCASE-LETTER"
    };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);
        ASSERT_TRUE(regex_class_add_unicode(&class, view_of(names[i]), false, false));
        ASSERT_TRUE(has(&class, 'A'));
        ASSERT_TRUE(has(&class, 0x10400));
        ASSERT_FALSE(has(&class, 'a'));
    }
}

TEST(regex_class, unknown_categories_are_told_apart)
{
    static const char *const names[] = { "", "X", "Lx", "Letters", "Greek", "Uppercase" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);
        ASSERT_FALSE(regex_class_add_unicode(&class, view_of(names[i]), false, false));
    }
}

TEST(regex_class, negation_comes_after_folding)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(WORK);

    /* All but the upper case letters and what folds to them: no ASCII letter is left. */
    ASSERT_TRUE(regex_class_add_unicode(&class, VIEW("Lu"), true, true));
    ASSERT_FALSE(has(&class, 'a'));
    ASSERT_FALSE(has(&class, 'A'));
    ASSERT_TRUE(has(&class, '1'));
}

TEST(regex_class, work_is_limited)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(100);

    ASSERT_TRUE(regex_class_add_unicode(&class, VIEW("L"), true, true));
    ASSERT_TRUE(class.overrun);
    ASSERT_TRUE(class.work <= 100);
}
