/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/apply.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/process.h"
#include "launch/claim.h"
#include "launch/definitions.h"
#include "launch/difference.h"
#include "launch/hooks.h"
#include "launch/owners.h"
#include "launch/replicas.h"
#include "launch/vanished.h"
#include "workload/ownership.h"
#include "yaml/emit.h"

const char *apply_act_name(enum apply_act act)
{
    switch (act) {
    case APPLY_LAUNCH:
        return "launch";
    case APPLY_UPGRADE:
        return "upgrade";
    case APPLY_ROLLBACK:
        return "rollback";
    }
    return "";
}

void apply_release(struct apply *apply)
{
    for (size_t i = 0; i < apply->len; i++) {
        ydoc_free(apply->objects[i].live);
        free(apply->objects[i].resource_version);
        ydoc_free(apply->objects[i].after);
    }
    free(apply->objects);
    for (size_t i = 0; i < apply->leaving_len; i++) {
        record_object_release(&apply->leaving[i].object);
        ydoc_free(apply->leaving[i].live);
    }
    free(apply->leaving);
    definitions_release(apply);
    record_inventory_release(&apply->inventory);
    buf_release(&apply->manifests);
    free(apply->record_uid);
    strv_release(&apply->warnings);
    *apply = (struct apply)APPLY_INIT;
}

static struct view metadata_text(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", key, NULL));
}

static bool wrap_object(const struct ynode *object, struct error *err)
{
    struct object_ref ref = object_ref_of(object);

    return error_wrap(err, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
}

/* ---- the objects of the plan ---- */

static void add_object(struct apply *apply, const struct ynode *object)
{
    if (!ynode_is_map(object))
        return;
    ARRAY_GROW(apply->objects, apply->len, apply->cap);
    apply->objects[apply->len++] = (struct apply_object){ .object = object };
}

static void add_objects(struct apply *apply, const struct plan *plan)
{
    for (size_t i = 0; i < plan->stream.len; i++) {
        const struct manifest *manifest = &plan->stream.manifests[i];
        const struct ynode *root = manifest->removed ? NULL : manifest_root(manifest);
        const struct ynode *items = ynode_get(root, "items");

        if (!object_is_list(root))
            add_object(apply, root);
        else
            for (size_t k = 0; k < ynode_len(items); k++)
                add_object(apply, ynode_at(items, k));
    }
}

/*
 * Only the cluster knows of a custom kind whether it lives in a namespace; the plan has set it for
 * Kubernetes' own.
 */
static bool set_scope(struct apply *apply, const struct apply_request *request,
                      struct ynode *object, struct ydoc *doc, struct error *err)
{
    struct object_ref ref = object_ref_of(object);
    const struct kube_resource *resource;
    struct ynode *metadata;

    if (ref.name.len == 0)
        return error_set(err, ERROR_INVALID, VIEW_FMT ": it has no name, and is applied by name",
                         VIEW_ARGS(ref.kind));
    if (!definitions_find(apply, request, &ref, &resource, err))
        return wrap_object(object, err);
    metadata = ynode_need_map(doc, object, "metadata");
    if (!metadata)
        return error_set(err, ERROR_INVALID, VIEW_FMT ": metadata is no mapping",
                         VIEW_ARGS(ref.kind));
    if (resource->namespaced && ref.namespace.len == 0)
        ynode_set_string(doc, metadata, "namespace", view_of(request->namespace));
    if (!resource->namespaced && ynode_remove(metadata, VIEW("namespace")))
        strv_addf(&apply->warnings, VIEW_FMT "/" VIEW_FMT " is of no namespace: left out",
                  VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
    return view_is(metadata_text(object, "namespace"), request->namespace) ||
           ownership_set_namespace(doc, object, request->namespace, err);
}

static bool set_scopes(struct apply *apply, const struct apply_request *request, struct error *err)
{
    struct plan *plan = request->plan;

    for (size_t i = 0; i < plan->stream.len; i++) {
        struct manifest *manifest = &plan->stream.manifests[i];
        struct ynode *root = NULL;
        bool list;

        if (manifest->removed || !ynode_is_map(manifest_root(manifest)))
            continue;
        root = manifest_edit(manifest, err);
        if (!root)
            return false;
        list = object_is_list(root);
        if (!list && !set_scope(apply, request, root, manifest->edited, err))
            return false;
        for (size_t k = 0; list && k < ynode_len(ynode_get(root, "items")); k++)
            if (!set_scope(apply, request, ynode_at(ynode_get(root, "items"), k), manifest->edited,
                           err))
                return false;
    }
    return true;
}

static bool find_resources(struct apply *apply, const struct apply_request *request,
                           struct error *err)
{
    for (size_t i = 0; i < apply->len; i++) {
        struct object_ref ref = object_ref_of(apply->objects[i].object);

        if (!definitions_find(apply, request, &ref, &apply->objects[i].resource, err))
            return wrap_object(apply->objects[i].object, err);
    }
    return true;
}

/* As the history keeps them: what the chart asks for, whatever becomes of it. */
static bool write_manifests(struct apply *apply, struct error *err)
{
    for (size_t i = 0; i < apply->len; i++) {
        buf_add(&apply->manifests, "---\n");
        if (!emit_yaml(&apply->manifests, apply->objects[i].object, EMIT_FAITHFUL, YAML_1_1, err))
            return wrap_object(apply->objects[i].object, err);
    }
    return buf_check(&apply->manifests, "the manifests", err);
}

/* A hook without a turn is of the workload when an earlier act has left it. */
static void fill_inventory(struct apply *apply, const struct apply_request *request)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct apply_object *object = &apply->objects[i];
        const struct ynode *live = object->live ? ydoc_root(object->live) : NULL;

        if (object->phase != APPLY_NEVER)
            record_inventory_add(&apply->inventory, object->object, VIEW_EMPTY);
        else if (ownership_of(live, request->name, request->namespace) == OWNERSHIP_OURS)
            record_inventory_add(&apply->inventory, live, metadata_text(live, "uid"));
    }
}

