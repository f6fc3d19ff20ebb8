/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/field_path.h"
#include "yaml/ydoc.h"

static const char object[] =
    "ab: AB\n"
    "a.b: dotted\n"
    "'a.': ends\n"
    "'5': five\n"
    "\"[x\": open\n"
    "seq: [a, b]\n"
    "grid: [[p, q]]\n"
    "named: [{name: x, v: vx}, {name: x.y, v: vxy}, {name: '', v: none}, z]\n"
    "shared: &s {k: v}\n"
    "alias: *s\n"
    "empty: []\n"
    "void:\n";

/* The text at PATH; "-" when nothing is there. */
static const char *at(const char *path)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "o.yaml", &err);

    ASSERT_OK(doc, err);
    const struct ynode *node = field_path_find(ydoc_root(doc), view_of(path));
    if (!node)
        return "-";
    return ynode_is_scalar(node) ? test_format(VIEW_FMT, VIEW_ARGS(ynode_text(node)))
                                 : ynode_kind_name(node);
}

TEST(field_path, names_lead_to_fields)
{
    ASSERT_EQ_STR(at("ab"), "AB");
    ASSERT_EQ_STR(at("shared.k"), "v");
    ASSERT_EQ_STR(at("alias.k"), "v");
    ASSERT_EQ_STR(at("shared"), "mapping");
    ASSERT_EQ_STR(at("void"), "");
}

TEST(field_path, empty_steps_and_blanks_do_not_count)
{
    ASSERT_EQ_STR(at(""), "mapping");
    ASSERT_EQ_STR(at(".shared..k."), "v");
    ASSERT_EQ_STR(at(" shared . k "), "v");
    ASSERT_EQ_STR(at("shared.[.k"), "-"); /* "[.k" without its end is the name "k", trimmed: ".k" */
}

TEST(field_path, a_dot_in_a_name_is_escaped_or_bracketed)
{
    ASSERT_EQ_STR(at("a\\.b"), "dotted");
    ASSERT_EQ_STR(at("[a.b]"), "dotted");
    ASSERT_EQ_STR(at("[a.b"), "dotted");
    ASSERT_EQ_STR(at("a\\."), "ends");
    ASSERT_EQ_STR(at("a.b"), "-");
    ASSERT_EQ_STR(at("[ab]"), "-"); /* without a dot it is an element without '=' */
}

TEST(field_path, numbers_and_a_hyphen_lead_to_elements)
{
    ASSERT_EQ_STR(at("seq[1]"), "b");
    ASSERT_EQ_STR(at("seq.1"), "b");
    ASSERT_EQ_STR(at("seq.+1"), "b");
    ASSERT_EQ_STR(at("seq[01]"), "b");
    ASSERT_EQ_STR(at("seq.[0]"), "a");
    ASSERT_EQ_STR(at("seq.-"), "b");
    ASSERT_EQ_STR(at("grid[0].1"), "q");
    ASSERT_EQ_STR(at("grid[0][1]"), "-"); /* one index to a step, in Kustomize too */
}

TEST(field_path, elements_are_found_by_a_field_or_by_themselves)
{
    ASSERT_EQ_STR(at("named.[name=x].v"), "vx");
    ASSERT_EQ_STR(at("named.[name=x.y].v"), "vxy");
    ASSERT_EQ_STR(at("named.[name=].v"), "none");
    ASSERT_EQ_STR(at("named.[=z]"), "z");
    ASSERT_EQ_STR(at("seq.[=b]"), "b");
    ASSERT_EQ_STR(at("named.[name=q].v"), "-");
}

TEST(field_path, what_fits_nothing_is_absent)
{
    static const char *const paths[] = { "nope",    "seq[2]",
                                         "seq[-1]", "seq.-1",
                                         "seq.x",   "ab.x",
                                         "ab[0]",   "ab.-",
                                         "5",       "*",
                                         "seq.*",   "empty.-",
                                         "void.x",  "void[0]",
                                         "void.-",  "seq.[]",
                                         "seq.[a]", "ab.[a=b]",
                                         "[ab=AB]", "seq[x]",
                                         "ab]",     "99999999999999999999" };

    for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
        ASSERT_EQ_STR(test_format("%s: %s", paths[i], at(paths[i])),
                      test_format("%s: -", paths[i]));
    ASSERT_NULL(field_path_find(NULL, VIEW("a")));
}
