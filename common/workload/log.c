/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/log.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "kube/repetition.h"
#include "workload/find.h"

#define DEFAULT_CONTAINER "kubectl.kubernetes.io/default-container"
#define PAUSE_SECONDS     0.5

void log_sources_release(struct log_sources *sources)
{
    for (size_t i = 0; i < sources->len; i++)
        error_release(&sources->items[i].problem);
    free(sources->items);
    strv_release(&sources->notes);
    *sources = (struct log_sources)LOG_SOURCES_INIT;
}

/* ---- which containers */

static void add(struct log_sources *sources, const struct ynode *pod, struct view container)
{
    ARRAY_GROW(sources->items, sources->len, sources->cap);
    sources->items[sources->len++] = (struct log_source){
        .pod = ynode_text(ynode_get_path(pod, "metadata", "name", NULL)),
        .container = container,
        .problem = ERROR_INIT,
    };
}

/* The lists of containers in a pod, in the order in which kubectl shows them. */
static const struct {
    const char *key;
    bool by_default; /* one of them may be meant when none is named */
} lists[] = { { "initContainers", false },
              { "containers", true },
              { "ephemeralContainers", false } };

static bool has_container(const struct ynode *list, struct view name)
{
    for (size_t i = 0; i < ynode_len(list); i++)
        if (view_eq(ynode_text(ynode_get(ynode_at(list, i), "name")), name))
            return true;
    return false;
}

static void add_default(struct log_sources *sources, const struct ynode *pod)
{
    const struct ynode *list = ynode_get_path(pod, "spec", "containers", NULL);
    struct view wanted =
        ynode_text(ynode_get_path(pod, "metadata", "annotations", DEFAULT_CONTAINER, NULL));
    bool named = wanted.len > 0 && has_container(list, wanted);
    struct view chosen = named ? wanted : ynode_text(ynode_get(ynode_at(list, 0), "name"));
    AUTO(buf) note = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add(sources, pod, chosen);
    if (named || ynode_len(list) < 2)
        return;
    buf_addf(&note, "defaulted container '" VIEW_FMT "' out of:", VIEW_ARGS(chosen));
    for (size_t i = 0; i < ynode_len(list); i++)
        buf_addf(&note, "%s " VIEW_FMT, i > 0 ? "," : "",
                 VIEW_ARGS(ynode_text(ynode_get(ynode_at(list, i), "name"))));
    if (!strv_has(&sources->notes, buf_text(&note)))
        strv_add(&sources->notes, buf_text(&note));
}

static void add_pod(struct log_sources *sources, const struct ynode *pod,
                    const struct log_choice *choice, struct strv *names)
{
    if (!choice->all && !choice->container)
        add_default(sources, pod);
    for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
        const struct ynode *list = ynode_get_path(pod, "spec", lists[i].key, NULL);

        for (size_t k = 0; k < ynode_len(list); k++) {
            struct view name = ynode_text(ynode_get(ynode_at(list, k), "name"));

            strv_add_view(names, name);
            if (choice->all || (choice->container && view_is(name, choice->container)))
                add(sources, pod, name);
        }
    }
}

static bool no_container(const char *container, const struct strv *names, struct error *err)
{
    const char *nearest = strv_nearest(names, container);

    error_set(err, ERROR_NOT_FOUND, "no pod of it has a container '%s'", container);
    if (nearest)
        return error_hint(err, "did you mean '%s'?", nearest);
    return false;
}

bool log_choose(struct log_sources *sources, const struct gather *gather,
                const struct log_choice *choice, struct error *err)
{
    AUTO(strv) names = STRV_INIT;
    bool pods = false;

    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];

        if (!object->doc || strcmp(object->wanted.kind, find_pods.kind) != 0)
            continue;
        pods = true;
        add_pod(sources, ydoc_root(object->doc), choice, &names);
    }
    if (!pods)
        return error_set(err, ERROR_NOT_FOUND, "it has no pods");
    if (sources->len == 0)
        return choice->container ? no_container(choice->container, &names, err)
                                 : error_set(err, ERROR_NOT_FOUND, "its pods have no containers");
    return true;
}

/* ---- reading */

struct reading {
    const struct log_request *request;
    struct log_source *source;
    struct buf line;
    bool received;
    bool stopped; /* a function of the caller's failed */
    int retries;
};

