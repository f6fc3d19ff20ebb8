/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/origin.h"

#include "base/file.h"
#include "kustomize/repo_spec.h"
#include "yaml/emit.h"

static struct origin *origin_copy(const struct origin *origin, struct arena *arena)
{
    struct origin *copy = arena_alloc(arena, sizeof(*copy));

    *copy = *origin;
    return copy;
}

static struct view join(struct view directory, struct view name, struct arena *arena)
{
    AUTO_CHARS left = view_copy(directory);
    AUTO_CHARS right = view_copy(name);
    AUTO_CHARS joined = file_join(left, right);
    AUTO_CHARS clean = file_clean(joined[0] ? joined : ".");

    return arena_copy(arena, view_of(clean));
}

const struct origin *origin_append(const struct origin *origin, struct view entry,
                                   struct arena *arena)
{
    AUTO(repo_spec) spec = REPO_SPEC_INIT;
    struct origin *appended;

    if (!origin)
        return NULL;
    appended = origin_copy(origin, arena);
    if (repo_spec_parse(&spec, entry)) {
        appended->repo = arena_copy(arena, view_of(spec.url));
        appended->ref = arena_copy(arena, view_of(spec.ref));
        appended->path = spec.path[0] ? arena_copy(arena, view_of(spec.path)) : VIEW_EMPTY;
        return appended;
    }
    appended->path = join(origin->path, entry, arena);
    return appended;
}

const struct origin *origin_of_field(const struct origin *origin, const char *file,
                                     const char *kind, struct arena *arena)
{
    struct origin *by;

    if (!origin)
        return NULL;
    by = origin_copy(origin, arena);
    by->configured_in = join(origin->path, view_of(file), arena);
    by->path = VIEW_EMPTY;
    by->api_version = VIEW("builtin");
    by->by.kind = view_of(kind);
    return by;
}

const struct origin *origin_of_document(const struct resource *res, struct arena *arena)
{
    struct origin *by;

    if (!res->origin)
        return NULL;
    by = origin_copy(res->origin, arena);
    by->configured_in = by->path;
    by->path = VIEW_EMPTY;
    by->api_version = arena_copy(arena, ynode_text(ynode_get(res->root, "apiVersion")));
    by->by = (struct object_ref){ .kind = arena_copy(arena, res->ref.kind),
                                  .name = arena_copy(arena, res->ref.name),
                                  .namespace = arena_copy(arena, res->ref.namespace) };
    return by;
}

/* ---- texts ---- */

static void set_text(struct ydoc *doc, struct ynode *map, const char *key, struct view text)
{
    if (text.len)
        ynode_set_string(doc, map, key, text);
}

static struct ynode *origin_node(struct ydoc *doc, const struct origin *origin)
{
    struct ynode *map = ynode_new_map(doc), *by;

    set_text(doc, map, "path", origin->path);
    set_text(doc, map, "repo", origin->repo);
    set_text(doc, map, "ref", origin->ref);
    set_text(doc, map, "configuredIn", origin->configured_in);
    if (origin->api_version.len == 0)
        return map;
    by = ynode_need_map(doc, map, "configuredBy");
    set_text(doc, by, "apiVersion", origin->api_version);
    set_text(doc, by, "kind", origin->by.kind);
    set_text(doc, by, "name", origin->by.name);
    set_text(doc, by, "namespace", origin->by.namespace);
    return map;
}

/* Append ORIGIN as YAML, as an element of a sequence if LISTED. */
static bool add_text(struct buf *out, const struct origin *origin, bool listed, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *node = origin_node(doc, origin), *root = node;

    if (listed) {
        root = ynode_new_seq(doc);
        ynode_add(doc, root, node);
    }
    return emit_yaml(out, root, EMIT_AS_IS, YAML_KUSTOMIZE, err);
}

static struct view annotation(const struct resource *res, const char *key)
{
    return ynode_text(ynode_get_path(res->root, "metadata", "annotations", key, NULL));
}

/*
 * Kustomize writes its notes by making all annotations anew, so that what an annotation shared with
 * other fields is its own from then on. Source: SetAnnotations in kyaml/yaml/rnode.go.
 */
static void unshare(struct ydoc *doc, struct ynode *map)
{
    for (size_t i = 0; i < ynode_len(map); i++) {
        const struct ynode *value = ynode_value_at(map, i);
        if (value->made && ynode_is_scalar(value))
            ynode_set_value_at(map, i, ynode_new_string(doc, ynode_text(value)));
    }
}

static bool annotate(struct resource *res, const char *key, const struct buf *text,
                     struct error *err)
{
    struct ynode *root = resource_edit(res, err);
    struct ynode *metadata = root ? ynode_need_map(res->doc, root, "metadata") : NULL;
    struct ynode *map = metadata ? ynode_need_map(res->doc, metadata, "annotations") : NULL;

    if (!root || !buf_check(text, key, err))
        return false;
    if (!map)
        return error_set(err, ERROR_INVALID, "%s:%u: the annotations are no mapping",
                         res->file ? res->file : "the stream", res->line);
    ynode_set_string(res->doc, map, key, buf_view(text));
    unshare(res->doc, map);
    return true;
}

bool origin_set(struct resource *res, const struct origin *origin, struct error *err)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!origin)
        return true;
    res->origin = origin;
    return add_text(&text, origin, false, err) && annotate(res, ORIGIN_ANNOTATION, &text, err);
}

bool origin_set_all(struct resource_list *list, size_t start, const struct origin *origin,
                    bool overwrite, struct error *err)
{
    for (size_t i = start; origin && i < list->len; i++) {
        struct resource *res = list->resources[i];
        if ((overwrite || annotation(res, ORIGIN_ANNOTATION).len == 0) &&
            !origin_set(res, origin, err))
            return false;
    }
    return true;
}

bool origin_add_transformation(struct resource_list *list, const struct origin *origin,
                               struct error *err)
{
    for (size_t i = 0; origin && i < list->len; i++) {
        struct resource *res = list->resources[i];
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
        bool ok;
        if (annotation(res, ORIGIN_ANNOTATION).len == 0) {
            ok = origin_set(res, origin, err);
        } else {
            buf_add_view(&text, annotation(res, TRANSFORMATIONS_ANNOTATION));
            ok = add_text(&text, origin, true, err) &&
                 annotate(res, TRANSFORMATIONS_ANNOTATION, &text, err);
        }
        if (!ok)
            return false;
    }
    return true;
}
