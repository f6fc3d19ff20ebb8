/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/process.h"
#include "http/http_internal.h"

#define TICK_MS 100

void http_transfer_release(struct transfer *transfer)
{
    curl_slist_free_all(transfer->headers);
    curl_slist_free_all(transfer->connect_to);
    free(transfer->location);
}

/* ---- what libcurl tells us */

/* Not stopping is the return of LEN; anything else stops. */
static size_t stop(struct transfer *transfer)
{
    transfer->refused = true;
    return 0;
}

static void start_of_headers(struct transfer *transfer)
{
    /* An interim answer, or the last one's headers: only the last count. Their bytes all do. */
    http_headers_clear(transfer->response);
    free(transfer->location);
    transfer->location = NULL;
}

static size_t take_header(char *data, size_t one, size_t len, void *context)
{
    struct transfer *transfer = context;
    struct view line = view_make(data, one * len);

    if (view_starts(line, VIEW("HTTP/")))
        start_of_headers(transfer);
    transfer->header_bytes += line.len;
    if (transfer->header_bytes > HTTP_HEADERS_BYTES_MAX) {
        error_set(transfer->err, ERROR_LIMIT,
                  "the server " VIEW_FMT ":" VIEW_FMT " sent over %zu bytes of headers",
                  VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port),
                  HTTP_HEADERS_BYTES_MAX);
        return stop(transfer);
    }
    http_header_take(transfer->response, &transfer->location, line);
    return line.len;
}

static long status_of(const struct transfer *transfer)
{
    long status = 0;

    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static size_t body_max(const struct http_request *request)
{
    return request->body_max ? request->body_max : HTTP_BODY_BYTES_MAX;
}

static size_t take_body(char *data, size_t one, size_t len, void *context)
{
    struct transfer *transfer = context;
    const struct http_request *request = transfer->request;
    struct view piece = view_make(data, one * len);
    bool good = status_of(transfer) / 100 == 2;

    transfer->body_bytes += piece.len;
    if (!(request->stream && good) && transfer->body_bytes > body_max(request)) {
        error_set(transfer->err, ERROR_LIMIT,
                  "the answer of the server " VIEW_FMT ":" VIEW_FMT " is over %zu bytes",
                  VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port),
                  body_max(request));
        return stop(transfer);
    }
    if (request->receive && good) {
        if (!request->receive(request->receive_context, piece, transfer->err))
            return stop(transfer);
        return piece.len;
    }
    buf_add_view(&transfer->response->body, piece);
    return piece.len;
}

/* ---- setting up */

