/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/repetition.h - whether a request that failed is sent again, and after how long
 *
 *     struct repetitions repetitions = { 0, 0 };
 *     ...
 *     if (!repetitions_add(&repetitions, &request, &response, answered, error.code))
 *         return fail(...);
 *     sleep_for(repetitions_pause(&repetitions, KUBE_PAUSE_SECONDS, &response, answered));
 *
 * Up to KUBE_RETRIES_MAX times in all: a 500 of a GET; a 502, 503, 504 or a connection that broke
 * of a GET and of an idempotent write (server-side apply, DELETE with a uid). Up to
 * KUBE_REFUSALS_MAX times: a 429 of any request, for a server that had no room did nothing. Source:
 * robustness.md.
 */
#ifndef KUBE_REPETITION_H
#define KUBE_REPETITION_H

#include <stdbool.h>

#include "base/error.h"
#include "http/http.h"
#include "kube/client.h"

#define KUBE_RETRIES_MAX     4
#define KUBE_REFUSALS_MAX    10 /* as kubectl: client-go, rest/request.go, maxRetries */
#define KUBE_REFUSALS_TOLD   4  /* the one that is told about, for the waiting gets long */
#define KUBE_RETRY_AFTER_MAX 60.0
#define KUBE_SPREAD_SECONDS  8.0 /* the longest that a repeated 429 adds */
#define KUBE_PAUSE_SECONDS   0.5 /* the first */

/* What went wrong with one request so far. */
struct repetitions {
    int failures;
    int refusals; /* answers 429 */
};

/*
 * Count one more failure of REQUEST: RESPONSE, which is no success, or, with ANSWERED false, how
 * far it came (.connected, .sent) and the error's CODE. False: it is not worth another attempt, or
 * had the last one.
 */
bool repetitions_add(struct repetitions *repetitions, const struct kube_request *request,
                     const struct http_response *response, bool answered, enum error_code code);

/*
 * Seconds until the next attempt, after repetitions_add(): Retry-After of a 429, 503 or 504 (at
 * most KUBE_RETRY_AFTER_MAX), else FIRST, doubled with each failure. A 429 after a 429 adds what
 * grows to what the server named: many that were sent away together would come back together.
 */
double repetitions_pause(const struct repetitions *repetitions, double first,
                         const struct http_response *response, bool answered);

/* FIRST seconds, doubled with each of the FAILURES, up to a half more or less, at most LONGEST. */
double repetition_backoff(double first, int failures, double longest);

#endif
