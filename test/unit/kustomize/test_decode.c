/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/decode.h"
#include "yaml/ydoc.h"

struct inner {
    const struct ynode *node;
    struct view name;
    int64_t count;
};

struct outer {
    const struct ynode *node;
    struct view text;
    bool flag;
    DECODE_LIST(struct decode_string, strings);
    DECODE_LIST(struct decode_pair, pairs);
    DECODE_LIST(struct inner, inners);
    struct inner *one;
};

static const struct decode_field inner_fields[] = {
    { "name", DECODE_STRING, offsetof(struct inner, name), NULL },
    { "count", DECODE_INT, offsetof(struct inner, count), NULL },
    { NULL, DECODE_END, 0, NULL },
};
static const struct decode_table inner_table = { inner_fields, sizeof(struct inner) };

static const struct decode_field outer_fields[] = {
    { "text", DECODE_STRING, offsetof(struct outer, text), NULL },
    { "flag", DECODE_BOOL, offsetof(struct outer, flag), NULL },
    { "strings", DECODE_STRINGS, offsetof(struct outer, strings), NULL },
    { "pairs", DECODE_PAIRS, offsetof(struct outer, pairs), NULL },
    { "inners", DECODE_STRUCTS, offsetof(struct outer, inners), &inner_table },
    { "one", DECODE_STRUCT, offsetof(struct outer, one), &inner_table },
    { NULL, DECODE_END, 0, NULL },
};
static const struct decode_table outer_table = { outer_fields, sizeof(struct outer) };

/* What a test decodes into; texts point into DOC. */
struct decoded {
    struct ydoc *doc;
    struct arena arena;
    struct outer outer;
};

static void decoded_release(struct decoded *decoded)
{
    ydoc_free(decoded->doc);
    arena_release(&decoded->arena);
}

static bool decode_text(struct decoded *decoded, const char *text, struct error *err)
{
    decoded_release(decoded);
    *decoded = (struct decoded){ .doc = ydoc_parse(view_of(text), "f.yaml", err) };
    return decoded->doc && decode(&decoded->outer, &outer_table, ydoc_root(decoded->doc), "f.yaml",
                                  &decoded->arena, err);
}

TEST(decode, fills_every_type)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };
    const struct outer *outer = &decoded.outer;

    ASSERT_OK(decode_text(&decoded,
                          "text: a\nflag: true\nstrings: [x, z]\npairs: {k2: v2, k1: v1}\n"
                          "inners: [{name: nn, count: -3}, {}]\none: {name: o}\n",
                          &err),
              err);
    ASSERT_EQ_VIEW(outer->text, "a");
    ASSERT_TRUE(outer->flag);
    ASSERT_EQ_INT(outer->strings_len, 2);
    ASSERT_EQ_VIEW(outer->strings[1].text, "z");
    ASSERT_EQ_INT(outer->pairs_len, 2);
    ASSERT_EQ_VIEW(outer->pairs[0].key, "k1");
    ASSERT_EQ_INT(outer->inners_len, 2);
    ASSERT_EQ_INT(outer->inners[0].count, -3);
    ASSERT_EQ_INT(ynode_line(outer->inners[0].node), 5);
    ASSERT_EQ_VIEW(outer->one->name, "o");
}

TEST(decode, null_reads_as_absent)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_OK(decode_text(&decoded, "text:\nflag: ~\nstrings: null\none:\n", &err), err);
    ASSERT_EQ_INT(decoded.outer.text.len, 0);
    ASSERT_NULL(decoded.outer.one);
}

TEST(decode, names_fit_without_case_when_no_exact_one_does)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_OK(decode_text(&decoded, "TEXT: a\n", &err), err);
    ASSERT_EQ_VIEW(decoded.outer.text, "a");
}

TEST(decode, names_that_differ_by_case_fill_one_field_in_the_order_of_bytes)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };
    const struct outer *outer = &decoded.outer;

    ASSERT_OK(decode_text(&decoded,
                          "pairs: {a: small, c: '3'}\nPairs: {a: large, b: '2'}\n"
                          "one: {count: 1}\nONE: {name: o, count: 2}\nTEXT: x\ntext: null\n",
                          &err),
              err);
    ASSERT_EQ_INT(outer->pairs_len, 3);
    ASSERT_EQ_VIEW(outer->pairs[0].value, "small");
    ASSERT_EQ_VIEW(outer->pairs[1].key, "b");
    ASSERT_EQ_VIEW(outer->pairs[2].key, "c");
    ASSERT_EQ_VIEW(outer->one->name, "o");
    ASSERT_EQ_INT(outer->one->count, 1);
    ASSERT_EQ_VIEW(outer->text, "x");
}

