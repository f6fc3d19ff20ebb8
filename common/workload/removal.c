/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/removal.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/process.h"
#include "kube/object.h"
#include "manifest/kind_order.h"
#include "workload/gather.h"
#include "workload/ownership.h"

#define FORBIDDEN_SHOWN_MAX 4
/* A chain of owners: a pod of a ReplicaSet of a Deployment of an operator's resource. */
#define OWNERS_DEPTH_MAX 8

void removal_release(struct removal *removal)
{
    for (size_t i = 0; i < removal->len; i++) {
        record_object_release(&removal->objects[i].object);
        strv_release(&removal->objects[i].owners);
    }
    free(removal->objects);
    map_release(&removal->uids);
    strv_release(&removal->notes);
    strv_release(&removal->forbidden);
    strv_release(&removal->adopts);
    *removal = (struct removal)REMOVAL_INIT;
}

/* ---- what goes ---- */

static void add_owners(struct strv *owners, const struct ynode *object)
{
    const struct ynode *list = ynode_get_path(object, "metadata", "ownerReferences", NULL);

    for (size_t i = 0; i < ynode_len(list); i++)
        strv_add_view(owners, ynode_text(ynode_get(ynode_at(list, i), "uid")));
}

static void add_adopts(struct strv *adopts, const struct ynode *object)
{
    const struct ynode *annotations = ynode_get_path(object, "metadata", "annotations", NULL);

    for (size_t i = 0; i < ynode_len(annotations); i++) {
        struct view key = ynode_text(ynode_key_at(annotations, i));
        struct view kind = view_trim(ynode_text(ynode_value_at(annotations, i)));
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!view_starts(key, VIEW(OWNERSHIP_ADOPT)) || adopts->len >= GATHER_OBJECTS_MAX)
            continue;
        buf_addf(&name, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(kind),
                 VIEW_ARGS(view_sub(key, strlen(OWNERSHIP_ADOPT), key.len)));
        if (!strv_has(adopts, buf_text(&name)))
            strv_add(adopts, buf_text(&name));
    }
}

static void plan_object(struct removal *removal, const struct kube_resource *resource,
                        const struct ynode *object)
{
    struct view uid = ynode_text(ynode_get_path(object, "metadata", "uid", NULL));
    struct removal_object *planned;

    if (map_has(&removal->uids, uid))
        return;
    ARRAY_GROW(removal->objects, removal->len, removal->cap);
    planned = &removal->objects[removal->len++];
    *planned = (struct removal_object){
        .resource = resource,
        .owners = STRV_INIT,
        .kept = view_is(
            ynode_text(ynode_get_path(object, "metadata", "annotations", DELETE_PROTECTION, NULL)),
            "true"),
        .claim = strcmp(resource->kind, "PersistentVolumeClaim") == 0,
    };
    record_object_read(&planned->object, object);
    planned->record = strcmp(resource->kind, "ConfigMap") == 0 &&
                      view_ends(view_of(planned->object.name), VIEW(RECORD_SUFFIX));
    add_owners(&planned->owners, object);
    if (!planned->kept)
        add_adopts(&removal->adopts, object);
    map_set(&removal->uids, uid, (void *)(uintptr_t)removal->len);
}

struct listing {
    struct removal *removal;
    const struct kube_resource *resource;
    const char *name, *namespace;
};

static bool take_item(void *context, const struct ynode *item, struct error *err)
{
    struct listing *to = context;
    AUTO_FREE(ydoc) doc = NULL;

    if (to->removal->len >= GATHER_OBJECTS_MAX)
        return error_set(err, ERROR_LIMIT, "the workload has over %d objects", GATHER_OBJECTS_MAX);
    /* Partial metadata says a kind of its own. */
    doc = kube_resource_own(to->resource, item, err);
    if (!doc)
        return false;
    if (ownership_of(ydoc_root(doc), to->name, to->namespace) == OWNERSHIP_OURS)
        plan_object(to->removal, to->resource, ydoc_root(doc));
    return true;
}

static bool plan_kind(struct removal *removal, const struct removal_request *request,
                      const struct kube_resource *resource, struct error *err)
{
    struct listing to = { removal, resource, request->name, request->namespace };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(error) problem = ERROR_INIT;
    struct kube_list list = { .accept = KUBE_METADATA_LIST, .receive = take_item, .context = &to };

    kube_resource_add_path(&path, resource, view_of(request->namespace), VIEW_EMPTY);
    buf_addf(&selector, OWNERSHIP_LABEL "=%s", request->name);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, buf_view(&selector));
    list.path = buf_text(&path);
    if (kube_list(request->client, &list, &problem))
        return true;
    if (problem.code == ERROR_FORBIDDEN)
        strv_add(&removal->forbidden, resource->plural);
    else if (problem.code != ERROR_NOT_FOUND && problem.code != ERROR_INVALID)
        return error_move(err, &problem);
    return true;
}

