/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workload planned again: its template as it is now, its earlier answers and what is given now;
 * for upgrade and diff
 */
#ifndef KUBECTL_JUNO_RELAUNCH_H
#define KUBECTL_JUNO_RELAUNCH_H

#include <stdbool.h>

#include "base/error.h"
#include "kube/discovery.h"
#include "launch/apply.h"
#include "launch_args.h"
#include "past.h"

struct relaunch_args {
    struct launch_args launch; /* first: catalog_args_complete() */
    const char *template;      /* --template */
    bool reset;                /* --reset-answers */
    bool adopt;
    bool force;
};

/* OPT_INCLUDE(struct upgrade_args, relaunch, relaunch_arg_options) */
extern const struct option relaunch_arg_options[];

/* Completes the first operand: the workloads. ARGS begin with a struct relaunch_args. */
void relaunch_complete(const struct option_complete_call *call);

struct relaunch {
    struct launch_plan launch;
    struct kube_discovery *discovery;
    struct past past;
    struct strv texts;     /* of earlier flags */
    struct ydoc *document; /* launch/document.h */
};

#define RELAUNCH_INIT(args_, console_)                                                             \
    {                                                                                              \
        .launch = LAUNCH_PLAN_INIT(&(args_)->launch, console_), .discovery = NULL,                 \
        .past = PAST_INIT, .texts = STRV_INIT, .document = NULL                                    \
    }

void relaunch_release(struct relaunch *relaunch);
/*
 * Make the plan for the workload OPERAND; VERB is for messages. ARGS are completed by what was
 * given earlier. What the template asks now and did not, or no more, is told.
 */
bool relaunch_plan(struct relaunch *relaunch, struct relaunch_args *args, const char *verb,
                   const char *operand, struct error *err) MUST_CHECK;
/* The request for what was planned; the caller sets how and what is told. */
struct apply_request relaunch_request(struct relaunch *relaunch, const struct relaunch_args *args);

#endif
