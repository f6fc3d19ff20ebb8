/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/ownership.h"

#include "base/buf.h"
#include "manifest/object.h"

static bool fail_for(const struct ynode *object, struct error *err, enum error_code code,
                     const char *what, struct view value)
{
    struct object_ref ref = object_ref_of(object);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &ref);
    return error_set(err, code, "%s: %s" VIEW_FMT, buf_text(&name), what, VIEW_ARGS(value));
}

static struct view owner_of(const struct ynode *object)
{
    return ynode_text(ynode_get_path(object, "metadata", "labels", OWNERSHIP_LABEL, NULL));
}

static bool check_owner(const struct ynode *object, const char *instance, struct error *err)
{
    struct view owner = owner_of(object);

    if (owner.len == 0 || view_is(owner, instance))
        return true;
    return fail_for(object, err, ERROR_CONFLICT, "it is labelled as part of workload ", owner);
}

static bool label_object(struct ydoc *doc, struct ynode *object, const char *instance,
                         struct error *err)
{
    struct ynode *metadata = ynode_need_map(doc, object, "metadata");
    struct ynode *labels = metadata ? ynode_need_map(doc, metadata, "labels") : NULL;

    if (!labels)
        return fail_for(object, err, ERROR_INVALID, "metadata.labels is no mapping", VIEW_EMPTY);
    ynode_set_string(doc, labels, OWNERSHIP_LABEL, view_of(instance));
    return true;
}

static bool label_list(struct manifest *manifest, const char *instance, struct error *err)
{
    struct ynode *root = manifest_edit(manifest, err);
    struct ynode *items = root ? ynode_get(root, "items") : NULL;

    if (!root)
        return false;
    for (size_t i = 0; i < ynode_len(items); i++) {
        struct ynode *object = ynode_at(items, i);

        if (!ynode_is_map(object))
            continue;
        if (!check_owner(object, instance, err) ||
            !label_object(manifest->edited, object, instance, err))
            return false;
    }
    return true;
}

bool ownership_label(struct stream *stream, const char *instance, struct error *err)
{
    for (size_t i = 0; i < stream->len; i++) {
        struct manifest *manifest = &stream->manifests[i];
        const struct ynode *object = manifest->removed ? NULL : manifest_root(manifest);
        struct ynode *root;

        if (!ynode_is_map(object))
            continue;
        if (object_is_list(object)) {
            if (!label_list(manifest, instance, err))
                return false;
            continue;
        }
        if (!check_owner(object, instance, err))
            return false;
        /* What carries the label already keeps its bytes. */
        if (owner_of(object).len > 0)
            continue;
        root = manifest_edit(manifest, err);
        if (!root || !label_object(manifest->edited, root, instance, err))
            return false;
    }
    return true;
}

bool ownership_set_namespace(struct ydoc *doc, struct ynode *object, const char *namespace,
                             struct error *err)
{
    struct ynode *metadata = ynode_need_map(doc, object, "metadata");
    struct ynode *annotations = metadata ? ynode_need_map(doc, metadata, "annotations") : NULL;

    if (!annotations)
        return fail_for(object, err, ERROR_INVALID, "metadata.annotations is no mapping",
                        VIEW_EMPTY);
    ynode_set_string(doc, annotations, OWNERSHIP_NAMESPACE, view_of(namespace));
    return true;
}

enum ownership ownership_of(const struct ynode *object, const char *instance, const char *namespace)
{
    struct view owner = owner_of(object);
    struct view of_namespace =
        ynode_text(ynode_get_path(object, "metadata", "annotations", OWNERSHIP_NAMESPACE, NULL));

    if (owner.len == 0)
        return OWNERSHIP_NONE;
    if (of_namespace.len == 0)
        of_namespace = ynode_text(ynode_get_path(object, "metadata", "namespace", NULL));
    return view_is(owner, instance) && view_is(of_namespace, namespace) ? OWNERSHIP_OURS
                                                                        : OWNERSHIP_OTHER;
}
