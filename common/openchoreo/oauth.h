/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/oauth.h - a token by OAuth 2 client credentials: the request, and what is answered
 *
 * The secret is in the body, which the identity provider of OpenChoreo wants, or in the header of
 * basic authentication; every value is percent-encoded. Source: RFC 6749 2.3.1, 4.4, 5;
 * openchoreo.md 8.1.
 */
#ifndef OPENCHOREO_OAUTH_H
#define OPENCHOREO_OAUTH_H

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "http/http.h"

#define OAUTH_ANSWER_BYTES_MAX ((size_t)1 << 20)
#define OAUTH_TOKEN_BYTES_MAX  ((size_t)64 << 10) /* more is in no header */

enum oauth_auth { OAUTH_BODY, OAUTH_BASIC };

struct oauth_client {
    const char *token_url;
    const char *host; /* of the Host header; NULL or empty: the URL's */
    const char *id;
    struct view secret;
    const char *scope; /* NULL or empty: not sent */
    enum oauth_auth auth;
};

/* SHOWN: for a person to read, with FOREIGN_TEXT_HIDDEN in place of the secret. */
void oauth_add_body(struct buf *out, const struct oauth_client *client, bool shown);
void oauth_add_headers(struct strv *headers, const struct oauth_client *client, bool shown);

/*
 * The token in the answer RESPONSE to the request of CLIENT, into TOKEN. *err begins with the kind
 * of failure; it holds none of SECRETS. NOTES gets a line about each oddity that changes nothing.
 */
bool oauth_read_answer(struct buf *token, const struct oauth_client *client,
                       const struct http_response *response, const struct strv *secrets,
                       struct strv *notes, struct error *err) MUST_CHECK;
/* ERROR_INVALID when TOKEN cannot be in a header; WHAT it is ("access_token"). */
bool oauth_check_token(struct view token, const char *what, struct error *err) MUST_CHECK;

#endif
