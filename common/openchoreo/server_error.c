/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/server_error.h"

#include <string.h>

#include "base/buf.h"
#include "openchoreo/failure.h"
#include "openchoreo/foreign_text.h"
#include "json/decode.h"

#define SERVER "the API server"

/* What it said. Views of the answer. */
struct said {
    struct view code; /* "NOT_FOUND" */
    struct view text;
};

/* ---- what to make of it: the first row that fits */

static const struct meaning {
    long status;      /* 0: any */
    const char *said; /* in its code or text; NULL: whatever it said */
    enum failure_kind kind;
    enum error_code code;
    const char *hint; /* NULL: none */
} meanings[] = {
    { 400, "omponent not found", FAILURE_REJECTED, ERROR_NOT_FOUND,
      "create the component first, or look at --component and --namespace" },
    { 400, "decode JSON", FAILURE_REJECTED, ERROR_INVALID,
      "a value in the workload has another type than this version wants: look at "
      "--target-version" },
    { 400, NULL, FAILURE_REJECTED, ERROR_INVALID, NULL },
    { 401, NULL, FAILURE_AUTHENTICATION, ERROR_FORBIDDEN,
      "the token is not accepted: does the API server trust this token server, and has the token "
      "not expired?" },
    { 403, NULL, FAILURE_AUTHENTICATION, ERROR_FORBIDDEN, NULL }, /* names the client: below */
    { 404, "COMPONENT_NOT_FOUND", FAILURE_REJECTED, ERROR_NOT_FOUND,
      "create the component first, or look at --component, --project and --namespace" },
    { 404, "PROJECT_NOT_FOUND", FAILURE_REJECTED, ERROR_NOT_FOUND,
      "create the project first, or look at --project and --namespace" },
    { 404, "orkflow", FAILURE_REJECTED, ERROR_NOT_FOUND, "look at --run-name and --namespace" },
    { 404, "NOT_FOUND", FAILURE_REJECTED, ERROR_NOT_FOUND, NULL },
    { 404, NULL, FAILURE_REJECTED, ERROR_NOT_FOUND,
      "is this the URL of openchoreo-api, and does its version have this route? look at "
      "--api-server-url, --api-server-host-header and --target-version" },
    { 405, NULL, FAILURE_REJECTED, ERROR_INVALID,
      "is this the URL of openchoreo-api? look at --api-server-url" },
    { 409, NULL, FAILURE_REJECTED, ERROR_CONFLICT, NULL },
    { 412, NULL, FAILURE_REJECTED, ERROR_CONFLICT, NULL },
    { 413, NULL, FAILURE_REJECTED, ERROR_LIMIT, NULL },
    { 422, "immutable", FAILURE_REJECTED, ERROR_INVALID,
      "delete the workload, or publish it under the component and project that it belongs to" },
    { 408, NULL, FAILURE_UNAVAILABLE, ERROR_TIMEOUT, NULL },
    { 425, NULL, FAILURE_UNAVAILABLE, ERROR_UNREACHABLE, NULL },
    { 429, NULL, FAILURE_UNAVAILABLE, ERROR_UNREACHABLE, NULL },
    { 500, "INTERNAL_ERROR", FAILURE_UNAVAILABLE, ERROR_UNREACHABLE,
      "the log of openchoreo-api says why; its Kubernetes API may be out of reach" },
    { 504, NULL, FAILURE_UNAVAILABLE, ERROR_TIMEOUT, NULL },
};

static const struct meaning other_refusal = { 0, NULL, FAILURE_REJECTED, ERROR_INVALID, NULL };
static const struct meaning other_failure = { 0, NULL, FAILURE_UNAVAILABLE, ERROR_UNREACHABLE,
                                              NULL };

static bool has(struct view text, const char *part)
{
    return view_find(text, view_of(part), 0) < text.len;
}

static const struct meaning *meaning_of(long status, const struct said *said)
{
    for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
        const struct meaning *meaning = &meanings[i];

        if (meaning->status == status &&
            (!meaning->said || has(said->code, meaning->said) || has(said->text, meaning->said)))
            return meaning;
    }
    return status / 100 == 4 ? &other_refusal : &other_failure;
}

/* ---- what it said */

/* "INVALID_TOKEN" */
static bool is_code(struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!(text.data[i] >= 'A' && text.data[i] <= 'Z') && text.data[i] != '_' &&
            !(text.data[i] >= '0' && text.data[i] <= '9'))
            return false;
    return text.len > 0;
}

