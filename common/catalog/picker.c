/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/picker.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "kube/discovery.h"
#include "yaml/ynode.h"

#define VOLUME_LABEL "kuiper.juno-innovations.com/user-created-datavolume"

/* ---- what is picked ---- */

/* A kind that answers name, and what its objects say. */
struct picked_kind {
    enum field_type type;
    struct kube_resource resource;
    const char *selector;             /* a label that has to be there; NULL: all objects */
    const char *const *default_marks; /* annotations, "true" on the default; NULL: none */
    const char *note[2];              /* path of what tells it from others; NULL: nothing */
};

static const char *const storage_marks[] = { "storageclass.kubernetes.io/is-default-class",
                                             "storageclass.beta.kubernetes.io/is-default-class",
                                             NULL };
static const char *const ingress_marks[] = { "ingressclass.kubernetes.io/is-default-class", NULL };

static const struct picked_kind kinds[] = {
    { .type = FIELD_STORAGE_CLASS,
      .resource = { .group = "storage.k8s.io",
                    .version = "v1",
                    .kind = "StorageClass",
                    .plural = "storageclasses" },
      .default_marks = storage_marks,
      .note = { "provisioner" } },
    { .type = FIELD_PRIORITY,
      .resource = { .group = "scheduling.k8s.io",
                    .version = "v1",
                    .kind = "PriorityClass",
                    .plural = "priorityclasses" },
      .note = { "value" } },
    { .type = FIELD_INGRESS_CLASS,
      .resource = { .group = "networking.k8s.io",
                    .version = "v1",
                    .kind = "IngressClass",
                    .plural = "ingressclasses" },
      .default_marks = ingress_marks,
      .note = { "spec", "controller" } },
    { .type = FIELD_SERVICE_ACCOUNT,
      .resource = { .group = "",
                    .version = "v1",
                    .kind = "ServiceAccount",
                    .plural = "serviceaccounts",
                    .namespaced = true } },
    { .type = FIELD_DATA_VOLUME,
      .resource = { .group = "cdi.kubevirt.io",
                    .version = "v1beta1",
                    .kind = "DataVolume",
                    .plural = "datavolumes",
                    .namespaced = true },
      .selector = VOLUME_LABEL },
};

static const struct picked_kind *kind_of(enum field_type type)
{
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

bool picker_is_picked(enum field_type type)
{
    return kind_of(type) != NULL;
}

const char *picker_kind_name(enum field_type type)
{
    return kind_of(type)->resource.kind;
}

/* ---- life ---- */

static void release_items(struct picker_choices *choices)
{
    for (size_t i = 0; i < choices->len; i++) {
        struct picker_choice *item = &choices->items[i];

        free(item->name);
        free(item->note);
        free(item->namespace);
        free(item->size);
        free(item->created);
    }
    choices->len = 0;
}

void picker_choices_release(struct picker_choices *choices)
{
    release_items(choices);
    free(choices->items);
    free(choices->note);
    *choices = (struct picker_choices)PICKER_CHOICES_INIT;
}

void picker_release(struct picker *picker)
{
    for (size_t i = 0; i < ARRAY_SIZE(picker->kinds); i++)
        picker_choices_release(&picker->kinds[i]);
    *picker = (struct picker){ .client = NULL };
}

/* ---- reading ---- */

struct collecting {
    const struct picked_kind *kind;
    struct picker_choices *choices;
};

static struct view metadata(const struct ynode *item, const char *key)
{
    return ynode_text(ynode_get_path(item, "metadata", key, NULL));
}

static bool is_marked(const struct picked_kind *kind, const struct ynode *item)
{
    const struct ynode *annotations = ynode_get_path(item, "metadata", "annotations", NULL);

    for (size_t i = 0; kind->default_marks && kind->default_marks[i]; i++)
        if (view_is(ynode_text(ynode_get(annotations, kind->default_marks[i])), "true"))
            return true;
    /* A PriorityClass has a field for it. */
    return kind->type == FIELD_PRIORITY &&
           view_is(ynode_text(ynode_get(item, "globalDefault")), "true");
}

static struct view volume_size(const struct ynode *item)
{
    struct view size =
        ynode_text(ynode_get_path(item, "spec", "pvc", "resources", "requests", "storage", NULL));

    return size.len > 0 ? size
                        : ynode_text(ynode_get_path(item, "spec", "storage", "resources",
                                                    "requests", "storage", NULL));
}

static bool take(void *context, const struct ynode *item, struct error *err)
{
    const struct collecting *to = context;
    struct picker_choices *choices = to->choices;
    const char *const *note = to->kind->note;
    struct picker_choice *choice;

    if (choices->len >= PICKER_CHOICES_MAX)
        return error_set(err, ERROR_LIMIT, "there are over %d of them", PICKER_CHOICES_MAX);
    ARRAY_GROW(choices->items, choices->len, choices->cap);
    choice = &choices->items[choices->len++];
    *choice = (struct picker_choice){
        .name = view_copy(metadata(item, "name")),
        .created = view_copy(metadata(item, "creationTimestamp")),
        .is_default = is_marked(to->kind, item),
    };
    if (to->kind->type == FIELD_DATA_VOLUME) {
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

        choice->namespace = view_copy(metadata(item, "namespace"));
        choice->size = view_copy(volume_size(item));
        buf_addf(&text, "%s%s%s", choice->namespace, *choice->size ? ", " : "", choice->size);
        choice->note = buf_take(&text);
        return true;
    }
    choice->note =
        view_copy(note[0] ? ynode_text(ynode_get_path(item, note[0], note[1], NULL)) : VIEW_EMPTY);
    return true;
}

static void start_over(void *context)
{
    const struct collecting *to = context;

    release_items(to->choices);
}

static bool list_kind(struct kube_client *client, const struct picked_kind *kind,
                      struct view namespace, struct picker_choices *choices, struct error *err)
{
    struct collecting to = { kind, choices };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .receive = take, .restart = start_over, .context = &to };

    kube_resource_add_path(&path, &kind->resource, namespace, VIEW_EMPTY);
    if (kind->selector) {
        buf_add(&path, "?labelSelector=");
        buf_add_urlescaped(&path, view_of(kind->selector));
    }
    list.path = buf_text(&path);
    return kube_list(client, &list, err);
}

