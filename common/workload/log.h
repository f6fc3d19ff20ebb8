/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workload/log.h - the logs of a workload's pods, line by line
 *
 * A source is one container of one pod. Without .follow the sources are read one after the other,
 * with it all at once, until their containers end. Source: kubectl's logs.go.
 */
#ifndef WORKLOAD_LOG_H
#define WORKLOAD_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kube/streams.h"
#include "workload/gather.h"

#define LOG_FOLLOWED_MAX   100 /* sources that are followed at once */
#define LOG_LINE_BYTES_MAX ((size_t)1 << 20)
#define LOG_RETRIES_MAX    4

struct log_source {
    struct view pod; /* borrowed from the gathered workload, as the next */
    struct view container;
    struct error problem; /* result: why its log is not, or not all, there */
};

struct log_sources {
    struct log_source *items; /* by pod as gathered, containers as the pod names them */
    size_t len;
    size_t cap;
    struct strv notes; /* which container was taken of several */
};

#define LOG_SOURCES_INIT                                                                           \
    {                                                                                              \
        .items = NULL, .len = 0, .cap = 0, .notes = STRV_INIT                                      \
    }

void log_sources_release(struct log_sources *sources);

struct log_choice {
    const char *container; /* NULL: the pod's default one */
    bool all;              /* init containers and all others */
};
/*
 * Fill SOURCES with what CHOICE means in the pods of GATHER. ERROR_NOT_FOUND: there is no pod, or
 * none with that container.
 */
bool log_choose(struct log_sources *sources, const struct gather *gather,
                const struct log_choice *choice, struct error *err) MUST_CHECK;

struct log_request {
    struct kube_client *client;
    const char *namespace;
    bool follow;
    bool previous;        /* of the container before the last restart */
    int tail;             /* so many last lines; below 0: all */
    double since_seconds; /* not older; 0: all */
    /* LINE without its end; WHOLE: it had one, and is not the start of one over
     * LOG_LINE_BYTES_MAX. */
    bool (*receive)(void *context, const struct log_source *source, struct view line, bool whole,
                    struct error *err);
    bool (*tick)(void *context, struct error *err);
    void *context;
};
/*
 * Read SOURCES. A source that fails has a .problem and leaves the others alone; false is
 * ERROR_INTERRUPTED, ERROR_LIMIT beyond LOG_FOLLOWED_MAX, or what a function of the caller's failed
 * with.
 */
bool log_read(struct log_sources *sources, const struct log_request *request,
              struct error *err) MUST_CHECK;

#endif
