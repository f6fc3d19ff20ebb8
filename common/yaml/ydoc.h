/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/ydoc.h - one YAML document: its text, its tree, and the arena both live in
 *
 * JSON is read by the same parser. Limits (ynode.h) are checked on libyaml's events, before memory
 * is spent; beyond one is ERROR_LIMIT with the number. Syntax errors read
 * `ORIGIN:LINE:COL: problem` and carry a hint for the usual mistakes (yaml.md 2.5).
 */
#ifndef YAML_YDOC_H
#define YAML_YDOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "base/view.h"
#include "yaml/ynode.h"

struct ydoc;

struct ydoc_options {
    const char *origin;  /* what messages call the text: a path or "<stdin>"; copied */
    uint32_t first_line; /* the line in ORIGIN of the text's first line, 1-based; 0 means 1 */
    uint32_t number;     /* the document's number in its stream for messages; 0: none */
    bool unique_keys;    /* a duplicate key is an error naming both lines; else the last wins */
    bool as_go_yaml;     /* as go-yaml v2 has it, the first document is all that is read, and JSON's
                            escapes `\/` and `\ud83d\ude00` are errors */
    bool own_text;       /* copy TEXT into the document; else TEXT must outlive it */
    struct buf *take;    /* ydoc_parse_all with OWN_TEXT: holds TEXT, and is taken for the copy */
};

/*
 * Parse the one document in TEXT (more than one is an error; none, or only comments, gives a
 * document whose root is NULL). The caller frees it and with it every node. TEXT is copied.
 */
struct ydoc *ydoc_parse(struct view text, const char *origin, struct error *err) MUST_CHECK;
struct ydoc *ydoc_parse_with(struct view text, const struct ydoc_options *options,
                             struct error *err) MUST_CHECK;

struct ydoc_list {
    struct ydoc **docs; /* owned */
    size_t len;
    size_t cap;
};

#define YDOC_LIST_INIT                                                                             \
    {                                                                                              \
        .docs = NULL, .len = 0, .cap = 0                                                           \
    }

void ydoc_list_release(struct ydoc_list *list);
/* Append every document of TEXT (YAML's own separators). OPTIONS.number counts up from its value.
 */
bool ydoc_parse_all(struct ydoc_list *list, struct view text, const struct ydoc_options *options,
                    struct error *err) MUST_CHECK;

/* An empty document to build in; the root is NULL until set. */
struct ydoc *ydoc_new(void) MUST_CHECK;
void ydoc_free(struct ydoc *doc);
DEFINE_AUTO_FREE(ydoc)

/* Borrowed: valid until DOC is freed. NULL when the text held nothing. */
struct ynode *ydoc_root(const struct ydoc *doc);
/* ROOT must be a node of DOC. */
void ydoc_set_root(struct ydoc *doc, struct ynode *root);
/* The text as parsed (UTF-8; a UTF-16 input was converted): offsets in the nodes count in it. */
struct view ydoc_text(const struct ydoc *doc);
/* The text is the caller's as it was given, and outlives DOC. */
bool ydoc_text_is_borrowed(const struct ydoc *doc);
const char *ydoc_origin(const struct ydoc *doc);
struct arena *ydoc_arena(struct ydoc *doc);
/* The text holds an anchor, alias or merge key / a tag / an explicit key: a splice there is checked
 * by parsing again. */
bool ydoc_has_anchors(const struct ydoc *doc);
bool ydoc_has_odd_syntax(const struct ydoc *doc);

/*
 * A deep copy to change: aliases and merge keys expanded (ERROR_LIMIT beyond the expansion limit).
 * DOC must outlive the copy, which shares its texts, and the collections that nobody looks into;
 * DOC itself never changes by it. Positions and offsets are those in DOC, and so tell which node a
 * copy is of. What an alias stood for is copied from the anchored node, its topmost node with the
 * place of the alias. Entries that were merged in stand at the place of the `<<`. Duplicate keys
 * stay, but not in a mapping with a `<<`.
 */
struct ydoc *ydoc_copy(const struct ydoc *doc, struct error *err) MUST_CHECK;

#endif
