/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/oauth.h"

#include <strings.h>

#include "base/base64.h"
#include "openchoreo/failure.h"
#include "openchoreo/foreign_text.h"
#include "json/decode.h"

#define HOST_HINT                                                                                  \
    "is this the token URL, and does --oauth-host-header name the site behind it? A proxy "        \
    "without "                                                                                     \
    "such a site answers like that"

/* ---- the request */

static void add_field(struct buf *out, const char *name, struct view value)
{
    buf_addf(out, "%s%s=", out->len > 0 ? "&" : "", name);
    buf_add_urlescaped(out, value);
}

void oauth_add_body(struct buf *out, const struct oauth_client *client, bool shown)
{
    add_field(out, "grant_type", VIEW("client_credentials"));
    if (client->auth == OAUTH_BODY) {
        add_field(out, "client_id", view_of(client->id));
        if (shown)
            buf_add(out, "&client_secret=" FOREIGN_TEXT_HIDDEN);
        else
            add_field(out, "client_secret", client->secret);
    }
    if (client->scope && client->scope[0])
        add_field(out, "scope", view_of(client->scope));
}

static void add_basic(struct strv *headers, const struct oauth_client *client)
{
    AUTO(buf) pair = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) header = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add_urlescaped(&pair, view_of(client->id));
    buf_add_byte(&pair, ':');
    buf_add_urlescaped(&pair, client->secret);
    buf_add(&header, "Authorization: Basic ");
    base64_encode(&header, buf_view(&pair));
    strv_add_view(headers, buf_view(&header));
    explicit_bzero(pair.data, pair.len);
    explicit_bzero(header.data, header.len);
}

void oauth_add_headers(struct strv *headers, const struct oauth_client *client, bool shown)
{
    if (client->host && client->host[0])
        strv_addf(headers, "Host: %s", client->host);
    strv_add(headers, "Content-Type: application/x-www-form-urlencoded");
    strv_add(headers, "Accept: application/json");
    if (client->auth != OAUTH_BASIC)
        return;
    if (shown)
        strv_add(headers, "Authorization: Basic " FOREIGN_TEXT_HIDDEN);
    else
        add_basic(headers, client);
}

/* ---- the answer */

static bool is_json_type(const char *content_type)
{
    return !content_type || strcmp(content_type, "application/json") == 0 ||
           strstr(content_type, "+json");
}

/* "invalid_client: Client authentication failed" */
static void add_refusal(struct buf *out, const struct ynode *answer, struct view body,
                        const struct strv *secrets)
{
    struct view code = ynode_text(ynode_get(answer, "error"));
    struct view text = ynode_text(ynode_get(answer, "error_description"));

    if (code.len == 0) {
        foreign_text_add(out, body, secrets);
        return;
    }
    foreign_text_add(out, code, secrets);
    if (text.len > 0) {
        buf_add(out, ": ");
        foreign_text_add(out, text, secrets);
    }
}

static bool refused(const struct oauth_client *client, const struct http_response *response,
                    const struct ynode *answer, const struct strv *secrets, struct error *err)
{
    bool is_final = response->status / 100 == 4 && response->status != 408 &&
                    response->status != 425 && response->status != 429;
    AUTO(buf) text = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    add_refusal(&text, answer, buf_view(&response->body), secrets);
    if (!is_final)
        return failure_set(err, FAILURE_UNAVAILABLE, ERROR_UNREACHABLE,
                           "the token server answered %ld%s%s", response->status,
                           text.len > 0 ? ": " : "", buf_text(&text));
    failure_set(err, FAILURE_AUTHENTICATION, ERROR_FORBIDDEN,
                "the token server refused client '%s' (%ld)%s%s", client->id, response->status,
                text.len > 0 ? ": " : "", buf_text(&text));
    if (response->status == 404 || response->status == 405)
        return error_hint(err, "is '%.*s' the token URL?", (int)strcspn(client->token_url, "?"),
                          client->token_url);
    if (view_is(ynode_text(ynode_get(answer, "error")), "invalid_scope"))
        return error_hint(err, "look at --oauth-scope");
    return error_hint(err, "look at the client's id and secret; does this server take the secret "
                           "in the body (--oauth-auth body) or in a header (--oauth-auth basic)?");
}

/* *err about an answer that holds no token; false. */
static bool no_token(struct error *err, const char *what, const char *hint)
{
    failure_set(err, FAILURE_AUTHENTICATION, ERROR_UNREACHABLE, "the token server answered %s",
                what);
    return hint ? error_hint(err, "%s", hint) : false;
}

static const char *kind_of(const struct ynode *node)
{
    switch (ynode_type(node, YAML_1_1)) {
    case YTYPE_NULL:
        return "null";
    case YTYPE_BOOL:
        return "a boolean";
    case YTYPE_INT:
    case YTYPE_FLOAT:
        return "a number";
    case YTYPE_STRING:
        return "a text";
    case YTYPE_NONE:
        break;
    }
    return ynode_is_seq(node) ? "a list" : "an object";
}

