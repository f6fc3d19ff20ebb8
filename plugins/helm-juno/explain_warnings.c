/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_warnings.h"

#include "manifest/object.h"
#include "yaml/path.h"
#include "yaml/splice.h"

static void add_name(struct buf *out, const struct ynode *root)
{
    struct object_ref ref = object_ref_of(root);

    object_ref_add(out, &ref);
}

static void tell_rest(struct console *console, size_t count, const char *what)
{
    if (count > EXPLAIN_WARNINGS_MAX)
        console_warn(console, "%zu more %s", count - EXPLAIN_WARNINGS_MAX, what);
}

bool explain_warn_rewritten(struct console *console, const struct stream *stream, struct error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < stream->len; i++) {
        const struct manifest *manifest = &stream->manifests[i];
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(parts) text = PARTS_INIT(YAML_INPUT_BYTES_MAX);
        bool whole = false;
        if (!manifest->doc || !manifest->edited || manifest->removed)
            continue;
        if (!splice_add(&text, manifest->doc, manifest->edited, NULL, &whole, err))
            return false;
        if (!whole || ++count > EXPLAIN_WARNINGS_MAX)
            continue;
        add_name(&name, ydoc_root(manifest->edited));
        console_warn(console,
                     "%s cannot be edited in its text: it is written anew, without comments",
                     buf_text(&name));
    }
    tell_rest(console, count, "objects are written anew");
    return true;
}

/* ---- plain scalars ---- */

struct scan {
    struct console *console;
    const char *object;
    size_t count;
};

static const char *type_name(const struct yscalar *scalar, enum yaml_profile profile)
{
    switch (scalar->type) {
    case YTYPE_NULL:
        return "nothing";
    case YTYPE_BOOL:
        return "a boolean";
    case YTYPE_INT:
        return "an integer";
    case YTYPE_FLOAT:
        return "a number";
    case YTYPE_STRING:
    case YTYPE_NONE:
        break;
    }
    return scalar->timestamp && profile == YAML_KUSTOMIZE ? "a time" : "a string";
}

static void scan_scalar(struct scan *scan, const struct buf *path, const struct ynode *node)
{
    struct yscalar kubernetes = scalar_resolve(node->text, YAML_1_1);
    struct yscalar kustomize = scalar_resolve(node->text, YAML_KUSTOMIZE);

    if (kubernetes.type == kustomize.type && !kustomize.timestamp)
        return;
    if (++scan->count <= EXPLAIN_WARNINGS_MAX)
        console_warn(scan->console, "%s: %s is %s for Kubernetes and %s for Kustomize: quote it",
                     scan->object, buf_text(path), type_name(&kubernetes, YAML_1_1),
                     type_name(&kustomize, YAML_KUSTOMIZE));
}

/* What an alias stands for is looked at where it is written. */
static void scan_node(struct scan *scan, const struct buf *path, const struct ynode *node)
{
    if (node->kind == YNODE_ALIAS)
        return;
    if (node->kind == YNODE_SCALAR && node->style == YSTYLE_PLAIN &&
        (!node->props || node->props->tag.len == 0))
        scan_scalar(scan, path, node);
    for (size_t i = 0; i < ynode_len(node); i++) {
        AUTO(buf) here = BUF_INIT(BUF_TEXT_BYTES_MAX);
        buf_add_view(&here, buf_view(path));
        if (node->kind == YNODE_MAP)
            path_add_key(&here, ynode_text(ynode_key_at(node, i)));
        else
            path_add_index(&here, i);
        scan_node(scan, &here, ynode_is_map(node) ? ynode_value_at(node, i) : ynode_at(node, i));
    }
}

void explain_warn_ambiguous(struct console *console, const struct stream *stream)
{
    struct scan scan = { .console = console };

    for (size_t i = 0; i < stream->len; i++) {
        const struct ydoc *doc = stream->manifests[i].doc;
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
        AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
        if (!doc)
            continue;
        add_name(&name, ydoc_root(doc));
        scan.object = buf_text(&name);
        scan_node(&scan, &path, ydoc_root(doc));
    }
    tell_rest(console, scan.count, "plain scalars are read in two ways");
}
