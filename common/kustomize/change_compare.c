/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/change_compare.h"

#include "base/map.h"
#include "yaml/path.h"

/* What stands for a value of a Secret. Source: kubectl's Masker. */
#define MASK        "***"
#define MASK_BEFORE "*** (before)"
#define MASK_AFTER  "*** (after)"

struct comparison {
    const struct change_sink *sink;
    struct ydoc *doc;
    struct view kind; /* of the object */
    bool secret;      /* it is or becomes a Secret */
    unsigned depth;
    bool done; /* the sink wants no more */
};

static bool is_secret(const struct ynode *object)
{
    return view_is(ynode_text(ynode_get(object, "kind")), "Secret");
}

static bool holds_secrets(struct view key)
{
    return view_is(key, "data") || view_is(key, "stringData");
}

/* PATH is FIELD or a part of it. */
static bool is_within(struct view path, const char *field)
{
    size_t len = strlen(field);

    return view_starts(path, view_of(field)) &&
           (path.len == len || path.data[len] == '.' || path.data[len] == '[');
}

/* Source: the API server's validation of updates: "field is immutable". */
static bool is_immutable(struct view kind, struct view path)
{
    static const struct {
        const char *kind, *field;
    } fields[] = {
        { "DaemonSet", "spec.selector" },   { "Deployment", "spec.selector" },
        { "Job", "spec.selector" },         { "ReplicaSet", "spec.selector" },
        { "StatefulSet", "spec.selector" }, { "StatefulSet", "spec.volumeClaimTemplates" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
        if (view_is(kind, fields[i].kind) && is_within(path, fields[i].field))
            return true;
    return false;
}

static void tell(struct comparison *comparison, const struct buf *path, const struct ynode *old,
                 const struct ynode *new)
{
    struct change change = { .field = buf_text(path), .old = old, .new = new };

    change.immutable = is_immutable(comparison->kind, buf_view(path));
    if (!comparison->done && !comparison->sink->tell(comparison->sink->context, &change))
        comparison->done = true;
}

static bool is_same(const struct ynode *old, const struct ynode *new)
{
    if (!old || !new)
        return ynode_is_null(old) && ynode_is_null(new);
    return ynode_equal(old, new, YAML_KUSTOMIZE);
}

/* ---- Secrets ---- */

static struct ynode *mask(struct comparison *comparison, const char *text)
{
    return ynode_new_string(comparison->doc, view_of(text));
}

static void tell_masked(struct comparison *comparison, const struct buf *path,
                        const struct ynode *old, const struct ynode *new)
{
    if (!is_same(old, new))
        tell(comparison, path, old ? mask(comparison, new ? MASK_BEFORE : MASK) : NULL,
             new ? mask(comparison, old ? MASK_AFTER : MASK) : NULL);
}

/* What stands for the value of `data`: keys may be seen, values not. */
static struct ynode *masked(struct comparison *comparison, const struct ynode *value)
{
    struct ynode *map;

    if (!ynode_is_map(value))
        return mask(comparison, MASK);
    map = ynode_new_map(comparison->doc);
    for (size_t i = 0; i < ynode_len(value); i++)
        ynode_set(comparison->doc, map, ynode_text(ynode_key_at(value, i)), mask(comparison, MASK));
    return map;
}

/* A whole object. */
static const struct ynode *shown(struct comparison *comparison, const struct ynode *root)
{
    struct ynode *copy = root && comparison->secret ? ynode_copy(comparison->doc, root) : NULL;

    for (size_t i = 0; i < ynode_len(copy); i++)
        if (holds_secrets(ynode_text(ynode_key_at(copy, i))))
            ynode_set_value_at(copy, i, masked(comparison, ynode_value_at(copy, i)));
    return copy ? copy : root;
}

/* ---- fields ---- */

static void compare(struct comparison *comparison, const struct buf *path, const struct ynode *old,
                    const struct ynode *new);

/* Kustomize drops `annotations: {}` at the end of every build, and makes one now and then. */
static bool is_empty_annotations(const struct buf *path, const struct ynode *node)
{
    return view_is(buf_view(path), "metadata.annotations") &&
           (ynode_is_null(node) || (ynode_is_map(node) && ynode_len(node) == 0));
}

static void compare_at(struct comparison *comparison, const struct buf *path, struct view key,
                       const struct ynode *old, const struct ynode *new)
{
    AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_view(&here, buf_view(path));
    path_add_key(&here, key);
    if (comparison->secret && path->len > 0 && holds_secrets(buf_view(path)))
        tell_masked(comparison, &here, old, new);
    else
        compare(comparison, &here, old, new);
}

static void compare_maps(struct comparison *comparison, const struct buf *path,
                         const struct ynode *old, const struct ynode *new)
{
    for (size_t i = 0; i < ynode_len(old); i++) {
        struct view key = ynode_text(ynode_key_at(old, i));
        if (ynode_index(old, key) == i)
            compare_at(comparison, path, key, ynode_value_at(old, i), ynode_get_view(new, key));
    }
    for (size_t i = 0; i < ynode_len(new); i++) {
        struct view key = ynode_text(ynode_key_at(new, i));
        if (ynode_index(new, key) == i && !ynode_get_view(old, key))
            compare_at(comparison, path, key, NULL, ynode_value_at(new, i));
    }
}

/* NAMES gets each element by its name; false when one has none, or not one of its own. */
static bool collect_names(struct map *names, const struct ynode *seq)
{
    for (size_t i = 0; i < ynode_len(seq); i++) {
        struct ynode *element = ynode_at(seq, i);
        struct view name = ynode_text(ynode_get(element, "name"));
        if (name.len == 0 || map_set(names, name, element))
            return false;
    }
    return true;
}

static void compare_named(struct comparison *comparison, const struct buf *path, struct view name,
                          const struct ynode *old, const struct ynode *new)
{
    AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&here, VIEW_FMT "[name=" VIEW_FMT "]", VIEW_ARGS(buf_view(path)), VIEW_ARGS(name));
    compare(comparison, &here, old, new);
}

static bool compare_by_name(struct comparison *comparison, const struct buf *path,
                            const struct ynode *old, const struct ynode *new)
{
    AUTO(map) before = MAP_INIT;
    AUTO(map) after = MAP_INIT;

    if (!collect_names(&before, old) || !collect_names(&after, new))
        return false;
    for (size_t i = 0; i < before.len; i++)
        compare_named(comparison, path, before.entries[i].key, before.entries[i].value,
                      map_get(&after, before.entries[i].key));
    for (size_t i = 0; i < after.len; i++)
        if (!map_has(&before, after.entries[i].key))
            compare_named(comparison, path, after.entries[i].key, NULL, after.entries[i].value);
    return true;
}

static void compare_seqs(struct comparison *comparison, const struct buf *path,
                         const struct ynode *old, const struct ynode *new)
{
    if (compare_by_name(comparison, path, old, new))
        return;
    if (ynode_len(old) != ynode_len(new)) {
        tell(comparison, path, old, new);
        return;
    }
    for (size_t i = 0; i < ynode_len(old); i++) {
        AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);
        buf_add_view(&here, buf_view(path));
        path_add_index(&here, i);
        compare(comparison, &here, ynode_at(old, i), ynode_at(new, i));
    }
}

