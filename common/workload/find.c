/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/find.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "workload/ownership.h"

#define TYPE_ANNOTATION "juno-innovations.com/workload"

#define KIND(group_, kind_, plural_)                                                               \
    {                                                                                              \
        .group = (group_), .version = "v1", .kind = (kind_), .plural = (plural_),                  \
        .namespaced = true, .listable = true, .deletable = true, .preferred = true                 \
    }

const struct kube_resource find_kinds[] = {
    KIND("apps", "StatefulSet", "statefulsets"),
    KIND("apps", "Deployment", "deployments"),
    KIND("apps", "DaemonSet", "daemonsets"),
    KIND("batch", "Job", "jobs"),
    KIND("batch", "CronJob", "cronjobs"),
    KIND("", "PersistentVolumeClaim", "persistentvolumeclaims"),
    KIND("", "Service", "services"),
    KIND("networking.k8s.io", "Ingress", "ingresses"),
    KIND("", "ConfigMap", "configmaps"),
    KIND("", "Secret", "secrets"),
    KIND("", "ServiceAccount", "serviceaccounts"),
};
const size_t find_kind_count = ARRAY_SIZE(find_kinds);

const struct kube_resource find_pods = KIND("", "Pod", "pods");

/* Which of find_kinds is the Ingress. */
#define INGRESS_KIND 7

static void found_release(struct found *item)
{
    free(item->namespace);
    free(item->name);
    free(item->template);
    free(item->type);
    free(item->user);
    free(item->created);
    free(item->reason);
    free(item->selector);
    endpoints_release(&item->endpoints);
}

void found_list_release(struct found_list *list)
{
    for (size_t i = 0; i < list->len; i++)
        found_release(&list->items[i]);
    free(list->items);
    strv_release(&list->notes);
    *list = (struct found_list)FOUND_LIST_INIT;
}

/* ---- one entry for each namespace and name */

struct finding {
    struct found_list *list;
    struct map places; /* "namespace/name" to index + 1 */
    struct kube_client *client;
    const char *namespace;
    const char *name;                     /* of the one that is wanted; NULL: all */
    const struct kube_resource *resource; /* of the list that is read */
    bool blind;                           /* what runs pods may not be listed */
    size_t refused;                       /* kinds that may not be listed and make workloads */
};

static struct found *find_entry(struct finding *finding, struct view namespace, struct view name,
                                struct error *err)
{
    struct found_list *list = finding->list;
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    uintptr_t place;

    buf_addf(&key, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(namespace), VIEW_ARGS(name));
    place = (uintptr_t)map_get(&finding->places, buf_view(&key));
    if (place > 0)
        return &list->items[place - 1];
    if (list->len >= FIND_WORKLOADS_MAX) {
        error_set(err, ERROR_LIMIT, "there are over %d workloads", FIND_WORKLOADS_MAX);
        return NULL;
    }
    ARRAY_GROW(list->items, list->len, list->cap);
    list->items[list->len] = (struct found){
        .namespace = view_copy(namespace),
        .name = view_copy(name),
        .template = chars_copy(""),
        .type = chars_copy(""),
        .user = chars_copy(""),
        .created = chars_copy(""),
        .endpoints = ENDPOINTS_INIT,
    };
    list->len++;
    map_set(&finding->places, buf_view(&key), (void *)(uintptr_t)list->len);
    return &list->items[list->len - 1];
}

/* FOUND has OBJECT, whose labels count for it. */
static void select_by(const struct finding *finding, struct found *found,
                      const struct ynode *object)
{
    const struct selector *selector = finding->list->selector;

    found->selected =
        found->selected || !selector ||
        selector_matches(selector, ynode_get_path(object, "metadata", "labels", NULL));
}

static void replace(char **text, struct view with)
{
    if (with.len == 0)
        return;
    free(*text);
    *text = view_copy(with);
}

/* ---- records */

static bool runs_pods(const struct record_object *object, struct view namespace)
{
    for (size_t i = 0; i < FIND_RUNNING_KINDS; i++)
        if (strcmp(object->kind, find_kinds[i].kind) == 0)
            return view_is(namespace, object->namespace);
    return false;
}

