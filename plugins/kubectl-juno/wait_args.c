/* SPDX-License-Identifier: Apache-2.0 */
#include "wait_args.h"

#include "base/clock.h"
#include "base/process.h"
#include "workload/endpoint.h"
#include "workload/gather.h"

/* Between two looks; a workload that takes long is looked at less often. */
#define LOOK_SECONDS     0.1
#define LOOK_SECONDS_MAX 1.0

const struct option wait_arg_options[] = {
    OPT_DURATION(0, "timeout", struct wait_args, timeout_seconds, "TIME",
                 "wait at most so long; 2m without it"),
    OPT_FLAG(0, "wait", struct wait_args, wait, "wait until the workload is ready"),
    OPT_END,
};

bool wait_args_check(const struct wait_args *args, bool dry_run, struct error *err)
{
    if (args->wait && dry_run)
        return error_set(err, ERROR_USAGE, "--wait has nothing to wait for in a dry run");
    if (args->timeout_seconds > 0 && !args->wait) {
        error_set(err, ERROR_USAGE, "--timeout is for --wait");
        return error_hint(err, "add --wait, or leave --timeout out");
    }
    return true;
}

/* ---- what is told meanwhile */

/* "StatefulSet/nb-1 0/1 ContainerCreating" of the part that is worst. */
static void add_progress(struct buf *out, const struct gather *gather)
{
    const struct gathered *object;

    if (gather->worst >= gather->len) {
        buf_add(out, workload_state_name(gather->state));
        return;
    }
    object = &gather->objects[gather->worst];
    buf_addf(out, "%s/%s", object->wanted.kind, object->wanted.name);
    if (object->status.counted)
        buf_addf(out, " %u/%u", object->status.ready, object->status.desired);
    if (object->status.word)
        buf_addf(out, " %s", object->status.word);
}

/* PROBLEM: why nothing could be seen this time; ERROR_NONE: GATHER is what was seen. */
static void tell_progress(struct kube_link *link, const struct gather *gather,
                          const struct error *problem, struct buf *last, double seconds)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (problem->code == ERROR_NONE)
        add_progress(&line, gather);
    else
        buf_addf(&line, "cannot look, and tries again: %s", error_message(problem));
    if (link->console->rewrites)
        console_waiting(link->console, buf_text(&line), seconds);
    else if (!view_eq(buf_view(&line), buf_view(last)))
        console_note(link->console, "%s", buf_text(&line));
    buf_clear(last);
    buf_add_view(last, buf_view(&line));
}

/* ---- how it ends */

static const char *const reached_words[] = {
    [WAIT_SETTLED] = "ready",
    [WAIT_READY] = "ready",
    [WAIT_STOPPED] = "stopped",
    [WAIT_DELETED] = "deleted",
};

static void print_reached(struct kube_link *link, const struct gather *gather,
                          const struct waiting *waiting, double seconds)
{
    AUTO(strv) urls = STRV_INIT;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; waiting->what <= WAIT_READY && i < gather->len; i++)
        if (gather->objects[i].doc && strcmp(gather->objects[i].wanted.kind, "Ingress") == 0)
            endpoint_add_ingress(&urls, ydoc_root(gather->objects[i].doc));
    console_waited(link->console);
    buf_addf(&text, "workload/%s %s in %.0fs\n", waiting->name, reached_words[waiting->what],
             seconds);
    for (size_t i = 0; i < urls.len; i++) {
        buf_add_terminal(&text, view_of(urls.items[i]), false);
        buf_add_byte(&text, '\n');
    }
    if (waiting->machine)
        console_note(link->console, "%s", buf_text(&text));
    else
        console_write(link->console, buf_view(&text));
}

/* Not the parts that are well, nor the ones that only wait for those that are listed. */
static bool is_blocking(const struct gather *gather, size_t i)
{
    const struct gathered *object = &gather->objects[i];

    return object->status.state > WORKLOAD_STOPPED &&
           (i == gather->worst || object->parent != GATHER_ROOT ||
            object->status.state == WORKLOAD_FAILED);
}

/* What to do next about a workload that is there. */
static bool advise(struct kube_link *link, const char *name, struct error *err)
{
    const char *flags = kube_link_flags(link);

    return error_hint(err, "kubectl juno inspect %s%s   or   kubectl juno delete %s%s", name, flags,
                      name, flags);
}

/* What is still there, or still runs, is no failure of its own: only the blocking parts are told.
 */
