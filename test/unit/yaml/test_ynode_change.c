/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/yaml/vectors.h"

static void expect_json(const struct ynode *node, const char *json)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1 << 20);

    ASSERT_OK(emit_json(&out, node, 0, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, json);
}

static struct ydoc *parse(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "in", &err);

    ASSERT_OK(doc, err);
    return doc;
}

TEST(ynode_change, a_tree_is_built_from_nothing)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_new_map(doc);
    struct ynode *list = ynode_new_seq(doc);

    ydoc_set_root(doc, root);
    ynode_set_string(doc, root, "s", VIEW("yes"));
    ynode_set(doc, root, VIEW("p"), ynode_new_plain(doc, VIEW("0x10")));
    ynode_set(doc, root, VIEW("i"), ynode_new_int(doc, INT64_MIN));
    ynode_set(doc, root, VIEW("b"), ynode_new_bool(doc, false));
    ynode_set(doc, root, VIEW("n"), ynode_new_null(doc));
    ynode_set(doc, root, VIEW("l"), list);
    ynode_add(doc, list, ynode_new_string(doc, VIEW("b")));
    ynode_insert(doc, list, 0, ynode_new_string(doc, VIEW("a")));
    ynode_set_string(doc, ynode_need_map(doc, root, "m"), "k", VIEW("v"));
    expect_json(root, "{\"b\":false,\"i\":-9223372036854775808,\"l\":[\"a\",\"b\"],"
                      "\"m\":{\"k\":\"v\"},\"n\":null,\"p\":16,\"s\":\"yes\"}");
}

TEST(ynode_change, setting_replaces_in_place_and_removing_takes_all_of_a_name)
{
    AUTO_FREE(ydoc) doc = parse("a: 1\nb: 2\na: 3\nc: 4\n");
    struct ynode *root = ydoc_root(doc);

    ynode_set(doc, root, VIEW("a"), ynode_new_int(doc, 5));
    ASSERT_EQ_VIEW(ynode_text(ynode_value_at(root, 2)), "5");
    ASSERT_TRUE(ynode_remove(root, VIEW("a")));
    ASSERT_FALSE(ynode_remove(root, VIEW("a")));
    expect_json(root, "{\"b\":2,\"c\":4}");
    ynode_insert_entry(doc, root, 1, ynode_new_string(doc, VIEW("x")), ynode_new_null(doc));
    ASSERT_EQ_VIEW(ynode_text(ynode_key_at(root, 1)), "x");
    ynode_remove_entry(root, 0);
    expect_json(root, "{\"c\":4,\"x\":null}");
    ynode_set_value_at(root, 0, ynode_new_bool(doc, true));
    expect_json(root, "{\"c\":4,\"x\":true}");
}

TEST(ynode_change, need_map_makes_a_mapping_only_where_nothing_is)
{
    AUTO_FREE(ydoc) doc = parse("a: ~\nb: {}\nc: 1\n");
    struct ynode *root = ydoc_root(doc);

    ASSERT_TRUE(ynode_is_map(ynode_need_map(doc, root, "a")));
    ASSERT_TRUE(ynode_need_map(doc, root, "b") == ynode_get(root, "b"));
    ASSERT_NULL(ynode_need_map(doc, root, "c"));
    ASSERT_TRUE(ynode_is_map(ynode_need_map(doc, root, "d")));
    expect_json(root, "{\"a\":{},\"b\":{},\"c\":1,\"d\":{}}");
}

TEST(ynode_change, elements_and_texts_are_changed_in_place)
{
    AUTO_FREE(ydoc) doc = parse("[a, !!int 1, c]");
    struct ynode *root = ydoc_root(doc);
    struct ynode *with = ynode_new_map(doc);

    ynode_set_text(doc, ynode_at(root, 1), VIEW("true"));
    ynode_remove_at(root, 0);
    expect_json(root, "[\"true\",\"c\"]");
    ynode_set_string(doc, with, "k", VIEW("v"));
    ynode_assign(ynode_at(root, 1), with);
    ynode_set_at(root, 0, ynode_new_int(doc, -7));
    expect_json(root, "[-7,{\"k\":\"v\"}]");
    ASSERT_EQ_UINT(ynode_column(ynode_at(root, 1)), 14);
}