/* A user with few rights may list few kinds: one line for all of them. */
static void note_forbidden(struct removal *removal)
{
    AUTO(buf) kinds = BUF_INIT(BUF_TEXT_BYTES_MAX);
    size_t count = removal->forbidden.len;

    for (size_t i = 0; i < count && i < FORBIDDEN_SHOWN_MAX; i++)
        buf_addf(&kinds, "%s%s", i > 0 ? ", " : "", removal->forbidden.items[i]);
    if (count > FORBIDDEN_SHOWN_MAX)
        buf_addf(&kinds, " and %zu more", count - FORBIDDEN_SHOWN_MAX);
    if (count > 0)
        strv_addf(&removal->notes,
                  "you may not list %s: of these only what the record names is deleted",
                  buf_text(&kinds));
}

/*
 * Events are a log, and Endpoints carry the labels of their Service, with which they go. A kind
 * that two groups serve comes twice; its objects are planned once, by uid.
 */
static bool is_wanted(const struct kube_resource *resource)
{
    return resource->namespaced && resource->listable && resource->deletable &&
           resource->preferred && strcmp(resource->kind, "Event") != 0 &&
           strcmp(resource->kind, "Endpoints") != 0;
}

static bool plan_labelled(struct removal *removal, const struct removal_request *request,
                          struct error *err)
{
    const struct kube_resource *resources;
    size_t count;

    if (!kube_discovery_all(request->discovery, &resources, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!process_check_interrupt(err) ||
            (is_wanted(&resources[i]) && !plan_kind(removal, request, &resources[i], err)))
            return false;
    note_forbidden(removal);
    for (size_t i = 0; i < kube_discovery_notes(request->discovery)->len; i++)
        strv_add(&removal->notes, kube_discovery_notes(request->discovery)->items[i]);
    return true;
}

/* ---- what only the inventory knows ---- */

/*
 * Ours only if it says so itself: a name may have been given to another since, and whoever can
 * write the record can name in it what is another's.
 */
static bool plan_inventoried(struct removal *removal, const struct removal_request *request,
                             const struct record_object *entry, struct error *err)
{
    const struct object_ref ref = record_object_ref(entry);
    const struct kube_resource *resource;
    AUTO_FREE(ydoc) doc = NULL;
    AUTO(error) problem = ERROR_INIT;
    const struct ynode *root;

    if (!kube_discovery_find(request->discovery, &ref, &resource, &problem)) {
        if (problem.code != ERROR_NOT_FOUND)
            return error_move(err, &problem);
        strv_addf(&removal->notes, "%s/%s: %s", entry->kind, entry->name, error_message(&problem));
        return true;
    }
    if (!kube_object_get(request->client, resource, ref.namespace, ref.name, &doc, &problem)) {
        if (problem.code != ERROR_FORBIDDEN)
            return error_move(err, &problem);
        removal->unread++;
        strv_addf(&removal->notes, "%s/%s: %s", entry->kind, entry->name, error_message(&problem));
        return true;
    }
    root = doc ? ydoc_root(doc) : NULL;
    if (ownership_of(root, request->name, request->namespace) == OWNERSHIP_OURS &&
        (!entry->uid[0] ||
         view_is(ynode_text(ynode_get_path(root, "metadata", "uid", NULL)), entry->uid)))
        plan_object(removal, resource, root);
    return true;
}

static bool plan_inventory(struct removal *removal, const struct removal_request *request,
                           struct error *err)
{
    AUTO_CHARS name = record_name(request->name);
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    AUTO_FREE(ydoc) doc = NULL;
    struct record record;

    if (!kube_object_get(request->client, &kube_config_maps, view_of(request->namespace),
                         view_of(name), &doc, err))
        return false;
    if (!doc || !record_read(&record, ydoc_root(doc)))
        return true;
    if (!record_read_inventory(&inventory, &record, err))
        return false;
    /* It goes too where ConfigMaps may be read, but not listed. */
    plan_object(removal, &kube_config_maps, ydoc_root(doc));
    for (size_t i = 0; i < inventory.len; i++)
        if (!plan_inventoried(removal, request, &inventory.items[i], err))
            return false;
    return true;
}

/* ---- what was adopted ---- */

/* The kind of objects in a namespace that people call KIND; NULL: there is none. */
static const struct kube_resource *find_kind(const struct kube_resource *resources, size_t count,
                                             struct view kind)
{
    for (size_t i = 0; i < count; i++)
        if (is_wanted(&resources[i]) && view_is(kind, resources[i].kind))
            return &resources[i];
    return NULL;
}

static bool plan_adopted(struct removal *removal, const struct removal_request *request,
                         const struct kube_resource *resource, const char *adopted,
                         struct error *err)
{
    AUTO_FREE(ydoc) doc = NULL;
    AUTO(error) problem = ERROR_INIT;
    const char *name = strchr(adopted, '/') + 1;
    size_t before = removal->len;

