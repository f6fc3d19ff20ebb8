/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http/http.h - one pooled transport: requests with a deadline, ceilings and Ctrl-C
 *
 * A client keeps its connections and TLS sessions and is set up for one server: trust, identity and
 * proxy are given once, the address with each request. Every request runs in the loop of one
 * libcurl multi handle which also polls the descriptor of interrupts, so that nothing blocks beyond
 * Ctrl-C. HTTP/2 where the server offers it. What a status means is the caller's business: any
 * answer that came whole is a success here.
 *
 * Redirects are followed up to HTTP_REDIRECTS_MAX times for a GET and only to the same scheme, host
 * and port; else ERROR_FORBIDDEN. Credentials go where the request says and nowhere else.
 * Certificates and keys are given as memory, never as files. Source: robustness.md 3.6,
 * dependencies.md 1, testbed.md 2.1.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"

#define HTTP_BODY_BYTES_MAX    ((size_t)64 << 20) /* of one answer, after decompression */
#define HTTP_HEADERS_BYTES_MAX ((size_t)256 << 10)
#define HTTP_WARNINGS_MAX      100
#define HTTP_REDIRECTS_MAX     3
#define HTTP_CONNECT_SECONDS   30 /* one connection attempt; the deadline may be sooner */
#define HTTP_STALLED_SECONDS   30 /* below one byte a second for so long: ERROR_TIMEOUT */

struct http_client;

/* All texts are borrowed until http_client_new() returns; NULL or empty: not given. */
struct http_options {
    const char *user_agent;  /* "kubectl-juno/0.3.0 (linux/amd64)" */
    struct view ca;          /* PEM; empty: the system's */
    bool insecure;           /* neither chain nor name of the server are checked */
    struct view certificate; /* PEM of the client's, with KEY */
    struct view key;
    const char *server_name;  /* SNI and the checked name, in place of the URL's host */
    const char *proxy;        /* URL; NULL: HTTPS_PROXY and NO_PROXY of the environment; "" none */
    bool disable_compression; /* ask for no gzip */
};

/* NULL and ERROR_IO, ERROR_INVALID when libcurl cannot be set up so. */
struct http_client *http_client_new(const struct http_options *options,
                                    struct error *err) MUST_CHECK;
void http_client_free(struct http_client *client);
DEFINE_AUTO_FREE(http_client)

/*
 * Called with each piece of a 2xx body as it arrives, decompressed; false stops the request and
 * *err is the reason. An answer of another status is collected in the response instead.
 */
typedef bool http_receive(void *context, struct view piece, struct error *err);

struct http_request {
    const char *method;         /* "GET" */
    const char *url;            /* absolute; its query never shows up in messages */
    const struct strv *headers; /* "Name: value"; NULL: none. Values hold no control characters */
    struct view body;
    double timeout_seconds; /* from start to last byte; 0: none (stalled answers still end) */
    double told_seconds;    /* what messages call that deadline; 0: timeout_seconds */
    bool stream;            /* a watch or log: silence is no stall, BODY_MAX does not count */
    bool stalls;            /* of a stream: silence is one all the same */
    bool patient;           /* silence is no stall: TIMEOUT_SECONDS alone ends it */
    bool fresh; /* on a new connection: on an old one that turns out dead libcurl repeats
                   the request by itself, and nobody knows */
    bool stay;  /* no redirect is followed, not even to the same server */
    double connect_seconds; /* for one connection attempt; 0: HTTP_CONNECT_SECONDS */
    size_t body_max;        /* 0: HTTP_BODY_BYTES_MAX */
    http_receive *receive;  /* NULL: the body is collected */
    void *receive_context;
    /* Called about ten times a second once the request has lasted PROCESS_WAITING_SECONDS; NULL. */
    void (*waiting)(void *context, double seconds);
    void *waiting_context;
};

struct http_response {
    long status;
    struct buf body;    /* collected; cleared at the start of each request */
    char *content_type; /* without parameters, lower case: "application/json"; NULL: none */
    char *content_type_parameters; /* "as=Table;v=v1;g=meta.k8s.io"; NULL: none */
    char *etag;                    /* NULL: none */
    char *audit_id;                /* NULL: none */
    double retry_after;   /* seconds; below 0: none or unreadable. Dates are made seconds */
    struct strv warnings; /* texts of `Warning: 299 - "..."`, unescaped, each once */
    bool sent; /* the request went out whole: a failure may have had its effect on the server */
    bool connected; /* a connection was made, or an old one used */
    bool untrusted; /* the certificate of either side was not accepted, or no TLS is spoken there */
};

#define HTTP_RESPONSE_INIT                                                                         \
    {                                                                                              \
        .body = BUF_INIT(HTTP_BODY_BYTES_MAX), .retry_after = -1, .warnings = STRV_INIT            \
    }

void http_response_release(struct http_response *response);

/*
 * Run REQUEST. True: an answer came, whatever its status. False, RESPONSE's .sent and .connected
 * are set and *err says what failed with host and port, never with credentials or the query:
 * ERROR_UNREACHABLE (refused, no such host, TLS: which check and what to set; cut in the middle;
 * not HTTP), ERROR_TIMEOUT, ERROR_LIMIT, ERROR_FORBIDDEN (redirect), ERROR_INTERRUPTED.
 */
bool http_send(struct http_client *client, const struct http_request *request,
               struct http_response *response, struct error *err) MUST_CHECK;

/* ERROR_INVALID unless URL is http or https with a host and without a user in it. */
bool http_address_check(const char *url, struct error *err) MUST_CHECK;
/* What is sent to URL goes over a network as it is: http, and to no loopback address. */
bool http_address_is_exposed(const char *url) MUST_CHECK;

#endif
