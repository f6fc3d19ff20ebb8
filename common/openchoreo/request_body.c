/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/request_body.h"

#include "yaml/emit.h"

#define ANNOTATION_WORKLOAD    "openchoreo.dev/workload"
#define ANNOTATION_FROM_SOURCE "openchoreo.dev/workload-from-source"

/* ---- paths */

static void add_segment(struct buf *out, const char *name, struct view value)
{
    buf_addf(out, "/%s/", name);
    buf_add_urlescaped(out, value);
}

void request_add_url(struct buf *out, const char *base, struct view namespace, const char *plural,
                     struct view name)
{
    buf_addf(out, "%s/api/v1", base);
    add_segment(out, "namespaces", namespace);
    buf_addf(out, "/%s", plural);
    if (name.len == 0)
        return;
    buf_add_byte(out, '/');
    buf_add_urlescaped(out, name);
}

void request_add_legacy_url(struct buf *out, const char *base, struct view namespace,
                            struct view project, struct view component)
{
    buf_addf(out, "%s/api/v1", base);
    add_segment(out, "namespaces", namespace);
    add_segment(out, "projects", project);
    add_segment(out, "components", component);
    buf_add(out, "/workloads");
}

/* ---- bodies */

static bool add_json(struct buf *out, const struct ynode *node, struct error *err)
{
    return emit_json(out, node, 0, YAML_1_1, err);
}

/* A copy of NODE in a document of its own, which it is the root of. */
static struct ynode *copy_of(struct ydoc *doc, const struct ynode *node, struct error *err)
{
    struct ynode *copy = ynode_copy(doc, node);

    if (!ynode_is_map(copy)) {
        error_set(err, ERROR_INVALID, "the object is no mapping, or nests too deep");
        return NULL;
    }
    return copy;
}

static struct ynode *bare_copy(struct ydoc *doc, const struct ynode *workload, struct error *err)
{
    struct ynode *copy = copy_of(doc, workload, err);

    if (!copy)
        return NULL;
    (void)ynode_remove(copy, VIEW("apiVersion"));
    (void)ynode_remove(copy, VIEW("kind"));
    return copy;
}

bool request_add_workload(struct buf *out, const struct ynode *workload, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    const struct ynode *copy = bare_copy(doc, workload, err);

    return copy && add_json(out, copy, err);
}

/* Entries of FROM's mapping KEY that INTO's lacks. */
static bool carry_over(struct ydoc *doc, struct ynode *into, const struct ynode *from,
                       const char *key, struct error *err)
{
    const struct ynode *theirs = ynode_get(from, key);
    struct ynode *ours;

    if (ynode_len(theirs) == 0)
        return true;
    ours = ynode_need_map(doc, into, key);
    if (!ours)
        return error_set(err, ERROR_INVALID, "metadata.%s is no mapping", key);
    for (size_t i = 0; i < ynode_len(theirs); i++) {
        struct view name = ynode_text(ynode_key_at(theirs, i));

        if (!ynode_get_view(ours, name))
            ynode_set(doc, ours, name, ynode_copy(doc, ynode_value_at(theirs, i)));
    }
    return true;
}

bool request_add_keeping(struct buf *out, const struct ynode *workload,
                         const struct ynode *existing, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = bare_copy(doc, workload, err);
    struct ynode *metadata = copy ? ynode_need_map(doc, copy, "metadata") : NULL;
    const struct ynode *theirs = ynode_get(existing, "metadata");

    return metadata && carry_over(doc, metadata, theirs, "labels", err) &&
           carry_over(doc, metadata, theirs, "annotations", err) && add_json(out, copy, err);
}

bool request_add_image(struct buf *out, const struct ynode *existing, struct view image,
                       struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = copy_of(doc, existing, err);
    struct ynode *spec = copy ? ynode_need_map(doc, copy, "spec") : NULL;
    struct ynode *container = spec ? ynode_need_map(doc, spec, "container") : NULL;

    if (!copy)
        return false;
    if (!container)
        return error_set(err, ERROR_INVALID,
                         "spec.container of the existing workload is no "
                         "mapping");
    ynode_set_string(doc, container, "image", image);
    return add_json(out, copy, err);
}

bool request_add_spec(struct buf *out, const struct ynode *workload, struct error *err)
{
    return add_json(out, ynode_get(workload, "spec"), err);
}

bool request_add_run(struct buf *out, const struct ynode *run, struct view workload,
                     const char *from_source, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = copy_of(doc, run, err);
    struct ynode *metadata = copy ? ynode_need_map(doc, copy, "metadata") : NULL;
    struct ynode *annotations = metadata ? ynode_need_map(doc, metadata, "annotations") : NULL;

    if (!copy)
        return false;
    if (!annotations)
        return error_set(err, ERROR_INVALID,
                         "metadata.annotations of the WorkflowRun is no "
                         "mapping");
    ynode_set_string(doc, annotations, ANNOTATION_WORKLOAD, workload);
    if (from_source)
        ynode_set_string(doc, annotations, ANNOTATION_FROM_SOURCE, view_of(from_source));
    return add_json(out, copy, err);
}
