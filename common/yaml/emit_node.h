/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/emit_node.h - a tree as go-yaml v3 writes a Node
 *
 * What kyaml's RNode.String() gives: keys in their order, each scalar in the style it was written
 * in as far as it fits, tags, anchors and aliases as they are, two columns a level, sequences not
 * indented under their keys, lines of any length. Comments and blank lines are not kept. Source:
 * go.yaml.in/yaml/v3 encode.go, emitterc.go.
 */
#ifndef YAML_EMIT_NODE_H
#define YAML_EMIT_NODE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

/* Append NODE, ending in a newline. ERROR_LIMIT beyond YAML_DEPTH_MAX levels. */
bool emit_node(struct buf *out, const struct ynode *node, struct error *err) MUST_CHECK;

#endif
