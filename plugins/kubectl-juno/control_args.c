/* SPDX-License-Identifier: Apache-2.0 */
#include "control_args.h"

#include "base/clock.h"
#include "control_choice.h"
#include "workload_link.h"

static const struct option_choice dry_run_choices[] = {
    { "none", CONTROL_WRITE, "change it" },
    { "client", CONTROL_DRY_CLIENT, "only say what would change" },
    { "server", CONTROL_DRY_SERVER, "have the server check it, and keep nothing" },
    { NULL, 0, NULL },
};

static const struct option control_output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT", "json, yaml or name",
               .complete = output_complete_named),
    OPT_END,
};

const struct option control_arg_options[] = {
    OPT_CHOICE(0, "dry-run", struct control_args, dry_run, dry_run_choices,
               "change nothing: say what would be, or have the server check it", .bare = "client"),
    OPT_FLAG(0, "force", struct control_args, force,
             "even if the template's list of actions lacks it"),
    OPT_INCLUDE(struct control_args, wait, wait_arg_options),
    OPT_INCLUDE(struct control_args, kube, kube_arg_options),
    OPT_INCLUDE(struct control_args, output, control_output_options),
    OPT_END,
};

/* ---- doing it */

struct doing {
    const struct control_args *args;
    const struct control_task *task;
    const struct control *control;
    struct console *console;
    struct ydoc *doc;
    struct ynode *results; /* the objects as they are then */
    struct strv failures;
    bool talk; /* no -o */
};

static const char *mark(enum control_dry_run dry_run)
{
    return dry_run == CONTROL_DRY_CLIENT   ? " (dry run)"
           : dry_run == CONTROL_DRY_SERVER ? " (server dry run)"
                                           : "";
}

static void tell(const struct doing *doing, const struct ynode *object, bool changed)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!doing->talk)
        return;
    output_add_object_name(&name, object);
    console_text(doing->console, buf_view(&name));
    console_printf(doing->console, " %s%s\n",
                   changed ? control_act_past(doing->task->act) : "unchanged",
                   mark(doing->args->dry_run));
}

static bool do_one(struct doing *doing, const struct ynode *object, struct error *err)
{
    AUTO_FREE(ydoc) after = NULL;
    AUTO(error) problem = ERROR_INIT;
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *result;

    if (control_object(doing->control, object, &after, &problem)) {
        result = ynode_copy(doing->doc, after ? ydoc_root(after) : object);
        /* Nobody reads who set which field; kubectl leaves it out too. */
        ynode_remove(ynode_get(result, "metadata"), VIEW("managedFields"));
        ynode_add(doing->doc, doing->results, result);
        tell(doing, object, after != NULL);
        return true;
    }
    output_add_object_name(&name, object);
    error_wrap(&problem, "%s", buf_text(&name));
    if (problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    strv_add(&doing->failures, error_message(&problem));
    if (doing->failures.len == 1)
        error_move(err, &problem);
    return true;
}

static bool do_all(struct doing *doing, const struct gather *gather, struct error *err)
{
    AUTO(error) first = ERROR_INIT;
    const char *act = control_act_name(doing->task->act);

    for (size_t i = 0; i < gather->len; i++) {
        const struct ynode *object = control_choice_live(gather, i);

        if (control_choice_has(object, doing->task) && !do_one(doing, object, &first)) {
            error_move(err, &first);
            return error_wrap(err, "cannot %s all of '%s'", act, doing->control->name);
        }
    }
    if (doing->failures.len == 0)
        return true;
    if (ynode_len(doing->results) == 0) {
        error_move(err, &first);
        return error_wrap(err, "cannot %s '%s'", act, doing->control->name);
    }
    for (size_t i = 0; i < doing->failures.len; i++)
        console_warn(doing->console, "%s", doing->failures.items[i]);
    return error_set(err, ERROR_PARTIAL, "%zu of %zu objects of '%s' could not be %s",
                     doing->failures.len, doing->failures.len + ynode_len(doing->results),
                     doing->control->name, control_act_past(doing->task->act));
}

/* What has no replicas keeps running, and it is better said. */
static void tell_rest(struct console *console, const struct gather *gather)
{
    for (size_t i = 0; i < gather->len; i++) {
        const struct ynode *object = control_choice_live(gather, i);
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!object || control_can(object, CONTROL_STOP) || !control_can(object, CONTROL_RESTART))
            continue;
        output_add_object_name(&name, object);
        console_warn(console, "%s cannot be stopped and runs on", buf_text(&name));
    }
}

static bool wait_for(struct workload_link *link, const struct control_args *args,
                     const struct control_task *task, bool machine, struct error *err)
{
    AUTO(buf) done = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct waiting waiting = {
        .name = link->name,
        .what = task->what,
        .timeout_seconds = args->wait.timeout_seconds,
        .machine = machine,
    };

    buf_addf(&done, "is %s", control_act_past(task->act));
    waiting.done = buf_text(&done);
    return console_flush(link->kube.console, err) &&
           wait_args_wait(&waiting, &link->kube, link->discovery, err);
}

static bool run(struct workload_link *link, const struct control_args *args,
                const struct control_task *task, const struct output *output, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct console *console = link->kube.console;
    const struct control control = {
        .client = link->kube.client,
        .discovery = link->discovery,
        .namespace = kube_link_namespace(&link->kube),
        .name = link->name,
        .act = task->act,
        .replicas = task->replicas,
        .now = clock_now(),
        .send = args->dry_run != CONTROL_DRY_CLIENT,
        .dry_run = args->dry_run == CONTROL_DRY_SERVER ? KUBE_DRY_RUN : KUBE_WRITE,
    };
    struct doing doing = { .args = args,
                           .task = task,
                           .control = &control,
                           .console = console,
                           .doc = doc,
                           .results = ynode_new_seq(doc),
                           .talk = output->format == OUTPUT_TABLE };
    bool done = do_all(&doing, &link->gather, err);

    strv_release(&doing.failures);
    console_waited(console);
    if (!doing.talk && ynode_len(doing.results) > 0 &&
        !output_objects(console, output, doing.results, done ? err : NULL))
        return false;
    if (task->act == CONTROL_STOP)
        tell_rest(console, &link->gather);
    return done && (!args->wait.wait || wait_for(link, args, task, !doing.talk, err));
}

bool control_args_run(const struct control_args *args, const struct control_task *task,
                      const char *operand, struct console *console, struct error *err)
{
    AUTO(output) output = OUTPUT_INIT;
    AUTO(workload_link) link = WORKLOAD_LINK_INIT(&args->kube, console);

    if (!wait_args_check(&args->wait, args->dry_run != CONTROL_WRITE, err) ||
        !output_choose(&output, &args->output, OUTPUT_NAMED, err) ||
        !workload_link_read(&link, operand, err))
        return false;
    if ((!args->force && !control_choice_allowed(&link, task, err)) ||
        !control_choice_check(&link, task, err))
        return false;
    return run(&link, args, task, &output, err);
}
