/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno version */
#include "cli/command.h"
#include "commands.h"
#include "print/version.h"

struct version_args {
    bool client;
    struct output_args output;
};

static const struct option version_options[] = {
    OPT_FLAG(0, "client", struct version_args, client,
             "this program's version alone, as always: 'doctor' tells the server's"),
    OPT_INCLUDE(struct version_args, output, output_format_options),
    OPT_END,
};

static const char *const version_examples[] = { "version", "version --client -o json", NULL };

static bool version_run(void *opaque, const struct strv *operands UNUSED, struct console *console,
                        struct error *err)
{
    const struct version_args *args = opaque;

    return version_print(console, &args->output, "kubectl-juno", err);
}

const struct command cmd_version = {
    .name = "version",
    .summary = "print the version",
    .examples = version_examples,
    .options = version_options,
    .args_size = sizeof(struct version_args),
    .run = version_run,
};
