/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/lengths.h - names and labels that a preset made too long for any cluster */
#ifndef KUSTOMIZE_LENGTHS_H
#define KUSTOMIZE_LENGTHS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/resource.h"

/*
 * ERROR_INVALID for the first object of LIST whose name is over its limit or that has a label value
 * of over OBJECT_LABEL_BYTES_MAX bytes, in its metadata or its pod template's. What stood so in the
 * stream already is its chart's affair. Source: robustness.md R-043; `kustomize build` lets it
 * pass.
 */
bool lengths_check(const struct resource_list *list, struct error *err) MUST_CHECK;

#endif
