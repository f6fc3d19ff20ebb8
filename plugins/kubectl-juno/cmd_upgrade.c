/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno upgrade: a workload from its template as it is now, with other answers if need be */
#include "atomic.h"
#include "cli/command.h"
#include "commands.h"
#include "launch_output.h"
#include "relaunch.h"
#include "telling.h"
#include "wait_args.h"

struct upgrade_args {
    struct relaunch_args relaunch; /* first: relaunch_complete() */
    enum launch_dry_run dry_run;
    bool atomic;
    struct wait_args wait;
    struct output_args output;
};

static const struct option upgrade_options[] = {
    OPT_INCLUDE(struct upgrade_args, relaunch, relaunch_arg_options),
    OPT_GROUP("Upgrade:"),
    OPT_FLAG(0, "atomic", struct upgrade_args, atomic,
             "wait, and go back to what there was when it fails"),
    OPT_CHOICE(0, "dry-run", struct upgrade_args, dry_run, launch_dry_run_choices,
               "show what would be applied", .bare = "client"),
    OPT_INCLUDE(struct upgrade_args, wait, wait_arg_options),
    OPT_INCLUDE(struct upgrade_args, output, launch_output_options),
    OPT_END,
};

static void tell_done(const struct telling *telling, const struct apply_request *request,
                      unsigned version)
{
    if (telling->silent)
        return;
    console_printf(telling->console, "workload/%s upgraded%s", request->name, telling->note);
    if (version > 0)
        console_printf(telling->console, " to version %u", version);
    console_printf(telling->console, "\n");
}

/* *BEGUN: something was written. */
static bool apply_upgrade(struct relaunch *relaunch, const struct upgrade_args *args,
                          struct telling *telling, bool *begun, struct error *err)
{
    struct apply_request request = relaunch_request(relaunch, &args->relaunch);
    AUTO(apply) apply = APPLY_INIT;
    AUTO(error) problem = ERROR_INIT;
    bool done;

    request.dry_run = args->dry_run == LAUNCH_DRY_RUN_SERVER ? KUBE_DRY_RUN : KUBE_WRITE;
    request.timeout_seconds = args->wait.timeout_seconds;
    request.told = telling_object;
    request.waiting = telling_waiting;
    request.context = telling;
    done = apply_plan(&apply, &request, &problem);
    telling_end(telling, &apply, &problem);
    *begun = apply.record_uid != NULL;
    if (done) {
        tell_done(telling, &request, apply.history);
        return true;
    }
    error_move(err, &problem);
    return error_wrap(err, "cannot upgrade '%s'", request.name);
}

static bool do_upgrade(struct relaunch *relaunch, const struct upgrade_args *args,
                       const struct output *output, struct telling *telling, bool *begun,
                       struct error *err)
{
    const struct waiting waiting = {
        .name = relaunch->launch.name,
        .what = WAIT_SETTLED,
        .done = "is upgraded",
        .timeout_seconds = args->wait.timeout_seconds,
        .machine = telling->silent,
    };

    if (!apply_upgrade(relaunch, args, telling, begun, err) ||
        !launch_output_print(telling->console, output, NULL, &relaunch->launch.plan, err))
        return false;
    return !(args->wait.wait || args->atomic) ||
           (console_flush(telling->console, err) &&
            wait_args_wait(&waiting, &relaunch->launch.link, relaunch->discovery, err));
}

static bool upgrade_run(void *opaque, const struct strv *operands, struct console *console,
                        struct error *err)
{
    struct upgrade_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    struct telling telling = { .console = console, .note = "" };
    AUTO(relaunch) relaunch = RELAUNCH_INIT(&args->relaunch, console);
    struct atomic undo;
    bool begun = false;

    if (!output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !atomic_check(args->atomic, &args->wait, args->dry_run, err) ||
        !relaunch_plan(&relaunch, &args->relaunch, "upgrade", operands->items[0], err))
        return false;
    telling.silent = output.format != OUTPUT_TABLE;
    telling.note = launch_dry_run_note(args->dry_run);
    if (args->dry_run == LAUNCH_DRY_RUN_CLIENT)
        return launch_output_print(console, &output, &telling, &relaunch.launch.plan, err);
    if (do_upgrade(&relaunch, args, &output, &telling, &begun, err))
        return true;
    undo = (struct atomic){ &relaunch.launch.link, relaunch.discovery, relaunch.launch.name,
                            &telling };
    return args->atomic && begun && atomic_go_back(&undo, err);
}

static const char *const upgrade_examples[] = {
    "upgrade nb-1",
    "upgrade nb-1 --set tag=2025-01 --memory 8Gi --wait",
    "upgrade nb-1 --atomic --timeout 5m",
    "upgrade nb-1 --dry-run=server",
    NULL,
};

static const char *const upgrade_see_also[] = { "diff", "history", "rollback", "launch", NULL };

const struct command cmd_upgrade = {
    .name = "upgrade",
    .summary = "bring a workload to its present template, or to other answers",
    .synopsis = "NAME",
    .description =
        "Answers, flags and presets that are not given again are those of before; what the "
        "template asks now and did not ask then is named. Then the chart is rendered again, the "
        "server checks every change, and all of them are applied; what the chart makes no more is "
        "removed, but for volume claims and what is protected.\n\n"
        "Fields that others have set since are not taken from them, unless --force-conflicts says "
        "so; a workload that was scaled or stopped stays as it is until another number is asked "
        "for.\n\n"
        "An upgrade that was cut short goes on when the same command is given again; rollback "
        "goes back.",
    .examples = upgrade_examples,
    .see_also = upgrade_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = relaunch_complete },
    .options = upgrade_options,
    .args_size = sizeof(struct upgrade_args),
    .run = upgrade_run,
};
