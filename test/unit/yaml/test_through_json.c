/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/yaml/vectors.h"
#include "yaml/through_json.h"

static void expect_by(enum json_way way, const char *text, const char *result)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ynode_through_json(doc, ydoc_root(doc), way);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_AS_IS, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BUF(&out, result);
}

static void expect(const char *text, const char *result)
{
    expect_by(JSON_WAY_MAPS, text, result);
}

TEST(through_json, numbers_become_doubles)
{
    expect("[1, 0x1F, 1000000, 123456, 9007199254740993, 18446744073709551615]",
           "- 1\n- 31\n- 1e+06\n- 123456\n- 9.007199254740992e+15\n- 1.8446744073709552e+19\n");
    expect("[-1, -9007199254740993, 1.0, 1e3, 0.0001, 1e-5, -0.0]",
           "- -1\n- -9.007199254740992e+15\n- 1\n- 1000\n- 0.0001\n- 1e-05\n- -0\n");
    expect("[.inf, -.inf, .nan]", "- .inf\n- -.inf\n- .nan\n");
}

TEST(through_json, words_are_written_in_one_way)
{
    expect("a: True\nb: ~\nc:\nd: FALSE\n", "a: true\nb: null\nc: null\nd: false\n");
}

TEST(through_json, timestamps_become_strings)
{
    expect("a: 2001-1-1\nb: '2001-1-1'\n", "a: \"2001-01-01T00:00:00Z\"\nb: \"2001-1-1\"\n");
}

TEST(through_json, quotes_stay_where_they_must)
{
    expect("a: 'x'\nb: \"1\"\nc: yes\nd: '1:30'\ne: !!str 12\nf: ''\n",
           "a: x\nb: \"1\"\nc: \"yes\"\nd: \"1:30\"\ne: \"12\"\nf: \"\"\n");
}

TEST(through_json, as_text_numbers_keep_their_digits_and_strings_get_quotes)
{
    expect_by(JSON_WAY_TEXT, "[1, 0o17, 1000000, 9007199254740993, 1.0, 1e21, 1e-7, .inf]",
              "[1, 15, 1000000, 9007199254740993, 1, 1e+21, 1e-7, .inf]\n");
    expect_by(JSON_WAY_TEXT, "a: x\nb: ~\nc: True\nd: '1'\ne: !!str 12\nf: 2001-1-1\n",
              "{a: \"x\", b: null, c: true, d: \"1\", e: \"12\", "
              "f: \"2001-01-01T00:00:00Z\"}\n");
}

TEST(through_json, collections_lose_their_style)
{
    static const char text[] = "{a: {b: [x, {}], c: []}}\n", lines[] = "a:\n  b:\n  - x\n";

    expect(text, "a:\n  b:\n  - x\n  - {}\n  c: []\n");
    expect(lines, lines);
    expect_by(JSON_WAY_TEXT, lines, "{a: {b: [\"x\"]}}\n");
}
