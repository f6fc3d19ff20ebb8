/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/schema_check.h - whether JSON is an OpenAPI schema
 *
 * As Go reads one into its struct: known keywords have values of their kind, all else is let
 * through. Source: k8s.io/kube-openapi pkg/validation/spec/schema.go, measured.
 */
#ifndef PATCH_SCHEMA_CHECK_H
#define PATCH_SCHEMA_CHECK_H

#include <stdbool.h>

#include "yaml/ynode.h"

/* ROOT was parsed from JSON. */
bool schema_is_valid(const struct ynode *root);
/* A valid one that says no more than the absence of a schema: nulls, empty texts, false. */
bool schema_is_empty(const struct ynode *root);

#endif
