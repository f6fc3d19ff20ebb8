/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno build: what `kustomize build` prints, natively */
#include "base/file.h"
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "git_args.h"
#include "helm/helm.h"
#include "kustomize/individual.h"
#include "kustomize/pipeline.h"
#include "preset/access.h"

struct build_args {
    struct git_args git;
    bool enable_helm;
    const char *helm_command;
    enum load_restriction restriction;
    const char *output;
};

static const struct option_choice restriction_choices[] = {
    { "LoadRestrictionsRootOnly", LOAD_ROOT_ONLY, "in or below their kustomization" },
    { "LoadRestrictionsNone", LOAD_ANYWHERE, "anywhere" },
    { NULL, 0, NULL },
};

static const struct option build_options[] = {
    OPT_INCLUDE(struct build_args, git, git_arg_options),
    OPT_FLAG(0, "enable-helm", struct build_args, enable_helm, "inflate charts with helm"),
    OPT_STRING(0, "helm-command", struct build_args, helm_command, "PROGRAM",
               "the helm to run (default: $HELM_BIN, then helm on PATH)"),
    OPT_CHOICE(
        0, "load-restrictor", struct build_args, restriction, restriction_choices,
        "where the files of a kustomization may be: LoadRestrictionsRootOnly (in or below it) "
        "or LoadRestrictionsNone",
        .value = "RULE"),
    OPT_STRING('o', "output", struct build_args, output, "FILE",
               "write to this file, or one file an object into this directory"),
    OPT_END,
};

/* The helm that charts are inflated with; NULL and *err, or NULL when they are not to be. */
static char *find_helm(const struct build_args *args, const struct console *console,
                       struct error *err)
{
    char *path;

    if (!args->enable_helm)
        return NULL;
    if (!args->helm_command)
        return helm_find(console_env(console, "HELM_BIN"), err);
    path = file_find_program(args->helm_command);
    if (!path)
        error_set(err, ERROR_NOT_FOUND, "--helm-command: there is no program '%s'",
                  args->helm_command);
    return path;
}

static bool write_result(const struct build_args *args, struct resource_list *list,
                         struct console *console, struct error *err)
{
    AUTO(buf) text = BUF_INIT(CONSOLE_OUT_BYTES_MAX);

    if (!args->output)
        return kustomize_write(&console->out, list, err);
    if (file_kind(args->output) == FILE_DIRECTORY)
        return individual_write(args->output, list, err);
    return kustomize_write(&text, list, err) &&
           file_write(args->output, buf_view(&text), 0644, err);
}

static bool build_run(void *opaque, const struct strv *operands, struct console *console,
                      struct error *err)
{
    const struct build_args *args = opaque;
    AUTO(preset_access) access = { .cache = NULL };
    AUTO_CHARS helm = find_helm(args, console, err);
    AUTO(resource_list) list = RESOURCE_LIST_INIT;
    struct kustomize_options options = { .restriction = args->restriction };

    if (!git_check_transports(&args->git.transports, err) || (args->enable_helm && !helm))
        return false;
    preset_access_init(&access, console->environment, &args->git.transports);
    if (helm) {
        access.helm = helm_inflate;
        access.helm_context = helm;
    }
    struct loader loader = preset_access_loader(&access);
    options.loader = &loader;
    return kustomize_build(&list, operands->len ? operands->items[0] : ".", &options, err) &&
           write_result(args, &list, console, err);
}

static const char *const build_examples[] = {
    "build presets/site-a",
    "build --enable-helm -o site-a.yaml presets/site-a",
    "build 'https://github.com/org/repo//presets/site-a?ref=v1.0.0'",
    NULL,
};

static const char *const build_see_also[] = { "post-render", NULL };

const struct command cmd_build = {
    .name = "build",
    .summary = "print what a Kustomize directory makes",
    .synopsis = "[DIR|URL]",
    .description =
        "Builds the directory (default: the current one) as `kustomize build` does and prints the "
        "same bytes: the same objects, order, keys and quotes.\n\n"
        "Bases may be git repositories, reached by git over https and ssh and kept in a cache; a "
        "URL in the place of DIR builds a directory of one. Charts are inflated by helm, and only "
        "with --enable-helm. Executables, containers and Starlark functions are never run, files "
        "from http(s) never fetched.",
    .examples = build_examples,
    .see_also = build_see_also,
    .operands = { .min = 0, .max = 1, .name = "DIR" },
    .options = build_options,
    .args_size = sizeof(struct build_args),
    .run = build_run,
};
