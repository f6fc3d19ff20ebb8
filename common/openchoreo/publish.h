/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openchoreo/publish.h - bring a Workload to openchoreo-api
 *
 * A token, POST, and for one that exists already PUT; then the annotation of a WorkflowRun. Each
 * request is tried again as exchange.h says, and a 401 gets one new token a run. Source:
 * openchoreo.md 7 to 9.
 */
#ifndef OPENCHOREO_PUBLISH_H
#define OPENCHOREO_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "openchoreo/exchange.h"
#include "openchoreo/oauth.h"
#include "openchoreo/origin.h"
#include "yaml/ydoc.h"

/* Where to, and as whom. One of the three ways to a token. */
struct publish_access {
    const char *api_url;  /* a '/' at its end is left out */
    const char *api_host; /* of the Host header; NULL or empty: the URL's */
    struct view token;
    const char *token_file;    /* NULL: none; read again after a 401 */
    struct oauth_client oauth; /* without TOKEN and TOKEN_FILE */
};

enum publish_conflict {
    PUBLISH_REPLACE, /* all of it */
    PUBLISH_IMAGE,   /* the image alone */
    PUBLISH_FAIL,
};

struct publish_task {
    struct origin origin; /* of the workload, whose metadata.name and spec are there */
    const char *namespace;
    enum publish_conflict on_conflict;
    bool keep_metadata;       /* labels and annotations of the existing one stay */
    bool legacy_route;        /* the direct call of before 1.0 */
    bool from_source;         /* the workload says more than its image */
    const char *run_name;     /* the WorkflowRun to annotate; NULL or empty: none */
    const char *largest_path; /* of the files that went into it; NULL: none */
    size_t largest_bytes;
};

enum publish_outcome { PUBLISH_CREATED, PUBLISH_CONFIGURED };

struct publish_result {
    enum publish_outcome outcome;
    struct ydoc *object; /* as the server answered it; by the legacy route its spec */
};

#define PUBLISH_RESULT_INIT                                                                        \
    {                                                                                              \
        .outcome = PUBLISH_CREATED, .object = NULL                                                 \
    }

void publish_result_release(struct publish_result *result);

/*
 * Do it. *err begins with the kind of failure (openchoreo/failure.h) and names none of the secrets;
 * when it was only the annotation, it says that the workload is in place.
 */
bool publish(const struct publish_access *access, const struct publish_task *task,
             const struct exchange_line *line, struct publish_result *result,
             struct error *err) MUST_CHECK;

/* The requests that publish() would send, for a person to read: no secret, no token. */
bool publish_plan(struct buf *out, const struct publish_access *access,
                  const struct publish_task *task, struct error *err) MUST_CHECK;

#endif
