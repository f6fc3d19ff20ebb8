/* SPDX-License-Identifier: Apache-2.0 */
#include "base/line_diff.h"

#include "base/buf.h"
#include "harness/test.h"

static void add_line(void *to, enum line_mark mark, struct view line)
{
    static const char signs[] = {
        [LINE_HUNK] = 0, [LINE_SAME] = ' ', [LINE_GONE] = '-', [LINE_NEW] = '+'
    };

    if (signs[mark])
        buf_add_byte(to, signs[mark]);
    buf_add_view(to, line);
    buf_add_byte(to, '\n');
}

/* The text as `diff -U3` has it below its two head lines. */
static const char *diff(const char *before, const char *after)
{
    AUTO(buf) out = BUF_INIT(1 << 20);
    bool differs = line_diff(view_of(before), view_of(after), 3, add_line, &out);

    ASSERT_EQ_INT(differs, out.len > 0);
    return test_format("%s", buf_text(&out));
}

TEST(line_diff, texts_that_are_the_same_are_told_so)
{
    ASSERT_EQ_STR(diff("", ""), "");
    ASSERT_EQ_STR(diff("a\nb\n", "a\nb\n"), "");
}

TEST(line_diff, a_changed_line_has_three_lines_of_context)
{
    ASSERT_EQ_STR(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n"),
                  "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

TEST(line_diff, at_the_ends_there_is_less_context)
{
    ASSERT_EQ_STR(diff("a\nb\n", "x\na\nb\n"), "@@ -1,2 +1,3 @@\n+x\n a\n b\n");
    ASSERT_EQ_STR(diff("a\nb\n", "a\nb\nx\n"), "@@ -1,2 +1,3 @@\n a\n b\n+x\n");
    ASSERT_EQ_STR(diff("a\nb\n", "a\n"), "@@ -1,2 +1 @@\n a\n-b\n");
}

TEST(line_diff, a_text_that_comes_or_goes_has_an_empty_range_on_the_other_side)
{
    ASSERT_EQ_STR(diff("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
    ASSERT_EQ_STR(diff("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
}

TEST(line_diff, changes_seven_lines_apart_are_two_hunks_and_six_one)
{
    ASSERT_EQ_STR(diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\ny\n"),
                  "@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+y\n");
    ASSERT_EQ_STR(diff("a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n"),
                  "@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n");
}

TEST(line_diff, the_script_is_a_shortest_one)
{
    /* The example of Myers' paper: five edits. */
    const char *edits = diff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n");
    size_t count = 0;

    for (const char *at = edits; *at; at++)
        count += (at == edits || at[-1] == '\n') && (*at == '-' || *at == '+');
    ASSERT_EQ_INT(count, 5);
}

/* What is told, put on BEFORE, is AFTER: whatever the texts are. */
struct patching {
    struct buf before, after;
};

static void patch(void *to, enum line_mark mark, struct view line)
{
    struct patching *texts = to;

    if (mark == LINE_SAME || mark == LINE_GONE)
        buf_addf(&texts->before, VIEW_FMT "\n", VIEW_ARGS(line));
    if (mark == LINE_SAME || mark == LINE_NEW)
        buf_addf(&texts->after, VIEW_FMT "\n", VIEW_ARGS(line));
}

static void add_random(struct buf *out, unsigned *state, unsigned lines, unsigned kinds)
{
    for (unsigned i = 0; i < lines; i++) {
        *state = *state * 1103515245u + 12345u;
        buf_addf(out, "%u\n", (*state >> 16) % kinds);
    }
}

static void check_random(unsigned seed, unsigned lines, unsigned kinds)
{
    AUTO(buf) before = BUF_INIT(1 << 20);
    AUTO(buf) after = BUF_INIT(1 << 20);
    struct patching texts = { BUF_INIT(1 << 20), BUF_INIT(1 << 20) };

    add_random(&before, &seed, lines, kinds);
    add_random(&after, &seed, lines + seed % 5, kinds);
    if (line_diff(buf_view(&before), buf_view(&after), 1 << 20, patch, &texts)) {
        ASSERT_TRUE(view_eq(buf_view(&texts.before), buf_view(&before)));
        ASSERT_TRUE(view_eq(buf_view(&texts.after), buf_view(&after)));
    } else {
        ASSERT_TRUE(view_eq(buf_view(&before), buf_view(&after)));
    }
    buf_release(&texts.before);
    buf_release(&texts.after);
}

TEST(line_diff, what_is_told_makes_the_one_text_of_the_other)
{
    for (unsigned seed = 1; seed <= 300; seed++)
        check_random(seed, seed % 17, 1 + seed % 4);
}

TEST(line_diff, beyond_the_limit_of_edits_what_differs_is_replaced_whole)
{
    check_random(7, 3000, 100000);
}
