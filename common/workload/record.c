/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/record.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/num.h"
#include "manifest/object.h"
#include "workload/ownership.h"
#include "yaml/emit.h"
#include "json/decode.h"

#define HOST_BYTES_MAX 256
#define STAT_BYTES_MAX 4096
/* starttime is the 20th field behind the command's name: proc(5). */
#define STAT_START_FIELD 20

static const char *const state_names[] = {
    [RECORD_COMPLETE] = "complete",
    [RECORD_APPLYING] = "applying",
    [RECORD_FAILED] = "failed",
};

const char *record_state_name(enum record_state state)
{
    return state_names[state];
}

char *record_name(const char *instance)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&name, "%s" RECORD_SUFFIX, instance);
    return buf_take(&name);
}

/* ---- the inventory ---- */

void record_object_release(struct record_object *object)
{
    free(object->api_version);
    free(object->kind);
    free(object->namespace);
    free(object->name);
    free(object->uid);
    *object = (struct record_object){ .name = NULL };
}

void record_object_read(struct record_object *to, const struct ynode *object)
{
    struct object_ref ref = object_ref_of(object);

    *to = (struct record_object){
        .api_version = view_copy(ynode_text(ynode_get(object, "apiVersion"))),
        .kind = view_copy(ref.kind),
        .namespace = view_copy(ref.namespace),
        .name = view_copy(ref.name),
        .uid = view_copy(ynode_text(ynode_get_path(object, "metadata", "uid", NULL))),
    };
}

struct object_ref record_object_ref(const struct record_object *object)
{
    struct view version = view_of(object->api_version);
    size_t slash = view_find_byte(version, '/', 0);
    bool grouped = slash < version.len;

    return (struct object_ref){
        .group = grouped ? view_sub(version, 0, slash) : VIEW_EMPTY,
        .version = grouped ? view_sub(version, slash + 1, version.len) : version,
        .kind = view_of(object->kind),
        .namespace = view_of(object->namespace),
        .name = view_of(object->name),
    };
}

void record_inventory_release(struct record_inventory *inventory)
{
    for (size_t i = 0; i < inventory->len; i++)
        record_object_release(&inventory->items[i]);
    free(inventory->items);
    *inventory = (struct record_inventory)RECORD_INVENTORY_INIT;
}

static void add_entry(struct record_inventory *inventory, struct view api_version, struct view kind,
                      struct view namespace, struct view name, struct view uid)
{
    ARRAY_GROW(inventory->items, inventory->len, inventory->cap);
    inventory->items[inventory->len++] = (struct record_object){
        .api_version = view_copy(api_version),
        .kind = view_copy(kind),
        .namespace = view_copy(namespace),
        .name = view_copy(name),
        .uid = view_copy(uid),
    };
}

void record_inventory_add(struct record_inventory *inventory, const struct ynode *object,
                          struct view uid)
{
    struct object_ref ref = object_ref_of(object);

    add_entry(inventory, ynode_text(ynode_get(object, "apiVersion")), ref.kind, ref.namespace,
              ref.name, uid);
}

struct record_object *record_inventory_find_ref(const struct record_inventory *inventory,
                                                const struct object_ref *ref)
{
    for (size_t i = 0; i < inventory->len; i++) {
        struct record_object *item = &inventory->items[i];

        if (view_is(ref->kind, item->kind) && view_is(ref->name, item->name) &&
            view_is(ref->namespace, item->namespace) &&
            view_eq(ref->group, record_object_ref(item).group))
            return item;
    }
    return NULL;
}

struct record_object *record_inventory_find(const struct record_inventory *inventory,
                                            const struct ynode *object)
{
    const struct object_ref ref = object_ref_of(object);

    return record_inventory_find_ref(inventory, &ref);
}

void record_inventory_remove(struct record_inventory *inventory, struct record_object *entry)
{
    size_t i = (size_t)(entry - inventory->items);

    record_object_release(entry);
    for (; i + 1 < inventory->len; i++)
        inventory->items[i] = inventory->items[i + 1];
    inventory->len--;
}

