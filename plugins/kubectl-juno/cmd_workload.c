/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno workload: the group of create and publish */
#include "commands.h"

#include <stddef.h>

static const struct command *const workload_commands[] = { &cmd_workload_create,
                                                           &cmd_workload_publish, NULL };
static const char *const workload_aliases[] = { "workloads", "wl", NULL };

const struct command cmd_workload = {
    .name = "workload",
    .aliases = workload_aliases,
    .summary = "make and publish the workloads of OpenChoreo",
    .commands = workload_commands,
};