    if (!kube_object_get(request->client, resource, view_of(request->namespace), view_of(name),
                         &doc, &problem)) {
        if (problem.code != ERROR_FORBIDDEN)
            return error_move(err, &problem);
        removal->unread++;
        strv_addf(&removal->notes, "%s: %s", adopted, error_message(&problem));
        return true;
    }
    if (!doc)
        return true;
    if (ownership_of(ydoc_root(doc), request->name, request->namespace) == OWNERSHIP_OTHER) {
        strv_addf(&removal->notes, "%s is adopted, but belongs to another workload: it is kept",
                  adopted);
        return true;
    }
    plan_object(removal, resource, ydoc_root(doc));
    for (; before < removal->len; before++)
        removal->objects[before].adopted = true;
    return true;
}

/* What an adopted object adopts itself follows: the list grows meanwhile. */
static bool plan_adoptions(struct removal *removal, const struct removal_request *request,
                           struct error *err)
{
    const struct kube_resource *resources;
    size_t count;

    if (removal->adopts.len == 0)
        return true;
    if (!kube_discovery_all(request->discovery, &resources, &count, err))
        return false;
    for (size_t i = 0; i < removal->adopts.len; i++) {
        AUTO_CHARS adopted = chars_copy(removal->adopts.items[i]);
        struct view rest = view_of(adopted), kind = VIEW_EMPTY;
        const struct kube_resource *resource =
            view_cut(&rest, '/', &kind) ? find_kind(resources, count, kind) : NULL;

        if (!resource)
            strv_addf(&removal->notes, "%s is adopted, but the cluster has no such kind", adopted);
        else if (!process_check_interrupt(err) ||
                 !plan_adopted(removal, request, resource, adopted, err))
            return false;
    }
    return true;
}

/* ---- what goes by itself ---- */

/* The index of what has this uid and goes; SIZE_MAX when there is none. */
static size_t owner_index(const struct removal *removal, const char *uid)
{
    uintptr_t place = (uintptr_t)map_get(&removal->uids, view_of(uid));

    return place > 0 && !removal->objects[place - 1].kept ? place - 1 : SIZE_MAX;
}

static bool has_other_owner(const struct removal *removal, const struct removal_object *object)
{
    for (size_t i = 0; i < object->owners.len; i++)
        if (owner_index(removal, object->owners.items[i]) == SIZE_MAX)
            return true;
    return false;
}

/* The garbage collector takes an object when the last of its owners is gone. */
static bool all_owners_go(const struct removal *removal, const struct removal_object *object,
                          const bool *goes)
{
    for (size_t i = 0; i < object->owners.len; i++)
        if (!goes[owner_index(removal, object->owners.items[i])])
            return false;
    return true;
}

/*
 * What someone else's object owns, or one that stays, has to be deleted like what nothing owns; so
 * has what owns itself in a circle.
 */
static void settle_owners(struct removal *removal)
{
    bool *alone = mem_alloc_zero(removal->len + 1, sizeof(*alone));
    bool *goes = mem_alloc_zero(removal->len + 1, sizeof(*goes));

    for (size_t i = 0; i < removal->len; i++)
        alone[i] = goes[i] =
            removal->objects[i].owners.len == 0 || has_other_owner(removal, &removal->objects[i]);
    for (int depth = 0; depth < OWNERS_DEPTH_MAX; depth++)
        for (size_t i = 0; i < removal->len; i++)
            goes[i] = goes[i] || all_owners_go(removal, &removal->objects[i], goes);
    for (size_t i = 0; i < removal->len; i++)
        removal->objects[i].owned = goes[i] && !alone[i];
    free(alone);
    free(goes);
}

/* ---- in order: the reverse of Helm's, the record last ---- */

static int by_order(const void *a, const void *b)
{
    const struct removal_object *left = a, *right = b;
    unsigned left_rank = kind_install_rank(view_of(left->resource->kind));
    unsigned right_rank = kind_install_rank(view_of(right->resource->kind));

    if (left->record != right->record)
        return left->record ? 1 : -1;
    if (left_rank != right_rank)
        return left_rank > right_rank ? -1 : 1;
    return strcmp(left->object.name, right->object.name);
}

bool removal_plan(struct removal *removal, const struct removal_request *request, struct error *err)
{
    if (!plan_labelled(removal, request, err) || !plan_inventory(removal, request, err) ||
        !plan_adoptions(removal, request, err))
        return false;
    settle_owners(removal);
    if (removal->len > 1)
        qsort(removal->objects, removal->len, sizeof(*removal->objects), by_order);
    return true;
}
