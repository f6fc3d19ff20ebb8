/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno explain: what post-render would change, patch by patch */
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "explain_warnings.h"
#include "git_args.h"
#include "hooks_choices.h"
#include "kustomize/change_log.h"
#include "kustomize/change_text.h"
#include "kustomize/objects.h"
#include "kustomize/pipeline.h"
#include "manifest/stream.h"
#include "preset/access.h"
#include "print/output.h"
#include "stream_input.h"

struct explain_args {
    struct strv presets;
    enum kustomize_hooks hooks;
    struct git_args git;
    struct output_args output;
    struct stream_input_args input;
};

static const struct option explain_options[] = {
    OPT_INCLUDE(struct explain_args, git, git_arg_options),
    OPT_CHOICE(0, "hooks", struct explain_args, hooks, hooks_choices,
               "whether the presets are for Helm's hooks too"),
    OPT_LIST(0, "preset", struct explain_args, presets, "DIR",
             "explain this Kustomize directory (repeatable, in order)"),
    OPT_INCLUDE(struct explain_args, output, output_format_options),
    OPT_INCLUDE(struct explain_args, input, stream_input_options),
    OPT_END,
};

static bool count_objects(size_t *count, struct stream *stream, struct error *err)
{
    AUTO(resource_list) list = RESOURCE_LIST_INIT;

    if (!objects_of_stream(&list, stream, err))
        return false;
    *count = list.len;
    return true;
}

static bool apply(struct change_log *log, struct stream *stream, const struct explain_args *args,
                  const struct console *console, struct error *err)
{
    AUTO(preset_access) access = { .cache = NULL };
    struct kustomize_options options = { .log = log, .hooks = args->hooks };

    preset_access_init(&access, console->environment, &args->git.transports);
    struct loader loader = preset_access_loader(&access);
    loader.pinned_only = true;
    options.loader = &loader;
    for (size_t i = 0; i < args->presets.len; i++) {
        change_log_preset(log, args->presets.items[i]);
        if (!kustomize_apply_stream(stream, args->presets.items[i], &options, err))
            return false;
    }
    return true;
}

static bool explain(struct console *console, struct view text, const struct explain_args *args,
                    const struct output *output, struct error *err)
{
    static const struct output_kind kind = { .kind = "Change" };
    struct stream_options stream_options = { .origin = "<stdin>" };
    AUTO(stream) stream = STREAM_INIT;
    AUTO(change_log) log = { .doc = NULL };
    size_t in, out;

    change_log_init(&log);
    log.forgives = true;
    if (!stream_parse(&stream, text, &stream_options, err) || !count_objects(&in, &stream, err) ||
        !apply(&log, &stream, args, console, err) || !count_objects(&out, &stream, err) ||
        !explain_warn_rewritten(console, &stream, err))
        return false;
    explain_warn_ambiguous(console, &stream);
    if (output->format != OUTPUT_TABLE)
        return output_list(console, output, &kind, log.rows, err);
    change_text_add(&console->out, log.rows, in, out, console->utf8);
    return true;
}

static bool explain_run(void *opaque, const struct strv *operands UNUSED, struct console *console,
                        struct error *err)
{
    const struct explain_args *args = opaque;
    AUTO(buf) text = BUF_INIT(0);
    AUTO(output) output = OUTPUT_INIT;

    if (!output_choose(&output, &args->output, OUTPUT_MACHINE, err))
        return false;
    if (args->presets.len == 0) {
        error_set(err, ERROR_USAGE, "no preset is given");
        return error_hint(err, "helm template NAME CHART | %s explain --preset DIR",
                          console->program);
    }
    return git_check_transports(&args->git.transports, err) &&
           stream_input_read(&text, console, &args->input,
                             "helm template NAME CHART | helm-juno explain --preset DIR", err) &&
           explain(console, buf_view(&text), args, &output, err);
}

static const char *const explain_examples[] = {
    "explain --preset presets/site-a < rendered.yaml",
    "explain --preset site-a --preset gpu -o json < rendered.yaml",
    NULL,
};

static const char *const explain_see_also[] = { "post-render", "build", NULL };

const struct command cmd_explain = {
    .name = "explain",
    .summary = "say what a preset changes, patch by patch",
    .synopsis = "--preset DIR",
    .description =
        "Reads rendered manifests as post-render does and writes, in their place, which patch of "
        "each "
        "preset changed which fields of which objects. A patch that matches nothing is told with "
        "the "
        "nearest object and is no error here.",
    .examples = explain_examples,
    .see_also = explain_see_also,
    .operands = { .min = 0, .max = 0 },
    .options = explain_options,
    .args_size = sizeof(struct explain_args),
    .run = explain_run,
};
