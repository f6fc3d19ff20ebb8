/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/replacement_path.h"
#include "yaml/emit.h"

static const char object[] = "m: {a: x, b: null}\n"
                             "l: [{n: one, v: 1}, {n: \"two\", v: 2}, {n: twofold}, three]\n"
                             "s: [-x, a.b, 7]\ne: []\nt: '{\"k\": \"v\"}'\nz: ''\n";

/*
 * The texts that PATH finds, "lost" behind what stands nowhere, or the error. CREATE: what is made;
 * then OBJECT as it is afterwards.
 */
static const char *find(const char *text, enum ynode_kind create)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "in", &err);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_OK(doc, err);
    ASSERT_OK(replacement_path_split(&path, view_of(text), &err), err);
    match.create = create;
    if (!replacement_match_find(&match, &path, 0, ydoc_root(doc), doc, false, &err))
        return test_format("%s", error_message(&err));
    for (size_t i = 0; i < match.len; i++) {
        const struct replacement_place *place = &match.places[i];
        buf_addf(&out, "%s" VIEW_FMT "%s", i ? " " : "", VIEW_ARGS(ynode_text(place->node)),
                 place->lost ? "(lost)" : "");
    }
    return test_format("%s", buf_text(&out));
}

/* What OBJECT becomes when PATH is made in it, or the error. */
static const char *make(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("l: [{n: a}]\n"), "in", &err);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    ASSERT_OK(doc, err);
    ASSERT_OK(replacement_path_split(&path, view_of(text), &err), err);
    match.create = YNODE_SCALAR;
    if (!replacement_match_find(&match, &path, 0, ydoc_root(doc), doc, false, &err))
        return test_format("%s", error_message(&err));
    ASSERT_OK(emit_json(&out, ydoc_root(doc), 0, YAML_KUSTOMIZE, &err), err);
    return test_format("%s", buf_text(&out));
}

TEST(replacement_match, a_target_finds_many)
{
    ASSERT_EQ_STR(find("m.a", YNODE_NONE), "x");
    ASSERT_EQ_STR(find("l.*.n", YNODE_NONE), "step 'n' needs a mapping, not a scalar");
    ASSERT_EQ_STR(find("s.*", YNODE_NONE), "-x a.b 7");
    ASSERT_EQ_STR(find("l.1.n", YNODE_NONE), "two");
    ASSERT_EQ_STR(find("l.9.n", YNODE_NONE),
                  "there is no element 9, the list has 4, counted from 0");
    ASSERT_EQ_STR(find("m.q", YNODE_NONE), "");
    ASSERT_EQ_STR(find("m.b.q", YNODE_NONE), "");
    ASSERT_EQ_STR(find("e.*", YNODE_NONE), "");
}

TEST(replacement_match, values_are_expressions_tried_on_what_kustomize_writes)
{
    ASSERT_EQ_STR(find("l.[n=two].n", YNODE_NONE), "two twofold");
    ASSERT_EQ_STR(find("l.[n=^twofold$].n", YNODE_NONE), "twofold");
    ASSERT_EQ_STR(find("l.[n=^two$].n", YNODE_NONE), "");
    ASSERT_EQ_STR(find("l.[n=^\"two\"$].n", YNODE_NONE), "two");
    ASSERT_EQ_STR(find("s.[=^.$]", YNODE_NONE), "7");
    ASSERT_EQ_STR(find("s.[=^a.b$].ignored", YNODE_NONE), "a.b");
    ASSERT_EQ_STR(find("l.[n=(].n", YNODE_NONE),
                  "error parsing regexp: missing closing ): `(` at offset 0");
    ASSERT_EQ_STR(find("e.[n=(].n", YNODE_NONE), ""); /* it is not tried */
}

TEST(replacement_match, a_step_that_cannot_be_is_named)
{
    ASSERT_EQ_STR(find("l.n", YNODE_NONE), "step 'n' needs a mapping, not a sequence");
    ASSERT_EQ_STR(find("m.0", YNODE_NONE), "step '0' needs a sequence, not a mapping");
    ASSERT_EQ_STR(find("m.*", YNODE_NONE), "step '*' needs a sequence, not a mapping");
    ASSERT_EQ_STR(find("m.[n=x]", YNODE_NONE), "step '[n=x]' needs a sequence, not a mapping");
    ASSERT_EQ_STR(find("l.[n]", YNODE_NONE), "step '[n]' must be '[KEY=VALUE]' to select elements");
    ASSERT_EQ_STR(find("m..a", YNODE_NONE), "a step is empty");
    ASSERT_EQ_STR(find("z.a", YNODE_NONE), "step 'a' stands in an empty text");
}

TEST(replacement_match, what_stands_in_a_text_or_behind_a_null_is_lost)
{
    ASSERT_EQ_STR(find("t.k", YNODE_NONE), "v(lost)");
    ASSERT_EQ_STR(find("m.b.q", YNODE_SCALAR), "(lost)");
}

TEST(replacement_match, what_is_missing_is_made_as_the_path_says)
{
    ASSERT_EQ_STR(make("a.b"), "{\"a\":{\"b\":null},\"l\":[{\"n\":\"a\"}]}");
    ASSERT_EQ_STR(make("a.0.b"), "{\"a\":[{\"b\":null}],\"l\":[{\"n\":\"a\"}]}");
    ASSERT_EQ_STR(make("l.1.n"), "{\"l\":[{\"n\":\"a\"},{\"n\":null}]}");
    ASSERT_EQ_STR(make("l.2.n"), "there is no element 2, the list has 1, counted from 0");
    ASSERT_EQ_STR(make("l.[n=b].v"), "{\"l\":[{\"n\":\"a\"},{\"n\":\"b\",\"v\":null}]}");
    ASSERT_EQ_STR(make("x.[=b]"), "{\"l\":[{\"n\":\"a\"}],\"x\":[\"b\"]}");
}

TEST(replacement_match, an_element_that_its_expression_would_not_find_is_not_made)
{
    /* Kustomize looks for it without an end. */
    ASSERT_EQ_STR(make("l.[n=^b$].v"), "step '[n=^b$]' does not match the element that it would "
                                       "make");
}

TEST(replacement_match, looking_makes_nothing_and_says_so)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("a: {}\n"), "in", &err);
    AUTO(replacement_path) path = REPLACEMENT_PATH_INIT;
    AUTO(replacement_match) match = REPLACEMENT_MATCH_INIT;

    ASSERT_OK(replacement_path_split(&path, VIEW("a.b.c"), &err), err);
    match.create = YNODE_SCALAR;
    ASSERT_OK(replacement_match_find(&match, &path, 0, ydoc_root(doc), NULL, false, &err), err);
    ASSERT_TRUE(match.makes);
    ASSERT_EQ_INT(match.len, 0);
    ASSERT_EQ_INT(ynode_len(ynode_get(ydoc_root(doc), "a")), 0);
}
