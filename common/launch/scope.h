/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/scope.h - which kinds live in a namespace, as far as that can be known without a cluster
 *
 * The kinds of Kubernetes itself are known; what a custom resource is only a cluster can tell.
 */
#ifndef LAUNCH_SCOPE_H
#define LAUNCH_SCOPE_H

#include "manifest/object.h"

enum scope { SCOPE_UNKNOWN, SCOPE_NAMESPACED, SCOPE_CLUSTER };

enum scope scope_of(const struct object_ref *ref);

#endif
