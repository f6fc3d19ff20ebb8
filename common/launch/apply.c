/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/apply.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/process.h"
#include "catalog/field.h"
#include "launch/owners.h"
#include "manifest/object.h"
#include "workload/ownership.h"

void apply_release(struct apply *apply)
{
    for (size_t i = 0; i < apply->len; i++)
        free(apply->objects[i].resource_version);
    free(apply->objects);
    record_inventory_release(&apply->inventory);
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
static bool set_scope(struct plan *plan, const struct apply_request *request, struct ynode *object,
                      struct ydoc *doc, struct error *err)
{
    struct object_ref ref = object_ref_of(object);
    const struct kube_resource *resource;
    struct ynode *metadata;

    if (ref.name.len == 0)
        return error_set(err, ERROR_INVALID, VIEW_FMT ": it has no name, and is applied by name",
                         VIEW_ARGS(ref.kind));
    if (!kube_discovery_find(request->discovery, &ref, &resource, err))
        return wrap_object(object, err);
    metadata = ynode_need_map(doc, object, "metadata");
    if (!metadata)
        return error_set(err, ERROR_INVALID, VIEW_FMT ": metadata is no mapping",
                         VIEW_ARGS(ref.kind));
    if (resource->namespaced && ref.namespace.len == 0)
        ynode_set_string(doc, metadata, "namespace", view_of(request->namespace));
    if (!resource->namespaced && ynode_remove(metadata, VIEW("namespace")))
        strv_addf(&plan->warnings, VIEW_FMT "/" VIEW_FMT " is of no namespace: left out",
                  VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
    return view_is(metadata_text(object, "namespace"), request->namespace) ||
           ownership_set_namespace(doc, object, request->namespace, err);
}

static bool set_scopes(struct plan *plan, const struct apply_request *request, struct error *err)
{
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
        if (!list && !set_scope(plan, request, root, manifest->edited, err))
            return false;
        for (size_t k = 0; list && k < ynode_len(ynode_get(root, "items")); k++)
            if (!set_scope(plan, request, ynode_at(ynode_get(root, "items"), k), manifest->edited,
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

        if (!kube_discovery_find(request->discovery, &ref, &apply->objects[i].resource, err))
            return wrap_object(apply->objects[i].object, err);
    }
    return true;
}

/* ---- the record ---- */

static bool is_secret(const void *template, struct view key)
{
    const struct template *from = template;
    const struct field *field = field_find(&from->fields.list, key);

    /* The name of a Secret is none. */
    if (view_is(key, "pullSecret"))
        return false;
    return field ? field_is_secret(field) : field_name_is_secret(key);
}

static bool name_taken(const struct record *record, const struct apply_request *request,
                       struct error *err)
{
    if (record->state == RECORD_APPLYING && !record_launcher_is_gone(record->launcher)) {
        error_set(err, ERROR_CONFLICT, "it is being launched by " VIEW_FMT,
                  VIEW_ARGS(record->launcher));
        return error_hint(err,
                          "if that process is dead: kubectl juno delete %s%s, then launch again",
                          request->name, request->flags);
    }
    error_set(err, ERROR_CONFLICT, "there is a workload '%s' already, from '" VIEW_FMT "'",
              request->name, VIEW_ARGS(record->template));
    return error_hint(err, "choose another name, or remove it: kubectl juno delete %s%s",
                      request->name, request->flags);
}

static struct ynode *make_record(struct ydoc *doc, const struct apply *apply,
                                 const struct apply_request *request, const char *launcher,
                                 struct error *err)
{
    const struct template *template = request->template;
    const struct record_facts facts = {
        .instance = request->name,
        .namespace = request->namespace,
        .template = template->name,
        .category = template->category,
        .label = template->description,
        .icon = template->icon,
        .revision = template->revision,
        .source = template->origin,
        .launcher = launcher,
        .values = ydoc_root(request->plan->values),
        .is_secret = is_secret,
        .context = template,
        .state = RECORD_APPLYING,
        .inventory = &apply->inventory,
    };

    return record_make(doc, &facts, err);
}

/* An unfinished launch of the same template whose process is gone may go on here. */
static bool may_go_on(const struct record *record, const struct apply_request *request)
{
    return view_is(record->template, request->template->name) &&
           (record->state == RECORD_FAILED ||
            (record->state == RECORD_APPLYING && record_launcher_is_gone(record->launcher)));
}

/* The record is made anew: this launch may have other answers and other objects. */
static bool take_over(struct apply *apply, const struct apply_request *request,
                      const char *launcher, struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) doc = NULL;
    AUTO_FREE(ydoc) made_doc = ydoc_new();
    struct ynode *made;
    AUTO_FREE(ydoc) patched = NULL;
    AUTO(buf) patch = BUF_INIT(YAML_INPUT_BYTES_MAX);
    struct record record;

    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), &doc, err))
        return false;
    if (!doc || !record_read(&record, ydoc_root(doc)))
        return error_set(err, ERROR_CONFLICT, "ConfigMap/%s exists and is no record", name);
    if (!may_go_on(&record, request))
        return name_taken(&record, request, err);
    if (!owners_carry_over(apply, request, &record, err))
        return false;
    made = make_record(made_doc, apply, request, launcher, err);
    if (!made || !record_replace(&patch, made_doc, made, &record, err) ||
        !kube_object_merge_patch(request->client, &kube_config_maps, view_of(request->namespace),
                                 view_of(name), buf_view(&patch), KUBE_WRITE, &patched, err))
        return false;
    apply->resumed = true;
    apply->record_uid = view_copy(record.uid);
    return true;
}