static bool add_header(struct curl_slist **list, const char *header, struct error *err)
{
    struct curl_slist *longer;

    for (const char *c = header; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return error_set(err, ERROR_INVALID, "the header '%.*s' would hold a control character",
                             (int)strcspn(header, ":"), header);
    longer = curl_slist_append(*list, header);
    if (!longer)
        mem_exhausted(strlen(header));
    *list = longer;
    return true;
}

static bool set_headers(struct transfer *transfer)
{
    const struct strv *headers = transfer->request->headers;

    for (size_t i = 0; headers && i < headers->len; i++)
        if (!add_header(&transfer->headers, headers->items[i], transfer->err))
            return false;
    /* libcurl would wait for a "100 Continue" before larger bodies. */
    return add_header(&transfer->headers, "Expect:", transfer->err);
}

static void set_blob(CURL *easy, CURLoption option, const struct buf *pem)
{
    struct curl_blob blob = { pem->data, pem->len, CURL_BLOB_NOCOPY };

    if (pem->len > 0)
        curl_easy_setopt(easy, option, &blob);
}

static void set_tls(const struct transfer *transfer)
{
    const struct http_client *client = transfer->client;
    CURL *easy = transfer->easy;

    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (client->insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (client->ca.len > 0) {
        /* The system's authorities are no part of it, and reading them takes longer than all else.
         */
        curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        set_blob(easy, CURLOPT_CAINFO_BLOB, &client->ca);
    }
    set_blob(easy, CURLOPT_SSLCERT_BLOB, &client->certificate);
    set_blob(easy, CURLOPT_SSLKEY_BLOB, &client->key);
    /* The terminal is never asked for the pass phrase of a key. */
    curl_easy_setopt(easy, CURLOPT_KEYPASSWD, "");
}

/*
 * The checked name in place of the URL's host, and the connection to where the URL points.
 * Source: testbed.md 2.1.
 */
static bool set_address(struct transfer *transfer, const char *url)
{
    const struct http_client *client = transfer->client;
    const struct http_origin *origin = &transfer->origin;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) host = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!client->server_name || !client->server_name[0] || !origin->tls) {
        curl_easy_setopt(transfer->easy, CURLOPT_URL, url);
        return true;
    }
    buf_addf(&text, "%s:" VIEW_FMT ":" VIEW_FMT ":" VIEW_FMT, client->server_name,
             VIEW_ARGS(origin->port), VIEW_ARGS(origin->host), VIEW_ARGS(origin->port));
    if (!add_header(&transfer->connect_to, buf_text(&text), transfer->err))
        return false;
    curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO, transfer->connect_to);
    buf_clear(&text);
    buf_addf(&text, "https://%s:" VIEW_FMT VIEW_FMT, client->server_name, VIEW_ARGS(origin->port),
             VIEW_ARGS(origin->path));
    curl_easy_setopt(transfer->easy, CURLOPT_URL, buf_text(&text));
    buf_addf(&host, "Host: " VIEW_FMT ":" VIEW_FMT, VIEW_ARGS(origin->host),
             VIEW_ARGS(origin->port));
    return add_header(&transfer->headers, buf_text(&host), transfer->err);
}

static void set_method(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    const struct http_request *request = transfer->request;
    bool has_body = request->body.len > 0 || strcmp(request->method, "POST") == 0;

    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    if (has_body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.data ? request->body.data : "");
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

static void set_limits(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    const struct http_request *request = transfer->request;

    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     request->connect_seconds > 0 ? (long)(request->connect_seconds * 1000) + 1
                                                  : HTTP_CONNECT_SECONDS * 1000L);
    if (request->timeout_seconds > 0)
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(request->timeout_seconds * 1000) + 1);
    if (request->stalls || !(request->stream || request->patient)) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)HTTP_STALLED_SECONDS);
    }
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
}

/* "socks5h://REST" for "socks5://REST". */
static const char *by_name(struct buf *text, const char *proxy)
{
    buf_addf(text, "socks5h%s", proxy + strlen("socks5"));
    return buf_text(text);
}

/* NO_PROXY is about proxies of the environment alone, and was looked at. */
static void set_proxy(struct transfer *transfer, const char *url)
{
    const struct http_client *client = transfer->client;
    struct http_origin origin;
    const char *proxy = client->proxy;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (!client->has_proxy)
        proxy = http_origin_parse(&origin, view_of(url)) ? http_proxy_of(&origin) : "";
    transfer->proxied = proxy[0] != '\0';
    /* In Go's socks5:// the proxy looks up the name; libcurl has a scheme of its own for that. */
    if (view_starts(view_of(proxy), VIEW("socks5://")))
        proxy = by_name(&text, proxy);
    curl_easy_setopt(transfer->easy, CURLOPT_PROXY, proxy);
    curl_easy_setopt(transfer->easy, CURLOPT_NOPROXY, "");
}

static bool set_up(struct transfer *transfer, const char *url)
{
    const struct http_client *client = transfer->client;
    CURL *easy = transfer->easy;

    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->detail);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    /* A name server that does not answer would hold up the end: its thread is not waited for. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, transfer->request->fresh ? 1L : 0L);
    /* What was asked for goes out, and not what is left after ".." in it. */
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, client->user_agent);
    set_proxy(transfer, url);
    if (!client->disable_compression)
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    set_tls(transfer);
    set_method(transfer);
    set_limits(transfer);
    if (!set_headers(transfer) || !set_address(transfer, url))
        return false;
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    return true;
}

