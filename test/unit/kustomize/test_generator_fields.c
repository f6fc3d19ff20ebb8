/* SPDX-License-Identifier: Apache-2.0 */
#include "harness/test.h"
#include "kustomize/generator_fields.h"
#include "yaml/ydoc.h"

/* "name=NAME namespace=... " of what TABLE reads, or the error. */
static const char *read_generator(const struct decode_table *table, const char *text)
{
    AUTO(error) err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(text), "k.yaml", &err);
    struct arena arena = ARENA_INIT;
    struct kust_generator args = { .node = NULL };
    const char *result;

    if (!doc || !decode(&args, table, ydoc_root(doc), "k.yaml", &arena, &err)) {
        arena_release(&arena);
        return test_format("%s", error_message(&err));
    }
    result = test_format(VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT "|%zu%zu%zu|%s|" VIEW_FMT,
                         VIEW_ARGS(args.name), VIEW_ARGS(args.behavior), VIEW_ARGS(args.type),
                         args.envs_len, args.literals_len, args.files_len,
                         args.options && args.options->immutable ? "immutable" : "",
                         VIEW_ARGS(args.metadata ? args.metadata->name : VIEW_EMPTY));
    arena_release(&arena);
    return result;
}

TEST(generator_fields, every_field_lands_in_its_place)
{
    ASSERT_EQ_STR(read_generator(&kust_secret_table,
                                 "{name: a, namespace: ns, behavior: merge, type: t, envs: [x],"
                                 " env: e, literals: [l, m], files: [f, g, h],"
                                 " options: {immutable: true, labels: {a: b}}}"),
                  "a|merge|t|123|immutable|");
    ASSERT_EQ_STR(read_generator(&kust_secret_document_table, "{metadata: {name: m}, type: t}"),
                  "||t|000||m");
    ASSERT_EQ_STR(read_generator(&kust_config_map_document_table, "{metadata: {name: m}}"),
                  "|||000||m");
}

TEST(generator_fields, a_config_map_has_no_type_and_a_list_no_metadata)
{
    ASSERT_CONTAINS(read_generator(&kust_config_map_table, "{type: t}"), "unknown field 'type'");
    ASSERT_CONTAINS(read_generator(&kust_secret_table, "{metadata: {}}"),
                    "unknown field 'metadata'");
    ASSERT_CONTAINS(read_generator(&kust_config_map_table, "{options: {hash: true}}"),
                    "unknown field 'hash'");
}
