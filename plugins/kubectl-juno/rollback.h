/* SPDX-License-Identifier: Apache-2.0 */
/* Back to an earlier version of a workload: the objects of its manifests applied again */
#ifndef KUBECTL_JUNO_ROLLBACK_H
#define KUBECTL_JUNO_ROLLBACK_H

#include <stdbool.h>

#include "base/error.h"
#include "kube/discovery.h"
#include "kube/object.h"
#include "kube_args.h"
#include "telling.h"

struct rollback {
    struct kube_link *link; /* connected */
    struct kube_discovery *discovery;
    const char *name;
    unsigned version; /* 0: the last one before that ended well; it is set to what was chosen */
    bool adopt;
    bool force;
    enum kube_dry_run dry_run;
    double timeout_seconds; /* for hooks; 0: APPLY_HOOK_SECONDS */
    struct telling *telling;
};

/* ERROR_NOT_FOUND: no such version, or one without manifests; else as apply_plan(). */
bool rollback_run(struct rollback *rollback, struct error *err) MUST_CHECK;

#endif
