/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno launch: a workload from a template of the catalog */
#include "atomic.h"
#include "cli/command.h"
#include "commands.h"
#include "diff_print.h"
#include "launch/difference.h"
#include "launch/document.h"
#include "launch_args.h"
#include "launch_flags.h"
#include "launch_form.h"
#include "launch_output.h"
#include "wait_args.h"

struct cmd_launch_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    enum launch_dry_run dry_run;
    bool adopt;
    bool atomic;
    bool diff;
    bool interactive;
    struct wait_args wait;
    struct output_args output;
};

static const struct option launch_options[] = {
    OPT_INCLUDE(struct cmd_launch_args, launch, launch_arg_options),
    OPT_GROUP("Launch:"),
    OPT_FLAG(0, "adopt", struct cmd_launch_args, adopt,
             "take over objects that exist and belong to no workload"),
    OPT_FLAG(0, "atomic", struct cmd_launch_args, atomic,
             "wait, and remove all of it again when it fails"),
    OPT_FLAG(0, "diff", struct cmd_launch_args, diff,
             "show what would differ from what is there, as diff does, and launch nothing"),
    OPT_CHOICE(0, "dry-run", struct cmd_launch_args, dry_run, launch_dry_run_choices,
               "show what would be applied", .bare = "client"),
    OPT_FLAG('i', "interactive", struct cmd_launch_args, interactive,
             "ask for the inputs in a form on the terminal"),
    OPT_INCLUDE(struct cmd_launch_args, wait, wait_arg_options),
    OPT_INCLUDE(struct cmd_launch_args, output, launch_output_options),
    OPT_END,
};

/* ---- onto the cluster ---- */

static bool make_document(struct ydoc *doc, const struct launch_plan *launch,
                          const struct launch_args *args, struct error *err)
{
    AUTO(strv) presets = STRV_INIT;

    launch_flags_presets(&presets, args);
    ydoc_set_root(doc, document_make(doc, &launch->list.items[0], &launch->plan,
                                     launch_flags_write(doc, args), &presets, err));
    return ydoc_root(doc) != NULL;
}

static struct apply_request request_of(struct launch_plan *launch,
                                       const struct cmd_launch_args *args,
                                       struct kube_discovery *discovery, struct telling *telling)
{
    bool dry_run = args->diff || args->dry_run == LAUNCH_DRY_RUN_SERVER;

    return (struct apply_request){
        .client = launch->link.client,
        .discovery = discovery,
        .act = APPLY_LAUNCH,
        .plan = &launch->plan,
        .name = launch->name,
        .namespace = launch->namespace,
        .flags = kube_link_flags(&launch->link),
        .user = launch->link.access.user,
        .adopt = args->adopt,
        .keep_answers = args->diff,
        .dry_run = dry_run ? KUBE_DRY_RUN : KUBE_WRITE,
        .timeout_seconds = args->wait.timeout_seconds,
        .told = args->diff ? NULL : telling_object,
        .waiting = telling_waiting,
        .context = telling,
    };
}

static bool print_diff(const struct apply *apply, const struct apply_request *request,
                       const struct output *output, struct console *console, struct error *err)
{
    AUTO(strv) secrets = STRV_INIT;
    size_t count;

    difference_add_secrets(&secrets, request->document);
    return diff_print(console, output, apply, &secrets, &count, err);
}

/* *BEGUN: something was written. */
static bool apply_launch(struct launch_plan *launch, const struct cmd_launch_args *args,
                         const struct output *output, struct kube_discovery *discovery,
                         struct telling *telling, bool *begun, struct error *err)
{
    AUTO_FREE(ydoc) document = ydoc_new();
    struct apply_request request = request_of(launch, args, discovery, telling);
    AUTO(apply) apply = APPLY_INIT;
    AUTO(error) problem = ERROR_INIT;
    bool done;

    if (!make_document(document, launch, &args->launch, err))
        return false;
    request.document = ydoc_root(document);
    done = apply_plan(&apply, &request, &problem);
    telling_end(telling, &apply, &problem);
    *begun = apply.record_uid != NULL;
    if (apply.resumed && done)
        console_note(telling->console, "an unfinished launch of '%s' was completed", launch->name);
    if (done)
        return args->diff ? print_diff(&apply, &request, output, telling->console, err)
                          : launch_output_print(telling->console, output, NULL, &launch->plan, err);
    error_move(err, &problem);
    return error_wrap(err, "cannot launch '%s' from '%s'", launch->name,
                      launch->list.items[0].name);
}

