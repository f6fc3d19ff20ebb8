/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno workload create: the Workload document of OpenChoreo from an image and a descriptor
 */
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "workload_args.h"
#include "yaml/emit.h"

#define JSON_INDENT 4

enum create_format { CREATE_YAML, CREATE_JSON };
enum create_mode { CREATE_API_SERVER, CREATE_FILE_SYSTEM };

struct create_args {
    struct workload_args workload;
    const char *output;
    const char *name; /* of earlier versions, without effect; NULL: not given */
    const char *root_dir;
    enum create_format format;
    enum create_mode mode;
    bool dry_run;
};

static const struct option_choice format_choices[] = {
    { "yaml", CREATE_YAML, NULL },
    { "json", CREATE_JSON, NULL },
    { NULL, 0, NULL },
};

static const struct option_choice mode_choices[] = {
    { "api-server", CREATE_API_SERVER, NULL },
    { "file-system", CREATE_FILE_SYSTEM, NULL },
    { NULL, 0, NULL },
};

static const struct option create_options[] = {
    OPT_INCLUDE(struct create_args, workload, workload_arg_options),
    OPT_GROUP("Output:"),
    OPT_FLAG(0, "dry-run", struct create_args, dry_run, "print to standard output, write no file"),
    OPT_CHOICE(0, "format", struct create_args, format, format_choices, "how to write it"),
    OPT_STRING(0, "output", struct create_args, output, "FILE", "the same as --output-path",
               .flags = OPTION_HIDDEN),
    OPT_STRING('o', "output-path", struct create_args, output, "FILE",
               "write to this file, whole or not at all"),
    /* What scripts of other versions pass along. */
    OPT_CHOICE(0, "mode", struct create_args, mode, mode_choices, "where to: only api-server",
               .flags = OPTION_HIDDEN),
    OPT_STRING(0, "name", struct create_args, name, "NAME", "without effect up to 1.0",
               .flags = OPTION_HIDDEN),
    OPT_STRING(0, "root-dir", struct create_args, root_dir, "DIR", "of --mode file-system",
               .flags = OPTION_HIDDEN),
    OPT_END,
};

/* ---- flags */

static bool check_flags(const struct create_args *args, const struct dialect *dialect,
                        struct error *err)
{
    if (args->name && !(dialect->features & DIALECT_NAME_FLAG)) {
        error_set(err, ERROR_USAGE, "unknown flag: --name");
        return error_hint(err, "OpenChoreo %s has none; the name is COMPONENT-workload",
                          dialect->name);
    }
    if (args->mode == CREATE_FILE_SYSTEM)
        return error_set(err, ERROR_UNSUPPORTED,
                         "--mode file-system is not supported: it writes into a GitOps tree");
    return workload_args_check(&args->workload, err);
}

/* --output is a format elsewhere, and a path here. */
static void warn_about_output(const struct create_args *args, struct console *console)
{
    static const char *const formats[] = { "json", "yaml", "name", "wide" };

    for (size_t i = 0; args->output && i < ARRAY_SIZE(formats); i++)
        if (strcmp(args->output, formats[i]) == 0)
            console_warn(console, "-o is the path of a file; did you mean --format?");
}

static void warn_about_operands(const struct strv *operands, struct console *console)
{
    for (size_t i = 0; i < operands->len; i++)
        console_warn(console, "the argument '%s' is ignored", operands->items[i]);
}

/* ---- writing */

static bool add_document(struct buf *out, const struct ydoc *doc, enum create_format format,
                         struct error *err)
{
    switch (format) {
    case CREATE_YAML:
        return emit_yaml(out, ydoc_root(doc), EMIT_FAITHFUL, YAML_1_1, err);
    case CREATE_JSON:
        break;
    }
    if (!emit_json(out, ydoc_root(doc), JSON_INDENT, YAML_1_1, err))
        return false;
    buf_add_byte(out, '\n');
    return true;
}

/* A link stays one: the file it leads to is replaced. */
static bool write_file(const char *path, struct view text, struct error *err)
{
    AUTO_CHARS real = file_real_path(path, NULL);

    switch (file_kind(path)) {
    case FILE_DIRECTORY:
        return error_set(err, ERROR_IO, "cannot write '%s': it is a directory", path);
    case FILE_OTHER:
        error_set(err, ERROR_IO, "cannot write '%s': it is no regular file", path);
        return error_hint(err, "without --output-path the document goes to standard output");
    case FILE_ABSENT:
    case FILE_REGULAR:
        break;
    }
    return file_write(real ? real : path, text, 0644, err);
}

static bool create_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct create_args *args = opaque;
    const struct dialect *dialect = workload_args_dialect(&args->workload, console, err);
    AUTO(made_workload) made = MADE_WORKLOAD_INIT;
    AUTO(buf) text = BUF_INIT(CONSOLE_OUT_BYTES_MAX);

    if (!dialect || !check_flags(args, dialect, err))
        return false;
    warn_about_operands(operands, console);
    warn_about_output(args, console);
    if (!workload_args_make(&made, &args->workload, dialect, console, err) ||
        !add_document(&text, made.doc, args->format, err))
        return false;
    if (!args->output || !*args->output || args->dry_run) {
        console_write(console, buf_view(&text));
        return true;
    }
    if (!write_file(args->output, buf_view(&text), err))
        return false;
    console_printf(console, "Workload CR written to ");
    console_text(console, view_of(args->output));
    console_printf(console, "\n");
    return true;
}

static const char *const create_examples[] = {
    "workload create -c frame-queue -p night-render --image registry.example.com/frame-queue:1.4.2",
    "workload create -c web --image web:2 --descriptor workload.yaml -o workload-cr.yaml",
    "workload create -c web --image web:2 --descriptor workload.yaml --target-version v0.17",
    NULL,
};

const struct command cmd_workload_create = {
    .name = "create",
    .summary = "make the Workload of OpenChoreo from an image and a descriptor",
    .synopsis = "-c COMPONENT --image REF",
    .description =
        "Writes what 'occ workload create' of the target version writes. Needs no network and no "
        "cluster.\n\n"
        "A descriptor is YAML 1.1: unquoted yes, no, on, off, 017 and 1.10 change where a text is "
        "wanted. What is ignored or will be refused by the server is a warning with its line.",
    .examples = create_examples,
    .operands = { .min = 0, .max = OPERANDS_ANY, .name = "WORD" },
    .options = create_options,
    .args_size = sizeof(struct create_args),
    .run = create_run,
};
