/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno: find, launch and look at Juno workloads; run by `kubectl juno` */
#include "cli/program.h"
#include "commands.h"
#include "kube_args.h"

int main(int argc, char **argv)
{
    static const struct program program = {
        .name = "kubectl-juno",
        .host = "kubectl juno",
        .completer = "kubectl_complete-juno",
        .tagline = "find and launch workload templates",
        .summary = "Find workload templates, launch them, and look after what runs.",
        .advise_forbidden = kube_args_advise_forbidden,
        .commands = kubectl_juno_commands,
    };

    return program_main(&program, argc, argv);
}
