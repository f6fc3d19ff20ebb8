/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/inject.h - the values that every launch gives a chart, beside the answers
 *
 * Answers are put over what is injected, and what the user said by a flag over both. What no flag
 * says is what the cluster knows of user and project, as far as one was asked. Without a flag
 * `cpu`, `memory`, their limits and `env` are left out, so that the chart's own hold; so are
 * `volumes`, `volumeMounts` and `plugins` when there are none. Source: catalog.md 5.1.
 */
#ifndef LAUNCH_INJECT_H
#define LAUNCH_INJECT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "base/view.h"
#include "launch/project.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* Where a value is from that had to be made up. */
#define INJECT_UNKNOWN "nobody knows it"

/* What a chart makes its address with. */
enum inject_routes {
    INJECT_ROUTES_AUTO, /* as the cluster's gateways suggest */
    INJECT_ROUTES_INGRESS,
    INJECT_ROUTES_GATEWAY,
};

/* What the flags said; NULL: nothing was. */
struct inject {
    const char *name;
    const char *user;
    const char *group;
    const char *uid;
    const char *gid;
    const char *cpu;
    const char *memory;
    const char *cpu_limit; /* "none": no limit */
    const char *memory_limit;
    const char *host; /* "" is a host of its own: every one */
    const char *pull_secret;
    const struct strv *env;       /* NAME=VALUE */
    const struct strv *selectors; /* KEY=VALUE */
    const char *session;
    const char *default_user; /* whose it is when USER is not given */
    const char *default_user_from;
    const char *namespace;
    const struct project *project; /* NULL: no cluster was asked */
    enum inject_routes routes;
    bool env_only; /* ENV replaces the chart's list */
    bool unsafe;
};

/*
 * Put the injected values into VALUES, which holds the answers and is of DOC, and where each comes
 * from into ORIGINS (catalog/layer.h). CHART_VALUES is the text of the chart's values.yaml: its
 * `env` list is what --env adds to. ERROR_USAGE for a flag that holds no quantity, number, label or
 * NAME=VALUE, ERROR_INVALID for an answer that is no list where every chart wants one.
 */
bool inject_values(struct ydoc *doc, struct ynode *values, struct ynode *origins,
                   const struct inject *inject, struct view chart_values,
                   struct error *err) MUST_CHECK;

#endif
