/* SPDX-License-Identifier: Apache-2.0 */
#include "openchoreo/exchange.h"

#include <string.h>
#include <sys/random.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/process.h"
#include "openchoreo/failure.h"

#define NAP_SECONDS 0.1

void exchange_answer_release(struct exchange_answer *answer)
{
    http_response_release(&answer->response);
    *answer = (struct exchange_answer)EXCHANGE_ANSWER_INIT;
}

static bool is_passing(long status)
{
    static const long passing[] = { 408, 425, 429, 500, 502, 503, 504 };

    for (size_t i = 0; i < ARRAY_SIZE(passing); i++)
        if (status == passing[i])
            return true;
    return false;
}

/* ---- pauses */

/* A random part of all: many steps that failed together do not come back together. */
static double pause_seconds(const struct exchange_line *line, const struct http_response *response,
                            unsigned failures)
{
    double pause = line->pause_seconds > 0 ? line->pause_seconds : EXCHANGE_PAUSE_SECONDS;
    unsigned char noise = 128;

    if (response->retry_after >= 0)
        return response->retry_after < EXCHANGE_RETRY_AFTER_MAX ? response->retry_after
                                                                : EXCHANGE_RETRY_AFTER_MAX;
    for (unsigned i = 0; i < failures && pause < EXCHANGE_PAUSE_SECONDS_MAX; i++)
        pause *= 2;
    if (pause > EXCHANGE_PAUSE_SECONDS_MAX)
        pause = EXCHANGE_PAUSE_SECONDS_MAX;
    if (getrandom(&noise, sizeof(noise), 0) == (ssize_t)sizeof(noise))
        pause *= (double)noise / 255;
    return pause;
}

bool exchange_pause(const struct exchange_line *line, const struct http_response *response,
                    unsigned failures, const char *what, struct error *err)
{
    double pause = pause_seconds(line, response, failures);
    double started = clock_monotonic(), passed = 0;
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addf(&text, "%s: trying again in %.1fs (%u of %u)", what, pause, failures + 1,
             line->retries);
    if (line->talk.note)
        line->talk.note(line->talk.context, buf_text(&text));
    while (passed < pause) {
        double left = pause - passed;

        if (!process_sleep(left < NAP_SECONDS ? left : NAP_SECONDS, err))
            return false;
        passed = clock_monotonic() - started;
        if (line->talk.waiting && passed >= PROCESS_WAITING_SECONDS)
            line->talk.waiting(line->talk.context, "the next attempt", passed);
    }
    return process_check_interrupt(err);
}

/* ---- what went wrong on the way, in the words of our flags */

static const struct {
    const char *said; /* in the message */
    const char *hint;
} hints[] = {
    { "is for another name", "use a name that is in the certificate as the host of the URL" },
    { "certificate has expired", "renew the server's certificate, or set the clock" },
    { "not yet valid", "renew the server's certificate, or set the clock" },
    { "the certificate", "pass --certificate-authority FILE, or --insecure-skip-tls-verify to send "
                         "the secret to whoever answers" },
    { "proxy", "look at HTTPS_PROXY, HTTP_PROXY and NO_PROXY" },
    { "redirects", "redirects are not followed, so that no credential leaves for another server: "
                   "use the URL that is meant" },
};

static enum failure_kind kind_of(enum error_code code)
{
    if (code == ERROR_FORBIDDEN)
        return FAILURE_REJECTED;
    return code == ERROR_INVALID ? FAILURE_INPUT : FAILURE_UNAVAILABLE;
}

static bool tell(struct error *problem, const char *act, unsigned attempts, struct error *err)
{
    enum failure_kind kind = kind_of(problem->code);

    for (size_t i = 0; i < ARRAY_SIZE(hints); i++) {
        if (!strstr(error_message(problem), hints[i].said))
            continue;
        error_hint(problem, "%s", hints[i].hint);
        break;
    }
    error_move(err, problem);
    if (attempts > 1)
        error_wrap(err, "cannot %s after %u attempts", act, attempts);
    else
        error_wrap(err, "cannot %s", act);
    return failure_wrap(err, kind);
}

/* ---- attempts */

struct waiting {
    const struct exchange_line *line;
    const char *server;
};

static void tell_waiting(void *context, double seconds)
{
    const struct waiting *waiting = context;

    waiting->line->talk.waiting(waiting->line->talk.context, waiting->server, seconds);
}

static bool attempt(const struct exchange_line *line, const struct exchange_request *request,
                    struct http_response *response, struct error *err)
{
    struct waiting waiting = { line, request->server };
    const struct http_request http = {
        .method = request->method,
        .url = request->url,
        .headers = request->headers,
        .body = request->body,
        .timeout_seconds = line->timeout_seconds,
        .connect_seconds = EXCHANGE_CONNECT_SECONDS,
        .patient = line->timeout_seconds > 0,
        .stay = true,
        .fresh = request->certain,
        .body_max = request->answer_max > 0 ? request->answer_max : EXCHANGE_ANSWER_BYTES_MAX,
        .waiting = line->talk.waiting ? tell_waiting : NULL,
        .waiting_context = &waiting,
    };

    return http_send(line->http, &http, response, err);
}

/* How often the request may be sent in all. */
static unsigned attempts_max(const struct exchange_line *line,
                             const struct exchange_request *request, bool answered, long status)
{
    unsigned retries = line->retries;

    if (request->no_retries)
        return 1;
    if (answered && status == 500 && request->once_after_500 && retries > 1)
        retries = 1;
    return 1 + retries;
}

static bool is_worth_repeating(bool answered, const struct http_response *response,
                               enum error_code code)
{
    if (answered)
        return is_passing(response->status);
    return !response->untrusted && (code == ERROR_UNREACHABLE || code == ERROR_TIMEOUT);
}

static void add_reason(struct buf *out, const char *server, bool answered, long status,
                       const struct error *problem)
{
    if (answered)
        buf_addf(out, "%s answered %ld", server, status);
    else
        buf_add(out, error_message(problem));
}

bool exchange(const struct exchange_line *line, const struct exchange_request *request,
              struct exchange_answer *answer, struct error *err)
{
    for (unsigned failures = 0;; failures++) {
        AUTO(error) problem = ERROR_INIT;
        AUTO(buf) reason = BUF_INIT(BUF_TEXT_BYTES_MAX);
        struct http_response *response = &answer->response;
        bool answered = attempt(line, request, response, &problem);

        answer->attempts = request->earlier + failures + 1;
        if (problem.code == ERROR_INTERRUPTED)
            return error_move(err, &problem);
        answer->passing = is_worth_repeating(answered, response, problem.code);
        if (!answer->passing ||
            failures + 1 >= attempts_max(line, request, answered, response->status))
            return answered || tell(&problem, request->act, answer->attempts, err);
        answer->uncertain = answer->uncertain || answered || response->sent;
        if (!answered)
            response->retry_after = -1;
        add_reason(&reason, request->server, answered, response->status, &problem);
        if (!exchange_pause(line, response, failures, buf_text(&reason), err))
            return false;
    }
}
