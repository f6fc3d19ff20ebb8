/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/transformers.h - all that one kustomization does to what it gathered
 *
 * First its own fields, in Kustomize's order, then the documents of `transformers`, each as if it
 * were a kustomization with one field and field specs of its own. Source: kustomize
 * kusttarget_configplugin.go, api/internal/builtins.
 */
#ifndef KUSTOMIZE_TRANSFORMERS_H
#define KUSTOMIZE_TRANSFORMERS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/resource.h"
#include "kustomize/transform.h"

/* Objects that a step deleted are moved to REMOVED after it. */
bool transformers_run_fields(struct transform *t, struct resource_list *removed,
                             struct error *err) MUST_CHECK;
/* What is no builtin transformer is ERROR_UNSUPPORTED: it is never run. */
bool transformers_run_documents(struct transform *t, const struct resource_list *documents,
                                struct resource_list *removed, struct error *err) MUST_CHECK;

/*
 * Run the documents of `validators`. One that changes an object, beyond adding the label
 * `validated-by`, is ERROR_INVALID. Source: runValidators in kusttarget.go.
 */
bool transformers_validate(struct transform *t, const struct resource_list *documents,
                           struct error *err) MUST_CHECK;

#endif
