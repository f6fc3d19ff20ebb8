/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno delete: a workload and everything of it away */
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "launch/name.h"
#include "print/output.h"
#include "workload/find.h"
#include "workload/removal.h"

#define WAIT_SECONDS 120.0
#define SHOWN_MAX    20

enum delete_dry_run { DRY_RUN_NONE, DRY_RUN_CLIENT };

/* kubectl's words; a server has no more to say of a deletion than what is there. */
static const struct option_choice dry_run_choices[] = {
    { "none", DRY_RUN_NONE, "delete" },
    { "client", DRY_RUN_CLIENT, "only say what would go" },
    { NULL, 0, NULL },
};

struct delete_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    bool yes;
    bool wait;
    enum delete_dry_run dry_run;
    double timeout_seconds; /* 0: not given */
};

static const struct delete_args delete_defaults = { .wait = true };

static const struct option delete_options[] = {
    OPT_GROUP("Delete:"),
    OPT_CHOICE(0, "dry-run", struct delete_args, dry_run, dry_run_choices, "only say what would go",
               .bare = "client"),
    OPT_DURATION(0, "timeout", struct delete_args, timeout_seconds, "TIME",
                 "wait at most so long; 2m without it"),
    OPT_FLAG(0, "wait", struct delete_args, wait,
             "wait until all of it is gone; on without it, off by --wait=false"),
    OPT_FLAG('y', "yes", struct delete_args, yes, "do not ask"),
    OPT_INCLUDE(struct delete_args, kube, kube_arg_options),
    OPT_END,
};

/* ---- what will go ---- */

static void add_name(struct buf *out, const struct removal_object *object)
{
    const struct object_ref ref = record_object_ref(&object->object);

    object_ref_add_name(out, &ref);
}

static size_t count(const struct removal *removal, bool kept)
{
    size_t n = 0;

    for (size_t i = 0; i < removal->len; i++)
        n += removal->objects[i].kept == kept && (kept || !removal->objects[i].owned);
    return n;
}

/* The objects, and what cannot be brought back. */
static void add_question(struct buf *out, const struct removal *removal, const char *name,
                         const char *namespace)
{
    size_t shown = 0, claims = 0, going = count(removal, false), kept = count(removal, true);

    buf_addf(out, "%zu object%s of workload '%s' in namespace '%s' will be deleted:\n", going,
             going == 1 ? "" : "s", name, namespace);
    for (size_t i = 0; i < removal->len; i++) {
        const struct removal_object *object = &removal->objects[i];

        if (object->owned || object->kept)
            continue;
        claims += object->claim;
        if (++shown > SHOWN_MAX)
            continue;
        buf_add(out, "  ");
        add_name(out, object);
        buf_add(out, object->claim ? "   with all its data\n" : "\n");
    }
    if (shown > SHOWN_MAX)
        buf_addf(out, "  and %zu more\n", shown - SHOWN_MAX);
    if (kept > 0)
        buf_addf(out, "%zu protected object%s kept\n", kept, kept == 1 ? " is" : "s are");
    buf_add(out, claims > 0 ? "Delete them and the data?" : "Delete them?");
}

/* ---- what is told ---- */

static void print_object(struct console *console, const struct removal_object *object,
                         const char *outcome)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_name(&name, object);
    console_text(console, buf_view(&name));
    console_printf(console, " %s\n", outcome);
}

static void tell_object(void *context, const struct removal_object *object)
{
    if (object->kept)
        print_object(context, object, "kept (delete protection)");
    else if (object->deleted)
        print_object(context, object, object->gone ? "was gone already" : "deleted");
}

static void tell_waiting(void *context, size_t left, const struct removal_object *first,
                         double seconds)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&line, "%zu object%s to go: ", left, left == 1 ? "" : "s");
    add_name(&line, first);
    console_waiting(context, buf_text(&line), seconds);
}

/* ---- doing it ---- */

