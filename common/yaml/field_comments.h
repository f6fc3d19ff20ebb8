/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/field_comments.h - the one comment of each key and value that kyaml looks for a schema in
 *
 * That is the comment behind it, else the first line of those above it. Behind a value: a scalar, a
 * collection in flow style, with or without a comma. Behind a key: when the value begins below it
 * or is empty. Above: the lines before an entry of a mapping belong to its key, those before an
 * element to the element, and those behind a lone '-' to what follows. An alias has what its anchor
 * has. Unlike comments.h this reads any layout, and where lines above an entry go astray follows
 * go-yaml v3 as measured (scannerc.go: yaml_parser_scan_comments).
 */
#ifndef YAML_FIELD_COMMENTS_H
#define YAML_FIELD_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/map.h"
#include "base/view.h"
#include "yaml/ydoc.h"

struct field_comments {
    struct map texts;   /* place -> struct view */
    struct arena views; /* what the map holds */
};

#define FIELD_COMMENTS_INIT                                                                        \
    {                                                                                              \
        .texts = MAP_INIT, .views = ARENA_INIT                                                     \
    }

void field_comments_release(struct field_comments *comments);
/*
 * Note the comments of DOC, which is as it was parsed, and starts at OFFSET of the text that places
 * are given in. The texts are borrowed from DOC's text.
 */
void field_comments_read(struct field_comments *comments, const struct ydoc *doc, size_t offset);
/* "# text" of the key or the value that starts at START; empty when there is none. */
struct view field_comments_of(const struct field_comments *comments, size_t start, bool is_key);

#endif
