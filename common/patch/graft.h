/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/graft.h - copying parts of one tree into another, counted
 *
 * What a patch adds is copied into the object's document. A hostile patch (an alias bomb, an
 * element copied into itself again and again) is stopped by what one patch may make in one object
 * and by the depth of the result, before the memory is spent.
 */
#ifndef PATCH_GRAFT_H
#define PATCH_GRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* What one patch may make in one object. */
#define PATCH_NODES_MAX ((size_t)1000000)
#define PATCH_BYTES_MAX ((size_t)64 << 20)

/* Where a copied node stands in the patch's text. */
struct graft_mark {
    const struct ynode *copy;
    uint32_t line;
    uint32_t column;
};

struct graft {
    struct ydoc *doc;         /* owns the copies */
    size_t nodes_made;        /* so far, mapping keys included */
    size_t bytes_made;        /* of text */
    struct graft_mark *marks; /* in order of copying */
    size_t mark_count;
    size_t mark_cap;
};

#define GRAFT_INIT(document)                                                                       \
    {                                                                                              \
        .doc = (document), .nodes_made = 0, .bytes_made = 0, .marks = NULL, .mark_count = 0,       \
        .mark_cap = 0                                                                              \
    }

/* Frees the marks; the copies belong to the document. */
void graft_release(struct graft *graft);

/*
 * A deep copy of NODE in the graft's document, aliases and merge keys expanded, to stand below
 * DEPTH collections. NULL and ERROR_LIMIT when it would exceed PATCH_NODES_MAX, PATCH_BYTES_MAX or
 * YAML_DEPTH_MAX.
 */
struct ynode *graft_copy(struct graft *graft, const struct ynode *node, size_t depth,
                         struct error *err) MUST_CHECK;
/* As graft_copy(), remembering where each copied node was written. */
struct ynode *graft_copy_marked(struct graft *graft, const struct ynode *node, size_t depth,
                                struct error *err) MUST_CHECK;
/* Where COPY was written; NULL when it was not copied with marks. */
const struct graft_mark *graft_mark_of(const struct graft *graft, const struct ynode *copy);

/* ROOT is at most YAML_DEPTH_MAX collections deep; else ERROR_LIMIT. */
bool graft_check_depth(const struct ynode *root, struct error *err) MUST_CHECK;

#endif
