/* SPDX-License-Identifier: Apache-2.0 */
#include "project_complete.h"

#include "catalog_args.h"
#include "cli/completion.h"
#include "kube/discovery.h"
#include "launch/plugins.h"
#include "launch/project.h"

struct naming {
    struct completion *out;
};

static bool take_name(void *context, const struct ynode *object, struct error *err UNUSED)
{
    const struct naming *to = context;

    completion_add(to->out, ynode_text(ynode_get_path(object, "metadata", "name", NULL)),
                   VIEW_EMPTY);
    return true;
}

/* The two words, and the names of what the project has of RESOURCE. */
static void complete(const struct option_complete_call *call, const struct kube_resource *resource,
                     const char *selector)
{
    const struct catalog_args *args = call->args;
    const struct kube_args kube = kube_args_hurried(&args->kube);
    AUTO(kube_link) link = KUBE_LINK_INIT(&kube, call->console);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct naming to = { call->out };
    struct kube_list list = { .receive = take_name, .context = &to };

    completion_add(call->out, VIEW(PROJECT_AUTO), VIEW("what the project offers"));
    completion_add(call->out, VIEW(PROJECT_NONE), VIEW_EMPTY);
    if (!kube_link_client(&link, NULL))
        return;
    kube_resource_add_path(&path, resource, view_of(kube_link_namespace(&link)), VIEW_EMPTY);
    if (selector) {
        buf_add(&path, "?labelSelector=");
        buf_add_urlescaped(&path, view_of(selector));
    }
    list.path = buf_text(&path);
    /* What came before a failure is still right. */
    (void)!kube_list(link.client, &list, NULL);
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
