/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit_node.h"

#include "yaml/comments.h"
#include "yaml/emit_as_is.h"
#include "yaml/style.h"
#include "yaml/ydoc_internal.h"

/* A longer key is written behind a '?'. */
#define SIMPLE_KEY_BYTES_MAX 128

/* Where a node stands. */
struct place {
    size_t indent; /* column of the entries of the collection around it */
    size_t depth;
    bool root;
    bool in_seq;   /* an element: its own first entry goes on behind "- " */
    bool own_line; /* not behind an anchor or tag, though */
    bool flow;
    bool key;
};

struct writer {
    struct buf *out;
    const struct comments *comments; /* NULL: none */
};

static bool write_node(const struct writer *writer, const struct ynode *node,
                       const struct place *place, struct error *err);

/* ---- comments ---- */

static void write_behind(const struct writer *writer, const struct ynode *leaf)
{
    struct view text = writer->comments ? comments_behind(writer->comments, leaf) : VIEW_EMPTY;

    if (text.len)
        buf_addf(writer->out, " " VIEW_FMT, VIEW_ARGS(text));
}

/* Lines of comments, each from column INDENT on. */
static void write_lines(struct buf *out, struct view lines, size_t indent)
{
    struct view line;

    while (view_cut(&lines, '\n', &line)) {
        buf_add_repeat(out, ' ', indent);
        buf_add_view(out, view_trim(line));
        buf_add_byte(out, '\n');
    }
}

static const struct ynode *first_leaf(const struct ynode *node)
{
    while ((node->kind == YNODE_MAP || node->kind == YNODE_SEQ) && node->style != YSTYLE_FLOW &&
           ynode_len(node) > 0)
        node = node->kind == YNODE_MAP ? ynode_key_at(node, 0) : ynode_at(node, 0);
    return node;
}

/* ---- scalars ---- */

static void write_single(struct buf *out, struct view text, size_t indent)
{
    bool after_break = false;

    buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n') {
            if (!after_break)
                buf_add_byte(out, '\n');
            buf_add_byte(out, '\n');
            after_break = true;
            continue;
        }
        if (after_break)
            buf_add_repeat(out, ' ', indent + 2);
        after_break = false;
        if (text.data[i] == '\'')
            buf_add_byte(out, '\'');
        buf_add_byte(out, text.data[i]);
    }
    buf_add_byte(out, '\'');
}

/* Whether the first character that is no break is one that folding leaves alone. */
static bool starts_blank(struct view text)
{
    size_t at = 0;

    while (at < text.len && text.data[at] == '\n')
        at++;
    return at == text.len || text.data[at] == ' ' || text.data[at] == '\t';
}

/* The lines of a literal or folded scalar with their header; its text is not empty. */
static void write_block(const struct writer *writer, const struct ynode *node, bool folded,
                        size_t indent)
{
    struct buf *out = writer->out;
    struct view text = node->text;
    char last = text.data[text.len - 1];
    bool unfold = folded && !starts_blank(text);
    bool after_break = true;
    bool blank_line = true;

    buf_add_byte(out, folded ? '>' : '|');
    if (text.data[0] == ' ' || text.data[0] == '\n')
        buf_add_byte(out, '2');
    if (last != '\n')
        buf_add_byte(out, '-');
    else if (text.len == 1 || text.data[text.len - 2] == '\n')
        buf_add_byte(out, '+');
    write_behind(writer, node);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\n') {
            if (unfold && !after_break && !blank_line)
                buf_add_byte(out, '\n');
            buf_add_byte(out, '\n');
            after_break = true;
            continue;
        }
        if (after_break) {
            buf_add_repeat(out, ' ', indent + 2);
            blank_line = c == ' ' || c == '\t';
        }
        after_break = false;
        buf_add_byte(out, c);
    }
}

/* The tag as it has to be shown; empty when style and text say it already. */
static struct view shown_tag(const struct ynode *node)
{
    struct view tag = node->props ? node->props->tag : VIEW_EMPTY;

    if (tag.len == 0 && node->kind == YNODE_SCALAR && node->style == YSTYLE_PLAIN &&
        view_is(node->text, "<<"))
        return VIEW(TAG_PREFIX "merge");
    return view_is(tag, "!") ? VIEW_EMPTY : tag;
}

/* A string that would be read as something else without quotes. */
static bool needs_quotes(const struct ynode *node)
{
    return node->style == YSTYLE_ANY &&
           scalar_resolve(node->text, YAML_KUSTOMIZE).type != YTYPE_STRING;
}

static enum ynode_style wanted_style(const struct ynode *node)
{
    switch ((enum ynode_style)node->style) {
    case YSTYLE_SINGLE:
    case YSTYLE_DOUBLE:
    case YSTYLE_LITERAL:
    case YSTYLE_FOLDED:
        return (enum ynode_style)node->style;
    case YSTYLE_ANY:
    case YSTYLE_PLAIN:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        break;
    }
    if (view_find_byte(node->text, '\n', 0) < node->text.len)
        return YSTYLE_LITERAL;
    return needs_quotes(node) ? YSTYLE_DOUBLE : YSTYLE_PLAIN;
}

