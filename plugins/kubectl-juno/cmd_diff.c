/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno diff: what an upgrade would change */
#include "cli/command.h"
#include "commands.h"
#include "diff_print.h"
#include "launch/difference.h"
#include "relaunch.h"
#include "telling.h"

struct diff_args {
    struct relaunch_args relaunch; /* first: relaunch_complete() */
    struct output_args output;
};

static const struct option diff_options[] = {
    OPT_INCLUDE(struct diff_args, relaunch, relaunch_arg_options),
    OPT_GROUP("Output:"),
    OPT_INCLUDE(struct diff_args, output, output_format_options),
    OPT_END,
};

/* What is kept although the manifests name it no more. */
static void tell_kept(void *context, const struct object_ref *ref, const char *outcome)
{
    const struct telling *to = context;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add_name(&name, ref);
    if (view_starts(view_of(outcome), VIEW("kept")))
        console_note(to->console, "%s %s", buf_text(&name), outcome);
}

static bool compare(struct relaunch *relaunch, const struct diff_args *args,
                    const struct output *output, size_t *count, struct error *err)
{
    struct console *console = relaunch->launch.link.console;
    struct apply_request request = relaunch_request(relaunch, &args->relaunch);
    struct telling telling = { .console = console, .note = "" };
    const struct ydoc *held = relaunch->past.held.doc;
    AUTO(strv) secrets = STRV_INIT;
    AUTO(apply) apply = APPLY_INIT;
    AUTO(error) problem = ERROR_INIT;
    bool done;

    request.dry_run = KUBE_DRY_RUN;
    request.keep_answers = true;
    request.told = tell_kept;
    request.context = &telling;
    done = apply_plan(&apply, &request, &problem);
    telling_end(&telling, &apply, &problem);
    if (!done) {
        error_move(err, &problem);
        return error_wrap(err, "cannot compare '%s'", request.name);
    }
    difference_add_secrets(&secrets, request.document);
    difference_add_secrets(&secrets, held ? ydoc_root(held) : NULL);
    return diff_print(console, output, &apply, &secrets, count, err);
}

static bool diff_run(void *opaque, const struct strv *operands, struct console *console,
                     struct error *err)
{
    struct diff_args *args = opaque;
    AUTO(output) output = OUTPUT_INIT;
    AUTO(relaunch) relaunch = RELAUNCH_INIT(&args->relaunch, console);
    size_t count = 0;

    if (!output_choose(&output, &args->output, OUTPUT_MACHINE, err) ||
        !relaunch_plan(&relaunch, &args->relaunch, "compare", operands->items[0], err) ||
        !compare(&relaunch, args, &output, &count, err))
        return false;
    return count == 0 || error_set(err, ERROR_FOUND, "%s", "");
}

static const char *const diff_examples[] = {
    "diff nb-1",
    "diff nb-1 --set tag=2025-01",
    "diff nb-1 -o json",
    NULL,
};

static const char *const diff_see_also[] = { "upgrade", "history", "inspect", NULL };

const struct command cmd_diff = {
    .name = "diff",
    .flags = COMMAND_QUESTION,
    .summary = "show what an upgrade of a workload would change",
    .synopsis = "NAME",
    .description =
        "Plans an upgrade, with the template as it is now, the earlier answers and what is given "
        "here, has the server work out each object in a dry run, and shows how that differs from "
        "what is live, in the way of diff -u. Nothing is changed. Secrets are never shown.\n\n"
        "Nothing is printed, and the status is 0, when nothing would change; 1 when something "
        "would.",
    .examples = diff_examples,
    .see_also = diff_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = relaunch_complete },
    .options = diff_options,
    .args_size = sizeof(struct diff_args),
    .run = diff_run,
};
