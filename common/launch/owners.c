/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/owners.h"

#include "base/alloc.h"
#include "launch/definitions.h"
#include "manifest/object.h"
#include "workload/ownership.h"

static struct view metadata_text(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", key, NULL));
}

/* ---- before the first write ---- */

struct takings {
    struct buf lines; /* one for each object that is not ours */
    size_t count;
    bool adoptable; /* --adopt would do for one of them */
    bool asked;     /* whether there is a record was asked */
    bool record;
};

static void note_taking(struct takings *takings, const struct ynode *object, struct view owner,
                        const char *more)
{
    struct object_ref ref = object_ref_of(object);

    takings->count++;
    buf_add(&takings->lines, "\n  ");
    object_ref_add(&takings->lines, &ref);
    if (owner.len > 0)
        buf_addf(&takings->lines, "   is of workload '" VIEW_FMT "'%s", VIEW_ARGS(owner), more);
    else
        buf_add(&takings->lines, "   exists and is of no workload");
}

/* Without a record nothing tells that a workload of this name is ours to go on with. */
static bool find_record(struct takings *takings, const struct apply_request *request,
                        struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO_FREE(ydoc) doc = NULL;

    if (request->record)
        takings->record = true;
    if (takings->asked || request->record)
        return true;
    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), &doc, err))
        return false;
    takings->asked = true;
    takings->record = doc != NULL;
    return true;
}

static bool judge_owner(struct takings *takings, const struct apply_request *request,
                        const struct ynode *object, const struct ynode *live, struct error *err)
{
    enum ownership ownership = ownership_of(live, request->name, request->namespace);
    struct view owner =
        ynode_text(ynode_get_path(live, "metadata", "labels", OWNERSHIP_LABEL, NULL));

    if (ownership == OWNERSHIP_OTHER) {
        note_taking(takings, object, owner,
                    view_is(owner, request->name) ? " of another namespace" : "");
        return true;
    }
    if (request->adopt)
        return true;
    if (ownership == OWNERSHIP_OURS && !find_record(takings, request, err))
        return false;
    if (ownership == OWNERSHIP_OURS && takings->record)
        return true;
    takings->adoptable = true;
    note_taking(takings, object, owner, ", which has no record");
    return true;
}

/* The record is made before the objects, and is not the chart's to write. */
static bool check_is_no_record(const struct object_ref *ref, const struct apply_request *request,
                               struct error *err)
{
    AUTO_CHARS name = record_name(request->name);

    if (ref->group.len > 0 || !view_is(ref->kind, "ConfigMap") || !view_is(ref->name, name) ||
        !view_is(ref->namespace, request->namespace))
        return true;
    return error_set(err, ERROR_CONFLICT,
                     "the chart renders ConfigMap/%s, which is the workload's record", name);
}

static bool look_at(const struct apply *apply, struct apply_object *object,
                    const struct apply_request *request, struct takings *takings, struct error *err)
{
    const struct object_ref ref = object_ref_of(object->object);
    AUTO_FREE(ydoc) doc = NULL;

    if (!check_is_no_record(&ref, request, err))
        return false;
    if (definitions_has(apply, object->resource))
        return true;
    if (!kube_object_get(request->client, object->resource, ref.namespace, ref.name, &doc, err))
        return error_wrap(err, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
    if (!doc)
        return true;
    object->resource_version = view_copy(metadata_text(ydoc_root(doc), "resourceVersion"));
    object->live = TAKE(doc);
    return judge_owner(takings, request, object->object, ydoc_root(object->live), err);
}

bool owners_check(struct apply *apply, const struct apply_request *request, struct error *err)
{
    struct takings takings = { .lines = BUF_INIT(ERROR_TEXT_BYTES_MAX) };

    for (size_t i = 0; i < apply->len; i++)
        if (!look_at(apply, &apply->objects[i], request, &takings, err)) {
            buf_release(&takings.lines);
            return false;
        }
    if (takings.count == 0)
        return true;
    error_set(err, ERROR_CONFLICT, "%zu object%s of this name belong%s to others%s", takings.count,
              takings.count == 1 ? "" : "s", takings.count == 1 ? "s" : "",
              buf_text(&takings.lines));
    buf_release(&takings.lines);
    return error_hint(err, takings.adoptable ? "choose another name, or take over what belongs to "
                                               "no workload with --adopt"
                                             : "choose another name");
}

/* ---- a launch that goes on where another stopped ---- */

/* What is there no more, or cannot be asked for, is not carried over. */
static bool carry_over_one(struct apply *apply, const struct apply_request *request,
                           const struct record_object *object, struct error *err)
{
    const struct object_ref ref = record_object_ref(object);
    const struct kube_resource *resource;
    AUTO(error) problem = ERROR_INIT;
    AUTO_FREE(ydoc) doc = NULL;

    if (!kube_discovery_find(request->discovery, &ref, &resource, &problem) ||
        !kube_object_get(request->client, resource, ref.namespace, ref.name, &doc, &problem))
        return problem.code != ERROR_INTERRUPTED || error_move(err, &problem);
    if (doc && ownership_of(ydoc_root(doc), request->name, request->namespace) == OWNERSHIP_OURS &&
        !record_inventory_find(&apply->inventory, ydoc_root(doc)))
        record_inventory_add(&apply->inventory, ydoc_root(doc),
                             metadata_text(ydoc_root(doc), "uid"));
    return true;
}

bool owners_carry_over(struct apply *apply, const struct apply_request *request,
                       const struct record *before, struct error *err)
{
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;

    if (!record_read_inventory(&inventory, before, NULL))
        return true;
    for (size_t i = 0; i < inventory.len; i++) {
        const struct record_object *object = &inventory.items[i];

        if (strcmp(object->namespace, request->namespace) != 0 &&
            !carry_over_one(apply, request, object, err))
            return false;
    }
    return true;
}
