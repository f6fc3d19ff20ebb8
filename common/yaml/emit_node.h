/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/emit_node.h - a tree as go-yaml v3 writes a Node
 *
 * What kyaml's RNode.String() gives: keys in their order, each scalar in the style it was written
 * in as far as it fits, tags, anchors and aliases as they are, two columns a level, sequences not
 * indented under their keys, lines of any length, no blank lines. Source: go.yaml.in/yaml/v3
 * encode.go, emitterc.go.
 */
#ifndef YAML_EMIT_NODE_H
#define YAML_EMIT_NODE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/comments.h"
#include "yaml/ynode.h"

/*
 * Append NODE, ending in a newline. COMMENTS (may be NULL) are those of the document that NODE is
 * the root of; they stay with nodes that were changed in place. ERROR_LIMIT beyond YAML_DEPTH_MAX
 * levels.
 */
bool emit_node(struct buf *out, const struct ynode *node, const struct comments *comments,
               struct error *err) MUST_CHECK;

#endif
