/* SPDX-License-Identifier: Apache-2.0 */
/* What went wrong between us and a server, in words that say what to look at */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "http/http_internal.h"

#define CA_HINT                                                                                    \
    "set certificate-authority or certificate-authority-data of the cluster, or pass "             \
    "--certificate-authority FILE"

static bool has(const struct http_failure *failure, const char *words)
{
    return strstr(failure->detail, words) != NULL;
}

/* "HOST:PORT" for messages. */
#define AT_FMT     VIEW_FMT ":" VIEW_FMT
#define AT_ARGS(f) VIEW_ARGS((f)->origin->host), VIEW_ARGS((f)->origin->port)

static bool proxy_failed(const struct http_failure *failure, struct error *err)
{
    error_set(err, ERROR_UNREACHABLE, "the proxy to the server " AT_FMT " failed: %s",
              AT_ARGS(failure), failure->detail);
    return error_hint(err, "look at proxy-url of the cluster, HTTPS_PROXY and NO_PROXY");
}

static bool not_connected(const struct http_failure *failure, struct error *err)
{
    if (failure->proxied)
        return proxy_failed(failure, err);
    if (failure->os_errno == ECONNREFUSED) {
        error_set(err, ERROR_UNREACHABLE, "the connection to the server " AT_FMT " was refused",
                  AT_ARGS(failure));
        return error_hint(err, "is it running, and is this the right host and port?");
    }
    return error_set(err, ERROR_UNREACHABLE, "unable to connect to the server " AT_FMT ": %s",
                     AT_ARGS(failure),
                     failure->os_errno ? strerror((int)failure->os_errno) : failure->detail);
}

/* What is left of a deadline is a little less than what was asked for: 0.999999 reads as 1. */
static double tenths(double seconds)
{
    return (double)(int64_t)(seconds * 10 + 0.5) / 10;
}

static bool timed_out(const struct http_failure *failure, struct error *err)
{
    if (has(failure, "too slow"))
        error_set(err, ERROR_TIMEOUT, "the server " AT_FMT " stopped %s: nothing for %d seconds",
                  AT_ARGS(failure),
                  failure->answering ? "in the middle of its answer" : "answering",
                  HTTP_STALLED_SECONDS);
    else if (has(failure, "onnection timed out") || has(failure, "onnection timeout"))
        error_set(err, ERROR_TIMEOUT, "unable to connect to the server " AT_FMT ": no answer",
                  AT_ARGS(failure));
    else
        error_set(err, ERROR_TIMEOUT, "the server " AT_FMT " did not answer within %gs",
                  AT_ARGS(failure), tenths(failure->timeout_seconds));
    return false;
}

/* ---- TLS */

static bool unverified(const struct http_failure *failure, struct error *err)
{
    AUTO(buf) now = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (has(failure, "expired") || has(failure, "not yet valid")) {
        clock_add_rfc3339(&now, clock_now());
        error_set(err, ERROR_UNREACHABLE,
                  "the certificate of the server " AT_FMT " %s; here it is %s", AT_ARGS(failure),
                  has(failure, "expired") ? "has expired" : "is not yet valid", buf_text(&now));
        return error_hint(err, "renew the server's certificate, or set the clock");
    }
    if (has(failure, "subject name") || has(failure, "target host")) {
        error_set(err, ERROR_UNREACHABLE,
                  "the certificate of the server " AT_FMT " is for another name", AT_ARGS(failure));
        return error_hint(err, "set tls-server-name of the cluster to a name in the certificate");
    }
    error_set(err, ERROR_UNREACHABLE,
              "the certificate of the server " AT_FMT " is signed by an unknown authority%s",
              AT_ARGS(failure), has(failure, "self") ? " (self-signed)" : "");
    return error_hint(err, CA_HINT);
}

static bool no_handshake(const struct http_failure *failure, struct error *err)
{
    if (has(failure, "alert") && (has(failure, "certificate") || has(failure, "unknown ca"))) {
        error_set(err, ERROR_FORBIDDEN, "the server " AT_FMT " refused the client certificate: %s",
                  AT_ARGS(failure), failure->detail);
        return error_hint(err, "look at client-certificate and client-key of the user");
    }
    if (has(failure, "wrong version number") || has(failure, "packet length too long")) {
        error_set(err, ERROR_UNREACHABLE, "the server " AT_FMT " does not speak TLS",
                  AT_ARGS(failure));
        return error_hint(err, "is it http:// in place of https://?");
    }
    return error_set(err, ERROR_UNREACHABLE, "TLS with the server " AT_FMT " failed: %s",
                     AT_ARGS(failure), failure->detail);
}

