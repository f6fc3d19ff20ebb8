/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/splice.h"

#include "harness/test.h"
#include "yaml/emit.h"

/* RFC 7396 on mappings, enough to say what changes: null removes, all else is set. */
static void overlay(struct ydoc *doc, struct ynode *map, const struct ynode *change)
{
    for (size_t i = 0; i < ynode_len(change); i++) {
        struct view key = ynode_text(ynode_key_at(change, i));
        struct ynode *value = ynode_value_at(change, i);
        struct ynode *old = ynode_get_view(map, key);
        if (ynode_is_null(value))
            ynode_remove(map, key);
        else if (ynode_is_map(value) && ynode_is_map(old) && ynode_len(value) > 0)
            overlay(doc, old, value);
        else
            ynode_set(doc, map, key, ynode_copy(doc, value));
    }
}

typedef void change_fn(struct ydoc *doc, struct ynode *root);

static bool splice_text(struct buf *out, const struct ydoc *before, const struct ydoc *after,
                        const struct splice_options *options, bool *whole, struct error *err)
{
    AUTO(parts) parts = PARTS_INIT(out->max);
    bool done = splice_add(&parts, before, after, options, whole, err);

    parts_add_to(out, &parts, (struct parts_mark){ .len = 0 });
    return done;
}

static void check(const char *file, int line, const char *text, const char *change, change_fn *edit,
                  const char *expected, bool expected_whole)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO(buf) again = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) before = ydoc_parse(view_of(text), "before.yaml", &err);
    AUTO_FREE(ydoc) patch = ydoc_parse(view_of(change), "change.yaml", &err);
    struct splice_options options = { .verify = true };
    bool whole = false;

    if (!before || !patch)
        test_fail(file, line, "the test's own text does not parse: %s", error_message(&err));
    AUTO_FREE(ydoc) after = ydoc_copy(before, &err);
    test_ok(file, line, after != NULL, &err, "ydoc_copy");
    if (ydoc_root(patch))
        overlay(after, ydoc_root(after), ydoc_root(patch));
    if (edit)
        edit(after, ydoc_root(after));
    test_ok(file, line, splice_text(&out, before, after, &options, &whole, &err), &err,
            "splice_add");
    test_eq_view(file, line, buf_view(&out), view_of(expected), "spliced text");
    test_eq_int(file, line, whole, expected_whole, "written anew");
    /* Without the check that verify asks for, the same bytes. */
    test_ok(file, line, splice_text(&again, before, after, NULL, NULL, &err), &err, "splice_add");
    test_eq_view(file, line, buf_view(&again), view_of(expected), "spliced text, not verified");
}

#define ASSERT_SPLICES(text, change, expected)                                                     \
    check(__FILE__, __LINE__, (text), (change), NULL, (expected), false)
#define ASSERT_EDITS(text, edit, expected)                                                         \
    check(__FILE__, __LINE__, (text), "", (edit), (expected), false)

TEST(splice, no_change_keeps_every_byte)
{
    static const char text[] = "# head\na:   1   # one\n\nb: [ x,y ]\nc: |\n   text\n\n# tail\n";

    ASSERT_SPLICES(text, "", text);
    ASSERT_SPLICES(text, "a: 1", text);
    ASSERT_SPLICES(text, "b: [x, y]\nc: \"text\\n\"", text);
}

TEST(splice, a_scalar_changes_in_its_place)
{
    ASSERT_SPLICES("a: 1 # one\nb: \"x\"   # two\nc: 'y'\n", "a: 2\nb: z\nc: w",
                   "a: 2 # one\nb: \"z\"   # two\nc: 'w'\n");
}

TEST(splice, a_new_string_is_quoted_where_a_reader_would_take_it_for_something_else)
{
    ASSERT_SPLICES("a: x\n", "a: \"yes\"\nb: \"0777\"\nc: plain text\nd: \"\"",
                   "a: \"yes\"\nb: \"0777\"\nc: plain text\nd: \"\"\n");
}

TEST(splice, an_empty_value_gets_one)
{
    ASSERT_SPLICES("a:\nb: 1\n", "a: x", "a: x\nb: 1\n");
    ASSERT_SPLICES("a: # why\nb: 1\n", "a: x", "a: x # why\nb: 1\n");
    ASSERT_SPLICES("m:\n  a:\n", "m: {a: {k: v}}", "m:\n  a:\n    k: v\n");
}

