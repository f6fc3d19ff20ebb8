/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harness/loopback.h - a server on 127.0.0.1 in a child process, which gives prepared answers
 *
 *     static const struct loopback_answer answers[] = { { .body = "{}" }, { .status = 503 } };
 *     AUTO(loopback) server = LOOPBACK_INIT;
 *
 *     loopback_start(&server, answers, ARRAY_SIZE(answers));
 *     ...                                     requests to server.url
 *     ASSERT_EQ_STR(loopback_requests(&server), "GET /api\nGET /apis\n");
 *
 * Plain HTTP/1.1, one request a connection. Each request takes the next answer; the last one is
 * given for ever. What a real API server answers is tested against one (test/testbed); this is for
 * the answers that it gives only when something is wrong.
 */
#ifndef HARNESS_LOOPBACK_H
#define HARNESS_LOOPBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/view.h"

struct loopback_answer {
    int status;          /* 0: 200 */
    const char *headers; /* whole lines, "Retry-After: 1\r\n"; NULL: none */
    const char *type;    /* Content-Type; NULL: application/json */
    const char *body;    /* NULL: empty */
    size_t cut;          /* so many bytes of the body are missing when the connection ends */
    bool silent;         /* the connection ends without an answer */
    bool open;           /* the answer has no end: the connection stays until the client goes */
};

struct loopback {
    char *url;      /* "http://127.0.0.1:43210" */
    char *log_path; /* requests as they came */
    pid_t pid;
};

#define LOOPBACK_INIT                                                                              \
    {                                                                                              \
        .url = NULL, .log_path = NULL, .pid = 0                                                    \
    }

/* ANSWERS must live as long as SERVER. */
void loopback_start(struct loopback *server, const struct loopback_answer *answers, size_t count);
/* Ends the child. */
void loopback_release(struct loopback *server);
/* "METHOD PATH\n" of each request so far, in order; lives until the test ends. */
const char *loopback_requests(const struct loopback *server);
/* The same with all headers and the body. */
const char *loopback_log(const struct loopback *server);

#endif
