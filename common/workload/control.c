/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/control.h"

#include "base/clock.h"
#include "manifest/object.h"
#include "patch/merge_patch.h"
#include "workload/ownership.h"
#include "yaml/emit.h"

const char *control_act_name(enum control_act act)
{
    switch (act) {
    case CONTROL_RESTART:
        return "restart";
    case CONTROL_STOP:
        return "stop";
    case CONTROL_START:
        return "start";
    case CONTROL_SCALE:
        return "scale";
    }
    return "";
}

const char *control_act_past(enum control_act act)
{
    switch (act) {
    case CONTROL_RESTART:
        return "restarted";
    case CONTROL_STOP:
        return "stopped";
    case CONTROL_START:
        return "started";
    case CONTROL_SCALE:
        return "scaled";
    }
    return "";
}

/* ---- kinds */

/*
 * The field of `spec` by which a kind is stopped: its value when stopped, when it runs and nothing
 * else is known, and what an absent one means. No field: the kind cannot be stopped.
 */
struct kind {
    const char *group;
    const char *kind;
    const char *field;
    const char *stopped;
    const char *runs;
    const char *absent;
    bool scales;
    bool restarts; /* it has a pod template that is rolled out */
};

static const struct kind kinds[] = {
    { "apps", "Deployment", "replicas", "0", "1", "1", true, true },
    { "apps", "StatefulSet", "replicas", "0", "1", "1", true, true },
    { "apps", "DaemonSet", NULL, NULL, NULL, NULL, false, true },
    { "apps", "ReplicaSet", "replicas", "0", "1", "1", true, false },
    { "batch", "CronJob", "suspend", "true", "false", "false", false, false },
    { "kubevirt.io", "VirtualMachine", "runStrategy", "\"Halted\"", "\"Always\"", NULL, false,
      false },
    { "kubevirt.io", "VirtualMachine", "running", "false", "true", "false", false, false },
};

/* How OBJECT is controlled, NULL: not at all. Of two ways the one whose field it has. */
static const struct kind *find_kind(const struct ynode *object)
{
    const struct object_ref ref = object_ref_of(object);

    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
        if (view_is(ref.group, kinds[i].group) && view_is(ref.kind, kinds[i].kind) &&
            (!kinds[i].field || kinds[i].absent ||
             ynode_get_path(object, "spec", kinds[i].field, NULL)))
            return &kinds[i];
    return NULL;
}

const char *control_field(const struct ynode *object)
{
    const struct kind *kind = find_kind(object);

    return kind ? kind->field : NULL;
}

bool control_can(const struct ynode *object, enum control_act act)
{
    const struct kind *kind = find_kind(object);

    if (!kind)
        return false;
    switch (act) {
    case CONTROL_RESTART:
        return kind->restarts;
    case CONTROL_STOP:
    case CONTROL_START:
        return kind->field != NULL;
    case CONTROL_SCALE:
        return kind->scales;
    }
    return false;
}

static struct view annotation(const struct ynode *object, const char *key)
{
    return ynode_text(ynode_get_path(object, "metadata", "annotations", key, NULL));
}

bool control_allows(const struct ynode *object, enum control_act act)
{
    const struct ynode *actions =
        ynode_get_path(object, "metadata", "annotations", CONTROL_ACTIONS, NULL);
    struct view rest = ynode_text(actions);
    struct view part;

    while (view_cut(&rest, ',', &part)) {
        part = view_trim(part);
        if (view_is(part, control_act_name(act)) ||
            (act == CONTROL_START && view_is(part, control_act_name(CONTROL_STOP))))
            return true;
    }
    return ynode_is_null(actions);
}

/* ---- patches */

/* What must not have changed since OBJECT was read. */
static void add_head(struct buf *patch, const struct ynode *object)
{
    buf_add(patch, "{\"metadata\":{\"uid\":");
    buf_add_json_string(patch, ynode_text(ynode_get_path(object, "metadata", "uid", NULL)));
    buf_add(patch, ",\"resourceVersion\":");
    buf_add_json_string(patch,
                        ynode_text(ynode_get_path(object, "metadata", "resourceVersion", NULL)));
}

/* STOPPED: the annotation; empty: it goes. */
static void add_change(struct buf *patch, const struct ynode *object, const char *field,
                       struct view value, struct view stopped)
{
    add_head(patch, object);
    buf_add(patch, ",\"annotations\":{\"" CONTROL_STOPPED "\":");
    if (stopped.len > 0)
        buf_add_json_string(patch, stopped);
    else
        buf_add(patch, "null");
    buf_addf(patch, "}},\"spec\":{\"%s\":" VIEW_FMT "}}", field, VIEW_ARGS(value));
}

/* The field as JSON. */
static bool add_present(struct buf *out, const struct kind *kind, const struct ynode *object,
                        struct error *err)
{
    const struct ynode *value = ynode_get_path(object, "spec", kind->field, NULL);

    if (!ynode_is_null(value))
        return emit_json(out, value, 0, YAML_1_1, err);
    buf_add(out, kind->absent ? kind->absent : kind->runs);
    return true;
}

/* What stands in an annotation may be anybody's: only what the field can be is put back. */
static bool is_value(const struct kind *kind, struct view value)
{
    if (value.len == 0 || view_is(value, kind->stopped))
        return false;
    if (kind->scales) {
        for (size_t i = 0; i < value.len; i++)
            if (value.data[i] < '0' || value.data[i] > '9' || i > 8)
                return false;
        return value.data[0] != '0';
    }
    return view_is(value, kind->runs) || view_is(value, "\"RerunOnFailure\"") ||
           view_is(value, "\"Manual\"") || view_is(value, "\"Once\"");
}