static bool add_inventory_json(struct buf *out, const struct record_inventory *inventory,
                               struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *list = ynode_new_seq(doc);

    for (size_t i = 0; i < inventory->len; i++) {
        const struct record_object *item = &inventory->items[i];
        struct ynode *entry = ynode_new_map(doc);

        ynode_set_string(doc, entry, "apiVersion", view_of(item->api_version));
        ynode_set_string(doc, entry, "kind", view_of(item->kind));
        if (item->namespace[0])
            ynode_set_string(doc, entry, "namespace", view_of(item->namespace));
        ynode_set_string(doc, entry, "name", view_of(item->name));
        if (item->uid[0])
            ynode_set_string(doc, entry, "uid", view_of(item->uid));
        ynode_add(doc, list, entry);
    }
    return emit_json(out, list, 0, YAML_1_1, err);
}

/* ---- a new record ---- */

void record_hide_secrets(struct ydoc *doc, struct ynode *value, record_is_secret *is_secret,
                         const void *context)
{
    struct view name = ynode_text(ynode_get(value, "name"));

    for (size_t i = 0; ynode_is_seq(value) && i < ynode_len(value); i++)
        record_hide_secrets(doc, ynode_at(value, i), is_secret, context);
    for (size_t i = 0; ynode_is_map(value) && i < ynode_len(value); i++) {
        struct view key = ynode_text(ynode_key_at(value, i));

        /* An environment variable is told by its name. */
        if (is_secret(context, key) || (view_is(key, "value") && is_secret(context, name)))
            ynode_set(doc, value, key, ynode_new_string(doc, VIEW(RECORD_SECRET)));
        else
            record_hide_secrets(doc, ynode_value_at(value, i), is_secret, context);
    }
}

/* Scalars as text, lists and mappings as JSON. */
static bool set_value(struct ydoc *doc, struct ynode *data, struct view key,
                      const struct ynode *value, const struct record_facts *facts,
                      struct error *err)
{
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO_CHARS name = view_copy(key);
    struct ynode *copy;

    if (facts->is_secret(facts->context, key)) {
        ynode_set_string(doc, data, name, VIEW(RECORD_SECRET));
        return true;
    }
    if (ynode_is_scalar(value) || !value) {
        ynode_set_string(doc, data, name, ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value));
        return true;
    }
    copy = ynode_copy(doc, value);
    record_hide_secrets(doc, copy, facts->is_secret, facts->context);
    if (!emit_json(&json, copy, 0, YAML_1_1, err))
        return false;
    ynode_set_string(doc, data, name, buf_view(&json));
    return true;
}

static bool set_values(struct ydoc *doc, struct ynode *data, const struct record_facts *facts,
                       struct error *err)
{
    /* What Kuiper's own records always have, so that Hubble shows ours. Source: catalog.md 5.7. */
    static const struct {
        const char *key, *text;
    } always[] = {
        { "_kuiper", "deprecated" },
        { "user", "" },
        { "group", "" },
        { "puid", "" },
        { "guid", "" },
        { "host", "" },
        { "idx", "0" },
        { "registry", "" },
        { "repo", "" },
        { "tag", "" },
        { "cpu", "" },
        { "cpuLimit", "" },
        { "memory", "" },
        { "memoryLimit", "" },
        { "env", "[]" },
        { "volumeMounts", "[]" },
        { "volumes", "[]" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(always); i++)
        ynode_set_string(doc, data, always[i].key, view_of(always[i].text));
    for (size_t i = 0; i < ynode_len(facts->values); i++)
        if (!set_value(doc, data, ynode_text(ynode_key_at(facts->values, i)),
                       ynode_value_at(facts->values, i), facts, err))
            return false;
    return true;
}

static struct view first_line(const char *text)
{
    struct view all = view_of(text);

