/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/comments.h"

/* Around the '?' of a longer key comments go astray. */
#define SIMPLE_KEY_BYTES_MAX 120

/* Where the reading is: everything before AT belongs to the leaves so far. */
struct reader {
    struct comments *comments;
    struct view text;
    size_t at;
    const struct ynode *leaf; /* the last one; NULL: none yet */
    bool leaf_is_key;
    bool leads_down; /* a key whose value begins below it */
    bool odd;        /* a key that go-yaml writes behind a '?', or its value */
};

/* Comment lines that are not yet anyone's. */
struct lines {
    size_t start;
    size_t end; /* behind the last one, without its break; 0: no line yet */
    size_t column;
    bool blank_before;
};

void comments_release(struct comments *comments)
{
    map_release(&comments->above);
    map_release(&comments->behind);
    arena_release(&comments->views);
    *comments = (struct comments)COMMENTS_INIT;
}

/* ---- keeping ---- */

static struct view address_of(const struct ynode *const *node)
{
    return view_make((const char *)node, sizeof(*node));
}

static void keep(struct comments *comments, struct map *map, const struct ynode *leaf,
                 struct view text)
{
    struct view *kept = arena_alloc(&comments->views, sizeof(*kept));

    *kept = text;
    map_set(map, address_of(&leaf), kept);
}

static struct view find(const struct map *map, const struct ynode *leaf)
{
    const struct view *kept = map_get(map, address_of(&leaf));

    return kept ? *kept : VIEW_EMPTY;
}

struct view comments_above(const struct comments *comments, const struct ynode *leaf)
{
    return find(&comments->above, leaf);
}

struct view comments_behind(const struct comments *comments, const struct ynode *leaf)
{
    return find(&comments->behind, leaf);
}

/* ---- gaps between leaves ---- */

/* Offset of the comment in TEXT from FROM to TO; TO when there is none. */
static size_t find_mark(struct view text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text.data[i] == '#' && (i == 0 || strchr(" \t\n", text.data[i - 1])))
            return i;
    return to;
}

