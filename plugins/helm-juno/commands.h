/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno's commands, one file each */
#ifndef HELM_JUNO_COMMANDS_H
#define HELM_JUNO_COMMANDS_H

#include "cli/command.h"

extern const struct command cmd_build;
extern const struct command cmd_completion;
extern const struct command cmd_explain;
extern const struct command cmd_post_render;
extern const struct command cmd_version;

/* All of them, sorted by name, NULL-terminated. */
extern const struct command *const helm_juno_commands[];

#endif