/* To a write the server says that nothing was found when the namespace is not there. */
static bool advise_project(const struct apply_request *request, struct error *err)
{
    if (err && err->code == ERROR_NOT_FOUND && !err->hint)
        error_hint(err,
                   "a project must be there first: kubectl create namespace %s, or another by "
                   "-n NS",
                   request->namespace);
    return false;
}

static bool create_record(struct apply *apply, const struct apply_request *request,
                          const char *launcher, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO_FREE(ydoc) stored = NULL;
    AUTO(error) problem = ERROR_INIT;
    struct ynode *record = make_record(doc, apply, request, launcher, err);

    if (!record)
        return false;
    if (kube_object_create(request->client, &kube_config_maps, record, KUBE_WRITE, &stored,
                           &problem)) {
        apply->record_uid = view_copy(metadata_text(ydoc_root(stored), "uid"));
        return true;
    }
    if (problem.code == ERROR_CONFLICT)
        return take_over(apply, request, launcher, err);
    advise_project(request, &problem);
    return error_move(err, &problem);
}

static bool write_record(struct apply *apply, const struct apply_request *request,
                         enum record_state state, const char *launcher, struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) stored = NULL;
    AUTO(buf) patch = BUF_INIT(YAML_INPUT_BYTES_MAX);

    return record_patch(&patch, state, launcher, &apply->inventory, err) &&
           kube_object_merge_patch(request->client, &kube_config_maps, view_of(request->namespace),
                                   view_of(name), buf_view(&patch), KUBE_WRITE, &stored, err);
}

/* Nothing of the workload is there: neither shall its record be. */
static void remove_record(struct apply *apply, const struct apply_request *request)
{
    AUTO_CHARS name = record_name(request->name);
    bool gone;

    if (!kube_object_delete(request->client, &kube_config_maps, view_of(request->namespace),
                            view_of(name), view_of(apply->record_uid), &gone, NULL))
        strv_addf(&apply->warnings, "the record %s could not be removed again", name);
}

/* ---- applying ---- */

