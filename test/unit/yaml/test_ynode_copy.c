/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/yaml/vectors.h"

static struct ydoc *parse(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "in.yaml", &err);

    ASSERT_OK(doc, err);
    return doc;
}

TEST(ynode_copy, a_copied_document_is_the_same_data_and_changes_alone)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: &x {k: [1, 2]}\nb: *x\nc: {<<: *x, d: 3}\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);

    ASSERT_OK(copy, err);
    ASSERT_TRUE(ynode_equal(ydoc_root(doc), ydoc_root(copy), YAML_1_1));
    ynode_set_string(copy, ynode_get(ydoc_root(copy), "b"), "k", VIEW("new"));
    ASSERT_EQ_UINT(ynode_len(ynode_get_path(ydoc_root(copy), "a", "k", NULL)), 2);
    ASSERT_EQ_UINT(ynode_len(ynode_get_path(ydoc_root(doc), "b", "k", NULL)), 2);
    ASSERT_FALSE(ynode_equal(ydoc_root(doc), ydoc_root(copy), YAML_1_1));
}

static void expect_place(const struct ynode *copy, const struct ynode *of)
{
    ASSERT_FALSE(copy->made);
    ASSERT_EQ_UINT(copy->start, of->start);
    ASSERT_EQ_UINT(copy->end, of->end);
    ASSERT_EQ_UINT(ynode_line(copy), ynode_line(of));
    ASSERT_EQ_UINT(ynode_column(copy), ynode_column(of));
}

TEST(ynode_copy, every_node_of_a_copied_document_has_the_place_of_its_source)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: &x {k: 1}\nb: *x\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    const struct ynode *from = ydoc_root(doc);
    const struct ynode *to = ydoc_root(copy);

    expect_place(to, from);
    expect_place(ynode_value_at(to, 0), ynode_value_at(from, 0));
    expect_place(ynode_value_at(to, 1), ynode_value_at(from, 1)); /* the alias */
    ASSERT_EQ_INT(ynode_value_at(to, 1)->kind, YNODE_MAP);
    expect_place(ynode_get_path(to, "b", "k", NULL), ynode_get_path(from, "a", "k", NULL));
    ASSERT_EQ_UINT(ynode_line(ynode_get(to, "b")), 2);
    ASSERT_EQ_BYTES(ydoc_text(copy), ydoc_text(doc));
    ASSERT_EQ_STR(ydoc_origin(copy), "in.yaml");
}

TEST(ynode_copy, merged_entries_stand_in_the_place_of_the_merge)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("b: {z: 0, <<: [{x: 1, y: 1}, {y: 2, w: 2}], x: 3}\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    const struct ynode *map = ynode_get(ydoc_root(copy), "b");
    static const char *const keys[] = { "z", "y", "w", "x" };

    ASSERT_EQ_UINT(ynode_len(map), ARRAY_SIZE(keys));
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
        ASSERT_EQ_VIEW(ynode_text(ynode_key_at(map, i)), keys[i]);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(map, "y")), "1");
}

TEST(ynode_copy, R_009_duplicate_keys_stay_in_a_copied_document)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: 1\na: 2\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);

    ASSERT_EQ_UINT(ynode_len(ydoc_root(copy)), 2);
}

TEST(ynode_copy, a_copied_node_outlives_the_document_it_came_from)
{
    AUTO_FREE(ydoc) to = ydoc_new();
    struct ynode *copy = NULL;
    {
        AUTO_FREE(ydoc) from = parse("a: &x [plain, \"quoted\\n\", !!str 1]\nb: *x\n");
        copy = ynode_copy(to, ydoc_root(from));
    }
    AUTO_FREE(ydoc)
    again = parse("a: [plain, \"quoted\\n\", \"1\"]\nb: [plain, \"quoted\\n\", \"1\"]\n");
    ASSERT_TRUE(ynode_equal(copy, ydoc_root(again), YAML_1_1));
    ASSERT_TRUE(copy->made);
    ASSERT_EQ_UINT(ynode_line(ynode_get(copy, "b")), 0);
    ASSERT_NULL(ynode_copy(to, NULL));
}

TEST(ynode_copy, a_large_mapping_is_still_found_by_key_in_the_copy)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(1 << 20);

    for (int i = 0; i < 1000; i++)
        buf_addf(&text, "k%d: %d\n", i, i);
    AUTO_FREE(ydoc) doc = parse(buf_text(&text));
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(copy), "k777")), "777");
    ASSERT_TRUE(ynode_remove(ydoc_root(copy), VIEW("k776")));
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(copy), "k777")), "777");
}

/* LEVELS lists of WIDTH aliases each to the list before. */
static const char *bomb(int levels, int width)
{
    AUTO(buf) text = BUF_INIT(1 << 20);

    buf_add(&text, "- &a0 x\n");
    for (int i = 1; i <= levels; i++) {
        buf_addf(&text, "- &a%d [", i);
        for (int j = 0; j < width; j++)
            buf_addf(&text, "%s*a%d", j > 0 ? ", " : "", i - 1);
        buf_add(&text, "]\n");
    }
    return test_format("%s", buf_text(&text));
}

