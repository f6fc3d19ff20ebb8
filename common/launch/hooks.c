/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/hooks.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/num.h"
#include "base/process.h"
#include "launch/check.h"
#include "workload/removal.h"

#define HOOK_WEIGHT "helm.sh/hook-weight"
#define HOOK_POLICY "helm.sh/hook-delete-policy"
/* Between two looks. */
#define LOOK_SECONDS     0.1
#define LOOK_SECONDS_MAX 1.0

static struct view annotation(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", "annotations", key, NULL));
}

/* LIST, parted by commas, has WORD. */
static bool has_word(struct view list, const char *word)
{
    struct view part;

    while (view_cut(&list, ',', &part))
        if (view_is(view_trim(part), word))
            return true;
    return false;
}

static bool is_definition(const struct ynode *object)
{
    return view_is(ynode_text(ynode_get(object, "kind")), "CustomResourceDefinition");
}

/* ---- whose turn is when ---- */

static enum apply_phase phase_of(const struct ynode *object, enum apply_act act)
{
    struct view events = annotation(object, CHECK_HOOK);

    if (events.len == 0)
        return APPLY_MAIN;
    if (has_word(events, "crd-install") ||
        has_word(events, act == APPLY_LAUNCH ? "pre-install" : "pre-upgrade"))
        return APPLY_BEFORE;
    return has_word(events, act == APPLY_LAUNCH ? "post-install" : "post-upgrade") ? APPLY_AFTER
                                                                                   : APPLY_NEVER;
}

/* Definitions first, whatever they weigh: other hooks may be of their kinds. */
static int weight_of(const struct ynode *object)
{
    int64_t weight;

    if (has_word(annotation(object, CHECK_HOOK), "crd-install"))
        return INT_MIN;
    if (!num_parse_i64(view_trim(annotation(object, HOOK_WEIGHT)), &weight) || weight <= INT_MIN ||
        weight > INT_MAX)
        return 0;
    return (int)weight;
}

static int by_turn(const void *a, const void *b)
{
    const struct apply_object *left = a, *right = b;

    if (left->phase != right->phase)
        return left->phase < right->phase ? -1 : 1;
    if (left->weight != right->weight)
        return left->weight < right->weight ? -1 : 1;
    return left->order < right->order ? -1 : 1;
}

void hooks_order(struct apply *apply, enum apply_act act)
{
    for (size_t i = 0; i < apply->len; i++) {
        struct apply_object *object = &apply->objects[i];

        object->order = i;
        object->phase = phase_of(object->object, act);
        object->weight = object->phase == APPLY_MAIN ? 0 : weight_of(object->object);
    }
    if (apply->len > 1)
        qsort(apply->objects, apply->len, sizeof(*apply->objects), by_turn);
}

/* ---- waiting ---- */

enum hook_state { HOOK_RUNS, HOOK_DONE, HOOK_FAILED };

static bool has_condition(const struct ynode *live, const char *type)
{
    const struct ynode *conditions = ynode_get_path(live, "status", "conditions", NULL);

    for (size_t i = 0; i < ynode_len(conditions); i++) {
        const struct ynode *condition = ynode_at(conditions, i);

        if (view_is(ynode_text(ynode_get(condition, "type")), type))
            return view_is(ynode_text(ynode_get(condition, "status")), "True");
    }
    return false;
}

static enum hook_state state_of(const struct ynode *live)
{
    struct view kind = ynode_text(ynode_get(live, "kind"));
    struct view phase = ynode_text(ynode_get_path(live, "status", "phase", NULL));

    if (view_is(kind, "Job"))
        return has_condition(live, "Failed")     ? HOOK_FAILED
               : has_condition(live, "Complete") ? HOOK_DONE
                                                 : HOOK_RUNS;
    if (view_is(kind, "Pod"))
        return view_is(phase, "Failed")      ? HOOK_FAILED
               : view_is(phase, "Succeeded") ? HOOK_DONE
                                             : HOOK_RUNS;
    if (view_is(kind, "CustomResourceDefinition"))
        return has_condition(live, "Established") ? HOOK_DONE : HOOK_RUNS;
    return HOOK_DONE;
}

struct look {
    const struct apply_object *object;
    const struct apply_request *request;
    struct object_ref ref;
    double started, pause;
};

static struct look look_at(const struct apply_object *object, const struct apply_request *request)
{
    return (struct look){ .object = object,
                          .request = request,
                          .ref = object_ref_of(object->object),
                          .started = clock_monotonic(),
                          .pause = LOOK_SECONDS };
}

