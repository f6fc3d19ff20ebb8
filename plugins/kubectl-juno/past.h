/* SPDX-License-Identifier: Apache-2.0 */
/* A workload's record and history, read: what upgrade, diff, history and rollback begin with */
#ifndef KUBECTL_JUNO_PAST_H
#define KUBECTL_JUNO_PAST_H

#include <stdbool.h>

#include "base/error.h"
#include "kube_args.h"
#include "manifest/stream.h"
#include "workload/history.h"
#include "workload/record.h"

struct past {
    struct ydoc *record_doc;
    struct record record;
    struct history history;
    char *unlisted;           /* why the history cannot be read; NULL: it was */
    struct history_data held; /* the version that holds; .doc is NULL when there is none */
    struct stream last;       /* its manifests */
};

#define PAST_INIT                                                                                  \
    {                                                                                              \
        .record_doc = NULL, .history = HISTORY_INIT, .unlisted = NULL, .held = HISTORY_DATA_INIT,  \
        .last = STREAM_INIT                                                                        \
    }

void past_release(struct past *past);
/*
 * Record and history of the workload NAME in LINK's project. ERROR_NOT_FOUND, with the nearest
 * name, without a record. A history that may not be read is none.
 */
bool past_read(struct past *past, struct kube_link *link, const char *name,
               struct error *err) MUST_CHECK;
/* The version that holds: what was applied last and ended well; NULL: none is known. */
const struct history_version *past_held(const struct past *past);
/* The same, with its manifests; where it cannot be read, that is told. */
bool past_read_held(struct past *past, struct kube_link *link, const char *name,
                    struct error *err) MUST_CHECK;
/* The manifests of DATA; an empty stream when it has none. */
bool past_parse(struct stream *stream, const struct history_data *data, unsigned number,
                struct error *err) MUST_CHECK;
/* The newest number there is; 0: none. */
unsigned past_newest(const struct past *past);

#endif
