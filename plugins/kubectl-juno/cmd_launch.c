/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno launch: a workload from a template of the catalog */
#include "cli/command.h"
#include "commands.h"
#include "launch/apply.h"
#include "launch_args.h"
#include "print/output.h"
#include "wait_args.h"

enum dry_run { DRY_RUN_NONE, DRY_RUN_CLIENT, DRY_RUN_SERVER };

struct cmd_launch_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    enum dry_run dry_run;
    bool adopt;
    struct wait_args wait;
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
    OPT_FLAG(0, "adopt", struct cmd_launch_args, adopt,
             "take over objects that exist and belong to no workload"),
    OPT_CHOICE(0, "dry-run", struct cmd_launch_args, dry_run, dry_run_choices,
               "show what would be applied", .bare = "client"),
    OPT_INCLUDE(struct cmd_launch_args, wait, wait_arg_options),
    OPT_INCLUDE(struct cmd_launch_args, output, launch_output_options),
    OPT_END,
};

/* ---- what is told ---- */

/* A line for each object, as kubectl says it. */
struct telling {
    struct console *console;
    bool silent; /* a machine format follows */
    const char *note;
};

static void print_outcome(struct telling *to, const struct ynode *object, const char *outcome)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (to->silent)
        return;
    output_add_object_name(&name, object);
    console_text(to->console, buf_view(&name));
    console_printf(to->console, " %s%s\n", outcome, to->note);
}

static void tell_object(void *context, const struct apply_object *object)
{
    struct telling *to = context;

    print_outcome(to, object->object, kube_outcome_name(object->outcome));
}

/* After a failure: what is there, what is not. */
static void tell_rest(struct console *console, const struct apply *apply)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct apply_object *object = &apply->objects[i];
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        output_add_object_name(&name, object->object);
        console_note(console, "%s %s", buf_text(&name),
                     object->state == APPLY_DONE     ? kube_outcome_name(object->outcome)
                     : object->state == APPLY_FAILED ? "failed"
                                                     : "not tried");
    }
}

/* ---- onto the cluster ---- */

static bool apply_launch(struct launch_plan *launch, const struct cmd_launch_args *args,
                         struct kube_discovery *discovery, struct telling *telling,
                         struct error *err)
{
    struct console *console = launch->link.console;
    AUTO(apply) apply = APPLY_INIT;
    AUTO(error) problem = ERROR_INIT;
    const struct apply_request request = {
        .client = launch->link.client,
        .discovery = discovery,
        .plan = &launch->plan,
        .template = &launch->list.items[0],
        .name = launch->name,
        .namespace = launch->namespace,
        .flags = kube_link_flags(&launch->link),
        .user = launch->link.access.user,
        .adopt = args->adopt,
        .dry_run = args->dry_run == DRY_RUN_SERVER ? KUBE_DRY_RUN : KUBE_WRITE,
        .told = tell_object,
        .context = telling,
    };
    bool done = apply_plan(&apply, &request, &problem);

    console_waited(console);
    for (size_t i = 0; i < apply.warnings.len; i++)
        console_warn(console, "%s", apply.warnings.items[i]);
    if (apply.resumed && done)
        console_note(console, "an unfinished launch of '%s' was completed", launch->name);
    if (done)
        return true;
    if (problem.code == ERROR_PARTIAL || problem.code == ERROR_INTERRUPTED)
        tell_rest(console, &apply);
    error_move(err, &problem);
    return error_wrap(err, "cannot launch '%s' from '%s'", launch->name,
                      launch->list.items[0].name);
}

static bool print_objects(struct console *console, const struct output *output,
                          struct telling *telling, const struct plan *plan, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *objects = ynode_new_seq(doc);

    if (!launch_args_objects(doc, objects, plan, err))
        return false;
    if (output->format != OUTPUT_TABLE)
        return output_objects(console, output, objects, err);
    for (size_t i = 0; telling && i < ynode_len(objects); i++)
        print_outcome(telling, ynode_at(objects, i), "created");
    return true;
}

static bool launch_on_cluster(struct launch_plan *launch, const struct cmd_launch_args *args,
                              const struct output *output, struct telling *telling,
                              const struct strv *operands, struct error *err)
{
    const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    struct waiting waiting = { .what = WAIT_SETTLED, .done = "is launched" };
    AUTO_FREE(kube_discovery) discovery = NULL;

    if (!kube_link_client(&launch->link, err))
        return err && err->code == ERROR_NOT_FOUND
                   ? error_hint(err, "pass --kubeconfig FILE or set KUBECONFIG; --dry-run=client "
                                     "and render need no cluster")
                   : false;
    if (!launch_args_plan(launch, &args->launch, &mode, operands, err))
        return false;
    discovery = kube_discovery_new(launch->link.client);
    if (!apply_launch(launch, args, discovery, telling, err) ||
        !print_objects(telling->console, output, NULL, &launch->plan, err))
        return false;
    waiting.name = launch->name;
    waiting.timeout_seconds = args->wait.timeout_seconds;
    waiting.machine = telling->silent;
    /* What was applied is told before it is waited for, and whatever comes of that. */
    return !args->wait.wait || (console_flush(telling->console, err) &&
                                wait_args_wait(&waiting, &launch->link, discovery, err));
}

static bool launch_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct cmd_launch_args *args = opaque;
    const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    AUTO(output) output = OUTPUT_INIT;
    struct telling telling = { .console = console, .note = "" };
    AUTO(launch_plan) launch = LAUNCH_PLAN_INIT(&args->launch, console);

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !wait_args_check(&args->wait, args->dry_run != DRY_RUN_NONE, err))
        return false;
    telling.silent = output.format != OUTPUT_TABLE;
    if (args->dry_run == DRY_RUN_CLIENT) {
        telling.note = " (dry run)";
        return launch_args_plan(&launch, &args->launch, &mode, operands, err) &&
               print_objects(console, &output, &telling, &launch.plan, err);
    }
    if (args->dry_run == DRY_RUN_SERVER)
        telling.note = " (server dry run)";
    return launch_on_cluster(&launch, args, &output, &telling, operands, err);
}

static const char *const launch_examples[] = {
    "launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast --wait",
    "launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast "
    "--dry-run=client",
    "launch site www --set-file page=index.html --preset presets/site-a --dry-run=client -o yaml",
    NULL,
};

static const char *const launch_see_also[] = { "show", "render", "ps", "inspect", "delete", NULL };

const struct command cmd_launch = {
    .name = "launch",
    .summary = "launch a workload from a catalog template",
    .synopsis = "TEMPLATE [NAME]",
    .description =
        "Answers are checked against the template's inputs, the chart is rendered by helm, presets "
        "are applied in order, and every object is labelled as part of the workload. All that is "
        "wrong is told at once, before anything is sent: answers, kinds that the cluster has not, "
        "a "
        "name that is taken, objects of others.\n\n"
        "Then the workload's record is made, the objects are applied in order, and the record is "
        "completed. A launch that was cut short goes on where it stopped when the same command is "
        "given again.\n\n"
        "Without NAME the workload is called after its template, with four random digits.",
    .examples = launch_examples,
    .see_also = launch_see_also,
    .operands = { .min = 1, .max = 2, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = launch_options,
    .args_size = sizeof(struct cmd_launch_args),
    .run = launch_run,
};
