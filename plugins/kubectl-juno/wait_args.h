/* SPDX-License-Identifier: Apache-2.0 */
/* --wait and --timeout of a launch, and the waiting */
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
/*
 * Until the workload NAME is ready; its address is the result then, or talk when the result is a
 * MACHINE format. ERROR_TIMEOUT tells what is not ready and why, ERROR_INTERRUPTED that it was
 * launched.
 */
bool wait_args_wait(const struct wait_args *args, struct kube_link *link,
                    struct kube_discovery *discovery, const char *name, bool machine,
                    struct error *err) MUST_CHECK;

#endif
