/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_value.c - comparing two values, and editing where they differ */
#include "yaml/render.h"
#include "yaml/splice_internal.h"

static bool same_scalar(const struct ynode *before, const struct ynode *after)
{
    if (!view_eq(before->text, after->text)) /* `~`, `null` and nothing are one value */
        return ynode_is_null(before) && ynode_is_null(after);
    if (before->style == after->style && !before->props && !after->props)
        return true;
    return ynode_equal(before, after, YAML_KUSTOMIZE);
}

/*
 * BEFORE and AFTER are collections of one kind that can be edited in place: both hold something,
 * and BEFORE is written out here.
 */
bool can_descend(const struct ynode *before, const struct ynode *after)
{
    return before->kind == after->kind && before->kind != YNODE_SCALAR &&
           before->kind != YNODE_ALIAS && before->len > 0 && after->len > 0;
}

/* True when BEFORE needs no edit for itself; false also covers what diff_collection will look into.
 */
bool is_unchanged(const struct splicer *s, const struct ynode *before, const struct ynode *after)
{
    if (ynode_resolve(after) == before) /* nobody looked into the copy */
        return true;
    if (before->kind == YNODE_ALIAS)
        return !s->expand && ynode_equal(before, after, YAML_KUSTOMIZE);
    if (before->kind == YNODE_SCALAR && after->kind == YNODE_SCALAR)
        return same_scalar(before, after);
    return before->kind == after->kind && before->len == 0 && after->len == 0;
}

bool replace_flow(struct splicer *s, const struct ynode *before, const struct ynode *after)
{
    size_t text = s->texts.len;

    s->check = true;
    if (before->start == before->end)
        buf_add_byte(&s->texts, ' ');
    if (!render_flow(&s->texts, after, s->json, s->err))
        return false;
    edit_add(s, value_start(s, before), node_end(s, before), text);
    return true;
}

static bool is_block_scalar(const struct ynode *node)
{
    return node->kind == YNODE_SCALAR &&
           (node->style == YSTYLE_LITERAL || node->style == YSTYLE_FOLDED);
}

/*
 * The comment behind the indicator of a block scalar, with the blanks before it, where it would go
 * with the scalar's lines.
 */
static struct view header_comment(struct splicer *s, const struct ynode *before)
{
    struct view header = view_sub(s->source, before->start, line_break(s, before->start));
    size_t mark = view_find_byte(header, '#', 0), start = mark;

    if (!is_block_scalar(before) || mark == header.len)
        return VIEW_EMPTY;
    while (start > 0 && (header.data[start - 1] == ' ' || header.data[start - 1] == '\t'))
        start--;
    if (start == mark) /* ">#": libyaml takes it for a comment, behind anything else it is none */
        s->check = true;
    if (start == mark || before->start + mark >= node_end(s, before))
        return VIEW_EMPTY;
    return view_sub(header, start, header.len);
}

/* Behind the first line of what was rendered since TEXT. */
static void texts_add_comment(struct splicer *s, size_t text, struct view comment)
{
    AUTO(buf) rest = BUF_INIT(s->texts.max);
    struct view rendered = view_sub(buf_view(&s->texts), text, s->texts.len);
    size_t first = view_find_byte(rendered, '\n', 0);

    buf_add_view(&rest, view_sub(rendered, first, rendered.len));
    s->texts.len = text + first;
    buf_add_view(&s->texts, comment);
    buf_add_view(&s->texts, buf_view(&rest));
}

/*
 * Put what was rendered since TEXT in the place of [start, end). The lines behind its first one go
 * behind a comment that ends the line: the comment belongs to the entry, not to its last line.
 */
static void edit_lines(struct splicer *s, const struct ynode *before, size_t start, size_t end,
                       size_t text)
{
    texts_add_comment(s, text, header_comment(s, before));

    struct view rendered = view_sub(buf_view(&s->texts), text, s->texts.len);
    size_t first = view_find_byte(rendered, '\n', 0), comment = end;

    while (comment < s->source.len &&
           (s->source.data[comment] == ' ' || s->source.data[comment] == '\t'))
        comment++;
    if (first == rendered.len || comment == end || comment == s->source.len ||
        s->source.data[comment] != '#') {
        edit_add(s, start, end, text);
        return;
    }
    edit_split(s, start, end, text, text + first, line_break(s, comment));
}

/* A scalar in the place of a scalar: what stands before and behind it on its lines is kept. */
bool replace_scalar(struct splicer *s, const struct ynode *before, const struct ynode *after,
                    size_t indent)
{
    size_t text = s->texts.len;
    size_t end = node_end(s, before);
    struct ynode old = *before;

    /* A comment below that is indented more would become a line of a block scalar. */
    if (view_find_byte(after->text, '\n', 0) < after->text.len &&
        text_may_follow(s, end, indent + s->layout.step))
        old.style = YSTYLE_DOUBLE;
    /* Where a block scalar may begin on a line of its own, another one may not. */
    if (before->column <= indent + 1)
        s->check = true;
    if (before->start == before->end)
        buf_add_byte(&s->texts, ' ');
    if (!render_scalar(&s->texts, after, &old, indent, s->err))
        return false;
    edit_lines(s, before, value_start(s, before), end, text);
    return true;
}

/* A block scalar that keeps its trailing blank lines ("|+") owns them too. */
size_t replaced_end(struct splicer *s, const struct ynode *before)
{
    if (is_block_scalar(before))
        s->check = true;
    return node_end(s, before);
}

/* Replace the value of entry I of the block mapping MAP, from behind its colon on. */
static bool replace_value(struct splicer *s, const struct ynode *map, size_t i,
                          const struct ynode *after)
{
    const struct ypair *pair = &map->pairs[i];
    size_t indent = map->pairs[0].key->column - 1;
    size_t colon = pair->key->end, text = s->texts.len;

    if (pair->value->kind == YNODE_SCALAR && after->kind == YNODE_SCALAR)
        return replace_scalar(s, pair->value, after, indent);
    while (colon < s->source.len && s->source.data[colon] != ':')
        colon++;
    if (pair->key->explicit_key || colon >= s->source.len) {
        s->give_up = true;
        return true;
    }
    if (!render_map_value(&s->texts, after, indent, &s->layout, s->err))
        return false;
    size_t end = replaced_end(s, pair->value);
    edit_lines(s, pair->value, colon + 1, end > colon ? end : colon + 1, text);
    return true;
}

bool diff_value(struct splicer *s, const struct ynode *map, size_t i, const struct ynode *after,
                unsigned depth)
{
    const struct ynode *before = map->pairs[i].value;

    if (is_unchanged(s, before, after))
        return true;
    if (can_descend(before, after))
        return diff_collection(s, before, after, depth + 1);
    if (map->style == YSTYLE_FLOW)
        return replace_flow(s, before, after);
    return replace_value(s, map, i, after);
}

bool diff_collection(struct splicer *s, const struct ynode *before, const struct ynode *after,
                     unsigned depth)
{
    if (depth > YAML_DEPTH_MAX)
        return error_set(s->err, ERROR_LIMIT, "the result is nested deeper than %d",
                         YAML_DEPTH_MAX);
    after = ynode_resolve(after);
    if (after == before)
        return true;
    if (before->kind == YNODE_MAP)
        return diff_map(s, before, after, depth);
    return diff_seq(s, before, after, depth);
}