/* yaml_emitter_select_scalar_style */
static enum ynode_style choose_style(const struct ynode *node, const struct place *place)
{
    struct style_facts facts = style_of(node->text);
    enum ynode_style style = wanted_style(node);
    bool plain_ok = place->flow ? facts.flow_ok : facts.plain_ok;

    if (place->flow && view_find_byte(node->text, ':', 0) < node->text.len)
        plain_ok = false;
    if (place->key && facts.multi)
        style = YSTYLE_DOUBLE;
    if (style == YSTYLE_PLAIN && node->text.len == 0)
        plain_ok = !place->flow && !place->key;
    if (style == YSTYLE_PLAIN && !plain_ok)
        style = YSTYLE_SINGLE;
    if (style == YSTYLE_SINGLE && !facts.single_ok)
        style = YSTYLE_DOUBLE;
    if ((style == YSTYLE_LITERAL || style == YSTYLE_FOLDED) &&
        (!facts.literal_ok || place->flow || place->key))
        style = YSTYLE_DOUBLE;
    return style;
}

static void write_scalar(const struct writer *writer, const struct ynode *node,
                         const struct place *place)
{
    enum ynode_style style = choose_style(node, place);
    struct buf *out = writer->out;

    if (style == YSTYLE_LITERAL || style == YSTYLE_FOLDED) {
        write_block(writer, node, style == YSTYLE_FOLDED, place->indent);
        return;
    }
    if (style == YSTYLE_DOUBLE)
        emit_double_quoted(out, node->text);
    else if (style == YSTYLE_SINGLE)
        write_single(out, node->text, place->indent);
    else
        buf_add_view(out, node->text);
    if (!place->key)
        write_behind(writer, node);
}

/* ---- collections ---- */

static bool is_flow(const struct ynode *node, const struct place *place)
{
    return place->flow || node->style == YSTYLE_FLOW || ynode_len(node) == 0;
}

static bool is_collection(const struct ynode *node)
{
    return node->kind == YNODE_MAP || node->kind == YNODE_SEQ;
}

/*
 * The break, the comments and the indentation before an entry that begins with FIRST; the first
 * one of a collection may go on in its line.
 */
static void start_entry(const struct writer *writer, const struct place *place, size_t i,
                        size_t indent, const struct ynode *first)
{
    struct buf *out = writer->out;

    if (i == 0 && place->in_seq && !place->own_line)
        return;
    if (out->len > 0 && out->data[out->len - 1] != '\n')
        buf_add_byte(out, '\n');
    if (writer->comments)
        write_lines(out, comments_above(writer->comments, first_leaf(first)), indent);
    buf_add_repeat(out, ' ', indent);
}

static bool is_simple_key(const struct ynode *key)
{
    if (key->kind == YNODE_ALIAS)
        return key->target->props->anchor.len <= SIMPLE_KEY_BYTES_MAX;
    return !style_of(key->text).multi && key->text.len + shown_tag(key).len <= SIMPLE_KEY_BYTES_MAX;
}

static bool write_key(const struct writer *writer, const struct ynode *key, struct place place,
                      struct error *err)
{
    struct buf *out = writer->out;

    if (is_simple_key(key)) {
        place.key = true;
        if (!write_node(writer, key, &place, err))
            return false;
        buf_add(out, key->kind == YNODE_ALIAS ? " :" : ":");
        return true;
    }
    buf_add(out, "? ");
    if (!write_node(writer, key, &place, err))
        return false;
    if (place.flow) {
        buf_add(out, " :");
        return true;
    }
    if (out->len > 0 && out->data[out->len - 1] != '\n')
        buf_add_byte(out, '\n');
    buf_add_repeat(out, ' ', place.indent);
    buf_add_byte(out, ':');
    return true;
}

/* It is written as nothing at all. */
static bool is_nothing(const struct ynode *node, const struct place *place)
{
    return node->kind == YNODE_SCALAR && node->text.len == 0 &&
           choose_style(node, place) == YSTYLE_PLAIN;
}

static bool has_properties(const struct ynode *node)
{
    return (node->props && node->props->anchor.len) || shown_tag(node).len;
}

/* A blank before VALUE, unless it is nothing or begins on a line of its own. */
static void separate(struct buf *out, const struct ynode *value, const struct place *place)
{
    bool lines = is_collection(value) && !is_flow(value, place) && !place->in_seq;

    if (has_properties(value) || (!is_nothing(value, place) && !lines))
        buf_add_byte(out, ' ');
}

