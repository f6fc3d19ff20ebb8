/* SPDX-License-Identifier: Apache-2.0 */
#include "inspect_watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/terminal.h"
#include "inspect_facts.h"
#include "inspect_print.h"
#include "kube/watch.h"
#include "look_pace.h"
#include "workload/find.h"
#include "workload/ownership.h"
#include "workload_tree.h"
#include "yaml/emit.h"
#include "json/decode.h"

/* A workload of more kinds than that is looked at again when one of the first changes. */
#define PATHS_MAX 32
/* Events and logs are not watched: so often they are read of what is not well. */
#define UNWELL_SECONDS 5.0
/* So often the ages on a terminal are those of now. */
#define AGES_SECONDS 10.0
/* The cursor goes to the first column of the first row, and all behind it is cleared. */
#define HOME "\033[H\033[J"

/* ---- once */

/* What there is to be shown of the workload that LINK has read, a node of DOC; NULL and *err. */
static struct ynode *read_facts(struct ydoc *doc, const struct inspect_request *request,
                                struct error *err)
{
    struct workload_link *link = request->link;
    AUTO(endpoints) endpoints = ENDPOINTS_INIT;
    struct ynode *tree;

    if (!endpoint_tree_find(&endpoints, request->access, &link->kube, &link->gather, err))
        return NULL;
    tree =
        workload_tree(doc, &link->gather, &endpoints, kube_link_namespace(&link->kube), link->name);
    if (!inspect_add_events(doc, tree, link, err) || !inspect_add_log(doc, tree, link, err) ||
        !inspect_add_drift(doc, tree, link, err) || !inspect_add_newer(doc, tree, link, err))
        return NULL;
    return tree;
}

static bool print_tree(struct ydoc *doc, const struct inspect_request *request,
                       const struct ynode *tree, struct error *err)
{
    struct workload_link *link = request->link;
    struct console *console = link->kube.console;

    if (request->output->format != OUTPUT_TABLE)
        return output_one(console, request->output, &workload_output_kind, tree, err);
    inspect_print(console, doc, &link->gather, tree, kube_link_flags(&link->kube));
    return true;
}

bool inspect_once(const struct inspect_request *request, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    const struct ynode *tree = NULL;

    if (workload_link_gather(request->link, err))
        tree = read_facts(doc, request, err);
    return tree && print_tree(doc, request, tree, err);
}

/* ---- again */

struct watching {
    const struct inspect_request *request;
    struct look_pace pace;
    bool changed;
    bool shown;
    bool gone;
    bool is_well;
    bool new_paths; /* the watches are not those that are needed */
    bool redraws;
    double looked;
    double drawn;
    struct ydoc *doc; /* of what the last look saw; NULL: it failed */
    const struct ynode *tree;
    char *text; /* what was shown, without ages */
    unsigned rows;
    struct strv paths;
};

static void watching_release(struct watching *watching)
{
    ydoc_free(watching->doc);
    free(watching->text);
    strv_release(&watching->paths);
}

/* Without what changes by itself. */
static char *text_of(const struct ynode *tree)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *copy = ynode_copy(doc, tree);
    struct ynode *objects = ynode_get(copy, "objects");
    AUTO(buf) text = BUF_INIT(JSON_BYTES_MAX);

    ynode_remove(copy, VIEW("age"));
    for (size_t i = 0; i < ynode_len(objects); i++)
        ynode_remove(ynode_at(objects, i), VIEW("age"));
    if (!emit_json(&text, copy, 0, YAML_1_1, NULL))
        buf_clear(&text);
    return buf_take(&text);
}

/* The start of TEXT that a terminal of ROWS shows, with a row for the cursor. */
static struct view cut_to_rows(struct view text, unsigned rows)
{
    size_t end = 0;

    for (unsigned row = 1; row < rows && end < text.len; row++)
        end = view_find_byte(text, '\n', end) + 1;
    return view_sub(text, 0, end);
}

/* What was printed takes the place of all that the terminal shows. */
static void redraw(struct watching *watching)
{
    struct console *console = watching->request->link->kube.console;
    AUTO_CHARS text = buf_take(&console->out);

    /* What was there before we came goes up, and is not lost. */
    if (!watching->shown)
        buf_add_repeat(&console->out, '\n', watching->rows);
    console_printf(console, HOME);
    console_write(console, cut_to_rows(view_of(text), watching->rows));
}

