/* SPDX-License-Identifier: Apache-2.0 */
/* One workload of the cluster, read: what every command on a running workload begins with */
#ifndef KUBECTL_JUNO_WORKLOAD_LINK_H
#define KUBECTL_JUNO_WORKLOAD_LINK_H

#include "base/error.h"
#include "kube/discovery.h"
#include "kube_args.h"
#include "workload/gather.h"

struct workload_link {
    struct kube_link kube;
    struct kube_discovery *discovery;
    struct gather gather;
    const char *name; /* borrowed from the command line, without "workload/" */
};

#define WORKLOAD_LINK_INIT(args_, console_)                                                        \
    {                                                                                              \
        .kube = KUBE_LINK_INIT(args_, console_), .discovery = NULL, .gather = GATHER_INIT,         \
        .name = NULL                                                                               \
    }

void workload_link_release(struct workload_link *link);
/* Connect for the workload OPERAND; nothing is asked yet. */
bool workload_link_open(struct workload_link *link, const char *operand,
                        struct error *err) MUST_CHECK;
/* Read it, again if it was; what could not be read is told as a warning. */
bool workload_link_gather(struct workload_link *link, struct error *err) MUST_CHECK;
/* Both. */
bool workload_link_read(struct workload_link *link, const char *operand,
                        struct error *err) MUST_CHECK;

#endif
