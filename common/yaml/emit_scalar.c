/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/emit_scalar.c - scalars of EMIT_AS_IS: the style of the source where it still fits */
#include "base/utf8.h"
#include "yaml/emit_as_is.h"
#include "yaml/pen.h"
#include "yaml/style.h"
#include "yaml/ydoc_internal.h"

static void add_single(struct buf *out, struct view text)
{
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\'')
            buf_add_byte(out, '\'');
        buf_add_byte(out, text.data[i]);
    }
    buf_add_byte(out, '\'');
}

static bool is_raw(uint32_t c)
{
    return (c >= 0x20 && c <= 0x7e && c != '"' && c != '\\') || (c >= 0xa0 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

void emit_double_quoted(struct buf *out, struct view text)
{
    size_t at = 0;

    buf_add_byte(out, '"');
    while (at < text.len) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);

        if (is_raw(c) && c != 0x2028 && c != 0x2029)
            buf_add_view(out, view_sub(text, from, at));
        else
            pen_add_escape(out, c == UTF8_BAD ? 0xfffd : c);
    }
    buf_add_byte(out, '"');
}

/* What follows '|' or '>': an indentation digit where the text hides it, and the last breaks. */
static void add_header(struct buf *out, struct view text)
{
    char first = text.data[0];
    char last = text.data[text.len - 1];

    if (first == ' ' || first == '\t' || first == '\n')
        buf_add_byte(out, '2');
    if (last != '\n')
        buf_add_byte(out, '-');
    else if (text.len == 1 || text.data[text.len - 2] == '\n')
        buf_add_byte(out, '+');
}

/* The lines of a block scalar, each behind a break. FOLD: a break between two lines is doubled. */
static void add_lines(struct buf *out, struct view text, size_t indent, bool fold)
{
    bool text_before = false;

    for (size_t at = 0; at < text.len;) {
        size_t end = view_find_byte(text, '\n', at);

        if (fold && end > at && text_before)
            buf_add_byte(out, '\n');
        buf_add_byte(out, '\n');
        if (end > at) {
            buf_add_repeat(out, ' ', indent + 2);
            buf_add_view(out, view_sub(text, at, end));
            text_before = true;
        }
        at = end + 1;
    }
}

/* Folding must not touch lines that start with a blank: they are kept as they are. */
static bool can_fold(struct view text)
{
    if (text.data[0] == ' ' || text.data[0] == '\t' || text.data[0] == '\n')
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (text.data[i - 1] == '\n' && (text.data[i] == ' ' || text.data[i] == '\t'))
            return false;
    return true;
}

static enum ynode_style choose(const struct ynode *node, const struct style_facts *facts,
                               enum scalar_place place, bool plain_is_string)
{
    bool in_flow = place == SCALAR_FLOW || place == SCALAR_FLOW_KEY;
    bool block = place == SCALAR_BLOCK && facts->literal_ok;
    bool plain = plain_is_string && (in_flow ? facts->flow_ok : facts->plain_ok);
    bool single = facts->single_ok && !facts->multi;

    switch ((enum ynode_style)node->style) {
    case YSTYLE_SINGLE:
        return single ? YSTYLE_SINGLE : YSTYLE_DOUBLE;
    case YSTYLE_DOUBLE:
        return YSTYLE_DOUBLE;
    case YSTYLE_FOLDED:
        if (block && can_fold(node->text))
            return YSTYLE_FOLDED;
        break;
    case YSTYLE_LITERAL:
        if (block)
            return YSTYLE_LITERAL;
        break;
    case YSTYLE_ANY:
    case YSTYLE_PLAIN:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        break;
    }
    if (facts->has_lf && block)
        return YSTYLE_LITERAL;
    if (plain)
        return YSTYLE_PLAIN;
    return single && plain_is_string ? YSTYLE_SINGLE : YSTYLE_DOUBLE;
}

/* What libyaml decoded is encoded again; '!' and ',' would end a tag. */
static void add_tag_text(struct buf *out, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        char low = (char)(c | 0x20);
        bool word = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');

        if (word || (c != '\0' && strchr("-_;/?:@&=+$.~*'()", c)))
            buf_add_byte(out, c);
        else
            buf_addf(out, "%%%02X", (unsigned char)c);
    }
}

void emit_tag(struct buf *out, struct view tag)
{
    if (view_starts(tag, VIEW(TAG_PREFIX)) && tag.len > sizeof(TAG_PREFIX) - 1) {
        buf_add(out, "!!");
        add_tag_text(out, view_sub(tag, sizeof(TAG_PREFIX) - 1, tag.len));
    } else if (view_starts(tag, VIEW("!"))) {
        buf_add_byte(out, '!');
        add_tag_text(out, view_sub(tag, 1, tag.len));
    } else {
        buf_add(out, "!<");
        add_tag_text(out, tag);
        buf_add_byte(out, '>');
    }
}

static void add_string(struct buf *out, const struct ynode *node, enum scalar_place place,
                       size_t indent, bool plain_is_string)
{
    struct style_facts facts = style_of(node->text);

    switch (choose(node, &facts, place, plain_is_string)) {
    case YSTYLE_LITERAL:
        buf_add_byte(out, '|');
        add_header(out, node->text);
        add_lines(out, node->text, indent, false);
        break;
    case YSTYLE_FOLDED:
        buf_add_byte(out, '>');
        add_header(out, node->text);
        add_lines(out, node->text, indent, true);
        break;
    case YSTYLE_SINGLE:
        add_single(out, node->text);
        break;
    case YSTYLE_DOUBLE:
        emit_double_quoted(out, node->text);
        break;
    case YSTYLE_ANY:
    case YSTYLE_PLAIN:
    case YSTYLE_BLOCK:
    case YSTYLE_FLOW:
        buf_add_view(out, node->text);
        break;
    }
}

void emit_scalar_as_is(struct buf *out, const struct ynode *node, enum scalar_place place,
                       size_t indent, enum yaml_profile profile)
{
    bool is_key = place == SCALAR_KEY || place == SCALAR_FLOW_KEY;

    struct view tag = node->props ? node->props->tag : VIEW_EMPTY;
    struct yscalar value = ynode_value(node, profile);
    bool plain = node->style == YSTYLE_PLAIN;

    /* !!binary was decoded and is a string like others; a lone "!" is already in VALUE. */
    if (view_is(tag, TAG_PREFIX "binary") || view_is(tag, "!"))
        tag = VIEW_EMPTY;
    if (is_key && view_is(node->text, "<<") && value.type == YTYPE_STRING) {
        buf_add(out, "\"<<\""); /* the walk has expanded those that merge */
        return;
    }
    if (tag.len > 0) {
        emit_tag(out, tag);
        buf_add_byte(out, ' ');
        add_string(out, node, place, indent, plain && node->text.len > 0);
        return;
    }
    if (value.type != YTYPE_STRING) {
        /* An empty key stays empty text, which only quotes show. */
        if (node->text.len > 0 || place == SCALAR_BLOCK)
            buf_add_view(out, node->text);
        else
            buf_add(out, is_key ? "\"\"" : "null");
        return;
    }
    /* A plain timestamp is not the string that it looks like: only plain it stays what it is. */
    bool rewritten = plain && value.timestamp && profile == YAML_KUSTOMIZE;
    add_string(out, node, place, indent, rewritten || !scalar_is_ambiguous(node->text));
}
