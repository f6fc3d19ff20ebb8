/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/object.h"

#include "harness/test.h"
#include "manifest/kind_order.h"
#include "yaml/ydoc.h"

static void check_name(const char *file, int line, const char *text, const char *shown,
                       const char *name)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(4096);
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "object.yaml", &err);
    struct object_ref ref;

    test_ok(file, line, doc != NULL, &err, "ydoc_parse");
    ref = object_ref_of(ydoc_root(doc));
    object_ref_add(&out, &ref);
    test_eq_view(file, line, buf_view(&out), view_of(shown), "object_ref_add");
    buf_clear(&out);
    object_ref_add_name(&out, &ref);
    test_eq_view(file, line, buf_view(&out), view_of(name), "object_ref_add_name");
}

TEST(object, is_named_for_people_and_as_kubectl_does)
{
    check_name(__FILE__, __LINE__, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}",
               "Deployment/web", "deployment.apps/web");
    check_name(__FILE__, __LINE__,
               "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: a}}",
               "Service/web in namespace 'a'", "service/web");
    check_name(__FILE__, __LINE__, "{kind: Pod, metadata: {generateName: x-}}", "Pod", "pod/");
}

TEST(object, R_011_odd_metadata_reads_as_absent)
{
    check_name(__FILE__, __LINE__, "{kind: A, metadata: null}", "A", "a/");
    check_name(__FILE__, __LINE__, "{kind: A, metadata: []}", "A", "a/");
    check_name(__FILE__, __LINE__, "{kind: [x], metadata: {name: {a: b}}}", "object", "/");
    check_name(__FILE__, __LINE__, "{metadata: {name: 5}}", "object/5", "/5");
}

TEST(object, a_list_has_items_and_says_so_in_its_kind)
{
    AUTO_FREE(ydoc) list = ydoc_parse(VIEW("{kind: List, items: []}"), "x", NULL);
    AUTO_FREE(ydoc) config = ydoc_parse(VIEW("{kind: ConfigMapList, items: [{a: 1}]}"), "x", NULL);
    AUTO_FREE(ydoc) custom = ydoc_parse(VIEW("{kind: AllowList, spec: {}}"), "x", NULL);

    ASSERT_TRUE(object_is_list(ydoc_root(list)));
    ASSERT_TRUE(object_is_list(ydoc_root(config)));
    ASSERT_FALSE(object_is_list(ydoc_root(custom)));
}

TEST(kind_order, unknown_kinds_come_last)
{
    ASSERT_TRUE(kind_install_rank(VIEW("Namespace")) < kind_install_rank(VIEW("Deployment")));
    ASSERT_TRUE(kind_install_rank(VIEW("APIService")) < kind_install_rank(VIEW("Wonder")));
    ASSERT_EQ_INT(kind_install_rank(VIEW("Wonder")), kind_install_rank(VIEW("Miracle")));
}

TEST(object, the_pod_is_found_in_every_kind_that_makes_one)
{
    static const char *const texts[] = {
        "{kind: Pod, spec: {a: found}}",
        "{kind: Deployment, spec: {template: {spec: {a: found}}}}",
        "{kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {a: found}}}}}}",
    };
    AUTO_FREE(ydoc) other = ydoc_parse(VIEW("{kind: Service, spec: {a: b}}"), "o", NULL);

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        AUTO_FREE(ydoc) doc = ydoc_parse(view_of(texts[i]), "o", NULL);

        ASSERT_EQ_VIEW(ynode_text(ynode_get(object_pod(ydoc_root(doc)), "a")), "found");
    }
    ASSERT_NULL(object_pod(ydoc_root(other)));
}

TEST(object, R_016_a_copy_does_not_grow_when_its_identity_is_read)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc)
    doc =
        ydoc_parse(VIEW("apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: b}\n"), "o", &err);
    AUTO_FREE(ydoc) copy = ydoc_copy(doc, &err);
    struct object_ref ref;
    size_t before;

    ASSERT_NOT_NULL(copy);
    before = ydoc_arena(copy)->total_bytes;
    ref = object_ref_of(ydoc_root(copy));
    ASSERT_EQ_VIEW(ref.name, "a");
    ASSERT_EQ_VIEW(ref.namespace, "b");
    ASSERT_EQ_INT(ydoc_arena(copy)->total_bytes, before);
}
