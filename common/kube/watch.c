/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/watch.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "kube/client_internal.h"
#include "kube/repetition.h"
#include "yaml/emit.h"
#include "json/decode.h"

#define HTTP_GONE 410
/* The answer that tells where the list stands: one item of it. */
#define LIST_BYTES_MAX ((size_t)4 << 20)

/* One watch on its way. */
struct watching {
    struct kube_client *client;
    const struct kube_watch *watch;
    struct buf version; /* the last resourceVersion; empty: ask for one */
    struct buf text;    /* the event that is arriving, or the list */
    bool listing;
    bool skipping; /* the rest of an event that is too large */
    bool stopped;  /* a function of the caller's failed */
    bool gone;     /* the server has forgotten .version */
    bool garbage;  /* what came is no event */
    bool heard;    /* an event came in this request */
    bool begun;    /* .begin was called once */
    int failures;  /* requests in a row without an event */
    int garbled;   /* of these, with something that is none */
};

/* ---- events */

static bool begin(struct watching *watching, struct error *err)
{
    const struct kube_watch *watch = watching->watch;

    watching->begun = true;
    if (!watch->begin || watch->begin(watch->context, err))
        return true;
    watching->stopped = true;
    return false;
}

static void note_version(struct watching *watching, const struct ynode *object)
{
    struct view version = ynode_text(ynode_get_path(object, "metadata", "resourceVersion", NULL));

    if (version.len == 0)
        return;
    buf_clear(&watching->version);
    buf_add_view(&watching->version, version);
}

static bool hand_on(struct watching *watching, enum kube_event event, const struct ynode *object,
                    struct error *err)
{
    const struct kube_watch *watch = watching->watch;

    if (!watch->receive(watch->context, event, object, err)) {
        watching->stopped = true;
        return false;
    }
    note_version(watching, object);
    return true;
}

/* An event ERROR is a Status, and the last one of an answer. */
static bool take_error(struct watching *watching, const struct ynode *status, struct error *err)
{
    AUTO(buf) body = BUF_INIT(KUBE_EVENT_BYTES_MAX);

    watching->gone = view_is(ynode_text(ynode_get(status, "code")), "410") ||
                     view_is(ynode_text(ynode_get(status, "reason")), "Expired");
    if (!emit_json(&body, status, 0, YAML_1_1, NULL))
        buf_clear(&body);
    return kube_status_error(watching->gone ? HTTP_GONE : 500, buf_view(&body), err);
}

static bool take_event(struct watching *watching, const struct ynode *event, struct error *err)
{
    static const char *const types[] = { "ADDED", "MODIFIED", "DELETED" };
    struct view type = ynode_text(ynode_get(event, "type"));
    const struct ynode *object = ynode_get(event, "object");

    if (view_is(type, "ERROR"))
        return take_error(watching, object, err);
    watching->heard = true;
    if (ynode_kind(object) != YNODE_MAP) {
        kube_client_warn(watching->client, "an event of a watch is without an object: ignored");
        return true;
    }
    if (view_is(type, "BOOKMARK")) {
        note_version(watching, object);
        return true;
    }
    for (size_t i = 0; i < ARRAY_SIZE(types); i++)
        if (view_is(type, types[i]))
            return hand_on(watching, (enum kube_event)i, object, err);
    kube_client_warn(watching->client, "an event of a watch is of an unknown type: ignored");
    return true;
}

static bool take_line(struct watching *watching, struct error *err)
{
    struct view line = view_trim(buf_view(&watching->text));
    AUTO_FREE(ydoc) doc = NULL;

    if (line.len == 0)
        return true;
    doc = ydoc_from_json(line, err);
    watching->garbage =
        !doc || ynode_kind(ydoc_root(doc)) != YNODE_MAP || !ynode_get(ydoc_root(doc), "type");
    if (!watching->garbage)
        return take_event(watching, ydoc_root(doc), err);
    return error_set(err, ERROR_SYNTAX, "the server's answer to a watch is no event");
}

