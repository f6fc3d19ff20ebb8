/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno completion: scripts for using helm-juno directly; `helm juno` completes by itself */
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "commands.h"

static void complete_shell(const struct option_complete_call *call)
{
    completion_add_shells(call->out);
}

static bool completion_command_run(void *args UNUSED, const struct strv *operands,
                                   struct console *console, struct error *err)
{
    enum completion_shell shell;

    if (!completion_find_shell(operands->items[0], &shell, err))
        return false;
    completion_add_script(&console->out, shell, "helm-juno");
    return true;
}

static const char *const completion_examples[] = {
    "$ source <(helm-juno completion bash)",
    "$ helm-juno completion fish > ~/.config/fish/completions/helm-juno.fish",
    NULL,
};

const struct command cmd_completion = {
    .name = "completion",
    .summary = "print a completion script",
    .synopsis = "bash|fish|zsh",
    .description = "The script completes the executable helm-juno. 'helm juno' needs none: Helm "
                   "completes it from the files that the plugin brings.",
    .examples = completion_examples,
    .operands = { .min = 1, .max = 1, .name = "SHELL", .complete = complete_shell },
    .run = completion_command_run,
};