/* Volumes are cloned from anywhere; who must not look everywhere looks at home. */
static bool list_volumes(struct kube_client *client, const struct picked_kind *kind,
                         const char *namespace, struct picker_choices *choices, struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (list_kind(client, kind, VIEW_EMPTY, choices, &problem))
        return true;
    if (problem.code != ERROR_FORBIDDEN)
        return error_move(err, &problem);
    release_items(choices);
    return list_kind(client, kind, view_of(namespace), choices, err);
}

/* ---- the order, and the one default ---- */

static int compare(const void *left, const void *right)
{
    const struct picker_choice *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 || !a->namespace ? order : strcmp(a->namespace, b->namespace);
}

/*
 * Of several classes that are marked, Kubernetes takes the one that was made last, then the first
 * by name. Source: Kubernetes, "Storage Classes", default StorageClass.
 */
static void settle_default(struct picker_choices *choices)
{
    struct picker_choice *chosen = NULL;

    for (size_t i = 0; i < choices->len; i++) {
        struct picker_choice *item = &choices->items[i];

        if (!item->is_default)
            continue;
        item->is_default = false;
        if (!chosen || strcmp(item->created, chosen->created) > 0)
            chosen = item;
    }
    if (chosen)
        chosen->is_default = true;
}

static bool note_problem(struct picker_choices *choices, const struct picked_kind *kind,
                         struct error *problem, struct error *err)
{
    AUTO(buf) note = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (problem->code == ERROR_NOT_FOUND) {
        buf_addf(&note, "the cluster has no %s", kind->resource.kind);
        if (*kind->resource.group)
            buf_addf(&note, " (%s)", kind->resource.group);
    } else if (problem->code == ERROR_FORBIDDEN || problem->code == ERROR_LIMIT) {
        buf_addf(&note, "cannot list %s: %s", kind->resource.plural, error_message(problem));
    } else {
        release_items(choices);
        return error_move(err, problem);
    }
    choices->note = buf_take(&note);
    return true;
}

bool picker_choices_read(struct kube_client *client, const struct field *field,
                         const char *namespace, struct picker_choices *choices, struct error *err)
{
    const struct picked_kind *kind = kind_of(field->type);
    AUTO(error) problem = ERROR_INIT;
    bool done;

    if (!kind)
        return error_set(err, ERROR_INVALID,
                         "inputs of type '" VIEW_FMT "' name no object of a cluster",
                         VIEW_ARGS(field->type_name));
    done =
        kind->type == FIELD_DATA_VOLUME
            ? list_volumes(client, kind, namespace, choices, &problem)
            : list_kind(client, kind, kind->resource.namespaced ? view_of(namespace) : VIEW_EMPTY,
                        choices, &problem);
    if (choices->len > 1)
        qsort(choices->items, choices->len, sizeof(*choices->items), compare);
    settle_default(choices);
    return done || note_problem(choices, kind, &problem, err);
}

bool picker_get(struct picker *picker, enum field_type type, const struct picker_choices **choices,
                struct error *err)
{
    const struct field field = { .type = type };

    if (!picker->was_read[type] &&
        !picker_choices_read(picker->client, &field, picker->namespace, &picker->kinds[type], err))
        return false;
    picker->was_read[type] = true;
    *choices = &picker->kinds[type];
    return true;
}

const struct picker_choice *picker_find(const struct picker_choices *choices, struct view name)
{
    for (size_t i = 0; i < choices->len; i++)
        if (view_is(name, choices->items[i].name))
            return &choices->items[i];
    return NULL;
}

const struct picker_choice *picker_default(const struct picker_choices *choices)
{
    for (size_t i = 0; i < choices->len; i++)
        if (choices->items[i].is_default)
            return &choices->items[i];
    return NULL;
}
