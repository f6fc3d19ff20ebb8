/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/objects.h"
#include "kustomize/resource.h"

static struct resource *load(struct resource_list *list, const char *text)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(objects_read(list, view_of(text), "o.yaml", 1, &err), err);
    return list->resources[0];
}

TEST(resource, knows_which_kinds_have_no_namespace)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(resource_list) other = RESOURCE_LIST_INIT;
    struct resource *role =
        load(&list, "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n"
                    "metadata: {name: a, namespace: x}\n");
    struct resource *own =
        load(&other, "apiVersion: example.org/v1\nkind: Mine\nmetadata: {name: a}\n");

    ASSERT_TRUE(role->cluster_scoped);
    ASSERT_EQ_VIEW(resource_effective_namespace(role), "_non_namespaceable_");
    ASSERT_FALSE(own->cluster_scoped);
    ASSERT_EQ_VIEW(resource_effective_namespace(own), "default");
}

TEST(resource, a_null_name_or_namespace_is_none)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    struct stream_options options = { .origin = "<stdin>" };

    ASSERT_OK(stream_parse(&stream, VIEW("kind: A\nmetadata: {name: null, namespace: ~}\n"),
                           &options, &err),
              err);
    ASSERT_OK(objects_of_stream(&list, &stream, &err), err);
    ASSERT_EQ_INT(list.resources[0]->ref.name.len, 0);
    ASSERT_EQ_INT(list.resources[0]->ref.namespace.len, 0);
}

TEST(resource, remembers_its_first_identity)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    struct resource *res = load(&list, "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n");

    resource_store_previous(res);
    ynode_set_string(res->doc, ynode_get(res->root, "metadata"), "name", VIEW("b"));
    ynode_set_string(res->doc, ynode_get(res->root, "metadata"), "namespace", VIEW("n"));
    resource_refresh(res);
    ASSERT_EQ_VIEW(res->ref.name, "b");
    ASSERT_EQ_VIEW(resource_original(res).name, "a");
    ASSERT_EQ_VIEW(resource_original_namespace(res), "default");
    ASSERT_EQ_VIEW(resource_effective_namespace(res), "n");
}

TEST(resource, what_is_only_read_is_not_copied)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(stream) stream = STREAM_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    struct stream_options options = { .origin = "<stdin>" };

    ASSERT_OK(stream_parse(&stream, VIEW("kind: A\n"), &options, &err), err);
    ASSERT_OK(objects_of_stream(&list, &stream, &err), err);
    ASSERT_NULL(stream.manifests[0].edited);
    ASSERT_OK(resource_edit(list.resources[0], &err), err);
    ASSERT_NOT_NULL(stream.manifests[0].edited);
    ASSERT_TRUE(list.resources[0]->doc == stream.manifests[0].edited);
}

TEST(resource, removed_ones_move_to_another_list_in_order)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(resource_list) removed = RESOURCE_LIST_INIT;

    load(&list, "kind: A\nmetadata: {name: a}\n---\nkind: A\nmetadata: {name: b}\n---\n"
                "kind: A\nmetadata: {name: c}\n");
    list.resources[0]->removed = true;
    list.resources[2]->removed = true;
    resource_list_drop_removed(&list, &removed);
    ASSERT_EQ_INT(list.len, 1);
    ASSERT_EQ_VIEW(list.resources[0]->ref.name, "b");
    ASSERT_EQ_INT(removed.len, 2);
    ASSERT_EQ_VIEW(removed.resources[1]->ref.name, "c");
}

#define NOTE(what, ids) "internal.config.kubernetes.io/previous" what ": '" ids "'"

TEST(resource, ids_of_before_are_read_from_kustomizes_annotations)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    load(&list,
         "kind: B\nmetadata: {name: new, annotations: {" NOTE("Names", "a,b") ", " NOTE(
             "Namespaces",
             "default,n") ", " NOTE("Kinds",
                                    "A,B") "}}\n---\n"
                                           "kind: B\nmetadata: {name: new, annotations: {" NOTE(
                                               "Names", "a,b") ", " NOTE("Kinds", "A,B") "}}\n");
    ASSERT_EQ_INT(list.resources[0]->previous_len, 2);
    ASSERT_EQ_VIEW(resource_original(list.resources[0]).kind, "A");
    ASSERT_EQ_VIEW(list.resources[0]->previous[1].namespace, "n");
    ASSERT_EQ_VIEW(list.resources[0]->previous[1].name, "b");
    ASSERT_EQ_INT(list.resources[1]->previous_len, 0);
}
