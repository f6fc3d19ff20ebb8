/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/render.h"

#include "yaml/emit.h"
#include "yaml/ydoc.h"

static bool render_block(struct buf *out, const struct ynode *node, size_t indent,
                         const struct render_layout *layout, unsigned depth, struct error *err);

static bool depth_check(unsigned depth, struct error *err)
{
    if (depth <= YAML_DEPTH_MAX)
        return true;
    return error_set(err, ERROR_LIMIT, "the result is nested deeper than %d", YAML_DEPTH_MAX);
}

/* ---- scalars ---- */

/*
 * The scalar is emitted as the value of the key `k` of a mapping of its own: its position there
 * (not a root, not a key, not in flow) is the one it will have, so the emitter's choice of style
 * holds.
 */
bool render_scalar(struct buf *out, const struct ynode *value, const struct ynode *old,
                   size_t indent, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) text = BUF_INIT(out->max);
    struct ynode *map = ynode_new_map(doc);
    struct ynode *scalar = ynode_copy(doc, value);
    struct view rest, line;

    if (old && ynode_is_string(value, YAML_KUSTOMIZE)) {
        bool quoted = old->style == YSTYLE_SINGLE || old->style == YSTYLE_DOUBLE;
        bool lines = view_find_byte(scalar->text, '\n', 0) < scalar->text.len;
        scalar->style = quoted || lines ? old->style : YSTYLE_ANY;
    }
    /* Folding adds and drops line breaks around odd ones (LS, PS, NEL); a literal has none of that.
     */
    if (scalar->style == YSTYLE_FOLDED)
        scalar->style = YSTYLE_LITERAL;
    ynode_set(doc, map, VIEW("k"), scalar);
    ydoc_set_root(doc, map);
    if (!emit_yaml(&text, map, EMIT_AS_IS, YAML_KUSTOMIZE, err))
        return false;
    rest = view_sub(buf_view(&text), 3, text.len - 1); /* without "k: " and the last line break */
    for (size_t at = 0, end; at <= rest.len; at = end + 1) {
        end = view_find_byte(rest, '\n', at);
        line = view_sub(rest, at, end);
        if (at > 0)
            buf_add_byte(out, '\n');
        if (at > 0 && line.len)
            buf_add_repeat(out, ' ', indent);
        buf_add_view(out, line);
    }
    return buf_check(out, "the output", err);
}

static void render_key(struct buf *out, struct view key)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    AUTO(buf) text = BUF_INIT(out->max);
    struct ynode *map = ynode_new_map(doc);

    ynode_set(doc, map, key, ynode_new_plain(doc, VIEW("0")));
    ydoc_set_root(doc, map);
    if (emit_yaml(&text, map, EMIT_AS_IS, YAML_KUSTOMIZE, NULL) && text.len > 4)
        buf_add_view(out, view_sub(buf_view(&text), 0, text.len - 4)); /* without ": 0" and LF */
}

/* ---- block collections ---- */

static bool is_filled(const struct ynode *node)
{
    return (ynode_is_map(node) || ynode_is_seq(node)) && ynode_len(node) > 0;
}

static const char *empty_text(const struct ynode *node)
{
    return ynode_is_seq(node) ? "[]" : "{}";
}

static bool map_value(struct buf *out, const struct ynode *value, size_t indent,
                      const struct render_layout *layout, unsigned depth, struct error *err)
{
    size_t inner = indent + layout->step;

    if (ynode_is_scalar(value)) {
        buf_add_byte(out, ' ');
        return render_scalar(out, value, NULL, indent, err);
    }
    if (!is_filled(value)) {
        buf_addf(out, " %s", value ? empty_text(value) : "null");
        return true;
    }
    if (ynode_is_seq(value) && !layout->wide_sequence)
        inner = indent;
    buf_add_byte(out, '\n');
    return render_block(out, value, inner, layout, depth + 1, err);
}

bool render_map_value(struct buf *out, const struct ynode *value, size_t indent,
                      const struct render_layout *layout, struct error *err)
{
    return map_value(out, value, indent, layout, 0, err);
}

