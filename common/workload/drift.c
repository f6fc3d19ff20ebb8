/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/drift.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/quantity.h"
#include "kube/client.h"
#include "manifest/object.h"
#include "workload/masked.h"
#include "yaml/emit.h"

#define MANAGERS_MAX    32
#define VALUE_BYTES_MAX ((size_t)64 << 10)

/* A field manager, and what it owns at the place that is looked at. */
struct manager {
    struct view name;
    struct view time;
    bool ours;
    const struct ynode *fields; /* fieldsV1 there; NULL: nothing */
};

struct place {
    const struct place *parent; /* NULL: the object */
    struct view name;           /* "replicas", or the element's: "main" */
    bool element;
    bool secret; /* what is here is not shown */
    struct manager managers[MANAGERS_MAX];
    size_t manager_count;
};

struct drift {
    struct ydoc *doc;
    struct ynode *rows;
    const struct ynode *live;
    record_is_secret *is_secret;
    const struct strv *secrets;
};

/* ---- who owns a place */

static void read_managers(struct place *place, const struct ynode *live)
{
    const struct ynode *list = ynode_get_path(live, "metadata", "managedFields", NULL);

    for (size_t i = 0; i < ynode_len(list) && place->manager_count < MANAGERS_MAX; i++) {
        const struct ynode *entry = ynode_at(list, i);
        struct view name = ynode_text(ynode_get(entry, "manager"));

        place->managers[place->manager_count++] = (struct manager){
            .name = name,
            .time = ynode_text(ynode_get(entry, "time")),
            .ours = view_is(name, KUBE_FIELD_MANAGER) &&
                    view_is(ynode_text(ynode_get(entry, "operation")), "Apply"),
            .fields = ynode_get(entry, "fieldsV1"),
        };
    }
}

/* "f:replicas" */
static const struct ynode *field_of(const struct ynode *fields, struct view name)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&key, "f:" VIEW_FMT, VIEW_ARGS(name));
    return ynode_get_view(fields, buf_view(&key));
}

/* k:{"name":"main"}, k:{"containerPort":80,"protocol":"TCP"}: VALUE of KEY comes first. */
static const struct ynode *element_of(const struct ynode *fields, const char *key,
                                      const struct ynode *value)
{
    AUTO(buf) start = BUF_INIT(VALUE_BYTES_MAX);

    buf_addf(&start, "k:{\"%s\":", key);
    if (!emit_json(&start, value, 0, YAML_1_1, NULL))
        return NULL;
    for (size_t i = 0; i < ynode_len(fields); i++) {
        struct view name = ynode_text(ynode_key_at(fields, i));

        if (view_starts(name, buf_view(&start)) && start.len < name.len &&
            (name.data[start.len] == ',' || name.data[start.len] == '}'))
            return ynode_value_at(fields, i);
    }
    return NULL;
}

static bool is_ours(const struct place *place)
{
    for (size_t i = 0; i < place->manager_count; i++)
        if (place->managers[i].ours && place->managers[i].fields)
            return true;
    return false;
}

/* The last who wrote what is here; NULL: nobody owns it. */
static const struct manager *newest(const struct place *place)
{
    const struct manager *found = NULL;

    for (size_t i = 0; i < place->manager_count; i++) {
        const struct manager *manager = &place->managers[i];

        if (manager->fields && !manager->ours &&
            (!found || view_cmp(manager->time, found->time) > 0))
            found = manager;
    }
    return found;
}

/* ---- a row */

static void add_path(struct buf *out, const struct place *place)
{
    if (!place->parent)
        return;
    add_path(out, place->parent);
    if (place->element)
        buf_addf(out, "[" VIEW_FMT "]", VIEW_ARGS(place->name));
    else
        buf_addf(out, "%s" VIEW_FMT, out->len > 0 ? "." : "", VIEW_ARGS(place->name));
}

static void set_masked(const struct drift *drift, struct ynode *row, const char *key,
                       struct view text)
{
    AUTO(buf) masked = BUF_INIT(YAML_SCALAR_BYTES_MAX);

    masked_add(&masked, text, drift->secrets);
    ynode_set_string(drift->doc, row, key, buf_view(&masked));
}

