/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manifest/stream.h - a sequence of YAML documents as bytes and as trees
 *
 * Split by Helm's rule: a separator is `---` at the start of a line and the blanks after it,
 * whatever follows on that line, so that `---apiVersion: v1` starts a document. The pieces, put
 * together, are the input byte for byte. Empty and comment-only pieces are manifests without an
 * object. Source: yaml.md 3, plugins.md 2.
 */
#ifndef MANIFEST_STREAM_H
#define MANIFEST_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/parts.h"
#include "base/view.h"
#include "yaml/ydoc.h"

#define STREAM_DOCUMENTS_MAX ((size_t)4000000)

struct manifest {
    struct view
        text; /* the whole piece, its separator included: borrowed; empty for an added one */
    struct view body; /* its end: the YAML behind the separator and the comment lines at the head */
    uint32_t line;    /* line of BODY's first byte in the stream, 1-based */
    uint32_t number;  /* 1-based among the pieces that hold more than blanks; 0 for an added one */
    struct view source; /* FILE of its `# Source: FILE` comment; empty when there is none */
    struct ydoc *doc; /* as parsed, never changed; NULL for an empty, comment-only or added piece */
    struct ydoc
        *edited; /* a ydoc_copy() of DOC that holds the changes, or an added document; else NULL */
    char *own_source; /* the memory of SOURCE in an added manifest */
    bool removed;     /* the whole manifest is left out of the output */
};

struct stream {
    struct view text; /* borrowed: the caller keeps it until stream_release() */
    struct manifest *manifests;
    size_t len;
    size_t cap;
};

struct stream_options {
    const char *origin; /* "<stdin>" or a path */
    bool unique_keys;   /* --strict: a duplicate key is an error; else the last wins */
};

#define STREAM_INIT                                                                                \
    {                                                                                              \
        .text = { NULL, 0 }, .manifests = NULL, .len = 0, .cap = 0                                 \
    }

void stream_release(struct stream *stream);
/*
 * Split TEXT and parse every piece. An error names origin:line:column, the document's number and,
 * where it can be seen, kind/name. A root that is neither mapping nor null is ERROR_INVALID.
 */
bool stream_parse(struct stream *stream, struct view text, const struct stream_options *options,
                  struct error *err) MUST_CHECK;
/* Split only: `doc` of every manifest is NULL. */
bool stream_split(struct stream *stream, struct view text, struct error *err) MUST_CHECK;
/*
 * Add DOCS (taken: the list is empty afterwards) as new manifests that say `# Source: SOURCE`
 * (nothing when SOURCE is NULL), each behind the last one that Helm's install order does not put
 * after its kind. Pointers into `manifests` move.
 */
void stream_add(struct stream *stream, struct ydoc_list *docs, const char *source);
/* The tree to read: the edited one if there is one. NULL for a piece without an object. */
struct ynode *manifest_root(const struct manifest *manifest);
/* The tree to change: copies DOC at the first call. NULL and *err beyond the expansion limit. */
struct ynode *manifest_edit(struct manifest *manifest, struct error *err) MUST_CHECK;
/*
 * Append every manifest in order: an untouched one as its bytes, a changed one with its separator
 * and comments and the spliced document, a removed one not at all. What is kept of the stream's
 * text is borrowed. Each tree is freed once it is written: STREAM is empty afterwards.
 */
bool stream_add_to(struct parts *out, struct stream *stream, struct error *err) MUST_CHECK;
/* The same as one text. */
bool stream_write(struct buf *out, struct stream *stream, struct error *err) MUST_CHECK;

#endif
