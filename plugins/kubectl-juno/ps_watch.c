/* SPDX-License-Identifier: Apache-2.0 */
#include "ps_watch.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "kube/watch.h"
#include "look_pace.h"
#include "workload/find.h"
#include "workload/ownership.h"
#include "workload_tree.h"
#include "yaml/emit.h"
#include "json/decode.h"

/* So many changed workloads are read one by one; beyond, all are listed. */
#define CHANGED_MAX 16

/* A workload as it was last shown. */
struct row {
    char *namespace;
    char *name;
    char *text;     /* the row as JSON, without what changes by itself */
    char *selector; /* of the pods that its state hangs on; NULL: none */
};

struct watching {
    const struct ps_watch_request *request;
    struct output output;
    size_t *widths;
    struct row *rows; /* by namespace and name */
    size_t len;
    size_t cap;
    struct strv changed; /* "namespace/name", each once */
    bool all_changed;
    bool shown; /* rows were printed */
    struct look_pace pace;
};

static void row_release(struct row *row)
{
    free(row->namespace);
    free(row->name);
    free(row->text);
    free(row->selector);
}

static void watching_release(struct watching *watching)
{
    for (size_t i = 0; i < watching->len; i++)
        row_release(&watching->rows[i]);
    free(watching->rows);
    free(watching->widths);
    strv_release(&watching->changed);
    output_release(&watching->output);
}

/* ---- rows */

