/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/chart_schema.h"

#include "base/buf.h"
#include "base/map.h"
#include "yaml/ydoc.h"
#include "yaml/ynode.h"

#define SCHEMA_FILE "values.schema.json"
#define REF_KEY     "$ref"

struct schema {
    const char *file;
    const struct ynode *root;
};

static bool refuse(const struct schema *schema, const struct ynode *node, struct view ref,
                   const char *what, struct error *err)
{
    return error_set(err, ERROR_INVALID, "%s:%u:%u: the $ref '" VIEW_FMT "' %s", schema->file,
                     ynode_line(node), ynode_column(node), VIEW_ARGS(view_sub(ref, 0, 200)), what);
}

/* "~1" is '/', "~0" is '~' (RFC 6901), and a URI fragment may hold %XX, which no schema of a chart
 * needs: those lead nowhere here. */
static void add_unescaped(struct buf *out, struct view part)
{
    for (size_t i = 0; i < part.len; i++) {
        bool escaped = part.data[i] == '~' && i + 1 < part.len &&
                       (part.data[i + 1] == '0' || part.data[i + 1] == '1');

        buf_add_byte(out, !escaped ? part.data[i] : part.data[++i] == '1' ? '/' : '~');
    }
}

static const struct ynode *follow(const struct schema *schema, struct view ref)
{
    const struct ynode *node = schema->root;
    struct view path = view_sub(ref, ref.len > 1 ? 2 : 1, ref.len), part;

    while (node && view_cut(&path, '/', &part)) {
        AUTO(buf) key = BUF_INIT(BUF_TEXT_BYTES_MAX);

        add_unescaped(&key, part);
        node = ynode_get_view(node, buf_view(&key));
    }
    return node;
}

/* A chain of references that comes back to where it was: nothing else is ever looked at. */
static bool check_chain(const struct schema *schema, const struct ynode *start, struct error *err)
{
    AUTO(map) seen = MAP_INIT;
    const struct ynode *ref = start;

    while (ynode_is_scalar(ref)) {
        struct view text = ynode_text(ref);

        if (map_has(&seen, text))
            return refuse(schema, start, ynode_text(start), "leads back to itself", err);
        map_set(&seen, text, &seen);
        if (!view_is(text, "#") && !view_starts(text, VIEW("#/")))
            return true; /* is refused where it stands */
        ref = ynode_get(follow(schema, text), REF_KEY);
    }
    return true;
}

static bool check_node(const struct schema *schema, const struct ynode *node, struct error *err)
{
    const struct ynode *ref = ynode_get(node, REF_KEY);
    struct view text = ynode_text(ref);

    if (ynode_is_scalar(ref) && !view_is(text, "#") && !view_starts(text, VIEW("#/")))
        return refuse(schema, ref, text, "leaves the document", err);
    if (ynode_is_scalar(ref) && !check_chain(schema, ref, err))
        return false;
    for (size_t i = 0; i < ynode_len(node); i++)
        if (!check_node(schema, ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i),
                        err))
            return false;
    return true;
}

bool chart_schema_check(const struct archive_tree *scripts, struct error *err)
{
    for (size_t i = 0; i < scripts->len; i++) {
        const struct archive_member *member = &scripts->members[i];
        AUTO_CHARS file = view_copy(member->path);
        AUTO_FREE(ydoc) doc = NULL;
        struct schema schema = { .file = file };

        if (member->directory || !view_ends(member->path, VIEW("/" SCHEMA_FILE)))
            continue;
        /* Read as Helm does: JSON is YAML, depth and size have their limits there. */
        doc = ydoc_parse(member->bytes, file, err);
        if (!doc)
            return false;
        schema.root = ydoc_root(doc);
        if (!check_node(&schema, schema.root, err))
            return false;
    }
    return true;
}
