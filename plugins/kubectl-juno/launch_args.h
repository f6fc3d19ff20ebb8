/* SPDX-License-Identifier: Apache-2.0 */
/* The inputs of a launch: what `launch` and `render` have in common */
#ifndef KUBECTL_JUNO_LAUNCH_ARGS_H
#define KUBECTL_JUNO_LAUNCH_ARGS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strv.h"
#include "catalog_args.h"
#include "cli/console.h"
#include "cli/option.h"
#include "kustomize/change_log.h"
#include "launch/plan.h"

struct launch_args {
    struct catalog_args catalog; /* first: catalog_args_complete() */
    struct strv sets;
    struct strv set_files;
    struct strv values;
    bool unsafe;
    struct strv env;
    const char *cpu;
    const char *memory;
    const char *cpu_limit;
    const char *memory_limit;
    const char *host;
    const char *user;
    const char *group;
    const char *uid;
    const char *gid;
    const char *pull_secret;
    struct strv node_selectors;
    struct strv mounts;
    struct strv plugins;
    enum inject_routes routes;
    bool env_only;
    bool force;
    struct strv presets;
    bool allow_unmatched;
    const struct strv *typed; /* FIELD=VALUE of the form (-i); no flag, NULL: none */
};

/* OPT_INCLUDE(struct render_args, launch, launch_arg_options) */
extern const struct option launch_arg_options[];

/* How the two commands differ. */
struct launch_mode {
    const char *verb;   /* "launch", "render" */
    bool sample;        /* fill in what is required */
    bool to_be_applied; /* a launch: a new name each time, no foreign hooks */
    /* Of an upgrade: what an earlier launch was answered (plan.h) and its session; NULL: none. */
    const struct ynode *earlier;
    bool earlier_is_text;
    const char *session;
    bool values_only;       /* end with the values */
    struct change_log *log; /* what the presets change; NULL: nobody asks */
};

/* What a command line means to launch. */
struct launch_plan {
    struct kube_link link;
    struct catalog catalog;
    struct template_list list; /* the one template */
    char *name;                /* of the workload */
    const char *namespace;     /* borrowed */
    char *user;                /* whose it is when no flag says it; NULL: one does */
    const char *user_from;
    struct project project;
    struct picker picker;
    size_t objects_before; /* the presets, when what they change is logged */
    struct plan plan;
};

#define LAUNCH_PLAN_INIT(args_, console_)                                                          \
    {                                                                                              \
        .link = KUBE_LINK_INIT(&(args_)->catalog.kube, console_), .catalog = CATALOG_INIT,         \
        .list = TEMPLATE_LIST_INIT, .name = NULL, .namespace = NULL, .user = NULL,                 \
        .project = PROJECT_INIT, .plan = PLAN_INIT                                                 \
    }

void launch_plan_release(struct launch_plan *launch);
/* Open the catalog and find the template that OPERANDS name; launch_args_plan() then uses it. */
bool launch_args_open(struct launch_plan *launch, const struct launch_args *args,
                      const struct strv *operands, struct error *err) MUST_CHECK;
/* What the workload is called: its name among OPERANDS, else one for this LAUNCH of MODE. */
char *launch_args_name(const struct launch_plan *launch, const struct launch_mode *mode,
                       const struct strv *operands) MUST_CHECK;
/*
 * Make the plan of OPERANDS, TEMPLATE [NAME]. Warnings are printed, also those of a plan that
 * failed. A connected link gives the namespace.
 */
bool launch_args_plan(struct launch_plan *launch, const struct launch_args *args,
                      const struct launch_mode *mode, const struct strv *operands,
                      struct error *err) MUST_CHECK;
/*
 * Append the objects of PLAN to SEQ, those of Lists one by one; nodes of DOC. ERROR_LIMIT when
 * aliases of one expand beyond the limit.
 */
bool launch_args_objects(struct ydoc *doc, struct ynode *seq, const struct plan *plan,
                         struct error *err) MUST_CHECK;

#endif
