/* SPDX-License-Identifier: Apache-2.0 */
/* helm-juno post-render: a stream on standard input, presets applied, the stream on standard output
 */
#include "cli/command.h"
#include "cli/console.h"
#include "commands.h"
#include "git_args.h"
#include "helm/post_renderer.h"
#include "hooks_choices.h"
#include "kustomize/pipeline.h"
#include "manifest/stream.h"
#include "preset/access.h"
#include "stream_input.h"

struct post_render_args {
    struct strv presets;
    bool allow_unmatched;
    bool allow_empty;
    bool strict;
    enum kustomize_hooks hooks;
    enum post_renderer_host host;
    struct git_args git;
    struct stream_input_args input;
};

static const struct option_choice host_choices[] = {
    { "pipe", POST_RENDERER_PIPE, "Helm 3, or a pipe" },
    { "helm4", POST_RENDERER_HELM4, "as a plugin of Helm 4" },
    { NULL, 0, NULL },
};

static const struct option post_render_options[] = {
    OPT_GROUP("Preset:"),
    OPT_FLAG(0, "allow-empty", struct post_render_args, allow_empty,
             "the presets may remove every object"),
    OPT_INCLUDE(struct post_render_args, git, git_arg_options),
    OPT_FLAG(0, "allow-unmatched", struct post_render_args, allow_unmatched,
             "a patch may match nothing"),
    OPT_CHOICE(0, "hooks", struct post_render_args, hooks, hooks_choices,
               "whether the presets are for Helm's hooks too"),
    OPT_LIST(0, "preset", struct post_render_args, presets, "DIR",
             "apply this Kustomize directory (repeatable, in order)"),
    OPT_GROUP("Stream:"),
    OPT_CHOICE(0, "host", struct post_render_args, host, host_choices,
               "who reads our answer (set by the plugin manifest of Helm 4)"),
    OPT_INCLUDE(struct post_render_args, input, stream_input_options),
    OPT_FLAG(0, "strict", struct post_render_args, strict,
             "refuse what is merely suspicious: a key given twice, a selector that changes"),
    OPT_END,
};

/* What would make the next upgrade fail. Source: plugins.md 8.16. */
static bool check_immutable(const struct change_log *log, struct error *err)
{
    const struct ynode *row = change_log_immutable(log);

    if (!row)
        return true;
    error_set(err, ERROR_INVALID,
              VIEW_FMT ": '" VIEW_FMT "' of " VIEW_FMT " cannot be changed in a cluster",
              VIEW_ARGS(ynode_text(ynode_get(row, "patch"))),
              VIEW_ARGS(ynode_text(ynode_get(row, "field"))),
              VIEW_ARGS(ynode_text(ynode_get(row, "object"))));
    return error_hint(err, "'labels' without includeSelectors leaves selectors alone");
}

static bool post_render(struct console *console, struct view text,
                        const struct post_render_args *args, struct error *err)
{
    struct stream_options stream_options = { .origin = "<stdin>", .unique_keys = args->strict };
    AUTO(preset_access) access = { .cache = NULL };
    struct kustomize_options options = { .allow_unmatched = args->allow_unmatched,
                                         .hooks = args->hooks };
    AUTO(change_log) log = { .doc = NULL };
    AUTO(stream) stream = STREAM_INIT;
    AUTO(parts) out = PARTS_INIT(stream_output_bytes_max(&args->input));

    preset_access_init(&access, console->environment, &args->git.transports);
    struct loader loader = preset_access_loader(&access);
    loader.pinned_only = true;
    options.loader = &loader;
    if (args->strict) {
        change_log_init(&log);
        options.log = &log;
    }
    if (!stream_parse(&stream, text, &stream_options, err))
        return false;
    for (size_t i = 0; i < args->presets.len; i++)
        if (!kustomize_apply_stream(&stream, args->presets.items[i], &options, err))
            return false;
    if (args->strict && !check_immutable(&log, err))
        return false;
    return post_renderer_write(&out, &stream, args->host, args->allow_empty, err) &&
           console_write_parts(console, &out, err);
}

static bool post_render_run(void *opaque, const struct strv *operands UNUSED,
                            struct console *console, struct error *err)
{
    const struct post_render_args *args = opaque;
    AUTO(buf) text = BUF_INIT(0);

    if (args->presets.len == 0) {
        error_set(err, ERROR_USAGE, "no preset is given");
        return error_hint(err, "helm template NAME CHART | %s post-render --preset DIR",
                          console->program);
    }
    return git_check_transports(&args->git.transports, err) &&
           stream_input_read(&text, console, &args->input,
                             "helm template NAME CHART | helm-juno post-render --preset DIR",
                             err) &&
           post_render(console, buf_view(&text), args, err);
}

/* Helm 4 drops standard error and our status: only the document speaks. */
static bool post_render_tell_failure(const void *opaque, struct console *console,
                                     const struct error *err)
{
    const struct post_render_args *args = opaque;

    if (args->host != POST_RENDERER_HELM4)
        return false;
    console_error(console, err);
    buf_clear(&console->out);
    post_renderer_add_failure(&console->out, "helm-juno", err);
    return true;
}

static const char *const post_render_examples[] = {
    "post-render --preset presets/site-a < rendered.yaml",
    "post-render --preset site-a --preset gpu < rendered.yaml",
    NULL,
};

static const char *const post_render_see_also[] = { "explain", "build", NULL };

const struct command cmd_post_render = {
    .name = "post-render",
    .summary = "apply presets to the manifests on standard input",
    .synopsis = "--preset DIR",
    .description =
        "Reads rendered manifests, applies each preset (an ordinary Kustomize directory) and "
        "writes "
        "the manifests. What no patch touches keeps its bytes: comments, quotes and order. Nothing "
        "is "
        "written before the whole result is known.\n\n"
        "A patch that matches nothing is an error that names the nearest object.\n\n"
        "Bases, and the preset itself, may be git repositories at a whole commit, reached by git "
        "over https and ssh and kept in a cache.\n\n"
        "Objects from a chart's crds/ directory and, under Helm 3, its hooks never reach a "
        "post-renderer.",
    .examples = post_render_examples,
    .see_also = post_render_see_also,
    .operands = { .min = 0, .max = 0 },
    .options = post_render_options,
    .args_size = sizeof(struct post_render_args),
    .run = post_render_run,
    .tell_failure = post_render_tell_failure,
};
