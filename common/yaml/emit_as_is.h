/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/emit_as_is.h - emit_yaml() for EMIT_AS_IS */
#ifndef YAML_EMIT_AS_IS_H
#define YAML_EMIT_AS_IS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

/* Append NODE; on failure OUT may hold a part of it. */
bool emit_as_is(struct buf *out, const struct ynode *node, enum yaml_profile profile,
                struct error *err) MUST_CHECK;

/* Where a scalar stands. */
enum scalar_place {
    SCALAR_BLOCK, /* a value in a block collection, or the root */
    SCALAR_FLOW,  /* a value in a flow collection */
    SCALAR_KEY,   /* the key of a block mapping */
    SCALAR_FLOW_KEY,
};

/*
 * Append one scalar without a break at its end; further lines of a block scalar are indented by
 * INDENT + 2. Nothing for an empty null in a block.
 */
void emit_scalar_as_is(struct buf *out, const struct ynode *node, enum scalar_place place,
                       size_t indent, enum yaml_profile profile);
/* Append TEXT in double quotes; bytes that are no UTF-8 become U+FFFD. */
void emit_double_quoted(struct buf *out, struct view text);
/* Append a resolved tag as it is written: "!!str", "!x", "!<x>". */
void emit_tag(struct buf *out, struct view tag);

#endif
