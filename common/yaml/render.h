/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml/render.h - values as they are written into the middle of an existing document
 *
 * For yaml/splice only. Nodes are written in their own order; scalars by emit_yaml's EMIT_AS_IS
 * rules. Lines end in LF; the splicer turns them into the document's line ending.
 */
#ifndef YAML_RENDER_H
#define YAML_RENDER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "yaml/ynode.h"

/* How the document around the place lays out its blocks. */
struct render_layout {
    size_t step;        /* columns a nested mapping is indented by */
    bool wide_sequence; /* sequences are indented under their key */
};

/*
 * What stands behind "key:" in a block mapping whose keys are at column INDENT (0-based): " 3",
 * " {}", or a line break and the lines of a collection. No line break at the end.
 */
bool render_map_value(struct buf *out, const struct ynode *value, size_t indent,
                      const struct render_layout *layout, struct error *err) MUST_CHECK;
/* One entry of a block mapping as whole lines from column INDENT on, without the last line break.
 */
bool render_entry(struct buf *out, struct view key, const struct ynode *value, size_t indent,
                  const struct render_layout *layout, struct error *err) MUST_CHECK;
/* One "- element" of a block sequence as whole lines, without the last line break. */
bool render_element(struct buf *out, const struct ynode *value, size_t indent,
                    const struct render_layout *layout, struct error *err) MUST_CHECK;
/* VALUE inside a flow collection, on one line. JSON: every string and key in double quotes. */
bool render_flow(struct buf *out, const struct ynode *value, bool json,
                 struct error *err) MUST_CHECK;
void render_flow_key(struct buf *out, struct view key, bool json);
/*
 * A scalar that replaces OLD on its own line or lines; quotes like OLD's are kept where they fit.
 * The first line starts at once, further lines (a block scalar) are indented by INDENT + 2.
 */
bool render_scalar(struct buf *out, const struct ynode *value, const struct ynode *old,
                   size_t indent, struct error *err) MUST_CHECK;

#endif
