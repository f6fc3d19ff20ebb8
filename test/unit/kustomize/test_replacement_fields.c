/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_fields.h"

#include "harness/test.h"
#include "kustomize/kustomization.h"
#include "yaml/ydoc.h"

/* What TABLE reads from TEXT in one line, or the error. */
static const char *read_replacement(const struct decode_table *table, const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "k.yaml", &err);
    struct arena arena = ARENA_INIT;
    struct kust_replacement rep = { .node = NULL };
    AUTO(buf) out = BUF_INIT(1 << 12);

    if (!doc || !decode(&rep, table, ydoc_root(doc), "k.yaml", &arena, &err)) {
        arena_release(&arena);
        return test_format("%s", error_message(&err));
    }
    if (rep.source)
        buf_addf(&out, VIEW_FMT "." VIEW_FMT "." VIEW_FMT "/" VIEW_FMT "/" VIEW_FMT ":" VIEW_FMT,
                 VIEW_ARGS(rep.source->group), VIEW_ARGS(rep.source->version),
                 VIEW_ARGS(rep.source->kind), VIEW_ARGS(rep.source->namespace),
                 VIEW_ARGS(rep.source->name), VIEW_ARGS(rep.source->field_path));
    if (rep.source && rep.source->options)
        buf_addf(&out, " '" VIEW_FMT "'%lld", VIEW_ARGS(rep.source->options->delimiter),
                 (long long)rep.source->options->index);
    buf_addf(&out, "|" VIEW_FMT "|" VIEW_FMT "|", VIEW_ARGS(rep.source_value), VIEW_ARGS(rep.path));
    for (size_t i = 0; i < rep.targets_len; i++) {
        const struct kust_replacement_target *target = &rep.targets[i];
        buf_addf(&out, VIEW_FMT " -%zu +%zu %s;",
                 VIEW_ARGS(target->select ? target->select->label_selector : VIEW_EMPTY),
                 target->reject_len, target->field_paths_len,
                 target->options && target->options->create ? "create" : "");
    }
    arena_release(&arena);
    return test_format("%s", buf_text(&out));
}

TEST(replacement_fields, every_field_lands_in_its_place)
{
    ASSERT_EQ_STR(
        read_replacement(&kust_replacement_table,
                         "{source: {group: g, version: v, kind: K, namespace: ns, name: nm,"
                         " fieldPath: a.b, options: {delimiter: '/', index: -2, encoding: hex}},"
                         " targets: [{select: {labelSelector: l}, reject: [{name: a}, {kind: b}],"
                         " fieldPaths: [u, v, w], options: {create: true}}, {}], path: f}"),
        "g.v.K/ns/nm:a.b '/'-2||f|l -2 +3 create; -0 +0 ;");
    ASSERT_EQ_STR(read_replacement(&kust_replacement_file_table, "{sourceValue: v}"), "|v||");
}

TEST(replacement_fields, a_wrong_type_or_name_is_named_with_its_place)
{
    ASSERT_EQ_STR(read_replacement(&kust_replacement_table, "{sourceValue: 5}"),
                  "k.yaml:1:15: field 'sourceValue' must be a string, not a number");
    ASSERT_EQ_STR(read_replacement(&kust_replacement_table, "{source: {fieldPaths: [a]}}"),
                  "k.yaml:1:11: unknown field 'fieldPaths'");
    ASSERT_EQ_STR(read_replacement(&kust_replacement_file_table, "{path: f}"),
                  "k.yaml:1:2: unknown field 'path'");
}
