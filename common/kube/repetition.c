/* SPDX-License-Identifier: Apache-2.0 */
#include "kube/repetition.h"

#include <string.h>
#include <sys/random.h>

static bool is_idempotent(const struct kube_request *request)
{
    return request->idempotent || strcmp(request->method, "GET") == 0;
}

/* What may mend itself. */
static bool is_worth_repeating(const struct kube_request *request,
                               const struct http_response *response, bool answered,
                               enum error_code code)
{
    if (!answered) {
        /* Refused, unverified or too late: that does not. */
        bool broke = code == ERROR_UNREACHABLE && response->connected && response->sent;

        return broke && is_idempotent(request);
    }
    switch (response->status) {
    case 429:
        return true;
    case 500:
        /* A typed patch that cannot be made is a 500 too, and stays one. */
        return strcmp(request->method, "GET") == 0;
    case 502:
    case 503:
    case 504:
        return is_idempotent(request);
    default:
        return false;
    }
}

bool repetitions_add(struct repetitions *repetitions, const struct kube_request *request,
                     const struct http_response *response, bool answered, enum error_code code)
{
    if (!is_worth_repeating(request, response, answered, code))
        return false;
    if (answered && response->status == 429)
        return repetitions->refusals++ < KUBE_REFUSALS_MAX;
    return repetitions->failures++ < KUBE_RETRIES_MAX;
}

double repetition_backoff(double first, int failures, double longest)
{
    double pause = first;
    unsigned char noise = 128;

    for (int i = 0; i < failures && pause < longest; i++)
        pause *= 2;
    if (getrandom(&noise, sizeof(noise), 0) == (ssize_t)sizeof(noise))
        pause *= 0.5 + (double)noise / 255;
    return pause < longest ? pause : longest;
}

static double named_pause(const struct http_response *response)
{
    return response->retry_after < KUBE_RETRY_AFTER_MAX ? response->retry_after
                                                        : KUBE_RETRY_AFTER_MAX;
}

double repetitions_pause(const struct repetitions *repetitions, double first,
                         const struct http_response *response, bool answered)
{
    bool named = answered && response->retry_after >= 0;

    if (named && response->status == 429 && repetitions->refusals > 1)
        return named_pause(response) +
               repetition_backoff(first, repetitions->refusals - 2, KUBE_SPREAD_SECONDS);
    if (named && response->status != 500 && response->status != 502)
        return named_pause(response);
    return repetition_backoff(first, repetitions->failures + repetitions->refusals - 1,
                              KUBE_RETRY_AFTER_MAX);
}
