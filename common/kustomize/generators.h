/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/generators.h - everything that one kustomization generates
 *
 * `configMapGenerator`, `secretGenerator`, `helmCharts`, then the documents of `generators`, each
 * absorbed before the next runs. Source: runGenerators in kusttarget.go.
 */
#ifndef KUSTOMIZE_GENERATORS_H
#define KUSTOMIZE_GENERATORS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"

/*
 * Add what KUST generates to LIST, what it gathered so far. DOCUMENTS are those that `generators`
 * names; ARENA lives as long as the objects. What is no builtin generator is ERROR_UNSUPPORTED: it
 * is never run.
 */
bool generators_run(const struct kustomization *kust, const struct resource_list *documents,
                    struct resource_list *list, struct arena *arena, struct error *err) MUST_CHECK;

#endif
