/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generator_fields.h"

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

static const struct decode_field options_fields[] = {
    FIELD("labels", DECODE_PAIRS, kust_generator_options, labels),
    FIELD("annotations", DECODE_PAIRS, kust_generator_options, annotations),
    FIELD("disableNameSuffixHash", DECODE_BOOL, kust_generator_options, disable_hash),
    FIELD("immutable", DECODE_BOOL, kust_generator_options, immutable),
    END,
};
const struct decode_table kust_generator_options_table = { options_fields,
                                                           sizeof(struct kust_generator_options) };

static const struct decode_field metadata_fields[] = {
    FIELD("name", DECODE_STRING, kust_generator_metadata, name),
    FIELD("namespace", DECODE_STRING, kust_generator_metadata, namespace),
    END,
};
static const struct decode_table metadata_table = { metadata_fields,
                                                    sizeof(struct kust_generator_metadata) };

/* What a ConfigMap and a Secret are made from. */
#define GENERATOR_FIELDS                                                                           \
    FIELD("name", DECODE_STRING, kust_generator, name),                                            \
        FIELD("namespace", DECODE_STRING, kust_generator, namespace),                              \
        FIELD("behavior", DECODE_STRING, kust_generator, behavior),                                \
        FIELD("literals", DECODE_STRINGS, kust_generator, literals),                               \
        FIELD("files", DECODE_STRINGS, kust_generator, files),                                     \
        FIELD("envs", DECODE_STRINGS, kust_generator, envs),                                       \
        FIELD("env", DECODE_STRING, kust_generator, env),                                          \
        TABLE_FIELD("options", DECODE_STRUCT, kust_generator, options,                             \
                    &kust_generator_options_table)
#define METADATA_FIELD                                                                             \
    TABLE_FIELD("metadata", DECODE_STRUCT, kust_generator, metadata, &metadata_table)

static const struct decode_field config_map_fields[] = { GENERATOR_FIELDS, END };
const struct decode_table kust_config_map_table = { config_map_fields,
                                                    sizeof(struct kust_generator) };

static const struct decode_field secret_fields[] = {
    GENERATOR_FIELDS,
    FIELD("type", DECODE_STRING, kust_generator, type),
    END,
};
const struct decode_table kust_secret_table = { secret_fields, sizeof(struct kust_generator) };

static const struct decode_field config_map_document_fields[] = { METADATA_FIELD, GENERATOR_FIELDS,
                                                                  END };
const struct decode_table kust_config_map_document_table = { config_map_document_fields,
                                                             sizeof(struct kust_generator) };

static const struct decode_field secret_document_fields[] = {
    METADATA_FIELD,
    GENERATOR_FIELDS,
    FIELD("type", DECODE_STRING, kust_generator, type),
    END,
};
const struct decode_table kust_secret_document_table = { secret_document_fields,
                                                         sizeof(struct kust_generator) };

static const struct decode_field service_fields[] = {
    FIELD("name", DECODE_STRING, kust_iam_service, name),
    FIELD("namespace", DECODE_STRING, kust_iam_service, namespace),
    END,
};
static const struct decode_table service_table = { service_fields,
                                                   sizeof(struct kust_iam_service) };

static const struct decode_field account_fields[] = {
    FIELD("name", DECODE_STRING, kust_iam_account, name),
    FIELD("projectId", DECODE_STRING, kust_iam_account, project),
    END,
};
static const struct decode_table account_table = { account_fields,
                                                   sizeof(struct kust_iam_account) };

static const struct decode_field iam_fields[] = {
    FIELD("cloud", DECODE_STRING, kust_iam_policy, cloud),
    TABLE_FIELD("kubernetesService", DECODE_STRUCT, kust_iam_policy, service, &service_table),
    TABLE_FIELD("serviceAccount", DECODE_STRUCT, kust_iam_policy, account, &account_table),
    END,
};
const struct decode_table kust_iam_policy_table = { iam_fields, sizeof(struct kust_iam_policy) };