/* ---- one object ---- */

static bool explain(const struct apply_request *request, struct error *problem)
{
    if (request->act != APPLY_LAUNCH && problem->code == ERROR_CONFLICT &&
        strstr(error_message(problem), "Apply failed with"))
        error_hint(problem, "another field manager has set these fields since; take them over with "
                            "--force-conflicts, or leave them out");
    return false;
}

/*
 * Who asks for another number of replicas than before means it, whoever has scaled since; and where
 * it is only asked what would be, what others own is told.
 */
static bool may_force(struct apply *apply, struct apply_object *object,
                      const struct apply_request *request, const struct error *problem)
{
    const struct object_ref ref = object_ref_of(object->object);

    if (problem->code != ERROR_CONFLICT || object->force || request->act == APPLY_LAUNCH)
        return false;
    if (!replicas_is_cause(object->object, problem)) {
        if (!request->keep_answers || !strstr(error_message(problem), "Apply failed with"))
            return false;
        strv_addf(&apply->warnings,
                  VIEW_FMT "/" VIEW_FMT ": %s; without --force-conflicts it fails",
                  VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name), error_message(problem));
    }
    object->force = true;
    return true;
}

static bool send_one(struct kube_apply *one, struct apply *apply, struct apply_object *object,
                     const struct apply_request *request, struct error *err)
{
    for (;;) {
        AUTO(error) problem = ERROR_INIT;

        one->force = request->adopt || request->force || object->force;
        if (kube_object_apply(request->client, one, &problem))
            return true;
        if (!may_force(apply, object, request, &problem)) {
            explain(request, &problem);
            error_move(err, &problem);
            return wrap_object(object->object, err);
        }
    }
}

/* By a dry run no version of an object is made: whether it would change is to be looked at. */
static bool find_outcome(struct apply_object *object, const struct kube_apply *one,
                         struct error *err)
{
    AUTO(difference) difference = DIFFERENCE_INIT;
    AUTO(strv) secrets = STRV_INIT;

    object->outcome = one->outcome;
    if (one->dry_run == KUBE_WRITE || !object->live)
        return true;
    if (!difference_make(&difference, ydoc_root(object->live), ydoc_root(one->answer), &secrets,
                         err))
        return wrap_object(object->object, err);
    object->outcome = difference_is_none(&difference) ? KUBE_UNCHANGED : KUBE_CONFIGURED;
    return true;
}

static void tell(const struct apply_request *request, const struct apply_object *object)
{
    const struct object_ref ref = object_ref_of(object->object);

    if (request->told)
        request->told(request->context, &ref, kube_outcome_name(object->outcome));
}

