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

/*
 * Send REQUEST until it has an answer that is no reason to try again. True for a 2xx; RESPONSE is
 * then filled, its body too unless RECEIVE took it. RESTART (may be NULL) is told before a
 * repetition that what RECEIVE was given is void.
 */
struct kube_exchange {
    const struct kube_request *request;
    http_receive *receive; /* NULL: the body is collected */
    bool (*may_repeat)(void *context);
    void *context;
};

bool kube_exchange(struct kube_client *client, const struct kube_exchange *exchange,
                   struct http_response *response, struct error *err) MUST_CHECK;

/* The answer's body as JSON; a web page or other text is ERROR_UNREACHABLE. NULL when BODY is empty
 * is no failure. */
bool kube_decode(struct ydoc **doc, const struct http_response *response, struct view body,
                 struct error *err) MUST_CHECK;

/* Bearer token, basic or none, and impersonation, as header lines. */
struct kube_credentials {
    const struct kube_access *access; /* borrowed */
    char *token;                      /* of the token file, as last read */
    double token_read_at;             /* monotonic seconds */
};

void kube_credentials_release(struct kube_credentials *credentials);
bool kube_credentials_add(struct kube_credentials *credentials, struct strv *headers,
                          struct error *err) MUST_CHECK;
/* After a 401: forget what can be read anew. False when there is nothing of the kind. */
bool kube_credentials_renew(struct kube_credentials *credentials);

#endif
