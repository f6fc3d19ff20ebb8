/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog/metadata.h - a plugin's templates/metadata.yaml, and the ConfigMap that it becomes
 *
 * The file is a Helm template, but a simple one: `{{ .Release.Name }}`, `.Release.Namespace`,
 * `.Chart.Name` and `.Values.<path>`, with optional trim markers and `| quote`, are put in here.
 * Whatever else it holds is left to Helm. Source: catalog.md 2.3 (what 54 real plugins use).
 */
#ifndef CATALOG_METADATA_H
#define CATALOG_METADATA_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

#define METADATA_BYTES_MAX      ((size_t)4 << 20)
#define METADATA_CHART_LABEL    "kuiper.juno-innovations.com/chart"
#define METADATA_CATEGORY       "juno-innovations.com/workload"
#define METADATA_NAME_SUFFIX    "-terra-metadata"
#define METADATA_SCRIPTS_SUFFIX "-scripts-configmap"

struct metadata_names {
    struct view release;
    struct view namespace;
    const struct ynode *chart;  /* Chart.yaml's root, may be NULL */
    const struct ynode *values; /* values.yaml's root, may be NULL */
};

/*
 * Append TEXT with its actions replaced. False and *unknown_line (1-based) at the first that is
 * none of ours or has no plain value; OUT is unchanged then.
 */
bool metadata_substitute(struct buf *out, struct view text, const struct metadata_names *names,
                         unsigned *unknown_line) MUST_CHECK;

#endif