/* What a dry run cannot ask for would be made as it is. */
static bool leave_untried(struct apply_object *object, const struct apply_request *request,
                          struct error *err)
{
    object->state = APPLY_DONE;
    object->outcome = KUBE_CREATED;
    if (request->keep_answers) {
        object->after = ydoc_new();
        ydoc_set_root(object->after, ynode_copy(object->after, object->object));
        if (!ydoc_root(object->after))
            return error_set(err, ERROR_LIMIT, "the aliases of the object expand beyond the limit");
    }
    tell(request, object);
    return true;
}

static bool apply_one(struct apply *apply, struct apply_object *object,
                      const struct apply_request *request, struct error *err)
{
    struct kube_apply one = {
        .resource = object->resource,
        .object = object->object,
        .resource_version = object->resource_version,
        .dry_run = request->dry_run,
    };
    AUTO_FREE(ydoc) answer = NULL;
    bool defined = definitions_has(apply, object->resource);
    struct record_object *entry;

    if (defined && request->dry_run == KUBE_DRY_RUN)
        return leave_untried(object, request, err);
    object->state = APPLY_FAILED;
    if (defined && !definitions_wait(object, request, err))
        return wrap_object(object->object, err);
    if (!send_one(&one, apply, object, request, err))
        return false;
    answer = one.answer;
    if (!find_outcome(object, &one, err))
        return false;
    object->state = APPLY_DONE;
    entry = record_inventory_find(&apply->inventory, object->object);
    if (entry && request->dry_run == KUBE_WRITE) {
        free(entry->uid);
        entry->uid = view_copy(metadata_text(ydoc_root(answer), "uid"));
    }
    if (request->keep_answers)
        object->after = TAKE(answer);
    tell(request, object);
    return true;
}

/* Removed, applied, waited for; a dry run leaves it at what it would do. */
static bool apply_hook(struct apply *apply, struct apply_object *object,
                       const struct apply_request *request, struct error *err)
{
    struct record_object *entry;

    if (request->dry_run == KUBE_DRY_RUN && object->live) {
        object->state = APPLY_DONE;
        object->outcome = KUBE_CREATED;
        tell(request, object);
        return true;
    }
    if (request->dry_run == KUBE_DRY_RUN)
        return apply_one(apply, object, request, err);
    if (!hooks_clear(object, request, err))
        return wrap_object(object->object, err);
    if (!apply_one(apply, object, request, err))
        return false;
    if (!hooks_wait(object, request, err)) {
        object->state = APPLY_FAILED;
        return wrap_object(object->object, err);
    }
    entry = object->gone ? record_inventory_find(&apply->inventory, object->object) : NULL;
    if (entry)
        record_inventory_remove(&apply->inventory, entry);
    return true;
}

static bool apply_phase(struct apply *apply, const struct apply_request *request,
                        enum apply_phase phase, struct error *err)
{
    for (size_t i = 0; i < apply->len; i++) {
        struct apply_object *object = &apply->objects[i];

        if (object->phase != phase)
            continue;
        if (!process_check_interrupt(err) ||
            !(phase == APPLY_MAIN ? apply_one(apply, object, request, err)
                                  : apply_hook(apply, object, request, err)))
            return false;
    }
    return true;
}

static bool apply_objects(struct apply *apply, const struct apply_request *request,
                          struct error *err)
{
    return apply_phase(apply, request, APPLY_BEFORE, err) &&
           apply_phase(apply, request, APPLY_MAIN, err) && vanished_remove(apply, request, err) &&
           apply_phase(apply, request, APPLY_AFTER, err);
}

/*
 * What runs is not to be changed in part because the server takes the first objects and not the
 * last: it is asked for all of them before.
 */
static bool try_objects(struct apply *apply, const struct apply_request *request, struct error *err)
{
    struct apply_request trial = *request;

    trial.dry_run = KUBE_DRY_RUN;
    trial.told = NULL;
    if (!apply_phase(apply, &trial, APPLY_MAIN, err))
        return false;
    for (size_t i = 0; i < apply->len; i++)
        apply->objects[i].state = APPLY_NOT_TRIED;
    return true;
}

/* ---- and what if it fails ---- */

