/* SPDX-License-Identifier: Apache-2.0 */
/* An answer that is no success, in words. Source: testbed.md 2.2, plugins.md 6.6. */
#include "kube/client_internal.h"
#include "json/decode.h"

#define SHOWN_BYTES_MAX 200
#define CAUSES_MAX      50

static enum error_code code_of(long http_status)
{
    switch (http_status) {
    case 401:
    case 403:
        return ERROR_FORBIDDEN;
    case 404:
        return ERROR_NOT_FOUND;
    case 409:
        return ERROR_CONFLICT;
    case 400:
    case 405:
    case 415:
    case 422:
        return ERROR_INVALID;
    case 413:
        return ERROR_LIMIT;
    case 408:
    case 504:
        return ERROR_TIMEOUT;
    default:
        return ERROR_UNREACHABLE;
    }
}

/* "<title>Log in</title>" of a page, else the first line that says something. */
static struct view gist(struct view body)
{
    size_t title = view_find(body, VIEW("<title>"), 0);
    struct view line = VIEW_EMPTY;

    if (title < body.len) {
        title += strlen("<title>");
        line = view_trim(view_sub(body, title, view_find(body, VIEW("</title>"), title)));
    }
    while (line.len == 0 && view_cut(&body, '\n', &line))
        line = view_trim(line);
    return view_sub(line, 0, SHOWN_BYTES_MAX);
}

static bool not_a_status(long http_status, struct view body, struct error *err)
{
    struct view text = gist(body);

    error_set(err, code_of(http_status), "the server answered %ld%s" VIEW_FMT, http_status,
              text.len > 0 ? ": " : "", VIEW_ARGS(text));
    if (http_status == 404)
        return error_hint(err, "is this the address of the API server?");
    return false;
}

/*
 * The server's message repeats the causes in one line where it has several; they are told one by
 * one.
 */
static void add_causes(struct buf *out, const struct ynode *causes)
{
    for (size_t i = 0; i < ynode_len(causes) && i < CAUSES_MAX; i++) {
        struct view field = ynode_text(ynode_get(ynode_at(causes, i), "field"));
        struct view message = ynode_text(ynode_get(ynode_at(causes, i), "message"));

        if (field.len > 0)
            buf_addf(out, "\n  " VIEW_FMT ": " VIEW_FMT, VIEW_ARGS(field), VIEW_ARGS(message));
        else
            buf_addf(out, "\n  " VIEW_FMT, VIEW_ARGS(message));
    }
}

/* A null is no text that says "null". */
static struct view text_of(const struct ynode *map, const char *key)
{
    const struct ynode *node = ynode_get(map, key);

    return ynode_is_null(node) ? VIEW_EMPTY : ynode_text(node);
}

/* A line of the server's that follows the first is not to be taken for one of ours. */
static void add_lines(struct buf *out, struct view message)
{
    struct view line;

    for (bool first = true; view_cut(&message, '\n', &line); first = false)
        buf_addf(out, "%s" VIEW_FMT,
                 first                          ? ""
                 : view_starts(line, VIEW(" ")) ? "\n"
                                                : "\n  ",
                 VIEW_ARGS(line));
}

static void add_message(struct buf *out, long http_status, const struct ynode *status)
{
    const struct ynode *details = ynode_get(status, "details");
    const struct ynode *causes = ynode_get(details, "causes");
    struct view message = text_of(status, "message");
    struct view reason = text_of(status, "reason");

    if (http_status == 422 && ynode_len(causes) > 1) {
        buf_addf(out, "the " VIEW_FMT " \"" VIEW_FMT "\" is invalid:",
                 VIEW_ARGS(ynode_text(ynode_get(details, "kind"))),
                 VIEW_ARGS(ynode_text(ynode_get(details, "name"))));
        add_causes(out, causes);
    } else if (message.len > 0) {
        add_lines(out, message);
    } else if (reason.len > 0) {
        buf_addf(out, "the server answered " VIEW_FMT, VIEW_ARGS(reason));
    } else {
        buf_addf(out, "the server answered %ld without a reason", http_status);
    }
}

bool kube_status_error(long http_status, struct view body, struct error *err)
{
    AUTO_FREE(ydoc) doc = body.len > 0 ? ydoc_from_json(body, NULL) : NULL;
    const struct ynode *status = doc ? ydoc_root(doc) : NULL;
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    if (http_status == 401) {
        error_set(err, ERROR_FORBIDDEN, "you must be logged in to the server (Unauthorized)");
        return error_hint(err, "look at the user of this context: kubectl config view --minify");
    }
    if (!view_is(ynode_text(ynode_get(status, "kind")), "Status"))
        return not_a_status(http_status, body, err);
    add_message(&text, http_status, status);
    return error_set(err, code_of(http_status), "%s", buf_text(&text));
}

static bool is_json(const char *content_type)
{
    return content_type &&
           (strcmp(content_type, "application/json") == 0 || strstr(content_type, "+json"));
}

bool kube_decode(struct ydoc **doc, const struct http_response *response, struct view body,
                 struct error *err)
{
    struct view text = gist(body);

    *doc = NULL;
    if (body.len == 0) {
        error_set(err, ERROR_UNREACHABLE, "the server answered %ld with nothing", response->status);
        return error_hint(err, "is this the address of the API server?");
    }
    if (!is_json(response->content_type)) {
        error_set(err, ERROR_UNREACHABLE,
                  "the server answered with %s, not with the Kubernetes API: " VIEW_FMT,
                  response->content_type ? response->content_type : "something unnamed",
                  VIEW_ARGS(text));
        return error_hint(err, "is this the address of the API server?");
    }
    *doc = ydoc_from_json(body, err);
    return *doc || error_wrap(err, "the server's answer cannot be read");
}