/* How much there is to be seen running; an inventory that cannot be read promises nothing. */
static size_t count_recorded(const struct record *record)
{
    AUTO(record_inventory) inventory = RECORD_INVENTORY_INIT;
    size_t count = 0;

    if (!record_read_inventory(&inventory, record, NULL))
        return 0;
    for (size_t i = 0; i < inventory.len; i++)
        count += runs_pods(&inventory.items[i], record->namespace);
    return count;
}

static bool take_record(void *context, const struct ynode *item, struct error *err)
{
    struct finding *finding = context;
    struct record record;
    struct found *found;

    if (!record_read(&record, item))
        return true;
    found = find_entry(finding, record.namespace, record.instance, err);
    if (!found)
        return false;
    select_by(finding, found, item);
    found->has_record = true;
    found->recorded = count_recorded(&record);
    replace(&found->template, record.template);
    replace(&found->type, record.type);
    replace(&found->user, record.user);
    replace(&found->created, record.created);
    if (record.state == RECORD_APPLYING && !record_launcher_is_gone(record.launcher)) {
        found->state = WORKLOAD_REQUESTING;
    } else if (record.state != RECORD_COMPLETE) {
        found->unfinished = true;
        found->state = WORKLOAD_FAILED;
        replace(&found->reason, VIEW("the launch did not end"));
    }
    return true;
}

/* ---- what runs, and its addresses */

static struct view annotation(const struct ynode *item, const char *key)
{
    return ynode_text(ynode_get_path(item, "metadata", "annotations", key, NULL));
}

static void take_status(struct found *found, const struct object_status *status,
                        const struct ynode *object)
{
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);

    found->running++;
    found->counted |= status->counted;
    found->ready += status->ready;
    found->desired += status->desired;
    if (found->unfinished || status->state <= found->state)
        return;
    found->state = status->state;
    if (status->reason)
        replace(&found->reason, view_of(status->reason));
    object_add_selector(&selector, object);
    replace(&found->selector, buf_view(&selector));
}

static bool take_running(void *context, const struct ynode *item, struct error *err)
{
    struct finding *finding = context;
    AUTO_FREE(ydoc) doc = kube_resource_own(finding->resource, item, err);
    struct object_status status = { .word = NULL };
    struct found *found = NULL;

    if (doc)
        found = find_entry(
            finding, ynode_text(ynode_get_path(item, "metadata", "namespace", NULL)),
            ynode_text(ynode_get_path(item, "metadata", "labels", OWNERSHIP_LABEL, NULL)), err);
    if (!found)
        return false;
    select_by(finding, found, item);
    object_status_read(&status, ydoc_root(doc));
    take_status(found, &status, ydoc_root(doc));
    object_status_release(&status);
    found->hidden |= view_is(annotation(item, ENDPOINT_HIDDEN), "true") && !found->has_record;
    if (!found->type[0])
        replace(&found->type, annotation(item, TYPE_ANNOTATION));
    if (!found->created[0])
        replace(&found->created,
                ynode_text(ynode_get_path(item, "metadata", "creationTimestamp", NULL)));
    return true;
}

/* An Ingress alone makes no workload. */
static bool take_ingress(void *context, const struct ynode *item, struct error *err UNUSED)
{
    struct finding *finding = context;
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);
    uintptr_t place;

    buf_addf(
        &key, VIEW_FMT "/" VIEW_FMT,
        VIEW_ARGS(ynode_text(ynode_get_path(item, "metadata", "namespace", NULL))),
        VIEW_ARGS(ynode_text(ynode_get_path(item, "metadata", "labels", OWNERSHIP_LABEL, NULL))));
    place = (uintptr_t)map_get(&finding->places, buf_view(&key));
    if (place > 0)
        endpoints_add_ingress(&finding->list->items[place - 1].endpoints, item);
    return true;
}

/* ---- pods of those that are on their way: why */