TEST(ynode_change, a_set_key_does_not_replace_a_merge)
{
    AUTO_FREE(ydoc) doc = parse("a: &a {x: 1}\nb: {<<: *a}\n");
    struct ynode *b = ynode_get(ydoc_root(doc), "b");

    ynode_set(doc, b, VIEW("<<"), ynode_new_int(doc, 2));
    ASSERT_FALSE(ynode_remove(b, VIEW("y")));
    ASSERT_EQ_VIEW(ynode_text(ynode_get(b, "x")), "1");
    ASSERT_EQ_VIEW(ynode_text(ynode_get(b, "<<")), "2");
}

/* Against a plain array that holds the same keys in the same order. */
static void check_large(struct ynode *map, const unsigned *keys, size_t count)
{
    ASSERT_EQ_UINT(ynode_len(map), count);
    for (size_t i = 0; i < count; i++) {
        const char *name = test_format("k%u", keys[i]);
        ASSERT_EQ_UINT(ynode_index(map, view_of(name)), i);
    }
    ASSERT_NULL(ynode_get(map, "k"));
}

TEST(ynode_change, the_index_of_a_large_mapping_follows_every_change)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *map = ynode_new_map(doc);
    unsigned keys[400];
    size_t count = 0;
    unsigned random = 1;

    for (unsigned step = 0; step < 600; step++) {
        random = random * 1103515245u + 12345u;
        size_t at = count > 0 ? random / 65536 % count : 0;

        if (count < 10 || (random >> 8) % 3 != 0) {
            if (count == ARRAY_SIZE(keys))
                continue;
            struct ynode *key = ynode_new_string(doc, view_of(test_format("k%u", step)));
            if (step % 2 == 0)
                at = count;
            memmove(keys + at + 1, keys + at, (count - at) * sizeof(*keys));
            keys[at] = step;
            ynode_insert_entry(doc, map, at, key, ynode_new_null(doc));
            count++;
        } else {
            ASSERT_TRUE(ynode_remove(map, view_of(test_format("k%u", keys[at]))));
            count--;
            memmove(keys + at, keys + at + 1, (count - at) * sizeof(*keys));
        }
        if (step % 10 == 0)
            check_large(map, keys, count);
    }
    ASSERT_TRUE(count > 50);
    while (count > 0) {
        ynode_remove_entry(map, 0);
        memmove(keys, keys + 1, --count * sizeof(*keys));
        check_large(map, keys, count);
    }
}

TEST(ynode_change, R_016_a_hundred_thousand_keys_are_set_and_found_in_linear_time)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *map = ynode_new_map(doc);
    AUTO(buf) key = BUF_INIT(100);

    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100000; i++) {
            buf_clear(&key);
            buf_addf(&key, "key-%d", i);
            ynode_set(doc, map, buf_view(&key), ynode_new_int(doc, i + round));
        }
    ASSERT_EQ_UINT(ynode_len(map), 100000);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(map, "key-77777")), "77778");
}

TEST(ynode_change, duplicates_in_a_large_mapping_are_removed_one_by_one)
{
    AUTO(buf) text = BUF_INIT(10000);

    for (int i = 0; i < 40; i++)
        buf_addf(&text, "k%d: %d\n", i % 20, i);
    AUTO_FREE(ydoc) doc = parse(buf_text(&text));
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "k3")), "23");
    ASSERT_TRUE(ynode_remove(ydoc_root(doc), VIEW("k3")));
    ASSERT_NULL(ynode_get(ydoc_root(doc), "k3"));
    ASSERT_EQ_UINT(ynode_len(ydoc_root(doc)), 38);
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "k4")), "24");
}

/* TEXT with the value of `a` changed to TO: as JSON, or the error of writing it. */
static const char *replaced(const char *text, const char *to)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1000);
    AUTO_FREE(ydoc) doc = parse(text);
    bool suits =
        ynode_replace_text(doc, ynode_get(ydoc_root(doc), "a"), view_of(to), YAML_KUSTOMIZE);

    ASSERT_EQ_INT(emit_json(&out, ydoc_root(doc), 0, YAML_KUSTOMIZE, &err), suits);
    return test_format("%s", suits ? buf_text(&out) : error_message(&err));
}

