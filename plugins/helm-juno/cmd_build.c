/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno build: what `kustomize build` prints, natively */
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "kustomize/pipeline.h"
#include "preset/directory.h"

struct build_args {
    enum load_restriction restriction;
};

static const struct option_choice restriction_choices[] = {
    { "LoadRestrictionsRootOnly", LOAD_ROOT_ONLY, "in or below their kustomization" },
    { "LoadRestrictionsNone", LOAD_ANYWHERE, "anywhere" },
    { NULL, 0, NULL },
};

static const struct option build_options[] = {
    OPT_CHOICE(
        0, "load-restrictor", struct build_args, restriction, restriction_choices,
        "where the files of a kustomization may be: LoadRestrictionsRootOnly (in or below it) "
        "or LoadRestrictionsNone",
        .value = "RULE"),
    OPT_END,
};

static bool build_run(void *opaque, const struct strv *operands, struct console *console,
                      struct error *err)
{
    const struct build_args *args = opaque;
    struct loader loader = preset_directory_loader();
    struct kustomize_options options = { .loader = &loader, .restriction = args->restriction };
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    return kustomize_build(&list, operands->len ? operands->items[0] : ".", &options, err) &&
           kustomize_write(&console->out, &list, err);
}

static const char *const build_examples[] = {
    "build presets/site-a",
    NULL,
};

static const char *const build_see_also[] = { "post-render", NULL };

const struct command cmd_build = {
    .name = "build",
    .summary = "print what a Kustomize directory makes",
    .synopsis = "[DIR]",
    .description =
        "Builds the directory (default: the current one) as `kustomize build` does and prints the "
        "same bytes: the same objects, order, keys and quotes. No other program is run, nothing is "
        "fetched. A field that is not supported is an error that names it.",
    .examples = build_examples,
    .see_also = build_see_also,
    .operands = { .min = 0, .max = 1, .name = "DIR" },
    .options = build_options,
    .args_size = sizeof(struct build_args),
    .run = build_run,
};
