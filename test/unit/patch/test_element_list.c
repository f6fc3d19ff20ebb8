/* SPDX-License-Identifier: Apache-2.0 */
/* What kyaml's element functions do, oddities included: strategic merges rest on each of them. */
#include "patch/element_list.h"
#include "unit/patch/patching.h"

static struct ydoc *parse(const char *text)
{
    return patching_parse(__FILE__, __LINE__, text, "list.yaml");
}

static struct key_tuple one(const char *a)
{
    return (struct key_tuple){ .at = { view_of(a) }, .len = 1 };
}

static struct key_tuple two(const char *a, const char *b)
{
    return (struct key_tuple){ .at = { view_of(a), view_of(b) }, .len = 2 };
}

/* The elements by their text or the text of their field `id`, joined. */
static const char *ids(const struct element_list *list)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < list->len; i++) {
        const struct ynode *node = list->items[i];

        if (i)
            buf_add_byte(&text, ' ');
        buf_add_view(&text, ynode_text(ynode_is_map(node) ? ynode_get(node, "id") : node));
    }
    return test_format("%s", buf_text(&text));
}

TEST(element_list, tuples_are_collected_once_and_read_null_as_empty)
{
    AUTO_FREE(ydoc) doc = parse("[{p: 1, q: a}, {p: 1}, {p: 1, q: a}, {q: null}, x, {p: [1]}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    AUTO(key_tuples) tuples = KEY_TUPLES_INIT;
    struct key_tuple keys = two("p", "q");

    element_list_add_all(&list, ydoc_root(doc));
    key_tuples_collect(&tuples, &list, &keys);
    ASSERT_EQ_INT(tuples.len, 3);
    ASSERT_EQ_VIEW(tuples.items[0].at[1], "a");
    ASSERT_EQ_VIEW(tuples.items[1].at[0], "1");
    ASSERT_EQ_VIEW(tuples.items[1].at[1], "");
    ASSERT_EQ_VIEW(tuples.items[2].at[0], "");
}

TEST(element_list, tuples_unify_where_one_side_is_empty)
{
    struct key_tuple items[] = { two("80", ""), two("80", "TCP"), two("81", "TCP"), two("82", "") };
    struct key_tuples tuples = { .items = items, .len = 4, .cap = 4 };

    key_tuples_unify(&tuples);
    ASSERT_EQ_VIEW(tuples.items[0].at[1], "TCP");
    ASSERT_EQ_VIEW(tuples.items[1].at[1], "TCP");
    ASSERT_EQ_VIEW(tuples.items[2].at[0], "81");
    ASSERT_EQ_VIEW(tuples.items[3].at[1], "");
}

TEST(element_list, keys_without_any_value_do_not_count)
{
    struct key_tuple items[] = { two("80", ""), two("81", "") };
    struct key_tuples tuples = { .items = items, .len = 2, .cap = 2 };
    struct key_tuple keys = two("port", "protocol");
    struct key_tuple some_keys, some_values;

    key_tuples_narrow(&tuples, &keys, &items[1], &some_keys, &some_values);
    ASSERT_EQ_INT(some_keys.len, 1);
    ASSERT_EQ_VIEW(some_keys.at[0], "port");
    ASSERT_EQ_VIEW(some_values.at[0], "81");
    items[0] = items[1] = two("", "");
    key_tuples_narrow(&tuples, &keys, &items[1], &some_keys, &some_values);
    ASSERT_EQ_INT(some_keys.len, 2);
}

TEST(element_list, the_first_match_is_found)
{
    AUTO_FREE(ydoc) doc = parse("[x, {name: a, id: 1}, {name: a, id: 2}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name"), plain = one(""), a = one("a"), x = one("x"), b = one("b");

    element_list_add_all(&list, ydoc_root(doc));
    ASSERT_TRUE(element_list_find(&list, &name, &a) == ynode_at(ydoc_root(doc), 1));
    ASSERT_TRUE(element_list_find(&list, &plain, &x) == ynode_at(ydoc_root(doc), 0));
    ASSERT_NULL(element_list_find(&list, &name, &b));
}

TEST(element_list, setting_replaces_each_match_or_appends)
{
    AUTO_FREE(ydoc) doc = parse("[{name: a, id: 1}, {name: b, id: 2}, {name: a, id: 3}]");
    AUTO_FREE(ydoc) with = parse("[{name: a, id: 8}, {name: c, id: 9}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name"), a = one("a"), c = one("c");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    ASSERT_TRUE(element_list_set(&list, ynode_at(ydoc_root(with), 0), &name, &a, &odd));
    ASSERT_EQ_STR(ids(&list), "8 2 8");
    ASSERT_TRUE(element_list_set(&list, ynode_at(ydoc_root(with), 1), &name, &c, &odd));
    ASSERT_EQ_STR(ids(&list), "8 2 8 9");
    ASSERT_TRUE(element_list_set(&list, NULL, &name, &a, &odd));
    ASSERT_EQ_STR(ids(&list), "2 9");
}

TEST(element_list, setting_drops_empty_elements_and_keeps_strangers)
{
    AUTO_FREE(ydoc) doc = parse("[null, {}, x, {name: a, id: 1}, {id: 2}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name"), a = one("a");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    ASSERT_TRUE(element_list_set(&list, NULL, &name, &a, &odd));
    ASSERT_EQ_STR(ids(&list), "x 2");
}

TEST(element_list, an_empty_value_matches_any_element_with_the_key)
{
    AUTO_FREE(ydoc) doc = parse("[{name: a, id: 1}, {id: 2}, {name: b, id: 3}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name"), empty = one("");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    ASSERT_TRUE(element_list_set(&list, NULL, &name, &empty, &odd));
    ASSERT_EQ_STR(ids(&list), "2");
}

TEST(element_list, an_element_of_the_wrong_kind_is_shown)
{
    AUTO_FREE(ydoc) doc = parse("[{name: a, id: 1}, x]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    AUTO(element_list) into = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name"), plain = one(""), empty = one("");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    ASSERT_FALSE(element_list_set(&list, NULL, &plain, &empty, &odd));
    ASSERT_TRUE(odd == ynode_at(ydoc_root(doc), 0));
    ASSERT_FALSE(element_list_set(&list, NULL, &name, &empty, &odd));
    ASSERT_TRUE(odd == ynode_at(ydoc_root(doc), 1));
    ASSERT_EQ_INT(list.len, 2);
    ASSERT_FALSE(element_list_set_all(&into, &list, &name, &odd));
    ASSERT_TRUE(odd == ynode_at(ydoc_root(doc), 1));
}

TEST(element_list, all_elements_are_set_by_their_own_values)
{
    AUTO_FREE(ydoc) doc = parse("[{name: a, id: 1}, {name: b, id: 2}]");
    AUTO_FREE(ydoc) with = parse("[{name: b, id: 3}, {name: c, id: 4}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    AUTO(element_list) from = ELEMENT_LIST_INIT;
    struct key_tuple name = one("name");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    element_list_add_all(&from, ydoc_root(with));
    ASSERT_TRUE(element_list_set_all(&list, &from, &name, &odd));
    ASSERT_EQ_STR(ids(&list), "1 3 4");
}

/* kyaml: with several keys an element is taken out and put at the end. */
TEST(element_list, with_two_keys_elements_move_to_the_end)
{
    AUTO_FREE(ydoc) doc = parse("[{p: 1, q: a, id: 1}, {p: 2, q: a, id: 2}]");
    AUTO_FREE(ydoc) with = parse("[{p: 1, q: a, id: 3}]");
    AUTO(element_list) list = ELEMENT_LIST_INIT;
    AUTO(element_list) from = ELEMENT_LIST_INIT;
    struct key_tuple keys = two("p", "q");
    const struct ynode *odd = NULL;

    element_list_add_all(&list, ydoc_root(doc));
    element_list_add_all(&from, ydoc_root(with));
    ASSERT_TRUE(element_list_set_all(&list, &from, &keys, &odd));
    ASSERT_EQ_STR(ids(&list), "2 3");
}
