/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/preset.h"
#include "kustomize/crds.h"
#include "yaml/ydoc.h"

/* As in kustomize's own test of it. */
#define DEFINITIONS                                                                                \
    "{\"e/v1.Bee\": {\"Schema\": {\"properties\": {\"apiVersion\": {}, \"kind\": {}, "             \
    "\"metadata\": {}, \"spec\": {\"$ref\": \"e/v1.BeeSpec\"}, "                                   \
    "\"tags\": {\"x-kubernetes-annotation\": \"\"}}}}, "                                           \
    "\"e/v1.BeeSpec\": {\"schema\": {\"properties\": {"                                            \
    "\"action\": {\"x-kubernetes-object-ref-api-version\": \"v1\", "                               \
    "\"x-kubernetes-object-ref-kind\": \"Secret\"}, "                                              \
    "\"config\": {\"x-kubernetes-object-ref-api-version\": \"v1\", "                               \
    "\"x-kubernetes-object-ref-kind\": \"ConfigMap\", "                                            \
    "\"x-kubernetes-object-ref-name-key\": \"key\"}, "                                             \
    "\"half\": {\"x-kubernetes-object-ref-kind\": \"ConfigMap\"}, "                                \
    "\"who\": {\"x-kubernetes-identity\": \"\"}, "                                                 \
    "\"match\": {\"x-kubernetes-label-selector\": \"\"}, "                                         \
    "\"number\": {\"x-kubernetes-label-selector\": 5}}}}}"

/* "MARK KIND PATH>VERSION KIND;" of what the file TEXT says, or the error. */
static const char *fields_of(const char *text)
{
    const struct preset_file files[] = { { "/p/c.json", text }, { NULL, NULL } };
    struct loader loader = preset_loader(files);
    struct decode_string entry = { .text = VIEW("c.json") };
    AUTO(error) err = ERROR_INIT;
    AUTO(loader_root) root = { .loader = NULL };
    AUTO(crds) crds = CRDS_INIT;
    AUTO(buf) out = BUF_INIT(1 << 12);

    if (!loader_root_open(&root, &loader, NULL, "/p", &err) ||
        !crds_load(&crds, &entry, 1, &root, "k.yaml", &err))
        return test_format("%s", error_message(&err));
    for (size_t i = 0; i < crds.len; i++)
        buf_addf(&out, "%d " VIEW_FMT " " VIEW_FMT ">" VIEW_FMT " " VIEW_FMT ";",
                 crds.fields[i].mark, VIEW_ARGS(crds.fields[i].spec.kind),
                 VIEW_ARGS(crds.fields[i].spec.path), VIEW_ARGS(crds.fields[i].target_version),
                 VIEW_ARGS(crds.fields[i].target_kind));
    return test_format("%s", buf_text(&out));
}

TEST(crds, marks_of_properties_become_fields)
{
    ASSERT_EQ_STR(fields_of(DEFINITIONS), "3 Bee spec/action/name>v1 Secret;"
                                          "3 Bee spec/config/key>v1 ConfigMap;"
                                          "2 Bee spec/who> ;1 Bee spec/match> ;0 Bee tags> ;");
    ASSERT_EQ_STR(fields_of("e.Part:\n  Schema: {properties: {kind: {}}}\n"), "");
}

TEST(crds, a_definition_that_holds_itself_ends)
{
    ASSERT_CONTAINS(fields_of("a.A:\n  Schema:\n    properties: {kind: {}, apiVersion: {}, "
                              "metadata: {}, self: {$ref: a.A}}\n"),
                    "definitions are nested over 64 levels");
}

TEST(crds, what_cannot_be_read_is_told)
{
    ASSERT_CONTAINS(fields_of("{\"a.A\": {},}"),
                    "/p/c.json:1: definitions that begin with '{' must be JSON");
    ASSERT_CONTAINS(fields_of("{a.A: {}}"), "must be JSON");
    ASSERT_CONTAINS(fields_of("[a]"), "/p/c.json:1: definitions are a mapping, not a sequence");
    ASSERT_CONTAINS(fields_of("link:/none"), "crds: there is no file '/p/c.json'");
}
