/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/through_json.h - a tree as it is after Go has made JSON of it and read that again
 *
 * Kustomize does so for a JSON patch and for hashing, and otherwise for the elements of a List.
 * Source: kyaml's RNode.UnmarshalJSON, which goes through map[string]interface{} and go-yaml v3;
 * convertObjectSliceToNodeSlice in api/resource/factory.go, which has the JSON text read as YAML.
 */
#ifndef YAML_THROUGH_JSON_H
#define YAML_THROUGH_JSON_H

#include "yaml/ydoc.h"
#include "yaml/ynode.h"

enum json_way {
    JSON_WAY_MAPS, /* through Go's maps again */
    JSON_WAY_TEXT, /* the text is read as YAML */
};

/*
 * Change NODE, of DOC and free of aliases and merge keys, in place:
 * - `True`, `~` and the like are written `true` and `null`, timestamps are RFC 3339 strings;
 * - JSON_WAY_MAPS: every number is a double: integers beyond 2^53 lose digits, 1000000 is written
 *   1e+06; strings stand in quotes where they must, and nowhere else;
 * - JSON_WAY_TEXT: numbers are as JSON writes them, and all strings stand in quotes;
 * - collections are in block style after JSON_WAY_MAPS, unless they are empty, and in flow style
 *   after JSON_WAY_TEXT.
 * Order, positions and `source` stay. .inf and .nan, for which there is no JSON, are left.
 */
void ynode_through_json(struct ydoc *doc, struct ynode *node, enum json_way way);

#endif