static bool take_pod(void *context, const struct ynode *item, struct error *err)
{
    struct found *found = context;
    AUTO_FREE(ydoc) doc = kube_resource_own(&find_pods, item, err);
    struct object_status status = { .word = NULL };

    if (!doc)
        return false;
    object_status_read(&status, ydoc_root(doc));
    if (status.state == WORKLOAD_FAILED && found->state != WORKLOAD_FAILED) {
        found->state = WORKLOAD_FAILED;
        replace(&found->reason, view_of(status.word));
    } else if (status.state == WORKLOAD_VERIFYING && found->state == WORKLOAD_DEPLOYING) {
        found->state = WORKLOAD_VERIFYING;
    }
    object_status_release(&status);
    return true;
}

/* ---- reading */

/* The labelled objects of RESOURCE, of the workload NAME (NULL: of any). */
static void add_path(struct buf *path, const struct kube_resource *resource, const char *namespace,
                     const char *name)
{
    AUTO(buf) selector = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&selector, "%s%s%s", OWNERSHIP_LABEL, name ? "=" : "", name ? name : "");
    kube_resource_add_path(path, resource, view_of(namespace), VIEW_EMPTY);
    buf_add(path, "?labelSelector=");
    buf_add_urlescaped(path, buf_view(&selector));
}

static bool read_kind(struct finding *finding, const struct kube_resource *resource,
                      bool (*receive)(void *, const struct ynode *, struct error *),
                      struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .receive = receive, .context = finding };

    finding->resource = resource;
    add_path(&path, resource, finding->namespace, finding->name);
    list.path = buf_text(&path);
    return kube_list(finding->client, &list, err);
}

/* As read_kind(); what may not be read is noted, and the rest goes on. */
static bool read_or_note(struct finding *finding, const struct kube_resource *resource,
                         bool (*receive)(void *, const struct ynode *, struct error *),
                         struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (read_kind(finding, resource, receive, &problem))
        return true;
    /* Who is not logged in is let into nothing else either. */
    if (problem.code != ERROR_FORBIDDEN || kube_last_status(finding->client)->code != 403)
        return error_move(err, &problem);
    finding->blind |= receive == take_running;
    finding->refused += receive != take_ingress;
    strv_addf(&finding->list->notes, "%s", error_message(&problem));
    return true;
}

/* What the record alone says is no more than that the launch ended well. */
static void judge_unseen(const struct finding *finding)
{
    for (size_t i = 0; i < finding->list->len; i++) {
        struct found *found = &finding->list->items[i];

        if (found->state != WORKLOAD_READY || found->running >= found->recorded)
            continue;
        found->state = finding->blind ? WORKLOAD_UNKNOWN : WORKLOAD_FAILED;
        replace(&found->reason, finding->blind ? VIEW("forbidden") : VIEW("missing"));
    }
}

/* Charts label pods in several ways: the selector of what runs them finds them. */
static bool read_reasons(struct finding *finding, struct error *err)
{
    for (size_t i = 0; i < finding->list->len; i++) {
        struct found *found = &finding->list->items[i];
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(error) problem = ERROR_INIT;
        struct kube_list list = { .receive = take_pod, .context = found };

        if (found->state != WORKLOAD_DEPLOYING || !found->selector)
            continue;
        kube_resource_add_path(&path, &find_pods, view_of(found->namespace), VIEW_EMPTY);
        buf_add(&path, "?labelSelector=");
        buf_add_urlescaped(&path, view_of(found->selector));
        list.path = buf_text(&path);
        if (kube_list(finding->client, &list, &problem))
            continue;
        if (problem.code != ERROR_FORBIDDEN)
            return error_move(err, &problem);
        /* The state is known without the reason; a user may be let into other namespaces. */
        if (!strv_has(&finding->list->notes, error_message(&problem)))
            strv_add(&finding->list->notes, error_message(&problem));
    }
    return true;
}

static int by_namespace_and_name(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    int order = strcmp(left->namespace, right->namespace);

    return order != 0 ? order : strcmp(left->name, right->name);
}