    return view_sub(all, 0, view_find_byte(all, '\n', 0));
}

static bool set_origins(struct ydoc *doc, struct ynode *data, const struct ynode *origins,
                        struct error *err)
{
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);
    struct ynode *map = ynode_new_map(doc);

    for (size_t i = 0; i < ynode_len(origins); i++) {
        const struct ynode *origin = ynode_value_at(origins, i);
        struct view from = ynode_text(ynode_get(origin, "from"));

        if (from.len == 0)
            from = ynode_text(ynode_get(origin, "layer"));
        ynode_set(doc, map, ynode_text(ynode_key_at(origins, i)), ynode_new_string(doc, from));
    }
    if (!emit_json(&json, map, 0, YAML_1_1, err))
        return false;
    if (origins)
        ynode_set_string(doc, data, RECORD_ORIGINS, buf_view(&json));
    return true;
}

static bool set_facts(struct ydoc *doc, struct ynode *data, const struct record_facts *facts,
                      struct error *err)
{
    AUTO(buf) inventory = BUF_INIT(YAML_INPUT_BYTES_MAX);

    if (!add_inventory_json(&inventory, facts->inventory, err) ||
        !set_origins(doc, data, facts->origins, err))
        return false;
    ynode_set_string(doc, data, "name", view_of(facts->instance));
    ynode_set_string(doc, data, "template", view_of(facts->template));
    ynode_set_string(doc, data, "type", view_of(facts->category));
    ynode_set_string(doc, data, "label", first_line(facts->label));
    ynode_set_string(doc, data, "icon", view_of(facts->icon));
    ynode_set_string(doc, data, "revision", view_of(facts->revision));
    ynode_set_string(doc, data, RECORD_INVENTORY, buf_view(&inventory));
    return true;
}

static void set_history(struct ydoc *doc, struct ynode *annotations, unsigned history)
{
    AUTO(buf) number = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&number, "%u", history);
    if (history > 0)
        ynode_set_string(doc, annotations, RECORD_HISTORY_ANNOTATION, buf_view(&number));
}

static struct ynode *make_metadata(struct ydoc *doc, const struct record_facts *facts)
{
    struct ynode *metadata = ynode_new_map(doc);
    struct ynode *labels = ynode_new_map(doc);
    struct ynode *annotations = ynode_new_map(doc);
    AUTO_CHARS name = record_name(facts->instance);

    ynode_set_string(doc, labels, OWNERSHIP_LABEL, view_of(facts->instance));
    ynode_set_string(doc, annotations, RECORD_LAUNCHER_ANNOTATION, view_of(facts->launcher));
    ynode_set_string(doc, annotations, RECORD_SOURCE_ANNOTATION, view_of(facts->source));
    ynode_set_string(doc, annotations, RECORD_STATE_ANNOTATION, view_of(state_names[facts->state]));
    set_history(doc, annotations, facts->history);
    ynode_set_string(doc, metadata, "name", view_of(name));
    ynode_set_string(doc, metadata, "namespace", view_of(facts->namespace));
    ynode_set(doc, metadata, VIEW("labels"), labels);
    ynode_set(doc, metadata, VIEW("annotations"), annotations);
    return metadata;
}

struct ynode *record_make(struct ydoc *doc, const struct record_facts *facts, struct error *err)
{
    struct ynode *root = ynode_new_map(doc);
    struct ynode *data = ynode_new_map(doc);

    if (!set_values(doc, data, facts, err) || !set_facts(doc, data, facts, err))
        return NULL;
    ynode_set_string(doc, root, "apiVersion", VIEW("v1"));
    ynode_set_string(doc, root, "kind", VIEW("ConfigMap"));
    ynode_set(doc, root, VIEW("metadata"), make_metadata(doc, facts));
    ynode_set(doc, root, VIEW("data"), data);
    return root;
}