/* Which of its fields is the code shows in how it looks, not in what the field is called. */
static void read_fields(struct said *said, const struct ynode *answer)
{
    static const char *const names[] = { "code", "error", "message", "error_description" };

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        const struct ynode *node = ynode_get(answer, names[i]);
        struct view text = ynode_is_null(node) ? VIEW_EMPTY : ynode_text(node);

        if (is_code(text) && said->code.len == 0)
            said->code = text;
        else if (text.len > 0 && said->text.len == 0)
            said->text = text;
    }
}

static void read_said(struct said *said, const struct ydoc *doc, struct view body)
{
    *said = (struct said){ .code = VIEW_EMPTY };
    if (doc)
        read_fields(said, ydoc_root(doc));
    if (said->code.len == 0 && said->text.len == 0)
        said->text = body;
}

bool server_error_is_absence(const struct http_response *response)
{
    struct view body = buf_view(&response->body);
    AUTO_FREE(ydoc) doc = body.len > 0 ? ydoc_from_json(body, NULL) : NULL;

    return response->status == 404 && doc && ynode_is_map(ydoc_root(doc));
}

/* ---- in words */

/* "workload.yaml:3:9: spec.a: Invalid value (422 CODE)" */
static void add_text(struct buf *out, const struct server_failure *failure, const struct said *said)
{
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    foreign_text_add(&text, said->text, failure->secrets);
    if (failure->origin)
        origin_add_located(out, failure->origin, buf_view(&text));
    else
        buf_add_view(out, buf_view(&text));
    buf_addf(out, " (%ld", failure->answer->response.status);
    if (said->code.len > 0) {
        buf_add_byte(out, ' ');
        foreign_text_add(out, said->code, failure->secrets);
    }
    buf_add_byte(out, ')');
}

/* "the API server answered 502 with nothing" */
static void add_bare_status(struct buf *out, const struct server_failure *failure,
                            const struct said *said)
{
    buf_addf(out, SERVER " answered %ld ", failure->answer->response.status);
    if (said->code.len == 0) {
        buf_add(out, "with nothing");
        return;
    }
    foreign_text_add(out, said->code, failure->secrets);
    buf_add(out, " and says no more");
}

static void add_act(struct buf *out, const struct server_failure *failure)
{
    buf_addf(out, "cannot %s", failure->act);
    if (failure->answer->attempts > 1)
        buf_addf(out, " after %u attempts", failure->answer->attempts);
    buf_add(out, ": ");
}

bool server_error(const struct server_failure *failure, struct error *err)
{
    const struct http_response *response = &failure->answer->response;
    struct view body = buf_view(&response->body);
    AUTO_FREE(ydoc) doc = body.len > 0 ? ydoc_from_json(body, NULL) : NULL;
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);
    const struct meaning *meaning;
    struct said said;

    read_said(&said, doc, body);
    meaning = meaning_of(response->status, &said);
    add_act(&text, failure);
    if (said.text.len > 0)
        add_text(&text, failure, &said);
    else
        add_bare_status(&text, failure, &said);
    failure_set(err, meaning->kind, meaning->code, "%s", buf_text(&text));
    if (response->status == 403)
        return error_hint(err,
                          "bind the role 'workload-publisher' (workload:create, workload:update, "
                          "workload:view, workflowrun:view, workflowrun:update) to the claim sub = "
                          "'%s'",
                          failure->client_id ? failure->client_id : "the token's subject");
    return meaning->hint ? error_hint(err, "%s", meaning->hint) : false;
}

bool server_error_strange(const struct server_failure *failure, const char *what, struct error *err)
{
    const struct http_response *response = &failure->answer->response;
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    add_act(&text, failure);
    buf_addf(&text, SERVER " answered %ld with %s", response->status, what);
    if (response->body.len > 0) {
        buf_add(&text, ": ");
        foreign_text_add(&text, buf_view(&response->body), failure->secrets);
    }
    failure_set(err, FAILURE_UNAVAILABLE, ERROR_UNREACHABLE, "%s", buf_text(&text));
    return error_hint(err, "this is not openchoreo-api: a proxy without a site for "
                           "--api-server-host-header answers like that; look at --api-server-url "
                           "too");
}
