/* SPDX-License-Identifier: Apache-2.0 */
#include "inspect_facts.h"

#include <string.h>

#include "catalog/source.h"
#include "catalog/template.h"
#include "launch/difference.h"
#include "workload/drift.h"
#include "workload/events.h"
#include "workload/history.h"
#include "workload/log.h"
#include "workload_tree.h"

#define LOG_LINES 10

/* ---- events */

/* The tree's events; without them the rest is still worth seeing. */
bool inspect_add_events(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                        struct error *err)
{
    AUTO(error) problem = ERROR_INIT;
    struct ynode *events;
    struct console *console = link->kube.console;
    bool done = events_read(&events, doc, link->kube.client, kube_link_namespace(&link->kube),
                            &link->gather, &problem);

    console_waited(console);
    if (!done && problem.code == ERROR_INTERRUPTED)
        return error_move(err, &problem);
    if (done)
        ynode_set(doc, tree, VIEW("events"), events);
    else
        console_warn(console, "no events: %s", error_message(&problem));
    return true;
}

/* ---- the end of a log */

static struct view text(const struct ynode *map, const char *key)
{
    return ynode_text(ynode_get(map, key));
}

/* It has written something: it ran once. */
static bool has_log(const struct ynode *container)
{
    return ynode_get_path(container, "state", "running", NULL) ||
           ynode_get_path(container, "state", "terminated", NULL) ||
           (text(container, "restartCount").len > 0 &&
            !view_is(text(container, "restartCount"), "0"));
}

/* The container of POD that is why it is not well; NULL: none that has a log. */
static const struct ynode *find_container(const struct ynode *pod)
{
    static const char *const lists[] = { "initContainerStatuses", "containerStatuses" };

    for (size_t k = 0; k < ARRAY_SIZE(lists); k++) {
        const struct ynode *list = ynode_get_path(pod, "status", lists[k], NULL);

        for (size_t i = 0; i < ynode_len(list); i++) {
            const struct ynode *container = ynode_at(list, i);
            bool done = k == 0 && view_is(ynode_text(ynode_get_path(
                                              container, "state", "terminated", "exitCode", NULL)),
                                          "0");

            if (!done && !view_is(text(container, "ready"), "true") && has_log(container))
                return container;
        }
    }
    return NULL;
}

struct lines {
    struct ydoc *doc;
    struct ynode *list;
};

static bool take_line(void *context, const struct log_source *source UNUSED, struct view line,
                      bool whole UNUSED, struct error *err UNUSED)
{
    struct lines *lines = context;

    ynode_add(lines->doc, lines->list, ynode_new_string(lines->doc, line));
    return true;
}

/* The last lines of CONTAINER in POD; nothing when they cannot be read, but the reason as talk. */
static bool read_lines(struct lines *lines, struct log_source *source, struct workload_link *link,
                       struct error *err)
{
    struct log_sources sources = { .items = source, .len = 1 };
    const struct log_request request = {
        .client = link->kube.client,
        .namespace = kube_link_namespace(&link->kube),
        .tail = LOG_LINES,
        .receive = take_line,
        .context = lines,
    };

    if (!log_read(&sources, &request, err))
        return false;
    console_waited(link->kube.console);
    if (source->problem.code != ERROR_NONE)
        console_warn(link->kube.console, "no log of Pod/" VIEW_FMT ": %s", VIEW_ARGS(source->pod),
                     error_message(&source->problem));
    return true;
}

bool inspect_add_log(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                     struct error *err)
{
    const struct gather *gather = &link->gather;
    const struct gathered *worst =
        gather->worst < gather->len ? &gather->objects[gather->worst] : NULL;
    const struct ynode *pod = worst && worst->doc ? ydoc_root(worst->doc) : NULL;
    const struct ynode *container = view_is(text(pod, "kind"), "Pod") ? find_container(pod) : NULL;
    struct log_source source = { .problem = ERROR_INIT };
    struct lines lines = { doc, ynode_new_seq(doc) };
    struct ynode *log = ynode_new_map(doc);
    AUTO(buf) object = BUF_INIT(BUF_TEXT_BYTES_MAX);
    bool done;

    if (!container)
        return true;
    source.pod = view_of(worst->wanted.name);
    source.container = text(container, "name");
    done = read_lines(&lines, &source, link, err);
    error_release(&source.problem);
    if (!done)
        return false;
    buf_addf(&object, "Pod/%s", worst->wanted.name);
    ynode_set_string(doc, log, "object", buf_view(&object));
    ynode_set_string(doc, log, "container", source.container);
    ynode_set(doc, log, VIEW("lines"), lines.list);
    ynode_set(doc, tree, VIEW("log"), log);
    return true;
}

