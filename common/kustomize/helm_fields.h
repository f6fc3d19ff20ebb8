/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/helm_fields.h - what a kustomization says about charts: `helmCharts`, `helmGlobals`
 *
 * Source: kustomize api/types/helmchartargs.go.
 */
#ifndef KUSTOMIZE_HELM_FIELDS_H
#define KUSTOMIZE_HELM_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/view.h"
#include "kustomize/decode.h"

struct kust_helm_globals {
    const struct ynode *node;
    struct view chart_home;
    struct view config_home;
};

struct kust_helm_chart {
    const struct ynode *node;
    struct view chart_home;  /* of a document of its own, which has no globals beside it */
    struct view config_home; /* as above */
    struct view name;
    struct view version;
    struct view repo;
    struct view release_name;
    struct view namespace;
    struct view values_file;
    DECODE_LIST(struct decode_string, more_values_files);
    const struct ynode *values; /* `valuesInline`; NULL: none */
    struct view values_merge;
    DECODE_LIST(struct decode_string, api_versions);
    struct view kube_version;
    struct view name_template;
    bool include_crds;
    bool skip_hooks;
    bool skip_tests;
    bool debug;
    bool devel;
};

/* An element of the old list `helmChartInflationGenerator`. */
struct kust_helm_args {
    const struct ynode *node;
    struct view chart_name;
    struct view chart_version;
    struct view chart_repo;
    struct view chart_home;
    struct view helm_home;
    struct view values_file;
    const struct ynode *values;
    struct view values_merge;
    struct view release_name;
    struct view unused; /* chartRepoName, helmBin and releaseNamespace, which Kustomize drops too */
    DECODE_LIST(struct decode_string, unused_args);
};

extern const struct decode_table kust_helm_globals_table;
/* Elements of `helmCharts`. */
extern const struct decode_table kust_helm_chart_table;
/* The document of the builtin kind HelmChartInflationGenerator. */
extern const struct decode_table kust_helm_document_table;
extern const struct decode_table kust_helm_args_table;

#endif
