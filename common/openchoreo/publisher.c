/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/file.h"
#include "openchoreo/failure.h"
#include "openchoreo/foreign_text.h"
#include "openchoreo/publish_internal.h"
#include "openchoreo/request_body.h"

/* ---- what is sent */

/* *ERR says why there is no body. */
static bool no_body(const struct publish_task *task, struct error *problem, struct error *err)
{
    if (problem->code == ERROR_LIMIT) {
        failure_set(err, FAILURE_INPUT, ERROR_LIMIT,
                    "the workload is over %zu bytes, which is what the API server takes",
                    REQUEST_BODY_BYTES_MAX);
        if (task->largest_path)
            return error_hint(err, "the largest file in it is '%s' with %zu bytes",
                              task->largest_path, task->largest_bytes);
        return false;
    }
    error_move(err, problem);
    return failure_wrap(err, FAILURE_INPUT);
}

static bool check_annotation(const struct publisher *p, struct error *err)
{
    const struct publish_task *task = p->task;

    if (p->run_url.len == 0 || p->body.len <= REQUEST_ANNOTATIONS_BYTES_MAX)
        return true;
    failure_set(err, FAILURE_INPUT, ERROR_LIMIT,
                "the workload has %zu bytes, and the annotation of a WorkflowRun takes %zu",
                p->body.len, REQUEST_ANNOTATIONS_BYTES_MAX);
    return error_hint(err, "without --run-name it can be published%s%s",
                      task->largest_path ? "; the largest file in it is " : "",
                      task->largest_path ? task->largest_path : "");
}

static void make_urls(struct publisher *p)
{
    const struct publish_task *task = p->task;
    const struct ynode *owner = ynode_get_path(task->origin.workload, "spec", "owner", NULL);
    struct view namespace = view_of(task->namespace);
    struct view base = view_of(p->access->api_url);
    AUTO_CHARS trimmed = NULL;

    while (view_ends(base, VIEW("/")))
        base.len--;
    trimmed = view_copy(base);
    if (task->legacy_route)
        request_add_legacy_url(&p->collection_url, trimmed, namespace,
                               ynode_text(ynode_get(owner, "projectName")),
                               ynode_text(ynode_get(owner, "componentName")));
    else
        request_add_url(&p->collection_url, trimmed, namespace, "workloads", VIEW_EMPTY);
    request_add_url(&p->object_url, trimmed, namespace, "workloads", p->name);
    if (task->run_name && task->run_name[0])
        request_add_url(&p->run_url, trimmed, namespace, "workflowruns", view_of(task->run_name));
}

bool publisher_init(struct publisher *p, const struct publish_access *access,
                    const struct publish_task *task, struct error *err)
{
    const struct ynode *workload = task->origin.workload;
    AUTO(error) problem = ERROR_INIT;
    bool made;

    *p = (struct publisher){ .access = access,
                             .task = task,
                             .secrets = STRV_INIT,
                             .token = BUF_INIT(OAUTH_TOKEN_BYTES_MAX),
                             .name = ynode_text(ynode_get_path(workload, "metadata", "name", NULL)),
                             .body = BUF_INIT(REQUEST_BODY_BYTES_MAX),
                             .collection_url = BUF_INIT(BUF_TEXT_BYTES_MAX),
                             .object_url = BUF_INIT(BUF_TEXT_BYTES_MAX),
                             .run_url = BUF_INIT(BUF_TEXT_BYTES_MAX),
                             .err = err };
    foreign_text_add_secret(&p->secrets, access->oauth.secret);
    foreign_text_add_secret(&p->secrets, access->token);
    make_urls(p);
    made = task->legacy_route ? request_add_spec(&p->body, workload, &problem)
                              : request_add_workload(&p->body, workload, &problem);
    return made ? check_annotation(p, err) : no_body(task, &problem, err);
}

void publisher_release(struct publisher *p)
{
    foreign_text_wipe(&p->secrets);
    if (p->token.data)
        explicit_bzero(p->token.data, p->token.len);
    buf_release(&p->token);
    buf_release(&p->body);
    buf_release(&p->collection_url);
    buf_release(&p->object_url);
    buf_release(&p->run_url);
}

static void wipe_headers(struct strv *headers)
{
    foreign_text_wipe(headers);
}

