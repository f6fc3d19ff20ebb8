/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/merge_patch.h"
#include "unit/patch/patching.h"

#define ASSERT_PATCHES_TO(base, patch, result) ASSERT_RESULT(merge_patch_apply, base, patch, result)

/* The table of RFC 7396, appendix A. */
TEST(merge_patch, does_what_the_examples_of_the_rfc_say)
{
    ASSERT_PATCHES_TO("{a: b}", "{a: c}", "{a: c}");
    ASSERT_PATCHES_TO("{a: b}", "{b: c}", "{a: b, b: c}");
    ASSERT_PATCHES_TO("{a: b}", "{a: null}", "{}");
    ASSERT_PATCHES_TO("{a: b, b: c}", "{a: null}", "{b: c}");
    ASSERT_PATCHES_TO("{a: [b]}", "{a: c}", "{a: c}");
    ASSERT_PATCHES_TO("{a: c}", "{a: [b]}", "{a: [b]}");
    ASSERT_PATCHES_TO("{a: {b: c}}", "{a: {b: d, c: null}}", "{a: {b: d}}");
    ASSERT_PATCHES_TO("{a: [{b: c}]}", "{a: [1]}", "{a: [1]}");
    ASSERT_PATCHES_TO("[a, b]", "[c, d]", "[c, d]");
    ASSERT_PATCHES_TO("{a: b}", "[c]", "[c]");
    ASSERT_PATCHES_TO("{e: null}", "{a: 1}", "{e: null, a: 1}");
    ASSERT_PATCHES_TO("[1, 2]", "{a: b, c: null}", "{a: b}");
    ASSERT_PATCHES_TO("{}", "{a: {bb: {ccc: null}}}", "{a: {bb: {}}}");
    ASSERT_PATCHES_TO("{a: foo}", "bar", "bar");
}

TEST(merge_patch, nulls_in_lists_stay)
{
    ASSERT_PATCHES_TO("{a: 1}", "{a: [null, {b: null}]}", "{a: [null, {b: null}]}");
}

TEST(merge_patch, a_key_that_stands_twice_is_removed_twice)
{
    ASSERT_PATCHES_TO("{a: 1, b: 2, a: 3}", "{a: null}", "{b: 2}");
}

TEST(merge_patch, R_038_an_alias_bomb_is_not_expanded)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&patch, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        buf_addf(&patch, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            buf_addf(&patch, "*a%d, ", i - 1);
        buf_add(&patch, "]\n");
    }
    ASSERT_REFUSED(merge_patch_apply, "a: 1", buf_text(&patch), ERROR_LIMIT,
                   "the patch makes more than");
}
