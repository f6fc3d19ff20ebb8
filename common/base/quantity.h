/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/quantity.h - Kubernetes resource quantities: "500m", "1.5Gi", "2e3"
 *
 * Source: the grammar in k8s.io/apimachinery/pkg/api/resource. Its parser also takes texts without
 * a digit ("Ki", "+", "." read as 0); the grammar and we do not.
 */
#ifndef BASE_QUANTITY_H
#define BASE_QUANTITY_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/view.h"

/* [+-]? digits with an optional point, then nothing, n u m k M G T P E, Ki Mi Gi Ti Pi Ei or
 * [eE][+-]?[0-9]+. */
bool quantity_is_valid(struct view v);
/*
 * Its value as a double, exact enough to compare sizes; at most 2^63 with a binary suffix, as in
 * Kubernetes, else DBL_MAX. False when not valid.
 */
bool quantity_value(struct view v, double *out) MUST_CHECK;

#endif
