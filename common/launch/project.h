/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/project.h - what a cluster knows of the project and user that a workload is launched for
 *
 * Ids from the User and Group objects of the platform, host and pull secret from its `kuiper`
 * Deployment, the host also from Ingress `hubble-ingress`; the claims to mount and the plugins;
 * whether HTTPRoutes are served in place of Ingresses. What is not there, or may not be read, is
 * simply not known. Source: catalog.md 5.1, 5.3, 5.4, section 10 (6, 22).
 */
#ifndef LAUNCH_PROJECT_H
#define LAUNCH_PROJECT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/strv.h"
#include "kube/client.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define PROJECT_GROUPS_MAX 10000
#define PROJECT_AUTO       "auto" /* --mounts, --plugins: what the project offers */
#define PROJECT_NONE       "none"

/* One thing that is known, and the object that says it. */
struct project_fact {
    char *text; /* NULL: unknown */
    char *from; /* "User/ada"; of what is unknown why it is, NULL: nobody has it */
};

struct project {
    struct project_fact uid;
    struct project_fact group;
    struct project_fact gid;
    struct project_fact host;
    struct project_fact pull_secret;
    struct project_fact gateway; /* "true": the chart shall make HTTPRoutes */
    struct strv groups;          /* that the user is a member of */
    struct ydoc *doc;            /* of the lists below; NULL: there are none */
    struct ynode *volumes;       /* as a chart's `volumes`; NULL or with entries */
    struct ynode *mounts;        /* as `volumeMounts`: NULL when VOLUMES is */
    char *mounts_from;           /* "PersistentVolumeClaim/home" */
    struct ynode *plugins;       /* as `plugins`; NULL: none */
    char *plugins_from;
    struct strv warnings;
};

#define PROJECT_INIT                                                                               \
    {                                                                                              \
        .groups = STRV_INIT, .doc = NULL, .warnings = STRV_INIT                                    \
    }

struct project_request {
    struct kube_client *client; /* NULL: no cluster; only claims with a path can be mounted */
    const char *namespace;
    const char *catalog_namespace; /* where the platform's Gateway is; NULL: the default one */
    const char *user;              /* whose workload it is; NULL or "": nobody knows */
    const char *group;             /* --group, NULL: not said */
    /* Said by flags: is not looked for. */
    bool has_uid, has_gid, has_host, has_pull_secret, has_gateway;
    const struct strv *mounts;  /* --mounts: auto, none, CLAIM[:PATH[:SUBPATH]]; empty: auto */
    const struct strv *plugins; /* --plugins: auto, none, a ConfigMap; empty: none */
};

void project_release(struct project *project);
/*
 * Ask the cluster. ERROR_USAGE for flags that cannot be read, ERROR_NOT_FOUND for a claim or plugin
 * that they name and that is not there; what a request fails with but for a missing right.
 */
bool project_read(struct project *project, const struct project_request *request,
                  struct error *err) MUST_CHECK;

#endif
