/* SPDX-License-Identifier: Apache-2.0 */
#include "launch/replicas.h"

#include "manifest/object.h"
#include "workload/control.h"
#include "yaml/emit.h"

static const struct ynode *find_in(const struct ynode *root, const struct object_ref *wanted)
{
    const struct object_ref ref = object_ref_of(root);

    return view_eq(ref.group, wanted->group) && view_eq(ref.kind, wanted->kind) &&
                   view_eq(ref.name, wanted->name) &&
                   (ref.namespace.len == 0 || view_eq(ref.namespace, wanted->namespace))
               ? root
               : NULL;
}

static const struct ynode *find_last(const struct stream *last, const struct ynode *object)
{
    const struct object_ref wanted = object_ref_of(object);

    for (size_t i = 0; last && i < last->len; i++) {
        const struct ynode *found = find_in(manifest_root(&last->manifests[i]), &wanted);

        if (found)
            return found;
    }
    return NULL;
}

static void add_value(struct buf *out, const struct ynode *value)
{
    if (!value || !emit_json(out, value, 0, YAML_1_1, NULL))
        buf_add(out, "its default");
}

/* By whom LIVE's field was set last: "kubectl-scale"; empty: unknown. */
static struct view setter_of(const struct ynode *live, const char *field)
{
    const struct ynode *entries = ynode_get_path(live, "metadata", "managedFields", NULL);
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&key, "f:%s", field);
    for (size_t i = ynode_len(entries); i > 0; i--) {
        const struct ynode *entry = ynode_at(entries, i - 1);

        if (ynode_get_path(entry, "fieldsV1", "f:spec", buf_text(&key), NULL))
            return ynode_text(ynode_get(entry, "manager"));
    }
    return VIEW_EMPTY;
}

static void tell_kept(struct apply *apply, const struct ynode *object, const struct ynode *live,
                      const char *field, const struct ynode *wanted)
{
    const struct object_ref ref = object_ref_of(object);
    struct view setter = setter_of(live, field);
    AUTO(buf) kept = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) asked = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_value(&kept, ynode_get_path(live, "spec", field, NULL));
    add_value(&asked, wanted);
    strv_addf(&apply->warnings,
              VIEW_FMT "/" VIEW_FMT " keeps spec.%s %s%s" VIEW_FMT "; --force-conflicts sets %s",
              VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name), field, buf_text(&kept),
              setter.len > 0 ? ", set by " : "", VIEW_ARGS(setter), buf_text(&asked));
}

/* The manifests ask for another value than they did; a stopped one stays stopped all the same. */
static bool is_new(const struct ynode *last, const struct ynode *live, const char *field,
                   const struct ynode *wanted)
{
    bool stopped = ynode_get_path(live, "metadata", "annotations", CONTROL_STOPPED, NULL) != NULL;

    return last && !stopped &&
           !ynode_equal(ynode_get_path(last, "spec", field, NULL), wanted, YAML_1_1);
}

static void keep_one(struct apply *apply, struct apply_object *object, const struct stream *last)
{
    struct ynode *spec = ynode_get(object->object, "spec");
    const char *field = control_field(object->object);
    const struct ynode *live = object->live ? ydoc_root(object->live) : NULL;
    const struct ynode *wanted = field ? ynode_get(spec, field) : NULL;

    if (!live || !wanted ||
        ynode_equal(ynode_get_path(live, "spec", field, NULL), wanted, YAML_1_1) ||
        is_new(find_last(last, object->object), live, field, wanted))
        return;
    tell_kept(apply, object->object, live, field, wanted);
    ynode_remove(spec, view_of(field));
}

void replicas_keep(struct apply *apply, const struct apply_request *request)
{
    for (size_t i = 0; !request->force && i < apply->len; i++)
        if (apply->objects[i].phase == APPLY_MAIN)
            keep_one(apply, &apply->objects[i], request->last);
}

/*
 * 'Apply failed with 1 conflict: conflict with "kubectl-scale" using apps/v1: .spec.replicas', or
 * 'conflicts with "a" using apps/v1:' and a line "- .spec.replicas" for each field.
 */
static struct view field_of(struct view line)
{
    size_t colon = line.len;

    if (view_starts(line, VIEW("- ")))
        return view_sub(line, 2, line.len);
    while (colon > 0 && line.data[colon - 1] != ':')
        colon--;
    return view_trim(view_sub(line, colon, line.len));
}

bool replicas_is_cause(const struct ynode *object, const struct error *problem)
{
    struct view rest = view_of(error_message(problem));
    const char *field = control_field(object);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view line;
    size_t found = 0;

    if (problem->code != ERROR_CONFLICT || !field ||
        view_find(rest, VIEW("Apply failed with"), 0) == rest.len)
        return false;
    buf_addf(&path, ".spec.%s", field);
    while (view_cut(&rest, '\n', &line)) {
        struct view name = field_of(view_trim(line));

        if (name.len > 0 && !view_eq(name, buf_view(&path)))
            return false;
        found += name.len > 0;
    }
    return found > 0;
}
