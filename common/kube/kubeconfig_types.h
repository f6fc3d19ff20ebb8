/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kube/kubeconfig_types.h - does every known field of a kubeconfig have its type?
 *
 * As with kubectl, a wrong type anywhere spoils the file, in an entry that is not used as well.
 * Unknown fields are passed over; null is an absent field. Source: client-go
 * tools/clientcmd/api/v1/types.go.
 */
#ifndef KUBE_KUBECONFIG_TYPES_H
#define KUBE_KUBECONFIG_TYPES_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

/* ROOT may be NULL. ERROR_INVALID with PATH:LINE:COLUMN and the field; values are not shown. */
bool kubeconfig_types_check(const struct ynode *root, const char *path,
                            struct error *err) MUST_CHECK;

#endif