TEST(splice, an_entry_is_added_at_the_end_of_its_mapping)
{
    ASSERT_SPLICES("metadata:\n  name: web # the name\n  labels:\n    app: web\nspec: {}\n",
                   "metadata: {labels: {tier: front}, namespace: a}",
                   "metadata:\n  name: web # the name\n  labels:\n    app: web\n    tier: front\n"
                   "  namespace: a\nspec: {}\n");
}

TEST(splice, the_last_line_may_lack_its_end)
{
    ASSERT_SPLICES("a: 1", "b: 2", "a: 1\nb: 2");
    ASSERT_SPLICES("a: 1\nb: 2", "b: null", "a: 1\n");
    ASSERT_SPLICES("m:\n  a: 1", "m: {b: 2}\nz: 3", "m:\n  a: 1\n  b: 2\nz: 3");
}

TEST(splice, the_indentation_of_the_document_is_followed)
{
    ASSERT_SPLICES("m:\n    a: 1\n", "m: {b: {c: {d: 1}}}",
                   "m:\n    a: 1\n    b:\n        c:\n            d: 1\n");
    ASSERT_SPLICES("l:\n  - a\n", "z: [x]", "l:\n  - a\nz:\n  - x\n");
    ASSERT_SPLICES("l:\n- a\n", "m: [x, {k: 1, z: [2]}]",
                   "l:\n- a\nm:\n- x\n- k: 1\n  z:\n  - 2\n");
}

TEST(splice, an_empty_flow_collection_becomes_a_block)
{
    ASSERT_SPLICES("metadata:\n  labels: {}\n  name: x\n", "metadata: {labels: {a: b}}",
                   "metadata:\n  labels:\n    a: b\n  name: x\n");
}

TEST(splice, a_removed_entry_takes_its_comments_with_it)
{
    ASSERT_SPLICES("a: 1\n\n# about b\n# more\nb: 2 # two\n# about c\nc: 3\n", "b: null",
                   "a: 1\n\n# about c\nc: 3\n");
    ASSERT_SPLICES("m:\n  a:\n    x: 1\n    y: 2\n  b: 1\n", "m: {a: null}", "m:\n  b: 1\n");
}

TEST(splice, the_last_entry_removed_leaves_an_empty_mapping)
{
    ASSERT_SPLICES("m:\n  a: 1\nn: 2\n", "m: {a: null}", "m: {}\nn: 2\n");
}

TEST(splice, a_block_scalar_is_replaced_whole)
{
    ASSERT_SPLICES("a: |\n  one\n  two\nb: 1\n", "a: \"three\\nfour\\n\"",
                   "a: |\n  three\n  four\nb: 1\n");
    ASSERT_SPLICES("m:\n  a: |-\n    one\n\n  b: 1\n", "m: {a: x}", "m:\n  a: x\n\n  b: 1\n");
    ASSERT_SPLICES("m:\n  a: x\n", "m: {a: \"one\\ntwo\"}", "m:\n  a: |-\n    one\n    two\n");
}

TEST(splice, blanks_and_comments_behind_a_change_do_not_join_a_block_scalar)
{
    check(__FILE__, __LINE__, "a: |\n  x\nb: 1\n\n     \nc: 2\n", "b: null", NULL,
          "a: |\n  x\nc: 2\n", true);
    check(__FILE__, __LINE__, "a: q\n     \nc: 2\n", "a: |\n\n  x\n", NULL,
          "a: \"\\nx\\n\"\n     \nc: 2\n", false);
    check(__FILE__, __LINE__, "a: |\n  x\nb:\n  z: |\n  # c\nc: 2\n", "b: null", NULL,
          "a: |\n  x\nc: 2\n", true);
    /* Empty lines are taken by what keeps them. */
    check(__FILE__, __LINE__, "a: |+\n  x\n\nb: 1\n\nc: 2\n", "b: null", NULL,
          "a: |+\n  x\n\nc: 2\n", true);
    check(__FILE__, __LINE__, "a: 1\n\nc: 2\n", "a: \"x\\n\\n\"\n", NULL, "a: \"x\\n\\n\"\nc: 2\n",
          true);
    ASSERT_SPLICES("a: |\n  x\nb: 1\n\nc: 2\n", "b: null", "a: |\n  x\n\nc: 2\n");
    ASSERT_SPLICES("a: # c\nb: 1\n", "a: |+\n  x y\n\n\n", "a: |+ # c\n  x y\n\n\nb: 1\n");
    /* Before anything else they are nothing. */
    ASSERT_SPLICES("a: 1 # c\nb: 1\n     \nc: 2\n", "b: null", "a: 1 # c\n     \nc: 2\n");
}

