/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno render: the manifests of a launch, without a cluster */
#include "cli/command.h"
#include "commands.h"
#include "launch_args.h"
#include "print/output.h"
#include "render_explain.h"

struct render_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    bool explain;
    bool print_values;
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
    OPT_GROUP("Render:"),
    OPT_FLAG(0, "explain", struct render_args, explain,
             "say where each value is from and what the presets change, in place of manifests"),
    OPT_FLAG(0, "print-values", struct render_args, print_values,
             "print the values that helm is given, in place of manifests; secrets as ***"),
    OPT_FLAG(0, "sample", struct render_args, sample,
             "give required inputs that have no default a sample value"),
    OPT_INCLUDE(struct render_args, output, render_output_options),
    OPT_END,
};

static bool print_manifests(struct console *console, const struct output *output,
                            struct launch_plan *launch, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    if (output->format == OUTPUT_TABLE)
        return stream_write(&console->out, &launch->plan.stream, err);
    return launch_args_objects(doc, objects, &launch->plan, err) &&
           output_objects(console, output, objects, err);
}

static bool render(struct console *console, const struct output *output,
                   const struct render_args *args, const struct strv *operands, struct error *err)
{
    AUTO(launch_plan) launch = LAUNCH_PLAN_INIT(&args->launch, console);
    AUTO(change_log) log = { .doc = NULL };
    const struct launch_mode mode = { .verb = "render",
                                      .sample = args->sample,
                                      .values_only = args->print_values,
                                      .log = args->explain ? &log : NULL };

    change_log_init(&log);
    log.forgives = true;
    if (!launch_args_plan(&launch, &args->launch, &mode, operands, err))
        return false;
    if (args->print_values)
        return render_values(console, output, &launch, err);
    return args->explain ? render_explain(console, output, &launch, &log, err)
                         : print_manifests(console, output, &launch, err);
}

static bool render_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct render_args *args = opaque;
    unsigned allowed = args->print_values ? OUTPUT_MACHINE
                       : args->explain    ? OUTPUT_NAMED & ~OUTPUT_BIT(OUTPUT_NAME)
                                          : OUTPUT_NAMED;
    AUTO(output) output = OUTPUT_INIT;

    if (args->explain && args->print_values)
        return error_set(err, ERROR_USAGE, "--explain and --print-values are two outputs");
    return output_choose(&output, &args->output, allowed, err) &&
           render(console, &output, args, operands, err);
}

static const char *const render_examples[] = {
    "render notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast",
    "render notebook --sample",
    "render site www --preset presets/site-a | kubectl apply -f -",
    "render site www --preset presets/site-a --explain",
    NULL,
};

static const char *const render_see_also[] = { "show", "launch", NULL };

const struct command cmd_render = {
    .name = "render",
    .summary = "print the manifests of a launch",
    .synopsis = "TEMPLATE [NAME]",
    .description =
        "Takes the same inputs as launch and needs no cluster. The same command prints the same "
        "bytes each time. With a template of the cluster's catalog, that cluster is asked for "
        "what "
        "user and project have, as launch does.\n\n"
        "Without NAME the workload is called after its template.",
    .examples = render_examples,
    .see_also = render_see_also,
    .operands = { .min = 1, .max = 2, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = render_options,
    .args_size = sizeof(struct render_args),
    .run = render_run,
};
