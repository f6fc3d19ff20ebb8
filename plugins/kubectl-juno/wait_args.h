/* SPDX-License-Identifier: Apache-2.0 */
/* --wait and --timeout of what changes a workload, and the waiting */
#ifndef KUBECTL_JUNO_WAIT_ARGS_H
#define KUBECTL_JUNO_WAIT_ARGS_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/option.h"
#include "kube/discovery.h"
#include "kube_args.h"

#define WAIT_SECONDS_DEFAULT 120.0

struct wait_args {
    bool wait;
    double timeout_seconds; /* 0: not given */
};

extern const struct option wait_arg_options[];

/* ERROR_USAGE for --wait with a dry run, and for --timeout without --wait. */
bool wait_args_check(const struct wait_args *args, bool dry_run, struct error *err) MUST_CHECK;
enum wait_for {
    WAIT_SETTLED, /* ready, or stopped as it was asked for */
    WAIT_READY,   /* a stopped workload will not be: ERROR_CONFLICT */
    WAIT_STOPPED,
    WAIT_DELETED, /* neither record nor labelled object is there */
};

struct waiting {
    const char *name; /* the workload */
    enum wait_for what;
    double timeout_seconds; /* 0: WAIT_SECONDS_DEFAULT */
    bool machine;           /* standard output is for a machine: how it ended is talk */
    const char *done;       /* "is launched": what an interruption does not undo; NULL: nothing */
};

/*
 * Until the workload is as WAITING says; that, and its addresses when it is ready, are the result.
 * ERROR_TIMEOUT tells what is not as it should be and why, ERROR_INTERRUPTED what was done.
 */
bool wait_args_wait(const struct waiting *waiting, struct kube_link *link,
                    struct kube_discovery *discovery, struct error *err) MUST_CHECK;

#endif
