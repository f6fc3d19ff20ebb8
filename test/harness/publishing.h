/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness/publishing.h - publishing to a loopback server that plays token server and API server
 *
 *     AUTO(publishing) run = PUBLISHING_INIT;
 *
 *     publishing_start(&run, "1.2", answers, ARRAY_SIZE(answers));
 *     run.task.on_conflict = PUBLISH_IMAGE;
 *     ASSERT_EQ_STR(publishing_run(&run), "created");
 *     ASSERT_EQ_STR(loopback_requests(&run.server), "POST /token\nPOST /api/v1/...\n");
 *
 * The workload is `web-workload` with the image web:2 in the namespace ns, the client `ci` with the
 * secret PUBLISHING_SECRET. Pauses between attempts are of a millisecond.
 */
#ifndef HARNESS_PUBLISHING_H
#define HARNESS_PUBLISHING_H

#include "base/error.h"
#include "base/strv.h"
#include "harness/loopback.h"
#include "openchoreo/publish.h"

#define PUBLISHING_SECRET "canary&secret"

struct publishing {
    struct loopback server;
    char *token_url;
    struct ydoc *workload;
    struct http_client *http;
    struct strv told; /* notes, and warnings with "warning: " before them */
    struct exchange_line line;
    struct publish_access access;
    struct publish_task task;
    struct publish_result result;
    struct error err;
};

#define PUBLISHING_INIT                                                                            \
    {                                                                                              \
        .server = LOOPBACK_INIT, .told = STRV_INIT, .result = PUBLISH_RESULT_INIT,                 \
        .err = ERROR_INIT                                                                          \
    }

/* For the OpenChoreo VERSION. */
void publishing_start(struct publishing *run, const char *version,
                      const struct loopback_answer *answers, size_t count);
void publishing_release(struct publishing *run);
/* "created", "configured", or "!" and what went wrong, which holds no secret. */
const char *publishing_run(struct publishing *run);

#endif
