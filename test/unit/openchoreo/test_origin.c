/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/origin.h"

#include "harness/test.h"
#include "openchoreo/document.h"

static const char *const text =                          /* line */
    "endpoints:\n"                                       /* 1 */
    "- name: a.b\n"                                      /* 2 */
    "  port: 0\n"                                        /* 3 */
    "  type: HTTP\n"                                     /* 4 */
    "- {name: c, port: 1, type: TCP,\n"                  /* 5 */
    "   visibility: [project, external]}\n"              /* 6 */
    "- name: a.b\n"                                      /* 7 */
    "  port: 9\n"                                        /* 8 */
    "dependencies:\n"                                    /* 9 */
    "  endpoints:\n"                                     /* 10 */
    "  - component: db\n"                                /* 11 */
    "    name: tcp\n"                                    /* 12 */
    "    visibility: project\n"                          /* 13 */
    "    envBindings: {host: HOST}\n"                    /* 14 */
    "  resources:\n"                                     /* 15 */
    "  - ref: pg\n"                                      /* 16 */
    "    envBindings: {url: URL}\n"                      /* 17 */
    "configurations:\n"                                  /* 18 */
    "  env:\n"                                           /* 19 */
    "  - name: A\n"                                      /* 20 */
    "    valueFrom: {secretKeyRef: {name: s, key: k}}\n" /* 21 */
    "  files:\n"                                         /* 22 */
    "  - name: f\n"                                      /* 23 */
    "    mountPath: /x\n";                               /* 24 */

static const char *const old_text = "connections:\n"
                                    "- component: db\n"
                                    "  endpoint: tcp\n"
                                    "  visibility: project\n"
                                    "configurations:\n"
                                    "  env:\n"
                                    "  - name: A\n"
                                    "    valueFrom:\n"
                                    "      secretKeyRef: {name: s, key: k}\n";

/* Where FIELD of the workload made from DESCRIPTOR for VERSION is written; "-": nowhere. */
static const char *place_of(const char *version, const char *descriptor_text, const char *field)
{
    AUTO(descriptor) d = DESCRIPTOR_INIT;
    struct document_request request = { .component = "web",
                                        .image = "web:1",
                                        .namespace = "ns",
                                        .project = "p",
                                        .dialect = dialect_find(version, NULL) };
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) place = BUF_INIT(1000);
    AUTO_FREE(ydoc) doc = NULL;
    struct origin origin = { .dialect = request.dialect, .descriptor = &d };

    if (descriptor_text)
        ASSERT_OK(
            descriptor_read(&d, view_of(descriptor_text), "w.yaml", request.dialect, NULL, &err),
            err);
    else
        origin.descriptor = NULL;
    doc = document_build(&request, origin.descriptor, NULL, NULL, &err);
    ASSERT_OK(doc, err);
    origin.workload = ydoc_root(doc);
    if (!origin_add_place(&place, &origin, view_of(field)))
        return "-";
    return test_format("%s", buf_text(&place));
}

static const char *place(const char *field)
{
    return place_of("1.1", text, field);
}

TEST(origin, a_field_of_an_endpoint_is_where_its_last_entry_says_it)
{
    ASSERT_EQ_STR(place("spec.endpoints.a.b.port"), "w.yaml:8:9");
    ASSERT_EQ_STR(place("spec.endpoints[a.b].port"), "w.yaml:8:9");
    ASSERT_EQ_STR(place("spec.endpoints.c.type"), "w.yaml:5:28");
    ASSERT_EQ_STR(place("spec.endpoints.c.visibility[1]"), "w.yaml:6:26");
    ASSERT_EQ_STR(place("spec.endpoints.c"), "w.yaml:5:3");
}

TEST(origin, what_was_not_written_is_at_what_lacks_it)
{
    ASSERT_EQ_STR(place("spec.endpoints.a.b.type"), "w.yaml:7:3");
    ASSERT_EQ_STR(place("spec.endpoints.a.b.basePath"), "w.yaml:7:3");
    ASSERT_EQ_STR(place("spec.endpoints.absent.port"), "-");
}

