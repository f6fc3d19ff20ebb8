/* SPDX-License-Identifier: Apache-2.0 */
/* kubectl-juno delete: a workload and everything of it away */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/map.h"
#include "cli/command.h"
#include "commands.h"
#include "kube_args.h"
#include "launch/name.h"
#include "print/output.h"
#include "workload/find.h"
#include "workload/removal.h"

#define WAIT_SECONDS 120.0
#define LOOK_SECONDS 0.001
#define SHOWN_MAX    20

#define QUESTION_BYTES_MAX ((size_t)1 << 20)

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

/* The workloads named on the command line. */
struct deletion {
    struct removal_request request;
    struct removal removal;
};

struct deletions {
    struct deletion *items;
    size_t len;
};

static void deletions_release(struct deletions *list)
{
    for (size_t i = 0; i < list->len; i++)
        removal_release(&list->items[i].removal);
    free(list->items);
}

/* The objects, and what cannot be brought back. How many claims. */
static size_t add_objects(struct buf *out, const struct deletion *deletion)
{
    const struct removal *removal = &deletion->removal;
    size_t shown = 0, claims = 0, going = count(removal, false), kept = count(removal, true);

    buf_addf(out, "%zu object%s of workload '%s' in namespace '%s' will be deleted:\n", going,
             going == 1 ? "" : "s", deletion->request.name, deletion->request.namespace);
    for (size_t i = 0; i < removal->len; i++) {
        const struct removal_object *object = &removal->objects[i];

        if (object->owned || object->kept)
            continue;
        claims += object->claim;
        if (++shown > SHOWN_MAX)
            continue;
        buf_add(out, "  ");
        add_name(out, object);
        buf_add(out, object->claim ? "   with all its data" : "");
        buf_add(out, object->adopted ? "   adopted\n" : "\n");
    }
    if (shown > SHOWN_MAX)
        buf_addf(out, "  and %zu more\n", shown - SHOWN_MAX);
    if (kept > 0)
        buf_addf(out, "%zu protected object%s kept\n", kept, kept == 1 ? " is" : "s are");
    return claims;
}

