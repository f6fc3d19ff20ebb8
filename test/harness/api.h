/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness/api.h - a kube client of a loopback server with prepared answers
 *
 *     AUTO(api) api = API_INIT;
 *
 *     api_start(&api, answers, ARRAY_SIZE(answers));
 *     ... kube_get(api.client, ...)
 *     ASSERT_EQ_STR(api_requests(&api), "GET /api\n");
 *
 * Pauses between attempts are of a millisecond.
 */
#ifndef HARNESS_API_H
#define HARNESS_API_H

#include "base/strv.h"
#include "harness/loopback.h"
#include "kube/client.h"

struct api {
    struct loopback server;
    struct kube_access access;
    struct kube_client_options options; /* may be changed before api_start() */
    struct kube_client *client;
    struct strv warnings; /* as told */
};

#define API_INIT                                                                                   \
    {                                                                                              \
        .server = LOOPBACK_INIT, .access = KUBE_ACCESS_INIT,                                       \
        .options = { .program = "juno-test", .pause_seconds = 0.001 }, .warnings = STRV_INIT       \
    }

void api_start(struct api *api, const struct loopback_answer *answers, size_t count);
void api_release(struct api *api);
/* "METHOD PATH\n" of each request so far. */
const char *api_requests(const struct api *api);

#endif
