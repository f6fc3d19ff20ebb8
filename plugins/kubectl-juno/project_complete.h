/* SPDX-License-Identifier: Apache-2.0 */
/* Completion of --mounts and --plugins: what the project has */
#ifndef KUBECTL_JUNO_PROJECT_COMPLETE_H
#define KUBECTL_JUNO_PROJECT_COMPLETE_H

#include "cli/option.h"

/* The command's struct begins with a struct catalog_args. */
void project_complete_mounts(const struct option_complete_call *call);
void project_complete_plugins(const struct option_complete_call *call);

#endif