bool oauth_check_token(struct view token, const char *what, struct error *err)
{
    if (token.len == 0)
        return error_set(err, ERROR_INVALID, "%s is empty", what);
    if (token.len > OAUTH_TOKEN_BYTES_MAX)
        return error_set(err, ERROR_INVALID, "%s is over %zu bytes", what, OAUTH_TOKEN_BYTES_MAX);
    for (size_t i = 0; i < token.len; i++)
        if (token.data[i] <= ' ' || token.data[i] > '~')
            return error_set(err, ERROR_INVALID,
                             "%s holds a byte that no header of a token can carry (0x%02x)", what,
                             (unsigned char)token.data[i]);
    return true;
}

static bool check_type(const struct ynode *type, const struct strv *secrets, struct error *err)
{
    struct view text = ynode_text(type);
    AUTO(buf) what = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    if (!type || (ynode_is_string(type, YAML_1_1) && text.len == strlen("bearer") &&
                  strncasecmp(text.data, "bearer", text.len) == 0))
        return true;
    buf_add(&what, "a token of the type '");
    foreign_text_add(&what, ynode_is_scalar(type) ? text : view_of(kind_of(type)), secrets);
    buf_add(&what, "'");
    return no_token(err, buf_text(&what), "only Bearer tokens can be used");
}

/* It is not needed: the API server says when a token has expired. */
static void look_at_expiry(const struct ynode *seconds, const struct strv *secrets,
                           struct strv *notes)
{
    struct yscalar value = ynode_value(seconds, YAML_1_1);
    AUTO(buf) shown = BUF_INIT(ERROR_TEXT_BYTES_MAX);
    bool is_number = value.type == YTYPE_INT || value.type == YTYPE_FLOAT;

    foreign_text_add(&shown, ynode_text(seconds), secrets);
    if (!seconds)
        strv_add(notes, "the token server does not say how long the token lasts (no expires_in)");
    else if (!is_number)
        strv_addf(notes,
                  "the token server says that the token lasts '%s' (expires_in), which is "
                  "%s and not a number of seconds",
                  buf_text(&shown), kind_of(seconds));
    else if (value.negative || ynode_text(seconds).data[0] == '-')
        strv_addf(notes,
                  "the token server says that the token lasts %s seconds (expires_in): it "
                  "has expired already",
                  buf_text(&shown));
}

static bool take_token(struct buf *token, const struct ynode *answer, const struct strv *secrets,
                       struct strv *notes, struct error *err)
{
    const struct ynode *node = ynode_get(answer, "access_token");
    AUTO(buf) what = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    if (!ynode_is_map(answer)) {
        buf_addf(&what, "with JSON that is %s, not an object", kind_of(answer));
        return no_token(err, buf_text(&what), HOST_HINT);
    }
    if (!node)
        return no_token(err, "without an access_token", HOST_HINT);
    if (!ynode_is_string(node, YAML_1_1)) {
        buf_addf(&what, "with an access_token that is %s, not a text", kind_of(node));
        return no_token(err, buf_text(&what), NULL);
    }
    if (!check_type(ynode_get(answer, "token_type"), secrets, err))
        return false;
    if (!oauth_check_token(ynode_text(node), "its access_token", err))
        return failure_wrap(err, FAILURE_AUTHENTICATION);
    look_at_expiry(ynode_get(answer, "expires_in"), secrets, notes);
    buf_clear(token);
    buf_add_view(token, ynode_text(node));
    return true;
}

bool oauth_read_answer(struct buf *token, const struct oauth_client *client,
                       const struct http_response *response, const struct strv *secrets,
                       struct strv *notes, struct error *err)
{
    struct view body = buf_view(&response->body);
    AUTO(error) problem = ERROR_INIT;
    AUTO_FREE(ydoc) doc = body.len > 0 ? ydoc_from_json(body, &problem) : NULL;
    const struct ynode *answer = doc ? ydoc_root(doc) : NULL;
    AUTO(buf) what = BUF_INIT(ERROR_TEXT_BYTES_MAX);

    if (response->status / 100 != 2)
        return refused(client, response, answer, secrets, err);
    if (body.len == 0)
        return no_token(err, "with nothing: there is no access_token", HOST_HINT);
    if (!doc && !is_json_type(response->content_type)) {
        buf_add(&what, "with ");
        foreign_text_add(&what, view_of(response->content_type), secrets);
        buf_add(&what, ", not with JSON: ");
        foreign_text_add(&what, body, secrets);
        return no_token(err, buf_text(&what), HOST_HINT);
    }
    if (!doc) {
        buf_add(&what, "with what is no JSON (");
        foreign_text_add(&what, view_of(error_message(&problem)), secrets);
        buf_add(&what, ")");
        return no_token(err, buf_text(&what), HOST_HINT);
    }
    return take_token(token, answer, secrets, notes, err);
}
