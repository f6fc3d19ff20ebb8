/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/order.h - the order in which `kustomize build` prints: `sortOptions`, legacy by default
 *
 * Source: kustomize api/internal/builtins/SortOrderTransformer.go.
 */
#ifndef KUSTOMIZE_ORDER_H
#define KUSTOMIZE_ORDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/kustomization.h"
#include "kustomize/resource.h"

/* `fifo` leaves LIST as it is; an unknown order is ERROR_INVALID. */
bool order_apply(struct resource_list *list, const struct kustomization *kust,
                 struct error *err) MUST_CHECK;

/* The rank of KIND in the legacy order: negative comes first, positive last, 0 between. */
long order_rank(struct view kind);
/* "group_version_kind", as Kustomize compares kinds of one rank. */
void order_add_gvk(struct buf *out, const struct object_ref *ref);

#endif
