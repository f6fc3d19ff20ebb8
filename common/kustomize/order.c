/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/order.h"

#include "base/alloc.h"

static const char *const first_kinds[] = {
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
};

static const char *const last_kinds[] = {
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
};

struct sort_entry {
    struct resource *res;
    long rank;      /* of its kind */
    char *gvk_text; /* group_version_kind */
    char *id_text;  /* kind.version.group|namespace|name */
};

static long rank_in(const struct kust_legacy_sort *options, struct view kind)
{
    size_t first_len = options ? options->first_len : ARRAY_SIZE(first_kinds);
    size_t last_len = options ? options->last_len : ARRAY_SIZE(last_kinds);

    /* A kind in both lists counts as in the second; the later place in one list wins. */
    for (size_t i = last_len; i > 0; i--)
        if (options ? view_eq(options->last[i - 1].text, kind) : view_is(kind, last_kinds[i - 1]))
            return (long)i;
    for (size_t i = first_len; i > 0; i--)
        if (options ? view_eq(options->first[i - 1].text, kind) : view_is(kind, first_kinds[i - 1]))
            return (long)(i - 1) - (long)first_len;
    return 0;
}

static struct view or_text(struct view v, const char *absent)
{
    return v.len ? v : view_of(absent);
}

long order_rank(struct view kind)
{
    return rank_in(NULL, kind);
}

void order_add_gvk(struct buf *out, const struct object_ref *ref)
{
    buf_addf(out, VIEW_FMT "_" VIEW_FMT "_" VIEW_FMT, VIEW_ARGS(or_text(ref->group, "~G")),
             VIEW_ARGS(or_text(ref->version, "~V")), VIEW_ARGS(or_text(ref->kind, "~K")));
}

static void entry_fill(struct sort_entry *entry, struct resource *res,
                       const struct kust_legacy_sort *options)
{
    AUTO(buf) gvk = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) id = BUF_INIT(BUF_TEXT_BYTES_MAX);
    const struct object_ref *ref = &res->ref;

    entry->res = res;
    entry->rank = rank_in(options, ref->kind);
    order_add_gvk(&gvk, ref);
    buf_addf(&id, VIEW_FMT "." VIEW_FMT "." VIEW_FMT "|" VIEW_FMT "|" VIEW_FMT,
             VIEW_ARGS(or_text(ref->kind, "[noKind]")), VIEW_ARGS(or_text(ref->version, "[noVer]")),
             VIEW_ARGS(or_text(ref->group, "[noGrp]")), VIEW_ARGS(or_text(ref->namespace, "~X")),
             VIEW_ARGS(or_text(ref->name, "~N")));
    entry->gvk_text = buf_take(&gvk);
    entry->id_text = buf_take(&id);
}

static int entry_cmp(const void *a, const void *b)
{
    const struct sort_entry *left = a, *right = b;
    int order;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    order = strcmp(left->gvk_text, right->gvk_text);
    /* Of two kinds called Namespace the core one comes first, although "~G" sorts last. */
    if (order != 0 && view_is(left->res->ref.kind, "Namespace") &&
        view_is(right->res->ref.kind, "Namespace") &&
        (left->res->ref.group.len == 0 || right->res->ref.group.len == 0))
        order = -order;
    return order ? order : strcmp(left->id_text, right->id_text);
}

static void sort_legacy(struct resource_list *list, const struct kust_legacy_sort *options)
{
    struct sort_entry *entries = mem_alloc_zero(list->len + 1, sizeof(*entries));

    for (size_t i = 0; i < list->len; i++)
        entry_fill(&entries[i], list->resources[i], options);
    if (list->len)
        qsort(entries, list->len, sizeof(*entries), entry_cmp);
    for (size_t i = 0; i < list->len; i++) {
        list->resources[i] = entries[i].res;
        free(entries[i].gvk_text);
        free(entries[i].id_text);
    }
    free(entries);
}

bool order_apply(struct resource_list *list, const struct kustomization *kust, struct error *err)
{
    const struct kust_sort *sort = kust->fields.sort;
    uint32_t line = sort ? ynode_line(sort->node) : 0;

    if (!sort || view_is(sort->order, "legacy")) {
        sort_legacy(list, sort ? sort->legacy : NULL);
        return true;
    }
    if (!view_is(sort->order, "fifo"))
        return error_set(err, ERROR_INVALID,
                         "%s:%u: the order is 'legacy' or 'fifo', not '" VIEW_FMT "'", kust->file,
                         line, VIEW_ARGS(sort->order));
    if (sort->legacy)
        return error_set(err, ERROR_INVALID,
                         "%s:%u: 'legacySortOptions' go with the order 'legacy' only", kust->file,
                         line);
    return true;
}
