/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/exchange.h - one request to a server of OpenChoreo, tried again where that may help
 *
 * That is after a connection that failed or broke, a deadline, 408, 425, 429, 500, 502, 503 and
 * 504: after 0.25 s doubled each time, of which a random part is waited, at most 8 s, or what
 * Retry-After says, at most 60 s. A certificate that is not accepted, and a redirect, which is
 * never followed, are final. Source: openchoreo.md 8.4.
 */
#ifndef OPENCHOREO_EXCHANGE_H
#define OPENCHOREO_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "http/http.h"

#define EXCHANGE_CONNECT_SECONDS   10.0
#define EXCHANGE_PAUSE_SECONDS     0.25
#define EXCHANGE_PAUSE_SECONDS_MAX 8.0
#define EXCHANGE_RETRY_AFTER_MAX   60.0
#define EXCHANGE_TIMEOUT_SECONDS   30.0
#define EXCHANGE_RETRIES           4
#define EXCHANGE_ANSWER_BYTES_MAX  ((size_t)16 << 20)

/* Who is told how it goes; functions may be NULL. */
struct exchange_talk {
    void (*note)(void *context, const char *text);
    void (*warn)(void *context, const char *text);
    void (*waiting)(void *context, const char *what, double seconds);
    void *context;
};

/* What all requests of a run have in common. */
struct exchange_line {
    struct http_client *http;
    struct exchange_talk talk;
    double timeout_seconds; /* of one attempt; 0: none */
    unsigned retries;       /* of one request */
    double pause_seconds;   /* before the first repetition; 0: EXCHANGE_PAUSE_SECONDS */
};

struct exchange_request {
    const char *server; /* "the API server", for messages */
    const char *act;    /* "create workload 'web-workload'", for messages */
    const char *method;
    const char *url;
    const struct strv *headers;
    struct view body;
    size_t answer_max;   /* bytes; 0: EXCHANGE_ANSWER_BYTES_MAX */
    bool once_after_500; /* a 500 may be final here: it is tried again once */
    bool no_retries;     /* the caller begins again further up */
    unsigned earlier;    /* attempts of such a caller before this one, for messages */
    bool certain;        /* .uncertain of the answer is to be relied on */
};

struct exchange_answer {
    struct http_response response;
    unsigned attempts;
    bool uncertain; /* an attempt that failed may have had its effect all the same */
    bool passing;   /* how it ended may be otherwise next time */
};

#define EXCHANGE_ANSWER_INIT                                                                       \
    {                                                                                              \
        .response = HTTP_RESPONSE_INIT, .attempts = 0, .uncertain = false, .passing = false        \
    }

void exchange_answer_release(struct exchange_answer *answer);

/*
 * True: an answer came, whatever its status. False: none did; *err begins with the kind of failure
 * (openchoreo/failure.h). ERROR_INTERRUPTED as it is.
 */
bool exchange(const struct exchange_line *line, const struct exchange_request *request,
              struct exchange_answer *answer, struct error *err) MUST_CHECK;
/* Wait before repetition number FAILURES + 1 and tell why: WHAT happened. ERROR_INTERRUPTED. */
bool exchange_pause(const struct exchange_line *line, const struct http_response *response,
                    unsigned failures, const char *what, struct error *err) MUST_CHECK;

#endif
