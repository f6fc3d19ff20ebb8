/* SPDX-License-Identifier: Apache-2.0 */
#include "project_complete.h"

#include "catalog_args.h"
#include "cli/completion.h"
#include "kube/discovery.h"
#include "launch/plugins.h"
#include "launch/project.h"

/* The two words, and the names of what the project has of RESOURCE. */
static void complete(const struct option_complete_call *call, const struct kube_resource *resource,
                     const char *selector)
{
    const struct catalog_args *args = call->args;

    completion_add(call->out, VIEW(PROJECT_AUTO), VIEW("what the project offers"));
    completion_add(call->out, VIEW(PROJECT_NONE), VIEW_EMPTY);
    kube_args_complete_names(call, &args->kube, resource, selector);
}

void project_complete_mounts(const struct option_complete_call *call)
{
    static const struct kube_resource claims = { .group = "",
                                                 .version = "v1",
                                                 .kind = "PersistentVolumeClaim",
                                                 .plural = "persistentvolumeclaims",
                                                 .namespaced = true };

    complete(call, &claims, NULL);
}

void project_complete_plugins(const struct option_complete_call *call)
{
    complete(call, &kube_config_maps, PLUGINS_SELECTOR);
}