TEST(origin, fields_that_are_called_otherwise_are_found)
{
    ASSERT_EQ_STR(place("spec.container.env[0].key"), "w.yaml:20:11");
    ASSERT_EQ_STR(place("spec.container.env[0].valueFrom.secretKeyRef.key"), "w.yaml:21:46");
    ASSERT_EQ_STR(place("spec.container.files[0].key"), "w.yaml:23:11");
    ASSERT_EQ_STR(place("spec.container.files[0].mountPath"), "w.yaml:24:16");
    ASSERT_EQ_STR(place("spec.dependencies.endpoints[0].envBindings.host"), "w.yaml:14:25");
    ASSERT_EQ_STR(place("spec.dependencies.resources[0].envBindings.url"), "w.yaml:17:24");
    ASSERT_EQ_STR(place("spec.dependencies.resources[0].ref"), "w.yaml:16:10");
}

TEST(origin, flags_are_named)
{
    ASSERT_EQ_STR(place("spec.container.image"), "--image");
    ASSERT_EQ_STR(place("spec.owner.projectName"), "--project");
    ASSERT_EQ_STR(place("spec.owner"), "--component, --project");
    ASSERT_EQ_STR(place("spec.owner.componentName"), "--component");
    ASSERT_EQ_STR(place("metadata.name"), "--component");
    ASSERT_EQ_STR(place("metadata.namespace"), "--namespace");
    ASSERT_EQ_STR(place_of(NULL, NULL, "spec.container.image"), "--image");
    ASSERT_EQ_STR(place_of(NULL, NULL, "spec.endpoints.a.port"), "-");
}

TEST(origin, older_dialects_lead_back_to_their_own_words)
{
    ASSERT_EQ_STR(place_of("0.17", old_text, "spec.connections[0].endpoint"), "w.yaml:3:13");
    ASSERT_EQ_STR(place_of("0.17", old_text, "spec.container.env[0].valueFrom.secretRef.name"),
                  "w.yaml:9:28");
    ASSERT_EQ_STR(place_of("1.0.0-rc.1", "connections: [{component: db, name: tcp}]",
                           "spec.dependencies.endpoints[0].component"),
                  "w.yaml:1:27");
}

TEST(origin, what_is_no_field_has_no_place)
{
    ASSERT_EQ_STR(place("status.x"), "-");
    ASSERT_EQ_STR(place(""), "-");
    ASSERT_EQ_STR(place("spec.container.env[99999999999999999999].key"), "w.yaml:19:3");
    ASSERT_EQ_STR(place("spec.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t"), "-");
}

TEST(origin, a_workload_that_was_read_has_its_own_places)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("spec:\n  container:\n    image: x\n"), "cr.yaml", &err);
    struct origin origin = { .workload = ydoc_root(doc),
                             .path = "cr.yaml",
                             .dialect = dialect_find(NULL, NULL) };
    AUTO(buf) out = BUF_INIT(1000);

    ASSERT_TRUE(origin_add_place(&out, &origin, VIEW("spec.container.image")));
    ASSERT_EQ_BUF(&out, "cr.yaml:3:12");
    buf_clear(&out);
    ASSERT_TRUE(origin_add_place(&out, &origin, VIEW("spec.endpoints.a.port")));
    ASSERT_EQ_BUF(&out, "cr.yaml:2:3");
}

TEST(origin, every_part_of_a_list_of_complaints_gets_its_place)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(VIEW("spec:\n  a: x\n  b: y\n"), "cr.yaml", &err);
    struct origin origin = { .workload = ydoc_root(doc),
                             .path = "cr.yaml",
                             .dialect = dialect_find(NULL, NULL) };
    AUTO(buf) out = BUF_INIT(1000);

    origin_add_located(&out, &origin,
                       VIEW("spec.a: Invalid value; spec.b: Required: again; other: words; "
                            "nothing"));
    ASSERT_EQ_BUF(&out, "cr.yaml:2:6: spec.a: Invalid value; cr.yaml:3:6: spec.b: Required: again; "
                        "other: words; nothing");
    buf_clear(&out);
    origin_add_located(&out, &origin, VIEW("spec.a: x; "));
    ASSERT_EQ_BUF(&out, "cr.yaml:2:6: spec.a: x; ");
    buf_clear(&out);
    origin_add_located(&out, &origin,
                       VIEW("Invalid value: 0: spec.b in body should be 1; an arm in body x; "
                            "in body spec.a"));
    ASSERT_EQ_BUF(&out, "cr.yaml:3:6: Invalid value: 0: spec.b in body should be 1; an arm in body "
                        "x; in body spec.a");
}
