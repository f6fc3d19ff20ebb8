/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_path.h"

#include "harness/test.h"

/* The steps of TEXT, each in angle brackets. */
static const char *split(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;

    ASSERT_OK(replacement_path_split(&path, view_of(text), &err), err);
    for (size_t i = 0; i < path.len; i++)
        buf_addf(&out, "<" VIEW_FMT ">", VIEW_ARGS(path.steps[i]));
    return test_format("%s", buf_text(&out));
}

TEST(replacement_path, steps_are_separated_by_dots)
{
    ASSERT_EQ_STR(split("a.b.0"), "<a><b><0>");
    ASSERT_EQ_STR(split("a"), "<a>");
    ASSERT_EQ_STR(split(""), "<>");
    ASSERT_EQ_STR(split("a..b."), "<a><><b><>");
    ASSERT_EQ_STR(split(".a"), "<a>");
    ASSERT_EQ_STR(split("."), "<>");
    ASSERT_EQ_STR(split(".."), "<><>");
}

TEST(replacement_path, a_backslash_keeps_the_dot_behind_it)
{
    ASSERT_EQ_STR(split("a\\.b.c"), "<a.b><c>");
    ASSERT_EQ_STR(split("a\\.b\\.c"), "<a.b.c>");
    ASSERT_EQ_STR(split("a\\\\.b"), "<a\\.b>");
    ASSERT_EQ_STR(split("a\\"), "<a\\>");
}

TEST(replacement_path, brackets_keep_dots_and_stay_where_they_compare)
{
    ASSERT_EQ_STR(split("a.[b.c/d].e"), "<a><b.c/d><e>");
    ASSERT_EQ_STR(split("a.[n=b.c].e"), "<a><[n=b.c]><e>");
    ASSERT_EQ_STR(split("a.[b]"), "<a><[b]>");
    ASSERT_EQ_STR(split("a.[b.c"), "<a><b.c>");
    ASSERT_EQ_STR(split("a.[[b.c]]"), "<a><b.c>");
    ASSERT_EQ_STR(split("a.[b\\.c.d]"), "<a><b.c.d>");
}

TEST(replacement_path, a_path_has_a_limit)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(1 << 12);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;

    for (int i = 0; i < REPLACEMENT_STEPS_MAX; i++)
        buf_add(&text, "a.");
    ASSERT_FAILS(replacement_path_split(&path, buf_view(&text), &err), err, ERROR_LIMIT,
                 "the path has more than 256 steps");
}

TEST(replacement_path, a_comparison_has_two_parts)
{
    AUTO(error) err = ERROR_INIT;
    struct view key, value;

    ASSERT_TRUE(replacement_step_compares(VIEW("[a]")));
    ASSERT_FALSE(replacement_step_compares(VIEW("a]")));
    ASSERT_OK(replacement_step_cut(VIEW("[a=b=c]"), &key, &value, &err), err);
    ASSERT_EQ_VIEW(key, "a");
    ASSERT_EQ_VIEW(value, "b=c");
    ASSERT_OK(replacement_step_cut(VIEW("[=-x]"), &key, &value, &err), err);
    ASSERT_EQ_VIEW(key, "");
    ASSERT_EQ_VIEW(value, "-x");
    ASSERT_FAILS(replacement_step_cut(VIEW("[]"), &key, &value, &err), err, ERROR_INVALID,
                 "step '[]' must be '[KEY=VALUE]'");
    ASSERT_FAILS(replacement_step_cut(VIEW("["), &key, &value, &err), err, ERROR_INVALID,
                 "must be");
}

static const char object[] = "m: {a: x, b: ~, 'c.d': {e: y}}\n"
                             "l: [{n: one, v: 1}, {n: 'two', v: 2}, three, ~]\n"
                             "e: []\ns: text\n";

/* The text at PATH, "(none)", its kind, or the error. */
static const char *get(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "in", &err);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;
    struct ynode *found;

    ASSERT_OK(doc, err);
    ASSERT_OK(replacement_path_split(&path, view_of(text), &err), err);
    if (!replacement_path_get(&path, path.len, ydoc_root(doc), &found, &err))
        return test_format("%s", error_message(&err));
    if (!found)
        return "(none)";
    if (!ynode_is_scalar(found))
        return ynode_kind_name(found);
    return test_format(VIEW_FMT, VIEW_ARGS(ynode_text(found)));
}

TEST(replacement_path, a_source_finds_one_node)
{
    ASSERT_EQ_STR(get("m.a"), "x");
    ASSERT_EQ_STR(get("m.[c.d].e"), "y");
    ASSERT_EQ_STR(get("m.c\\.d"), "mapping");
    ASSERT_EQ_STR(get(" m . a "), "x");
    ASSERT_EQ_STR(get("m..a."), "x");
    ASSERT_EQ_STR(get("l.1.v"), "2");
    ASSERT_EQ_STR(get("l.+1.v"), "2");
    ASSERT_EQ_STR(get("l.-"), "~");
    ASSERT_EQ_STR(get("l.[n=two].v"), "2");
    ASSERT_EQ_STR(get("l.[=three]"), "three");
}

TEST(replacement_path, what_is_missing_is_no_error)
{
    ASSERT_EQ_STR(get("m.q.r"), "(none)");
    ASSERT_EQ_STR(get("m.b.r"), "(none)");
    ASSERT_EQ_STR(get("m.b.0"), "(none)");
    ASSERT_EQ_STR(get("l.9"), "(none)");
    ASSERT_EQ_STR(get("l.[n=tw].v"), "(none)"); /* compared, not matched */
    ASSERT_EQ_STR(get("l.[q=one].v"), "(none)");
}

TEST(replacement_path, a_step_that_cannot_be_is_named)
{
    ASSERT_EQ_STR(get("m.0"), "step '0' needs a sequence, not a mapping");
    ASSERT_EQ_STR(get("m.[n=x]"), "step '[n=x]' needs a sequence, not a mapping");
    ASSERT_EQ_STR(get("l.n"), "step 'n' needs a mapping, not a sequence");
    ASSERT_EQ_STR(get("s.x"), "step 'x' needs a mapping, not a scalar");
    ASSERT_EQ_STR(get("l.-1"), "the index in step '-1' is negative");
    ASSERT_EQ_STR(get("e.-"), "step '-' needs a list that has an element");
    ASSERT_EQ_STR(get("l.*"), "a source has no use for the wildcard '*'");
    ASSERT_EQ_STR(get("l.[x]"), "step '[x]' must be '[KEY=VALUE]' to select elements");
}
