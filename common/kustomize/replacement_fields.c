/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_fields.h"

#include "kustomize/kustomization.h"

static const struct decode_field options_fields[] = {
    DECODE_FIELD("delimiter", DECODE_STRING, kust_field_options, delimiter),
    DECODE_FIELD("index", DECODE_INT, kust_field_options, index),
    DECODE_FIELD("encoding", DECODE_STRING, kust_field_options, encoding),
    DECODE_FIELD("create", DECODE_BOOL, kust_field_options, create),
    DECODE_FIELDS_END,
};
static const struct decode_table options_table = { options_fields,
                                                   sizeof(struct kust_field_options) };

static const struct decode_field source_fields[] = {
    DECODE_FIELD("group", DECODE_STRING, kust_replacement_source, group),
    DECODE_FIELD("version", DECODE_STRING, kust_replacement_source, version),
    DECODE_FIELD("kind", DECODE_STRING, kust_replacement_source, kind),
    DECODE_FIELD("name", DECODE_STRING, kust_replacement_source, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_replacement_source, namespace),
    DECODE_FIELD("fieldPath", DECODE_STRING, kust_replacement_source, field_path),
    DECODE_TABLE_FIELD("options", DECODE_STRUCT, kust_replacement_source, options, &options_table),
    DECODE_FIELDS_END,
};
static const struct decode_table source_table = { source_fields,
                                                  sizeof(struct kust_replacement_source) };

static const struct decode_field target_fields[] = {
    DECODE_TABLE_FIELD("select", DECODE_STRUCT, kust_replacement_target, select,
                       &kust_target_table),
    DECODE_TABLE_FIELD("reject", DECODE_STRUCTS, kust_replacement_target, reject,
                       &kust_target_table),
    DECODE_FIELD("fieldPaths", DECODE_STRINGS, kust_replacement_target, field_paths),
    DECODE_TABLE_FIELD("options", DECODE_STRUCT, kust_replacement_target, options, &options_table),
    DECODE_FIELDS_END,
};
static const struct decode_table target_table = { target_fields,
                                                  sizeof(struct kust_replacement_target) };

#define REPLACEMENT_FIELDS                                                                         \
    DECODE_TABLE_FIELD("source", DECODE_STRUCT, kust_replacement, source, &source_table),          \
        DECODE_FIELD("sourceValue", DECODE_STRING, kust_replacement, source_value),                \
        DECODE_TABLE_FIELD("targets", DECODE_STRUCTS, kust_replacement, targets, &target_table)

static const struct decode_field replacement_file_fields[] = { REPLACEMENT_FIELDS,
                                                               DECODE_FIELDS_END };
const struct decode_table kust_replacement_file_table = { replacement_file_fields,
                                                          sizeof(struct kust_replacement) };

static const struct decode_field replacement_fields[] = {
    REPLACEMENT_FIELDS,
    DECODE_FIELD("path", DECODE_STRING, kust_replacement, path),
    DECODE_FIELDS_END,
};
const struct decode_table kust_replacement_table = { replacement_fields,
                                                     sizeof(struct kust_replacement) };
