/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno completion: the link that kubectl looks for, and scripts for direct use */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "commands.h"

/* kubectl looks it up on PATH and runs it for the words after `kubectl juno` (since 1.26). */
#define COMPLETER "kubectl_complete-juno"
#define PROGRAM   "kubectl-juno"

static void complete_shell(const struct option_complete_call *call)
{
    completion_add_shells(call->out);
    completion_add(call->out, VIEW("install"), VIEW("let kubectl complete 'kubectl juno'"));
}

/* True when LINK is already what we would make. */
static bool is_our_link(const char *link)
{
    char target[sizeof(PROGRAM) + 1];
    ssize_t len = readlink(link, target, sizeof(target));

    return len == (ssize_t)strlen(PROGRAM) && memcmp(target, PROGRAM, strlen(PROGRAM)) == 0;
}

static bool install(struct console *console, struct error *err)
{
    AUTO_CHARS program = file_find_program(PROGRAM);
    AUTO(buf) link = BUF_INIT(PATH_MAX);

    if (!program) {
        error_set(err, ERROR_NOT_FOUND, "'" PROGRAM "' is not on PATH");
        return error_hint(err, "put it there first: kubectl finds its plugins on PATH");
    }
    buf_add_bytes(&link, program, (size_t)(file_base(program) - program));
    buf_add(&link, COMPLETER);
    if (!buf_check(&link, "the path of the link", err))
        return false;
    if (is_our_link(buf_text(&link))) {
        console_printf(console, "already linked ");
    } else if (symlink(PROGRAM, buf_text(&link)) == 0) {
        console_printf(console, "linked ");
    } else if (errno == EEXIST) {
        error_set(err, ERROR_CONFLICT, "'%s' exists and is not our link", buf_text(&link));
        return error_hint(err, "remove it and try again");
    } else
        return error_errno(err, errno, "cannot make the link '%s'", buf_text(&link));
    console_text(console, buf_view(&link));
    console_printf(console, " -> " PROGRAM "\n");
    if (!console_flush(console, err))
        return false;
    console_note(console, "kubectl 1.26 or newer completes 'kubectl juno' now, in a shell that "
                          "completes kubectl");
    return true;
}

static bool completion_command_run(void *args UNUSED, const struct strv *operands,
                                   struct console *console, struct error *err)
{
    enum completion_shell shell;

    if (strcmp(operands->items[0], "install") == 0)
        return install(console, err);
    if (!completion_find_shell(operands->items[0], &shell, err))
        return false;
    completion_add_script(&console->out, shell, PROGRAM);
    return true;
}

static const char *const completion_examples[] = {
    "completion install",
    "$ source <(kubectl-juno completion bash)",
    NULL,
};

const struct command cmd_completion = {
    .name = "completion",
    .summary = "set up completion",
    .synopsis = "install\nbash|fish|zsh",
    .description =
        "'install' links " COMPLETER " beside " PROGRAM " on PATH, where kubectl looks for it, and "
        "says what it did.\n\n"
        "A shell's name prints the script that completes the executable " PROGRAM " itself.",
    .examples = completion_examples,
    .operands = { .min = 1, .max = 1, .name = "SHELL", .complete = complete_shell },
    .run = completion_command_run,
};
