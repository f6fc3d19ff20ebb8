/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno completion: what kubectl and the shells complete by, installed or printed */
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "commands.h"
#include "completion_install.h"

struct completion_args {
    const char *shell;
    bool dry_run;
    bool uninstall;
};

static void complete_shell_name(const struct option_complete_call *call)
{
    completion_add_shells(call->out);
}

static void complete_operand(const struct option_complete_call *call)
{
    completion_add_shells(call->out);
    completion_add(call->out, VIEW("install"), VIEW("let kubectl complete 'kubectl juno'"));
}

static const struct option completion_options[] = {
    OPT_FLAG(0, "dry-run", struct completion_args, dry_run, "only say what install would do"),
    OPT_STRING(0, "shell", struct completion_args, shell, "SHELL",
               "install for bash, fish or zsh; for that of $SHELL without it",
               .complete = complete_shell_name),
    OPT_FLAG(0, "uninstall", struct completion_args, uninstall, "remove what install made"),
    OPT_END,
};

/* The user's own shell, when it is one that we have a script for. */
static bool find_users_shell(enum completion_shell *shell, const struct console *console)
{
    const char *path = console_env(console, "SHELL");

    return path && completion_find_shell(file_base(path), shell, NULL);
}

static void say_what_is_left(struct console *console, bool has_shell, enum completion_shell shell)
{
    console_note(console, "kubectl 1.26 or newer completes 'kubectl juno' now, in a shell that "
                          "completes kubectl");
    if (!has_shell)
        console_note(console, "no script was written for the shell itself: --shell bash, fish or "
                              "zsh chooses one");
    else if (shell == COMPLETION_ZSH)
        console_note(console, "zsh finds the script when .zshrc has, before compinit: "
                              "fpath+=(${ZDOTDIR:-$HOME}/.zfunc)");
}

static bool install(const struct completion_args *args, struct console *console, struct error *err)
{
    const struct completion_install how = { .console = console,
                                            .uninstall = args->uninstall,
                                            .dry_run = args->dry_run };
    enum completion_shell shell = COMPLETION_BASH;
    bool has_shell = true;

    if (args->shell && !completion_find_shell(args->shell, &shell, err))
        return false;
    if (!args->shell)
        has_shell = find_users_shell(&shell, console);
    /* What was done is told, whatever happens to the rest. */
    if (!completion_install_link(&how, err) || !console_flush(console, err) ||
        (has_shell && !completion_install_script(&how, shell, err)) || !console_flush(console, err))
        return false;
    if (!args->uninstall && !args->dry_run)
        say_what_is_left(console, has_shell, shell);
    return true;
}

static bool completion_command_run(void *opaque, const struct strv *operands,
                                   struct console *console, struct error *err)
{
    const struct completion_args *args = opaque;
    enum completion_shell shell;

    if (strcmp(operands->items[0], "install") == 0)
        return install(args, console, err);
    if (args->dry_run || args->uninstall || args->shell)
        return error_set(err, ERROR_USAGE,
                         "--dry-run, --shell and --uninstall are of 'completion install'");
    if (!completion_find_shell(operands->items[0], &shell, err))
        return false;
    completion_add_script(&console->out, shell, COMPLETION_PROGRAM);
    return true;
}

static const char *const completion_examples[] = {
    "completion install",
    "completion install --shell zsh --dry-run",
    "$ source <(kubectl-juno completion bash)",
    NULL,
};

const struct command cmd_completion = {
    .name = "completion",
    .summary = "set up completion",
    .synopsis = "install [--shell SHELL]\nbash|fish|zsh",
    .description =
        "'install' links " COMPLETION_LINK " beside " COMPLETION_PROGRAM " on PATH, where kubectl "
        "looks for it, writes the script by which the shell completes " COMPLETION_PROGRAM
        " itself, and says what it did. A second run changes nothing; --uninstall takes it back. "
        "What is not ours is left alone.\n\n"
        "A shell's name prints that script.",
    .examples = completion_examples,
    .operands = { .min = 1, .max = 1, .name = "SHELL", .complete = complete_operand },
    .options = completion_options,
    .args_size = sizeof(struct completion_args),
    .run = completion_command_run,
};
