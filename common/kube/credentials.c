/* SPDX-License-Identifier: Apache-2.0 */
/* How a request says who sends it. Source: plugins.md 6.4. */
#include <stdlib.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/file.h"
#include "kube/client_internal.h"

#define TOKEN_BYTES_MAX    ((size_t)1 << 20)
#define TOKEN_KEEP_SECONDS 60.0

static void forget_token(struct kube_credentials *credentials)
{
    if (credentials->token)
        explicit_bzero(credentials->token, strlen(credentials->token));
    free(credentials->token);
    credentials->token = NULL;
}

void kube_credentials_release(struct kube_credentials *credentials)
{
    forget_token(credentials);
    exec_credential_release(&credentials->exec);
}

bool kube_credentials_renew(struct kube_credentials *credentials)
{
    if (credentials->exec.valid) {
        credentials->exec.valid = false;
        return true;
    }
    if (!credentials->access->token_file || !credentials->token)
        return false;
    forget_token(credentials);
    return true;
}

static bool read_token(struct kube_credentials *credentials, struct error *err)
{
    const char *path = credentials->access->token_file;
    AUTO(buf) text = BUF_INIT(TOKEN_BYTES_MAX);
    struct view token;

    if (credentials->token && clock_monotonic() - credentials->token_read_at < TOKEN_KEEP_SECONDS)
        return true;
    if (!file_read(&text, path, err))
        return error_wrap(err, "token file of the user");
    token = view_trim(buf_view(&text));
    if (token.len == 0)
        return error_set(err, ERROR_INVALID, "token file %s is empty", path);
    forget_token(credentials);
    credentials->token = view_copy(token);
    credentials->token_read_at = clock_monotonic();
    explicit_bzero(text.data, text.len);
    return true;
}

/* A file that cannot be read now leaves what it last said, else the token beside it. */
static bool current_token(const char **token, struct kube_credentials *credentials,
                          struct error *err)
{
    AUTO(error) problem = ERROR_INIT;

    if (!read_token(credentials, &problem) && !credentials->token && !credentials->access->token)
        return error_move(err, &problem);
    *token = credentials->token ? credentials->token : credentials->access->token;
    return true;
}

/* The vector's copy is the only one that stays; it is wiped by its owner. */
static void add_secret(struct strv *headers, struct buf *line)
{
    strv_add(headers, buf_text(line));
    explicit_bzero(line->data, line->len);
}

static bool add_authorization(struct kube_credentials *credentials, struct strv *headers,
                              struct error *err)
{
    const struct kube_access *access = credentials->access;
    const char *token = NULL;
    AUTO(buf) line = BUF_INIT(TOKEN_BYTES_MAX * 2);
    AUTO(buf) pair = BUF_INIT(TOKEN_BYTES_MAX);

    if (access->token_file) {
        if (!current_token(&token, credentials, err))
            return false;
        buf_addf(&line, "Authorization: Bearer %s", token);
    } else if (access->token) {
        buf_addf(&line, "Authorization: Bearer %s", access->token);
    } else if (access->username) {
        buf_addf(&pair, "%s:%s", access->username, access->password ? access->password : "");
        buf_add(&line, "Authorization: Basic ");
        base64_encode(&line, buf_view(&pair));
        explicit_bzero(pair.data, pair.len);
    } else if (credentials->exec.token) {
        buf_addf(&line, "Authorization: Bearer %s", credentials->exec.token);
    }
    if (line.len > 0)
        add_secret(headers, &line);
    return true;
}

/* Impersonate-Extra-KEY with what a header's name cannot hold escaped, as client-go does. */
static void add_extra(struct strv *headers, const char *pair)
{
    struct view text = view_of(pair);
    size_t equals = view_find_byte(text, '=', 0);
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(&line, "Impersonate-Extra-");
    buf_add_urlescaped(&line, view_sub(text, 0, equals));
    buf_addf(&line, ": " VIEW_FMT, VIEW_ARGS(view_sub(text, equals + 1, text.len)));
    strv_add(headers, buf_text(&line));
}

bool kube_credentials_add(struct kube_credentials *credentials, bool safe, struct strv *headers,
                          struct error *err)
{
    const struct kube_access *access = credentials->access;

    if (safe && !add_authorization(credentials, headers, err))
        return false;
    /* No secret, and without it the request would be somebody else's. */
    if (access->as)
        strv_addf(headers, "Impersonate-User: %s", access->as);
    if (access->as_uid)
        strv_addf(headers, "Impersonate-Uid: %s", access->as_uid);
    for (size_t i = 0; i < access->as_groups.len; i++)
        strv_addf(headers, "Impersonate-Group: %s", access->as_groups.items[i]);
    for (size_t i = 0; i < access->as_user_extra.len; i++)
        add_extra(headers, access->as_user_extra.items[i]);
    return true;
}
