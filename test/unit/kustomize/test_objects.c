/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/objects.h"

/* "Kind/name Kind/name ..." of the objects in TEXT. */
static const char *names_of(const struct resource_list *list)
{
    AUTO(buf) names = BUF_INIT(1 << 12);

    for (size_t i = 0; i < list->len; i++) {
        buf_add(&names, i ? " " : "");
        object_ref_add(&names, &list->resources[i]->ref);
    }
    return test_format("%s", buf_text(&names));
}

static bool read_text(struct resource_list *list, const char *text, struct error *err)
{
    resource_list_release(list);
    return objects_read(list, view_of(text), "o.yaml", 1, err);
}

TEST(objects, empty_documents_are_skipped)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_OK(read_text(&list, "# x\n---\n---\nkind: A\nmetadata: {name: a}\n--- # y\n{}\n", &err),
              err);
    ASSERT_EQ_STR(names_of(&list), "A/a");
    ASSERT_EQ_INT(list.resources[0]->line, 4);
}

TEST(objects, lists_give_their_elements_after_all_else)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_OK(read_text(&list,
                        "kind: List\nitems:\n- {kind: A, metadata: {name: a}}\n"
                        "- kind: BList\n  items: [{kind: B, metadata: {name: b}}]\n"
                        "- kind: EmptyList\n  items:\n- null\n"
                        "---\nkind: C\nmetadata: {name: c}\n",
                        &err),
              err);
    ASSERT_EQ_STR(names_of(&list), "C/c A/a B/b");
}

TEST(objects, a_file_that_is_one_list_keeps_the_text_of_its_numbers)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    static const struct {
        const char *text, *is;
    } cases[] = {
        { "kind: List\nitems:\n- {kind: A, metadata: {name: a}, v: 1e3}\n", "1e3" },
        { "kind: List\nitems:\n- {kind: A, metadata: {name: a}, v: 1e3}\n---\n", "1000" },
        { "kind: AList\nitems:\n- {kind: A, metadata: {name: a}, v: 1e3}\n", "1000" },
        { "kind: List\nitems:\n- kind: List\n  items: [{kind: A, metadata: {name: a}, v: 1e3}]\n",
          "1000" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
        ASSERT_OK(read_text(&list, cases[i].text, &err), err);
        ASSERT_EQ_STR(names_of(&list), "A/a");
        ASSERT_EQ_VIEW(ynode_text(ynode_get(list.resources[0]->root, "v")), cases[i].is);
    }
    ASSERT_OK(read_text(&list, "kind: ResourceList\nfunctionConfig: {kind: A}\n", &err), err);
    ASSERT_EQ_STR(names_of(&list), "");
}

TEST(objects, a_kind_that_only_sounds_like_a_list_is_an_object)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_OK(read_text(&list, "kind: WhiteList\nmetadata: {name: a}\n", &err), err);
    ASSERT_EQ_STR(names_of(&list), "WhiteList/a");
    ASSERT_FAILS(read_text(&list, "kind: WhiteList\nitems: 5\n", &err), err, ERROR_INVALID,
                 "o.yaml:2:8: 'items' of a WhiteList is a sequence, not a scalar");
}

TEST(objects, anchors_are_expanded)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_OK(read_text(&list, "kind: A\nmetadata: &m {name: a}\nspec: {copy: *m}\n", &err), err);
    ASSERT_EQ_VIEW(
        ynode_text(ynode_get_path(list.resources[0]->root, "spec", "copy", "name", NULL)), "a");
}

TEST(objects, R_006_an_alias_bomb_in_a_preset_is_stopped)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(buf) text = BUF_INIT(1 << 16);

    buf_add(&text, "kind: A\nmetadata: {name: a}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++)
        buf_addf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i,
                 i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    ASSERT_FAILS(read_text(&list, buf_text(&text), &err), err, ERROR_LIMIT, "o.yaml:1");
}