static bool apply_and_wait(struct launch_plan *launch, const struct cmd_launch_args *args,
                           const struct output *output, struct kube_discovery *discovery,
                           struct telling *telling, struct error *err)
{
    const struct waiting waiting = {
        .name = launch->name,
        .what = WAIT_SETTLED,
        .done = "is launched",
        .timeout_seconds = args->wait.timeout_seconds,
        .machine = telling->silent,
    };
    const struct atomic undo = { &launch->link, discovery, launch->name, telling };
    bool begun = false;

    /* What was applied is told before it is waited for, and whatever comes of that. */
    if (apply_launch(launch, args, output, discovery, telling, &begun, err) &&
        (!(args->wait.wait || args->atomic) ||
         (console_flush(telling->console, err) &&
          wait_args_wait(&waiting, &launch->link, discovery, err))))
        return true;
    return args->atomic && begun && atomic_remove(&undo, err);
}

static bool connect(struct launch_plan *launch, struct error *err)
{
    return kube_link_client(&launch->link, err) ||
           (err && err->code == ERROR_NOT_FOUND
                ? error_hint(err, "pass --kubeconfig FILE or set KUBECONFIG; --dry-run=client "
                                  "and render need no cluster")
                : false);
}

static bool launch_on_cluster(struct launch_plan *launch, const struct cmd_launch_args *args,
                              const struct output *output, struct telling *telling,
                              const struct strv *operands, struct error *err)
{
    const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    AUTO_FREE(kube_discovery) discovery = NULL;

    if (!connect(launch, err) || !launch_args_plan(launch, &args->launch, &mode, operands, err))
        return false;
    discovery = kube_discovery_new(launch->link.client);
    return apply_and_wait(launch, args, output, discovery, telling, err);
}

static bool launch_answered(struct launch_plan *launch, const struct cmd_launch_args *args,
                            const struct output *output, const struct strv *operands,
                            struct error *err)
{
    const struct launch_mode mode = { .verb = "launch", .to_be_applied = true };
    struct telling telling = { .console = launch->link.console,
                               .silent = output->format != OUTPUT_TABLE,
                               .note = launch_dry_run_note(args->dry_run) };

    if (args->dry_run == LAUNCH_DRY_RUN_CLIENT)
        return launch_args_plan(launch, &args->launch, &mode, operands, err) &&
               launch_output_print(telling.console, output, &telling, &launch->plan, err);
    return launch_on_cluster(launch, args, output, &telling, operands, err);
}

/* The same with the answers of a form. */
static bool launch_asked(struct launch_plan *launch, const struct cmd_launch_args *args,
                         const struct output *output, const struct strv *operands,
                         struct error *err)
{
    AUTO(launch_form) form = LAUNCH_FORM_INIT;
    struct cmd_launch_args filled = *args;

    if (!launch_form_check(launch->link.console, &args->launch, err) ||
        (args->dry_run != LAUNCH_DRY_RUN_CLIENT && !connect(launch, err)) ||
        !launch_form_fill(&form, launch, &cmd_launch, args, operands, err))
        return false;
    filled.launch = form.args;
    return launch_answered(launch, &filled, output, &form.operands, err);
}

static bool launch_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct cmd_launch_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(launch_plan) launch = LAUNCH_PLAN_INIT(&args->launch, console);

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !atomic_check(args->atomic, &args->wait, args->diff ? LAUNCH_DRY_RUN_SERVER : args->dry_run,
                      err))
        return false;
    if (args->diff && args->dry_run == LAUNCH_DRY_RUN_CLIENT)
        return error_set(err, ERROR_USAGE, "--diff asks the server, --dry-run=client does not");
    return args->interactive ? launch_asked(&launch, args, &output, operands, err)
                             : launch_answered(&launch, args, &output, operands, err);
}

static const char *const launch_examples[] = {
    "launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast --wait",
    "launch notebook nb-1 --set repo=jupyter/base-notebook --set storage_class=fast "
    "--dry-run=client",
    "launch notebook -i",
    "launch site www --set-file page=index.html --preset presets/site-a --dry-run=client -o yaml",
    NULL,
};

static const char *const launch_see_also[] = { "show",    "render", "ps", "inspect",
                                               "upgrade", "delete", NULL };

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
        "Without NAME the workload is called after its template, with four random digits.\n\n"
        "With -i the inputs are asked for at the terminal, in a form that says what is wrong while "
        "one types; the command line that does the same is shown in the end.",
    .examples = launch_examples,
    .see_also = launch_see_also,
    .operands = { .min = 1, .max = 2, .name = "TEMPLATE", .complete = catalog_args_complete },
    .options = launch_options,
    .args_size = sizeof(struct cmd_launch_args),
    .run = launch_run,
};