TEST(ynode_change, a_replaced_text_leaves_the_type_as_it_was)
{
    ASSERT_EQ_STR(replaced("a: x", "5"), "{\"a\":\"5\"}");
    ASSERT_EQ_STR(replaced("a: '5'", "true"), "{\"a\":\"true\"}");
    ASSERT_EQ_STR(replaced("a: 5", "6"), "{\"a\":6}");
    ASSERT_EQ_STR(replaced("a: true", "false"), "{\"a\":false}");
    ASSERT_EQ_STR(replaced("a: 1.5", "2"), "{\"a\":2}");
    ASSERT_EQ_STR(replaced("a: 2020-01-02", "2021-01-02"), "{\"a\":\"2021-01-02T00:00:00Z\"}");
    ASSERT_EQ_STR(replaced("a: !!str 5", "6"), "{\"a\":\"6\"}");
    ASSERT_EQ_STR(replaced("a: 5", "x"), "line 1, column 4: cannot decode 'x' as a !!int");
    ASSERT_EQ_STR(replaced("a: 5", "1.5"), "line 1, column 4: cannot decode '1.5' as a !!int");
    ASSERT_EQ_STR(replaced("a: ~", "x"), "line 1, column 4: cannot decode 'x' as a !!null");
    ASSERT_EQ_STR(replaced("a: 2020-01-02", "x"),
                  "line 1, column 4: cannot decode 'x' as a !!timestamp");
}

/* `a: VALUE`, set to FIRST as kyaml's setter does and then to SECOND, as JSON. */
static const char *set_untagged(const char *value, const char *first, const char *second)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(1000);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(test_format("a: %s", value)), "in", &err);
    AUTO_FREE(ydoc) copy = ydoc_new();
    struct ynode *scalar = ynode_get(ydoc_root(doc), "a");

    ynode_set_untagged(doc, scalar, view_of(first), YAML_KUSTOMIZE);
    scalar = ynode_copy(copy, scalar);
    ASSERT_TRUE(ynode_replace_text(copy, scalar, view_of(second), YAML_KUSTOMIZE));
    ASSERT_OK(emit_json(&out, scalar, 0, YAML_KUSTOMIZE, &err), err);
    return test_format("%s", buf_text(&out));
}

TEST(ynode_change, what_a_setter_made_has_the_type_that_its_text_has)
{
    ASSERT_EQ_STR(set_untagged("x", "5", "6"), "6");
    ASSERT_EQ_STR(set_untagged("x", "5", "y"), "\"y\"");
    ASSERT_EQ_STR(set_untagged("5", "y", "true"), "true");
    ASSERT_EQ_STR(set_untagged("!!str 5", "y", "~"), "null");
    ASSERT_EQ_STR(set_untagged("x", "y", "2020-01-02"), "\"2020-01-02T00:00:00Z\"");
    ASSERT_EQ_STR(set_untagged("'x'", "5", "6"), "\"6\"");
    ASSERT_EQ_STR(set_untagged("\"5\"", "y", "2020-01-02"), "\"2020-01-02\"");
}

TEST(ynode_change, a_text_that_is_set_is_a_string_whatever_a_setter_made)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *scalar = ynode_new_null(doc);

    ynode_set_untagged(doc, scalar, VIEW("5"), YAML_KUSTOMIZE);
    ASSERT_EQ_INT(ynode_type(scalar, YAML_KUSTOMIZE), YTYPE_INT);
    ynode_set_text(doc, scalar, VIEW("5"));
    ASSERT_TRUE(ynode_is_string(scalar, YAML_KUSTOMIZE));
    ASSERT_TRUE(ynode_replace_text(doc, scalar, VIEW("6"), YAML_KUSTOMIZE));
    ASSERT_TRUE(ynode_is_string(scalar, YAML_KUSTOMIZE));
}
