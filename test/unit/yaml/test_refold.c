/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "yaml/refold.h"

/* TEXT as Kustomize prints it, when it stood in a folded scalar (compared with kustomize 5.8.2). */
static void expect(const char *text, const char *again)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    refold_add(&out, view_of(text));
    ASSERT_EQ_STR(buf_text(&out), again);
}

TEST(refold, plain_lines_come_back)
{
    expect("one\ntwo\n\nthree\n", "one\ntwo\n\nthree\n");
    expect("\n\none two", "\n\none two");
    expect("", "");
    expect("\n\n", "\n\n");
}

TEST(refold, a_break_before_an_indented_line_is_doubled)
{
    expect("<s>\n  <m>\n  </m>\n</s>\n", "<s>\n\n  <m>\n  </m>\n</s>\n");
    expect("one\n\n  two", "one\n\n\n  two");
}

TEST(refold, breaks_at_the_end_that_are_kept_get_one_more)
{
    expect("one\n\n", "one\n\n\n");
    expect("one\n  two\n\n", "one\n\n  two\n\n");
}

TEST(refold, behind_an_indented_beginning_lines_are_joined)
{
    expect(" a\nb\nc\n", " a\nb c\n");
    expect(" a\nb\n\nc\n", " a\nb\nc\n");
    expect(" a\n b\n c\n", " a\n b\n c\n");
}

TEST(refold, what_no_block_holds_stays)
{
    expect("one \n  two\n", "one \n  two\n");
    expect("one\n  two\x01\n", "one\n  two\x01\n");
}