/* The place of NAMESPACE and NAME in the rows; *THERE: one is at it. */
static size_t find_row(const struct watching *watching, const char *namespace, const char *name,
                       bool *there)
{
    size_t low = 0, high = watching->len;

    *there = false;
    while (low < high && !*there) {
        size_t middle = low + (high - low) / 2;
        const struct row *row = &watching->rows[middle];
        int order = strcmp(namespace, row->namespace);

        if (order == 0)
            order = strcmp(name, row->name);
        *there = order == 0;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

static struct row *insert_row(struct watching *watching, size_t at, const struct found *found)
{
    ARRAY_GROW(watching->rows, watching->len, watching->cap);
    memmove(&watching->rows[at + 1], &watching->rows[at],
            (watching->len - at) * sizeof(*watching->rows));
    watching->len++;
    watching->rows[at] = (struct row){ .namespace = chars_copy(found->namespace),
                                       .name = chars_copy(found->name),
                                       .text = chars_copy("") };
    return &watching->rows[at];
}

static void remove_row(struct watching *watching, size_t at)
{
    row_release(&watching->rows[at]);
    watching->len--;
    memmove(&watching->rows[at], &watching->rows[at + 1],
            (watching->len - at) * sizeof(*watching->rows));
}

/* ROW as JSON; its age would change with every second. */
static char *text_of(const struct ynode *row)
{
    AUTO(buf) text = BUF_INIT(JSON_BYTES_MAX);

    buf_add_byte(&text, '{');
    for (size_t i = 0; i < ynode_len(row); i++) {
        if (view_is(ynode_text(ynode_key_at(row, i)), "age"))
            continue;
        buf_add(&text, text.len > 1 ? "," : "");
        buf_add_json_string(&text, ynode_text(ynode_key_at(row, i)));
        buf_add_byte(&text, ':');
        if (!emit_json(&text, ynode_value_at(row, i), 0, YAML_1_1, NULL))
            buf_add(&text, "null");
    }
    buf_add_byte(&text, '}');
    return buf_take(&text);
}

static void show_found(struct watching *watching, struct ydoc *doc, struct ynode *items,
                       const struct found *found)
{
    struct ynode *row = workload_row(doc, found);
    char *text = text_of(row);
    bool there;
    size_t at = find_row(watching, found->namespace, found->name, &there);
    struct row *known = there ? &watching->rows[at] : insert_row(watching, at, found);

    if (strcmp(known->text, text) != 0)
        ynode_add(doc, items, row);
    free(known->text);
    known->text = text;
    free(known->selector);
    known->selector = chars_copy(found->selector);
}

static void show_deleted(struct watching *watching, struct ydoc *doc, struct ynode *items,
                         size_t at)
{
    AUTO_FREE(ydoc) last = ydoc_from_json(view_of(watching->rows[at].text), NULL);
    struct ynode *row = last ? ynode_copy(doc, ydoc_root(last)) : NULL;

    if (row) {
        ynode_set_string(doc, row, "status", VIEW("Deleted"));
        ynode_add(doc, items, row);
    }
    remove_row(watching, at);
}

/* ---- printing */

static bool print_documents(struct watching *watching, const struct ynode *items, struct error *err)
{
    struct console *console = watching->request->console;

    for (size_t i = 0; i < ynode_len(items); i++) {
        if (watching->output.format == OUTPUT_YAML && (watching->shown || i > 0))
            console_printf(console, "---\n");
        if (!output_one(console, &watching->output, &workload_output_kind, ynode_at(items, i), err))
            return false;
    }
    return true;
}

static bool choose_output(struct watching *watching, struct error *err)
{
    output_release(&watching->output);
    if (!output_choose(&watching->output, watching->request->output, OUTPUT_LISTS, err))
        return false;
    watching->output.show |= watching->request->show;
    watching->output.widths = watching->widths;
    return true;
}

static bool print(struct watching *watching, const struct ynode *items, struct error *err)
{
    struct console *console = watching->request->console;
    enum output_format format = watching->output.format;
    bool documents = format == OUTPUT_JSON || format == OUTPUT_YAML || format == OUTPUT_JSONPATH;

    console_waited(console);
    if (ynode_len(items) == 0)
        return true;
    if (documents ? !print_documents(watching, items, err)
                  : !output_list(console, &watching->output, &workload_output_kind, items, err))
        return false;
    watching->shown = true;
    if (!watching->request->output->no_headers) {
        watching->request->output->no_headers = true;
        if (!choose_output(watching, err))
            return false;
    }
    return console_flush(console, err);
}

/* ---- looking */

static void tell_notes(struct watching *watching, const struct found_list *list)
{
    for (size_t i = 0; i < list->notes.len && !watching->shown; i++)
        console_warn(watching->request->console, "%s", list->notes.items[i]);
}

/* What LIST says, and that of the rows from FIRST to END those that are not in it are gone. */
static bool compare(struct watching *watching, const struct found_list *list, size_t first,
                    size_t end, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *items = ynode_new_seq(doc);
    AUTO(map) there = MAP_INIT;

    for (size_t i = 0; i < list->len; i++) {
        AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&key, "%s/%s", list->items[i].namespace, list->items[i].name);
        if (!list->items[i].hidden)
            map_set(&there, buf_view(&key), NULL);
    }
    for (size_t i = end; i-- > first;) {
        AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

        buf_addf(&key, "%s/%s", watching->rows[i].namespace, watching->rows[i].name);
        if (!map_has(&there, buf_view(&key)))
            show_deleted(watching, doc, items, i);
    }
    for (size_t i = 0; i < list->len; i++)
        if (!list->items[i].hidden)
            show_found(watching, doc, items, &list->items[i]);
    return print(watching, items, err);
}

static bool look_at_all(struct watching *watching, struct error *err)
{
    const struct ps_watch_request *request = watching->request;
    AUTO(found_list) list = FOUND_LIST_INIT;

    list.selector = request->selector;
    if (!find_workloads(&list, request->client, request->namespace, err))
        return error_wrap(err, "cannot list the workloads");
    tell_notes(watching, &list);
    return compare(watching, &list, 0, watching->len, err);
}

/* KEY is "namespace/name". */
static bool look_at(struct watching *watching, const char *key, struct error *err)
{
    AUTO(found_list) list = FOUND_LIST_INIT;
    AUTO_CHARS namespace = view_copy(view_sub(view_of(key), 0, strcspn(key, "/")));
    const char *name = key + strcspn(key, "/") + 1;
    bool there;
    size_t at;

    list.selector = watching->request->selector;
    if (!find_workload(&list, watching->request->client, namespace, name, err))
        return error_wrap(err, "cannot read the workload '%s'", name);
    at = find_row(watching, namespace, name, &there);
    return compare(watching, &list, at, at + there, err);
}

static bool look(struct watching *watching, struct error *err)
{
    if (watching->all_changed || watching->changed.len > CHANGED_MAX)
        return look_at_all(watching, err);
    for (size_t i = 0; i < watching->changed.len; i++)
        if (!look_at(watching, watching->changed.items[i], err))
            return false;
    return true;
}

static bool tick(void *context, struct error *err)
{
    struct watching *watching = context;
    double started = clock_monotonic();
    AUTO(error) problem = ERROR_INIT;

    if ((!watching->all_changed && watching->changed.len == 0) ||
        !look_pace_is_due(&watching->pace))
        return true;
    if (!look(watching, &problem)) {
        console_waited(watching->request->console);
        return look_pace_failed(&watching->pace, &problem, err);
    }
    watching->all_changed = false;
    strv_release(&watching->changed);
    look_pace_done(&watching->pace, started);
    return true;
}

/* ---- events */

static bool begin(void *context, struct error *err UNUSED)
{
    struct watching *watching = context;

    watching->all_changed = true;
    return true;
}

static void note_changed(struct watching *watching, struct view namespace, struct view name)
{
    AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&key, VIEW_FMT "/" VIEW_FMT, VIEW_ARGS(namespace), VIEW_ARGS(name));
    if (!watching->all_changed && watching->changed.len <= CHANGED_MAX &&
        !strv_has(&watching->changed, buf_text(&key)))
        strv_add(&watching->changed, buf_text(&key));
}