TEST(splice, blanks_behind_a_value_of_one_line_stay_theirs)
{
    ASSERT_SPLICES("a: q\n     \nc: 2\n", "a: r", "a: r\n     \nc: 2\n");
    ASSERT_SPLICES("a: q\n\n   # d\nc: 2\n", "a: r s", "a: r s\n\n   # d\nc: 2\n");
    ASSERT_SPLICES("a: 'q'\n     \n    # d\nc: 2\n", "a: r", "a: 'r'\n     \n    # d\nc: 2\n");
    ASSERT_SPLICES("a: \"q\" # e\n    # d\n\nc: 2\n", "a: 3", "a: 3 # e\n    # d\n\nc: 2\n");
    ASSERT_SPLICES("m:\n  k: |+\n    x\n\n  a: q\n\nc: 2\n", "m: {a: r}",
                   "m:\n  k: |+\n    x\n\n  a: r\n\nc: 2\n");
    ASSERT_SPLICES("a: |\n     \nc: 2\n", "a: r", "a: r\n     \nc: 2\n");
}

TEST(splice, every_line_break_at_a_strings_end_is_kept)
{
    ASSERT_SPLICES("a: x\nz: 1\n", "a: \"one\\n\\n\\n\"", "a: |+\n  one\n\n\nz: 1\n");
}

TEST(splice, flow_collections_stay_flow)
{
    ASSERT_SPLICES("a: {b: 1, c: [x, y]} # here\n", "a: {b: 2, d: new, e: 'yes'}",
                   "a: {b: 2, c: [x, y], d: new, e: \"yes\"} # here\n");
    ASSERT_SPLICES("a: {b: 1, c: 2, d: 3}\n", "a: {c: null}", "a: {b: 1, d: 3}\n");
    ASSERT_SPLICES("a: {b: 1, c: 2, d: 3}\n", "a: {b: null}", "a: {c: 2, d: 3}\n");
    ASSERT_SPLICES("a: {b: 1, c: 2, d: 3}\n", "a: {c: null, d: null}", "a: {b: 1}\n");
}

TEST(splice, json_stays_json)
{
    ASSERT_SPLICES("{\n  \"a\": 1,\n  \"b\": {\"c\": \"x\"}\n}\n", "b: {c: y, d: z}\ne: [1]",
                   "{\n  \"a\": 1,\n  \"b\": {\"c\": \"y\", \"d\": \"z\"},\n  \"e\": [1]\n}\n");
}

TEST(splice, line_ends_are_the_documents)
{
    ASSERT_SPLICES("a: 1\r\nm:\r\n  b: 2\r\n", "a: 3\nm: {c: {d: 1}}",
                   "a: 3\r\nm:\r\n  b: 2\r\n  c:\r\n    d: 1\r\n");
}

/* ---- lists */

static struct ynode *containers(struct ynode *root)
{
    return ynode_get(root, "l");
}

static void append_map(struct ydoc *doc, struct ynode *root)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", VIEW("new"));
    ynode_set_string(doc, map, "image", VIEW("i:1"));
    ynode_add(doc, containers(root), map);
}

static void prepend_string(struct ydoc *doc, struct ynode *root)
{
    ynode_insert(doc, containers(root), 0, ynode_new_string(doc, VIEW("first")));
}

static void remove_first(struct ydoc *doc UNUSED, struct ynode *root)
{
    ynode_remove_at(containers(root), 0);
}

static void remove_second(struct ydoc *doc UNUSED, struct ynode *root)
{
    ynode_remove_at(containers(root), 1);
}

static void change_second_name(struct ydoc *doc, struct ynode *root)
{
    ynode_set_string(doc, ynode_at(containers(root), 1), "name", VIEW("changed"));
}

static void replace_first(struct ydoc *doc, struct ynode *root)
{
    ynode_set_at(containers(root), 0, ynode_new_string(doc, VIEW("other")));
}

static void remove_name_of_first(struct ydoc *doc UNUSED, struct ynode *root)
{
    ynode_remove(ynode_at(containers(root), 0), VIEW("name"));
}

static void clear_list(struct ydoc *doc UNUSED, struct ynode *root)
{
    while (ynode_len(containers(root)) > 0)
        ynode_remove_at(containers(root), 0);
}

