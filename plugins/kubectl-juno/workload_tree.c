/* SPDX-License-Identifier: Apache-2.0 */
#include "workload_tree.h"

#include "base/clock.h"
#include "catalog/field.h"
#include "endpoint_tree.h"
#include "yaml/emit.h"
#include "json/decode.h"

static void set_text(struct ydoc *doc, struct ynode *map, const char *key, struct view text)
{
    if (text.len > 0)
        ynode_set_string(doc, map, key, text);
}

static void set_ready(struct ydoc *doc, struct ynode *map, unsigned ready, unsigned desired)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "%u/%u", ready, desired);
    ynode_set_string(doc, map, "ready", buf_view(&text));
}

static void set_age(struct ydoc *doc, struct ynode *map, struct view created)
{
    int64_t at;

    if (!clock_parse_rfc3339(created, &at))
        return;
    ynode_set(doc, map, VIEW("age"), ynode_new_int(doc, clock_now() - at));
    ynode_set_string(doc, map, "created", created);
}

/* What is reached from inside the cluster only is no address for a person. */
static void set_endpoints(struct ydoc *doc, struct ynode *map, const struct endpoints *endpoints)
{
    struct ynode *list = ynode_new_seq(doc);

    for (size_t i = 0; i < endpoints->len; i++)
        if (!endpoints->items[i].internal)
            ynode_add(doc, list, endpoint_tree(doc, &endpoints->items[i]));
    ynode_set(doc, map, VIEW("endpoints"), list);
}

struct ynode *workload_row(struct ydoc *doc, const struct found *found)
{
    struct ynode *map = ynode_new_map(doc);

    ynode_set_string(doc, map, "name", view_of(found->name));
    ynode_set_string(doc, map, "namespace", view_of(found->namespace));
    set_text(doc, map, "template", view_of(found->template));
    set_text(doc, map, "type", view_of(found->type));
    set_text(doc, map, "user", view_of(found->user));
    ynode_set_string(doc, map, "status", view_of(workload_state_name(found->state)));
    set_text(doc, map, "reason", view_of(found->reason));
    if (found->counted)
        set_ready(doc, map, found->ready, found->desired);
    set_age(doc, map, view_of(found->created));
    set_endpoints(doc, map, &found->endpoints);
    return map;
}

/* ---- one, closely ---- */

static struct ynode *object_tree(struct ydoc *doc, const struct gather *gather,
                                 const struct gathered *object)
{
    struct ynode *map = ynode_new_map(doc);
    const struct ynode *root = object->doc ? ydoc_root(object->doc) : NULL;

    set_text(doc, map, "apiVersion", view_of(object->wanted.api_version));
    set_text(doc, map, "kind", view_of(object->wanted.kind));
    set_text(doc, map, "namespace", view_of(object->wanted.namespace));
    set_text(doc, map, "name", view_of(object->wanted.name));
    ynode_set_string(doc, map, "state", view_of(workload_state_name(object->status.state)));
    set_text(doc, map, "status", view_of(object->status.word));
    set_text(doc, map, "reason", view_of(object->status.reason));
    if (object->status.counted)
        set_ready(doc, map, object->status.ready, object->status.desired);
    set_age(doc, map, ynode_text(ynode_get_path(root, "metadata", "creationTimestamp", NULL)));
    if (object->parent < gather->len) {
        AUTO(buf) owner = BUF_INIT(BUF_TEXT_BYTES_MAX);
        const struct record_object *parent = &gather->objects[object->parent].wanted;

        buf_addf(&owner, "%s/%s", parent->kind, parent->name);
        ynode_set_string(doc, map, "owner", buf_view(&owner));
    }
    return map;
}

static bool is_input(struct view key)
{
    /* What the record says of the launch itself, not of an answer. */
    static const char *const facts[] = { "name",           "template",    "type",    "label",
                                         "icon",           "idx",         "session", "revision",
                                         RECORD_INVENTORY, RECORD_ORIGINS };

    if (view_starts(key, VIEW("_")))
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
        if (view_is(key, facts[i]))
            return false;
    return true;
}

bool workload_key_is_secret(const void *context UNUSED, struct view key)
{
    /* The name of a Secret is none. */
    return field_name_is_secret(key) && !view_is(key, "pullSecret");
}

/*
 * Our records hold no secrets; those of other tools may. Lists and mappings are JSON text.
 */
static struct ynode *shown_input(struct ydoc *doc, struct view key, struct view value)
{
    bool nested = view_starts(value, VIEW("[")) || view_starts(value, VIEW("{"));
    AUTO_FREE(ydoc) inside = nested ? ydoc_from_json(value, NULL) : NULL;
    AUTO(buf) text = BUF_INIT(JSON_BYTES_MAX);

    if (workload_key_is_secret(NULL, key))
        return ynode_new_string(doc, VIEW(RECORD_SECRET));
    if (!inside)
        return ynode_new_string(doc, value);
    record_hide_secrets(inside, ydoc_root(inside), workload_key_is_secret, NULL);
    return ynode_new_string(doc, emit_json(&text, ydoc_root(inside), 0, YAML_1_1, NULL)
                                     ? buf_view(&text)
                                     : VIEW(RECORD_SECRET));
}

