/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch/definitions.h - kinds that the manifests bring with them
 *
 * A chart may hold a CustomResourceDefinition, as a hook for crd-install or not, and objects of its
 * kind: at the first launch the cluster does not have it yet. Such objects are there to nobody,
 * cannot be tried, and wait until the server knows the kind. Source: catalog.md 5.5.5.
 */
#ifndef LAUNCH_DEFINITIONS_H
#define LAUNCH_DEFINITIONS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kube/discovery.h"
#include "launch/apply.h"

/* The server is given so long to serve a kind after its definition was taken. */
#define DEFINITIONS_SECONDS 30.0

/* kube_discovery_find(), or what the manifests define; that is APPLY's. */
bool definitions_find(struct apply *apply, const struct apply_request *request,
                      const struct object_ref *ref, const struct kube_resource **resource,
                      struct error *err) MUST_CHECK;
/* The cluster did not have RESOURCE when it was looked for. */
bool definitions_has(const struct apply *apply, const struct kube_resource *resource);
/* Until the server serves OBJECT's kind; ERROR_NOT_FOUND when it does not in time. */
bool definitions_wait(const struct apply_object *object, const struct apply_request *request,
                      struct error *err) MUST_CHECK;
/* Frees APPLY's. */
void definitions_release(struct apply *apply);

#endif