static void ask(void *context, struct buf *path, struct kube_ask *ask)
{
    const struct reading *reading = context;
    const struct log_request *request = reading->request;

    ask->accept = "*/*";
    kube_resource_add_path(path, &find_pods, view_of(request->namespace), reading->source->pod);
    buf_add(path, "/log?container=");
    buf_add_urlescaped(path, reading->source->container);
    if (request->follow)
        buf_add(path, "&follow=true");
    if (request->previous)
        buf_add(path, "&previous=true");
    if (request->tail >= 0)
        buf_addf(path, "&tailLines=%d", request->tail);
    /* The API takes whole seconds, one at least. */
    if (request->since_seconds > 0)
        buf_addf(path, "&sinceSeconds=%.0f",
                 request->since_seconds < 1 ? 1.0 : request->since_seconds);
}

static bool hand_on(struct reading *reading, bool whole, struct error *err)
{
    const struct log_request *request = reading->request;

    reading->stopped =
        !request->receive(request->context, reading->source, buf_view(&reading->line), whole, err);
    buf_clear(&reading->line);
    return !reading->stopped;
}

/* What fits of PIECE goes to the line; a line that is full is handed on in parts. */
static bool add_part(struct reading *reading, struct view part, struct error *err)
{
    while (reading->line.len + part.len > LOG_LINE_BYTES_MAX) {
        size_t room = LOG_LINE_BYTES_MAX - reading->line.len;

        buf_add_view(&reading->line, view_sub(part, 0, room));
        part = view_sub(part, room, part.len);
        if (!hand_on(reading, false, err))
            return false;
    }
    buf_add_view(&reading->line, part);
    return true;
}

static bool receive(void *context, struct view piece, struct error *err)
{
    struct reading *reading = context;

    reading->received = true;
    while (piece.len > 0) {
        size_t end = view_find_byte(piece, '\n', 0);

        if (!add_part(reading, view_sub(piece, 0, end), err))
            return false;
        if (end == piece.len)
            return true;
        if (!hand_on(reading, true, err))
            return false;
        piece = view_sub(piece, end + 1, piece.len);
    }
    return true;
}

static bool is_passing(const struct kube_stream_end *end)
{
    return end->status == 429 || end->status == 500 || end->status == 502 || end->status == 503 ||
           end->status == 504;
}

static bool ended(void *context, struct kube_stream_end *end, double *pause, struct error *err)
{
    struct reading *reading = context;

    if (reading->stopped)
        return error_move(err, &end->problem);
    if (reading->line.len > 0 && !hand_on(reading, false, err))
        return false;
    if (is_passing(end) && reading->retries++ < LOG_RETRIES_MAX) {
        *pause = PAUSE_SECONDS * reading->retries;
        if (end->retry_after >= 0)
            *pause =
                end->retry_after < KUBE_RETRY_AFTER_MAX ? end->retry_after : KUBE_RETRY_AFTER_MAX;
        return true;
    }
    *pause = KUBE_STREAM_DONE;
    if (end->problem.code == ERROR_NONE)
        return true;
    error_move(&reading->source->problem, &end->problem);
    if (reading->received)
        error_wrap(&reading->source->problem, "its log broke off");
    return true;
}

bool log_read(struct log_sources *sources, const struct log_request *request, struct error *err)
{
    const struct kube_tick tick = { .tick = request->tick, .context = request->context };
    size_t at_once = request->follow ? sources->len : 1;
    struct reading *readings;
    struct kube_stream *streams;
    bool done = true;

    if (at_once > LOG_FOLLOWED_MAX) {
        error_set(err, ERROR_LIMIT, "%zu containers would be followed, and %d can be", at_once,
                  LOG_FOLLOWED_MAX);
        return error_hint(err, "choose one of each pod with --container");
    }
    readings = mem_alloc_zero(sources->len + 1, sizeof(*readings));
    streams = mem_alloc_zero(sources->len + 1, sizeof(*streams));
    for (size_t i = 0; i < sources->len; i++) {
        readings[i] = (struct reading){ .request = request,
                                        .source = &sources->items[i],
                                        .line = BUF_INIT(LOG_LINE_BYTES_MAX) };
        streams[i] = (struct kube_stream){ .finite = !request->follow,
                                           .ask = ask,
                                           .receive = receive,
                                           .ended = ended,
                                           .context = &readings[i] };
    }
    for (size_t i = 0; done && i < sources->len; i += at_once)
        done = kube_streams_run(request->client, &streams[i], at_once, &tick, err);
    for (size_t i = 0; i < sources->len; i++)
        buf_release(&readings[i].line);
    free(readings);
    free(streams);
    return done;
}
