/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/through_json.h - a tree as it is after Go has made JSON of it and read that again
 *
 * Kustomize does so for a JSON patch and for hashing. Source: kyaml's RNode.UnmarshalJSON, which
 * goes through map[string]interface{} and go-yaml v3.
 */
#ifndef YAML_THROUGH_JSON_H
#define YAML_THROUGH_JSON_H

#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/*
 * Change NODE, of DOC and free of aliases and merge keys, in place:
 * - every number is a double: integers beyond 2^53 lose digits, 1000000 is written 1e+06;
 * - `True`, `~` and the like are written `true` and `null`, timestamps are RFC 3339 strings;
 * - strings stand in quotes where they must, and nowhere else.
 * Order, positions and `source` stay. .inf and .nan, for which there is no JSON, are left.
 */
void ynode_through_json(struct ydoc *doc, struct ynode *node);

#endif