TEST(splice, an_element_is_added_behind_the_others)
{
    ASSERT_EDITS("l:\n- name: a # it\n  image: x\nz: 1\n", append_map,
                 "l:\n- name: a # it\n  image: x\n- name: new\n  image: i:1\nz: 1\n");
    ASSERT_EDITS("m: 0\nl:\n    - name: a\n", append_map,
                 "m: 0\nl:\n    - name: a\n    - name: new\n      image: i:1\n");
    ASSERT_EDITS("l: [{name: a}]\n", append_map, "l: [{name: a}, {name: new, image: \"i:1\"}]\n");
}

TEST(splice, an_element_is_added_before_the_others)
{
    ASSERT_EDITS("l:\n- a\n- b\n", prepend_string, "l:\n- first\n- a\n- b\n");
    ASSERT_EDITS("l:\n  # about a\n  - a\n", prepend_string, "l:\n  - first\n  # about a\n  - a\n");
    ASSERT_EDITS("l: [a]\n", prepend_string, "l: [first, a]\n");
}

TEST(splice, an_element_is_removed_with_its_comments)
{
    ASSERT_EDITS("l:\n- a # one\n# about b\n- b\n- c\n", remove_second, "l:\n- a # one\n- c\n");
    ASSERT_EDITS("l:\n- a # one\n- b\n", remove_first, "l:\n- b\n");
    ASSERT_EDITS("l: [a, b, c]\n", remove_second, "l: [a, c]\n");
    ASSERT_EDITS("l:\n- a\nz: 1\n", clear_list, "l: []\nz: 1\n");
}

TEST(splice, an_element_changes_without_touching_its_neighbours)
{
    ASSERT_EDITS("l:\n- name:   a\n- name:   b # b\n  x: 1\n", change_second_name,
                 "l:\n- name:   a\n- name:   changed # b\n  x: 1\n");
    ASSERT_EDITS("l:\n- a # keep\n- b\n", replace_first, "l:\n- other # keep\n- b\n");
    ASSERT_EDITS("l:\n- name: a\n  x: 1\n- b\n", replace_first, "l:\n- other\n- b\n");
}

TEST(splice, the_first_entry_of_an_element_gives_its_place_to_the_next)
{
    ASSERT_EDITS("l:\n- name: a\n  x: 1\n  y: 2\n", remove_name_of_first, "l:\n- x: 1\n  y: 2\n");
}

/* ---- anchors, merge keys, tags */

TEST(splice, an_alias_that_keeps_its_value_stays_an_alias)
{
    ASSERT_SPLICES("a: &x\n  k: 1\nb: *x\nc: 2\n", "c: 3", "a: &x\n  k: 1\nb: *x\nc: 3\n");
}

TEST(splice, an_alias_under_a_change_is_written_out)
{
    ASSERT_SPLICES("a: &x\n  k: 1\nb: *x\n", "b: {k: 2}", "a: &x\n  k: 1\nb:\n  k: 2\n");
}

TEST(splice, a_changed_anchor_does_not_change_what_followed_it)
{
    ASSERT_SPLICES("a: &x\n  k: 1\nb: *x\n", "a: {k: 2}", "a: &x\n  k: 2\nb:\n  k: 1\n");
}

TEST(splice, a_key_over_a_merge_key_becomes_explicit)
{
    ASSERT_SPLICES("a: &x\n  k: 1\n  l: 2\nb:\n  <<: *x\n  m: 3\n", "b: {k: 5}",
                   "a: &x\n  k: 1\n  l: 2\nb:\n  <<: *x\n  m: 3\n  k: 5\n");
}

TEST(splice, a_key_gone_from_a_merge_writes_the_document_anew)
{
    check(__FILE__, __LINE__, "a: &x {k: 1, l: 2}\nb: {<<: *x, m: 3} # gone\n", "b: {k: null}",
          NULL, "a: {k: 1, l: 2}\nb: {l: 2, m: 3}\n", true);
}

TEST(splice, a_tag_goes_with_its_value)
{
    ASSERT_SPLICES("a: !!str 5\nb: 1\n", "a: x", "a: x\nb: 1\n");
}

TEST(splice, helm_4s_merge_tag_is_kept)
{
    ASSERT_SPLICES("a: &x\n  k: 1\nb:\n  !!merge <<: *x\n  m: 3\n", "b: {m: 4}",
                   "a: &x\n  k: 1\nb:\n  !!merge <<: *x\n  m: 4\n");
}