static bool bad_identity(const struct http_failure *failure, struct error *err)
{
    error_set(err, ERROR_INVALID, "the client certificate or its key cannot be used: %s",
              failure->detail);
    return error_hint(err, "look at client-certificate and client-key of the user; do they belong "
                           "together?");
}

/* ---- answers */

static bool cut_short(const struct http_failure *failure, struct error *err)
{
    if (!failure->answering)
        return error_set(err, ERROR_UNREACHABLE,
                         "the server " AT_FMT " closed the connection without an answer",
                         AT_ARGS(failure));
    return error_set(err, ERROR_UNREACHABLE,
                     "the server " AT_FMT " closed the connection in the middle of its answer, "
                     "after %zu bytes",
                     AT_ARGS(failure), failure->received);
}

static bool not_http(const struct http_failure *failure, struct error *err)
{
    error_set(err, ERROR_UNREACHABLE, "what answers at " AT_FMT " does not speak HTTP",
              AT_ARGS(failure));
    return error_hint(err, "is this the port of the API server?");
}

static bool bad_proxy(const struct http_failure *failure, struct error *err)
{
    error_set(err, ERROR_INVALID,
              "the address of the proxy to the server " AT_FMT " cannot be used", AT_ARGS(failure));
    return error_hint(err, "it is http://, https:// or socks5:// with host and port: look at "
                           "proxy-url of the cluster and HTTPS_PROXY");
}

/* Which of our ways to say it fits CODE. */
static const struct {
    CURLcode code;
    bool (*say)(const struct http_failure *failure, struct error *err);
} sayings[] = {
    { CURLE_COULDNT_CONNECT, not_connected },
    { CURLE_COULDNT_RESOLVE_PROXY, proxy_failed },
    { CURLE_PROXY, proxy_failed },
    { CURLE_OPERATION_TIMEDOUT, timed_out },
    { CURLE_PEER_FAILED_VERIFICATION, unverified },
    { CURLE_SSL_ISSUER_ERROR, unverified },
    { CURLE_SSL_CONNECT_ERROR, no_handshake },
    { CURLE_SSL_CERTPROBLEM, bad_identity },
    { CURLE_PARTIAL_FILE, cut_short },
    { CURLE_GOT_NOTHING, cut_short },
    { CURLE_SEND_ERROR, cut_short },
    { CURLE_HTTP2, cut_short },
    { CURLE_HTTP2_STREAM, cut_short },
    { CURLE_WEIRD_SERVER_REPLY, not_http },
    { CURLE_UNSUPPORTED_PROTOCOL, not_http },
};

bool http_failure_error(const struct http_failure *failure, struct error *err)
{
    /* libcurl's words hold the whole URL, and that a password. */
    if (has(failure, "Unsupported proxy"))
        return bad_proxy(failure, err);
    /* A CONNECT that was refused is told as a failure to receive. */
    if (has(failure, "CONNECT tunnel") || has(failure, "Proxy CONNECT"))
        return proxy_failed(failure, err);
    if (failure->code == CURLE_RECV_ERROR)
        return has(failure, "alert") ? no_handshake(failure, err) : cut_short(failure, err);
    for (size_t i = 0; i < ARRAY_SIZE(sayings); i++)
        if (sayings[i].code == failure->code)
            return sayings[i].say(failure, err);
    if (failure->code == CURLE_COULDNT_RESOLVE_HOST)
        return error_set(err, ERROR_UNREACHABLE,
                         "unable to connect to the server: no such host '" VIEW_FMT "'",
                         VIEW_ARGS(failure->origin->host));
    if (failure->code == CURLE_SSL_CACERT_BADFILE) {
        error_set(err, ERROR_INVALID, "the certificate authority cannot be used: %s",
                  failure->detail);
        return error_hint(err, CA_HINT);
    }
    if (failure->code == CURLE_BAD_CONTENT_ENCODING)
        return error_set(err, ERROR_UNREACHABLE,
                         "the server " AT_FMT " sent an answer with broken compression",
                         AT_ARGS(failure));
    return error_set(err, ERROR_UNREACHABLE, "the request to the server " AT_FMT " failed: %s",
                     AT_ARGS(failure), failure->detail);
}
