/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog_args.h"

#include "cli/completion.h"

const struct option catalog_arg_options[] = {
    OPT_GROUP("Catalog:"),
    OPT_LIST(0, "catalog", struct catalog_args, places, "DIR",
             "take templates from this plugin, directory of plugins or repository, or the word "
             "cluster (repeatable)"),
    OPT_STRING(0, "catalog-namespace", struct catalog_args, namespace, "NS",
               "namespace of the cluster's catalog; argocd without it"),
    OPT_INCLUDE(struct catalog_args, kube, kube_arg_options),
    OPT_END,
};

static struct kube_client *connect_link(void *link, struct error *err)
{
    return kube_link_client(link, err);
}

bool catalog_args_open(struct catalog *catalog, const struct catalog_args *args,
                       struct kube_link *link, bool brief, struct error *err)
{
    const struct catalog_options options = {
        .helm_bin = console_env(link->console, "HELM_BIN"),
        .namespace = args->namespace,
        .connect = connect_link,
        .connect_context = link,
        .brief = brief,
    };

    return catalog_open(catalog, &args->places, console_env(link->console, "JUNO_CATALOG"),
                        &options, err);
}

void catalog_args_complete(const struct option_complete_call *call)
{
    const struct catalog_args *args = call->args;
    AUTO(kube_link) link = KUBE_LINK_INIT(&args->kube, call->console);
    AUTO(catalog) catalog = CATALOG_INIT;
    AUTO(template_list) list = TEMPLATE_LIST_INIT;

    if (call->operands->len > 0 || !catalog_args_open(&catalog, args, &link, true, NULL) ||
        !catalog_list(&catalog, &list, NULL))
        return;
    for (size_t i = 0; i < list.len; i++)
        completion_add(call->out, view_of(list.items[i].name), view_of(list.items[i].description));
}
