/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/vanished.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/process.h"
#include "manifest/kind_order.h"
#include "workload/history.h"
#include "workload/ownership.h"
#include "workload/removal.h"

/* ---- which ---- */

static bool is_planned(const struct apply *apply, const struct object_ref *wanted)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct object_ref ref = object_ref_of(apply->objects[i].object);

        if (view_eq(ref.kind, wanted->kind) && view_eq(ref.name, wanted->name) &&
            view_eq(ref.namespace, wanted->namespace) && view_eq(ref.group, wanted->group))
            return true;
    }
    return false;
}

static struct view uid_of(const struct ynode *live)
{
    return ynode_text(ynode_get_path(live, "metadata", "uid", NULL));
}

/*
 * LIVE, which the record names by one group, is what the plan names by another: groups can serve
 * the same objects, as with Event of v1 and of events.k8s.io.
 */
static bool is_planned_otherwise(const struct apply *apply, const struct ynode *live)
{
    for (size_t i = 0; i < apply->len; i++)
        if (apply->objects[i].live && uid_of(live).len > 0 &&
            view_eq(uid_of(ydoc_root(apply->objects[i].live)), uid_of(live)))
            return true;
    return false;
}

static enum apply_fate fate_of(const struct ynode *live)
{
    if (view_is(
            ynode_text(ynode_get_path(live, "metadata", "annotations", DELETE_PROTECTION, NULL)),
            "true"))
        return APPLY_KEPT_PROTECTED;
    return view_is(ynode_text(ynode_get(live, "kind")), "PersistentVolumeClaim") ? APPLY_KEPT_DATA
                                                                                 : APPLY_GOES;
}

static void add_leaving(struct apply *apply, const struct kube_resource *resource,
                        struct ydoc *live)
{
    struct apply_leaving *leaving;

    ARRAY_GROW(apply->leaving, apply->leaving_len, apply->leaving_cap);
    leaving = &apply->leaving[apply->leaving_len++];
    *leaving = (struct apply_leaving){ .resource = resource,
                                       .live = live,
                                       .fate = fate_of(ydoc_root(live)) };
    record_object_read(&leaving->object, ydoc_root(live));
    record_inventory_add(&apply->inventory, ydoc_root(live), view_of(leaving->object.uid));
}

/* What cannot be looked at may be there: it stays in the inventory. */
static void keep_unseen(struct apply *apply, const struct record_object *entry,
                        const struct error *problem)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_new_map(doc);
    struct ynode *metadata = ynode_need_map(doc, root, "metadata");

    ynode_set_string(doc, root, "apiVersion", view_of(entry->api_version));
    ynode_set_string(doc, root, "kind", view_of(entry->kind));
    ynode_set_string(doc, metadata, "name", view_of(entry->name));
    if (entry->namespace[0])
        ynode_set_string(doc, metadata, "namespace", view_of(entry->namespace));
    record_inventory_add(&apply->inventory, root, view_of(entry->uid));
    strv_addf(&apply->warnings, "%s/%s is not in the manifests any more, and stays: %s",
              entry->kind, entry->name, error_message(problem));
}

/* Neither the record nor a version of the history is of a chart: somebody has written it in. */
static bool is_own(const struct ynode *live, const char *name)
{
    const struct object_ref ref = object_ref_of(live);
    AUTO_CHARS record = record_name(name);

    if (ref.group.len > 0)
        return false;
    return (view_is(ref.kind, "ConfigMap") && view_is(ref.name, record)) ||
           (view_is(ref.kind, "Secret") &&
            view_is(ynode_text(ynode_get(live, "type")), HISTORY_TYPE) &&
            history_number_of(live, name) > 0);
}

static bool plan_one(struct apply *apply, const struct apply_request *request,
                     const struct record_object *entry, struct error *err)
{
    const struct object_ref ref = record_object_ref(entry);
    const struct kube_resource *resource;
    AUTO(error) problem = ERROR_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (!kube_discovery_find(request->discovery, &ref, &resource, &problem) ||
        !kube_object_get(request->client, resource, ref.namespace, ref.name, &doc, &problem)) {
        if (problem.code != ERROR_FORBIDDEN && problem.code != ERROR_NOT_FOUND)
            return error_move(err, &problem);
        keep_unseen(apply, entry, &problem);
        return true;
    }
    /* A name may have been given to another object since. */
    if (doc && ownership_of(ydoc_root(doc), request->name, request->namespace) == OWNERSHIP_OURS &&
        !is_own(ydoc_root(doc), request->name) && !is_planned_otherwise(apply, ydoc_root(doc)) &&
        (!entry->uid[0] || view_is(uid_of(ydoc_root(doc)), entry->uid)))
        add_leaving(apply, resource, TAKE(doc));
    return true;
}

/* The reverse of Helm's order. */
static int by_order(const void *a, const void *b)
{
    const struct apply_leaving *left = a, *right = b;
    unsigned left_rank = kind_install_rank(view_of(left->object.kind));
    unsigned right_rank = kind_install_rank(view_of(right->object.kind));

    if (left_rank != right_rank)
        return left_rank > right_rank ? -1 : 1;
    return strcmp(left->object.name, right->object.name);
}

bool vanished_plan(struct apply *apply, const struct apply_request *request, struct error *err)
{
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;

    if (!record_read_inventory(&inventory, request->record, err))
        return false;
    for (size_t i = 0; i < inventory.len; i++) {
        const struct object_ref ref = record_object_ref(&inventory.items[i]);

        if (!is_planned(apply, &ref) && !plan_one(apply, request, &inventory.items[i], err))
            return false;
    }
    if (apply->leaving_len > 1)
        qsort(apply->leaving, apply->leaving_len, sizeof(*apply->leaving), by_order);
    return true;
}

/* ---- away ---- */

static void tell(const struct apply_request *request, const struct apply_leaving *leaving)
{
    static const char *const outcomes[] = {
        [APPLY_GOES] = "deleted",
        [APPLY_KEPT_DATA] = "kept (not in the manifests any more, but it holds data)",
        [APPLY_KEPT_PROTECTED] = "kept (delete protection)",
    };
    const struct object_ref ref = record_object_ref(&leaving->object);

    if (request->told)
        request->told(request->context, &ref, outcomes[leaving->fate]);
}

static bool remove_one(struct apply *apply, struct apply_leaving *leaving,
                       const struct apply_request *request, struct error *err)
{
    const struct object_ref ref = record_object_ref(&leaving->object);
    struct record_object *entry = record_inventory_find_ref(&apply->inventory, &ref);
    bool gone;

    if (leaving->fate != APPLY_GOES || request->dry_run == KUBE_DRY_RUN)
        return true;
    leaving->state = APPLY_FAILED;
    if (!kube_object_delete(request->client, leaving->resource, ref.namespace, ref.name,
                            view_of(leaving->object.uid), &gone, err))
        return error_wrap(err, "%s/%s", leaving->object.kind, leaving->object.name);
    leaving->state = APPLY_DONE;
    if (entry)
        record_inventory_remove(&apply->inventory, entry);
    return true;
}

bool vanished_remove(struct apply *apply, const struct apply_request *request, struct error *err)
{
    for (size_t i = 0; i < apply->leaving_len; i++) {
        if (!process_check_interrupt(err) || !remove_one(apply, &apply->leaving[i], request, err))
            return false;
        tell(request, &apply->leaving[i]);
    }
    return true;
}
