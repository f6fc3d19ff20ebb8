/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest/selector.h - label selectors: "app=web,tier in (a, b),!legacy"
 *
 * The grammar of `kubectl -l`, used for labels and annotations alike. Source: kyaml
 * yaml/internal/k8sgen/pkg/labels/selector.go.
 */
#ifndef MANIFEST_SELECTOR_H
#define MANIFEST_SELECTOR_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

#define SELECTOR_BYTES_MAX 65536

struct selector;

/* The caller frees it; TEXT is copied. NULL and ERROR_SYNTAX with the offset, ERROR_LIMIT when too
 * long. */
struct selector *selector_new(struct view text, struct error *err) MUST_CHECK;
void selector_free(struct selector *selector);
DEFINE_AUTO_FREE(selector)
/* LABELS is a mapping, or absent: then it has no label. */
bool selector_matches(const struct selector *selector, const struct ynode *labels);

#endif
