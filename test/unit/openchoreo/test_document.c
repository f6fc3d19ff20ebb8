/* SPDX-License-Identifier: Apache-2.0 */
/* The cases that were recorded from occ are run by run-tests; here is what they do not show. */
#include "openchoreo/document.h"

#include "harness/test.h"
#include "yaml/emit.h"

#define HEAD                                                                                       \
    "apiVersion: openchoreo.dev/v1alpha1\nkind: Workload\n"                                        \
    "metadata:\n  name: web-workload\n  namespace: ns\nspec:\n"
#define TAIL "  owner:\n    componentName: web\n    projectName: p\n"

/* The document of TEXT for VERSION and what is warned about, or "!" and the message. */
static const char *document_with(const char *version, const char *text, struct strv *warnings)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(descriptor) descriptor = DESCRIPTOR_INIT;
    AUTO(buf) out = BUF_INIT(SIZE_MAX);
    struct document_request request = { .component = "web",
                                        .image = "web:1",
                                        .namespace = "ns",
                                        .project = "p",
                                        .dialect = dialect_find(version, NULL) };
    AUTO_FREE(ydoc) doc = NULL;

    ASSERT_OK(descriptor_read(&descriptor, view_of(text), "w.yaml", request.dialect, NULL, &err),
              err);
    doc = document_build(&request, &descriptor, warnings, NULL, &err);
    if (!doc)
        return test_format("!%s", error_message(&err));
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_FAITHFUL, YAML_1_1, &err), err);
    return test_format("%s", buf_text(&out));
}

static const char *document(const char *version, const char *text)
{
    return document_with(version, text, NULL);
}

/* The one warning about TEXT. */
static const char *warning(const char *version, const char *text)
{
    AUTO(strv) warnings = STRV_INIT;

    (void)document_with(version, text, &warnings);
    ASSERT_EQ_INT(warnings.len, 1);
    return test_format("%s", warnings.items[0]);
}

static size_t warning_count(const char *version, const char *text)
{
    AUTO(strv) warnings = STRV_INIT;

    (void)document_with(version, text, &warnings);
    return warnings.len;
}

TEST(document, without_a_descriptor_it_is_image_and_owner)
{
    AUTO(error) err = ERROR_INIT;
    AUTO(buf) out = BUF_INIT(SIZE_MAX);
    struct document_request request = { .component = "web",
                                        .image = "web:1",
                                        .namespace = "ns",
                                        .project = "p",
                                        .dialect = dialect_find(NULL, NULL) };
    AUTO_FREE(ydoc) doc = document_build(&request, NULL, NULL, NULL, &err);

    ASSERT_OK(doc, err);
    ASSERT_OK(emit_yaml(&out, ydoc_root(doc), EMIT_FAITHFUL, YAML_1_1, &err), err);
    ASSERT_EQ_BUF(&out, HEAD "  container:\n    image: web:1\n" TAIL);
}

TEST(document, connections_are_where_each_version_has_them)
{
    static const char old[] = "connections: [{component: c, endpoint: e, name: api}]\n";
    static const char newer[] =
        "dependencies: {endpoints: [{component: c, name: api, visibility: project}]}\n";

    ASSERT_EQ_STR(document("v0.17", old),
                  HEAD "  connections:\n  - component: c\n    endpoint: e\n    envBindings: {}\n"
                       "    visibility: \"\"\n  container:\n    image: web:1\n" TAIL);
    ASSERT_EQ_STR(document("1.0.0-rc.1", old),
                  HEAD "  container:\n    image: web:1\n  dependencies:\n    endpoints:\n"
                       "    - component: c\n      envBindings: {}\n      name: api\n"
                       "      visibility: \"\"\n" TAIL);
    ASSERT_EQ_STR(document("1.0", newer),
                  HEAD "  container:\n    image: web:1\n  dependencies:\n    endpoints:\n"
                       "    - component: c\n      envBindings: {}\n      name: api\n"
                       "      visibility: project\n" TAIL);
    ASSERT_EQ_STR(document("1.0", newer), document("1.2", newer));
}