/* The rest of a line that is too large has ended. */
static bool end_skipped(struct watching *watching, struct error *err)
{
    watching->skipping = false;
    watching->heard = true;
    kube_client_warn(watching->client, "an event of a watch is too large: passed over");
    return begin(watching, err);
}

static bool take_lines(struct watching *watching, struct view piece, struct error *err)
{
    while (piece.len > 0) {
        size_t end = view_find_byte(piece, '\n', 0);
        bool taken = true;

        if (!watching->skipping)
            buf_add_view(&watching->text, view_sub(piece, 0, end));
        if (watching->text.overrun) {
            watching->skipping = true;
            watching->text.overrun = false;
            buf_clear(&watching->text);
        }
        if (end == piece.len)
            return true;
        taken = watching->skipping ? end_skipped(watching, err) : take_line(watching, err);
        buf_clear(&watching->text);
        if (!taken)
            return false;
        piece = view_sub(piece, end + 1, piece.len);
    }
    return true;
}

static bool receive(void *context, struct view piece, struct error *err)
{
    struct watching *watching = context;

    if (!watching->listing)
        return take_lines(watching, piece, err);
    buf_add_view(&watching->text, piece);
    return buf_check(&watching->text, "the first item of a list", err);
}

/* ---- asking */

static void ask(void *context, struct buf *path, struct kube_ask *ask)
{
    struct watching *watching = context;
    const struct kube_watch *watch = watching->watch;
    unsigned lasts = watch->seconds ? watch->seconds : KUBE_WATCH_SECONDS;
    char joint = strchr(watch->path, '?') ? '&' : '?';

    watching->listing = watching->version.len == 0;
    watching->text.max = watching->listing ? LIST_BYTES_MAX : KUBE_EVENT_BYTES_MAX;
    watching->text.overrun = false;
    buf_clear(&watching->text);
    watching->heard = watching->skipping = watching->gone = watching->garbage = false;
    buf_add(path, watch->path);
    if (watching->listing) {
        buf_addf(path, "%climit=1", joint);
        ask->seconds = KUBE_WATCH_GRACE_SECONDS;
        ask->accept = watch->metadata_only ? KUBE_METADATA_LIST : NULL;
        return;
    }
    buf_addf(path, "%cwatch=1&allowWatchBookmarks=true&resourceVersion=", joint);
    buf_add_urlescaped(path, buf_view(&watching->version));
    buf_addf(path, "&timeoutSeconds=%u", lasts);
    ask->accept = watch->metadata_only ? KUBE_METADATA_OF("PartialObjectMetadata") : NULL;
    ask->seconds = lasts + (lasts < KUBE_WATCH_GRACE_SECONDS ? lasts : KUBE_WATCH_GRACE_SECONDS);
}

/* ---- ends */

static bool take_list(struct watching *watching, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_from_json(buf_view(&watching->text), err);

    if (doc)
        note_version(watching, ydoc_root(doc));
    watching->garbage = watching->version.len == 0;
    if (watching->garbage)
        return error_set(err, ERROR_SYNTAX, "the server's answer is no list");
    return begin(watching, err);
}

/* What repeating does not mend. */
static bool is_refusal(const struct kube_stream_end *end)
{
    return end->status >= 400 && end->status < 500 && end->status != 408 && end->status != 429 &&
           end->status != HTTP_GONE;
}

static bool is_final(const struct watching *watching, const struct kube_stream_end *end)
{
    if (watching->garbled >= KUBE_WATCH_GARBAGE_MAX)
        return true;
    /* Where nothing worked yet, what does not answer is told, and what answers is given time. */
    return !watching->begun && !watching->watch->patient &&
           (end->status == 0 || watching->failures > KUBE_RETRIES_MAX);
}