/* ---- running */

static void tell_waiting(const struct http_request *request, double started)
{
    double seconds = clock_monotonic() - started;

    if (request->waiting && seconds >= PROCESS_WAITING_SECONDS)
        request->waiting(request->waiting_context, seconds);
}

/* Until the transfer has ended, whatever its end. */
static bool loop(struct transfer *transfer, CURLcode *code)
{
    CURLM *multi = transfer->client->multi;
    struct curl_waitfd interrupt = { .fd = process_interrupt_fd(), .events = CURL_WAIT_POLLIN };
    double started = clock_monotonic();
    int running = 1, left;

    while (running > 0) {
        const CURLMsg *message;

        if (!process_check_interrupt(transfer->err))
            return false;
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            return error_set(transfer->err, ERROR_IO, "libcurl cannot go on");
        message = curl_multi_info_read(multi, &left);
        if (message && message->msg == CURLMSG_DONE) {
            *code = message->data.result;
            return true;
        }
        if (running > 0)
            curl_multi_poll(multi, &interrupt, interrupt.fd >= 0 ? 1 : 0, TICK_MS, NULL);
        tell_waiting(transfer->request, started);
    }
    *code = CURLE_GOT_NOTHING;
    return true;
}

static void note_progress(struct transfer *transfer)
{
    curl_off_t connected = 0, sending = 0;

    curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &sending);
    curl_easy_getinfo(transfer->easy, CURLINFO_CONNECT_TIME_T, &connected);
    /* An old connection has no connect time; from here on bytes may have gone out. */
    transfer->response->connected = connected > 0 || sending > 0;
    transfer->response->sent = sending > 0;
}

/* Nothing of that changes when it is tried again. */
static bool is_about_trust(const struct transfer *transfer, CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM ||
           (code == CURLE_SSL_CONNECT_ERROR &&
            (strstr(transfer->detail, "alert") || strstr(transfer->detail, "wrong version") ||
             strstr(transfer->detail, "packet length")));
}

static bool tell_failure(struct transfer *transfer, CURLcode code)
{
    struct http_failure failure = {
        .code = code,
        .detail = transfer->detail[0] ? transfer->detail : curl_easy_strerror(code),
        .origin = &transfer->origin,
        .received = transfer->body_bytes,
        .answering = status_of(transfer) > 0,
        .timeout_seconds = transfer->request->told_seconds > 0 ? transfer->request->told_seconds
                                                               : transfer->request->timeout_seconds,
        .proxied = transfer->proxied,
    };

    curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &failure.os_errno);
    return http_failure_error(&failure, transfer->err);
}

static void log_transfer(const struct transfer *transfer)
{
    struct view path = transfer->origin.path;

    log_debug(6, "%s " VIEW_FMT ":" VIEW_FMT VIEW_FMT " %ld in %.0f ms", transfer->request->method,
              VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port),
              VIEW_ARGS(view_sub(path, 0, view_find_byte(path, '?', 0))), status_of(transfer),
              (clock_monotonic() - transfer->started) * 1000);
}

bool http_transfer_start(struct transfer *transfer, CURLM *multi, const char *url)
{
    start_of_headers(transfer);
    buf_clear(&transfer->response->body);
    transfer->response->body.overrun = false;
    transfer->started = clock_monotonic();
    if (!set_up(transfer, url))
        return false;
    if (curl_multi_add_handle(multi, transfer->easy) != CURLM_OK)
        return error_set(transfer->err, ERROR_IO, "libcurl does not take the request");
    return true;
}

