/* SPDX-License-Identifier: Apache-2.0 */
/* workload/endpoint.h - where a workload answers: the addresses of its Ingresses. Source: ocdp.md 8
 */
#ifndef WORKLOAD_ENDPOINT_H
#define WORKLOAD_ENDPOINT_H

#include "base/strv.h"
#include "yaml/ynode.h"

#define ENDPOINT_HIDE "kuiper.juno-innovations.com/ingress-hide"

/*
 * Add the URL of each rule and path of INGRESS that is not hidden: https where TLS is set up for
 * the host, or where Hubble's log-in stands before it; an empty host is the observed address. A
 * path without any host is left out.
 */
void endpoint_add_ingress(struct strv *urls, const struct ynode *ingress);

#endif
