/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/lengths.h"

/* RES as it came in the stream; NULL for an object of a preset. */
static const struct ynode *received(const struct resource *res)
{
    const struct ynode *root =
        res->manifest && res->manifest->doc ? ydoc_root(res->manifest->doc) : NULL;

    for (size_t i = 0; i < res->steps_len; i++)
        root = ynode_at(ynode_get(root, "items"), res->steps[i]);
    return root;
}

static bool fail(const struct resource *res, const char *what, size_t len, size_t limit,
                 struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &res->ref);
    return error_set(err, ERROR_INVALID, "%s: %s has %zu characters, %zu are allowed",
                     buf_text(&name), what, len, limit);
}

static bool check_name(const struct resource *res, struct error *err)
{
    size_t limit = object_name_max(&res->ref);

    if (res->ref.name.len <= limit || view_eq(object_ref_of(received(res)).name, res->ref.name))
        return true;
    return fail(res, "its name", res->ref.name.len, limit, err);
}

/* BEFORE: the labels in the stream, in the place of LABELS. */
static bool check_labels(const struct resource *res, const struct ynode *labels,
                         const struct ynode *before, struct error *err)
{
    labels = ynode_resolve(labels);
    for (size_t i = 0; i < (ynode_is_map(labels) ? ynode_len(labels) : 0); i++) {
        struct view key = ynode_text(ynode_key_at(labels, i));
        struct view value = ynode_text(ynode_value_at(labels, i));
        AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (value.len <= OBJECT_LABEL_BYTES_MAX ||
            view_eq(ynode_text(ynode_get_view(before, key)), value))
            continue;
        buf_addf(&what, "the label '" VIEW_FMT "'", VIEW_ARGS(key));
        return fail(res, buf_text(&what), value.len, OBJECT_LABEL_BYTES_MAX, err);
    }
    return true;
}

/* The field without a look that makes children for a copy. */
static const struct ynode *field_of(const struct ynode *map, const char *key)
{
    return ynode_get(ynode_resolve(map), key);
}

static const struct ynode *labels_of(const struct ynode *object)
{
    return field_of(field_of(object, "metadata"), "labels");
}

static const struct ynode *template_of(const struct ynode *object)
{
    return field_of(field_of(object, "spec"), "template");
}

static bool check(const struct resource *res, struct error *err)
{
    const struct ynode *now = res->root, *before = received(res);

    return check_name(res, err) && check_labels(res, labels_of(now), labels_of(before), err) &&
           check_labels(res, labels_of(template_of(now)), labels_of(template_of(before)), err);
}

bool lengths_check(const struct resource_list *list, struct error *err)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct resource *res = list->resources[i];
        if ((!res->manifest || res->editable) && !check(res, err))
            return false;
    }
    return true;
}
