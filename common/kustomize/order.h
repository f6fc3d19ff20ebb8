/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/order.h - the order in which `kustomize build` prints: `sortOptions`, legacy by default
 *
 * Source: kustomize api/internal/builtins/SortOrderTransformer.go.
 */
#ifndef KUSTOMIZE_ORDER_H
#define KUSTOMIZE_ORDER_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"

/* `fifo` leaves LIST as it is; an unknown order is ERROR_INVALID. */
bool order_apply(struct resource_list *list, const struct kustomization *kust,
                 struct error *err) MUST_CHECK;

#endif
