/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/masked.h"

#include "harness/test.h"

static const char *masked(const char *text)
{
    AUTO(strv) secrets = STRV_INIT;
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);

    strv_add(&secrets, "canary");
    strv_add(&secrets, "canary-2024");
    strv_add(&secrets, "yellow");
    masked_add(&out, view_of(text), &secrets);
    return test_format("%s", buf_text(&out));
}

TEST(masked, each_secret_is_hidden_the_longest_and_overlapping_ones_as_one)
{
    ASSERT_EQ_STR(masked("a canary b"), "a *** b");
    ASSERT_EQ_STR(masked("canarycanary"), "******");
    ASSERT_EQ_STR(masked("x-canary-2024-y"), "x-***-y");
    ASSERT_EQ_STR(masked("canaryellow!"), "***!");
    ASSERT_EQ_STR(masked("canar"), "canar");
    ASSERT_EQ_STR(masked(""), "");
}
