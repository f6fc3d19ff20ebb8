/* SPDX-License-Identifier: Apache-2.0 */
/* What inspect shows again and again: as soon as something of the workload changes */
#ifndef KUBECTL_JUNO_INSPECT_WATCH_H
#define KUBECTL_JUNO_INSPECT_WATCH_H

#include "base/compiler.h"
#include "base/error.h"
#include "endpoint_tree.h"
#include "print/output.h"
#include "workload_link.h"

struct inspect_request {
    struct workload_link *link; /* open */
    const struct endpoint_access *access;
    const struct output
        *output; /* not OUTPUT_WIDE; of inspect_watch() none that tells names only */
};

/* Read the workload and print it once. */
bool inspect_once(const struct inspect_request *request, struct error *err) MUST_CHECK;
/*
 * Print it, and again whenever it is no more as it was shown; the ages alone are no change. On a
 * terminal each takes the place of the one before, as far as it has rows. True when the workload is
 * gone, which is told; else it ends as ps_watch() does.
 */
bool inspect_watch(const struct inspect_request *request, struct error *err) MUST_CHECK;

#endif
