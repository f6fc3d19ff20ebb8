/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/mounts.h - the claims of a project that a workload mounts, as a chart's values
 *
 * Managed claims say by annotations where they go and who may have them. A chart gets `volumes` and
 * `volumeMounts`, always both or neither. Source: catalog.md 5.3.
 */
#ifndef LAUNCH_MOUNTS_H
#define LAUNCH_MOUNTS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/project.h"

#define MOUNTS_MAX 1000

/*
 * Fill .volumes, .mounts and .mounts_from of PROJECT, whose .groups are known. Claims whose
 * annotations make no sense are warned of and left out; so is a second one for the same path.
 */
bool mounts_read(struct project *project, const struct project_request *request,
                 struct error *err) MUST_CHECK;

#endif
