/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno's commands, one file each */
#ifndef KUBECTL_JUNO_COMMANDS_H
#define KUBECTL_JUNO_COMMANDS_H

#include "cli/command.h"

extern const struct command cmd_completion;
extern const struct command cmd_delete;
extern const struct command cmd_diff;
extern const struct command cmd_doctor;
extern const struct command cmd_exec;
extern const struct command cmd_history;
extern const struct command cmd_inspect;
extern const struct command cmd_launch;
extern const struct command cmd_list;
extern const struct command cmd_logs;
extern const struct command cmd_port_forward;
extern const struct command cmd_ps;
extern const struct command cmd_render;
extern const struct command cmd_restart;
extern const struct command cmd_rollback;
extern const struct command cmd_scale;
extern const struct command cmd_show;
extern const struct command cmd_start;
extern const struct command cmd_stop;
extern const struct command cmd_upgrade;
extern const struct command cmd_url;
extern const struct command cmd_version;
extern const struct command cmd_wait;
extern const struct command cmd_workload;
/* Of that group. */
extern const struct command cmd_workload_create;
extern const struct command cmd_workload_publish;

/* All of them, sorted by name, NULL-terminated. */
extern const struct command *const kubectl_juno_commands[];

#endif