static struct ynode *inputs_tree(struct ydoc *doc, const struct ynode *data)
{
    struct ynode *map = ynode_new_map(doc);

    for (size_t i = 0; i < ynode_len(data); i++) {
        struct view key = ynode_text(ynode_key_at(data, i));
        struct view value = view_trim(ynode_text(ynode_value_at(data, i)));

        if (is_input(key) && value.len > 0 && !view_is(value, "[]"))
            ynode_set(doc, map, key, shown_input(doc, key, value));
    }
    return map;
}

/* Where each input came from, as the record has it; records of other tools have nothing. */
static void set_origins(struct ydoc *doc, struct ynode *map, const struct ynode *data)
{
    AUTO_FREE(ydoc)
    origins = ydoc_from_json(view_trim(ynode_text(ynode_get(data, RECORD_ORIGINS))), NULL);
    struct ynode *copy = origins ? ynode_copy(doc, ydoc_root(origins)) : NULL;

    if (ynode_is_map(copy))
        ynode_set(doc, map, VIEW("origins"), copy);
}

struct ynode *workload_tree(struct ydoc *doc, const struct gather *gather,
                            const struct endpoints *endpoints, const char *namespace,
                            const char *name)
{
    struct ynode *map = ynode_new_map(doc);
    struct ynode *objects = ynode_new_seq(doc);
    const struct record *record = &gather->record;

    ynode_set_string(doc, map, "name", view_of(name));
    ynode_set_string(doc, map, "namespace", view_of(namespace));
    set_text(doc, map, "template", record->template);
    set_text(doc, map, "revision", record->revision);
    set_text(doc, map, "type", record->type);
    set_text(doc, map, "user", record->user);
    ynode_set_string(doc, map, "status", view_of(workload_state_name(gather->state)));
    set_text(doc, map, "reason", view_of(gather->reason));
    if (gather->counted)
        set_ready(doc, map, gather->ready, gather->desired);
    set_age(doc, map, record->created);
    for (size_t i = 0; i < gather->len; i++)
        ynode_add(doc, objects, object_tree(doc, gather, &gather->objects[i]));
    set_endpoints(doc, map, endpoints);
    ynode_set(doc, map, VIEW("objects"), objects);
    ynode_set(doc, map, VIEW("inputs"), inputs_tree(doc, record->data));
    if (gather->record_doc)
        set_origins(doc, map, record->data);
    return map;
}

/* ---- columns ---- */

enum color workload_state_color(enum workload_state state)
{
    if (state == WORKLOAD_READY)
        return COLOR_READY;
    if (state == WORKLOAD_FAILED)
        return COLOR_FAILED;
    return state == WORKLOAD_STOPPED || state == WORKLOAD_UNKNOWN ? COLOR_DIM : COLOR_WAITING;
}

static enum color status_color(const struct ynode *row)
{
    struct view status = ynode_text(ynode_get(row, "status"));

    for (enum workload_state state = WORKLOAD_READY; state <= WORKLOAD_FAILED; state++)
        if (view_is(status, workload_state_name(state)))
            return workload_state_color(state);
    return COLOR_NONE;
}

static enum color name_color(const struct ynode *row UNUSED)
{
    return COLOR_BOLD;
}

/* The first that answers, and how many others. */
static void format_url(struct buf *cell, const struct ynode *value,
                       const struct table *table UNUSED)
{
    size_t ready = 0;

    for (size_t i = 0; i < ynode_len(value); i++) {
        const struct ynode *endpoint = ynode_at(value, i);

        if (view_is(ynode_text(ynode_get(endpoint, "state")), "ready") && ++ready == 1)
            buf_add_view(cell, ynode_text(ynode_get(endpoint, "url")));
    }
    if (ready > 1)
        buf_addf(cell, " +%zu", ready - 1);
}

static const struct column columns[] = {
    { .header = "NAMESPACE", .path = ".namespace", .only = SHOW_ALL_NAMESPACES },
    { .header = "NAME", .path = ".name", .color = name_color },
    { .header = "TYPE", .path = ".type", .absent = "" },
    { .header = "TEMPLATE", .path = ".template", .absent = "" },
    { .header = "USER", .path = ".user", .absent = "" },
    { .header = "STATUS", .path = ".status", .color = status_color },
    { .header = "READY", .path = ".ready", .absent = "" },
    { .header = "AGE", .path = ".created", .format = table_format_age, .absent = "<unknown>" },
    { .header = "URL", .path = ".endpoints", .format = format_url },
    { .header = "REASON", .path = ".reason", .absent = "", .only = SHOW_WIDE },
};

const struct output_kind workload_output_kind = {
    .kind = "Workload",
    .columns = columns,
    .column_count = ARRAY_SIZE(columns),
};
