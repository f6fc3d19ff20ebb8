/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/publish.h"

#include "openchoreo/difference.h"
#include "openchoreo/failure.h"
#include "openchoreo/publish_internal.h"
#include "openchoreo/request_body.h"
#include "json/decode.h"

void publish_result_release(struct publish_result *result)
{
    ydoc_free(result->object);
    result->object = NULL;
}

/* "create workload 'web-workload'" */
static void add_act(struct buf *out, const struct publisher *p, const char *verb)
{
    buf_addf(out, "%s workload '" VIEW_FMT "'", verb, VIEW_ARGS(p->name));
}

static void note(const struct publisher *p, const char *text)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&line, "workload '" VIEW_FMT "' %s", VIEW_ARGS(p->name), text);
    if (p->line->talk.note)
        p->line->talk.note(p->line->talk.context, buf_text(&line));
}

/* ---- updates */

/*
 * Somebody else was there at the same time: what is stored now may be what we wanted all the same.
 * Then it is the result.
 */
static enum update compare(struct publisher *p, const struct stored *stored, bool image_only,
                           struct publish_result *result)
{
    const struct ynode *ours = ynode_get(p->task->origin.workload, "spec");
    AUTO_FREE(ydoc) existing = NULL;
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    enum update read;
    const struct ynode *theirs;

    error_clear(p->err);
    read = publisher_read(p, stored, &existing);
    if (read != UPDATE_DONE)
        return read;
    theirs = ynode_get(ydoc_root(existing), "spec");
    buf_add(&path, "spec");
    if (image_only) {
        ours = ynode_get_path(ours, "container", "image", NULL);
        theirs = ynode_get_path(theirs, "container", "image", NULL);
        buf_add(&path, ".container.image");
    }
    if (!difference_find(&path, ours, theirs)) {
        result->object = TAKE(existing);
        return UPDATE_DONE;
    }
    failure_set(p->err, FAILURE_REJECTED, ERROR_CONFLICT,
                "workload '" VIEW_FMT "' was changed by somebody else meanwhile: %s is not what "
                "was to be published",
                VIEW_ARGS(p->name), buf_text(&path));
    error_hint(p->err, "publish again if this one is the newer");
    return UPDATE_FAILED;
}

static enum update replace(struct publisher *p, const struct stored *stored,
                           struct publish_result *result)
{
    AUTO_FREE(ydoc) existing = NULL;
    AUTO(buf) merged = BUF_INIT(REQUEST_BODY_BYTES_MAX);
    enum update update;

    if (!p->task->keep_metadata)
        return publisher_write(p, stored, buf_view(&p->body), &result->object);
    update = publisher_read(p, stored, &existing);
    if (update != UPDATE_DONE)
        return update;
    if (!request_add_keeping(&merged, p->task->origin.workload, ydoc_root(existing), p->err)) {
        publisher_bad_body(p);
        return UPDATE_FAILED;
    }
    return publisher_write(p, stored, buf_view(&merged), &result->object);
}

static bool change_image(struct publisher *p, struct buf *out, const struct ynode *existing)
{
    const struct ynode *image =
        ynode_get_path(p->task->origin.workload, "spec", "container", "image", NULL);

    return request_add_image(out, existing, ynode_text(image), p->err);
}

static enum update update(struct publisher *p, struct publish_result *result)
{
    bool image_only = p->task->on_conflict == PUBLISH_IMAGE;
    AUTO(buf) reading = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) writing = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct stored stored = { .url = &p->object_url, .name = p->name, .ours = true };
    enum update done;

    add_act(&reading, p, "read");
    add_act(&writing, p, "update");
    stored.reading = buf_text(&reading);
    stored.writing = buf_text(&writing);
    done = image_only ? publisher_rewrite(p, &stored, change_image, &result->object)
                      : replace(p, &stored, result);
    return done == UPDATE_CONFLICT ? compare(p, &stored, image_only, result) : done;
}

/* ---- create, then update */

/* The one that exists may be ours: made by an attempt whose answer was lost. */
static bool is_ours(struct publisher *p, struct publish_result *result)
{
    AUTO(buf) reading = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct stored stored = { .url = &p->object_url, .name = p->name, .ours = true };

    add_act(&reading, p, "read");
    stored.reading = buf_text(&reading);
    return compare(p, &stored, false, result) == UPDATE_DONE;
}

static bool exists_already(struct publisher *p, bool uncertain, struct publish_result *result)
{
    if (uncertain && is_ours(p, result))
        return true;
    if (p->err && p->err->code == ERROR_INTERRUPTED)
        return false;
    failure_set(p->err, FAILURE_REJECTED, ERROR_CONFLICT,
                "workload '" VIEW_FMT "' exists already in namespace '%s'", VIEW_ARGS(p->name),
                p->task->namespace);
    return error_hint(p->err, "--on-conflict replace or image updates it");
}

