/* SPDX-License-Identifier: Apache-2.0 */
/* kube/client_internal.h - one request with credentials and repetitions, for the files of this
 * module */
#ifndef KUBE_CLIENT_INTERNAL_H
#define KUBE_CLIENT_INTERNAL_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "http/http.h"
#include "kube/client.h"
#include "kube/discovery.h"
#include "kube/exec_credential.h"

/*
 * Send REQUEST until it has an answer that is no reason to try again. True for a 2xx; RESPONSE is
 * then filled, its body too unless RECEIVE took it. MAY_REPEAT (may be NULL) is asked before a
 * repetition whether what RECEIVE was given can be taken back.
 */
struct kube_exchange {
    const struct kube_request *request;
    http_receive *receive; /* NULL: the body is collected */
    bool (*may_repeat)(void *context);
    void *context;
};

bool kube_exchange(struct kube_client *client, const struct kube_exchange *exchange,
                   struct http_response *response, struct error *err) MUST_CHECK;

/* Where what CLIENT's server says of its kinds is kept; NULL: nowhere. The caller frees it. */
char *kube_client_cache(const struct kube_client *client) MUST_CHECK;
/* ---- for requests that are run elsewhere */

/* The transport with the certificate that there is now. */
struct http_client *kube_client_http(const struct kube_client *client);
/* Append the address of REQUEST to URL, and its HEADERS with credentials; kube_wipe_headers() ends
 * them. */
bool kube_client_prepare(struct kube_client *client, const struct kube_request *request,
                         struct buf *url, struct strv *headers, struct error *err) MUST_CHECK;
void kube_wipe_headers(struct strv *headers);
/* After a 401: forget what can be read anew. False when there is nothing of the kind. */
bool kube_client_renew(struct kube_client *client);
/*
 * Seconds to wait after so many FAILURES in a row: FIRST (the client's .pause_seconds wins),
 * doubled with each, up to a half more or less, at most LONGEST.
 */
double kube_client_pause(const struct kube_client *client, double first, int failures,
                         double longest);

/* Tell the user once, as the server's warnings are told. */
void kube_client_warn(struct kube_client *client, const char *text);
/*
 * Whether the last request may have had its effect, though it failed: it went out, and no answer
 * came back, or one that says 5xx, or a success that cannot be read.
 */
bool kube_may_have_acted(const struct kube_client *client);

/* The answer's body as JSON; a web page, other text or nothing is ERROR_UNREACHABLE. */
bool kube_decode(struct ydoc **doc, const struct http_response *response, struct view body,
                 struct error *err) MUST_CHECK;

/* Take the kinds of LIST, an APIGroupDiscoveryList; what it says wrongly is passed over. */
void kube_discovery_add(struct kube_discovery *discovery, const struct ynode *list);

/* Bearer token, basic or none, and impersonation, as header lines. */
struct kube_credentials {
    const struct kube_access *access; /* borrowed */
    char *token;                      /* of the token file, as last read */
    double token_read_at;             /* monotonic seconds */
    struct exec_credential exec;      /* of the credential plugin, as it last said */
};

void kube_credentials_release(struct kube_credentials *credentials);
/* SAFE: the server is asked over TLS. Elsewhere only impersonation is added. */
bool kube_credentials_add(struct kube_credentials *credentials, bool safe, struct strv *headers,
                          struct error *err) MUST_CHECK;
/* After a 401: forget what can be read anew. False when there is nothing of the kind. */
bool kube_credentials_renew(struct kube_credentials *credentials);

#endif