static bool too_late(const struct gather *gather, struct kube_link *link,
                     const struct waiting *waiting, double seconds, struct error *err)
{
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    buf_addf(&text, "workload '%s' is not %s after %gs", waiting->name,
             reached_words[waiting->what], seconds);
    for (size_t i = 0; i < gather->len; i++) {
        const struct gathered *object = &gather->objects[i];

        if (waiting->what == WAIT_DELETED ? !object->doc : !is_blocking(gather, i))
            continue;
        buf_addf(&text, "\n  %s/%s   %s", object->wanted.kind, object->wanted.name,
                 object->status.word ? object->status.word
                                     : workload_state_name(object->status.state));
        if (object->status.reason)
            buf_addf(&text, "   %s", object->status.reason);
    }
    error_set(err, ERROR_TIMEOUT, "%s", buf_text(&text));
    return advise(link, waiting->name, err);
}

static bool look(struct gather *gather, struct kube_link *link, struct kube_discovery *discovery,
                 const char *name, struct error *err)
{
    const struct gather_request request = {
        .client = link->client,
        .discovery = discovery,
        .namespace = link->access.namespace,
        .name = name,
        .flags = kube_link_flags(link),
    };

    return gather_workload(gather, &request, err);
}

/* Looking failed or was interrupted: the workload is as it was left. */
static bool stopped(struct kube_link *link, const struct waiting *waiting, struct error *err)
{
    if (!waiting->done)
        return error_wrap(err, "waiting for workload '%s' ended", waiting->name);
    error_wrap(err, "workload '%s' %s; waiting for it ended", waiting->name, waiting->done);
    return advise(link, waiting->name, err);
}

/* A server that is gone or late for now: what is waited for goes on without it. */
static bool may_come_back(const struct error *problem)
{
    return problem->code == ERROR_UNREACHABLE || problem->code == ERROR_TIMEOUT;
}

static bool is_reached(const struct gather *gather, enum wait_for what)
{
    switch (what) {
    case WAIT_SETTLED:
        return gather->state == WORKLOAD_READY || gather->state == WORKLOAD_STOPPED;
    case WAIT_READY:
        return gather->state == WORKLOAD_READY;
    case WAIT_STOPPED:
        return gather->state == WORKLOAD_STOPPED;
    case WAIT_DELETED:
        break;
    }
    return false;
}

static bool never_ready(struct kube_link *link, const char *name, struct error *err)
{
    console_waited(link->console);
    error_set(err, ERROR_CONFLICT, "workload '%s' is stopped and will not be ready", name);
    return error_hint(err, "kubectl juno start %s%s", name, kube_link_flags(link));
}

/*
 * Whether what was seen ends the waiting: *DONE says how, and *err why when it failed. PROBLEM: why
 * nothing was seen; ERROR_NONE: GATHER was.
 */
static bool is_over(const struct waiting *waiting, struct kube_link *link,
                    const struct gather *gather, struct error *problem, double seconds, bool *done,
                    struct error *err)
{
    double limit = waiting->timeout_seconds > 0 ? waiting->timeout_seconds : WAIT_SECONDS_DEFAULT;
    bool seen = problem->code == ERROR_NONE;

    *done = seen ? is_reached(gather, waiting->what)
                 : waiting->what == WAIT_DELETED && problem->code == ERROR_NOT_FOUND;
    if (*done) {
        print_reached(link, gather, waiting, seconds);
        return true;
    }
    if (seen && waiting->what == WAIT_READY && gather->state == WORKLOAD_STOPPED) {
        *done = never_ready(link, waiting->name, err);
        return true;
    }
    if (seconds < limit && (seen || may_come_back(problem)))
        return false;
    console_waited(link->console);
    if (seen) {
        *done = too_late(gather, link, waiting, limit, err);
        return true;
    }
    error_move(err, problem);
    *done = stopped(link, waiting, err);
    return true;
}

bool wait_args_wait(const struct waiting *waiting, struct kube_link *link,
                    struct kube_discovery *discovery, struct error *err)
{
    double started = clock_monotonic(), pause = LOOK_SECONDS;
    AUTO(buf) last = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (;;) {
        AUTO(gather) gather = GATHER_INIT;
        AUTO(error) problem = ERROR_INIT;
        double seconds;
        bool done;

        (void)!look(&gather, link, discovery, waiting->name, &problem);
        seconds = clock_monotonic() - started;
        if (is_over(waiting, link, &gather, &problem, seconds, &done, err))
            return done;
        tell_progress(link, &gather, &problem, &last, seconds);
        if (!process_sleep(pause, err))
            return stopped(link, waiting, err);
        pause = pause * 1.5 < LOOK_SECONDS_MAX ? pause * 1.5 : LOOK_SECONDS_MAX;
    }
}
