/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/helm_chart.h - the objects of a chart, inflated by helm as kustomize has it done
 *
 * helm gets the arguments that kustomize gives it, but the values come on its standard input
 * (`-f -`) instead of in a file. A chart that is not in chartHome is pulled into a private
 * directory that goes at the end: a build leaves nothing behind. Source: kustomize
 * api/internal/builtins/HelmChartInflationGenerator.go, api/types/helmchartargs.go.
 */
#ifndef KUSTOMIZE_HELM_CHART_H
#define KUSTOMIZE_HELM_CHART_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/helm_fields.h"
#include "kustomize/loader.h"
#include "kustomize/resource.h"

struct helm_chart {
    const struct kust_helm_chart *args;
    struct view chart_home;         /* empty: "charts" */
    struct view config_home;        /* empty: a private directory */
    struct view namespace;          /* of the kustomization, for a chart that names none */
    const struct loader_root *root; /* of the kustomization */
    const char *file;               /* where it stands, for messages */
};

/*
 * Append the objects that CHART renders. ERROR_UNSUPPORTED when the loader has no helm (without
 * --enable-helm), ERROR_PROCESS with helm's words.
 */
bool helm_chart_inflate(struct resource_list *out, const struct helm_chart *chart,
                        struct error *err) MUST_CHECK;

#endif
