/* SPDX-License-Identifier: Apache-2.0 */
/* http/http_internal.h - what the files of this module share */
#ifndef HTTP_HTTP_INTERNAL_H
#define HTTP_HTTP_INTERNAL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "http/http.h"

struct http_client {
    unsigned holders; /* beside its maker: requests on their way in an http_streams */
    CURLM *multi;
    CURL *easy; /* one at a time; the pool of connections is the multi handle's */
    char *user_agent;
    char *server_name;
    char *proxy;
    bool has_proxy; /* PROXY was given, perhaps empty */
    bool insecure;
    bool disable_compression;
    struct buf ca;
    struct buf certificate;
    struct buf key; /* wiped at the end */
};

/* "127.0.0.1:6443" and what else messages and redirects need of a URL. Views of the URL. */
struct http_origin {
    bool tls;
    struct view host; /* IPv6 in brackets */
    struct view port; /* "443" or "80" when the URL has none */
    struct view path; /* query included */
};

/* False unless it is http:// or https:// with a host. User information is refused. */
bool http_origin_parse(struct http_origin *origin, struct view url);
bool http_origin_same(const struct http_origin *a, const struct http_origin *b);

/* The proxy that the environment names for ORIGIN; "" for none. Borrowed from the environment. */
const char *http_proxy_of(const struct http_origin *origin) MUST_CHECK;

/* ---- headers of an answer */

/* One header line (with its line end) into RESPONSE; others than those it has a place for are
 * passed over. LOCATION (may be NULL) takes a copy of that header. */
void http_header_take(struct http_response *response, char **location, struct view line);
/* Forget what the headers of an earlier answer said. */
void http_headers_clear(struct http_response *response);
/* Seconds of a Retry-After: a number or an HTTP date; -1 when it is neither. NOW in Unix seconds.
 */
double http_retry_after(struct view value, int64_t now);
/* Add the text of each `299 - "..."` in VALUE, unescaped, unless it is there already. */
void http_warnings_add(struct strv *warnings, struct view value);

/* ---- a request */

/* One request on its way. */
struct transfer {
    struct http_client *client;
    CURL *easy;
    const struct http_request *request;
    struct http_response *response;
    struct http_origin origin;
    struct curl_slist *headers;
    struct curl_slist *connect_to;
    char *location; /* where a redirect points to */
    size_t header_bytes;
    size_t body_bytes;
    double started; /* monotonic seconds */
    struct error *err;
    bool proxied; /* it goes to a proxy */
    bool refused; /* a callback stopped the transfer and set *err */
    char detail[CURL_ERROR_SIZE];
};

/* Put TRANSFER, whose .origin is of URL, on its way in MULTI. False and *.err: it is not in it. */
bool http_transfer_start(struct transfer *transfer, CURLM *multi, const char *url);
/*
 * Take it out of MULTI, ended by CODE or not ended yet, and fill its response's status. False and
 * *.err when it failed.
 */
bool http_transfer_end(struct transfer *transfer, CURLM *multi, CURLcode code);
void http_transfer_release(struct transfer *transfer);
/* *err for a URL that is none; false. */
bool http_bad_address(const char *url, struct error *err);

/* ---- failures */

struct http_failure {
    CURLcode code;
    const char *detail; /* libcurl's own words */
    long os_errno;
    const struct http_origin *origin;
    size_t received;   /* bytes of the body so far */
    bool answering;    /* the status line had come */
    bool stalled_only; /* the deadline was not the caller's */
    bool proxied;      /* what was not reached is a proxy */
    double timeout_seconds;
};

bool http_failure_error(const struct http_failure *failure, struct error *err);

#endif