void publisher_add_headers(const struct publisher *p, bool has_body, struct view token,
                           struct strv *headers)
{
    if (p->access->api_host && p->access->api_host[0])
        strv_addf(headers, "Host: %s", p->access->api_host);
    strv_addf(headers, "Authorization: Bearer " VIEW_FMT, VIEW_ARGS(token));
    if (has_body)
        strv_add(headers, "Content-Type: application/json");
    strv_add(headers, "Accept: application/json");
    if (p->task->legacy_route)
        strv_add(headers, "X-Use-Legacy-Routes: true");
}

/* ---- tokens */

static bool ask_for_token(struct publisher *p)
{
    const struct oauth_client *client = &p->access->oauth;
    AUTO(exchange_answer) answer = EXCHANGE_ANSWER_INIT;
    AUTO(buf) body = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(strv) notes = STRV_INIT;
    struct strv headers = STRV_INIT;
    struct exchange_request request = { .server = "the token server",
                                        .act = "get a token",
                                        .method = "POST",
                                        .url = client->token_url,
                                        .headers = &headers,
                                        .answer_max = OAUTH_ANSWER_BYTES_MAX };
    bool done;

    oauth_add_body(&body, client, false);
    oauth_add_headers(&headers, client, false);
    request.body = buf_view(&body);
    done = exchange(p->line, &request, &answer, p->err) &&
           oauth_read_answer(&p->token, client, &answer.response, &p->secrets, &notes, p->err);
    wipe_headers(&headers);
    explicit_bzero(body.data, body.len);
    if (answer.response.body.data)
        explicit_bzero(answer.response.body.data, answer.response.body.len);
    for (size_t i = 0; i < notes.len; i++)
        if (p->line->talk.warn)
            p->line->talk.warn(p->line->talk.context, notes.items[i]);
    return done;
}

static bool read_token_file(struct publisher *p)
{
    AUTO(buf) text = BUF_INIT(OAUTH_TOKEN_BYTES_MAX);
    struct view token;
    bool good;

    if (!file_read(&text, p->access->token_file, p->err)) {
        error_wrap(p->err, "cannot read the token");
        return failure_wrap(p->err, FAILURE_INPUT);
    }
    token = view_trim(buf_view(&text));
    good = oauth_check_token(token, "the token", p->err);
    if (good) {
        buf_clear(&p->token);
        buf_add_view(&p->token, token);
    } else {
        error_wrap(p->err, "'%s'", p->access->token_file);
        (void)failure_wrap(p->err, FAILURE_INPUT);
    }
    if (text.data)
        explicit_bzero(text.data, text.len);
    return good;
}

static bool take_token(struct publisher *p)
{
    if (p->access->token_file) {
        if (!read_token_file(p))
            return false;
    } else if (p->access->token.len > 0) {
        if (!oauth_check_token(p->access->token, "the token", p->err))
            return failure_wrap(p->err, FAILURE_INPUT);
        buf_clear(&p->token);
        buf_add_view(&p->token, p->access->token);
    } else if (!ask_for_token(p)) {
        return false;
    }
    foreign_text_add_secret(&p->secrets, buf_view(&p->token));
    return true;
}

/* *NEW: there is another one than was refused. */
static bool renew_token(struct publisher *p, bool *new)
{
    AUTO_CHARS old = view_copy(buf_view(&p->token));
    bool taken = take_token(p);

    *new = taken && !view_is(buf_view(&p->token), old);
    explicit_bzero(old, strlen(old));
    return taken;
}

/* ---- calls */

static bool send(struct publisher *p, const struct publish_call *call,
                 struct exchange_answer *answer)
{
    struct strv headers = STRV_INIT;
    const struct exchange_request request = { .server = "the API server",
                                              .act = call->act,
                                              .method = call->method,
                                              .url = buf_text(call->url),
                                              .headers = &headers,
                                              .body = call->body,
                                              .once_after_500 = p->task->legacy_route,
                                              .no_retries = call->no_retries,
                                              .earlier = call->earlier,
                                              .certain = call->certain };
    bool answered;

    publisher_add_headers(p, call->body.len > 0, buf_view(&p->token), &headers);
    answered = exchange(p->line, &request, answer, p->err);
    wipe_headers(&headers);
    return answered;
}

bool publisher_call(struct publisher *p, const struct publish_call *call,
                    struct exchange_answer *answer)
{
    bool new = false;

    if (p->token.len == 0 && !take_token(p))
        return false;
    if (!send(p, call, answer))
        return false;
    if (answer->response.status != 401 || p->renewed)
        return true;
    p->renewed = true;
    if (p->line->talk.note)
        p->line->talk.note(p->line->talk.context,
                           "the API server refused the token: getting a new one");
    if (!renew_token(p, &new))
        return false;
    return !new || send(p, call, answer);
}
