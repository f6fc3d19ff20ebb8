/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/merge_patch.h - JSON merge patches (RFC 7396)
 */
#ifndef PATCH_MERGE_PATCH_H
#define PATCH_MERGE_PATCH_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Change BASE with PATCH: mappings are merged, null removes, all else replaces (the root too). BASE
 * is owned by DOC, changed in place and free of aliases and merge keys; PATCH is borrowed, its
 * aliases are expanded. ERROR_LIMIT beyond PATCH_NODES_MAX nodes made or YAML_DEPTH_MAX levels;
 * BASE may then be half changed.
 */
bool merge_patch_apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                       struct error *err) MUST_CHECK;

#endif