static bool add_run_state(struct buf *patch, const struct control *control,
                          const struct ynode *object, struct error *err)
{
    const struct kind *kind = find_kind(object);
    AUTO(buf) present = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view before = annotation(object, CONTROL_STOPPED);
    bool is_stopped;

    if (!add_present(&present, kind, object, err))
        return false;
    is_stopped = view_is(buf_view(&present), kind->stopped);
    if (is_stopped == (control->act == CONTROL_STOP))
        return true;
    if (control->act == CONTROL_STOP)
        add_change(patch, object, kind->field, view_of(kind->stopped), buf_view(&present));
    else
        add_change(patch, object, kind->field,
                   is_value(kind, before) ? before : view_of(kind->runs), VIEW_EMPTY);
    return true;
}

static bool add_scale(struct buf *patch, const struct control *control, const struct ynode *object,
                      struct error *err)
{
    const struct kind *kind = find_kind(object);
    AUTO(buf) present = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) wanted = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!add_present(&present, kind, object, err))
        return false;
    buf_addf(&wanted, "%d", control->replicas);
    if (!view_eq(buf_view(&present), buf_view(&wanted)))
        add_change(patch, object, kind->field, buf_view(&wanted), VIEW_EMPTY);
    return true;
}

static bool add_restart(struct buf *patch, const struct control *control,
                        const struct ynode *object, struct error *err)
{
    struct view last = ynode_text(ynode_get_path(object, "spec", "template", "metadata",
                                                 "annotations", CONTROL_RESTARTED, NULL));
    AUTO(buf) now = BUF_INIT(BUF_TEXT_BYTES_MAX);

    clock_add_rfc3339(&now, control->now);
    if (ynode_value(ynode_get_path(object, "spec", "paused", NULL), YAML_1_1).boolean) {
        error_set(err, ERROR_CONFLICT,
                  "can't restart paused deployment (run rollout resume first)");
        return false;
    }
    if (view_eq(last, buf_view(&now)))
        return error_set(err, ERROR_CONFLICT,
                         "if restart has already been triggered within the past second, please "
                         "wait before attempting to trigger another");
    add_head(patch, object);
    buf_add(patch,
            "},\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"" CONTROL_RESTARTED "\":");
    buf_add_json_string(patch, buf_view(&now));
    buf_add(patch, "}}}}}");
    return true;
}

bool control_patch(struct buf *patch, const struct control *control, const struct ynode *object,
                   struct error *err)
{
    switch (control->act) {
    case CONTROL_RESTART:
        return add_restart(patch, control, object, err);
    case CONTROL_STOP:
    case CONTROL_START:
        return add_run_state(patch, control, object, err);
    case CONTROL_SCALE:
        return add_scale(patch, control, object, err);
    }
    return true;
}

/* ---- doing it */

static bool check_owner(const struct control *control, const struct ynode *object,
                        struct error *err)
{
    if (ownership_of(object, control->name, control->namespace) == OWNERSHIP_OURS)
        return true;
    error_set(err, ERROR_CONFLICT, "it does not carry the label of workload '%s'", control->name);
    return error_hint(err, "what is not of the workload is left alone: kubectl changes it");
}

/* The object as it is now; another one of its name is not it. */
static bool read_again(const struct control *control, const struct kube_resource *resource,
                       const struct object_ref *ref, struct ydoc **doc, struct error *err)
{
    ydoc_free(*doc);
    *doc = NULL;
    if (!kube_object_get(control->client, resource, ref->namespace, ref->name, doc, err))
        return false;
    return *doc || error_set(err, ERROR_NOT_FOUND, "it is gone meanwhile");
}

/* OBJECT as it would be, without asking a server. */
static bool patch_copy(const struct ynode *object, struct view patch, struct ydoc **after,
                       struct error *err)
{
    AUTO_FREE(ydoc) change = ydoc_parse(patch, "patch", err);
    AUTO_FREE(ydoc) doc = ydoc_new();

    if (!change)
        return false;
    ydoc_set_root(doc, ynode_copy(doc, object));
    if (!merge_patch_apply(doc, ydoc_root(doc), ydoc_root(change), err))
        return false;
    *after = TAKE(doc);
    return true;
}

static bool send_patch(const struct control *control, const struct kube_resource *resource,
                       const struct ynode *object, struct ydoc **after, struct error *err)
{
    const struct object_ref ref = object_ref_of(object);
    AUTO(buf) patch = BUF_INIT(YAML_INPUT_BYTES_MAX);

    *after = NULL;
    if (!check_owner(control, object, err) || !control_patch(&patch, control, object, err))
        return false;
    if (patch.len == 0)
        return true;
    if (!control->send)
        return patch_copy(object, buf_view(&patch), after, err);
    return kube_object_merge_patch(control->client, resource, ref.namespace, ref.name,
                                   buf_view(&patch), control->dry_run, after, err);
}

bool control_object(const struct control *control, const struct ynode *object, struct ydoc **after,
                    struct error *err)
{
    const struct object_ref ref = object_ref_of(object);
    const struct kube_resource *resource;
    AUTO_FREE(ydoc) again = NULL;

    if (!kube_discovery_find(control->discovery, &ref, &resource, err))
        return false;
    for (int try = 1;; try++) {
        AUTO(error) problem = ERROR_INIT;

        if (send_patch(control, resource, object, after, &problem))
            return true;
        if (problem.code != ERROR_CONFLICT || try == CONTROL_TRIES ||
            strcmp(kube_last_status(control->client)->reason, "Conflict") != 0)
            return error_move(err, &problem);
        if (!read_again(control, resource, &ref, &again, err))
            return false;
        object = ydoc_root(again);
    }
}
