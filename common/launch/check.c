/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/check.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/num.h"
#include "launch/name.h"
#include "manifest/object.h"

#define SHOWN_BYTES_MAX 80

static bool fail(const struct ynode *object, struct error *err, enum error_code code,
                 const char *what)
{
    struct object_ref ref = object_ref_of(object);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &ref);
    return error_set(err, code, "%s: %s", buf_text(&name), what);
}

/* ---- names ---- */

static bool check_name(const struct ynode *object, struct error *err)
{
    struct object_ref ref = object_ref_of(object);
    size_t limit = object_name_max(&ref);
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (ref.kind.len == 0)
        return fail(object, err, ERROR_INVALID, "an object has no kind");
    if (ref.name.len <= limit)
        return true;
    buf_addf(&what, "its name has %zu characters, %zu are allowed", ref.name.len, limit);
    return fail(object, err, ERROR_INVALID, buf_text(&what));
}

static bool check_labels(const struct ynode *object, const struct ynode *labels, struct error *err)
{
    for (size_t i = 0; i < ynode_len(labels); i++) {
        struct view value = ynode_text(ynode_value_at(labels, i));
        struct view key = ynode_text(ynode_key_at(labels, i));
        AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (name_is_label_value(value))
            continue;
        buf_addf(&what, "the label '" VIEW_FMT "' ", VIEW_ARGS(key));
        if (value.len > OBJECT_LABEL_BYTES_MAX)
            buf_addf(&what, "has %zu characters, %zu are allowed", value.len,
                     OBJECT_LABEL_BYTES_MAX);
        else
            buf_addf(&what, "cannot be '" VIEW_FMT "'", VIEW_ARGS(value));
        return fail(object, err, ERROR_INVALID, buf_text(&what));
    }
    return true;
}

/* ---- once ---- */

static bool is_hook(const struct ynode *object)
{
    return ynode_get_path(object, "metadata", "annotations", CHECK_HOOK, NULL) != NULL;
}

static bool check_once(struct map *seen, const struct ynode *object, struct error *err)
{
    struct object_ref ref = object_ref_of(object);
    AUTO(buf) id = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (ref.name.len == 0 || is_hook(object))
        return true;
    buf_addf(&id, VIEW_FMT "/" VIEW_FMT "/" VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref.group),
             VIEW_ARGS(ref.kind), VIEW_ARGS(ref.namespace), VIEW_ARGS(ref.name));
    if (map_has(seen, buf_view(&id)))
        return fail(object, err, ERROR_CONFLICT, "it is rendered twice");
    map_set(seen, buf_view(&id), seen);
    return true;
}

/* `--cpu 500m` is right for a container; a virtual machine has whole cores. */
static bool check_cores(const struct ynode *object, struct error *err)
{
    struct view cores = ynode_text(
        ynode_get_path(object, "spec", "template", "spec", "domain", "cpu", "cores", NULL));
    uint64_t number;

    if (!view_is(ynode_text(ynode_get(object, "kind")), "VirtualMachine") || cores.len == 0 ||
        num_parse_u64(cores, &number))
        return true;
    fail(object, err, ERROR_INVALID, "its number of cores is none");
    return error_hint(err, "--cpu is a whole number for this template, not '" VIEW_FMT "'",
                      VIEW_ARGS(view_sub(cores, 0, SHOWN_BYTES_MAX)));
}

/* The API server would refuse them half way; a claim to mount is called after itself. */
static bool check_volumes(const struct ynode *object, struct error *err)
{
    const struct ynode *volumes = ynode_get(object_pod(object), "volumes");
    AUTO(map) seen = MAP_INIT;

    for (size_t i = 0; i < ynode_len(volumes); i++) {
        struct view name = ynode_text(ynode_get(ynode_at(volumes, i), "name"));
        AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (name.len == 0 || !map_has(&seen, name)) {
            map_set(&seen, name, &seen);
            continue;
        }
        buf_addf(&what, "two volumes are called '" VIEW_FMT "'",
                 VIEW_ARGS(view_sub(name, 0, SHOWN_BYTES_MAX)));
        fail(object, err, ERROR_CONFLICT, buf_text(&what));
        return error_hint(err, "where one of them is a claim of the project: --mounts none leaves "
                               "those out, --mounts CLAIM names another");
    }
    return true;
}

static bool check_object(struct map *seen, const struct ynode *object, struct error *err)
{
    return check_name(object, err) &&
           check_labels(object, ynode_get_path(object, "metadata", "labels", NULL), err) &&
           check_labels(object,
                        ynode_get_path(object, "spec", "template", "metadata", "labels", NULL),
                        err) &&
           check_cores(object, err) && check_volumes(object, err) && check_once(seen, object, err);
}

bool check_objects(const struct stream *stream, struct error *err)
{
    AUTO(map) seen = MAP_INIT;

    for (size_t i = 0; i < stream->len; i++) {
        const struct manifest *manifest = &stream->manifests[i];
        const struct ynode *root = manifest->removed ? NULL : manifest_root(manifest);
        const struct ynode *items = ynode_get(root, "items");

        if (!ynode_is_map(root))
            continue;
        if (!object_is_list(root)) {
            if (!check_object(&seen, root, err))
                return false;
            continue;
        }
        for (size_t k = 0; k < ynode_len(items); k++)
            if (ynode_is_map(ynode_at(items, k)) && !check_object(&seen, ynode_at(items, k), err))
                return false;
    }
    return true;
}

/* ---- hosts and hooks ---- */

static bool lacks_host(const struct ynode *ingress)
{
    const struct ynode *rules = ynode_get_path(ingress, "spec", "rules", NULL);

    for (size_t i = 0; i < ynode_len(rules); i++)
        if (ynode_text(ynode_get(ynode_at(rules, i), "host")).len == 0)
            return true;
    return false;
}

bool check_hosts(const struct stream *stream, bool refused, struct strv *warnings,
                 struct error *err)
{
    for (size_t i = 0; i < stream->len; i++) {
        const struct manifest *manifest = &stream->manifests[i];
        const struct ynode *root = manifest->removed ? NULL : manifest_root(manifest);
        struct object_ref ref = object_ref_of(root);
        struct view name = view_sub(ref.name, 0, SHOWN_BYTES_MAX);

        if (!view_is(ref.kind, "Ingress") || !lacks_host(root))
            continue;
        if (refused) {
            error_set(err, ERROR_INVALID,
                      "Ingress/" VIEW_FMT " would answer for every host of the cluster",
                      VIEW_ARGS(name));
            return error_hint(err, "name one by --host HOST; --host '' says that it is meant");
        }
        strv_addf(warnings, "Ingress/" VIEW_FMT " answers for every host: name one by --host",
                  VIEW_ARGS(name));
    }
    return true;
}

bool check_is_foreign_hook(const struct manifest *manifest)
{
    struct view events = ynode_text(
        ynode_get_path(manifest_root(manifest), "metadata", "annotations", CHECK_HOOK, NULL));
    struct view event;

    if (events.len == 0)
        return false;
    while (view_cut(&events, ',', &event)) {
        event = view_trim(event);
        if (!view_starts(event, VIEW("test")) && !view_ends(event, VIEW("-delete")) &&
            !view_ends(event, VIEW("-rollback")))
            return false;
    }
    return true;
}
