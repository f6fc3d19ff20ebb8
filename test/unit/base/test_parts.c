/* SPDX-License-Identifier: Apache-2.0 */
#include "base/parts.h"

#include "harness/test.h"

static const struct parts_mark all = { .len = 0 };

static void expect(const struct parts *parts, const char *text)
{
    AUTO(buf) joined = BUF_INIT(1000);

    parts_add_to(&joined, parts, all);
    ASSERT_EQ_BUF(&joined, text);
    ASSERT_EQ_UINT(parts->bytes, joined.len);
}

TEST(parts, neighbours_are_one_part_and_nothing_empty_is_kept)
{
    AUTO(parts) parts = PARTS_INIT(1000);
    struct view text = VIEW("abcdef");

    parts_add(&parts, view_sub(text, 0, 2));
    parts_add(&parts, VIEW_EMPTY);
    parts_add(&parts, view_sub(text, 2, 4));
    ASSERT_EQ_UINT(parts.len, 1);
    parts_add(&parts, view_sub(text, 5, 6));
    ASSERT_EQ_UINT(parts.len, 2);
    expect(&parts, "abcdf");
}

TEST(parts, what_is_copied_outlives_its_source)
{
    AUTO(parts) parts = PARTS_INIT(1000);
    char text[] = "gone";

    ASSERT_EQ_INT(parts_last(&parts), '\0');
    parts_add_copy(&parts, view_of(text));
    text[0] = 'x';
    expect(&parts, "gone");
    ASSERT_EQ_INT(parts_last(&parts), 'e');
}

TEST(parts, a_cut_takes_back_also_what_a_part_grew_by)
{
    AUTO(parts) parts = PARTS_INIT(1000);
    AUTO(buf) added = BUF_INIT(1000);
    struct view text = VIEW("abcdef");
    struct parts_mark mark;

    parts_add(&parts, view_sub(text, 0, 2));
    mark = parts_mark(&parts);
    parts_add(&parts, view_sub(text, 2, 4));
    parts_add_copy(&parts, VIEW("more"));
    parts_add_to(&added, &parts, mark);
    ASSERT_EQ_BUF(&added, "cdmore");
    parts_cut(&parts, mark);
    expect(&parts, "ab");
    parts_cut(&parts, all);
    expect(&parts, "");
}

TEST(parts, blank_is_blanks_and_line_ends)
{
    AUTO(parts) parts = PARTS_INIT(1000);

    parts_add(&parts, VIEW(" \n"));
    parts_add(&parts, VIEW("\r\n"));
    ASSERT_TRUE(parts_is_blank(&parts));
    parts_add(&parts, VIEW(" x"));
    ASSERT_FALSE(parts_is_blank(&parts));
}

TEST(parts, the_ceiling_holds_and_is_told)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(parts) parts = PARTS_INIT(4);

    parts_add(&parts, VIEW("abcd"));
    ASSERT_OK(parts_check(&parts, "the result", &err), err);
    parts_add(&parts, VIEW_EMPTY);
    ASSERT_OK(parts_check(&parts, "the result", &err), err);
    parts_add_copy(&parts, VIEW("e"));
    ASSERT_FAILS(parts_check(&parts, "the result", &err), err, ERROR_LIMIT,
                 "the result is over 4 bytes");
    expect(&parts, "abcd");
}
