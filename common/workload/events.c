/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/events.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"

static const struct kube_resource events_resource = { .group = "",
                                                      .version = "v1",
                                                      .kind = "Event",
                                                      .plural = "events",
                                                      .namespaced = true,
                                                      .listable = true };

/* One that may be among the newest, with a tree of its own. */
struct kept {
    struct ydoc *doc;
    int64_t last;
};

struct reading {
    const struct gather *gather;
    struct kept kept[EVENTS_MAX]; /* oldest first */
    size_t len;
};

/* ---- when */

static struct view text_at(const struct ynode *event, const char *key, const char *inner)
{
    const struct ynode *node = ynode_get_path(event, key, inner, NULL);

    return ynode_is_null(node) ? VIEW_EMPTY : ynode_text(node);
}

/* New events have no lastTimestamp, and those that were repeated a series. */
static struct view last_of(const struct ynode *event)
{
    static const char *const keys[][2] = { { "lastTimestamp", NULL },
                                           { "series", "lastObservedTime" },
                                           { "eventTime", NULL },
                                           { "metadata", "creationTimestamp" } };

    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        struct view text = text_at(event, keys[i][0], keys[i][1]);

        if (text.len > 0)
            return text;
    }
    return VIEW_EMPTY;
}

/* ---- about what */

/* A ReplicaSet is called as its Deployment with a hash behind. */
static bool is_replica_set_of(const struct gathered *object, struct view name, int64_t last)
{
    struct view owner = view_of(object->wanted.name);
    const struct ynode *root = object->doc ? ydoc_root(object->doc) : NULL;
    struct view made = text_at(root, "metadata", "creationTimestamp");
    int64_t created;

    /* One of that name may have lived before. */
    return strcmp(object->wanted.kind, "Deployment") == 0 && name.len > owner.len + 1 &&
           view_starts(name, owner) && name.data[owner.len] == '-' &&
           view_find_byte(name, '-', owner.len + 1) == name.len &&
           clock_parse_rfc3339(made, &created) && last >= created;
}

static bool is_ours(const struct gather *gather, const struct ynode *about, int64_t last)
{
    struct view uid = ynode_text(ynode_get(about, "uid"));

    if (uid.len > 0 && map_has(&gather->uids, uid))
        return true;
    if (!view_is(ynode_text(ynode_get(about, "kind")), "ReplicaSet"))
        return false;
    for (size_t i = 0; i < gather->len; i++)
        if (is_replica_set_of(&gather->objects[i], ynode_text(ynode_get(about, "name")), last))
            return true;
    return false;
}

/* ---- the newest */

static bool keep(struct reading *reading, const struct ynode *event, int64_t last,
                 struct error *err)
{
    size_t at = reading->len;
    struct ydoc *doc;

    while (at > 0 && reading->kept[at - 1].last > last)
        at--;
    if (reading->len == EVENTS_MAX && at == 0)
        return true;
    doc = kube_resource_own(&events_resource, event, err);
    if (!doc)
        return false;
    if (reading->len == EVENTS_MAX) {
        ydoc_free(reading->kept[0].doc);
        memmove(&reading->kept[0], &reading->kept[1], --at * sizeof(reading->kept[0]));
    } else {
        memmove(&reading->kept[at + 1], &reading->kept[at],
                (reading->len++ - at) * sizeof(reading->kept[0]));
    }
    reading->kept[at] = (struct kept){ .doc = doc, .last = last };
    return true;
}

static bool take_event(void *context, const struct ynode *event, struct error *err)
{
    struct reading *reading = context;
    int64_t last = 0;

    if (!clock_parse_rfc3339(last_of(event), &last))
        return true;
    return !is_ours(reading->gather, ynode_get(event, "involvedObject"), last) ||
           keep(reading, event, last, err);
}

/* ---- as a tree */

static void set_text(struct ydoc *doc, struct ynode *map, const char *key, struct view text)
{
    if (text.len > 0)
        ynode_set_string(doc, map, key, text);
}

static void set_count(struct ydoc *doc, struct ynode *map, const struct ynode *event)
{
    const struct ynode *count = ynode_get(event, "count");

    if (ynode_is_null(count))
        count = ynode_get_path(event, "series", "count", NULL);
    if (!ynode_is_null(count) && ynode_is_scalar(count))
        ynode_set(doc, map, VIEW("count"), ynode_copy(doc, count));
}

static struct ynode *event_tree(struct ydoc *doc, const struct ynode *event)
{
    struct ynode *map = ynode_new_map(doc);
    struct view from = text_at(event, "source", "component");
    struct view first = text_at(event, "firstTimestamp", NULL);
    AUTO(buf) object = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&object, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(text_at(event, "involvedObject", "kind")),
             VIEW_ARGS(text_at(event, "involvedObject", "name")));
    set_text(doc, map, "type", text_at(event, "type", NULL));
    set_text(doc, map, "reason", text_at(event, "reason", NULL));
    set_text(doc, map, "object", buf_view(&object));
    set_text(doc, map, "from", from.len > 0 ? from : text_at(event, "reportingComponent", NULL));
    set_text(doc, map, "message", view_trim(text_at(event, "message", NULL)));
    set_count(doc, map, event);
    set_text(doc, map, "first", first.len > 0 ? first : text_at(event, "eventTime", NULL));
    set_text(doc, map, "last", last_of(event));
    return map;
}

bool events_read(struct ynode **events, struct ydoc *doc, struct kube_client *client,
                 const char *namespace, const struct gather *gather, struct error *err)
{
    struct reading reading = { .gather = gather };
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct kube_list list = { .receive = take_event, .context = &reading };
    bool done;

    kube_resource_add_path(&path, &events_resource, view_of(namespace), VIEW_EMPTY);
    list.path = buf_text(&path);
    *events = ynode_new_seq(doc);
    done = kube_list(client, &list, err);
    for (size_t i = 0; i < reading.len; i++) {
        if (done)
            ynode_add(doc, *events, event_tree(doc, ydoc_root(reading.kept[i].doc)));
        ydoc_free(reading.kept[i].doc);
    }
    return done;
}
