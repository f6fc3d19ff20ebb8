/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/var_fields.h"
#include "yaml/ydoc.h"

/* All fields in order, or the error. */
static const char *read_var(const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "k.yaml", &err);
    struct arena arena = ARENA_INIT;
    struct kust_var var = { .node = NULL };
    const char *result;

    if (!doc || !decode(&var, &kust_var_table, ydoc_root(doc), "k.yaml", &arena, &err)) {
        arena_release(&arena);
        return test_format("%s", error_message(&err));
    }
    result = test_format(VIEW_FMT "|" VIEW_FMT, VIEW_ARGS(var.name),
                         VIEW_ARGS(var.field ? var.field->path : VIEW("-")));
    if (var.object)
        result = test_format(
            "%s|" VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT, result,
            VIEW_ARGS(var.object->api_version), VIEW_ARGS(var.object->group),
            VIEW_ARGS(var.object->version), VIEW_ARGS(var.object->kind),
            VIEW_ARGS(var.object->name), VIEW_ARGS(var.object->namespace));
    arena_release(&arena);
    return result;
}

TEST(var_fields, every_field_lands_in_its_place)
{
    ASSERT_EQ_STR(read_var("{name: V, fieldref: {fieldPath: a.b}, objref: {apiVersion: g/v,"
                           " group: gr, version: ve, kind: K, name: nm, namespace: ns}}"),
                  "V|a.b|g/v|gr|ve|K|nm|ns");
}

TEST(var_fields, case_does_not_count_and_parts_may_be_absent)
{
    ASSERT_EQ_STR(read_var("{Name: V, objRef: {apiversion: v1}, fieldRef: {fieldpath: f}}"),
                  "V|f|v1|||||");
    ASSERT_EQ_STR(read_var("{name: V, fieldref: null}"), "V|-");
    ASSERT_EQ_STR(read_var("{objref: {}, fieldref: {}}"), "|||||||");
}

TEST(var_fields, what_kustomize_does_not_know_is_refused)
{
    ASSERT_CONTAINS(read_var("{objref: {uid: x}}"), "unknown field 'uid'");
    ASSERT_CONTAINS(read_var("{fieldref: {path: x}}"), "unknown field 'path'");
    ASSERT_CONTAINS(read_var("{name: yes}"), "field 'name' must be a string");
}
