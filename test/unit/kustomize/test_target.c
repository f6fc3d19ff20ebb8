/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/objects.h"
#include "kustomize/target.h"

static const char objects[] =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: demo-web, namespace: a, labels: "
    "{tier: x}}\n"
    "---\n"
    "apiVersion: v1\nkind: Service\nmetadata: {name: demo-web, annotations: {helm.sh/hook: test}}\n"
    "---\n"
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";

static void load(struct resource_list *list)
{
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(objects_read(list, view_of(objects), "o.yaml", 1, &err), err);
    ASSERT_EQ_INT(list->len, 3);
}

/* Which of the three objects SPEC selects: "101". */
static const char *selected(const struct kust_target *spec)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(target) target = TARGET_INIT;

    load(&list);
    ASSERT_OK(target_compile(&target, spec, "k.yaml", &err), err);
    return test_format("%d%d%d", target_matches(&target, list.resources[0]),
                       target_matches(&target, list.resources[1]),
                       target_matches(&target, list.resources[2]));
}

#define TARGET(...) (&(struct kust_target){ __VA_ARGS__ })

TEST(target, empty_parts_match_everything)
{
    ASSERT_EQ_STR(selected(TARGET(.node = NULL)), "111");
}

TEST(target, every_part_is_an_expression_that_matches_the_whole)
{
    ASSERT_EQ_STR(selected(TARGET(.kind = VIEW("Deploy"))), "000");
    ASSERT_EQ_STR(selected(TARGET(.kind = VIEW("Deploy.*|Service"))), "110");
    ASSERT_EQ_STR(selected(TARGET(.name = VIEW(".*-web"))), "110");
    ASSERT_EQ_STR(selected(TARGET(.group = VIEW("apps"), .version = VIEW("v[0-9]"))), "100");
    ASSERT_EQ_STR(selected(TARGET(.version = VIEW("v2"))), "000");
}

TEST(target, an_absent_namespace_is_default_and_a_cluster_has_none)
{
    ASSERT_EQ_STR(selected(TARGET(.namespace = VIEW("a"))), "100");
    ASSERT_EQ_STR(selected(TARGET(.namespace = VIEW("default"))), "010");
}

TEST(target, selects_by_labels_and_annotations)
{
    ASSERT_EQ_STR(selected(TARGET(.label_selector = VIEW("tier in (x, y)"))), "100");
    ASSERT_EQ_STR(selected(TARGET(.annotation_selector = VIEW("!helm.sh/hook"))), "101");
}

TEST(target, finds_by_the_original_name_and_the_current_one)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(target) old = TARGET_INIT;
    AUTO(target) new = TARGET_INIT;
    struct resource *res;

    load(&list);
    res = list.resources[0];
    resource_store_previous(res);
    ynode_set_string(res->doc, ynode_get(res->root, "metadata"), "name", VIEW("renamed"));
    resource_refresh(res);
    ASSERT_OK(target_compile(&old, TARGET(.name = VIEW("demo-web")), "k.yaml", &err), err);
    ASSERT_OK(target_compile(&new, TARGET(.name = VIEW("renamed")), "k.yaml", &err), err);
    ASSERT_TRUE(target_matches(&old, res));
    ASSERT_TRUE(target_matches(&new, res));
}

TEST(target, R_033_a_bad_expression_is_an_error_with_its_place)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(target) target = TARGET_INIT;

    ASSERT_FAILS(target_compile(&target, TARGET(.name = VIEW("a(b")), "k.yaml", &err), err,
                 ERROR_SYNTAX, "k.yaml:0: target: ");
    ASSERT_FAILS(target_compile(&target, TARGET(.name = VIEW("a{1001}")), "k.yaml", &err), err,
                 ERROR_SYNTAX, "k.yaml:0: target: ");
    ASSERT_FAILS(target_compile(&target, TARGET(.label_selector = VIEW("=")), "k.yaml", &err), err,
                 ERROR_SYNTAX, "selector '='");
}

static const char *hint_for(struct view kind, struct view name)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    load(&list);
    error_set(&err, ERROR_UNMATCHED, "x");
    target_hint(&list, kind, name, true, &err);
    return test_format("%s", err.hint);
}

TEST(target, R_034_names_the_nearest_object)
{
    ASSERT_EQ_STR(hint_for(VIEW("Service"), VIEW("web")),
                  "nearest is Service/demo-web; a target may say name: '.*-web', "
                  "or pass --allow-unmatched");
    ASSERT_EQ_STR(hint_for(VIEW("Service"), VIEW("demo-wbe")),
                  "nearest is Service/demo-web, or pass --allow-unmatched");
    ASSERT_EQ_STR(hint_for(VIEW("deployment"), VIEW("demo-web")),
                  "nearest is Deployment/demo-web in namespace 'a', or pass --allow-unmatched");
    ASSERT_EQ_STR(hint_for(VIEW("StatefulSet"), VIEW("demo-web")),
                  "nearest is Deployment/demo-web in namespace 'a', or pass --allow-unmatched");
    ASSERT_EQ_STR(hint_for(VIEW("Job"), VIEW("x")), "to let it be, pass --allow-unmatched");
}

TEST(target, R_034_says_that_helm_keeps_crds_from_us)
{
    ASSERT_CONTAINS(hint_for(VIEW("CustomResourceDefinition"), VIEW("widgets.example.org")),
                    "--include-crds");
}

TEST(target, describes_what_was_asked_for)
{
    AUTO(buf) text = BUF_INIT(1 << 10);

    target_describe(&text, TARGET(.kind = VIEW("Ingress"), .name = VIEW("web")));
    buf_add(&text, "; ");
    target_describe(&text, TARGET(.kind = VIEW("Ingress"), .label_selector = VIEW("a=b")));
    buf_add(&text, "; ");
    target_describe(&text, TARGET(.node = NULL));
    ASSERT_EQ_BUF(&text, "Ingress/web; kind 'Ingress', labels 'a=b'; every object");
}

TEST(target, the_literal_start_of_an_expression_is_what_every_match_starts_with)
{
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("demo-.*")), "demo-");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("web")), "web");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("webs?")), "web");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("a\xc3\xa9*")), "a");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("web|db")), "");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("(?i)web")), "");
    ASSERT_EQ_VIEW(pattern_prefix(VIEW("")), "");
}

TEST(target, an_id_and_the_labels_can_be_asked_for_apart)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    AUTO(target) target = TARGET_INIT;
    struct object_ref ref;

    load(&list);
    ref = list.resources[0]->ref;
    ASSERT_OK(target_compile(&target,
                             TARGET(.kind = VIEW("Deploy.*"), .namespace = VIEW("a"),
                                    .label_selector = VIEW("tier=x")),
                             "k.yaml", &err),
              err);
    ASSERT_TRUE(target_matches_id(&target, &ref));
    ref.namespace = VIEW_EMPTY; /* as it is: nothing stands for an empty one */
    ASSERT_FALSE(target_matches_id(&target, &ref));
    ASSERT_TRUE(target_matches_labels(&target, list.resources[0]));
    ASSERT_FALSE(target_matches_labels(&target, list.resources[1]));
}
