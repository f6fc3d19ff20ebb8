/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/env.h"

#include "base/buf.h"
#include "base/map.h"
#include "manifest/object.h"

static const char *const lists[] = { "initContainers", "containers" };

static struct view name_at(const struct ynode *list, size_t i)
{
    return ynode_text(ynode_get(ynode_at(list, i), "name"));
}

/* The first variable that has a later one of its name; SIZE_MAX: none. */
static size_t find_earlier(const struct ynode *env)
{
    AUTO(map) seen = MAP_INIT;

    for (size_t i = ynode_len(env); i > 0; i--) {
        struct view name = name_at(env, i - 1);

        if (name.len > 0 && map_has(&seen, name))
            return i - 1;
        map_set(&seen, name, &seen);
    }
    return SIZE_MAX;
}

static bool has_earlier(const struct ynode *object)
{
    const struct ynode *pod = object_pod(object);

    for (size_t k = 0; k < ARRAY_SIZE(lists); k++) {
        const struct ynode *containers = ynode_get(pod, lists[k]);

        for (size_t i = 0; i < ynode_len(containers); i++)
            if (find_earlier(ynode_get(ynode_at(containers, i), "env")) != SIZE_MAX)
                return true;
    }
    return false;
}

static void warn(struct strv *warnings, const struct ynode *object, const struct ynode *container,
                 struct view variable)
{
    struct object_ref ref = object_ref_of(object);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&text, &ref);
    buf_addf(&text, ": container '" VIEW_FMT "' sets " VIEW_FMT " twice: the later one counts",
             VIEW_ARGS(ynode_text(ynode_get(container, "name"))), VIEW_ARGS(variable));
    strv_add(warnings, buf_text(&text));
}

/* All but the last of each name, in one pass from behind. */
static void drop_from(struct ynode *env, const struct ynode *object, const struct ynode *container,
                      struct strv *warnings)
{
    AUTO(map) seen = MAP_INIT;

    for (size_t i = ynode_len(env); i > 0; i--) {
        struct view name = name_at(env, i - 1);

        if (name.len > 0 && map_has(&seen, name)) {
            warn(warnings, object, container, name);
            ynode_remove_at(env, i - 1);
            continue;
        }
        map_set(&seen, name, &seen);
    }
}

static void drop_earlier(struct ynode *object, struct strv *warnings)
{
    struct ynode *pod = object_pod(object);

    for (size_t k = 0; k < ARRAY_SIZE(lists); k++) {
        struct ynode *containers = ynode_get(pod, lists[k]);

        for (size_t i = 0; i < ynode_len(containers); i++) {
            struct ynode *container = ynode_at(containers, i);

            drop_from(ynode_get(container, "env"), object, container, warnings);
        }
    }
}

static bool settle(struct manifest *manifest, struct strv *warnings, struct error *err)
{
    const struct ynode *root = manifest_root(manifest);
    const struct ynode *items = object_is_list(root) ? ynode_get(root, "items") : NULL;
    bool wanted = !items && has_earlier(root);
    struct ynode *edited;

    for (size_t i = 0; i < ynode_len(items); i++)
        wanted = wanted || has_earlier(ynode_at(items, i));
    if (!wanted)
        return true;
    edited = manifest_edit(manifest, err);
    if (!edited)
        return false;
    if (!items) {
        drop_earlier(edited, warnings);
        return true;
    }
    for (size_t i = 0; i < ynode_len(ynode_get(edited, "items")); i++)
        drop_earlier(ynode_at(ynode_get(edited, "items"), i), warnings);
    return true;
}

bool env_drop_earlier(struct stream *stream, struct strv *warnings, struct error *err)
{
    for (size_t i = 0; i < stream->len; i++)
        if (!stream->manifests[i].removed && !settle(&stream->manifests[i], warnings, err))
            return false;
    return true;
}
