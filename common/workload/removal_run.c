/* SPDX-License-Identifier: Apache-2.0 */
/* workload/removal_run.c - what was planned is deleted, and waited for until it is gone */
#include "base/clock.h"
#include "base/process.h"
#include "kube/object.h"
#include "workload/ownership.h"
#include "workload/removal.h"

#define PAUSE_SECONDS     0.1
#define PAUSE_SECONDS_MAX 1.0

static const char take_label_away[] = "{\"metadata\":{\"labels\":{\"" OWNERSHIP_LABEL "\":null}}}";

/* ---- doing it ---- */

static bool remove_one(struct removal_object *object, const struct removal_request *request,
                       struct error *err)
{
    const struct object_ref ref = record_object_ref(&object->object);
    AUTO_FREE(ydoc) doc = NULL;

    if (object->kept)
        return kube_object_merge_patch(request->client, object->resource, ref.namespace, ref.name,
                                       VIEW(take_label_away), KUBE_WRITE, &doc, err);
    if (!kube_object_delete(request->client, object->resource, ref.namespace, ref.name,
                            view_of(object->object.uid), &object->gone, err))
        return false;
    object->deleted = true;
    return true;
}

static void note_failure(struct removal *removal, const struct removal_object *object,
                         const struct error *problem)
{
    strv_addf(&removal->notes, "%s/%s: %s", object->object.kind, object->object.name,
              error_message(problem));
}

bool removal_run(struct removal *removal, const struct removal_request *request, struct error *err)
{
    size_t failed = removal->unread;

    for (size_t i = 0; i < removal->len; i++) {
        struct removal_object *object = &removal->objects[i];
        AUTO(error) problem = ERROR_INIT;

        if (!process_check_interrupt(err))
            return false;
        if ((object->owned && !object->kept) || (failed > 0 && object->record))
            continue;
        if (!remove_one(object, request, &problem)) {
            if (problem.code == ERROR_INTERRUPTED)
                return error_move(err, &problem);
            note_failure(removal, object, &problem);
            failed++;
        }
        if (request->told)
            request->told(request->context, object);
    }
    if (failed == 0)
        return true;
    error_set(err, ERROR_PARTIAL, "%zu of %zu objects of '%s' could not be deleted", failed,
              removal->len + removal->unread, request->name);
    return error_hint(err,
                      "the record is kept; once that is mended the same command again goes on");
}

/* ---- until it is gone ---- */

/* Of a kind whose definition went as well there is no NotFound: its path is that of no API. */
static bool get_what_is_left(const struct removal_object *object,
                             const struct removal_request *request, struct ydoc **doc,
                             struct error *err)
{
    const struct object_ref ref = record_object_ref(&object->object);
    AUTO(error) problem = ERROR_INIT;

    return kube_object_get(request->client, object->resource, ref.namespace, ref.name, doc,
                           &problem) ||
           kube_last_status(request->client)->code == 404 || error_move(err, &problem);
}

static bool look_at(struct removal_object *object, const struct removal_request *request,
                    struct ydoc **left, struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;

    if (object->gone || object->kept || !(object->deleted || object->owned))
        return true;
    if (!get_what_is_left(object, request, &doc, err))
        return false;
    if (doc && view_is(ynode_text(ynode_get_path(ydoc_root(doc), "metadata", "uid", NULL)),
                       object->object.uid))
        *left = TAKE(doc);
    else
        object->gone = true;
    return true;
}

static bool too_late(const struct removal_object *first, const struct ydoc *doc, size_t left,
                     double seconds, struct error *err)
{
    const struct ynode *finalizers = ynode_get_path(ydoc_root(doc), "metadata", "finalizers", NULL);

    error_set(err, ERROR_TIMEOUT, "%zu object%s still there after %gs: %s/%s%s", left,
              left == 1 ? " is" : "s are", seconds, first->object.kind, first->object.name,
              left > 1 ? ", ..." : "");
    if (ynode_len(finalizers) > 0)
        return error_hint(err, "it is held by the finalizer " VIEW_FMT,
                          VIEW_ARGS(ynode_text(ynode_at(finalizers, 0))));
    return error_hint(err, "they are being deleted; --wait=false does not wait for them");
}

bool removal_wait(struct removal *removal, const struct removal_request *request,
                  double timeout_seconds, struct error *err)
{
    double started = clock_monotonic(), pause = PAUSE_SECONDS;

    for (;;) {
        const struct removal_object *first = NULL;
        AUTO_FREE(ydoc) first_doc = NULL;
        size_t left = 0;
        double seconds;

        for (size_t i = 0; i < removal->len; i++) {
            struct ydoc *doc = NULL;

            if (!look_at(&removal->objects[i], request, &doc, err))
                return false;
            left += doc != NULL;
            /* What an owner takes along goes later, and holds nothing up. */
            if (doc && (!first || (first->owned && !removal->objects[i].owned))) {
                ydoc_free(first_doc);
                first = &removal->objects[i];
                first_doc = doc;
            } else {
                ydoc_free(doc);
            }
        }
        if (left == 0)
            return true;
        seconds = clock_monotonic() - started;
        if (timeout_seconds > 0 && seconds >= timeout_seconds)
            return too_late(first, first_doc, left, timeout_seconds, err);
        if (request->waiting)
            request->waiting(request->context, left, first, seconds);
        if (!process_sleep(pause, err))
            return false;
        pause = pause * 1.5 < PAUSE_SECONDS_MAX ? pause * 1.5 : PAUSE_SECONDS_MAX;
    }
}