static void set_value(const struct drift *drift, struct ynode *row, const char *key,
                      const struct ynode *value, bool secret)
{
    AUTO(buf) json = BUF_INIT(VALUE_BYTES_MAX);
    struct ynode *copy;

    if (!value)
        return;
    if (secret || ynode_is_scalar(value)) {
        set_masked(drift, row, key, secret ? VIEW(RECORD_SECRET) : ynode_text(value));
        return;
    }
    copy = ynode_copy(drift->doc, value);
    if (!copy)
        return;
    record_hide_secrets(drift->doc, copy, drift->is_secret, NULL);
    if (emit_json(&json, copy, 0, YAML_1_1, NULL))
        set_masked(drift, row, key, buf_view(&json));
}

static void add_row(struct drift *drift, const struct place *place, const struct ynode *was,
                    const struct ynode *is)
{
    const struct manager *manager = newest(place);
    struct object_ref ref = object_ref_of(drift->live);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *row;

    if (ynode_len(drift->rows) >= DRIFT_ROWS_MAX)
        return;
    row = ynode_new_map(drift->doc);
    buf_addf(&text, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(ref.kind), VIEW_ARGS(ref.name));
    ynode_set_string(drift->doc, row, "object", buf_view(&text));
    buf_clear(&text);
    add_path(&text, place);
    ynode_set_string(drift->doc, row, "path", buf_view(&text));
    set_value(drift, row, "was", was, place->secret);
    set_value(drift, row, "is", is, place->secret);
    if (manager) {
        ynode_set_string(drift->doc, row, "manager", manager->name);
        /* What came by a subresource may have none. */
        if (manager->time.len > 0)
            ynode_set_string(drift->doc, row, "time", manager->time);
    }
    ynode_add(drift->doc, drift->rows, row);
}

/* ---- comparing */

static void compare(struct drift *drift, const struct place *place, const struct ynode *applied,
                    const struct ynode *live);

/* What the server does not keep: null, and collections without anything in them. */
static bool is_nothing(const struct ynode *value)
{
    return ynode_is_null(value) || (!ynode_is_scalar(value) && ynode_len(value) == 0);
}

static bool is_same_scalar(const struct ynode *a, const struct ynode *b)
{
    double left, right;

    if (!ynode_is_scalar(a) || !ynode_is_scalar(b))
        return false;
    return view_eq(ynode_text(a), ynode_text(b)) ||
           (quantity_value(ynode_text(a), &left) && quantity_value(ynode_text(b), &right) &&
            left == right);
}

/* NAME below PLACE. */
static struct place *enter(const struct place *parent, struct view name, bool element)
{
    struct place *place = mem_alloc_zero(1, sizeof(*place));

    place->parent = parent;
    place->name = name;
    place->element = element;
    place->secret = parent->secret;
    place->manager_count = parent->manager_count;
    for (size_t i = 0; i < parent->manager_count; i++) {
        place->managers[i] = parent->managers[i];
        place->managers[i].fields = NULL;
    }
    return place;
}

static void compare_map(struct drift *drift, const struct place *place, const struct ynode *applied,
                        const struct ynode *live)
{
    struct view own = ynode_text(ynode_get(applied, "name"));

    for (size_t i = 0; i < ynode_len(applied); i++) {
        struct view key = ynode_text(ynode_key_at(applied, i));
        struct place *inner = enter(place, key, false);

        /* An environment variable is told by its name. */
        inner->secret |=
            drift->is_secret(NULL, key) || (view_is(key, "value") && drift->is_secret(NULL, own));
        for (size_t m = 0; m < place->manager_count; m++)
            inner->managers[m].fields = field_of(place->managers[m].fields, key);
        compare(drift, inner, ynode_value_at(applied, i), ynode_get_view(live, key));
        free(inner);
    }
}

/* By which key the elements of APPLIED are told apart; NULL: by none. */
static const char *key_of(const struct ynode *applied)
{
    static const char *const keys[] = { "name", "mountPath", "containerPort", "port",
                                        "key",  "ip",        "topologyKey",   "devicePath" };

    for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
        size_t with = 0;

        for (size_t i = 0; i < ynode_len(applied); i++)
            with += ynode_is_scalar(ynode_get(ynode_at(applied, i), keys[k]));
        if (with > 0 && with == ynode_len(applied))
            return keys[k];
    }
    return NULL;
}