static void print_plan(struct console *console, const struct removal *removal)
{
    for (size_t i = 0; i < removal->len; i++) {
        const struct removal_object *object = &removal->objects[i];

        if (object->kept)
            print_object(console, object, "kept (delete protection)");
        else if (!object->owned)
            print_object(console, object, "deleted (dry run)");
    }
}

/* After Ctrl-C: how far it came. What else failed has been told object by object. */
static bool cut_short(const struct removal *removal, const struct removal_request *request,
                      struct kube_link *link, struct error *err)
{
    size_t done = 0;

    if (!err || err->code != ERROR_INTERRUPTED)
        return false;
    for (size_t i = 0; i < removal->len; i++)
        done += removal->objects[i].deleted;
    if (!console_flush(link->console, err))
        return false;
    error_wrap(err, "%zu of %zu objects of '%s' are deleted", done, count(removal, false),
               request->name);
    return error_hint(err, "kubectl juno delete %s%s goes on", request->name,
                      kube_link_flags(link));
}

static bool run_removal(struct removal *removal, const struct removal_request *request,
                        const struct delete_args *args, struct kube_link *link, struct error *err)
{
    AUTO(buf) question = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct console *console = link->console;
    bool done;

    if (!removal_plan(removal, request, err))
        return error_wrap(err, "cannot delete '%s'", request->name);
    console_waited(console);
    if (removal->len == 0)
        return find_failed(request->client, request->namespace, request->name,
                           kube_link_flags(link), err);
    if (args->dry_run == DRY_RUN_CLIENT) {
        print_plan(console, removal);
        return true;
    }
    add_question(&question, removal, request->name, request->namespace);
    if (!args->yes && !console_confirm(console, buf_text(&question), "--yes", err))
        return false;
    if (!removal_run(removal, request, err))
        return cut_short(removal, request, link, err);
    done = console_flush(console, err) &&
           (!args->wait ||
            removal_wait(removal, request,
                         args->timeout_seconds > 0 ? args->timeout_seconds : WAIT_SECONDS, err));
    if (!done && err && err->code == ERROR_INTERRUPTED)
        error_wrap(err, "'%s' is being deleted; waiting until all of it is gone ended",
                   request->name);
    console_waited(console);
    return done;
}

static bool delete_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct delete_args *args = opaque;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO_FREE(kube_discovery) discovery = NULL;
    AUTO(removal) removal = REMOVAL_INIT;
    struct removal_request request = {
        .name = operand_name(operands->items[0], WORKLOAD_PREFIX),
        .told = tell_object,
        .waiting = tell_waiting,
        .context = console,
    };
    bool done;

    if (!name_check_workload(request.name, err) || !kube_link_client(&link, err))
        return false;
    discovery = kube_discovery_new(link.client);
    request.client = link.client;
    request.discovery = discovery;
    request.namespace = kube_link_namespace(&link);
    done = run_removal(&removal, &request, args, &link, err);
    for (size_t i = 0; i < removal.notes.len; i++)
        console_warn(console, "%s", removal.notes.items[i]);
    return done;
}

static const char *const delete_examples[] = {
    "delete nb-1",
    "delete nb-1 --yes --wait=false",
    "delete nb-1 --dry-run",
    NULL,
};

static const char *const delete_see_also[] = { "ps", "inspect", "launch", NULL };

const struct command cmd_delete = {
    .name = "delete",
    .summary = "delete a workload and everything of it",
    .synopsis = "NAME",
    .description =
        "Deletes what carries the workload's label and what its record names, the record last. "
        "What will go is told first, and has to be confirmed; volumes go with their data. Objects "
        "with delete protection stay and lose the label.",
    .examples = delete_examples,
    .see_also = delete_see_also,
    .operands = { .min = 1, .max = 1, .name = "NAME", .complete = kube_args_complete_workload },
    .options = delete_options,
    .args_size = sizeof(struct delete_args),
    .defaults = &delete_defaults,
    .run = delete_run,
};
