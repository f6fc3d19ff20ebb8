/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/helm_fields.h"

static const struct decode_field globals_fields[] = {
    DECODE_FIELD("chartHome", DECODE_STRING, kust_helm_globals, chart_home),
    DECODE_FIELD("configHome", DECODE_STRING, kust_helm_globals, config_home),
    DECODE_FIELDS_END,
};
const struct decode_table kust_helm_globals_table = { globals_fields,
                                                      sizeof(struct kust_helm_globals) };

#define CHART_FIELDS                                                                               \
    DECODE_FIELD("name", DECODE_STRING, kust_helm_chart, name),                                    \
        DECODE_FIELD("version", DECODE_STRING, kust_helm_chart, version),                          \
        DECODE_FIELD("repo", DECODE_STRING, kust_helm_chart, repo),                                \
        DECODE_FIELD("releaseName", DECODE_STRING, kust_helm_chart, release_name),                 \
        DECODE_FIELD("namespace", DECODE_STRING, kust_helm_chart, namespace),                      \
        DECODE_FIELD("additionalValuesFiles", DECODE_STRINGS, kust_helm_chart, more_values_files), \
        DECODE_FIELD("valuesFile", DECODE_STRING, kust_helm_chart, values_file),                   \
        DECODE_FIELD("valuesInline", DECODE_MAP, kust_helm_chart, values),                         \
        DECODE_FIELD("valuesMerge", DECODE_STRING, kust_helm_chart, values_merge),                 \
        DECODE_FIELD("includeCRDs", DECODE_BOOL, kust_helm_chart, include_crds),                   \
        DECODE_FIELD("skipHooks", DECODE_BOOL, kust_helm_chart, skip_hooks),                       \
        DECODE_FIELD("apiVersions", DECODE_STRINGS, kust_helm_chart, api_versions),                \
        DECODE_FIELD("kubeVersion", DECODE_STRING, kust_helm_chart, kube_version),                 \
        DECODE_FIELD("nameTemplate", DECODE_STRING, kust_helm_chart, name_template),               \
        DECODE_FIELD("skipTests", DECODE_BOOL, kust_helm_chart, skip_tests),                       \
        DECODE_FIELD("debug", DECODE_BOOL, kust_helm_chart, debug),                                \
        DECODE_FIELD("devel", DECODE_BOOL, kust_helm_chart, devel)

static const struct decode_field chart_fields[] = { CHART_FIELDS, DECODE_FIELDS_END };
const struct decode_table kust_helm_chart_table = { chart_fields, sizeof(struct kust_helm_chart) };

static const struct decode_field document_fields[] = {
    DECODE_FIELD("chartHome", DECODE_STRING, kust_helm_chart, chart_home),
    DECODE_FIELD("configHome", DECODE_STRING, kust_helm_chart, config_home),
    CHART_FIELDS,
    DECODE_FIELDS_END,
};
const struct decode_table kust_helm_document_table = { document_fields,
                                                       sizeof(struct kust_helm_chart) };

static const struct decode_field args_fields[] = {
    DECODE_FIELD("chartName", DECODE_STRING, kust_helm_args, chart_name),
    DECODE_FIELD("chartVersion", DECODE_STRING, kust_helm_args, chart_version),
    DECODE_FIELD("chartRepoUrl", DECODE_STRING, kust_helm_args, chart_repo),
    DECODE_FIELD("chartHome", DECODE_STRING, kust_helm_args, chart_home),
    DECODE_FIELD("chartRepoName", DECODE_STRING, kust_helm_args, unused),
    DECODE_FIELD("helmBin", DECODE_STRING, kust_helm_args, unused),
    DECODE_FIELD("helmHome", DECODE_STRING, kust_helm_args, helm_home),
    DECODE_FIELD("values", DECODE_STRING, kust_helm_args, values_file),
    DECODE_FIELD("valuesLocal", DECODE_MAP, kust_helm_args, values),
    DECODE_FIELD("valuesMerge", DECODE_STRING, kust_helm_args, values_merge),
    DECODE_FIELD("releaseName", DECODE_STRING, kust_helm_args, release_name),
    DECODE_FIELD("releaseNamespace", DECODE_STRING, kust_helm_args, unused),
    DECODE_FIELD("extraArgs", DECODE_STRINGS, kust_helm_args, unused_args),
    DECODE_FIELDS_END,
};
const struct decode_table kust_helm_args_table = { args_fields, sizeof(struct kust_helm_args) };