static size_t skip_blanks(struct view text, size_t at, size_t to)
{
    while (at < to && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}

/* The rest of the last leaf's line, which ends at END: nothing, or a comment on that leaf. */
static bool read_behind(struct reader *reader, size_t end)
{
    size_t mark = find_mark(reader->text, reader->at, end);
    size_t between = skip_blanks(reader->text, reader->at, mark);

    if (mark == end)
        return true;
    if (reader->leaf_is_key) {
        if (!reader->leads_down || between == mark || reader->text.data[between] != ':')
            return false;
        between = skip_blanks(reader->text, between + 1, mark);
    }
    if (!reader->leaf || between != mark)
        return false;
    keep(reader->comments, &reader->comments->behind, reader->leaf,
         view_sub(reader->text, mark, end));
    return true;
}

/* A blank line ends comments that belong to nothing below them: those at the very top are known. */
static bool read_blank(struct reader *reader, struct lines *lines)
{
    if (lines->end == 0) {
        lines->blank_before = true;
        return true;
    }
    if (reader->leaf || reader->comments->top.len)
        return false;
    reader->comments->top = view_sub(reader->text, lines->start, lines->end);
    lines->end = 0;
    return true;
}

static bool read_comment(struct lines *lines, size_t start, size_t column, size_t end)
{
    if (lines->end && lines->column != column)
        return false;
    if (lines->end == 0)
        lines->start = start;
    lines->column = column;
    lines->end = end;
    return true;
}

/* The whole lines from *AT on that end before TO; *AT is then the start of TO's own line. */
static bool read_lines(struct reader *reader, struct lines *lines, size_t *at, size_t to)
{
    for (;;) {
        size_t end = view_find_byte(reader->text, '\n', *at);
        size_t first = skip_blanks(reader->text, *at, end);
        if (end >= to && first >= to)
            return true;
        if (first < end && reader->text.data[first] == '#') {
            if (!read_comment(lines, first, first - *at, end))
                return false;
        } else if (first == end) {
            if (!read_blank(reader, lines))
                return false;
        } else if (end >= to) {
            return true;
        } else if (lines->end || find_mark(reader->text, *at, end) < end) {
            return false; /* an entry without a leaf */
        }
        if (end >= reader->text.len)
            return true;
        *at = end + 1;
    }
}

/* What is between the last leaf and the next one, which starts at TO. */
static bool read_gap(struct reader *reader, struct lines *lines, size_t to, size_t *line)
{
    size_t end = view_find_byte(reader->text, '\n', reader->at);

    *lines = (struct lines){ .end = 0 };
    *line = reader->at;
    if (reader->leaf) {
        if (!read_behind(reader, end < to ? end : to))
            return false;
        if (end >= to)
            return true;
        *line = end + 1;
    }
    return *line >= reader->text.len || read_lines(reader, lines, line, to);
}

/* ---- the tree ---- */

static bool is_leaf(const struct ynode *node)
{
    return (node->kind != YNODE_MAP && node->kind != YNODE_SEQ) || node->style == YSTYLE_FLOW;
}

/* A '#' after the '|' of a block scalar; a flow collection with comments inside is no leaf. */
static bool read_inside(struct reader *reader, const struct ynode *leaf)
{
    size_t line_end = view_find_byte(reader->text, '\n', leaf->start);
    size_t end = line_end < leaf->end ? line_end : leaf->end;
    size_t mark = find_mark(reader->text, leaf->start, end);

    if (leaf->kind == YNODE_MAP || leaf->kind == YNODE_SEQ)
        return find_mark(reader->text, leaf->start, leaf->end) == leaf->end;
    if ((leaf->style == YSTYLE_LITERAL || leaf->style == YSTYLE_FOLDED) && mark < end)
        keep(reader->comments, &reader->comments->behind, leaf, view_sub(reader->text, mark, end));
    return true;
}

static bool is_odd_key(const struct ynode *key)
{
    return key->end - key->start > SIMPLE_KEY_BYTES_MAX ||
           view_find_byte(key->text, '\n', 0) < key->text.len;
}

/* STARTS: an entry begins with it. VALUE: of the entry that it is the key of; NULL: it is no key.
 */
static bool read_leaf(struct reader *reader, const struct ynode *leaf, bool starts,
                      const struct ynode *value)
{
    size_t before = reader->comments->behind.len;
    struct lines lines;
    size_t line;

    if (leaf->end <= leaf->start) /* written as nothing */
        return true;
    if (!read_gap(reader, &lines, leaf->start, &line) || !read_inside(reader, leaf) ||
        (reader->odd && reader->comments->behind.len > before))
        return false;
    if (lines.end) {
        size_t column = skip_blanks(reader->text, line, leaf->start) - line;
        if (!starts || reader->odd || column != lines.column)
            return false;
        keep(reader->comments, &reader->comments->above, leaf,
             view_sub(reader->text, lines.start, lines.end));
    }
    reader->odd = value ? is_odd_key(leaf) : reader->odd && reader->leaf_is_key;
    reader->leaf = leaf;
    reader->leaf_is_key = value != NULL;
    reader->leads_down = value && !is_leaf(value);
    /* A block scalar ends behind its last break, where the next line starts. */
    reader->at = leaf->end;
    if (reader->text.data[leaf->end - 1] == '\n')
        reader->at--;
    return true;
}

static bool read_node(struct reader *reader, const struct ynode *node, bool starts, unsigned depth)
{
    if (depth > YAML_DEPTH_MAX)
        return false;
    if (is_leaf(node))
        return read_leaf(reader, node, starts, NULL);
    for (size_t i = 0; i < ynode_len(node); i++) {
        if (node->kind == YNODE_SEQ) {
            if (!read_node(reader, ynode_at(node, i), true, depth + 1))
                return false;
            continue;
        }
        const struct ynode *key = ynode_key_at(node, i), *value = ynode_value_at(node, i);
        if (!read_leaf(reader, key, true, value) || !read_node(reader, value, false, depth + 1))
            return false;
    }
    return true;
}

static bool read_end(struct reader *reader)
{
    struct lines lines;
    size_t line;

    while (reader->text.len && strchr(" \t\n", reader->text.data[reader->text.len - 1]))
        reader->text.len--;
    if (reader->at > reader->text.len)
        return true;
    if (!reader->leaf || !read_gap(reader, &lines, reader->text.len, &line))
        return false;
    if (lines.end == 0)
        return true;
    if (lines.column != 0)
        return false;
    reader->comments->end = view_sub(reader->text, lines.start, lines.end);
    reader->comments->end_is_apart = lines.blank_before;
    return true;
}

bool comments_read(struct comments *comments, const struct ydoc *doc)
{
    struct reader reader = { .comments = comments, .text = ydoc_text(doc) };
    const struct ynode *root = ydoc_root(doc);

    /* Markers, directives and foreign line ends are not worth the cases they would make. */
    if (!root || is_leaf(root) || view_find_byte(reader.text, '\r', 0) < reader.text.len ||
        view_starts(reader.text, VIEW("%")) || view_starts(reader.text, VIEW("---")) ||
        view_find(reader.text, VIEW("\n---"), 0) < reader.text.len ||
        view_find(reader.text, VIEW("\n..."), 0) < reader.text.len)
        return false;
    return read_node(&reader, root, true, 0) && read_end(&reader);
}
