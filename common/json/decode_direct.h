/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json/decode_direct.h - the JSON that servers nearly always send, as a tree in one pass
 *
 * jansson builds a tree of its own first, which costs four times what this does. What is not plain
 * to see as right is left to it: it alone refuses, and says why. Left are: syntax errors, duplicate
 * keys, nesting beyond the limit, bytes that are no UTF-8, NUL and surrogates as escapes, and
 * numbers that are no integer of 15 digits.
 */
#ifndef JSON_DECODE_DIRECT_H
#define JSON_DECODE_DIRECT_H

#include "base/compiler.h"
#include "base/view.h"
#include "yaml/ydoc.h"

/* As ydoc_from_json_without(); NULL: jansson has to say. */
struct ydoc *decode_direct(struct view body, const char *dropped) MUST_CHECK;

/* In {"metadata": {"managedFields": ...}} the mapping that an entry is dropped from. */
#define DECODE_DROPPED_DEPTH 2

#endif
