/* SPDX-License-Identifier: Apache-2.0 */
/* What the API server has stored, read and written */
#include "openchoreo/failure.h"
#include "openchoreo/publish_internal.h"
#include "openchoreo/request_body.h"
#include "json/decode.h"

struct server_failure publisher_failure(const struct publisher *p, const char *act,
                                        const struct exchange_answer *answer)
{
    return (struct server_failure){ .act = act,
                                    .answer = answer,
                                    .origin = &p->task->origin,
                                    .secrets = &p->secrets,
                                    .client_id = p->access->oauth.id };
}

bool publisher_is_good(const struct exchange_answer *answer)
{
    return answer->response.status / 100 == 2;
}

struct ydoc *publisher_object(const struct server_failure *failure, struct view name,
                              struct error *err)
{
    struct view body = buf_view(&failure->answer->response.body);
    AUTO_FREE(ydoc) doc = body.len > 0 ? ydoc_from_json(body, NULL) : NULL;

    if (body.len == 0) {
        server_error_strange(failure, "nothing", err);
        return NULL;
    }
    if (!doc || !ynode_is_map(ydoc_root(doc))) {
        server_error_strange(failure, "something that is no JSON object", err);
        return NULL;
    }
    if (view_eq(ynode_text(ynode_get_path(ydoc_root(doc), "metadata", "name", NULL)), name))
        return TAKE(doc);
    server_error_strange(failure, "another object", err);
    return NULL;
}

/* What ANSWER means; *OBJECT is set when all is well, and else *p->err. */
static enum update take_answer(const struct publisher *p, const struct stored *stored,
                               const char *act, const struct exchange_answer *answer,
                               struct ydoc **object)
{
    struct server_failure failure = publisher_failure(p, act, answer);
    long status = answer->response.status;

    if (!stored->ours)
        failure.origin = NULL;
    if (publisher_is_good(answer)) {
        *object = publisher_object(&failure, stored->name, p->err);
        return *object ? UPDATE_DONE : UPDATE_FAILED;
    }
    server_error(&failure, p->err);
    if (server_error_is_absence(&answer->response))
        return UPDATE_GONE;
    return status == 409 || status == 412 ? UPDATE_CONFLICT : UPDATE_FAILED;
}

enum update publisher_read(struct publisher *p, const struct stored *stored, struct ydoc **object)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    const struct publish_call call = { .act = stored->reading,
                                       .method = "GET",
                                       .url = stored->url };

    if (!publisher_call(p, &call, &answer))
        return UPDATE_FAILED;
    return take_answer(p, stored, stored->reading, &answer, object);
}

enum update publisher_write(struct publisher *p, const struct stored *stored, struct view body,
                            struct ydoc **object)
{
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    const struct publish_call call = {
        .act = stored->writing, .method = "PUT", .url = stored->url, .body = body
    };

    if (!publisher_call(p, &call, &answer))
        return UPDATE_FAILED;
    return take_answer(p, stored, stored->writing, &answer, object);
}

bool publisher_bad_body(const struct publisher *p)
{
    if (p->err && p->err->code == ERROR_LIMIT)
        return failure_set(p->err, FAILURE_INPUT, ERROR_LIMIT,
                           "with what the server has already it is over %zu bytes, which is what "
                           "the API server takes",
                           REQUEST_BODY_BYTES_MAX);
    return failure_wrap(p->err, FAILURE_REJECTED);
}

/* One reading and writing after EARLIER ones; ANSWER is that of the writing. */
static enum update rewrite_once(struct publisher *p, const struct stored *stored,
                                publish_change *change, unsigned earlier,
                                struct exchange_answer *answer, struct ydoc **object)
{
    AUTO_FREE(ydoc) existing = NULL;
    AUTO(buf) body = BUF_INIT(REQUEST_BODY_BYTES_MAX);
    struct publish_call call = { .act = stored->writing,
                                 .method = "PUT",
                                 .url = stored->url,
                                 .no_retries = true,
                                 .earlier = earlier };
    enum update update = publisher_read(p, stored, &existing);

    if (update != UPDATE_DONE)
        return update;
    if (!change(p, &body, ydoc_root(existing))) {
        publisher_bad_body(p);
        return UPDATE_FAILED;
    }
    call.body = buf_view(&body);
    if (!publisher_call(p, &call, answer))
        return UPDATE_FAILED;
    return take_answer(p, stored, stored->writing, answer, object);
}

enum update publisher_rewrite(struct publisher *p, const struct stored *stored,
                              publish_change *change, struct ydoc **object)
{
    for (unsigned failures = 0;; failures++) {
        AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
        AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);
        enum update update = rewrite_once(p, stored, change, failures, &answer, object);

        if (failures >= p->line->retries || (update != UPDATE_CONFLICT && !answer.passing))
            return update;
        buf_add(&what, error_message(p->err));
        error_clear(p->err);
        if (!exchange_pause(p->line, &answer.response, failures, buf_text(&what), p->err))
            return UPDATE_FAILED;
    }
}
