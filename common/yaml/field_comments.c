/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/field_comments.h"

/* Where the reading is: everything before AT belongs to the nodes so far. */
struct field_reader {
    struct field_comments *comments;
    struct view text;
    size_t offset;
    size_t at;
    size_t last;        /* start of the key or value that ends at AT */
    bool has_last;      /* the start of the document, or of a collection, is before AT otherwise */
    bool last_is_key;   /* its value is still to come */
    bool last_is_alias; /* it keeps the comment of its anchor */
    size_t indent;      /* columns before the innermost block collection with the last node in it */
    struct view pending; /* lines above what comes next, its '-' passed */
};

/* Lines of comments above what comes next. */
struct above {
    struct view element; /* above its '-' */
    struct view text;    /* of the first line; empty: none yet */
    size_t column;
    bool touches;  /* no blank line is between them and what is before */
    bool no_blank; /* no blank line so far */
};

void field_comments_release(struct field_comments *comments)
{
    map_release(&comments->texts);
    arena_release(&comments->views);
    *comments = (struct field_comments)FIELD_COMMENTS_INIT;
}

/* ---- keeping ---- */

struct place {
    size_t start;
    size_t is_key;
};

static struct view place_view(const struct place *place)
{
    return view_make((const char *)place, sizeof(*place));
}

static void keep(struct field_reader *reader, size_t start, bool is_key, struct view text)
{
    struct place place = { .start = reader->offset + start, .is_key = is_key };

    if (text.len == 0)
        return;

    struct view *kept = arena_alloc(&reader->comments->views, sizeof(*kept));

    *kept = text;
    map_set(&reader->comments->texts, place_view(&place), kept);
}

struct view field_comments_of(const struct field_comments *comments, size_t start, bool is_key)
{
    struct place place = { .start = start, .is_key = is_key };
    const struct view *kept = map_get(&comments->texts, place_view(&place));

    return kept ? *kept : VIEW_EMPTY;
}

/* ---- gaps between nodes ---- */

static size_t skip_blanks(struct view text, size_t at, size_t to)
{
    while (at < to && strchr(" \t\r", text.data[at]) && text.data[at])
        at++;
    return at;
}

/* What is behind the last node on its line, which ends at END: a comment on it, or something else.
 */
static void read_behind(struct field_reader *reader, size_t end)
{
    size_t mark = skip_blanks(reader->text, reader->at, end);
    char between = reader->last_is_key ? ':' : ',';

    if (!reader->has_last)
        return;
    if (mark < end && reader->text.data[mark] == between)
        mark = skip_blanks(reader->text, mark + 1, end);
    if (mark < end && reader->text.data[mark] == '#' && !reader->last_is_alias)
        keep(reader, reader->last, reader->last_is_key, view_sub(reader->text, mark, end));
}

/* A blank line makes comments directly below a value the foot of that value. */
static void read_blank(const struct field_reader *reader, struct above *above)
{
    bool at_top = !reader->has_last && reader->at == 0;

    if (at_top || (above->no_blank &&
                   ((above->touches && !reader->last_is_key) || above->column < reader->indent)))
        above->text = VIEW_EMPTY;
    above->no_blank = false;
}

static void read_comment(const struct field_reader *reader, struct above *above, size_t column,
                         struct view text)
{
    bool leaves = column < reader->indent && column != above->column;

    if (above->text.len && !leaves)
        return;
    above->touches = above->no_blank && above->text.len == 0;
    above->text = text;
    above->column = column;
}

/* Behind '-', '---' and the blanks around them; *SEEN when there was one. */
static size_t skip_dashes(struct view text, size_t at, size_t to, bool *seen)
{
    size_t first = skip_blanks(text, at, to);

    while (first < to && text.data[first] == '-') {
        size_t behind = first;
        while (behind < to && text.data[behind] == '-')
            behind++;
        if (behind < to && !strchr(" \t\r\n", text.data[behind]))
            break;
        *seen = true;
        first = skip_blanks(text, behind, to);
    }
    return first;
}

/* The line from START to END, or to what comes next at TO. */
static void read_line(const struct field_reader *reader, struct above *above, size_t start,
                      size_t end)
{
    bool dashed = false;
    size_t first = skip_dashes(reader->text, start, end, &dashed);

    if (dashed) {
        above->element = above->text;
        above->text = VIEW_EMPTY;
        above->no_blank = true;
    }
    if (first < end && reader->text.data[first] == '#') {
        read_comment(reader, above, first - start, view_sub(reader->text, first, end));
    } else if (first == end && !dashed) {
        read_blank(reader, above);
    } else if (first < end) {
        above->text = VIEW_EMPTY;
        above->no_blank = true;
    }
}