/* Of those that the selector does not match no pods need be read. */
static void drop_unselected(struct found_list *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->len; i++) {
        if (list->items[i].selected)
            list->items[kept++] = list->items[i];
        else
            found_release(&list->items[i]);
    }
    list->len = kept;
}

/* Somebody who sees neither records nor what runs sees no workload: that is no empty list. */
static bool check_rights(const struct finding *finding, struct error *err)
{
    if (finding->refused < 1 + FIND_RUNNING_KINDS)
        return true;
    return error_set(err, ERROR_FORBIDDEN, "%s", finding->list->notes.items[0]);
}

static bool find(struct finding *finding, struct error *err)
{
    struct found_list *list = finding->list;
    bool done = read_or_note(finding, &kube_config_maps, take_record, err);

    for (size_t i = 0; done && i < FIND_RUNNING_KINDS; i++)
        done = read_or_note(finding, &find_kinds[i], take_running, err);
    done = done && check_rights(finding, err) &&
           read_or_note(finding, &find_kinds[INGRESS_KIND], take_ingress, err);
    map_release(&finding->places);
    drop_unselected(list);
    done = done && read_reasons(finding, err);
    judge_unseen(finding);
    if (done && list->len > 1)
        qsort(list->items, list->len, sizeof(*list->items), by_namespace_and_name);
    return done;
}

bool find_workloads(struct found_list *list, struct kube_client *client, const char *namespace,
                    struct error *err)
{
    struct finding finding = {
        .list = list, .places = MAP_INIT, .client = client, .namespace = namespace
    };

    return find(&finding, err);
}

bool find_workload(struct found_list *list, struct kube_client *client, const char *namespace,
                   const char *name, struct error *err)
{
    struct finding finding = {
        .list = list, .places = MAP_INIT, .client = client, .namespace = namespace, .name = name
    };

    return find(&finding, err);
}

void find_add_paths(struct strv *paths, const char *namespace)
{
    const struct kube_resource *labelled[FIND_RUNNING_KINDS + 2] = { &kube_config_maps };
    AUTO(buf) pods = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < FIND_RUNNING_KINDS; i++)
        labelled[1 + i] = &find_kinds[i];
    labelled[1 + FIND_RUNNING_KINDS] = &find_kinds[INGRESS_KIND];
    for (size_t i = 0; i < ARRAY_SIZE(labelled); i++) {
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

        add_path(&path, labelled[i], namespace, NULL);
        strv_add(paths, buf_text(&path));
    }
    kube_resource_add_path(&pods, &find_pods, view_of(namespace), VIEW_EMPTY);
    strv_add(paths, buf_text(&pods));
}

/* ---- names */

static bool take_name(void *context, const struct ynode *item, struct error *err)
{
    struct strv *names = context;
    struct record record;

    if (!record_read(&record, item))
        return true;
    if (names->len >= FIND_NAMES_MAX)
        return error_set(err, ERROR_LIMIT, "there are over %d workloads", FIND_NAMES_MAX);
    strv_add_view(names, record.instance);
    return true;
}

bool find_names(struct strv *names, struct kube_client *client, const char *namespace,
                struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .accept = KUBE_METADATA_LIST,
                              .receive = take_name,
                              .context = names };
    AUTO(error) problem = ERROR_INIT;

    add_path(&path, &kube_config_maps, namespace, NULL);
    list.path = buf_text(&path);
    return kube_list(client, &list, &problem) || names->len >= FIND_NAMES_MAX ||
           error_move(err, &problem);
}

bool find_failed(struct kube_client *client, const char *namespace, const char *name,
                 const char *flags, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    const char *nearest;

    error_set(err, ERROR_NOT_FOUND, "there is no workload '%s' in namespace '%s'", name, namespace);
    if (!find_names(&names, client, namespace, NULL))
        return false;
    nearest = strv_nearest(&names, name);
    if (nearest)
        return error_hint(err, "did you mean '%s'?", nearest);
    if (names.len == 0)
        return error_hint(err, "this project has none; kubectl juno ps -A%s shows those of all",
                          flags);
    return error_hint(err, "kubectl juno ps%s shows those that there are", flags);
}
