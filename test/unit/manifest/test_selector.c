/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "manifest/selector.h"
#include "yaml/ydoc.h"

static bool matches(const char *selector_text, const char *labels)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(selector) selector = selector_new(view_of(selector_text), &err);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(labels), "labels", &err);

    ASSERT_OK(selector, err);
    ASSERT_OK(doc, err);
    return selector_matches(selector, ydoc_root(doc));
}

TEST(selector, compares_values)
{
    ASSERT_TRUE(matches("app=web", "{app: web}"));
    ASSERT_TRUE(matches("app == web", "{app: web}"));
    ASSERT_FALSE(matches("app=web", "{app: db}"));
    ASSERT_FALSE(matches("app=web", "{}"));
    ASSERT_TRUE(matches("app=", "{app: ''}"));
}

TEST(selector, an_absent_label_differs_from_every_value)
{
    ASSERT_TRUE(matches("app!=web", "{}"));
    ASSERT_TRUE(matches("app notin (web, db)", "{x: y}"));
    ASSERT_FALSE(matches("app notin (web, db)", "{app: db}"));
}

TEST(selector, sets_existence_and_order)
{
    ASSERT_TRUE(matches("tier in (a,b), !old, new", "{tier: b, new: ''}"));
    ASSERT_FALSE(matches("tier in (a,b), !old", "{tier: b, old: ''}"));
    ASSERT_TRUE(matches("tier in ()", "{tier: ''}"));
    ASSERT_TRUE(matches("n>3,n<5", "{n: '4'}"));
    ASSERT_FALSE(matches("n>3", "{n: three}"));
}

TEST(selector, no_labels_at_all_match_only_negations)
{
    ASSERT_TRUE(matches("!a", ""));
    ASSERT_FALSE(matches("a", ""));
    ASSERT_TRUE(matches("", ""));
}

TEST(selector, words_of_the_grammar_are_keys_and_values_where_they_stand)
{
    ASSERT_TRUE(matches("in in (notin)", "{in: notin}"));
    ASSERT_TRUE(matches("example.com/in=in", "{example.com/in: in}"));
}

TEST(selector, says_what_it_expected_and_where)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(selector_new(VIEW("a=b c"), &err), err, ERROR_SYNTAX, "'c' at offset 4");
    ASSERT_FAILS(selector_new(VIEW("a,"), &err), err, ERROR_SYNTAX, "ends where a key is expected");
    ASSERT_FAILS(selector_new(VIEW("a in b"), &err), err, ERROR_SYNTAX, "'('");
    ASSERT_FAILS(selector_new(VIEW("a in (b"), &err), err, ERROR_SYNTAX, "',' or ')'");
    ASSERT_FAILS(selector_new(VIEW("=b"), &err), err, ERROR_SYNTAX, "a key is expected");
    ASSERT_FAILS(selector_new(VIEW("!a=b"), &err), err, ERROR_SYNTAX, "','");
}

TEST(selector, refuses_what_is_no_label)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(selector_new(VIEW("-a"), &err), err, ERROR_INVALID, "'-a' is not a label key");
    ASSERT_FAILS(selector_new(VIEW("A.com/a"), &err), err, ERROR_INVALID, "not a label key");
    ASSERT_FAILS(selector_new(VIEW("a=b/c"), &err), err, ERROR_INVALID,
                 "'b/c' is not a label value");
    ASSERT_FAILS(selector_new(VIEW("a>b"), &err), err, ERROR_INVALID, "not a whole number");
    ASSERT_FAILS(selector_new(view_make("a\0b", 3), &err), err, ERROR_INVALID, "not a label key");
}

TEST(selector, has_a_ceiling)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT((size_t)1 << 20);

    buf_add_repeat(&text, 'a', SELECTOR_BYTES_MAX + 1);
    ASSERT_FAILS(selector_new(buf_view(&text), &err), err, ERROR_LIMIT, "over 65536 bytes");
}