bool record_patch(struct buf *out, const struct record_change *change, struct error *err)
{
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *root = ynode_new_map(doc);
    struct ynode *metadata = ynode_need_map(doc, root, "metadata");
    struct ynode *annotations = ynode_need_map(doc, metadata, "annotations");

    if (!add_inventory_json(&json, change->inventory, err))
        return false;
    if (change->resource_version)
        ynode_set_string(doc, metadata, "resourceVersion", view_of(change->resource_version));
    ynode_set_string(doc, annotations, RECORD_STATE_ANNOTATION,
                     view_of(record_state_name(change->state)));
    ynode_set_string(doc, annotations, RECORD_LAUNCHER_ANNOTATION, view_of(change->launcher));
    if (change->state == RECORD_COMPLETE)
        ynode_set(doc, annotations, VIEW(RECORD_HISTORY_ANNOTATION), ynode_new_null(doc));
    set_history(doc, annotations, change->history);
    ynode_set_string(doc, ynode_need_map(doc, root, "data"), RECORD_INVENTORY, buf_view(&json));
    return emit_json(out, root, 0, YAML_1_1, err);
}

bool record_replace(struct buf *out, struct ydoc *doc, struct ynode *record,
                    const struct record *before, struct error *err)
{
    struct ynode *data = ynode_get(record, "data");

    for (size_t i = 0; i < ynode_len(before->data); i++) {
        struct view key = ynode_text(ynode_key_at(before->data, i));

        /* In a merge patch a null takes the key away. */
        if (!ynode_get_view(data, key))
            ynode_set(doc, data, key, ynode_new_null(doc));
    }
    ynode_set(doc, ynode_get(record, "metadata"), VIEW("resourceVersion"),
              ynode_new_string(doc, before->resource_version));
    return emit_json(out, record, 0, YAML_1_1, err);
}

/* ---- a record as read ---- */

enum record_state record_state_read(struct view text)
{
    for (size_t i = 0; i < ARRAY_SIZE(state_names); i++)
        if (view_is(text, state_names[i]))
            return (enum record_state)i;
    return RECORD_COMPLETE;
}

static unsigned number_of(struct view text)
{
    uint64_t number;

    return num_parse_u64(text, &number) && number < UINT_MAX ? (unsigned)number : 0;
}

static struct view datum(const struct ynode *data, const char *key)
{
    return view_trim(ynode_text(ynode_get(data, key)));
}

bool record_read(struct record *record, const struct ynode *config_map)
{
    const struct ynode *metadata = ynode_get(config_map, "metadata");
    const struct ynode *data = ynode_get(config_map, "data");
    struct view name = ynode_text(ynode_get(metadata, "name"));
    struct view owner = ynode_text(ynode_get_path(metadata, "labels", OWNERSHIP_LABEL, NULL));

    if (!view_ends(name, VIEW(RECORD_SUFFIX)) || owner.len == 0)
        return false;
    *record = (struct record){
        .instance = owner,
        .namespace = ynode_text(ynode_get(metadata, "namespace")),
        .template = datum(data, "template"),
        .revision = datum(data, "revision"),
        .type = datum(data, "type"),
        .user = datum(data, "user"),
        .created = ynode_text(ynode_get(metadata, "creationTimestamp")),
        .uid = ynode_text(ynode_get(metadata, "uid")),
        .resource_version = ynode_text(ynode_get(metadata, "resourceVersion")),
        .source =
            ynode_text(ynode_get_path(metadata, "annotations", RECORD_SOURCE_ANNOTATION, NULL)),
        .launcher =
            ynode_text(ynode_get_path(metadata, "annotations", RECORD_LAUNCHER_ANNOTATION, NULL)),
        .state = record_state_read(
            ynode_text(ynode_get_path(metadata, "annotations", RECORD_STATE_ANNOTATION, NULL))),
        .history = number_of(
            ynode_text(ynode_get_path(metadata, "annotations", RECORD_HISTORY_ANNOTATION, NULL))),
        .data = data,
    };
    return true;
}