TEST(objects, R_009_R_010_what_is_no_object_is_named_with_its_place)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_FAILS(read_text(&list, "kind: A\nkind: B\nmetadata: {name: a}\n", &err), err,
                 ERROR_INVALID, "o.yaml:2:1: mapping key 'kind' already defined at line 1");
    ASSERT_FAILS(read_text(&list, "- a\n", &err), err, ERROR_INVALID,
                 "o.yaml:1:1: an object is a mapping, not a sequence");
    ASSERT_FAILS(read_text(&list, "---\nmetadata: {name: a}\n", &err), err, ERROR_INVALID,
                 "o.yaml:2:1: the object has no kind");
    ASSERT_FAILS(read_text(&list, "kind: A\nmetadata: {generateName: a}\n", &err), err,
                 ERROR_INVALID, "o.yaml:1:1: the A has no metadata.name");
    ASSERT_FAILS(read_text(&list, "kind: A\nmetadata: {name: a}\n---x: y\nb: c\n", &err), err,
                 ERROR_SYNTAX, "o.yaml:3:1: invalid document separator");
}

static bool stream_objects(struct stream *stream, struct resource_list *list, const char *text,
                           struct error *err)
{
    struct stream_options options = { .origin = "<stdin>" };

    return stream_parse(stream, view_of(text), &options, err) &&
           objects_of_stream(list, stream, err);
}

TEST(objects, R_011_R_017_of_a_stream_anything_with_a_kind_is_one)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    ASSERT_OK(
        stream_objects(&stream, &list,
                       "kind: A\n---\na: b\n---\nkind: A\nmetadata: {generateName: x}\n"
                       "---\n# only a comment\n---\nkind: B\nmetadata: [1]\n"
                       "---\nkind: C\nmetadata: {name: 5}\n---\nkind: C\nmetadata: {name: 5}\n",
                       &err),
        err);
    ASSERT_EQ_STR(names_of(&list), "A A B C/5 C/5");
}

TEST(objects, elements_of_a_list_in_a_stream_are_changed_where_they_stand)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    struct ynode *b;

    ASSERT_OK(stream_objects(&stream, &list,
                             "kind: List\nitems:\n- kind: A\n- kind: InnerList\n  items:\n"
                             "  - kind: B\n",
                             &err),
              err);
    ASSERT_EQ_STR(names_of(&list), "A B");
    b = resource_edit(list.resources[1], &err);
    ASSERT_OK(b, err);
    ynode_set_string(list.resources[1]->doc, b, "x", VIEW("y"));
    ASSERT_NULL(ynode_get(list.resources[0]->root, "x"));
    struct ynode *items = ynode_get(manifest_root(&stream.manifests[0]), "items");
    items = ynode_get(ynode_at(items, 1), "items");
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ynode_at(items, 0), "x")), "y");
}

TEST(objects, lists_within_lists_have_a_limit)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(buf) text = BUF_INIT(1 << 16);

    for (int i = 0; i < OBJECTS_DEPTH_MAX; i++)
        buf_add(&text, "{kind: List, items: [");
    for (int i = 0; i < OBJECTS_DEPTH_MAX; i++)
        buf_add(&text, "]}");
    ASSERT_OK(stream_objects(&stream, &list, buf_text(&text), &err), err);
    ASSERT_EQ_INT(list.len, 0);
    stream_release(&stream);
    buf_clear(&text);
    for (int i = 0; i <= OBJECTS_DEPTH_MAX; i++)
        buf_add(&text, "{kind: List, items: [");
    buf_add(&text, "{kind: A}");
    for (int i = 0; i <= OBJECTS_DEPTH_MAX; i++)
        buf_add(&text, "]}");
    ASSERT_FAILS(stream_objects(&stream, &list, buf_text(&text), &err), err, ERROR_LIMIT,
                 "more than 64 deep");
}

TEST(objects, the_text_of_a_file_becomes_theirs)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(buf) text = BUF_INIT(1 << 12);

    buf_add(&text, "kind: A\nmetadata: {name: a}\n---\nkind: B\nmetadata: {name: b}\n");
    ASSERT_OK(objects_take(&list, &text, "o.yaml", &err), err);
    ASSERT_EQ_INT(text.len, 0);
    buf_add(&text, "another text");
    ASSERT_EQ_STR(names_of(&list), "A/a B/b");
    ASSERT_FAILS(objects_take(&list, &text, "o.yaml", &err), err, ERROR_INVALID,
                 "o.yaml:1:1: an object is a mapping, not a scalar");
}
