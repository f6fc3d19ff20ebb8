/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno's command table, sorted by name */
#include "commands.h"

#include <stddef.h>

const struct command *const helm_juno_commands[] = {
    &cmd_build, &cmd_completion, &cmd_explain, &cmd_post_render, &cmd_version, NULL,
};