static size_t count_state(const struct apply *apply, enum apply_state state, bool any)
{
    size_t count = 0;

    for (size_t i = 0; i < apply->len; i++)
        count +=
            apply->objects[i].phase != APPLY_NEVER && (any || apply->objects[i].state == state);
    return count;
}

/*
 * Nothing of this launch is on the cluster, as far as can be known: no object was applied, and the
 * one that failed is not there, though the answer to it may have been lost.
 */
static bool is_nothing_there(const struct apply *apply, const struct apply_request *request)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct apply_object *object = &apply->objects[i];
        AUTO_FREE(ydoc) doc = NULL;

        if (object->state == APPLY_DONE)
            return false;
        if (object->state == APPLY_FAILED && !object->resource_version &&
            (!kube_object_get(request->client, object->resource,
                              metadata_text(object->object, "namespace"),
                              metadata_text(object->object, "name"), &doc, NULL) ||
             doc))
            return false;
    }
    return true;
}

static void add_way_on(struct buf *out, const struct apply *apply,
                       const struct apply_request *request)
{
    buf_addf(out, "%zu of %zu objects are applied; the same command again goes on, ",
             count_state(apply, APPLY_DONE, false), count_state(apply, APPLY_DONE, true));
    if (request->act == APPLY_LAUNCH)
        buf_addf(out, "kubectl juno delete %s%s removes them", request->name, request->flags);
    else
        buf_addf(out, "kubectl juno rollback %s%s goes back", request->name, request->flags);
}

/* An interrupt stays one; any other failure half way is a partial success. */
static bool stopped_half_way(struct apply *apply, const struct apply_request *request,
                             const char *launcher, struct error *problem, struct error *err)
{
    AUTO_CHARS hint = NULL;
    AUTO(buf) way = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (request->act == APPLY_LAUNCH && problem->code != ERROR_INTERRUPTED && !apply->resumed &&
        is_nothing_there(apply, request)) {
        claim_drop(apply, request);
        return error_move(err, problem);
    }
    if (problem->code != ERROR_INTERRUPTED)
        problem->code = ERROR_PARTIAL;
    /* After Ctrl-C no request is sent: who comes next sees that our process is gone. */
    if (problem->code != ERROR_INTERRUPTED &&
        !claim_end(apply, request, RECORD_FAILED, launcher, error_message(problem), NULL))
        strv_addf(&apply->warnings, "the record could not be told that the %s failed",
                  apply_act_name(request->act));
    hint = chars_copy(problem->hint);
    error_move(err, problem);
    add_way_on(&way, apply, request);
    return error_hint(err, "%s%s%s", hint ? hint : "", hint ? "\n  " : "", buf_text(&way));
}

static bool write_all(struct apply *apply, const struct apply_request *request, struct error *err)
{
    AUTO_CHARS launcher = record_launcher(request->user);
    AUTO(error) problem = ERROR_INIT;

    if (!claim_take(apply, request, launcher, err))
        return false;
    if (!apply_objects(apply, request, &problem))
        return stopped_half_way(apply, request, launcher, &problem, err);
    if (!claim_end(apply, request, RECORD_COMPLETE, launcher, NULL, &problem)) {
        error_wrap(&problem, "all objects are applied, but the record is not complete");
        return stopped_half_way(apply, request, launcher, &problem, err);
    }
    return true;
}

/* ---- all of it ---- */

static bool prepare(struct apply *apply, const struct apply_request *request, struct error *err)
{
    if (!set_scopes(apply, request, err))
        return false;
    add_objects(apply, request->plan);
    hooks_order(apply, request->act);
    if (!find_resources(apply, request, err) || !owners_check(apply, request, err) ||
        !write_manifests(apply, err))
        return false;
    fill_inventory(apply, request);
    if (request->act == APPLY_LAUNCH)
        return true;
    replicas_keep(apply, request);
    return vanished_plan(apply, request, err);
}

bool apply_plan(struct apply *apply, const struct apply_request *request, struct error *err)
{
    if (!prepare(apply, request, err))
        return false;
    if (request->dry_run == KUBE_DRY_RUN)
        return claim_check(request, err) &&
               (apply_objects(apply, request, err) || claim_advise_project(request, err));
    return (request->act == APPLY_LAUNCH || try_objects(apply, request, err)) &&
           write_all(apply, request, err);
}