/* ---- drift */

static const struct ynode *find_live(const struct gather *gather, const struct ynode *applied)
{
    const struct object_ref ref = object_ref_of(applied);

    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];
        const struct object_ref live = record_object_ref(&object->wanted);

        if (object->doc && view_eq(ref.kind, live.kind) && view_eq(ref.name, live.name) &&
            view_eq(ref.group, live.group) &&
            (ref.namespace.len == 0 || view_eq(ref.namespace, live.namespace)))
            return ydoc_root(object->doc);
    }
    return NULL;
}

static bool compare_all(struct ydoc *doc, struct ynode *rows, const struct gather *gather,
                        const struct history_data *data, struct error *err)
{
    const struct ydoc_options options = { .origin = "the applied manifests" };
    AUTO(ydoc_list) list = YDOC_LIST_INIT;
    AUTO(strv) secrets = STRV_INIT;

    if (!ydoc_parse_all(&list, buf_view(&data->manifests), &options, err))
        return false;
    difference_add_secrets(&secrets, ydoc_root(data->doc));
    for (size_t i = 0; i < list.len; i++) {
        const struct ynode *applied = ydoc_root(list.docs[i]);
        const struct ynode *live = applied ? find_live(gather, applied) : NULL;

        if (live)
            drift_add(doc, rows, applied, live, workload_key_is_secret, &secrets);
    }
    return true;
}

bool inspect_add_drift(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                       struct error *err)
{
    const struct history_place place = { link->kube.client, kube_link_namespace(&link->kube),
                                         link->name };
    const struct record *record = &link->gather.record;
    AUTO(history_data) data = HISTORY_DATA_INIT;
    AUTO(error) problem = ERROR_INIT;
    struct ynode *rows = ynode_new_seq(doc);

    if (!link->gather.record_doc || record->history == 0 || record->state != RECORD_COMPLETE)
        return true;
    if (!history_read(&data, &place, record->history, &problem) ||
        !compare_all(doc, rows, &link->gather, &data, &problem)) {
        if (problem.code == ERROR_INTERRUPTED)
            return error_move(err, &problem);
        console_warn(link->kube.console, "what was changed since the launch is not known: %s",
                     error_message(&problem));
        return true;
    }
    console_waited(link->kube.console);
    ynode_set(doc, tree, VIEW("drift"), rows);
    return true;
}

/* ---- the template */

/* The namespace of the catalog in "ConfigMap argocd/notebook", heap; NULL: it was no cluster's. */
static char *namespace_of(struct view source)
{
    struct view kind = VIEW(CATALOG_CLUSTER_ORIGIN);
    size_t slash = view_find_byte(source, '/', 0);

    if (!view_starts(source, kind) || slash == source.len)
        return NULL;
    return view_copy(view_sub(source, kind.len, slash));
}

static struct kube_client *same_client(void *context, struct error *err UNUSED)
{
    return context;
}

/* The template that the record names, as it is now; an empty list when there is none. */
static bool find_template(struct template_list *list, struct catalog *catalog,
                          const struct workload_link *link, const char *namespace,
                          struct error *err)
{
    const struct strv nowhere = STRV_INIT;
    const struct catalog_options options = {
        .namespace = namespace,
        .connect = same_client,
        .connect_context = link->kube.client,
    };
    AUTO_CHARS name = view_copy(link->gather.record.template);

    return catalog_open(catalog, &nowhere, NULL, &options, err) &&
           catalog_find(catalog, list, name, err) && template_load(&list->items[0], err);
}

bool inspect_add_newer(struct ydoc *doc, struct ynode *tree, struct workload_link *link,
                       struct error *err)
{
    const struct record *record = &link->gather.record;
    AUTO_CHARS namespace = link->gather.record_doc ? namespace_of(record->source) : NULL;
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;
    AUTO(error) problem = ERROR_INIT;

    if (!namespace || record->revision.len == 0)
        return true;
    if (!find_template(&list, &catalog, link, namespace, &problem))
        return problem.code != ERROR_INTERRUPTED || error_move(err, &problem);
    if (!view_is(record->revision, list.items[0].revision)) {
        struct ynode *newer = ynode_new_map(doc);

        ynode_set_string(doc, newer, "revision", view_of(list.items[0].revision));
        ynode_set_string(doc, newer, "catalogNamespace", view_of(namespace));
        ynode_set(doc, tree, VIEW("newerTemplate"), newer);
    }
    return true;
}
