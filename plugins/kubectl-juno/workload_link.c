/* SPDX-License-Identifier: Apache-2.0 */
#include "workload_link.h"

#include "launch/name.h"

void workload_link_release(struct workload_link *link)
{
    gather_release(&link->gather);
    kube_discovery_free(link->discovery);
    link->discovery = NULL;
    kube_link_release(&link->kube);
}

bool workload_link_open(struct workload_link *link, const char *operand, struct error *err)
{
    link->name = operand_name(operand, WORKLOAD_PREFIX);
    if (!name_check_workload(link->name, err) || !kube_link_client(&link->kube, err))
        return false;
    link->discovery = kube_discovery_new(link->kube.client);
    return true;
}

bool workload_link_gather(struct workload_link *link, struct error *err)
{
    const struct gather_request request = {
        .client = link->kube.client,
        .discovery = link->discovery,
        .namespace = kube_link_namespace(&link->kube),
        .name = link->name,
        .flags = kube_link_flags(&link->kube),
    };
    bool done;

    gather_release(&link->gather);
    done = gather_workload(&link->gather, &request, err);
    console_waited(link->kube.console);
    for (size_t i = 0; done && i < link->gather.notes.len; i++)
        console_warn(link->kube.console, "%s", link->gather.notes.items[i]);
    return done;
}

bool workload_link_read(struct workload_link *link, const char *operand, struct error *err)
{
    return workload_link_open(link, operand, err) && workload_link_gather(link, err);
}
