/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/client.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/process.h"
#include "kube/client_internal.h"
#include "kube/discovery_cache.h"
#include "kube/repetition.h"
#include "json/decode.h"

#define WAITING_FOR "the API server"
#define NAP_SECONDS 0.1
/* A plugin that takes longer is told about: it may be waiting for a person, or hang. */
#define PLUGIN_NOTICE_SECONDS 5.0

#if defined(__x86_64__)
#define ARCH "amd64"
#elif defined(__aarch64__)
#define ARCH "arm64"
#else
#define ARCH "unknown"
#endif

#if defined(__APPLE__)
#define SYSTEM "darwin"
#else
#define SYSTEM "linux"
#endif

struct kube_client {
    const struct kube_access *access;
    struct kube_client_options options;
    struct http_client *http;
    struct kube_credentials credentials;
    struct kube_status last;
    struct strv told;   /* warnings, each once */
    double budget_ends; /* monotonic; 0: never */
    bool may_have_acted;
};

/* ---- setting up */

/* A transport for the server, with the certificate that there is now. */
static bool open_transport(struct kube_client *client, struct error *err)
{
    const struct kube_access *access = client->access;
    const struct exec_credential *exec = &client->credentials.exec;
    AUTO(buf) agent = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct http_options http = {
        .ca = buf_view(&access->ca),
        .insecure = access->insecure,
        .certificate = buf_view(exec->key.len > 0 ? &exec->certificate : &access->certificate),
        .key = buf_view(exec->key.len > 0 ? &exec->key : &access->key),
        .server_name = access->tls_server_name,
        .proxy = access->proxy_url,
        .disable_compression = access->disable_compression,
    };
    struct http_client *made;

    buf_addf(&agent, "%s/" JUNO_VERSION " (" SYSTEM "/" ARCH ")", client->options.program);
    http.user_agent = buf_text(&agent);
    made = http_client_new(&http, err);
    if (!made)
        return false;
    http_client_free(client->http);
    client->http = made;
    return true;
}

struct kube_client *kube_client_new(const struct kube_access *access,
                                    const struct kube_client_options *options, struct error *err)
{
    struct kube_client *client = mem_alloc_zero(1, sizeof(*client));

    client->access = access;
    client->options = *options;
    if (options->budget_seconds > 0)
        client->budget_ends = clock_monotonic() + options->budget_seconds;
    client->credentials =
        (struct kube_credentials){ .access = access, .exec = EXEC_CREDENTIAL_INIT };
    if (open_transport(client, err))
        return client;
    kube_client_free(client);
    return NULL;
}

void kube_client_free(struct kube_client *client)
{
    if (!client)
        return;
    http_client_free(client->http);
    kube_credentials_release(&client->credentials);
    strv_release(&client->told);
    free(client);
}

char *kube_client_cache(const struct kube_client *client)
{
    return discovery_cache_directory(client->options.cache_directory, client->access->server);
}

const struct kube_status *kube_last_status(const struct kube_client *client)
{
    return &client->last;
}

bool kube_may_have_acted(const struct kube_client *client)
{
    return client->may_have_acted;
}

struct http_client *kube_client_http(const struct kube_client *client)
{
    return client->http;
}

bool kube_client_renew(struct kube_client *client)
{
    return kube_credentials_renew(&client->credentials);
}

/* ---- telling */

void kube_client_warn(struct kube_client *client, const char *text)
{
    if (strv_has(&client->told, text) || client->told.len >= HTTP_WARNINGS_MAX)
        return;
    strv_add(&client->told, text);
    if (client->options.warn)
        client->options.warn(client->options.warn_context, text);
}

static void waiting(void *context, double seconds)
{
    const struct kube_client *client = context;

    client->options.waiting(client->options.waiting_context, WAITING_FOR, seconds);
}

static void plugin_waiting(void *context, const char *command, bool interactive, double seconds)
{
    struct kube_client *client = context;
    AUTO(buf) what = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (seconds < PLUGIN_NOTICE_SECONDS)
        return;
    buf_addf(&what, "the credential plugin '%s'", command);
    if (!interactive) {
        client->options.waiting(client->options.waiting_context, buf_text(&what), seconds);
        return;
    }
    /* Once: the plugin may be asking something on the same terminal. */
    AUTO(buf) note = BUF_INIT(BUF_TEXT_BYTES_MAX);
    buf_addf(&note, "still waiting for %s", buf_text(&what));
    kube_client_warn(client, buf_text(&note));
}

/* ---- credentials of a plugin */

/* Elsewhere nothing secret is sent. */
static bool is_safe(const struct kube_client *client)
{
    return strncmp(client->access->server, "https://", strlen("https://")) == 0;
}

static bool same(const struct buf *a, const struct buf *b)
{
    return view_eq(buf_view(a), buf_view(b));
}

/* When to give up, and what messages call the time until then. */
struct deadline {
    double at; /* monotonic; 0: never */
    double seconds;
};