static const struct ynode *find_element(const struct ynode *list, const char *key,
                                        const struct ynode *value)
{
    for (size_t i = 0; i < ynode_len(list); i++)
        if (is_same_scalar(ynode_get(ynode_at(list, i), key), value))
            return ynode_at(list, i);
    return NULL;
}

static bool is_same(const struct ynode *a, const struct ynode *b)
{
    AUTO(buf) left = BUF_INIT(VALUE_BYTES_MAX), right = BUF_INIT(VALUE_BYTES_MAX);

    return emit_json(&left, a, 0, YAML_1_1, NULL) && emit_json(&right, b, 0, YAML_1_1, NULL) &&
           view_eq(buf_view(&left), buf_view(&right));
}

static void compare_list(struct drift *drift, const struct place *place,
                         const struct ynode *applied, const struct ynode *live)
{
    const char *key = key_of(applied);

    /* Owned as one value. */
    if (!key) {
        if (!is_ours(place) && !is_same(applied, live))
            add_row(drift, place, applied, live);
        return;
    }
    for (size_t i = 0; i < ynode_len(applied); i++) {
        const struct ynode *value = ynode_get(ynode_at(applied, i), key);
        struct place *inner = enter(place, ynode_text(value), true);

        for (size_t m = 0; m < place->manager_count; m++) {
            const struct ynode *fields = place->managers[m].fields;

            inner->managers[m].fields = element_of(fields, key, value);
            /* A list that is owned as one has no elements there. */
            if (!inner->managers[m].fields && fields && ynode_len(fields) == 0)
                inner->managers[m].fields = fields;
        }
        compare(drift, inner, ynode_at(applied, i), find_element(live, key, value));
        free(inner);
    }
}

/* Trees of manifests are at most YAML_DEPTH_MAX deep. */
static void compare(struct drift *drift, const struct place *place, const struct ynode *applied,
                    const struct ynode *live)
{
    if (is_nothing(applied) || (live && is_same_scalar(applied, live)))
        return;
    if (live && ynode_is_map(applied) && ynode_is_map(live))
        compare_map(drift, place, applied, live);
    else if (live && ynode_is_seq(applied) && ynode_is_seq(live))
        compare_list(drift, place, applied, live);
    else if (!is_ours(place))
        add_row(drift, place, applied, live);
}

/* What says which object it is cannot differ; the status is nobody's wish. */
static bool is_compared(struct view key)
{
    return !view_is(key, "apiVersion") && !view_is(key, "kind") && !view_is(key, "metadata") &&
           !view_is(key, "status") && !view_is(key, "stringData");
}

static void compare_part(struct drift *drift, const struct place *place, struct view key,
                         const struct ynode *applied, const struct ynode *live)
{
    struct place *inner = enter(place, key, false);

    for (size_t m = 0; m < place->manager_count; m++)
        inner->managers[m].fields = field_of(place->managers[m].fields, key);
    compare(drift, inner, applied, live);
    free(inner);
}

void drift_add(struct ydoc *doc, struct ynode *rows, const struct ynode *applied,
               const struct ynode *live, record_is_secret *is_secret, const struct strv *secrets)
{
    struct drift drift = { doc, rows, live, is_secret, secrets };
    struct place *root = mem_alloc_zero(1, sizeof(*root));
    struct place *metadata;

    root->secret = view_is(object_ref_of(live).kind, "Secret");
    read_managers(root, live);
    metadata = enter(root, VIEW("metadata"), false);
    for (size_t m = 0; m < root->manager_count; m++)
        metadata->managers[m].fields = field_of(root->managers[m].fields, VIEW("metadata"));
    for (size_t i = 0; i < ynode_len(applied); i++) {
        struct view key = ynode_text(ynode_key_at(applied, i));

        if (is_compared(key))
            compare_part(&drift, root, key, ynode_value_at(applied, i), ynode_get_view(live, key));
    }
    static const char *const shared[] = { "labels", "annotations" };

    for (size_t i = 0; i < ARRAY_SIZE(shared); i++)
        compare_part(&drift, metadata, view_of(shared[i]),
                     ynode_get_path(applied, "metadata", shared[i], NULL),
                     ynode_get_path(live, "metadata", shared[i], NULL));
    free(metadata);
    free(root);
}
