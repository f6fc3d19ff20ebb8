/* SPDX-License-Identifier: Apache-2.0 */
/* What launch, upgrade and rollback tell while they apply objects: a line for each, as kubectl does
 */
#ifndef KUBECTL_JUNO_TELLING_H
#define KUBECTL_JUNO_TELLING_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/console.h"
#include "launch/apply.h"
#include "manifest/object.h"

struct telling {
    struct console *console;
    bool silent;      /* a machine format follows */
    const char *note; /* behind each line: " (dry run)" */
};

/* For apply_request: .told and .waiting, with a struct telling as .context. */
void telling_object(void *context, const struct object_ref *ref, const char *outcome);
void telling_waiting(void *context, const char *what, double seconds);
/*
 * APPLY has ended, with PROBLEM or, when that is clear, well: its warnings; and after a failure
 * half way what was done, what failed and what was not tried.
 */
void telling_end(const struct telling *telling, const struct apply *apply,
                 const struct error *problem);

#endif