TEST(decode, a_list_is_replaced_and_its_elements_keep_what_they_do_not_say)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };
    const struct outer *outer = &decoded.outer;

    ASSERT_OK(decode_text(&decoded,
                          "Inners: [{name: a, count: 1}, {name: b}, {name: c}]\n"
                          "inners: [{count: 5}, {name: x}]\nSTRINGS: [a, b]\nstrings: [c]\n",
                          &err),
              err);
    ASSERT_EQ_INT(outer->inners_len, 2);
    ASSERT_EQ_VIEW(outer->inners[0].name, "a");
    ASSERT_EQ_INT(outer->inners[0].count, 5);
    ASSERT_EQ_VIEW(outer->inners[1].name, "x");
    ASSERT_EQ_INT(outer->strings_len, 1);
    ASSERT_EQ_VIEW(outer->strings[0].text, "c");
}

TEST(decode, a_null_in_another_case_empties_lists_mappings_and_structs)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };
    const struct outer *outer = &decoded.outer;

    ASSERT_OK(decode_text(&decoded,
                          "Pairs: {a: b}\npairs: null\nInners: [{}]\ninners: ~\n"
                          "Strings: [a]\nstrings: null\nOne: {name: x}\none: null\n",
                          &err),
              err);
    ASSERT_EQ_INT(outer->pairs_len, 0);
    ASSERT_EQ_INT(outer->inners_len, 0);
    ASSERT_EQ_INT(outer->strings_len, 0);
    ASSERT_TRUE(outer->one == NULL);
}

TEST(decode, of_a_doubled_key_in_pairs_the_last_counts)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_OK(decode_text(&decoded, "pairs: {a: x, a: z}\n", &err), err);
    ASSERT_EQ_INT(decoded.outer.pairs_len, 1);
    ASSERT_EQ_VIEW(decoded.outer.pairs[0].value, "z");
}

TEST(decode, of_a_doubled_field_the_last_counts_even_when_it_is_null)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_OK(decode_text(&decoded, "text: a\nstrings: [x]\nstrings:\ntext: b\n", &err), err);
    ASSERT_EQ_VIEW(decoded.outer.text, "b");
    ASSERT_EQ_INT(decoded.outer.strings_len, 0);
}

TEST(decode, R_024_wrong_types_are_named_with_their_place)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_FAILS_HINT(decode_text(&decoded, "flag: true\ntext: 5\n", &err), err, ERROR_INVALID,
                      "f.yaml:2:7: field 'text' must be a string, not a number", "quote it: \"5\"");
    ASSERT_FAILS(decode_text(&decoded, "text: yes\n", &err), err, ERROR_INVALID, "not a boolean");
    ASSERT_FAILS(decode_text(&decoded, "flag: 'true'\n", &err), err, ERROR_INVALID,
                 "must be a boolean, not a string");
    ASSERT_FAILS(decode_text(&decoded, "strings: a\n", &err), err, ERROR_INVALID, "must be a list");
    ASSERT_FAILS(decode_text(&decoded, "pairs: [a]\n", &err), err, ERROR_INVALID,
                 "must be a mapping, not a sequence");
    ASSERT_FAILS(decode_text(&decoded, "inners: [{count: 1.5}]\n", &err), err, ERROR_INVALID,
                 "must be a whole number");
    ASSERT_FAILS(decode_text(&decoded, "inners: [{count: 9223372036854775808}]\n", &err), err,
                 ERROR_INVALID, "must be a whole number");
    ASSERT_FAILS(decode_text(&decoded, "one: x\n", &err), err, ERROR_INVALID,
                 "f.yaml:1:6: expected a mapping");
}

TEST(decode, R_024_unknown_fields_name_the_nearest)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(decoded) decoded = { .doc = NULL };

    ASSERT_FAILS_HINT(decode_text(&decoded, "a: b\n", &err), err, ERROR_INVALID,
                      "f.yaml:1:1: unknown field 'a'", "");
    ASSERT_FAILS_HINT(decode_text(&decoded, "string: [x]\n", &err), err, ERROR_INVALID,
                      "unknown field 'string'", "did you mean 'strings'?");
}
