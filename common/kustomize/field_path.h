/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/field_path.h - "spec.ports[0].port": one value of an object, by its path
 *
 * Steps are separated by '.', which is written `\.` within a step or stands in brackets:
 * `metadata.annotations.[example.org/a]`. A whole number is the index of an element, written as a
 * step or as `ports[0]`; `-` is the last element; `[name=web]` the first one whose field `name` is
 * `web`, `[=web]` the first one that is `web` itself. Empty steps do not count. Source: kyaml
 * yaml/rnode.go (GetFieldValue), yaml/fns.go (PathGetter), utils/pathsplitter.go.
 */
#ifndef KUSTOMIZE_FIELD_PATH_H
#define KUSTOMIZE_FIELD_PATH_H

#include "base/view.h"
#include "yaml/ynode.h"

/* NULL when ROOT has nothing there, or PATH makes no sense. The empty path is ROOT itself. */
const struct ynode *field_path_find(const struct ynode *root, struct view path);

#endif
