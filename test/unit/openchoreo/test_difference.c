/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/difference.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

/* The first difference of the two texts, "" when there is none. */
static const char *difference(const char *ours, const char *theirs)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) a = ydoc_parse(view_of(ours), "ours", &err);
    AUTO_FREE(ydoc) b = ydoc_parse(view_of(theirs), "theirs", &err);
    AUTO(buf) path = BUF_INIT(1000);

    ASSERT_OK(a && b, err);
    buf_add(&path, "spec");
    if (!difference_find(&path, ydoc_root(a), ydoc_root(b)))
        return "";
    return test_format("%s", buf_text(&path));
}

TEST(difference, what_a_server_adds_is_none)
{
    ASSERT_EQ_STR(difference("{a: 1, b: [{c: x}]}", "{a: 1, b: [{c: x, d: y}], e: {f: 1}}"), "");
}

TEST(difference, what_it_changes_or_drops_is_named)
{
    ASSERT_EQ_STR(difference("{a: {b: 1}}", "{a: {b: 2}}"), "spec.a.b");
    ASSERT_EQ_STR(difference("{a: 1, b: {c: 2}}", "{a: 1}"), "spec.b");
    ASSERT_EQ_STR(difference("{a: [1, 2]}", "{a: [1, 3]}"), "spec.a[1]");
    ASSERT_EQ_STR(difference("{a: [1, 2]}", "{a: [1]}"), "spec.a");
    ASSERT_EQ_STR(difference("{a: [1]}", "{a: {b: 1}}"), "spec.a");
    ASSERT_EQ_STR(difference("{a: {b: 1}}", "{a: x}"), "spec.a");
    ASSERT_EQ_STR(difference("{a: '1'}", "{a: 1}"), "spec.a");
}

TEST(difference, what_is_empty_may_be_left_out)
{
    ASSERT_EQ_STR(difference("{a: {}, b: [], c: '', d: null}", "{}"), "");
    ASSERT_EQ_STR(difference("{a: {b: {}}}", "{}"), "spec.a");
}

TEST(difference, the_path_is_as_long_as_it_was_when_the_search_goes_on)
{
    ASSERT_EQ_STR(
        difference("{a: {b: {c: 1}}, d: [[1]], e: 2}", "{a: {b: {c: 1}}, d: [[1]], e: 3}"),
        "spec.e");
}
