/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_text.h"

#include "harness/preset.h"
#include "harness/test.h"

/* TEXT with its field `t` set to "new", or the error. */
static const char *set(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;
    AUTO(buf) out = BUF_INIT(1 << 16);
    struct ydoc *doc = replacement_text_read(&docs, view_of(text), &err);
    AUTO(replacement_text) changed = REPLACEMENT_TEXT_INIT;
    struct ynode *field;

    if (!doc || !replacement_text_edit(&changed, doc, &err))
        return test_format("%s", error_message(&err));
    field = ynode_get(ydoc_root(changed.edited), "t");
    if (field)
        ynode_replace_text(changed.edited, field, VIEW("new"), YAML_KUSTOMIZE);
    if (!replacement_text_write(&out, &changed, &err))
        return test_format("%s", error_message(&err));
    return test_format("%s", buf_text(&out));
}

TEST(replacement_text, json_is_sorted_and_indented_only_if_it_was)
{
    ASSERT_EQ_STR(set("{\"t\": \"x\", \"a\": [1, 1.50, null]}"),
                  "{\"a\":[1,1.5,null],\"t\":\"new\"}");
    ASSERT_EQ_STR(set("\n{\n    \"t\": \"x\", \"a\": {}}\n"),
                  "{\n  \"a\": {},\n  \"t\": \"new\"\n}");
    ASSERT_EQ_STR(set("{\n\"t\": \"x\"}"), "{\"t\":\"new\"}");
}

TEST(replacement_text, json_is_escaped_as_go_does)
{
    ASSERT_EQ_STR(set("{\"t\": \"x\", \"a\": \"<&>\\u2028\\u2029\\u0001\\u00e9\"}"),
                  "{\"a\":\"\\u003c\\u0026\\u003e\\u2028\\u2029\\u0001\xc3\xa9\",\"t\":\"new\"}");
}

TEST(replacement_text, what_go_makes_no_json_of_is_an_error)
{
    ASSERT_EQ_STR(set("{1: a, t: x}"), "a key of the text is no string");
    ASSERT_EQ_STR(set("{t: x, a: [{b: 1, b: 2}]}"), "a key of the text stands there twice");
    ASSERT_CONTAINS(set("{t: x, a: .nan}"), "cannot be written as JSON");
    ASSERT_CONTAINS(set("{t: 5}"), "cannot decode 'new' as a !!int");
}

TEST(replacement_text, yaml_is_laid_out_anew)
{
    ASSERT_EQ_STR(set("---\nt:   'x'\n\nl:\n  - a\n  -   - 1.50\nm:\n    f: {a: [b]}\n"),
                  "t: 'new'\nl:\n- a\n- - 1.50\nm:\n  f: {a: [b]}");
}

TEST(replacement_text, comments_are_kept_and_laid_out_too)
{
    ASSERT_EQ_STR(set("# head\nt: \"x\"   # line\n\nl:\n  # above\n  - a\n"),
                  "# head\nt: \"new\" # line\nl:\n# above\n- a");
    ASSERT_EQ_STR(set("t: \"#\"\nl:\n    a#b: |\n      # no\n"),
                  "t: \"new\"\nl:\n  a#b: |\n    # no");
}

TEST(replacement_text, with_comments_in_odd_places_the_layout_stays)
{
    ASSERT_EQ_STR(set("t: x\n# h\n\nl:\n  - a\n"), "t: new\n# h\n\nl:\n  - a");
    /* No comment: it is laid out. */
    ASSERT_EQ_STR(set("t: x\r\nl:\r\n  - a\r\n"), "t: new\nl:\n- a");
}

TEST(replacement_text, only_the_first_document_is_read)
{
    ASSERT_EQ_STR(set("t: x\n---\nb: {\n"), "t: new");
    ASSERT_EQ_STR(set("# c\n---\nt: x\n...\n{\n"), "# c\n---\nt: new");
    ASSERT_CONTAINS(set("t: {\n"), "the text:2:1: ");
}
