/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno's command table, sorted by name */
#include "commands.h"

#include <stddef.h>

const struct command *const kubectl_juno_commands[] = {
    &cmd_completion,   &cmd_delete,  &cmd_diff,   &cmd_doctor,   &cmd_exec,
    &cmd_history,      &cmd_inspect, &cmd_launch, &cmd_list,     &cmd_logs,
    &cmd_port_forward, &cmd_ps,      &cmd_render, &cmd_restart,  &cmd_rollback,
    &cmd_scale,        &cmd_show,    &cmd_start,  &cmd_stop,     &cmd_upgrade,
    &cmd_url,          &cmd_version, &cmd_wait,   &cmd_workload, NULL,
};