TEST(document, resources_begin_with_1_1)
{
    static const char text[] = "dependencies: {resources: [{ref: db, envBindings: {a: A}}]}\n";

    ASSERT_EQ_STR(document("1.0", text), HEAD "  container:\n    image: web:1\n" TAIL);
    ASSERT_EQ_STR(document("1.1", text),
                  HEAD "  container:\n    image: web:1\n  dependencies:\n    resources:\n"
                       "    - envBindings:\n        a: A\n      ref: db\n" TAIL);
}

TEST(document, a_secret_has_the_key_of_its_version)
{
    static const char text[] =
        "configurations: {env: [{name: T, valueFrom: {secretKeyRef: {name: s}}}]}\n";

    ASSERT_CONTAINS(document("v0.17", text), "valueFrom:\n        secretRef:\n          key: \"\"");
    ASSERT_CONTAINS(document("1.0.0-rc.1", text), "valueFrom:\n        secretKeyRef:\n");
}

TEST(document, what_occ_checks_is_checked_with_its_place_from_1_0_on)
{
    static const char visibility[] = "endpoints:\n- name: a\n  visibility: [project, public]\n";
    static const char connection[] = "dependencies:\n  endpoints:\n  - component: c\n";

    ASSERT_CONTAINS(document("1.0.0-rc.1", visibility), "- public\n");
    ASSERT_CONTAINS(document("1.0", visibility),
                    "!w.yaml:3:25: the visibility 'public' of endpoint 'a' is none of project, ");
    ASSERT_CONTAINS(document("1.2", connection),
                    "!w.yaml:3:5: dependencies.endpoints[0]: name is missing");
}

TEST(document, what_yaml_of_occ_cannot_carry_is_refused_with_its_place)
{
    ASSERT_CONTAINS(document(NULL, "configurations:\n  env:\n  - value: \"a\\x7f\"\n"),
                    "!w.yaml:3:12: the text holds U+007F");
    ASSERT_CONTAINS(document(NULL, "endpoints: [{name: \"\\uFFFE\"}]\n"), "holds U+FFFE");
    ASSERT_CONTAINS(document(NULL, "endpoints: [{name: \"\\u0085\\u2028\\u0001\"}]\n"),
                    "    ? \"\\N\\L\\x01\"\n");
}

TEST(document, warnings_name_what_the_server_will_not_take)
{
    ASSERT_EQ_STR(warning("1.0", "endpoints: [{name: a, type: REST}]\n"),
                  "w.yaml:1:29: OpenChoreo 1.0 refuses the endpoint type REST, which was removed: "
                  "use HTTP");
    ASSERT_EQ_INT(warning_count("1.0.0-rc.1", "endpoints: [{name: a, type: REST}]\n"), 0);
    ASSERT_EQ_STR(warning("1.0", "configurations:\n  env:\n  - name: A\n"),
                  "w.yaml:3:5: 'A' has no value: OpenChoreo 1.0 will refuse it");
    ASSERT_EQ_INT(warning_count("1.1", "configurations:\n  env:\n  - name: A\n"), 0);
}

TEST(document, warnings_name_what_is_said_twice)
{
    ASSERT_EQ_STR(warning(NULL, "endpoints: [{name: a, port: 1}, {name: a, port: 2}]\n"),
                  "w.yaml:1:33: this endpoint replaces the earlier one of the name 'a'");
    ASSERT_EQ_STR(warning(NULL, "configurations:\n  env:\n  - name: A\n    value: x\n"
                                "    valueFrom: {secretKeyRef: {name: s, key: k}}\n"),
                  "w.yaml:4:12: 'value' is ignored beside 'valueFrom' (of 'A')");
    ASSERT_EQ_STR(warning(NULL, "configurations: {env: [{name: A, valueFrom: {path: p}}]}\n"),
                  "w.yaml:1:52: 'valueFrom.path' is read for files only");
}