static bool receive(void *context, enum kube_event event UNUSED, const struct ynode *object,
                    struct error *err UNUSED)
{
    const struct ynode *metadata = ynode_get(object, "metadata");

    note_changed(context, ynode_text(ynode_get(metadata, "namespace")),
                 ynode_text(ynode_get_path(metadata, "labels", OWNERSHIP_LABEL, NULL)));
    return true;
}

/* SELECTOR is "app=web,part=a". */
static bool is_selected(const char *selector, const struct ynode *labels)
{
    struct view rest = view_of(selector), part;

    while (view_cut(&rest, ',', &part)) {
        size_t end = view_find_byte(part, '=', 0);
        struct view value = ynode_text(ynode_get_view(labels, view_sub(part, 0, end)));

        if (!view_eq(value, view_sub(part, end + 1, part.len)))
            return false;
    }
    return true;
}

/* Pods tell why a workload is not well; how many are ready, what runs them tells. */
static bool receive_pod(void *context, enum kube_event event UNUSED, const struct ynode *object,
                        struct error *err UNUSED)
{
    struct watching *watching = context;
    const struct ynode *metadata = ynode_get(object, "metadata");
    struct view namespace = ynode_text(ynode_get(metadata, "namespace"));

    for (size_t i = 0; i < watching->len; i++) {
        const struct row *row = &watching->rows[i];

        if (row->selector && view_is(namespace, row->namespace) &&
            is_selected(row->selector, ynode_get(metadata, "labels")))
            note_changed(watching, namespace, view_of(row->name));
    }
    return true;
}

/* What may not be watched was told when it could not be listed; the rest goes on. */
static bool refused(void *context, const struct error *problem)
{
    struct watching *watching = context;

    console_warn(watching->request->console, "its changes are not seen: %s",
                 error_message(problem));
    return true;
}

static bool watch_all(struct watching *watching, struct error *err)
{
    const struct kube_tick ticking = { .tick = tick, .context = watching };
    AUTO(strv) paths = STRV_INIT;
    struct kube_watch *watches;
    bool done;

    find_add_paths(&paths, watching->request->namespace);
    watches = mem_alloc_zero(paths.len, sizeof(*watches));
    for (size_t i = 0; i < paths.len; i++)
        watches[i] = (struct kube_watch){ .path = paths.items[i],
                                          .metadata_only = true,
                                          .patient = true,
                                          .begin = begin,
                                          .receive = i + 1 < paths.len ? receive : receive_pod,
                                          .refused = refused,
                                          .context = watching };
    done = kube_watch(watching->request->client, watches, paths.len, &ticking, err);
    free(watches);
    return done;
}

bool ps_watch(const struct ps_watch_request *request, struct error *err)
{
    struct watching watching = { .request = request, .output = OUTPUT_INIT };
    bool done;

    watching.widths = mem_alloc_zero(workload_output_kind.column_count, sizeof(*watching.widths));
    done = choose_output(&watching, err) && look_at_all(&watching, err);
    if (done && !watching.shown)
        console_note(request->console, "No workloads found yet");
    done = done && watch_all(&watching, err);
    watching_release(&watching);
    return done;
}