/* Let some time pass; ERROR_TIMEOUT when there was enough of it. */
static bool wait_on(struct look *look, const char *what, struct error *err)
{
    double limit =
        look->request->timeout_seconds > 0 ? look->request->timeout_seconds : APPLY_HOOK_SECONDS;
    double seconds = clock_monotonic() - look->started;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "hook " VIEW_FMT "/" VIEW_FMT " %s", VIEW_ARGS(look->ref.kind),
             VIEW_ARGS(look->ref.name), what);
    if (seconds >= limit)
        return error_set(err, ERROR_TIMEOUT, "%s after %gs", buf_text(&text), limit);
    if (look->request->waiting)
        look->request->waiting(look->request->context, buf_text(&text), seconds);
    if (!process_sleep(look->pause, err))
        return false;
    look->pause = look->pause * 1.5 < LOOK_SECONDS_MAX ? look->pause * 1.5 : LOOK_SECONDS_MAX;
    return true;
}

static bool read_live(const struct look *look, struct ydoc **doc, struct error *err)
{
    return kube_object_get(look->request->client, look->object->resource, look->ref.namespace,
                           look->ref.name, doc, err);
}

static bool remove_and_wait(const struct apply_object *object, struct view uid,
                            const struct apply_request *request, struct error *err)
{
    struct look look = look_at(object, request);
    bool gone;

    if (!kube_object_delete(request->client, object->resource, look.ref.namespace, look.ref.name,
                            uid, &gone, err))
        return false;
    for (;;) {
        AUTO_FREE(ydoc) doc = NULL;

        if (!read_live(&look, &doc, err))
            return false;
        if (!doc ||
            !view_eq(ynode_text(ynode_get_path(ydoc_root(doc), "metadata", "uid", NULL)), uid))
            return true;
        if (!wait_on(&look, "of an earlier launch is not gone", err))
            return false;
    }
}

bool hooks_clear(struct apply_object *object, const struct apply_request *request,
                 struct error *err)
{
    const struct ynode *live = object->live ? ydoc_root(object->live) : NULL;

    if (!live || is_definition(live) || view_is(annotation(live, DELETE_PROTECTION), "true"))
        return true;
    if (!remove_and_wait(object, ynode_text(ynode_get_path(live, "metadata", "uid", NULL)), request,
                         err))
        return false;
    free(object->resource_version);
    object->resource_version = NULL;
    return true;
}

static bool failed(const struct look *look, const struct ynode *live, struct error *err)
{
    const struct ynode *conditions = ynode_get_path(live, "status", "conditions", NULL);
    struct view message = VIEW_EMPTY;

    for (size_t i = 0; i < ynode_len(conditions); i++)
        if (view_is(ynode_text(ynode_get(ynode_at(conditions, i), "type")), "Failed"))
            message = ynode_text(ynode_get(ynode_at(conditions, i), "message"));
    error_set(err, ERROR_PROCESS, "the hook failed%s" VIEW_FMT, message.len > 0 ? ": " : "",
              VIEW_ARGS(message));
    return error_hint(err, "kubectl logs%s " VIEW_FMT "/" VIEW_FMT, look->request->flags,
                      VIEW_ARGS(look->ref.kind), VIEW_ARGS(look->ref.name));
}

static bool clean_up(const struct look *look, struct apply_object *object, const struct ynode *live,
                     const char *policy, struct error *err)
{
    bool gone;

    if (!has_word(annotation(object->object, HOOK_POLICY), policy))
        return true;
    object->gone = kube_object_delete(
        look->request->client, object->resource, look->ref.namespace, look->ref.name,
        ynode_text(ynode_get_path(live, "metadata", "uid", NULL)), &gone, err);
    return object->gone;
}

bool hooks_wait(struct apply_object *object, const struct apply_request *request, struct error *err)
{
    struct look look = look_at(object, request);

    for (;;) {
        AUTO_FREE(ydoc) doc = NULL;
        const struct ynode *live;
        enum hook_state state;

        if (!read_live(&look, &doc, err))
            return false;
        live = doc ? ydoc_root(doc) : NULL;
        if (!live)
            return error_set(err, ERROR_NOT_FOUND, "the hook is gone before it had ended");
        state = state_of(live);
        if (state == HOOK_DONE)
            return clean_up(&look, object, live, "hook-succeeded", err);
        if (state == HOOK_FAILED) {
            /* Its failure counts, not that of clearing up. */
            (void)!clean_up(&look, object, live, "hook-failed", NULL);
            return failed(&look, live, err);
        }
        if (!wait_on(&look, "has not ended", err))
            return false;
    }
}