/* The line of what comes next, at TO: it may be that the comments above are not on that. */
static void read_last_line(const struct field_reader *reader, struct above *above, size_t start,
                           size_t to)
{
    size_t column = skip_blanks(reader->text, start, to) - start;
    bool dashed = false;

    /* They are in the column of something that ends there. */
    if (above->column > column && above->column <= reader->indent)
        above->text = VIEW_EMPTY;
    skip_dashes(reader->text, start, to, &dashed);
    if (dashed) {
        above->element = above->text;
        above->text = VIEW_EMPTY;
    }
}

/* What is between the last node and the next one, which starts at TO; the lines above its '-'. */
static struct view read_gap(struct field_reader *reader, size_t to)
{
    struct above above = { .no_blank = true };
    size_t end = view_find_byte(reader->text, '\n', reader->at);
    size_t line = reader->at;

    if (to <= reader->at)
        return VIEW_EMPTY;
    if (end >= to && !reader->has_last && reader->at > 0) { /* '-' or an anchor, on one line */
        reader->at = to;
        return VIEW_EMPTY;
    }
    if (reader->at > 0) {
        read_behind(reader, end < to ? end : to);
        line = end + 1;
    }
    while (line < to && (end = view_find_byte(reader->text, '\n', line)) < to) {
        read_line(reader, &above, line, end);
        line = end + 1;
    }
    if (line <= to && (line == 0 || reader->text.data[line - 1] == '\n'))
        read_last_line(reader, &above, line, to);
    reader->pending = above.text;
    reader->at = to;
    reader->has_last = false;
    return above.element;
}

/* ---- the tree ---- */

static void pass(struct field_reader *reader, const struct ynode *node, bool is_key)
{
    reader->last = node->start;
    reader->has_last = true;
    reader->last_is_key = is_key;
    reader->last_is_alias = node->kind == YNODE_ALIAS;
    reader->at = node->end;
    reader->pending = VIEW_EMPTY;
}

/* A '#' after the '|' of a block scalar, which ends behind its last break. */
static void read_block_scalar(struct field_reader *reader, const struct ynode *leaf)
{
    size_t end = view_find_byte(reader->text, '\n', leaf->start);

    for (size_t i = leaf->start; i < end; i++) {
        if (reader->text.data[i] != '#')
            continue;
        keep(reader, leaf->start, false, view_sub(reader->text, i, end));
        break;
    }
    reader->has_last = false;
    if (leaf->end > leaf->start && reader->text.data[leaf->end - 1] == '\n')
        reader->at--;
}

static void read_leaf(struct field_reader *reader, const struct ynode *leaf, bool is_key)
{
    if (leaf->end <= leaf->start) /* written as nothing */
        return;

    struct view element = read_gap(reader, leaf->start);

    keep(reader, leaf->start, is_key, element.len && !is_key ? element : reader->pending);
    pass(reader, leaf, is_key);
    if (leaf->kind == YNODE_ALIAS)
        keep(reader, leaf->start, is_key,
             field_comments_of(reader->comments, reader->offset + leaf->target->start, false));
    else if (leaf->style == YSTYLE_LITERAL || leaf->style == YSTYLE_FOLDED)
        read_block_scalar(reader, leaf);
}

static void read_value(struct field_reader *reader, const struct ynode *node, bool is_element,
                       unsigned depth);

static void read_children(struct field_reader *reader, const struct ynode *node, unsigned depth)
{
    bool in_block = node->style != YSTYLE_FLOW && node->column > 0;

    for (size_t i = 0; i < ynode_len(node); i++) {
        if (node->kind == YNODE_SEQ) {
            read_value(reader, ynode_at(node, i), true, depth + 1);
            continue;
        }
        read_leaf(reader, ynode_key_at(node, i), true);
        if (in_block)
            reader->indent = node->column - 1;
        read_value(reader, ynode_value_at(node, i), false, depth + 1);
    }
}

static void read_value(struct field_reader *reader, const struct ynode *node, bool is_element,
                       unsigned depth)
{
    struct view element = VIEW_EMPTY;

    if (depth > YAML_DEPTH_MAX)
        return;
    if (node->kind != YNODE_MAP && node->kind != YNODE_SEQ) {
        read_leaf(reader, node, false);
        return;
    }
    if (node->style == YSTYLE_FLOW) {
        element = read_gap(reader, node->start);
        keep(reader, node->start, false, element.len ? element : reader->pending);
        pass(reader, node, false);
        reader->at = node->start + 1;
        reader->has_last = false;
    } else if (is_element) {
        keep(reader, node->start, false, read_gap(reader, node->start));
    }
    read_children(reader, node, depth);
    if (node->style == YSTYLE_FLOW) {
        read_gap(reader, node->end - 1);
        pass(reader, node, false);
    }
}

void field_comments_read(struct field_comments *comments, const struct ydoc *doc, size_t offset)
{
    struct field_reader reader = { .comments = comments, .text = ydoc_text(doc), .offset = offset };

    if (!ydoc_root(doc))
        return;
    read_value(&reader, ydoc_root(doc), false, 0);
    read_gap(&reader, reader.text.len);
}