static bool apply_one(struct apply *apply, struct apply_object *object,
                      const struct apply_request *request, struct error *err)
{
    struct kube_apply one = {
        .resource = object->resource,
        .object = object->object,
        .resource_version = object->resource_version,
        .dry_run = request->dry_run,
        .force = request->adopt,
    };
    struct record_object *entry;

    object->state = APPLY_FAILED;
    if (!kube_object_apply(request->client, &one, err))
        return wrap_object(object->object, err);
    object->state = APPLY_DONE;
    object->outcome = one.outcome;
    entry = record_inventory_find(&apply->inventory, object->object);
    if (entry) {
        free(entry->uid);
        entry->uid = view_copy(metadata_text(ydoc_root(one.answer), "uid"));
    }
    ydoc_free(one.answer);
    if (request->told)
        request->told(request->context, object);
    return true;
}

static bool apply_objects(struct apply *apply, const struct apply_request *request,
                          struct error *err)
{
    for (size_t i = 0; i < apply->len; i++)
        if (!process_check_interrupt(err) || !apply_one(apply, &apply->objects[i], request, err))
            return false;
    return true;
}

static size_t count_done(const struct apply *apply)
{
    size_t count = 0;

    for (size_t i = 0; i < apply->len; i++)
        count += apply->objects[i].state == APPLY_DONE;
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

/* An interrupt stays one; any other failure half way is a partial success. */
static bool stopped_half_way(struct apply *apply, const struct apply_request *request,
                             const char *launcher, struct error *problem, struct error *err)
{
    size_t done = count_done(apply);
    AUTO_CHARS hint = NULL;

    if (problem->code != ERROR_INTERRUPTED && !apply->resumed && is_nothing_there(apply, request)) {
        remove_record(apply, request);
        return error_move(err, problem);
    }
    if (problem->code != ERROR_INTERRUPTED)
        problem->code = ERROR_PARTIAL;
    /* After Ctrl-C no request is sent: the next launch sees that our process is gone. */
    if (problem->code != ERROR_INTERRUPTED &&
        !write_record(apply, request, RECORD_FAILED, launcher, NULL))
        strv_add(&apply->warnings, "the record could not be told that the launch failed");
    hint = chars_copy(problem->hint);
    error_move(err, problem);
    return error_hint(err,
                      "%s%s%zu of %zu objects are applied; the same command again goes on, "
                      "kubectl juno delete %s%s removes them",
                      hint ? hint : "", hint ? "\n  " : "", done, apply->len, request->name,
                      request->flags);
}

static bool write_all(struct apply *apply, const struct apply_request *request, struct error *err)
{
    AUTO_CHARS launcher = record_launcher(request->user);
    AUTO(error) problem = ERROR_INIT;

    if (!create_record(apply, request, launcher, err))
        return false;
    if (!apply_objects(apply, request, &problem))
        return stopped_half_way(apply, request, launcher, &problem, err);
    if (!write_record(apply, request, RECORD_COMPLETE, launcher, &problem)) {
        error_wrap(&problem, "all objects are applied, but the record is not complete");
        return stopped_half_way(apply, request, launcher, &problem, err);
    }
    return true;
}

/* With a dry run there is no record to collide with: the name is looked up. */
static bool check_name_is_free(const struct apply_request *request, struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) doc = NULL;
    struct record record;

    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), &doc, err))
        return false;
    if (!doc)
        return true;
    if (!record_read(&record, ydoc_root(doc)))
        return error_set(err, ERROR_CONFLICT, "ConfigMap/%s exists and is no record", name);
    return may_go_on(&record, request) || name_taken(&record, request, err);
}

bool apply_plan(struct apply *apply, const struct apply_request *request, struct error *err)
{
    if (!set_scopes(request->plan, request, err))
        return false;
    add_objects(apply, request->plan);
    if (!find_resources(apply, request, err) || !owners_check(apply, request, err))
        return false;
    for (size_t i = 0; i < apply->len; i++)
        record_inventory_add(&apply->inventory, apply->objects[i].object, VIEW_EMPTY);
    if (request->dry_run == KUBE_DRY_RUN)
        return check_name_is_free(request, err) &&
               (apply_objects(apply, request, err) || advise_project(request, err));
    return write_all(apply, request, err);
}
