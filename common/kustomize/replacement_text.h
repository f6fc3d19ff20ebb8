/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_text.h - YAML or JSON that stands in a scalar, with fields of its own
 *
 * A replacement may reach into the text of a scalar: "data.config\.json.db.host". The text is
 * written anew: JSON with sorted keys, indented or not as it was; YAML as go-yaml lays it out.
 * Where a YAML text has comments, only what changes is written anew and its layout stays: there
 * Kustomize keeps the comments too, but lays the text out. Source: setValueInStructuredData,
 * serializeStructuredData in kustomize api/filters/replacement/replacement.go.
 */
#ifndef KUSTOMIZE_REPLACEMENT_TEXT_H
#define KUSTOMIZE_REPLACEMENT_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ydoc.h"

/*
 * The first document of TEXT, added to LIST, which owns it; its root is NULL when TEXT holds
 * nothing. NULL and *err when it is no YAML.
 */
struct ydoc *replacement_text_read(struct ydoc_list *list, struct view text,
                                   struct error *err) MUST_CHECK;
/*
 * The document to change for DOC, which stays as it is: DOC itself, or, when its comments are to be
 * kept, a copy, which LIST owns.
 */
struct ydoc *replacement_text_edit(struct ydoc_list *list, struct ydoc *doc,
                                   struct error *err) MUST_CHECK;
/*
 * Append the text of EDITED, which replacement_text_edit() gave for DOC. ERROR_INVALID for what
 * JSON cannot hold.
 */
bool replacement_text_write(struct buf *out, const struct ydoc *doc, const struct ydoc *edited,
                            struct error *err) MUST_CHECK;

#endif