/* Whether the terminal has another size than it had. */
static bool measure(struct watching *watching)
{
    struct console *console = watching->request->link->kube.console;
    unsigned columns = terminal_columns(console->out_fd, console_env(console, "COLUMNS"));
    unsigned rows = terminal_rows(console->out_fd, console_env(console, "LINES"));
    bool is_new = columns != console->columns || rows != watching->rows;

    console->columns = columns;
    watching->rows = rows;
    return is_new;
}

/* Between one whole output and the next. */
static const char *joint(const struct watching *watching)
{
    if (!watching->shown || watching->redraws)
        return "";
    switch (watching->request->output->format) {
    case OUTPUT_TABLE:
        return "\n";
    case OUTPUT_YAML:
        return "---\n";
    case OUTPUT_WIDE:
    case OUTPUT_JSON:
    case OUTPUT_NAME:
    case OUTPUT_JSONPATH:
    case OUTPUT_COLUMNS:
        break;
    }
    return "";
}

/* What the last look saw. */
static bool show(struct watching *watching, struct error *err)
{
    struct console *console = watching->request->link->kube.console;
    AUTO_FREE(ydoc) doc = ydoc_new();

    console_waited(console);
    console_printf(console, "%s", joint(watching));
    if (!print_tree(doc, watching->request, watching->tree, err))
        return false;
    if (watching->redraws)
        redraw(watching);
    watching->shown = true;
    watching->drawn = clock_monotonic();
    return console_flush(console, err);
}

/* The ages go on, and a terminal may get another size: nothing is asked for that. */
static bool show_again(struct watching *watching, struct error *err)
{
    bool is_due = watching->redraws &&
                  (measure(watching) || clock_monotonic() >= watching->drawn + AGES_SECONDS);

    return !is_due || !watching->doc || show(watching, err);
}

/* The end of it. */
static bool show_gone(struct watching *watching, struct error *err)
{
    const struct inspect_request *request = watching->request;
    struct console *console = request->link->kube.console;
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *tree = ynode_new_map(doc);

    ynode_set_string(doc, tree, "name", view_of(request->link->name));
    ynode_set_string(doc, tree, "namespace", view_of(kube_link_namespace(&request->link->kube)));
    ynode_set_string(doc, tree, "status", VIEW("Deleted"));
    console_printf(console, "%s", joint(watching));
    if (request->output->format != OUTPUT_TABLE)
        return output_one(console, request->output, &workload_output_kind, tree, err);
    console_printf(console, "workload/");
    console_text(console, view_of(request->link->name));
    console_printf(console, " deleted\n");
    return true;
}

/* ---- what is watched */

static void add_path(struct strv *paths, const struct kube_resource *resource,
                     struct view namespace, struct view selector)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    kube_resource_add_path(&path, resource, namespace, VIEW_EMPTY);
    buf_add(&path, "?labelSelector=");
    buf_add_urlescaped(&path, selector);
    if (paths->len < PATHS_MAX && !strv_has(paths, buf_text(&path)))
        strv_add(paths, buf_text(&path));
}

/*
 * The lists that have all of the workload: what carries its label, of the kinds that it has and of
 * those that a launch begins with, and the pods of what runs them.
 */
static void add_paths(struct strv *paths, const struct workload_link *link)
{
    const struct gather *gather = &link->gather;
    struct view namespace = view_of(kube_link_namespace(&link->kube));
    AUTO(buf) label = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&label, OWNERSHIP_LABEL "=%s", link->name);
    add_path(paths, &kube_config_maps, namespace, buf_view(&label));
    for (size_t i = 0; i < FIND_RUNNING_KINDS; i++)
        add_path(paths, &find_kinds[i], namespace, buf_view(&label));
    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];
        const struct object_ref ref = record_object_ref(&object->wanted);
        const struct kube_resource *resource;
        AUTO(buf) pods = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (!object->doc || object->parent != GATHER_ROOT)
            continue;
        /* Known since it was read. */
        if (kube_discovery_find(link->discovery, &ref, &resource, NULL) && resource->listable)
            add_path(paths, resource, ref.namespace, buf_view(&label));
        object_add_selector(&pods, ydoc_root(object->doc));
        if (pods.len > 0)
            add_path(paths, &find_pods, namespace, buf_view(&pods));
    }
    strv_sort(paths);
}

static bool are_same(const struct strv *a, const struct strv *b)
{
    bool same = a->len == b->len;

    for (size_t i = 0; same && i < a->len; i++)
        same = strcmp(a->items[i], b->items[i]) == 0;
    return same;
}

