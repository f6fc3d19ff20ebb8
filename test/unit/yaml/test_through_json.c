/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/yaml/vectors.h"
#include "yaml/through_json.h"

static void expect(const char *text, const char *result)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    ynode_through_json(doc, ydoc_root(doc));
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_AS_IS, YAML_KUSTOMIZE, &err), err);
    ASSERT_EQ_BUF(&out, result);
}

TEST(through_json, numbers_become_doubles)
{
    expect("[1, 0x1F, 1000000, 123456, 9007199254740993, 18446744073709551615]",
           "[1, 31, 1e+06, 123456, 9.007199254740992e+15, 1.8446744073709552e+19]\n");
    expect("[-1, -9007199254740993, 1.0, 1e3, 0.0001, 1e-5, -0.0]",
           "[-1, -9.007199254740992e+15, 1, 1000, 0.0001, 1e-05, -0]\n");
    expect("[.inf, -.inf, .nan]", "[.inf, -.inf, .nan]\n");
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
