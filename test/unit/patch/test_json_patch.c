/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/json_patch.h"
#include "unit/patch/patching.h"

static bool apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                  struct error *err)
{
    return json_patch_apply(doc, base, patch, "patch.yaml", err);
}

#define ASSERT_PATCHES_TO(base, patch, result)     ASSERT_RESULT(apply, base, patch, result)
#define ASSERT_REFUSES(base, patch, code, message) ASSERT_REFUSED(apply, base, patch, code, message)

/* ---- RFC 6902, appendix A ---- */

TEST(json_patch, add_sets_a_member_and_inserts_an_element)
{
    ASSERT_PATCHES_TO("a: 1", "[{op: add, path: /b, value: {c: 2}}]", "{a: 1, b: {c: 2}}");
    ASSERT_PATCHES_TO("a: 1", "[{op: add, path: /a, value: 2}]", "a: 2");
    ASSERT_PATCHES_TO("a: [u, w]", "[{op: add, path: /a/1, value: v}]", "a: [u, v, w]");
    ASSERT_PATCHES_TO("a: [u]", "[{op: add, path: /a/1, value: v}]", "a: [u, v]");
    ASSERT_PATCHES_TO("a: [x]", "[{op: add, path: /a/-, value: [z]}]", "a: [x, [z]]");
}

TEST(json_patch, remove_takes_members_and_elements_away)
{
    ASSERT_PATCHES_TO("{a: 1, b: 2}", "[{op: remove, path: /b}]", "a: 1");
    ASSERT_PATCHES_TO("a: [x, y, z]", "[{op: remove, path: /a/1}]", "a: [x, z]");
}

TEST(json_patch, replace_puts_another_value_there)
{
    ASSERT_PATCHES_TO("a: {b: [1]}", "[{op: replace, path: /a/b, value: x}]", "a: {b: x}");
    ASSERT_PATCHES_TO("a: [x, y]", "[{op: replace, path: /a/1, value: {z: 1}}]", "a: [x, {z: 1}]");
}

TEST(json_patch, move_and_copy_take_the_value_from_elsewhere)
{
    ASSERT_PATCHES_TO("a: {b: 1, c: 2}\nd: {}\n", "[{op: move, from: /a/b, path: /d/e}]",
                      "a: {c: 2}\nd: {e: 1}\n");
    ASSERT_PATCHES_TO("a: [w, x, y, z]", "[{op: move, from: /a/1, path: /a/3}]", "a: [w, y, z, x]");
    ASSERT_PATCHES_TO("a: {b: [1]}", "[{op: copy, from: /a/b, path: /c}]", "a: {b: [1]}\nc: [1]\n");
}

TEST(json_patch, a_copy_is_apart_from_its_source)
{
    ASSERT_PATCHES_TO("a: {b: 1}",
                      "[{op: copy, from: /a, path: /c}, {op: replace, path: /c/b, value: 2}]",
                      "a: {b: 1}\nc: {b: 2}\n");
}

TEST(json_patch, test_passes_on_equal_values_only)
{
    ASSERT_PATCHES_TO("a: {b: [1, x], c: null}",
                      "[{op: test, path: /a, value: {c: null, b: [1, x]}}]",
                      "a: {b: [1, x], c: null}");
    ASSERT_REFUSES("a: 10", "[{op: test, path: /a, value: '10'}]", ERROR_UNMATCHED,
                   "operation 1 (test '/a'): the object has another value there");
    ASSERT_REFUSES("a: [1, 2]", "[{op: test, path: /a, value: [1]}]", ERROR_UNMATCHED, "another");
    ASSERT_REFUSES("a: {b: 1}", "[{op: test, path: /a, value: {b: 1, c: 2}}]", ERROR_UNMATCHED,
                   "another");
    ASSERT_REFUSES("a: {b: 1}", "[{op: test, path: '', value: {b: 1}}]", ERROR_UNMATCHED,
                   "another");
}

TEST(json_patch, numbers_are_equal_by_value_as_in_json)
{
    ASSERT_PATCHES_TO("{a: 3, b: 1e3}",
                      "[{op: test, path: /a, value: 3.0}, {op: test, path: /b, value: 1000}]",
                      "{a: 3, b: 1e3}");
}

TEST(json_patch, escapes_name_slash_and_tilde)
{
    ASSERT_PATCHES_TO("metadata: {annotations: {}}",
                      "[{op: add, path: /metadata/annotations/a.b~1c~0d~01, value: x}]",
                      "metadata: {annotations: {a.b/c~d~1: x}}");
}

TEST(json_patch, unknown_members_of_an_operation_do_not_count)
{
    ASSERT_PATCHES_TO("a: 1", "[{op: add, path: /b, value: 2, comment: why}]", "{a: 1, b: 2}");
}

TEST(json_patch, an_empty_patch_changes_nothing)
{
    ASSERT_PATCHES_TO("a: 1", "[]", "a: 1");
}

