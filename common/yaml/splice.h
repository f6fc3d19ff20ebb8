/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/splice.h - write a changed tree as its source text with only the changed parts replaced
 *
 * BEFORE is a document as parsed, AFTER a ydoc_copy() of it that was changed. What is equal keeps
 * its bytes: comments, quotes, order, anchors, line ends. A changed value or entry is written in
 * the style around it (block at its indent, flow inside flow), in the document's line ending; a
 * removed entry takes its line comment and the head comment directly above with it. Under an alias
 * or merge key, that one node is materialised. Where the source has anchors, tags, flow collections
 * or explicit keys at the place of change the result is parsed again and must equal AFTER; what
 * cannot be spliced is emitted anew without comments, and *whole says so. Source: yaml.md 8.
 */
#ifndef YAML_SPLICE_H
#define YAML_SPLICE_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/error.h"
#include "base/parts.h"
#include "yaml/ydoc.h"

struct splice_options {
    bool verify; /* parse every result again and compare (tests, fuzzing) */
};

/*
 * Append the text of AFTER to OUT. What is kept of a text that BEFORE borrows is borrowed by OUT
 * too, all else is copied. *whole (may be NULL) is true when the document had to be written anew.
 * Nothing is appended on failure.
 */
bool splice_add(struct parts *out, const struct ydoc *before, const struct ydoc *after,
                const struct splice_options *options, bool *whole, struct error *err) MUST_CHECK;

#endif
