/* SPDX-License-Identifier: Apache-2.0 */
/* What restart, stop, start and scale have in common: their flags, and the doing */
#ifndef KUBECTL_JUNO_CONTROL_ARGS_H
#define KUBECTL_JUNO_CONTROL_ARGS_H

#include <stdbool.h>

#include "cli/console.h"
#include "cli/option.h"
#include "kube_args.h"
#include "print/output.h"
#include "wait_args.h"
#include "workload/control.h"

enum control_dry_run { CONTROL_WRITE, CONTROL_DRY_CLIENT, CONTROL_DRY_SERVER };

struct control_args {
    struct kube_args kube; /* first: kube_args_complete_workload() */
    enum control_dry_run dry_run;
    bool force;
    struct wait_args wait;
    struct output_args output;
};

/* OPT_INCLUDE(struct stop_args, control, control_arg_options) */
extern const struct option control_arg_options[];

struct control_task {
    enum control_act act;
    int replicas;       /* of CONTROL_SCALE */
    const char *object; /* "web", "deployment/web" or "deployment.apps/web"; NULL: all there are */
    enum wait_for what; /* of --wait */
    bool one;           /* ERROR_USAGE when there are several */
};

/*
 * Do TASK to what runs the workload OPERAND. Each object is told as kubectl tells it, or is the
 * result by -o. ERROR_FORBIDDEN when the template's list of actions lacks the act; ERROR_PARTIAL
 * when some objects were changed and some were not.
 */
bool control_args_run(const struct control_args *args, const struct control_task *task,
                      const char *operand, struct console *console, struct error *err) MUST_CHECK;

#endif