static void tell_trouble(struct watching *watching, const struct kube_stream_end *end)
{
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    /* One cut is nothing to speak of. */
    if (watching->failures < 2)
        return;
    buf_addf(&text, "the watch is interrupted and tried again: %s",
             end->problem.code != ERROR_NONE ? error_message(&end->problem)
                                             : "the server ends it at once");
    kube_client_warn(watching->client, buf_text(&text));
}

static double pause_after(const struct watching *watching, const struct kube_stream_end *end)
{
    double pause = kube_client_pause(watching->client, KUBE_WATCH_PAUSE_SECONDS,
                                     watching->failures > 0 ? watching->failures - 1 : 0,
                                     KUBE_WATCH_PAUSE_MAX);

    /* "At once" for ever is no time that a server can mean. */
    if (end->status > 0 && end->retry_after >= 0 &&
        (end->retry_after > pause || watching->failures == 1))
        return end->retry_after < KUBE_RETRY_AFTER_MAX ? end->retry_after : KUBE_RETRY_AFTER_MAX;
    /* A point that was forgotten is common, and answered at once. */
    if (watching->gone && watching->failures == 1 && !watching->heard)
        return 0;
    return pause;
}

static bool failed(struct watching *watching, struct kube_stream_end *end, double *pause,
                   struct error *err)
{
    const struct kube_watch *watch = watching->watch;

    if (is_refusal(end) && watch->refused && watch->refused(watch->context, &end->problem)) {
        *pause = KUBE_STREAM_DONE;
        return true;
    }
    watching->failures++;
    watching->garbled = watching->garbage ? watching->garbled + 1 : 0;
    if (is_refusal(end) || is_final(watching, end))
        return error_move(err, &end->problem);
    tell_trouble(watching, end);
    *pause = pause_after(watching, end);
    return true;
}

static bool ended(void *context, struct kube_stream_end *end, double *pause, struct error *err)
{
    struct watching *watching = context;
    bool success = end->problem.code == ERROR_NONE;

    if (watching->listing && success && take_list(watching, &end->problem))
        return true;
    if (watching->stopped)
        return error_move(err, &end->problem);
    if (watching->heard)
        watching->failures = watching->garbled = 0;
    watching->gone |= end->status == HTTP_GONE;
    if (watching->gone)
        buf_clear(&watching->version);
    /* Quiet to its end, or cut in the middle of events: just go on. */
    if (!watching->listing && !watching->gone && !watching->garbage &&
        (watching->heard || end->lasted >= KUBE_WATCH_GRACE_SECONDS ||
         (end->status == 0 && end->problem.code == ERROR_TIMEOUT))) {
        watching->failures = watching->garbled = 0;
        /* A server that gives one event a request is not asked as fast as it answers. */
        *pause = end->lasted < KUBE_WATCH_PAUSE_SECONDS ? pause_after(watching, end) : 0;
        return true;
    }
    return failed(watching, end, pause, err);
}

bool kube_watch(struct kube_client *client, const struct kube_watch *watches, size_t count,
                const struct kube_tick *tick, struct error *err)
{
    struct watching *items = mem_alloc_zero(count + 1, sizeof(*items));
    struct kube_stream *streams = mem_alloc_zero(count + 1, sizeof(*streams));
    bool done;

    for (size_t i = 0; i < count; i++) {
        items[i] = (struct watching){ .client = client,
                                      .watch = &watches[i],
                                      .version = BUF_INIT(BUF_TEXT_BYTES_MAX),
                                      .text = BUF_INIT(KUBE_EVENT_BYTES_MAX) };
        streams[i] = (struct kube_stream){
            .ask = ask, .receive = receive, .ended = ended, .context = &items[i]
        };
    }
    done = kube_streams_run(client, streams, count, tick, err);
    for (size_t i = 0; i < count; i++) {
        buf_release(&items[i].version);
        buf_release(&items[i].text);
    }
    free(items);
    free(streams);
    return done;
}