bool record_read_inventory(struct record_inventory *inventory, const struct record *record,
                           struct error *err)
{
    struct view text = datum(record->data, RECORD_INVENTORY);
    AUTO_FREE(ydoc) doc = NULL;
    const struct ynode *list;

    if (text.len == 0)
        return true;
    /* Ours is JSON, read at a fraction of the cost; a person may have written YAML. */
    doc = ydoc_from_json(text, NULL);
    if (!doc)
        doc = ydoc_parse(text, RECORD_INVENTORY, err);
    list = doc ? ydoc_root(doc) : NULL;
    if (!doc || !ynode_is_seq(list) || ynode_len(list) > RECORD_INVENTORY_MAX)
        return doc ? error_set(err, ERROR_INVALID,
                               "the record of '" VIEW_FMT "' holds no usable inventory",
                               VIEW_ARGS(record->instance))
                   : error_wrap(err, "the record of '" VIEW_FMT "'", VIEW_ARGS(record->instance));
    for (size_t i = 0; i < ynode_len(list); i++) {
        const struct ynode *entry = ynode_at(list, i);

        add_entry(inventory, ynode_text(ynode_get(entry, "apiVersion")),
                  ynode_text(ynode_get(entry, "kind")), ynode_text(ynode_get(entry, "namespace")),
                  ynode_text(ynode_get(entry, "name")), ynode_text(ynode_get(entry, "uid")));
    }
    return true;
}

/* ---- who launches ---- */

/*
 * When process PID started, in clock ticks since the machine did; empty when there is none, or only
 * what is left of one that its parent has not asked after.
 */
static struct view start_of(struct buf *text, struct view pid)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view rest, field = VIEW_EMPTY;
    size_t end;

    buf_addf(&path, "/proc/" VIEW_FMT "/stat", VIEW_ARGS(pid));
    if (!file_read(text, buf_text(&path), NULL))
        return VIEW_EMPTY;
    rest = buf_view(text);
    /* A command's name may hold anything, also a ')'. */
    for (end = rest.len; end > 0 && rest.data[end - 1] != ')'; end--)
        continue;
    rest = view_sub(rest, end + 1, rest.len);
    for (int i = 0; i < STAT_START_FIELD; i++)
        if (!view_cut(&rest, ' ', &field) || (i == 0 && view_is(field, "Z")))
            return VIEW_EMPTY;
    return field;
}

static void add_host(struct buf *out)
{
    char host[HOST_BYTES_MAX] = "";

    if (gethostname(host, sizeof(host) - 1) != 0 || !host[0])
        buf_add(out, "localhost");
    else
        buf_add(out, host);
}

char *record_launcher(const char *user)
{
    AUTO(buf) out = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) pid = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) stat = BUF_INIT(STAT_BYTES_MAX);

    add_host(&out);
    buf_addf(&pid, "%ld", (long)getpid());
    buf_addf(&out, ":%s:" VIEW_FMT, buf_text(&pid), VIEW_ARGS(start_of(&stat, buf_view(&pid))));
    if (user && user[0])
        buf_addf(&out, " of %s", user);
    return buf_take(&out);
}

bool record_launcher_is_gone(struct view launcher)
{
    AUTO(buf) host = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) stat = BUF_INIT(STAT_BYTES_MAX);
    struct view id = view_sub(launcher, 0, view_find_byte(launcher, ' ', 0));
    struct view its_host, pid, start;

    add_host(&host);
    if (!view_cut(&id, ':', &its_host) || !view_cut(&id, ':', &pid) || !view_cut(&id, ':', &start))
        return false;
    if (!view_eq(its_host, buf_view(&host)) || start.len == 0)
        return false;
    for (size_t i = 0; i < pid.len; i++)
        if (pid.data[i] < '0' || pid.data[i] > '9')
            return false;
    return !view_eq(start_of(&stat, pid), start);
}
