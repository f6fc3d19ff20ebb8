/* SPDX-License-Identifier: Apache-2.0 */
/* --atomic: what failed half way is undone */
#ifndef KUBECTL_JUNO_ATOMIC_H
#define KUBECTL_JUNO_ATOMIC_H

#include <stdbool.h>

#include "base/error.h"
#include "kube/discovery.h"
#include "kube_args.h"
#include "launch_output.h"
#include "telling.h"
#include "wait_args.h"

/* wait_args_check(), with --atomic: it waits too, and a dry run has nothing to undo. */
bool atomic_check(bool atomic, const struct wait_args *wait, enum launch_dry_run dry_run,
                  struct error *err) MUST_CHECK;

struct atomic {
    struct kube_link *link; /* connected */
    struct kube_discovery *discovery;
    const char *name; /* the workload */
    struct telling *telling;
};

/*
 * ERR is why a launch / an upgrade failed after its first write: remove all of it / go back to the
 * version before, and say in ERR's hint how that ended. Always false. An interrupt is obeyed: then
 * nothing is undone.
 */
bool atomic_remove(const struct atomic *atomic, struct error *err);
bool atomic_go_back(const struct atomic *atomic, struct error *err);

#endif