static void add_question(struct buf *out, const struct deletions *list)
{
    size_t claims = 0;

    for (size_t i = 0; i < list->len; i++)
        claims += add_objects(out, &list->items[i]);
    if (claims > 0)
        buf_addf(out, "The data of %zu volume claim%s cannot be brought back.\n", claims,
                 claims == 1 ? "" : "s");
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

/* Nothing is deleted before all that was named is known to be there. */
static bool plan_all(struct deletions *list, struct kube_link *link, struct error *err)
{
    for (size_t i = 0; i < list->len; i++) {
        struct deletion *deletion = &list->items[i];
        const struct removal_request *request = &deletion->request;

        if (!removal_plan(&deletion->removal, request, err))
            return error_wrap(err, "cannot delete '%s'", request->name);
        console_waited(link->console);
        if (deletion->removal.len == 0)
            return find_failed(request->client, request->namespace, request->name,
                               kube_link_flags(link), err);
    }
    return true;
}

static bool delete_one(struct deletion *deletion, struct kube_link *link, struct error *err)
{
    if (removal_run(&deletion->removal, &deletion->request, err))
        return true;
    return cut_short(&deletion->removal, &deletion->request, link, err);
}

/* One that cannot be deleted whole keeps none of the others. */
static bool delete_all(struct deletions *list, struct kube_link *link, struct error *err)
{
    size_t failed = 0;

    for (size_t i = 0; i < list->len; i++) {
        AUTO(error) problem = ERROR_INIT;

        if (delete_one(&list->items[i], link, &problem))
            continue;
        if (problem.code == ERROR_INTERRUPTED || list->len == 1)
            return error_move(err, &problem);
        console_warn(link->console, "%s", error_message(&problem));
        failed++;
    }
    if (failed == 0)
        return true;
    error_set(err, ERROR_PARTIAL, "%zu of %zu workloads could not be deleted", failed, list->len);
    return error_hint(err, "their records are kept; once that is mended the same command again "
                           "goes on");
}

static bool wait_for_all(struct deletions *list, const struct delete_args *args, struct error *err)
{
    double limit = args->timeout_seconds > 0 ? args->timeout_seconds : WAIT_SECONDS;
    double started = clock_monotonic();

    for (size_t i = 0; args->wait && i < list->len; i++) {
        const struct removal_request *request = &list->items[i].request;
        double left = limit - (clock_monotonic() - started);

        /* No time left is one look; 0 would be no limit. */
        if (removal_wait(&list->items[i].removal, request, left > 0 ? left : LOOK_SECONDS, err))
            continue;
        if (err && err->code == ERROR_INTERRUPTED)
            error_wrap(err, "'%s' is being deleted; waiting until all of it is gone ended",
                       request->name);
        return false;
    }
    return true;
}

static bool run_deletions(struct deletions *list, const struct delete_args *args,
                          struct kube_link *link, struct error *err)
{
    AUTO(buf) question = BUF_INIT(QUESTION_BYTES_MAX);
    struct console *console = link->console;
    bool done;

    if (!plan_all(list, link, err))
        return false;
    for (size_t i = 0; args->dry_run == DRY_RUN_CLIENT && i < list->len; i++)
        print_plan(console, &list->items[i].removal);
    if (args->dry_run == DRY_RUN_CLIENT)
        return true;
    add_question(&question, list);
    if (!args->yes && !console_confirm(console, buf_text(&question), "--yes", err))
        return false;
    done =
        delete_all(list, link, err) && console_flush(console, err) && wait_for_all(list, args, err);
    console_waited(console);
    return done;
}

/* Each name once, as `workload/NAME` too. */
static bool read_names(struct deletions *list, const struct strv *operands, struct error *err)
{
    AUTO(map) names = MAP_INIT;

    list->items = mem_alloc_zero(operands->len + 1, sizeof(*list->items));
    for (size_t i = 0; i < operands->len; i++) {
        const char *name = operand_name(operands->items[i], WORKLOAD_PREFIX);

        if (!name_check_workload(name, err))
            return false;
        if (map_has(&names, view_of(name)))
            continue;
        map_set(&names, view_of(name), list);
        list->items[list->len++] =
            (struct deletion){ .request = { .name = name }, .removal = REMOVAL_INIT };
    }
    return true;
}

static bool delete_run(void *opaque, const struct strv *operands, struct console *console,
                       struct error *err)
{
    const struct delete_args *args = opaque;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, console);
    AUTO_FREE(kube_discovery) discovery = NULL;
    AUTO(deletions) list = { .items = NULL };
    bool done;

    if (!read_names(&list, operands, err) || !kube_link_client(&link, err))
        return false;
    discovery = kube_discovery_new(link.client);
    for (size_t i = 0; i < list.len; i++)
        list.items[i].request = (struct removal_request){
            .client = link.client,
            .discovery = discovery,
            .namespace = kube_link_namespace(&link),
            .name = list.items[i].request.name,
            .told = tell_object,
            .waiting = tell_waiting,
            .context = console,
        };
    done = run_deletions(&list, args, &link, err);
    for (size_t i = 0; i < list.len; i++)
        for (size_t k = 0; k < list.items[i].removal.notes.len; k++)
            console_warn(console, "%s", list.items[i].removal.notes.items[k]);
    return done;
}

static const char *const delete_examples[] = {
    "delete nb-1",
    "delete nb-1 rd-7 --yes",
    "delete nb-1 --yes --wait=false",
    "delete nb-1 --dry-run",
    NULL,
};

static const char *const delete_see_also[] = { "ps", "inspect", "launch", NULL };

const struct command cmd_delete = {
    .name = "delete",
    .summary = "delete workloads and everything of them",
    .synopsis = "NAME...",
    .description =
        "Deletes what carries the workload's label and what its record names, the record last. "
        "What will go is told first, and has to be confirmed; volumes go with their data. Objects "
        "with delete protection stay and lose the label. Of several workloads none is touched "
        "before all are known to be there.",
    .examples = delete_examples,
    .see_also = delete_see_also,
    .operands = { .min = 1,
                  .max = OPERANDS_ANY,
                  .name = "NAME",
                  .complete = kube_args_complete_workloads },
    .options = delete_options,
    .args_size = sizeof(struct delete_args),
    .defaults = &delete_defaults,
    .run = delete_run,
};
