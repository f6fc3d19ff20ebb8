/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/generator_fields.h"

static const struct decode_field options_fields[] = {
    DECODE_FIELD("labels", DECODE_PAIRS, kust_generator_options, labels),
    DECODE_FIELD("annotations", DECODE_PAIRS, kust_generator_options, annotations),
    DECODE_FIELD("disableNameSuffixHash", DECODE_BOOL, kust_generator_options, disable_hash),
    DECODE_FIELD("immutable", DECODE_BOOL, kust_generator_options, immutable),
    DECODE_FIELDS_END,
};
const struct decode_table kust_generator_options_table = { options_fields,
                                                           sizeof(struct kust_generator_options) };

static const struct decode_field metadata_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_generator_metadata, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_generator_metadata, namespace),
    DECODE_FIELDS_END,
};
static const struct decode_table metadata_table = { metadata_fields,
                                                    sizeof(struct kust_generator_metadata) };

/* What a ConfigMap and a Secret are made from. */
#define GENERATOR_FIELDS                                                                           \
    DECODE_FIELD("name", DECODE_STRING, kust_generator, name),                                     \
        DECODE_FIELD("namespace", DECODE_STRING, kust_generator, namespace),                       \
        DECODE_FIELD("behavior", DECODE_STRING, kust_generator, behavior),                         \
        DECODE_FIELD("literals", DECODE_STRINGS, kust_generator, literals),                        \
        DECODE_FIELD("files", DECODE_STRINGS, kust_generator, files),                              \
        DECODE_FIELD("envs", DECODE_STRINGS, kust_generator, envs),                                \
        DECODE_FIELD("env", DECODE_STRING, kust_generator, env),                                   \
        DECODE_TABLE_FIELD("options", DECODE_STRUCT, kust_generator, options,                      \
                           &kust_generator_options_table)
#define METADATA_FIELD                                                                             \
    DECODE_TABLE_FIELD("metadata", DECODE_STRUCT, kust_generator, metadata, &metadata_table)

static const struct decode_field config_map_fields[] = { GENERATOR_FIELDS, DECODE_FIELDS_END };
const struct decode_table kust_config_map_table = { config_map_fields,
                                                    sizeof(struct kust_generator) };

static const struct decode_field secret_fields[] = {
    GENERATOR_FIELDS,
    DECODE_FIELD("type", DECODE_STRING, kust_generator, type),
    DECODE_FIELDS_END,
};
const struct decode_table kust_secret_table = { secret_fields, sizeof(struct kust_generator) };

static const struct decode_field config_map_document_fields[] = { METADATA_FIELD, GENERATOR_FIELDS,
                                                                  DECODE_FIELDS_END };
const struct decode_table kust_config_map_document_table = { config_map_document_fields,
                                                             sizeof(struct kust_generator) };

static const struct decode_field secret_document_fields[] = {
    METADATA_FIELD,
    GENERATOR_FIELDS,
    DECODE_FIELD("type", DECODE_STRING, kust_generator, type),
    DECODE_FIELDS_END,
};
const struct decode_table kust_secret_document_table = { secret_document_fields,
                                                         sizeof(struct kust_generator) };

static const struct decode_field service_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_iam_service, name),
    DECODE_FIELD("namespace", DECODE_STRING, kust_iam_service, namespace),
    DECODE_FIELDS_END,
};
static const struct decode_table service_table = { service_fields,
                                                   sizeof(struct kust_iam_service) };

static const struct decode_field account_fields[] = {
    DECODE_FIELD("name", DECODE_STRING, kust_iam_account, name),
    DECODE_FIELD("projectId", DECODE_STRING, kust_iam_account, project),
    DECODE_FIELDS_END,
};
static const struct decode_table account_table = { account_fields,
                                                   sizeof(struct kust_iam_account) };

static const struct decode_field iam_fields[] = {
    DECODE_FIELD("cloud", DECODE_STRING, kust_iam_policy, cloud),
    DECODE_TABLE_FIELD("kubernetesService", DECODE_STRUCT, kust_iam_policy, service,
                       &service_table),
    DECODE_TABLE_FIELD("serviceAccount", DECODE_STRUCT, kust_iam_policy, account, &account_table),
    DECODE_FIELDS_END,
};
const struct decode_table kust_iam_policy_table = { iam_fields, sizeof(struct kust_iam_policy) };
