/* SPDX-License-Identifier: Apache-2.0 */
#include "atomic.h"

#include "base/alloc.h"
#include "rollback.h"
#include "workload/removal.h"

bool atomic_check(bool atomic, const struct wait_args *wait, enum launch_dry_run dry_run,
                  struct error *err)
{
    struct wait_args waits = *wait;

    if (atomic && dry_run != LAUNCH_DRY_RUN_NONE)
        return error_set(err, ERROR_USAGE, "--atomic has nothing to undo in a dry run");
    waits.wait |= atomic;
    return wait_args_check(&waits, dry_run != LAUNCH_DRY_RUN_NONE, err);
}

/* Nothing is half done any more, unless UNDO, why the undoing failed, says so. */
static bool tell(const struct atomic *atomic, struct error *err, const struct error *undo,
                 const char *done, const char *verb)
{
    /* What was done and undone is told, although it failed. */
    if (!console_flush(atomic->link->console, err))
        return false;
    if (undo->code == ERROR_NONE) {
        if (err->code == ERROR_PARTIAL)
            err->code = ERROR_INVALID;
        return error_hint(err, "%s", done);
    }
    if (undo->code == ERROR_INTERRUPTED)
        err->code = ERROR_INTERRUPTED;
    return error_hint(err, "that could not be undone: %s\n  kubectl juno %s %s%s tries again",
                      error_message(undo), verb, atomic->name, kube_link_flags(atomic->link));
}

static void tell_removed(void *context, const struct removal_object *object)
{
    const struct object_ref ref = record_object_ref(&object->object);

    if (object->kept)
        telling_object(context, &ref, "kept (delete protection)");
    else if (object->deleted && !object->gone)
        telling_object(context, &ref, kube_outcome_name(KUBE_DELETED));
}

bool atomic_remove(const struct atomic *atomic, struct error *err)
{
    AUTO(removal) removal = REMOVAL_INIT;
    AUTO(error) problem = ERROR_INIT;
    const struct removal_request request = {
        .client = atomic->link->client,
        .discovery = atomic->discovery,
        .namespace = kube_link_namespace(atomic->link),
        .name = atomic->name,
        .told = tell_removed,
        .context = atomic->telling,
    };

    if (err->code == ERROR_INTERRUPTED)
        return false;
    console_note(atomic->link->console, "removing '%s' again: %s", atomic->name,
                 error_message(err));
    if (removal_plan(&removal, &request, &problem) && !removal_run(&removal, &request, &problem))
        error_wrap(&problem, "not all of it");
    for (size_t i = 0; i < removal.notes.len; i++)
        console_warn(atomic->link->console, "%s", removal.notes.items[i]);
    return tell(atomic, err, &problem, "all of it was removed again", "delete");
}

bool atomic_go_back(const struct atomic *atomic, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    AUTO(buf) done = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct rollback rollback = {
        .link = atomic->link,
        .discovery = atomic->discovery,
        .name = atomic->name,
        .telling = atomic->telling,
    };

    if (err->code == ERROR_INTERRUPTED)
        return false;
    console_note(atomic->link->console, "rolling '%s' back: %s", atomic->name, error_message(err));
    if (rollback_run(&rollback, &problem))
        buf_addf(&done, "it was rolled back to version %u", rollback.version);
    return tell(atomic, err, &problem, buf_text(&done), "rollback");
}
