/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/var_fields.h"

#define FIELD(what, type, struct_type, member)                                                     \
    {                                                                                              \
        (what), (type), offsetof(struct struct_type, member), NULL                                 \
    }
#define TABLE_FIELD(what, type, struct_type, member, fields_table)                                 \
    {                                                                                              \
        (what), (type), offsetof(struct struct_type, member), (fields_table)                       \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, DECODE_REFUSED, 0, NULL                                                              \
    }

static const struct decode_field object_fields[] = {
    FIELD("apiVersion", DECODE_STRING, kust_var_object, api_version),
    FIELD("group", DECODE_STRING, kust_var_object, group),
    FIELD("version", DECODE_STRING, kust_var_object, version),
    FIELD("kind", DECODE_STRING, kust_var_object, kind),
    FIELD("name", DECODE_STRING, kust_var_object, name),
    FIELD("namespace", DECODE_STRING, kust_var_object, namespace),
    END,
};
static const struct decode_table object_table = { object_fields, sizeof(struct kust_var_object) };

static const struct decode_field field_fields[] = {
    FIELD("fieldPath", DECODE_STRING, kust_var_field, path),
    END,
};
static const struct decode_table field_table = { field_fields, sizeof(struct kust_var_field) };

static const struct decode_field var_fields[] = {
    FIELD("name", DECODE_STRING, kust_var, name),
    TABLE_FIELD("objref", DECODE_STRUCT, kust_var, object, &object_table),
    TABLE_FIELD("fieldref", DECODE_STRUCT, kust_var, field, &field_table),
    END,
};
const struct decode_table kust_var_table = { var_fields, sizeof(struct kust_var) };
