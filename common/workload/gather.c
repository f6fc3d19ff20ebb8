/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/gather.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "kube/object.h"
#include "manifest/object.h"
#include "workload/find.h"
#include "workload/ownership.h"

void gather_release(struct gather *gather)
{
    for (size_t i = 0; i < gather->len; i++) {
        struct gathered *object = &gather->objects[i];

        ydoc_free(object->doc);
        record_object_release(&object->wanted);
        object_status_release(&object->status);
    }
    free(gather->objects);
    ydoc_free(gather->record_doc);
    map_release(&gather->uids);
    strv_release(&gather->notes);
    *gather = (struct gather)GATHER_INIT;
}

static struct view uid_of(const struct ynode *object)
{
    return ynode_text(ynode_get_path(object, "metadata", "uid", NULL));
}

static struct gathered *add(struct gather *gather, size_t parent)
{
    ARRAY_GROW(gather->objects, gather->len, gather->cap);
    gather->objects[gather->len] = (struct gathered){ .doc = NULL, .parent = parent };
    return &gather->objects[gather->len++];
}

/* ---- what the record names */

static bool read_record(struct gather *gather, const struct gather_request *request,
                        struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO(error) problem = ERROR_INIT;

    /* Whoever may not read the record may see what carries the label. */
    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), &gather->record_doc, &problem)) {
        if (problem.code != ERROR_FORBIDDEN)
            return error_move(err, &problem);
        strv_add(&gather->notes, error_message(&problem));
    }
    if (gather->record_doc && !record_read(&gather->record, ydoc_root(gather->record_doc))) {
        ydoc_free(gather->record_doc);
        gather->record_doc = NULL;
    }
    return true;
}

/* A kind whose definition is gone has no objects left; one whose server is down may have some. */
static bool read_object(struct gather *gather, const struct gather_request *request,
                        struct gathered *object, struct error *err)
{
    const struct record_object *wanted = &object->wanted;
    const struct object_ref ref = record_object_ref(wanted);
    const struct kube_resource *resource;
    AUTO(error) problem = ERROR_INIT;

    if (!kube_discovery_find(request->discovery, &ref, &resource, &problem)) {
        if (problem.code != ERROR_NOT_FOUND)
            return error_move(err, &problem);
        strv_addf(&gather->notes, "%s/%s: %s", wanted->kind, wanted->name, error_message(&problem));
        return true;
    }
    if (kube_object_get(request->client, resource, ref.namespace, ref.name, &object->doc, &problem))
        return true;
    if (problem.code != ERROR_FORBIDDEN)
        return error_move(err, &problem);
    object->forbidden = true;
    strv_addf(&gather->notes, "%s/%s: %s", wanted->kind, wanted->name, error_message(&problem));
    return true;
}

static bool read_inventory(struct gather *gather, const struct gather_request *request,
                           struct error *err)
{
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;

    if (!gather->record_doc || !record_read_inventory(&inventory, &gather->record, err))
        return !gather->record_doc;
    for (size_t i = 0; i < inventory.len; i++) {
        struct gathered *object = add(gather, GATHER_ROOT);

        object->wanted = inventory.items[i];
        inventory.items[i] = (struct record_object){ .name = NULL };
        if (!read_object(gather, request, object, err))
            return false;
        if (object->doc)
            map_set(&gather->uids, uid_of(ydoc_root(object->doc)), NULL);
    }
    return true;
}

/* ---- what the label says beyond the record */

struct labelled {
    struct gather *gather;
    const struct kube_resource *resource;
    size_t parent;
};

static bool take_item(void *context, const struct ynode *item, struct error *err)
{
    struct labelled *to = context;
    struct view name = ynode_text(ynode_get_path(item, "metadata", "name", NULL));
    struct gathered *object;
    struct ydoc *doc;

    if (map_has(&to->gather->uids, uid_of(item)) ||
        (strcmp(to->resource->kind, "ConfigMap") == 0 && view_ends(name, VIEW(RECORD_SUFFIX))))
        return true;
    if (to->gather->len >= GATHER_OBJECTS_MAX)
        return error_set(err, ERROR_LIMIT, "the workload has over %d objects", GATHER_OBJECTS_MAX);
    doc = kube_resource_own(to->resource, item, err);
    if (!doc)
        return false;
    object = add(to->gather, to->parent);
    object->doc = doc;
    record_object_read(&object->wanted, ydoc_root(object->doc));
    map_set(&to->gather->uids, uid_of(item), NULL);
    return true;
}

