/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_project.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "kube/object.h"
#include "launch/name.h"

static const char *operating_user(void)
{
    const struct passwd *entry = getpwuid(geteuid());

    return entry ? entry->pw_name : NULL;
}

/*
 * Whose workload it is when no flag says it: who the server takes us for, where that can stand in a
 * label, else who runs us.
 */
static bool find_user(struct launch_plan *launch, struct error *err)
{
    launch->user_from = "authenticated user";
    if (launch->link.client && !kube_whoami(launch->link.client, &launch->user, err))
        return false;
    if (launch->user && !name_is_label_value(view_of(launch->user))) {
        free(launch->user);
        launch->user = NULL;
    }
    if (!launch->user) {
        launch->user = chars_copy(operating_user());
        launch->user_from = "operating system user";
    }
    return true;
}

bool launch_project_read(struct launch_plan *launch, const struct launch_args *args,
                         struct error *err)
{
    struct console *console = launch->link.console;
    struct project_request request = {
        .client = launch->link.client,
        .namespace = launch->namespace,
        .catalog_namespace = args->catalog.namespace,
        .group = args->group,
        .has_uid = args->uid,
        .has_gid = args->gid,
        .has_host = args->host,
        .has_pull_secret = args->pull_secret,
        .has_gateway = args->routes != INJECT_ROUTES_AUTO,
        .mounts = &args->mounts,
        .plugins = &args->plugins,
    };
    bool done;

    if (!args->user && !find_user(launch, err))
        return false;
    request.user = args->user ? args->user : launch->user;
    done = project_read(&launch->project, &request, err);
    for (size_t i = 0; i < launch->project.warnings.len; i++)
        console_warn(console, "%s", launch->project.warnings.items[i]);
    return done;
}