TEST(splice, a_mapping_with_a_double_key_cannot_be_changed)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);
    AUTO_FREE(ydoc) before = ydoc_parse(VIEW("m:\n  a: 1\n  b: 2\n  a: 3\nn: 1\n"), "x.yaml", &err);
    AUTO_FREE(ydoc) after = ydoc_copy(before, &err);
    AUTO_FREE(ydoc) other = ydoc_copy(before, &err);

    ynode_set_string(after, ynode_get(ydoc_root(after), "m"), "b", VIEW("x"));
    ASSERT_FAILS(splice_text(&out, before, after, NULL, NULL, &err), err, ERROR_INVALID,
                 "mapping key 'a' already defined at line 2");
    ASSERT_EQ_INT(out.len, 0);
    ynode_set_string(other, ydoc_root(other), "n", VIEW("x"));
    ASSERT_OK(splice_text(&out, before, other, NULL, NULL, &err), err);
    ASSERT_EQ_BUF(&out, "m:\n  a: 1\n  b: 2\n  a: 3\nn: x\n");
}

TEST(splice, a_comment_stays_at_its_key_when_the_value_gets_lines)
{
    ASSERT_SPLICES("a: x # one\nb: 1\n", "a: \"p\\nq\\n\"", "a: | # one\n  p\n  q\nb: 1\n");
    ASSERT_SPLICES("a:   # one\nb: [] # two\nc: ~ # three\n", "{a: [1], b: [2], c: {d: e}}",
                   "a:   # one\n- 1\nb: # two\n- 2\nc: # three\n  d: e\n");
    ASSERT_SPLICES("a: x # one\r\nb: 1\r\n", "a: {c: d}", "a: # one\r\n  c: d\r\nb: 1\r\n");
    ASSERT_SPLICES("a: x # one", "a: {c: d}", "a: # one\n  c: d");
}

TEST(splice, a_block_scalar_keeps_the_comment_of_its_header)
{
    ASSERT_SPLICES("a: |  # one\n  p\n  q\nb: 1\n", "a: word", "a: word  # one\nb: 1\n");
    ASSERT_SPLICES("a: |  # one\n  p\nb: 1\n", "a: \"q # no\\nr\"",
                   "a: |-  # one\n  q # no\n  r\nb: 1\n");
    ASSERT_SPLICES("a: |\n  p # no comment\nb: 1\n", "a: word", "a: word\nb: 1\n");
    ASSERT_SPLICES("a: |  # nothing\nb: 1\n", "a: word", "a: word  # nothing\nb: 1\n");
}

TEST(splice, blank_lines_that_a_block_scalar_keeps_stay_its_own)
{
    ASSERT_SPLICES("m:\n  a: |+\n    x\n\n\n# c\nz: 1\n", "{m: {b: w}, k: 2}",
                   "m:\n  a: |+\n    x\n\n\n  b: w\n# c\nz: 1\nk: 2\n");
    ASSERT_SPLICES("a: |+\n  x\n\nb: |+\n  y\n\nc: |\n  z\n\n\n", "{b: null, d: 1}",
                   "a: |+\n  x\n\nc: |\n  z\nd: 1\n\n\n");
    ASSERT_EDITS("l:\n- |+\n  x\n\n- b\nz: 1\n", append_map,
                 "l:\n- |+\n  x\n\n- b\n- name: new\n  image: i:1\nz: 1\n");
    ASSERT_EDITS("l:\n- b\n- |+\n  x\n\n# z\nz: 1\n", append_map,
                 "l:\n- b\n- |+\n  x\n\n- name: new\n  image: i:1\n# z\nz: 1\n");
}

TEST(splice, a_comment_below_does_not_become_a_line_of_a_block_scalar)
{
    ASSERT_SPLICES("m:\n  a: x\n    # below\n  b: 1\n", "m: {a: \"p\\nq\"}",
                   "m:\n  a: \"p\\nq\"\n    # below\n  b: 1\n");
    ASSERT_SPLICES("m:\n  a: x\n  # below\n  b: 1\n", "m: {a: \"p\\nq\\n\"}",
                   "m:\n  a: |\n    p\n    q\n  # below\n  b: 1\n");
    check(__FILE__, __LINE__, "m:\n  a: |\n    x\n  b: 1\n    # below\n", "m: {b: null}", NULL,
          "m:\n  a: |\n    x\n", true);
    ASSERT_SPLICES("m:\n  a: x\n\n    # below\n", "m: {a: word}", "m:\n  a: word\n\n    # below\n");
}

