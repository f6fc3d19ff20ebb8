/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/var_fields.h"

static const struct decode_field object_fields[] = {
    DECODE_FIELD("apiVersion", DECODE_STRING, kust_var_object, api_version),
    DECODE_FIELD("group", DECODE_STRING, kust_var_object, group),
    DECODE_FIELD("version", DECODE_STRING, kust_var_object, version),
    DECODE_FIELD("kind", DECODE_STRING, kust_var_object, kind),
    DECODE_FIELD("name", DECODE_STRING, kust_var_object, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_var_object, namespace),
    DECODE_FIELDS_END,
};
static const struct decode_table object_table = { object_fields, sizeof(struct kust_var_object) };

static const struct decode_field field_fields[] = {
    DECODE_FIELD("fieldPath", DECODE_STRING, kust_var_field, path),
    DECODE_FIELDS_END,
};
static const struct decode_table field_table = { field_fields, sizeof(struct kust_var_field) };

static const struct decode_field var_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_var, name),
    DECODE_TABLE_FIELD("objref", DECODE_STRUCT, kust_var, object, &object_table),
    DECODE_TABLE_FIELD("fieldref", DECODE_STRUCT, kust_var, field, &field_table),
    DECODE_FIELDS_END,
};
const struct decode_table kust_var_table = { var_fields, sizeof(struct kust_var) };