TEST(json_patch, json_is_read_as_well)
{
    ASSERT_PATCHES_TO("a: 1", "[{\"op\": \"add\", \"path\": \"/b\", \"value\": {\"c\": [true]}}]",
                      "{a: 1, b: {c: [true]}}");
}

/* ---- as kustomize's library has it ---- */

TEST(json_patch, negative_indices_count_from_the_end)
{
    ASSERT_PATCHES_TO("a: [1, 2, 3]", "[{op: add, path: /a/-1, value: 9}]", "a: [1, 2, 3, 9]");
    ASSERT_PATCHES_TO("a: [1, 2, 3]", "[{op: add, path: /a/-4, value: 9}]", "a: [9, 1, 2, 3]");
    ASSERT_PATCHES_TO("a: [1, 2, 3]", "[{op: remove, path: /a/-1}]", "a: [1, 2]");
    ASSERT_PATCHES_TO("a: [1, 2, 3]", "[{op: replace, path: /a/-3, value: 9}]", "a: [9, 2, 3]");
    ASSERT_REFUSES("a: [1, 2, 3]", "[{op: add, path: /a/-5, value: 9}]", ERROR_UNMATCHED,
                   "index -5 is outside of '/a', which has 3 elements");
}

TEST(json_patch, replace_of_an_absent_key_sets_it)
{
    ASSERT_PATCHES_TO("a: {}", "[{op: replace, path: /a/b, value: 1}]", "a: {b: 1}");
}

TEST(json_patch, a_missing_value_is_null)
{
    ASSERT_PATCHES_TO("a: 1", "[{op: add, path: /b}]", "{a: 1, b: null}");
    ASSERT_PATCHES_TO("a: 1", "[{op: copy, from: /c, path: /b}]", "{a: 1, b: null}");
    ASSERT_PATCHES_TO("a: 1", "[{op: test, path: /b}]", "a: 1");
    ASSERT_PATCHES_TO("a: null", "[{op: test, path: /a, value: null}]", "a: null");
}

TEST(json_patch, the_whole_object_can_be_replaced_and_tested)
{
    ASSERT_PATCHES_TO("a: 1", "[{op: replace, path: '', value: {b: 2}}]", "b: 2");
    ASSERT_PATCHES_TO("a: 1", "[{op: test, path: '', value: {a: 1}}]", "a: 1");
    ASSERT_REFUSES("a: 1", "[{op: replace, path: '', value: 5}]", ERROR_SYNTAX,
                   "can only be replaced by a mapping, not a scalar");
    ASSERT_REFUSES("a: 1", "[{op: remove, path: ''}]", ERROR_UNMATCHED,
                   "'remove' cannot change the whole object");
    ASSERT_REFUSES("a: 1", "[{op: copy, from: '', path: /b}]", ERROR_UNMATCHED,
                   "'copy' cannot take the whole object");
}

TEST(json_patch, values_are_read_as_yaml_1_1)
{
    ASSERT_PATCHES_TO("a: 1",
                      "[{op: add, path: /b, value: yes}, {op: add, path: /c, value: 2001-01-01}, "
                      "{op: add, path: /d, value: {on: [off]}}]",
                      "{a: 1, b: true, c: '2001-01-01', d: {'true': [false]}}");
    ASSERT_PATCHES_TO("{a: yes, t: 2001-01-01}",
                      "[{op: test, path: /a, value: 'yes'}, "
                      "{op: test, path: /t, value: '2001-01-01T00:00:00Z'}]",
                      "{a: yes, t: 2001-01-01}");
}

/* ---- what cannot be, with operation, path and line ---- */

TEST(json_patch, R_035_a_missing_path_is_told_up_to_where_it_exists)
{
    ASSERT_REFUSES("spec: {a: {}}",
                   "- {op: add, path: /spec/b, value: 1}\n"
                   "- op: add\n  path: /spec/x/y/z\n  value: 1\n",
                   ERROR_UNMATCHED,
                   "patch.yaml:2:3: operation 2 (add '/spec/x/y/z'): the object has no '/spec/x'");
    ASSERT_REFUSES("a: null", "[{op: add, path: /a/b, value: 1}]", ERROR_UNMATCHED, "no '/a'");
    ASSERT_REFUSES("a: {}", "[{op: remove, path: /a/b}]", ERROR_UNMATCHED, "no '/a/b'");
    ASSERT_REFUSES("a: x", "[{op: add, path: /a/b, value: 1}]", ERROR_UNMATCHED,
                   "'/a' is a scalar in the object and has no 'b'");
}

TEST(json_patch, R_035_an_index_outside_of_the_list)
{
    ASSERT_REFUSES("a: [1]", "[{op: add, path: /a/2, value: 1}]", ERROR_UNMATCHED,
                   "index 2 is outside of '/a', which has 1 elements");
    ASSERT_REFUSES("a: [1]", "[{op: replace, path: /a/1, value: 1}]", ERROR_UNMATCHED,
                   "index 1 is outside of '/a'");
    ASSERT_REFUSES("a: [1]", "[{op: remove, path: /a/99999999999999999999}]", ERROR_UNMATCHED,
                   "operation 1 (remove");
    ASSERT_REFUSES("a: [1]", "[{op: add, path: /a/x, value: 1}]", ERROR_UNMATCHED,
                   "'x' is no index, and '/a' is a sequence");
}