/* Objects of RESOURCE that SELECTOR finds; what may not be read is noted. */
static bool list_into(struct gather *gather, const struct gather_request *request,
                      const struct kube_resource *resource, struct view selector, size_t parent,
                      struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct labelled to = { gather, resource, parent };
    struct kube_list list = { .receive = take_item, .context = &to };

    kube_resource_add_path(&path, resource, view_of(request->namespace), VIEW_EMPTY);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, selector);
    list.path = buf_text(&path);
    if (kube_list(request->client, &list, &problem))
        return true;
    if (problem.code != ERROR_FORBIDDEN && problem.code != ERROR_NOT_FOUND)
        return error_move(err, &problem);
    strv_addf(&gather->notes, "%s", error_message(&problem));
    return true;
}

static bool read_labelled(struct gather *gather, const struct gather_request *request,
                          struct error *err)
{
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&selector, OWNERSHIP_LABEL "=%s", request->name);
    for (size_t i = 0; i < find_kind_count; i++)
        if (!list_into(gather, request, &find_kinds[i], buf_view(&selector), GATHER_ROOT, err))
            return false;
    return true;
}

/* ---- pods */

static bool read_pods(struct gather *gather, const struct gather_request *request,
                      struct error *err)
{
    size_t count = gather->len;

    for (size_t i = 0; i < count; i++) {
        const struct ynode *root =
            gather->objects[i].doc ? ydoc_root(gather->objects[i].doc) : NULL;
        AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);

        object_add_selector(&selector, root);
        if (selector.len > 0 &&
            !list_into(gather, request, &find_pods, buf_view(&selector), i, err))
            return false;
    }
    return true;
}

/* ---- the whole */

static void judge_record(struct gather *gather)
{
    const struct record *record = &gather->record;

    gather->worst = GATHER_ROOT;
    if (!gather->record_doc || record->state == RECORD_COMPLETE)
        return;
    if (record->state == RECORD_APPLYING && !record_launcher_is_gone(record->launcher)) {
        gather->state = WORKLOAD_REQUESTING;
        return;
    }
    gather->state = WORKLOAD_FAILED;
    gather->reason = "the launch did not end";
}

/* What was applied and is there no more. */
static void judge_missing(struct gather *gather, size_t i)
{
    struct gathered *object = &gather->objects[i];

    if (gather->record_doc && gather->record.state != RECORD_COMPLETE && !object->wanted.uid[0])
        return;
    object->status.state = WORKLOAD_FAILED;
    object->status.word = chars_copy("missing");
}

/*
 * Objects that are less than a workload (a claim that waits for its first pod, a Service) tell
 * nothing beside what runs it; pods tell why it does not.
 */
static bool has_gathered_pods(const struct gather *gather, size_t i)
{
    for (size_t k = i + 1; k < gather->len; k++)
        if (gather->objects[k].parent == i)
            return true;
    return false;
}

/* What runs pods is as far as its pods are, as long as it is on its way. */
static bool is_told_by_pods(const struct gather *gather, size_t i)
{
    return gather->objects[i].status.state == WORKLOAD_DEPLOYING && has_gathered_pods(gather, i);
}

static bool tells(const struct gathered *object)
{
    return object->status.primary || object->parent != GATHER_ROOT ||
           object->status.state >= WORKLOAD_TERMINATING;
}

static void judge(struct gather *gather)
{
    judge_record(gather);
    for (size_t i = 0; i < gather->len; i++) {
        struct gathered *object = &gather->objects[i];

        if (object->doc)
            object_status_read(&object->status, ydoc_root(object->doc));
        else if (object->forbidden)
            object_status_unreadable(&object->status, view_of(object->wanted.kind));
        else
            judge_missing(gather, i);
        if (object->status.primary && object->status.counted && object->parent == GATHER_ROOT) {
            gather->counted = true;
            gather->ready += object->status.ready;
            gather->desired += object->status.desired;
        }
    }
    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];

        /* A pod on its way out is part of a change. */
        if (!tells(object) || object->status.state <= gather->state || is_told_by_pods(gather, i) ||
            (object->parent != GATHER_ROOT && object->status.state == WORKLOAD_TERMINATING))
            continue;
        gather->state = object->status.state;
        gather->reason = object->status.reason;
        gather->worst = i;
    }
    /* All pods there are may be ready while others are to come. */
    for (size_t i = 0; gather->state == WORKLOAD_READY && i < gather->len; i++)
        if (is_told_by_pods(gather, i)) {
            gather->state = WORKLOAD_VERIFYING;
            gather->worst = i;
        }
}

bool gather_workload(struct gather *gather, const struct gather_request *request, struct error *err)
{
    if (!read_record(gather, request, err) || !read_inventory(gather, request, err))
        return false;
    if (gather->len == 0 && !read_labelled(gather, request, err))
        return false;
    if (!gather->record_doc && gather->len == 0 && gather->notes.len > 0)
        return error_set(err, ERROR_FORBIDDEN, "%s", gather->notes.items[0]);
    if (!gather->record_doc && gather->len == 0)
        return find_failed(request->client, request->namespace, request->name, request->flags, err);
    if (!read_pods(gather, request, err))
        return false;
    judge(gather);
    return true;
}
