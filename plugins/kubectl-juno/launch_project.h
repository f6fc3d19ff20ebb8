/* SPDX-License-Identifier: Apache-2.0 */
/* Whose workload it is, and what the cluster knows of user and project */
#ifndef KUBECTL_JUNO_LAUNCH_PROJECT_H
#define KUBECTL_JUNO_LAUNCH_PROJECT_H

#include <stdbool.h>

#include "base/error.h"
#include "launch_args.h"

/*
 * Fill LAUNCH's user and project. A link that is connected is asked; without one only what the
 * flags say is known. Source: catalog.md 5.1.
 */
bool launch_project_read(struct launch_plan *launch, const struct launch_args *args,
                         struct error *err) MUST_CHECK;

#endif