TEST(json_patch, R_035_the_place_after_the_end_only_takes_new_elements)
{
    ASSERT_REFUSES("a: [1]", "[{op: remove, path: /a/-}]", ERROR_UNMATCHED,
                   "'-' is the place after the last element of '/a'");
    ASSERT_REFUSES("a: [1]", "[{op: test, path: /a/-, value: 1}]", ERROR_UNMATCHED, "'-' is");
    ASSERT_REFUSES("a: [1]", "[{op: replace, path: /a/-, value: 1}]", ERROR_UNMATCHED, "'-' is");
}

TEST(json_patch, R_035_a_bad_pointer)
{
    ASSERT_REFUSES("a: 1", "[{op: add, path: /a~2, value: 1}]", ERROR_SYNTAX, "operation 1 (add");
    ASSERT_REFUSES("a: 1", "[{op: add, path: a, value: 1}]", ERROR_SYNTAX, "operation 1 (add 'a')");
    ASSERT_REFUSES("a: 1", "[{op: add, path: 5, value: 1}]", ERROR_SYNTAX,
                   "its 'path' is no string");
    ASSERT_REFUSES("a: 1", "[{op: add, value: 1}]", ERROR_SYNTAX, "it has no 'path'");
}

TEST(json_patch, R_035_an_unknown_operation)
{
    ASSERT_REFUSES("a: 1", "[{op: set, path: /a}]", ERROR_SYNTAX,
                   "patch.yaml:1:2: operation 1 (set '/a'): there is no operation 'set'");
    ASSERT_REFUSES("a: 1", "[{op: ADD, path: /a}]", ERROR_SYNTAX, "no operation 'ADD'");
    ASSERT_REFUSES("a: 1", "[{path: /a}]", ERROR_SYNTAX, "it has no 'op'");
}

TEST(json_patch, R_035_the_source_of_move_and_copy_must_be_given_and_exist)
{
    ASSERT_REFUSES("a: 1", "[{op: move, path: /b}]", ERROR_SYNTAX, "it has no 'from'");
    ASSERT_REFUSES("a: 1", "[{op: move, from: /c, path: /b}]", ERROR_UNMATCHED, "no '/c'");
    ASSERT_REFUSES("a: [1]", "[{op: copy, from: /a/7, path: /b}]", ERROR_UNMATCHED,
                   "index 7 is outside of '/a'");
    ASSERT_REFUSES("a: {b: 1}", "[{op: move, from: /a, path: /a/c}]", ERROR_UNMATCHED, "no '/a'");
}

TEST(json_patch, a_patch_is_a_list_of_mappings)
{
    ASSERT_REFUSES("a: 1", "{op: add, path: /a, value: 1}", ERROR_SYNTAX,
                   "patch.yaml:1:1: a JSON patch is a list of operations, not a mapping");
    ASSERT_REFUSES("a: 1", "[[op]]", ERROR_SYNTAX, "operation 1 is a sequence, not a mapping");
    ASSERT_REFUSES("a: 1", "[null]", ERROR_SYNTAX, "operation 1 is a");
}

/* ---- limits ---- */

TEST(json_patch, R_038_doubling_by_copies_is_stopped)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (int i = 0; i < 64; i++)
        buf_addf(&patch, "- {op: copy, from: /a, path: /a/c%d}\n", i);
    ASSERT_REFUSES("a: {b: 1}", buf_text(&patch), ERROR_LIMIT,
                   "the patch makes more than 1000000 values");
}

TEST(json_patch, R_038_large_texts_count_by_their_bytes)
{
    AUTO(buf) base = BUF_INIT((size_t)2 << 20);
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&base, "a: ");
    buf_add_repeat(&base, 'x', (size_t)1 << 20);
    for (int i = 0; i < 65; i++)
        buf_addf(&patch, "- {op: copy, from: /a, path: /c%d}\n", i);
    ASSERT_REFUSES(buf_text(&base), buf_text(&patch), ERROR_LIMIT, "bytes in one object");
}

TEST(json_patch, R_038_operations_are_counted)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (int i = 0; i <= JSON_PATCH_OPERATIONS_MAX; i++)
        buf_add(&patch, "- {op: test, path: /a, value: 1}\n");
    ASSERT_REFUSES("a: 1", buf_text(&patch), ERROR_LIMIT,
                   "patch.yaml: a JSON patch has at most 10000 operations");
}

TEST(json_patch, R_038_nesting_by_moves_and_copies_is_stopped)
{
    AUTO(buf) patch = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (int i = 0; i < 1001; i++)
        buf_add(&patch, "- {op: add, path: /n, value: {}}\n- {op: move, from: /t, path: /n/t}\n"
                        "- {op: move, from: /n, path: /t}\n");
    ASSERT_REFUSES("t: {}", buf_text(&patch), ERROR_LIMIT, "more than 1000 levels deep");
}
