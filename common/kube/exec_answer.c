/* SPDX-License-Identifier: Apache-2.0 */
/* What a credential plugin printed. No text of it may reach a message: it holds credentials. */
#include <stdlib.h>

#include "base/clock.h"
#include "kube/exec_credential.h"
#include "yaml/ydoc.h"

#define GROUP "client.authentication.k8s.io/"

static void wipe(struct buf *buf)
{
    if (buf->data)
        explicit_bzero(buf->data, buf->len);
    buf_release(buf);
}

void exec_credential_release(struct exec_credential *credential)
{
    if (credential->token)
        explicit_bzero(credential->token, strlen(credential->token));
    free(credential->token);
    wipe(&credential->certificate);
    wipe(&credential->key);
    *credential = (struct exec_credential)EXEC_CREDENTIAL_INIT;
}

static bool wrong(struct error *err, const char *what)
{
    return error_set(err, ERROR_INVALID, "%s", what);
}

static bool check_kind(const struct ynode *root, const char *api_version, struct error *err)
{
    struct view kind = ynode_text(ynode_get(root, "kind"));
    struct view version = ynode_text(ynode_get(root, "apiVersion"));

    if (!ynode_is_map(root))
        return wrong(err, "decoding stdout: it is no ExecCredential in JSON");
    if (!view_is(kind, "ExecCredential") || !view_starts(version, VIEW(GROUP)))
        return wrong(err, "decoding stdout: its kind is not ExecCredential of " GROUP "*");
    if (view_is(version, api_version))
        return true;
    /* Letters and digits only: this part of what it printed may be shown. */
    for (size_t i = strlen(GROUP); i < version.len; i++)
        if (!((version.data[i] >= 'a' && version.data[i] <= 'z') ||
              (version.data[i] >= '0' && version.data[i] <= '9')))
            return wrong(err, "decoding stdout: its apiVersion is unknown");
    return error_set(err, ERROR_INVALID,
                     "exec plugin is configured to use API version %s, plugin returned version "
                     "%.*s",
                     api_version, version.len < 64 ? (int)version.len : 64, version.data);
}

/* A string, empty when absent. */
static bool get(struct view *text, const struct ynode *status, const char *key, struct error *err)
{
    const struct ynode *node = ynode_get(status, key);

    *text = VIEW_EMPTY;
    if (!node || ynode_is_null(node))
        return true;
    if (!ynode_is_string(node, YAML_1_1))
        return error_set(err, ERROR_INVALID, "decoding stdout: status.%s is no string", key);
    *text = ynode_text(node);
    return true;
}

static bool get_expiry(struct exec_credential *made, const struct ynode *status, struct error *err)
{
    const struct ynode *node = ynode_get(status, "expirationTimestamp");

    if (!node || ynode_is_null(node))
        return true;
    made->has_expiry = true;
    return clock_parse_rfc3339(ynode_text(node), &made->expires) ||
           wrong(err, "decoding stdout: status.expirationTimestamp is no time of RFC 3339");
}

/* A header's value: the server could not be asked with anything else. */
static bool check_token(struct view token, struct error *err)
{
    for (size_t i = 0; i < token.len; i++)
        if ((unsigned char)token.data[i] < ' ' || token.data[i] == 0x7f)
            return wrong(err, "exec plugin returned a token with control characters");
    return true;
}

static bool is_pem(struct view text)
{
    return view_find(text, VIEW("-----BEGIN "), 0) < text.len;
}

static bool read_status(struct exec_credential *made, const struct ynode *status, struct error *err)
{
    struct view token, certificate, key;

    if (!status || ynode_is_null(status))
        return wrong(err, "exec plugin didn't return a status field");
    if (!ynode_is_map(status))
        return wrong(err, "decoding stdout: status is no mapping");
    if (!get(&token, status, "token", err) ||
        !get(&certificate, status, "clientCertificateData", err) ||
        !get(&key, status, "clientKeyData", err) || !get_expiry(made, status, err) ||
        !check_token(token, err))
        return false;
    if (token.len == 0 && certificate.len == 0 && key.len == 0)
        return wrong(err, "exec plugin didn't return a token or cert/key pair");
    if ((certificate.len == 0) != (key.len == 0))
        return wrong(err, "exec plugin returned only certificate or key, not both");
    if (key.len > 0 && (!is_pem(certificate) || !is_pem(key)))
        return wrong(err, "failed parsing client key/certificate: they are not in PEM");
    if (view_find(key, VIEW("ENCRYPTED"), 0) < key.len)
        return wrong(err, "failed parsing client key/certificate: the key is encrypted");
    if (token.len > 0)
        made->token = view_copy(token);
    buf_add_view(&made->certificate, certificate);
    buf_add_view(&made->key, key);
    return true;
}

bool exec_answer_read(struct exec_credential *credential, struct view output,
                      const char *api_version, struct error *err)
{
    /* The parser's own words quote the text. */
    AUTO_FREE(ydoc) doc = ydoc_parse(output, "stdout", NULL);
    struct exec_credential made = EXEC_CREDENTIAL_INIT;

    if (view_trim(output).len == 0)
        return wrong(err, "decoding stdout: it printed nothing");
    if (!doc)
        return wrong(err, "decoding stdout: it is neither JSON nor YAML");
    if (!check_kind(ydoc_root(doc), api_version, err) ||
        !read_status(&made, ynode_get(ydoc_root(doc), "status"), err)) {
        exec_credential_release(&made);
        return false;
    }
    exec_credential_release(credential);
    *credential = made;
    credential->valid = true;
    return true;
}