TEST(ynode_copy, R_006_expansion_is_counted)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) small = parse(bomb(5, 9));
    AUTO_FREE(ydoc) copy = ydoc_copy(small, &err);
    AUTO_FREE(ydoc) large = parse(bomb(9, 9));
    AUTO_FREE(ydoc) to = ydoc_new();

    ASSERT_OK(copy, err);
    ASSERT_FAILS(ydoc_copy(large, &err), err, ERROR_LIMIT,
                 "cannot expand the aliases of 'in.yaml': aliases expand to over 100092 nodes");
    ASSERT_NULL(ynode_copy(to, ydoc_root(large)));
    ASSERT_FALSE(ynode_equal(ydoc_root(large), ydoc_root(copy), YAML_1_1));
}

TEST(ynode_copy, R_006_the_expansion_limit_is_exact)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) text = BUF_INIT(1 << 20);

    /* 1 + 1 + 1000 nodes for the list, then 100 aliases of 1001 nodes each: 100,100 made. */
    buf_add(&text, "- &a [");
    buf_add_repeat(&text, '\n', 1);
    for (int i = 0; i < 999; i++)
        buf_add(&text, "x,");
    buf_add(&text, "]\n");
    for (int i = 0; i < 99; i++)
        buf_add(&text, "- *a\n");
    AUTO_FREE(ydoc) within = parse(buf_text(&text));
    AUTO_FREE(ydoc) copy = ydoc_copy(within, &err);
    ASSERT_OK(copy, err); /* 99 x 1000 = 99,000 nodes more */
    buf_add(&text, "- *a\n- *a\n- *a\n");
    AUTO_FREE(ydoc) beyond = parse(buf_text(&text));
    ASSERT_FAILS(ydoc_copy(beyond, &err), err, ERROR_LIMIT, "aliases expand to over");
}

TEST(ynode_copy, a_collection_is_copied_when_somebody_looks_into_it)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: {k: [1, 2]}\nb: [x, {y: z}]\nc: 1\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    struct ynode *root = ydoc_root(copy);

    ASSERT_NULL(ynode_get(root, "none"));
    ASSERT_TRUE(ynode_resolve(root) == ydoc_root(doc));
    ASSERT_EQ_UINT(ynode_len(ynode_get(root, "b")), 2);
    ASSERT_FALSE(ynode_resolve(root) == ydoc_root(doc));
    ASSERT_TRUE(ynode_resolve(ynode_get(root, "b")) == ynode_get(ydoc_root(doc), "b"));
    ynode_remove_at(ynode_get(root, "b"), 0);
    ynode_remove_entry(ynode_get(root, "a"), 0);
    ynode_set_text(copy, ynode_get(root, "c"), VIEW("2"));
    ASSERT_EQ_UINT(ynode_len(ynode_get(root, "b")), 1);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ynode_at(ynode_get(root, "b"), 0), "y")), "z");
    AUTO_FREE(ydoc) as_was = parse("a: {k: [1, 2]}\nb: [x, {y: z}]\nc: 1\n");
    ASSERT_TRUE(ynode_equal(ydoc_root(doc), ydoc_root(as_was), YAML_KUSTOMIZE));
    AUTO_FREE(ydoc) as_is = parse("a: {}\nb: [{y: z}]\nc: \"2\"\n");
    ASSERT_TRUE(ynode_equal(root, ydoc_root(as_is), YAML_KUSTOMIZE));
}

TEST(ynode_copy, a_plain_key_is_the_originals_and_one_with_a_tag_is_not)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: 1\n!!str b: 2\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    struct ynode *root = ydoc_root(copy);

    ASSERT_TRUE(ynode_key_at(root, 0) == ynode_key_at(ydoc_root(doc), 0));
    ASSERT_FALSE(ynode_value_at(root, 0) == ynode_value_at(ydoc_root(doc), 0));
    ASSERT_FALSE(ynode_key_at(root, 1) == ynode_key_at(ydoc_root(doc), 1));
    ASSERT_TRUE(ynode_equal(root, ydoc_root(doc), YAML_KUSTOMIZE));
}

TEST(ynode_copy, what_nobody_looked_into_can_be_moved_and_put_in_another_place)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = parse("a: [1, 2]\nb: {k: !!str 3}\nc: [{d: 4}]\n");
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    struct ynode *root = ydoc_root(copy);

    ynode_set(copy, root, VIEW("moved"), ynode_get(root, "a"));
    ynode_remove(root, VIEW("a"));
    ynode_assign(ynode_get(root, "c"), ynode_get(root, "b"));
    AUTO_FREE(ydoc) as_is = parse("b: {k: !!str 3}\nc: {k: \"3\"}\nmoved: [1, 2]\n");
    ASSERT_TRUE(ynode_equal(root, ydoc_root(as_is), YAML_KUSTOMIZE));
    AUTO_FREE(ydoc) as_was = parse("a: [1, 2]\nb: {k: !!str 3}\nc: [{d: 4}]\n");
    ASSERT_TRUE(ynode_equal(ydoc_root(doc), ydoc_root(as_was), YAML_KUSTOMIZE));
}
