/* SPDX-License-Identifier: Apache-2.0 */
/*
 * patch/comment_schema.h - schemas of single fields, in comments of the object and of the patch
 *
 *     items: # {"type": "array", "x-kubernetes-patch-strategy": "merge"}
 *
 * kyaml takes such a comment in the place of what it knows of the field and all below it. It is
 * JSON; what follows the JSON is not looked at, and a comment that is no JSON, no OpenAPI schema or
 * an empty one says nothing. `{"$openapi": "NAME"}` is short for a definition of setters, which
 * nobody has: as a schema that knows nothing it still hides the built-in one. Source: kyaml 0.21
 * fieldmeta/fieldmeta.go, yaml/walk/walk.go, yaml/walk/map.go.
 *
 * Only objects with a '#' before a '{' pay for it: they are parsed once more. Not known are
 * comments of what a parser did not make of the text: of fields that an earlier patch brought, and
 * of elements of a List in a file. Of an alias in an element of a List to an anchor outside none
 * are read.
 */
#ifndef PATCH_COMMENT_SCHEMA_H
#define PATCH_COMMENT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "base/map.h"
#include "base/view.h"
#include "patch/user_schema.h"
#include "yaml/field_comments.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

/* A longer comment is none of ours. */
#define COMMENT_SCHEMA_BYTES_MAX ((size_t)64 << 10)

struct comment_schemas {
    struct user_schemas *outer;  /* where references lead; NULL: the built-in definitions */
    struct field_comments base;  /* of the object, by place */
    struct field_comments patch; /* of the patch, by place */
    struct ydoc *base_doc;       /* what they are views of; owned; NULL: there are none */
    struct ydoc *patch_doc;
    struct map copies; /* of the patch's nodes, by address -> const struct ynode: original */
    struct user_schemas **made; /* owned */
    size_t made_len;
    size_t made_cap;
};

#define COMMENT_SCHEMAS_INIT                                                                       \
    {                                                                                              \
        .outer = NULL, .base = FIELD_COMMENTS_INIT, .patch = FIELD_COMMENTS_INIT,                  \
        .base_doc = NULL, .patch_doc = NULL, .copies = MAP_INIT, .made = NULL, .made_len = 0,      \
        .made_cap = 0                                                                              \
    }

void comment_schemas_release(struct comment_schemas *schemas);
/* Note the comments of BASE, which was parsed from somewhere in TEXT. */
void comment_schemas_read_base(struct comment_schemas *schemas, struct view text,
                               const struct ynode *base);
/* The same of a patch; COPY is what was made of it, merge keys expanded. */
void comment_schemas_read_patch(struct comment_schemas *schemas, struct view text,
                                const struct ynode *patch, const struct ynode *copy);
/* What the comment of NODE, a key or a value of the object or of the patch's copy, says; NULL when
 * it says nothing. Lives as long as SCHEMAS. */
const struct merge_schema *comment_schemas_of(struct comment_schemas *schemas,
                                              const struct ynode *node, bool is_key);

#endif
