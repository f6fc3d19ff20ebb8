/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/hash.h - the suffix that ties a name to its content
 *
 * ConfigMaps and Secrets that were generated get `-` and ten letters behind their name: of the
 * SHA-256 of a JSON text that Go's encoder makes of kind, type and data. Source: kustomize
 * api/hasher, HashTransformer.
 */
#ifndef KUSTOMIZE_HASH_H
#define KUSTOMIZE_HASH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "kustomize/resource.h"
#include "yaml/ynode.h"

/* Append the ten letters for OBJECT. ERROR_UNSUPPORTED for another kind than the two. */
bool hash_add(struct buf *out, const struct ynode *object, struct error *err) MUST_CHECK;

/* Rename every object of LIST that wants the suffix; its earlier name is remembered. */
bool hash_names(struct resource_list *list, struct error *err) MUST_CHECK;

#endif
