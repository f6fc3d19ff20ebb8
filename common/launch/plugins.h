/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/plugins.h - the start-up scripts of a project that a workload runs, as a chart's values
 *
 * A labelled ConfigMap is a plugin; each of its keys becomes {name: CONFIGMAP-I, file: KEY, config:
 * CONFIGMAP}, I counting the sorted keys. Source: catalog.md 5.4.
 */
#ifndef LAUNCH_PLUGINS_H
#define LAUNCH_PLUGINS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "launch/project.h"

#define PLUGINS_MAX      1000 /* entries */
#define PLUGINS_SELECTOR "kuiper.juno-innovations.com/plugin=true"

/* Fill .plugins and .plugins_from of PROJECT. */
bool plugins_read(struct project *project, const struct project_request *request,
                  struct error *err) MUST_CHECK;

#endif