bool http_transfer_end(struct transfer *transfer, CURLM *multi, CURLcode code)
{
    note_progress(transfer);
    transfer->response->status = status_of(transfer);
    log_transfer(transfer);
    curl_multi_remove_handle(multi, transfer->easy);
    transfer->response->untrusted = is_about_trust(transfer, code);
    if (transfer->refused)
        return false;
    return code == CURLE_OK || tell_failure(transfer, code);
}

static bool run(struct transfer *transfer, const char *url)
{
    CURLcode code = CURLE_OK;
    bool ended;

    if (!http_transfer_start(transfer, transfer->client->multi, url))
        return false;
    ended = loop(transfer, &code);
    return http_transfer_end(transfer, transfer->client->multi, code) && ended;
}

/* ---- redirects: to the same server only, so that no credentials go elsewhere */

static bool is_redirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The URL that LOCATION means; NULL when it may not be followed. */
static char *redirect_target(const struct transfer *transfer)
{
    const struct http_origin *from = &transfer->origin;
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct http_origin to;

    if (!transfer->location || transfer->request->stay ||
        strcmp(transfer->request->method, "GET") != 0)
        return NULL;
    if (transfer->location[0] == '/' && transfer->location[1] != '/')
        buf_addf(&url, "http%s://" VIEW_FMT ":" VIEW_FMT "%s", from->tls ? "s" : "",
                 VIEW_ARGS(from->host), VIEW_ARGS(from->port), transfer->location);
    else
        buf_add(&url, transfer->location);
    if (!http_origin_parse(&to, buf_view(&url)) || !http_origin_same(from, &to))
        return NULL;
    return buf_take(&url);
}

static bool refuse_redirect(const struct transfer *transfer, bool too_many)
{
    struct http_origin to;

    if (too_many)
        return error_set(transfer->err, ERROR_FORBIDDEN,
                         "the server " VIEW_FMT ":" VIEW_FMT " redirects over %d times",
                         VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port),
                         HTTP_REDIRECTS_MAX);
    error_set(transfer->err, ERROR_FORBIDDEN, "the server " VIEW_FMT ":" VIEW_FMT " redirects",
              VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port));
    if (http_origin_parse(&to, view_of(transfer->location)))
        error_set(transfer->err, ERROR_FORBIDDEN,
                  "the server " VIEW_FMT ":" VIEW_FMT " redirects to http%s://" VIEW_FMT
                  ":" VIEW_FMT,
                  VIEW_ARGS(transfer->origin.host), VIEW_ARGS(transfer->origin.port),
                  to.tls ? "s" : "", VIEW_ARGS(to.host), VIEW_ARGS(to.port));
    return error_hint(transfer->err, "credentials are sent to no other server; is this the address "
                                     "of the API server?");
}

/* What stands before an '@' may be a password. */
bool http_bad_address(const char *url, struct error *err)
{
    if (strchr(url, '@'))
        return error_set(err, ERROR_INVALID, "an address with a user in it is not used");
    return error_set(err, ERROR_INVALID, "'%.*s' is no http or https address",
                     (int)strcspn(url, "?"), url);
}

bool http_send(struct http_client *client, const struct http_request *request,
               struct http_response *response, struct error *err)
{
    AUTO_CHARS url = chars_copy(request->url);

    for (int redirects = 0;; redirects++) {
        struct transfer transfer = {
            .client = client,
            .easy = client->easy,
            .request = request,
            .response = response,
            .err = err,
        };
        char *next = NULL;
        bool done;

        if (!http_origin_parse(&transfer.origin, view_of(url)))
            return http_bad_address(url, err);
        done = run(&transfer, url);
        if (done && is_redirect(response->status)) {
            next = redirects < HTTP_REDIRECTS_MAX ? redirect_target(&transfer) : NULL;
            done = next || refuse_redirect(&transfer, redirects >= HTTP_REDIRECTS_MAX);
        }
        http_transfer_release(&transfer);
        if (!next)
            return done;
        free(url);
        url = next;
    }
}