static bool write_flow(const struct writer *writer, const struct ynode *node,
                       const struct place *place, struct error *err)
{
    struct buf *out = writer->out;
    struct place inner = { .indent = place->indent, .depth = place->depth + 1, .flow = true };
    bool map = node->kind == YNODE_MAP;

    buf_add_byte(out, map ? '{' : '[');
    for (size_t i = 0; i < ynode_len(node); i++) {
        const struct ynode *value = map ? ynode_value_at(node, i) : ynode_at(node, i);
        if (i > 0)
            buf_add(out, ", ");
        if (map && !write_key(writer, ynode_key_at(node, i), inner, err))
            return false;
        if (map)
            separate(out, value, &inner);
        if (!write_node(writer, value, &inner, err))
            return false;
    }
    buf_add_byte(out, map ? '}' : ']');
    return true;
}

static bool write_map(const struct writer *writer, const struct ynode *node,
                      const struct place *place, struct error *err)
{
    size_t indent = place->root ? 0 : place->indent + 2;

    for (size_t i = 0; i < ynode_len(node); i++) {
        struct place inner = { .indent = indent, .depth = place->depth + 1 };
        const struct ynode *value = ynode_value_at(node, i);
        bool lines;
        start_entry(writer, place, i, indent, ynode_key_at(node, i));
        if (!write_key(writer, ynode_key_at(node, i), inner, err))
            return false;
        inner.in_seq = !is_simple_key(ynode_key_at(node, i)); /* behind ": " as behind "- " */
        lines = is_collection(value) && !is_flow(value, &inner);
        if (lines)
            write_behind(writer, ynode_key_at(node, i));
        separate(writer->out, value, &inner);
        if (!write_node(writer, value, &inner, err))
            return false;
        if (!lines)
            write_behind(writer, ynode_key_at(node, i));
    }
    return true;
}

static bool write_seq(const struct writer *writer, const struct ynode *node,
                      const struct place *place, struct error *err)
{
    /* Under a key the elements stand in the key's own column. */
    size_t indent = place->root ? 0 : place->indent + (place->in_seq ? 2 : 0);

    for (size_t i = 0; i < ynode_len(node); i++) {
        struct place inner = { .indent = indent, .depth = place->depth + 1, .in_seq = true };
        start_entry(writer, place, i, indent, ynode_at(node, i));
        buf_add_byte(writer->out, '-');
        separate(writer->out, ynode_at(node, i), &inner);
        if (!write_node(writer, ynode_at(node, i), &inner, err))
            return false;
    }
    return true;
}

/* "&anchor !!tag ", as far as there are any. */
static void write_properties(struct buf *out, const struct ynode *node, const struct place *place)
{
    bool lines = is_collection(node) && !is_flow(node, place);
    struct view anchor = node->props ? node->props->anchor : VIEW_EMPTY;
    struct view tag = shown_tag(node);

    if (anchor.len)
        buf_addf(out, "&" VIEW_FMT, VIEW_ARGS(anchor));
    if (anchor.len && tag.len)
        buf_add_byte(out, ' ');
    if (tag.len)
        emit_tag(out, tag);
    if ((anchor.len || tag.len) && !lines && !is_nothing(node, place))
        buf_add_byte(out, ' ');
}

static bool write_node(const struct writer *writer, const struct ynode *node,
                       const struct place *place, struct error *err)
{
    struct place after = *place;

    if (place->depth > YAML_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "nested deeper than %d levels", YAML_DEPTH_MAX);
    if (node->kind == YNODE_ALIAS) {
        buf_addf(writer->out, "*" VIEW_FMT, VIEW_ARGS(node->target->props->anchor));
        if (!place->key)
            write_behind(writer, node);
        return true;
    }
    write_properties(writer->out, node, place);
    if (node->kind == YNODE_SCALAR) {
        write_scalar(writer, node, place);
        return true;
    }
    if (is_flow(node, place)) {
        if (!write_flow(writer, node, place, err))
            return false;
        write_behind(writer, node);
        return true;
    }
    after.own_line = has_properties(node);
    return node->kind == YNODE_MAP ? write_map(writer, node, &after, err)
                                   : write_seq(writer, node, &after, err);
}

static void write_end(struct buf *out, const struct comments *comments)
{
    if (out->len == 0 || out->data[out->len - 1] != '\n')
        buf_add_byte(out, '\n');
    if (!comments || comments->end.len == 0)
        return;
    if (comments->end_is_apart)
        buf_add_byte(out, '\n');
    write_lines(out, comments->end, 0);
}

bool emit_node(struct buf *out, const struct ynode *node, const struct comments *comments,
               struct error *err)
{
    AUTO(buf) text = BUF_INIT(out->max);
    struct writer writer = { .out = &text, .comments = comments };
    struct place place = { .root = true };

    if (comments && comments->top.len) {
        write_lines(&text, comments->top, 0);
        buf_add_byte(&text, '\n');
    }
    if (!write_node(&writer, node, &place, err))
        return false;
    write_end(&text, comments);
    if (!buf_check(&text, "the text", err))
        return false;
    buf_add_view(out, buf_view(&text));
    return true;
}