static void choose_paths(struct watching *watching)
{
    struct strv paths = STRV_INIT;

    add_paths(&paths, watching->request->link);
    watching->new_paths = !are_same(&paths, &watching->paths);
    strv_release(&watching->paths);
    watching->paths = paths;
}

/* ---- looking */

static bool compare(struct watching *watching, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    const struct ynode *tree = read_facts(doc, watching->request, err);
    AUTO_CHARS text = tree ? text_of(tree) : NULL;
    bool is_new;

    if (!tree)
        return false;
    watching->doc = TAKE(doc);
    watching->tree = tree;
    is_new = !watching->text || strcmp(text, watching->text) != 0;
    if ((is_new || watching->redraws) && !show(watching, err))
        return false;
    free(watching->text);
    watching->text = TAKE(text);
    return true;
}

static bool look(struct watching *watching, struct error *err)
{
    struct workload_link *link = watching->request->link;
    struct console_args *talk = &link->kube.console->args;
    bool quiet = talk->quiet, done;
    AUTO(error) problem = ERROR_INIT;

    ydoc_free(watching->doc);
    watching->doc = NULL;
    /* What may not be read was told at the first look. */
    talk->quiet |= watching->shown;
    done = workload_link_gather(link, &problem);
    watching->gone = watching->shown && problem.code == ERROR_NOT_FOUND;
    done = (done || error_move(err, &problem)) && compare(watching, err);
    talk->quiet = quiet;
    if (!done)
        return false;
    choose_paths(watching);
    watching->looked = clock_monotonic();
    watching->is_well =
        link->gather.state == WORKLOAD_READY || link->gather.state == WORKLOAD_STOPPED;
    return true;
}

/* A tick that ends the watches without a failure. */
static bool stop(struct error *err)
{
    return error_set(err, ERROR_CONFLICT, "the watches end");
}

static bool tick(void *context, struct error *err)
{
    struct watching *watching = context;
    double started = clock_monotonic();
    AUTO(error) problem = ERROR_INIT;

    if (!watching->is_well && started >= watching->looked + UNWELL_SECONDS)
        watching->changed = true;
    if (!watching->changed || !look_pace_is_due(&watching->pace))
        return show_again(watching, err);
    if (look(watching, &problem)) {
        watching->changed = false;
        look_pace_done(&watching->pace, started);
        return !watching->new_paths || stop(err);
    }
    console_waited(watching->request->link->kube.console);
    if (watching->gone)
        return show_gone(watching, err) && stop(err);
    return look_pace_failed(&watching->pace, &problem, err);
}

/* ---- events */

static bool begin(void *context, struct error *err UNUSED)
{
    struct watching *watching = context;

    watching->changed = true;
    return true;
}

static bool receive(void *context, enum kube_event event UNUSED, const struct ynode *object UNUSED,
                    struct error *err)
{
    return begin(context, err);
}

/* What may not be watched was told when it could not be read; the rest goes on. */
static bool refused(void *context, const struct error *problem)
{
    struct watching *watching = context;

    console_warn(watching->request->link->kube.console, "its changes are not seen: %s",
                 error_message(problem));
    return true;
}

/* Until the workload is gone, or its parts are others. */
static bool watch_paths(struct watching *watching, struct error *err)
{
    const struct kube_tick ticking = { .tick = tick, .context = watching };
    struct kube_watch watches[PATHS_MAX];
    AUTO(strv) paths = watching->paths;
    AUTO(error) problem = ERROR_INIT;

    watching->paths = (struct strv)STRV_INIT;
    for (size_t i = 0; i < paths.len; i++) {
        strv_add(&watching->paths, paths.items[i]);
        watches[i] = (struct kube_watch){ .path = paths.items[i],
                                          .metadata_only = true,
                                          .patient = true,
                                          .begin = begin,
                                          .receive = receive,
                                          .refused = refused,
                                          .context = watching };
    }
    watching->new_paths = false;
    return kube_watch(watching->request->link->kube.client, watches, paths.len, &ticking,
                      &problem) ||
           watching->gone || watching->new_paths || error_move(err, &problem);
}

bool inspect_watch(const struct inspect_request *request, struct error *err)
{
    struct console *console = request->link->kube.console;
    struct watching watching = { .request = request };
    bool done;

    watching.redraws = request->output->format == OUTPUT_TABLE &&
                       terminal_can_rewrite(console->out_is_terminal, console_env(console, "TERM"));
    (void)measure(&watching);
    done = look(&watching, err);
    while (done && !watching.gone)
        done = watch_paths(&watching, err);
    watching_release(&watching);
    return done;
}
