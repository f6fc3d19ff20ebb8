/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_text.h"

#include "base/alloc.h"
#include "yaml/emit.h"
#include "yaml/emit_node.h"
#include "yaml/splice.h"

static struct ydoc *add(struct ydoc_list *list, struct ydoc *doc)
{
    ARRAY_GROW(list->docs, list->len, list->cap);
    list->docs[list->len++] = doc;
    return doc;
}

/* The line at AT is "---" or "...", whatever follows. */
static bool is_marker(struct view text, size_t at, const char *mark)
{
    struct view line = view_sub(text, at, view_find_byte(text, '\n', at));

    return view_starts(line, view_of(mark)) && (line.len == 3 || strchr(" \t\r", line.data[3]));
}

/* What Go reads of TEXT: its first document, be the others YAML or not. */
static struct view first_document(struct view text)
{
    bool started = false;

    for (size_t at = 0; at < text.len; at = view_find_byte(text, '\n', at) + 1) {
        bool starts = is_marker(text, at, "---");
        if (started && (starts || is_marker(text, at, "...")))
            return view_sub(text, 0, at);
        started = started || starts || !strchr("#%\r\n", text.data[at]);
    }
    return text;
}

struct ydoc *replacement_text_read(struct ydoc_list *list, struct view text, struct error *err)
{
    struct ydoc_options options = { .origin = "the text", .own_text = true };
    AUTO(ydoc_list) docs = YDOC_LIST_INIT;

    if (!ydoc_parse_all(&docs, first_document(text), &options, err))
        return NULL;
    if (docs.len == 0)
        return add(list, ydoc_new());
    struct ydoc *first = docs.docs[0];
    docs.docs[0] = NULL;
    return add(list, first);
}

/* ---- comments ---- */

/* Every '#' from FROM to TO starts a comment: no scalar is there. */
static bool has_mark(struct view text, size_t from, size_t to)
{
    return view_find_byte(view_sub(text, from, to), '#', 0) < (to > from ? to - from : 0);
}

/* Look between the scalars below NODE, which stand in their order; *AT is behind the last one. */
static bool has_comment_below(struct view text, const struct ynode *node, size_t *at,
                              unsigned depth)
{
    bool map = node->kind == YNODE_MAP;

    if (node->kind != YNODE_MAP && node->kind != YNODE_SEQ) {
        size_t from = *at;
        *at = node->end > from ? node->end : from;
        return has_mark(text, from, node->start);
    }
    for (size_t i = 0; depth < YAML_DEPTH_MAX && i < ynode_len(node); i++) {
        if (map && has_comment_below(text, ynode_key_at(node, i), at, depth + 1))
            return true;
        if (has_comment_below(text, map ? ynode_value_at(node, i) : ynode_at(node, i), at,
                              depth + 1))
            return true;
    }
    return false;
}

static bool has_comments(const struct ydoc *doc)
{
    const struct ynode *root = ydoc_root(doc);
    struct view text = ydoc_text(doc);
    size_t at = 0;

    return root && (has_comment_below(text, root, &at, 0) || has_mark(text, at, text.len));
}

/* ---- writing ---- */

static bool is_json(const struct ydoc *doc)
{
    struct view text = view_trim(ydoc_text(doc));

    return view_starts(text, VIEW("{")) || view_starts(text, VIEW("["));
}

void replacement_text_release(struct replacement_text *text)
{
    ydoc_free(text->copy);
    comments_release(&text->comments);
    *text = (struct replacement_text)REPLACEMENT_TEXT_INIT;
}

bool replacement_text_edit(struct replacement_text *text, struct ydoc *doc, struct error *err)
{
    text->doc = doc;
    text->edited = doc;
    if (is_json(doc) || comments_read(&text->comments, doc))
        return true;
    comments_release(&text->comments);
    if (!has_comments(doc))
        return true;
    text->copy = ydoc_copy(doc, err);
    text->edited = text->copy;
    return text->copy != NULL;
}

/* Go makes no JSON of a mapping that has a key twice, or one which is no string. */
static bool check_keys(const struct ynode *node, unsigned depth, struct error *err)
{
    bool map = ynode_is_map(node);

    for (size_t i = 0; depth < YAML_DEPTH_MAX && i < ynode_len(node); i++) {
        if (map && !ynode_is_string(ynode_key_at(node, i), YAML_KUSTOMIZE))
            return error_set(err, ERROR_INVALID, "a key of the text is no string");
        if (map && ynode_index(node, ynode_text(ynode_key_at(node, i))) != i)
            return error_set(err, ERROR_INVALID, "a key of the text stands there twice");
        if (!check_keys(map ? ynode_value_at(node, i) : ynode_at(node, i), depth + 1, err))
            return false;
    }
    return true;
}

/* U+2028 or U+2029 at I. */
static bool is_separator(struct view text, size_t i)
{
    struct view c = view_sub(text, i, i + 3);

    return view_is(c, "\xe2\x80\xa8") || view_is(c, "\xe2\x80\xa9");
}

/* Go's encoder escapes what could end a script in HTML, or a line in JavaScript. */
static void add_html_safe(struct buf *out, struct view json)
{
    for (size_t i = 0; i < json.len; i++) {
        char c = json.data[i];
        if (c == '<' || c == '>' || c == '&') {
            buf_addf(out, "\\u%04x", (unsigned)c);
        } else if (is_separator(json, i)) {
            buf_addf(out, "\\u202%x", (unsigned char)json.data[i + 2] - 0xa0u);
            i += 2;
        } else {
            buf_add_byte(out, c);
        }
    }
}

static bool write_json(struct buf *out, struct view before, const struct ynode *root,
                       struct error *err)
{
    bool pretty = view_find_byte(before, '\n', 0) < before.len &&
                  view_find(before, VIEW("  "), 0) < before.len;
    AUTO(buf) json = BUF_INIT(out->max);

    if (!check_keys(root, 0, err) || !emit_json(&json, root, pretty ? 2 : 0, YAML_KUSTOMIZE, err))
        return false;
    add_html_safe(out, buf_view(&json));
    return buf_check(out, "the text", err);
}

static bool splice(struct buf *out, const struct replacement_text *text, bool *whole,
                   struct error *err)
{
    struct splice_options options = { .verify = false };
    AUTO(parts) parts = PARTS_INIT(out->max);

    if (!splice_add(&parts, text->doc, text->copy, &options, whole, err) ||
        !parts_check(&parts, "the text", err))
        return false;
    parts_add_to(out, &parts, (struct parts_mark){ .len = 0 });
    return true;
}

bool replacement_text_write(struct buf *out, const struct replacement_text *text, struct error *err)
{
    const struct ynode *root = ydoc_root(text->edited);
    AUTO(buf) yaml = BUF_INIT(out->max);
    bool whole = false;

    if (is_json(text->doc))
        return write_json(out, ydoc_text(text->doc), root, err);
    if (text->copy ? !splice(&yaml, text, &whole, err)
                   : !emit_node(&yaml, root, &text->comments, err))
        return false;
    if (whole)
        return error_set(err, ERROR_UNSUPPORTED,
                         "the text has comments in places where they cannot be kept");
    buf_add_view(out, view_trim(buf_view(&yaml)));
    return buf_check(out, "the text", err);
}
