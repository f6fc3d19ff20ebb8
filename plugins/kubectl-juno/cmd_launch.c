/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno launch: a workload from a template of the catalog */
#include "cli/command.h"
#include "commands.h"
#include "launch_args.h"
#include "print/output.h"

enum dry_run { DRY_RUN_NONE, DRY_RUN_CLIENT, DRY_RUN_SERVER };

struct cmd_launch_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    enum dry_run dry_run;
    struct output_args output;
};

static const struct option_choice dry_run_choices[] = {
    { "none", DRY_RUN_NONE, "launch" },
    { "client", DRY_RUN_CLIENT, "show what would be applied, without a cluster" },
    { "server", DRY_RUN_SERVER, "have the cluster check it, without keeping it" },
    { NULL, 0, NULL },
};

static const struct option launch_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT",
               "json, yaml or name; without it a line for each object",
               .complete = output_complete_named),
    OPT_END,
};

static const struct option launch_options[] = {
    OPT_INCLUDE(struct cmd_launch_args, launch, launch_arg_options),
    OPT_GROUP("Launch:"),
    OPT_CHOICE(0, "dry-run", struct cmd_launch_args, dry_run, dry_run_choices,
               "show what would be applied", .bare = "client"),
    OPT_INCLUDE(struct cmd_launch_args, output, launch_output_options),
    OPT_END,
};

static bool needs_cluster(const struct cmd_launch_args *args, struct error *err)
{
    if (args->dry_run == DRY_RUN_CLIENT)
        return true;
    error_set(err, ERROR_USAGE, "a cluster connection is needed");
    return error_hint(err, "use --dry-run=client or render");
}

/* As kubectl says it. */
static void print_created(struct console *console, const struct ynode *objects)
{
    for (size_t i = 0; i < ynode_len(objects); i++) {
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        output_add_object_name(&name, ynode_at(objects, i));
        console_text(console, buf_view(&name));
        console_printf(console, " created (dry run)\n");
    }
}

static bool launch_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct cmd_launch_args *args = opaque;
    const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    struct output output;
    AUTO(plan) plan = PLAN_INIT;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) || !needs_cluster(args, err) ||
        !launch_args_plan(&plan, &args->launch, &mode, operands, console, err))
        return false;
    launch_args_objects(doc, objects, &plan);
    if (output.format != OUTPUT_TABLE)
        return output_objects(console, &output, objects, err);
    print_created(console, objects);
    return true;
}

static const char *const launch_examples[] = {
    "launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast "
    "--dry-run=client",
    "launch site www --set-file page=index.html --preset presets/site-a --dry-run=client -o yaml",
    NULL,
};

static const char *const launch_see_also[] = { "show", "render", NULL };

const struct command cmd_launch = {
    .name = "launch",
    .summary = "launch a workload from a catalog template",
    .synopsis = "TEMPLATE [NAME]",
    .description =
        "Answers are checked against the template's inputs, the chart is rendered by helm, presets "
        "are "
        "applied in order, and every object is labelled as part of the workload. All that is wrong "
        "with the answers is "
        "told at once, before anything is rendered.\n\n"
        "Without NAME the workload is called after its template, with four random digits.",
    .examples = launch_examples,
    .see_also = launch_see_also,
    .operands = { .min = 1, .max = 2, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = launch_options,
    .args_size = sizeof(struct cmd_launch_args),
    .run = launch_run,
};