static void compare(struct comparison *comparison, const struct buf *path, const struct ynode *old,
                    const struct ynode *new)
{
    if (is_empty_annotations(path, old))
        old = NULL;
    if (is_empty_annotations(path, new))
        new = NULL;
    if (comparison->done || comparison->depth == YAML_DEPTH_MAX || is_same(old, new))
        return;
    comparison->depth++;
    if (comparison->secret && holds_secrets(buf_view(path)) &&
        (!ynode_is_map(old) || !ynode_is_map(new)))
        tell(comparison, path, old ? masked(comparison, old) : NULL,
             new ? masked(comparison, new) : NULL);
    else if (ynode_is_map(old) && ynode_is_map(new))
        compare_maps(comparison, path, old, new);
    else if (ynode_is_seq(old) && ynode_is_seq(new))
        compare_seqs(comparison, path, old, new);
    else
        tell(comparison, path, old, new);
    comparison->depth--;
}

void change_compare(const struct ynode *old, const struct ynode *new, struct ydoc *doc,
                    const struct change_sink *sink)
{
    struct comparison comparison = { .sink = sink,
                                     .doc = doc,
                                     .secret = is_secret(old) || is_secret(new) };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    comparison.kind = ynode_text(ynode_get(old ? old : new, "kind"));
    if (old && new)
        compare(&comparison, &path, old, new);
    else if (old || new)
        tell(&comparison, &path, shown(&comparison, old), shown(&comparison, new));
}
