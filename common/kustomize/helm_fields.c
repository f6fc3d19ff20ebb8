/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/helm_fields.h"

#define FIELD(what, type, struct_type, member)                                                     \
    {                                                                                              \
        (what), (type), offsetof(struct struct_type, member), NULL                                 \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, DECODE_REFUSED, 0, NULL                                                              \
    }

static const struct decode_field globals_fields[] = {
    FIELD("chartHome", DECODE_STRING, kust_helm_globals, chart_home),
    FIELD("configHome", DECODE_STRING, kust_helm_globals, config_home),
    END,
};
const struct decode_table kust_helm_globals_table = { globals_fields,
                                                      sizeof(struct kust_helm_globals) };

#define CHART_FIELDS                                                                               \
    FIELD("name", DECODE_STRING, kust_helm_chart, name),                                           \
        FIELD("version", DECODE_STRING, kust_helm_chart, version),                                 \
        FIELD("repo", DECODE_STRING, kust_helm_chart, repo),                                       \
        FIELD("releaseName", DECODE_STRING, kust_helm_chart, release_name),                        \
        FIELD("namespace", DECODE_STRING, kust_helm_chart, namespace),                             \
        FIELD("additionalValuesFiles", DECODE_STRINGS, kust_helm_chart, more_values_files),        \
        FIELD("valuesFile", DECODE_STRING, kust_helm_chart, values_file),                          \
        FIELD("valuesInline", DECODE_MAP, kust_helm_chart, values),                                \
        FIELD("valuesMerge", DECODE_STRING, kust_helm_chart, values_merge),                        \
        FIELD("includeCRDs", DECODE_BOOL, kust_helm_chart, include_crds),                          \
        FIELD("skipHooks", DECODE_BOOL, kust_helm_chart, skip_hooks),                              \
        FIELD("apiVersions", DECODE_STRINGS, kust_helm_chart, api_versions),                       \
        FIELD("kubeVersion", DECODE_STRING, kust_helm_chart, kube_version),                        \
        FIELD("nameTemplate", DECODE_STRING, kust_helm_chart, name_template),                      \
        FIELD("skipTests", DECODE_BOOL, kust_helm_chart, skip_tests),                              \
        FIELD("debug", DECODE_BOOL, kust_helm_chart, debug),                                       \
        FIELD("devel", DECODE_BOOL, kust_helm_chart, devel)

static const struct decode_field chart_fields[] = { CHART_FIELDS, END };
const struct decode_table kust_helm_chart_table = { chart_fields, sizeof(struct kust_helm_chart) };

static const struct decode_field document_fields[] = {
    FIELD("chartHome", DECODE_STRING, kust_helm_chart, chart_home),
    FIELD("configHome", DECODE_STRING, kust_helm_chart, config_home),
    CHART_FIELDS,
    END,
};
const struct decode_table kust_helm_document_table = { document_fields,
                                                       sizeof(struct kust_helm_chart) };

static const struct decode_field args_fields[] = {
    FIELD("chartName", DECODE_STRING, kust_helm_args, chart_name),
    FIELD("chartVersion", DECODE_STRING, kust_helm_args, chart_version),
    FIELD("chartRepoUrl", DECODE_STRING, kust_helm_args, chart_repo),
    FIELD("chartHome", DECODE_STRING, kust_helm_args, chart_home),
    FIELD("chartRepoName", DECODE_STRING, kust_helm_args, unused),
    FIELD("helmBin", DECODE_STRING, kust_helm_args, unused),
    FIELD("helmHome", DECODE_STRING, kust_helm_args, helm_home),
    FIELD("values", DECODE_STRING, kust_helm_args, values_file),
    FIELD("valuesLocal", DECODE_MAP, kust_helm_args, values),
    FIELD("valuesMerge", DECODE_STRING, kust_helm_args, values_merge),
    FIELD("releaseName", DECODE_STRING, kust_helm_args, release_name),
    FIELD("releaseNamespace", DECODE_STRING, kust_helm_args, unused),
    FIELD("extraArgs", DECODE_STRINGS, kust_helm_args, unused_args),
    END,
};
const struct decode_table kust_helm_args_table = { args_fields, sizeof(struct kust_helm_args) };