static struct deadline deadline_of(const struct kube_client *client)
{
    const struct kube_client_options *options = &client->options;
    struct deadline deadline = { 0, 0 };

    if (options->request_timeout_seconds > 0)
        deadline = (struct deadline){ clock_monotonic() + options->request_timeout_seconds,
                                      options->request_timeout_seconds };
    if (client->budget_ends > 0 && (deadline.at <= 0 || client->budget_ends < deadline.at))
        deadline = (struct deadline){ client->budget_ends, options->budget_seconds };
    return deadline;
}

/* For a plugin that nobody can end; 0: its own limit. */
static double plugin_seconds(const struct kube_client *client)
{
    double left = client->budget_ends - clock_monotonic();

    if (client->budget_ends <= 0)
        return client->options.request_timeout_seconds;
    return left > 0.001 ? left : 0.001;
}

static bool run_plugin(struct kube_client *client, struct error *err)
{
    struct exec_credential *now = &client->credentials.exec;
    struct exec_credential next = EXEC_CREDENTIAL_INIT;
    const struct exec_run run = {
        .access = client->access,
        .input_is_terminal = client->options.input_is_terminal,
        .attended = client->options.attended,
        .timeout_seconds = plugin_seconds(client),
        .waiting = client->options.waiting && client->options.attended ? plugin_waiting : NULL,
        .waiting_context = client,
    };
    bool another;

    if (!exec_credential_get(&next, &run, err))
        return false;
    another = !same(&next.certificate, &now->certificate) || !same(&next.key, &now->key);
    exec_credential_release(now);
    *now = next;
    return !another || open_transport(client, err) ||
           error_wrap(err, "credentials of user '%s'", client->access->user);
}

/* What a plugin takes moves the ends: a person may have to log in. */
static bool get_ready(struct kube_client *client, struct deadline *deadline, struct error *err)
{
    double started = clock_monotonic(), took;

    if (!client->access->exec || !is_safe(client) ||
        exec_credential_is_fresh(&client->credentials.exec, clock_now()))
        return true;
    if (!run_plugin(client, err))
        return false;
    took = clock_monotonic() - started;
    /* Where nobody could, somebody waits for all of it. */
    if (client->budget_ends > 0 && !client->options.attended)
        return true;
    if (client->budget_ends > 0)
        client->budget_ends += took;
    if (deadline->at > 0)
        deadline->at += took;
    return true;
}

/* ---- one attempt */

void kube_wipe_headers(struct strv *headers)
{
    for (size_t i = 0; i < headers->len; i++)
        explicit_bzero(headers->items[i], strlen(headers->items[i]));
    strv_release(headers);
}

/*
 * A name or namespace of dots would change what the path means: "configmaps/.." is the namespace.
 * No object is called so.
 */
static bool check_path(const char *path, struct error *err)
{
    struct view rest = view_sub(view_of(path), 0, strcspn(path, "?"));
    struct view part;

    while (view_cut(&rest, '/', &part))
        if (view_is(part, ".") || view_is(part, ".."))
            return error_set(err, ERROR_INVALID,
                             "'" VIEW_FMT "' cannot be the name of an object or namespace",
                             VIEW_ARGS(part));
    return true;
}

static bool add_headers(struct kube_client *client, const struct kube_request *request,
                        struct strv *headers, struct error *err)
{
    strv_addf(headers, "Accept: %s", request->accept ? request->accept : "application/json");
    if (request->body.len > 0)
        strv_addf(headers, "Content-Type: %s",
                  request->content_type ? request->content_type : "application/json");
    if (!is_safe(client) && (client->access->token || client->access->token_file ||
                             client->access->username || client->access->exec))
        kube_client_warn(client, "the server's address is not https: no credentials are sent");
    return kube_credentials_add(&client->credentials, is_safe(client), headers, err);
}

bool kube_client_prepare(struct kube_client *client, const struct kube_request *request,
                         struct buf *url, struct strv *headers, struct error *err)
{
    struct deadline deadline = { 0, 0 };

    if (!check_path(request->path, err) || !get_ready(client, &deadline, err))
        return false;
    buf_addf(url, "%s%s", client->access->server, request->path);
    return buf_check(url, "the address of a request", err) &&
           add_headers(client, request, headers, err);
}

static bool attempt(struct kube_client *client, const struct kube_exchange *exchange,
                    const struct deadline *deadline, struct http_response *response,
                    struct error *err)
{
    const struct kube_request *request = exchange->request;
    AUTO(buf) url = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct strv headers = STRV_INIT;
    struct http_request http = {
        .method = request->method,
        .headers = &headers,
        .body = request->body,
        .receive = exchange->receive,
        .receive_context = exchange->context,
        .waiting = client->options.waiting ? waiting : NULL,
        .waiting_context = client,
    };
    bool done;