TEST(splice, a_flow_collection_of_lines_gets_lines)
{
    ASSERT_SPLICES("a: {\n  b: 1, # one\n  c: 2  # two\n}\n", "a: {d: 3, e: 4}",
                   "a: {\n  b: 1, # one\n  c: 2,  # two\n  d: 3,\n  e: 4\n}\n");
    ASSERT_SPLICES("a: {\n  b: 1,\n}\n", "a: {d: 3, e: 4}", "a: {\n  b: 1,\n  d: 3,\n  e: 4,\n}\n");
    ASSERT_SPLICES("a: {b: 1,\n    c: 2}\n", "a: {d: 3}", "a: {b: 1,\n    c: 2,\n    d: 3}\n");
    ASSERT_SPLICES("a: {\n  b: 1, c: 2\n}\n", "a: {d: 3}", "a: {\n  b: 1, c: 2, d: 3\n}\n");
    ASSERT_SPLICES("a: {\n  b: 1,\n  c: 2\n}\n", "a: {c: null, d: 3, e: 4}",
                   "a: {\n  b: 1, d: 3, e: 4\n}\n");
    ASSERT_EDITS("l: [\n    {name: a}, # a\n    {name: b} # b\n]\n", append_map,
                 "l: [\n    {name: a}, # a\n    {name: b}, # b\n"
                 "    {name: new, image: \"i:1\"}\n]\n");
}

static void last_to_front(struct ydoc *doc, struct ynode *root)
{
    struct ynode *list = containers(root), *last = ynode_at(list, ynode_len(list) - 1);

    ynode_remove_at(list, ynode_len(list) - 1);
    ynode_insert(doc, list, 0, last);
}

static void patched_last_to_front(struct ydoc *doc, struct ynode *root)
{
    last_to_front(doc, root);
    ynode_set_string(doc, ynode_at(containers(root), 0), "v", VIEW("new"));
}

TEST(splice, an_element_that_moves_takes_its_lines_and_comments_along)
{
    ASSERT_EDITS("l:\n# a\n- name: a # 1\n# b\n- name: b # 2\n  w: x\n# c\n- name: c # 3\n"
                 "  v:   old # 4\nz: 1\n",
                 patched_last_to_front,
                 "l:\n# c\n- name: c # 3\n  v:   new # 4\n# a\n- name: a # 1\n# b\n"
                 "- name: b # 2\n  w: x\nz: 1\n");
    ASSERT_EDITS("m: 1\r\nl:\r\n- a\r\n- b # c\r\n- |\r\n  x\r\n  y\r\n", last_to_front,
                 "m: 1\r\nl:\r\n- |\r\n  x\r\n  y\r\n- a\r\n- b # c\r\n");
    ASSERT_EDITS("l: [a, b, {c: d}]\n", last_to_front, "l: [{c: d}, a, b]\n");
    ASSERT_EDITS("l:\n- a\n- b", last_to_front, "l:\n- b\n- a\n");
    ASSERT_EDITS("l:\n- - a\n  - b\n- c\n", last_to_front, "l:\n- c\n- - a\n  - b\n");
}

static void replace_first_map(struct ydoc *doc, struct ynode *root)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", VIEW("b"));
    ynode_set_string(doc, map, "v", VIEW("2"));
    ynode_set_at(containers(root), 0, map);
}

TEST(splice, an_element_of_another_name_does_not_inherit_comments)
{
    ASSERT_EDITS("l:\n# about a\n- name: a # a\n  v: \"1\" # one\n- name: z\n", replace_first_map,
                 "l:\n- name: b\n  v: \"2\"\n- name: z\n");
    ASSERT_EDITS("l:\n# about b\n- name: b # b\n  v: \"1\" # two\n", replace_first_map,
                 "l:\n# about b\n- name: b # b\n  v: \"2\" # two\n");
    ASSERT_EDITS("l: [{name: a, v: \"1\"}]\n", replace_first_map, "l: [{name: b, v: \"2\"}]\n");
}

TEST(splice, blanks_behind_an_added_block_scalar_do_not_become_a_part_of_it)
{
    check(__FILE__, __LINE__, "a: 1\nb:\n    ", "m: |\n  one\n  two\n", NULL,
          "a: 1\nb:\nm: |\n  one\n  two\n", true);
    ASSERT_SPLICES("a: x\n      \nb: 1\n", "a: |-\n  one\n  two\n",
                   "a: \"one\\ntwo\"\n      \nb: 1\n");
    /* Blanks that are no deeper are no text of it, and nothing is written anew. */
    ASSERT_SPLICES("a: x\n  \nb: 1\n", "a: |-\n  one\n  two\n", "a: |-\n  one\n  two\n  \nb: 1\n");
}
