/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno render: the manifests of a launch, without a cluster */
#include "cli/command.h"
#include "commands.h"
#include "launch_args.h"
#include "print/output.h"

struct render_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    bool sample;
    struct output_args output;
};

static const struct option render_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT",
               "json, yaml or name; without it the manifests as the chart wrote them",
               .complete = output_complete_named),
    OPT_END,
};

static const struct option render_options[] = {
    OPT_INCLUDE(struct render_args, launch, launch_arg_options),
    OPT_GROUP("Sample:"),
    OPT_FLAG(0, "sample", struct render_args, sample,
             "give required inputs that have no default a sample value"),
    OPT_INCLUDE(struct render_args, output, render_output_options),
    OPT_END,
};

static bool render_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct render_args *args = opaque;
    const struct launch_mode mode = { .verb = "render", .sample = args->sample };
    AUTO(output) output = OUTPUT_INIT;
    AUTO(launch_plan) launch = LAUNCH_PLAN_INIT(&args->launch, console);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !launch_args_plan(&launch, &args->launch, &mode, operands, err))
        return false;
    if (output.format == OUTPUT_TABLE)
        return stream_write(&console->out, &launch.plan.stream, err);
    return launch_args_objects(doc, objects, &launch.plan, err) &&
           output_objects(console, &output, objects, err);
}

static const char *const render_examples[] = {
    "render notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast",
    "render notebook --sample",
    "render site www --preset presets/site-a | kubectl apply -f -",
    NULL,
};

static const char *const render_see_also[] = { "show", "launch", NULL };

const struct command cmd_render = {
    .name = "render",
    .summary = "print the manifests of a launch",
    .synopsis = "TEMPLATE [NAME]",
    .description =
        "Takes the same inputs as launch and needs no cluster. The same command prints the same "
        "bytes each time.\n\n"
        "Without NAME the workload is called after its template.",
    .examples = render_examples,
    .see_also = render_see_also,
    .operands = { .min = 1, .max = 2, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = render_options,
    .args_size = sizeof(struct render_args),
    .run = render_run,
};