    if (deadline->at > 0) {
        http.told_seconds = deadline->seconds;
        http.timeout_seconds = deadline->at - clock_monotonic();
        if (http.timeout_seconds <= 0)
            http.timeout_seconds = 0.001;
    }
    buf_addf(&url, "%s%s", client->access->server, request->path);
    /* So that the server gives up when we do. */
    if (deadline->at > 0)
        buf_addf(&url, "%ctimeout=%ldms", strchr(request->path, '?') ? '&' : '?',
                 (long)(http.timeout_seconds * 1000) + 1);
    http.url = buf_text(&url);
    done = buf_check(&url, "the address of a request", err) &&
           add_headers(client, request, &headers, err) &&
           http_send(client->http, &http, response, err);
    kube_wipe_headers(&headers);
    for (size_t i = 0; i < response->warnings.len; i++)
        kube_client_warn(client, response->warnings.items[i]);
    return done;
}

/* ---- pauses */

static double first_pause(const struct kube_client *client, double usual)
{
    return client->options.pause_seconds > 0 ? client->options.pause_seconds : usual;
}

double kube_client_pause(const struct kube_client *client, double first, int failures,
                         double longest)
{
    return repetition_backoff(first_pause(client, first), failures, longest);
}

/* In short naps, so that what is waited for can be shown. */
static bool sleep_for(struct kube_client *client, double seconds, struct error *err)
{
    double started = clock_monotonic(), passed = 0;

    while (passed < seconds) {
        double left = seconds - passed;

        if (!process_sleep(left < NAP_SECONDS ? left : NAP_SECONDS, err))
            return false;
        passed = clock_monotonic() - started;
        if (client->options.waiting && passed >= PROCESS_WAITING_SECONDS)
            waiting(client, passed);
    }
    return process_check_interrupt(err);
}

/* ---- answers */

static void remember_status(struct kube_client *client, const struct http_response *response)
{
    AUTO_FREE(ydoc)
    doc = response->body.len > 0 ? ydoc_from_json(buf_view(&response->body), NULL) : NULL;
    struct view reason = ynode_text(ynode_get(doc ? ydoc_root(doc) : NULL, "reason"));

    client->last = (struct kube_status){ .code = response->status };
    if (reason.len < sizeof(client->last.reason))
        memcpy(client->last.reason, reason.data ? reason.data : "", reason.len);
}

static bool fail(struct kube_client *client, const struct http_response *response, bool answered,
                 int attempts, struct error *problem, struct error *err)
{
    client->may_have_acted = answered ? response->status >= 500 : response->sent;
    if (answered) {
        remember_status(client, response);
        kube_status_error(response->status, buf_view(&response->body), problem);
    }
    error_move(err, problem);
    if (attempts > 1)
        return error_wrap(err, "after %d attempts", attempts);
    return false;
}

bool kube_exchange(struct kube_client *client, const struct kube_exchange *exchange,
                   struct http_response *response, struct error *err)
{
    struct deadline deadline = deadline_of(client);
    struct repetitions repetitions = { 0, 0 };
    bool renewed = false;

    client->last = (struct kube_status){ 0 };
    client->may_have_acted = false;
    if (!check_path(exchange->request->path, err))
        return false;
    for (;;) {
        AUTO(error) problem = ERROR_INIT;
        int attempts = repetitions.failures + repetitions.refusals + 1;
        bool answered, repeat;
        double pause;

        if (!get_ready(client, &deadline, err))
            return false;
        answered = attempt(client, exchange, &deadline, response, &problem);

        if (answered && response->status / 100 == 2) {
            client->may_have_acted = true;
            return true;
        }
        if (answered && response->status == 401 && !renewed &&
            kube_credentials_renew(&client->credentials)) {
            renewed = true;
            continue;
        }
        repeat = repetitions_add(&repetitions, exchange->request, response, answered, problem.code);
        pause = repetitions_pause(&repetitions, first_pause(client, KUBE_PAUSE_SECONDS), response,
                                  answered);
        if (!repeat || (deadline.at > 0 && clock_monotonic() + pause >= deadline.at) ||
            (exchange->may_repeat && !exchange->may_repeat(exchange->context)))
            return fail(client, response, answered, attempts, &problem, err);
        if (repetitions.refusals == KUBE_REFUSALS_TOLD)
            kube_client_warn(client, "the server has no room (429) and is asked again");
        log_debug(2, "attempt %d failed, again in %.1f s", attempts, pause);
        if (!sleep_for(client, pause, err))
            return false;
    }
}

bool kube_send(struct kube_client *client, const struct kube_request *request, struct ydoc **doc,
               struct error *err)
{
    const struct kube_exchange exchange = { .request = request };
    AUTO(http_response) response = HTTP_RESPONSE_INIT;

    *doc = NULL;
    return kube_exchange(client, &exchange, &response, err) &&
           kube_decode(doc, &response, buf_view(&response.body), err);
}

bool kube_get(struct kube_client *client, const char *path, struct ydoc **doc, struct error *err)
{
    const struct kube_request request = { .method = "GET", .path = path };

    return kube_send(client, &request, doc, err);
}
