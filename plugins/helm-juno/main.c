/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno: presets for what charts render; a post-renderer, `helm juno ...`, or a filter in a
 * pipe */
#include "cli/program.h"
#include "commands.h"

int main(int argc, char **argv)
{
    static const struct program program = {
        .name = "helm-juno",
        .host = "helm juno",
        .host_env = "HELM_PLUGIN_NAME",
        .host_value = "juno",
        .tagline = "apply presets to rendered manifests",
        .summary = "Apply presets, ordinary Kustomize directories, to the manifests that a chart "
                   "renders.",
        .commands = helm_juno_commands,
        .default_command = &cmd_post_render,
    };

    return program_main(&program, argc, argv);
}
