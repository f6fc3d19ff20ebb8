/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "yaml/ydoc.h"

static void expect(struct view text, enum error_code code, const char *message, const char *hint)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc_options options = { .origin = "<stdin>", .first_line = 10, .number = 3 };

    ASSERT_FAILS_HINT(ydoc_parse_with(text, &options, &err), err, code, message, hint);
}

TEST(parse_error, R_007_a_mistake_has_its_place_context_and_hint)
{
    expect(VIEW("a:\n\tb: 1\n"), ERROR_SYNTAX, "<stdin>:11:1: document 3: found character that",
           "indent with spaces, not with tabs");
    expect(VIEW("a: b\n\tc: d\n"), ERROR_SYNTAX, "<stdin>:11:1: document 3: ", "not with tabs");
    expect(VIEW("a: b: c\n"), ERROR_SYNTAX, "<stdin>:10:5: document 3: mapping values are not",
           "quote the value that holds ': '");
    expect(VIEW("a: @x\n"), ERROR_SYNTAX, "<stdin>:10:4: document 3: found character that",
           "quote a value that starts with '@'");
    expect(VIEW("a: `x\n"), ERROR_SYNTAX, "<stdin>:10:4: ", "starts with '`'");
    expect(VIEW("a: %x\n"), ERROR_SYNTAX, "<stdin>:10:4: ", "starts with '%'");
    expect(VIEW("a: *.x\n"), ERROR_SYNTAX, "<stdin>:10:5: ", "starts with '*'");
    expect(VIEW("a: &.x\n"), ERROR_SYNTAX, "<stdin>:10:5: ", "starts with '&'");
    expect(VIEW("a: \"x\nb: 1\n"), ERROR_SYNTAX,
           "<stdin>:12:1: document 3: found unexpected end of stream while scanning a quoted "
           "scalar (line 10, column 4)",
           "the quote that starts at line 10 is not closed");
    expect(VIEW("a: [1,\nb: 2\n"), ERROR_SYNTAX,
           "did not find expected ',' or ']' while parsing a flow sequence (line 10, column 4)",
           "");
}

TEST(parse_error, R_008_an_unrendered_template_is_told_apart)
{
    const char *hint = "a Helm template that was not rendered";

    expect(VIEW("a: {{ .Values.x }}\n"), ERROR_SYNTAX, "<stdin>:10:5: document 3: ", hint);
    expect(VIEW("a: {{ .Values.x }}-b\n"), ERROR_SYNTAX, "<stdin>:10:", hint);
    expect(VIEW("b: 1\n{{- if .x }}\na: 1\n"), ERROR_SYNTAX,
           "<stdin>:12:1: document 3: could not find expected ':' while scanning a simple key "
           "(line 11, "
           "column 1)",
           hint);
    expect(VIEW("a: {{ quote \"x\" }}\nb: 1\n"), ERROR_SYNTAX, "<stdin>:10:", hint);
}

TEST(parse_error, R_004_bytes_that_are_no_text_have_a_place)
{
    expect(VIEW("a: b\0c\n"), ERROR_SYNTAX,
           "<stdin>:10:5: document 3: control character U+0000 is not allowed", "");
    expect(VIEW("\xc3\xa9: 1\nb: \x01\n"), ERROR_SYNTAX,
           "<stdin>:11:4: document 3: control character U+0001 is not allowed", "");
    expect(VIEW("\xef\xbb\xbf\xc3\xa9: \x7f\n"), ERROR_SYNTAX,
           "<stdin>:10:4: document 3: control character U+007F is not allowed", "");
    expect(VIEW("a: \xff\n"), ERROR_SYNTAX, "<stdin>:10:4: document 3: bad UTF-8: ", "");
    expect(VIEW("a: 1\nb: \xc3("), ERROR_SYNTAX, "<stdin>:11:", "");
    expect(VIEW("a: \xed\xa0\x80\n"), ERROR_SYNTAX, "<stdin>:10:4: document 3: bad UTF-8: ", "");
}

TEST(parse_error, R_006_bad_aliases_name_both_places)
{
    expect(VIEW("a:\n  &x\n  - *x\n"), ERROR_INVALID,
           "<stdin>:12:5: document 3: the alias '*x' stands inside of its own anchor at line 12, "
           "column 3",
           "");
    expect(VIEW("a: *x\n"), ERROR_SYNTAX,
           "<stdin>:10:4: document 3: the alias '*x' has no anchor '&x' before it",
           "quote the value if it is meant to start with '*'");
}

TEST(parse_error, R_009_a_duplicate_key_names_both_lines)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc_options options = { .origin = "in", .unique_keys = true };

    ASSERT_FAILS(ydoc_parse_with(VIEW("a: 1\nb:\n  c: 1\n  d: 2\n  'c': 3\n"), &options, &err), err,
                 ERROR_INVALID, "in:5:3: mapping key 'c' already defined at line 3");
}

TEST(parse_error, R_013_a_collection_is_no_key)
{
    expect(VIEW("? [a]\n: b\n"), ERROR_SYNTAX,
           "<stdin>:10:3: document 3: a mapping key is a sequence, not a scalar", "");
    expect(VIEW("a: &x {}\n*x : b\n"), ERROR_SYNTAX,
           "<stdin>:11:1: document 3: a mapping key is a mapping, not a scalar", "");
}

TEST(parse_error, a_tag_that_lies_is_refused)
{
    expect(VIEW("a: !!int x\n"), ERROR_SYNTAX, "cannot decode !!str 'x' as a !!int", "");
    expect(VIEW("a: !!bool 3\n"), ERROR_SYNTAX, "cannot decode !!int '3' as a !!bool", "");
    expect(VIEW("a: !!binary '*'\n"), ERROR_SYNTAX, "<stdin>:10:13: document 3: !!binary: ", "");
    expect(VIEW("a: !!binary /w==\n"), ERROR_INVALID, "is not text in UTF-8", "");
}
