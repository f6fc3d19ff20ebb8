/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kustomize/replacement_text.h - YAML or JSON that stands in a scalar, with fields of its own
 *
 * A replacement may reach into the text of a scalar: "data.config\.json.db.host". The text is
 * written anew: JSON with sorted keys, indented or not as it was; YAML as go-yaml lays it out, with
 * its comments. Where one of these stands in an unusual place (see yaml/comments.h), only what
 * changes is written anew: no comment is lost, but the layout stays, which Kustomize's does not.
 * Source: setValueInStructuredData, serializeStructuredData in kustomize
 * api/filters/replacement/replacement.go.
 */
#ifndef KUSTOMIZE_REPLACEMENT_TEXT_H
#define KUSTOMIZE_REPLACEMENT_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/comments.h"
#include "yaml/ydoc.h"

/*
 * The first document of TEXT, added to LIST, which owns it; its root is NULL when TEXT holds
 * nothing. NULL and *err when it is no YAML.
 */
struct ydoc *replacement_text_read(struct ydoc_list *list, struct view text,
                                   struct error *err) MUST_CHECK;
/* A document that is changed, to be written. */
struct replacement_text {
    const struct ydoc *doc; /* as it was read */
    struct ydoc *edited;    /* what is to be changed: DOC itself, or COPY */
    struct ydoc *copy;      /* owned; NULL: none is needed */
    struct comments comments;
};

#define REPLACEMENT_TEXT_INIT                                                                      \
    {                                                                                              \
        .doc = NULL, .edited = NULL, .copy = NULL, .comments = COMMENTS_INIT                       \
    }

void replacement_text_release(struct replacement_text *text);
/* DOC, which must outlive TEXT, is going to be changed. */
bool replacement_text_edit(struct replacement_text *text, struct ydoc *doc,
                           struct error *err) MUST_CHECK;
/*
 * Append the text. ERROR_INVALID for what JSON cannot hold, ERROR_UNSUPPORTED for comments that
 * would be lost.
 */
bool replacement_text_write(struct buf *out, const struct replacement_text *text,
                            struct error *err) MUST_CHECK;

#endif