/* POST, with VERB for messages; false unless the answer is good or a conflict. */
static bool post(struct publisher *p, const char *verb, struct exchange_answer *answer)
{
    AUTO(buf) act = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct publish_call call = { .method = "POST",
                                 .url = &p->collection_url,
                                 .body = buf_view(&p->body),
                                 .certain = p->task->on_conflict == PUBLISH_FAIL };
    struct server_failure failure;

    add_act(&act, p, verb);
    call.act = buf_text(&act);
    if (!publisher_call(p, &call, answer))
        return false;
    if (publisher_is_good(answer) || (answer->response.status == 409 && !p->task->legacy_route))
        return true;
    failure = publisher_failure(p, call.act, answer);
    return server_error(&failure, p->err);
}

static bool take_created(struct publisher *p, const struct exchange_answer *answer,
                         struct publish_result *result)
{
    AUTO(buf) act = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct server_failure failure;

    add_act(&act, p, "create");
    failure = publisher_failure(p, buf_text(&act), answer);
    result->outcome = PUBLISH_CREATED;
    result->object = publisher_object(&failure, p->name, p->err);
    return result->object;
}

static bool gone(struct publisher *p)
{
    return failure_set(p->err, FAILURE_REJECTED, ERROR_CONFLICT,
                       "workload '" VIEW_FMT "' is made and deleted by somebody else again and "
                       "again",
                       VIEW_ARGS(p->name));
}

static bool create_or_update(struct publisher *p, struct publish_result *result)
{
    bool image_only = p->task->on_conflict == PUBLISH_IMAGE;

    for (unsigned posts = 1;; posts++) {
        AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
        enum update done;

        if (!post(p, "create", &answer))
            return false;
        if (publisher_is_good(&answer))
            return take_created(p, &answer, result);
        if (p->task->on_conflict == PUBLISH_FAIL)
            return exists_already(p, answer.uncertain, result);
        note(p, image_only ? "exists already: its image is updated"
                           : "exists already: it is replaced");
        result->outcome = PUBLISH_CONFIGURED;
        done = update(p, result);
        if (done != UPDATE_GONE)
            return done == UPDATE_DONE;
        if (posts > 1)
            return gone(p);
        error_clear(p->err);
        note(p, "was deleted meanwhile: it is created");
    }
}

/* ---- the direct call of before 1.0 */

static bool call_legacy(struct publisher *p, struct publish_result *result)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    AUTO(buf) act = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO_FREE(ydoc) doc = NULL;
    struct server_failure failure;
    struct ynode *data;
    bool empty;

    add_act(&act, p, "publish");
    if (!post(p, "publish", &answer))
        return false;
    empty = answer.response.body.len == 0;
    doc = empty ? NULL : ydoc_from_json(buf_view(&answer.response.body), NULL);
    data = doc ? ynode_get(ydoc_root(doc), "data") : NULL;
    failure = publisher_failure(p, buf_text(&act), &answer);
    if (!ynode_is_map(data) || !view_is(ynode_text(ynode_get(ydoc_root(doc), "success")), "true"))
        return server_error_strange(&failure, empty ? "nothing" : "something else than a workload",
                                    p->err);
    ydoc_set_root(doc, data);
    result->outcome = PUBLISH_CONFIGURED;
    result->object = TAKE(doc);
    return true;
}

/* ---- the WorkflowRun */

static bool change_run(struct publisher *p, struct buf *out, const struct ynode *existing)
{
    const struct publish_task *task = p->task;
    const char *from_source = NULL;

    if (task->origin.dialect->features & DIALECT_RUN_SOURCE)
        from_source = task->from_source ? "true" : "false";
    return request_add_run(out, existing, buf_view(&p->body), from_source, p->err);
}

static bool annotate(struct publisher *p, enum publish_outcome outcome)
{
    AUTO(buf) reading = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) writing = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct stored stored = { .url = &p->run_url };
    AUTO_FREE(ydoc) run = NULL;

    if (p->run_url.len == 0)
        return true;
    buf_addf(&reading, "read WorkflowRun '%s'", p->task->run_name);
    buf_addf(&writing, "annotate WorkflowRun '%s'", p->task->run_name);
    stored.name = view_of(p->task->run_name);
    stored.reading = buf_text(&reading);
    stored.writing = buf_text(&writing);
    if (publisher_rewrite(p, &stored, change_run, &run) == UPDATE_DONE)
        return true;
    if (p->err && p->err->code == ERROR_INTERRUPTED)
        return false;
    return error_wrap(p->err, "workload '" VIEW_FMT "' is in place (%s), but its run is not marked",
                      VIEW_ARGS(p->name), outcome == PUBLISH_CREATED ? "created" : "configured");
}

bool publish(const struct publish_access *access, const struct publish_task *task,
             const struct exchange_line *line, struct publish_result *result, struct error *err)
{
    struct publisher p;
    bool done = publisher_init(&p, access, task, err);

    p.line = line;
    done = done && (task->legacy_route ? call_legacy(&p, result) : create_or_update(&p, result)) &&
           annotate(&p, result->outcome);
    publisher_release(&p);
    return done;
}
