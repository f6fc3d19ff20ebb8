/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/request_body.h"

#include "harness/test.h"

static struct ydoc *parse(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    struct ydoc *doc = ydoc_parse(view_of(text), "test", &err);

    ASSERT_OK(doc, err);
    return doc;
}

TEST(request_body, a_name_in_a_path_cannot_leave_its_place)
{
    AUTO(buf) url = BUF_INIT(1000);

    request_add_url(&url, "http://h/base", VIEW("a/../b"), "workloads", VIEW("x?y#z%2f"));
    ASSERT_EQ_BUF(&url, "http://h/base/api/v1/namespaces/a%2F..%2Fb/workloads/x%3Fy%23z%252f");
    buf_clear(&url);
    request_add_url(&url, "http://h", VIEW("ns"), "workloads", VIEW_EMPTY);
    ASSERT_EQ_BUF(&url, "http://h/api/v1/namespaces/ns/workloads");
    buf_clear(&url);
    request_add_legacy_url(&url, "http://h", VIEW("ns"), VIEW("p/q"), VIEW("c"));
    ASSERT_EQ_BUF(&url, "http://h/api/v1/namespaces/ns/projects/p%2Fq/components/c/workloads");
}

TEST(request_body, a_workload_is_sent_without_apiVersion_and_kind_and_stays_as_it_is)
{
    AUTO_FREE(ydoc) doc = parse("{apiVersion: v, kind: W, metadata: {name: a}, spec: {x: 1}}");
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(request_add_workload(&out, ydoc_root(doc), &err), err);
    ASSERT_EQ_BUF(&out, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"x\":1}}");
    ASSERT_EQ_VIEW(ynode_text(ynode_get(ydoc_root(doc), "kind")), "W");
    buf_clear(&out);
    ASSERT_OK(request_add_spec(&out, ydoc_root(doc), &err), err);
    ASSERT_EQ_BUF(&out, "{\"x\":1}");
}

TEST(request_body, labels_and_annotations_are_kept_unless_the_workload_says_them)
{
    AUTO_FREE(ydoc) doc = parse("{metadata: {name: a, labels: {l: new}}, spec: {}}");
    AUTO_FREE(ydoc)
    old = parse("{metadata: {name: a, uid: u, labels: {l: old, m: kept}, "
                "annotations: {n: kept}}, spec: {y: 1}}");
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(request_add_keeping(&out, ydoc_root(doc), ydoc_root(old), &err), err);
    ASSERT_EQ_BUF(&out, "{\"metadata\":{\"annotations\":{\"n\":\"kept\"},\"labels\":{\"l\":\"new\","
                        "\"m\":\"kept\"},\"name\":\"a\"},\"spec\":{}}");
}

TEST(request_body, labels_that_are_no_mapping_are_an_error)
{
    AUTO_FREE(ydoc) doc = parse("{metadata: {name: a, labels: [x]}, spec: {}}");
    AUTO_FREE(ydoc) old = parse("{metadata: {labels: {l: old}}}");
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(request_add_keeping(&out, ydoc_root(doc), ydoc_root(old), &err), err,
                 ERROR_INVALID, "metadata.labels is no mapping");
}

TEST(request_body, an_image_is_all_that_changes)
{
    AUTO_FREE(ydoc) old = parse("{kind: W, spec: {container: {args: [a], image: x}, z: {}}}");
    AUTO_FREE(ydoc) bare = parse("{kind: W}");
    AUTO_FREE(ydoc) odd = parse("{spec: {container: [x]}}");
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(request_add_image(&out, ydoc_root(old), VIEW("1.10"), &err), err);
    ASSERT_EQ_BUF(&out, "{\"kind\":\"W\",\"spec\":{\"container\":{\"args\":[\"a\"],\"image\":"
                        "\"1.10\"},\"z\":{}}}");
    buf_clear(&out);
    ASSERT_OK(request_add_image(&out, ydoc_root(bare), VIEW("i"), &err), err);
    ASSERT_EQ_BUF(&out, "{\"kind\":\"W\",\"spec\":{\"container\":{\"image\":\"i\"}}}");
    ASSERT_FAILS(request_add_image(&out, ydoc_root(odd), VIEW("i"), &err), err, ERROR_INVALID,
                 "spec.container of the existing workload is no mapping");
}

TEST(request_body, a_run_gets_its_annotations_and_keeps_the_rest)
{
    AUTO_FREE(ydoc) run = parse("{metadata: {name: r, annotations: {a: b}}, status: {s: 1}}");
    AUTO_FREE(ydoc) odd = parse("{metadata: {annotations: 5}}");
    AUTO(buf) out = BUF_INIT(1000);
    AUTO(error) err = ERROR_INIT;

    ASSERT_OK(request_add_run(&out, ydoc_root(run), VIEW("{\"x\":1}"), "true", &err), err);
    ASSERT_EQ_BUF(&out, "{\"metadata\":{\"annotations\":{\"a\":\"b\",\"openchoreo.dev/workload\":"
                        "\"{\\\"x\\\":1}\",\"openchoreo.dev/workload-from-source\":\"true\"},"
                        "\"name\":\"r\"},\"status\":{\"s\":1}}");
    buf_clear(&out);
    ASSERT_OK(request_add_run(&out, ydoc_root(run), VIEW("{}"), NULL, &err), err);
    ASSERT_NOT_CONTAINS(buf_text(&out), "from-source");
    ASSERT_FAILS(request_add_run(&out, ydoc_root(odd), VIEW("{}"), NULL, &err), err, ERROR_INVALID,
                 "metadata.annotations of the WorkflowRun is no mapping");
}

TEST(request_body, R_173_what_does_not_fit_is_a_limit_and_adds_nothing)
{
    AUTO_FREE(ydoc) doc = parse("{metadata: {name: aaaaaaaaaaaaaaaaaaaaaaaa}}");
    AUTO(buf) out = BUF_INIT(20);
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(request_add_workload(&out, ydoc_root(doc), &err), err, ERROR_LIMIT, "20 bytes");
    ASSERT_EQ_BUF(&out, "");
}

TEST(request_body, what_is_no_mapping_is_no_object)
{
    AUTO_FREE(ydoc) doc = parse("[1]");
    AUTO(buf) out = BUF_INIT(100);
    AUTO(error) err = ERROR_INIT;

    ASSERT_FAILS(request_add_workload(&out, ydoc_root(doc), &err), err, ERROR_INVALID,
                 "no mapping");
    ASSERT_FAILS(request_add_image(&out, ydoc_root(doc), VIEW("i"), &err), err, ERROR_INVALID,
                 "no mapping");
    ASSERT_FAILS(request_add_run(&out, ydoc_root(doc), VIEW("{}"), NULL, &err), err, ERROR_INVALID,
                 "no mapping");
}
