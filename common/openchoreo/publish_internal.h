/* SPDX-License-Identifier: Apache-2.0 */
/* openchoreo/publish_internal.h - what sending, planning and the order of requests share */
#ifndef OPENCHOREO_PUBLISH_INTERNAL_H
#define OPENCHOREO_PUBLISH_INTERNAL_H

#include "base/strv.h"
#include "openchoreo/publish.h"
#include "openchoreo/server_error.h"

/* One run. */
struct publisher {
    const struct publish_access *access;
    const struct publish_task *task;
    const struct exchange_line *line;
    struct strv secrets; /* that no message may hold */
    struct buf token;    /* empty: none yet */
    bool renewed;        /* after a 401; it is done once */
    struct view name;    /* of the workload */
    struct buf body;     /* of the POST */
    struct buf collection_url;
    struct buf object_url;
    struct buf run_url; /* empty: no WorkflowRun */
    struct error *err;
};

/* Bodies and URLs; nothing is sent. False and *ERR: the workload is too large, or no JSON. */
bool publisher_init(struct publisher *p, const struct publish_access *access,
                    const struct publish_task *task, struct error *err) MUST_CHECK;
void publisher_release(struct publisher *p);

/* The headers of a request to the API server. TOKEN may be FOREIGN_TEXT_HIDDEN. */
void publisher_add_headers(const struct publisher *p, bool has_body, struct view token,
                           struct strv *headers);

struct publish_call {
    const char *act; /* "create workload 'web-workload'" */
    const char *method;
    const struct buf *url;
    struct view body;
    bool no_retries;
    unsigned earlier;
    bool certain;
};

/* True: an answer came. A 401 was tried again with a new token. False: *p->err. */
bool publisher_call(struct publisher *p, const struct publish_call *call,
                    struct exchange_answer *answer) MUST_CHECK;

/* ---- what is stored */

/* What became of a reading or writing. *p->err is set for all but UPDATE_DONE. */
enum update {
    UPDATE_DONE,
    UPDATE_GONE,     /* there is no such object */
    UPDATE_CONFLICT, /* somebody else wrote at the same time */
    UPDATE_FAILED,
};

/* An object of the server. */
struct stored {
    const struct buf *url;
    struct view name;
    const char *reading; /* "read workload 'web-workload'" */
    const char *writing;
    bool ours; /* the workload: what the server says about its fields has a place */
};

/* Append EXISTING, changed, to OUT as JSON; false and *p->err when that cannot be. */
typedef bool publish_change(struct publisher *p, struct buf *out, const struct ynode *existing);

bool publisher_is_good(const struct exchange_answer *answer);
struct server_failure publisher_failure(const struct publisher *p, const char *act,
                                        const struct exchange_answer *answer);
/* The object NAME that a good answer holds; NULL and *err: it came from something else. */
struct ydoc *publisher_object(const struct server_failure *failure, struct view name,
                              struct error *err) MUST_CHECK;
/* A body could not be put together from what is stored, and *p->err says why. Always false. */
bool publisher_bad_body(const struct publisher *p);

/* *OBJECT is what the server answered, owned by the caller. */
enum update publisher_read(struct publisher *p, const struct stored *stored,
                           struct ydoc **object) MUST_CHECK;
enum update publisher_write(struct publisher *p, const struct stored *stored, struct view body,
                            struct ydoc **object) MUST_CHECK;
/* Read, change and write; after a failure that may pass all of it again: what others wrote
 * meanwhile is kept. */
enum update publisher_rewrite(struct publisher *p, const struct stored *stored,
                              publish_change *change, struct ydoc **object) MUST_CHECK;

#endif