static bool entry(struct buf *out, struct view key, const struct ynode *value, size_t indent,
                  const struct render_layout *layout, unsigned depth, struct error *err)
{
    buf_add_repeat(out, ' ', indent);
    render_key(out, key);
    buf_add_byte(out, ':');
    return map_value(out, value, indent, layout, depth, err);
}

bool render_entry(struct buf *out, struct view key, const struct ynode *value, size_t indent,
                  const struct render_layout *layout, struct error *err)
{
    return entry(out, key, value, indent, layout, 0, err);
}

static bool element(struct buf *out, const struct ynode *value, size_t indent,
                    const struct render_layout *layout, unsigned depth, struct error *err)
{
    size_t start = out->len;

    if (!is_filled(value)) {
        buf_add_repeat(out, ' ', indent);
        buf_add_byte(out, '-');
        return map_value(out, value, indent, layout, depth, err);
    }
    /* The collection is written two columns further in; the dash takes the place of a blank. */
    if (!render_block(out, value, indent + 2, layout, depth + 1, err))
        return false;
    if (out->len > start + indent)
        out->data[start + indent] = '-';
    return true;
}

bool render_element(struct buf *out, const struct ynode *value, size_t indent,
                    const struct render_layout *layout, struct error *err)
{
    return element(out, value, indent, layout, 0, err);
}

/* A collection that is not empty, as lines without the last line break. */
static bool render_block(struct buf *out, const struct ynode *node, size_t indent,
                         const struct render_layout *layout, unsigned depth, struct error *err)
{
    if (!depth_check(depth, err))
        return false;
    for (size_t i = 0; i < ynode_len(node); i++) {
        if (i > 0)
            buf_add_byte(out, '\n');
        if (ynode_is_seq(node)) {
            if (!element(out, ynode_at(node, i), indent, layout, depth, err))
                return false;
        } else if (!entry(out, ynode_text(ynode_key_at(node, i)), ynode_value_at(node, i), indent,
                          layout, depth, err)) {
            return false;
        }
    }
    return buf_check(out, "the output", err);
}

/* ---- flow collections ---- */

/* Plain in flow, in both profiles, beyond doubt: no indicator, no blank, nothing that is another
 * type. */
static bool is_simple(struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool inner = (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '_' || c == '-';
        if (!letter && !(inner && (i > 0 || (c >= '0' && c <= '9') || c == '/')))
            return false;
    }
    return text.len > 0 && !scalar_is_ambiguous(text);
}

void render_flow_key(struct buf *out, struct view key, bool json)
{
    if (!json && is_simple(key))
        buf_add_view(out, key);
    else
        buf_add_json_string(out, key);
}

static bool flow(struct buf *out, const struct ynode *node, bool json, unsigned depth,
                 struct error *err)
{
    bool map = ynode_is_map(node);

    if (!depth_check(depth, err))
        return false;
    if (ynode_is_null(node)) {
        buf_add(out, "null");
        return true;
    }
    if (ynode_is_scalar(node)) {
        if (ynode_is_string(node, YAML_KUSTOMIZE))
            render_flow_key(out, ynode_text(node), json);
        else
            buf_add_view(out, ynode_text(node));
        return true;
    }
    buf_add_byte(out, map ? '{' : '[');
    for (size_t i = 0; i < ynode_len(node); i++) {
        if (i > 0)
            buf_add(out, ", ");
        if (map) {
            render_flow_key(out, ynode_text(ynode_key_at(node, i)), json);
            buf_add(out, ": ");
        }
        if (!flow(out, map ? ynode_value_at(node, i) : ynode_at(node, i), json, depth + 1, err))
            return false;
    }
    buf_add_byte(out, map ? '}' : ']');
    return buf_check(out, "the output", err);
}

bool render_flow(struct buf *out, const struct ynode *value, bool json, struct error *err)
{
    return flow(out, value, json, 0, err);
}
