/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_edit.c - edits, and finding the places in the source that they are about */
#include <string.h>

#include "base/alloc.h"
#include "yaml/splice_internal.h"

/* More line ends than this behind an edit are not looked through. */
#define EMPTY_LINES_MAX 16

/*
 * The lines behind END may be of blanks: a block scalar that comes to stand before them would take
 * them for its own.
 */
static bool blanks_follow(const struct splicer *s, size_t end)
{
    size_t at = end == 0 || s->source.data[end - 1] == '\n' ? end : next_line(s, end);

    for (size_t i = 0; i < EMPTY_LINES_MAX; i++) {
        size_t next = next_line(s, at);
        struct view line = view_sub(s->source, at, next);
        if (line.len == 0 || view_trim(line).len > 0)
            return false;
        if (line.data[0] == ' ' || line.data[0] == '\t')
            return true;
        at = next;
    }
    return true;
}

/* Replace [start, end) by what was appended to `texts` since TEXT_START. */
void edit_add(struct splicer *s, size_t start, size_t end, size_t text_start)
{
    ARRAY_GROW(s->edits, s->len, s->cap);
    s->edits[s->len] = (struct edit){ .start = start,
                                      .end = end,
                                      .text_start = text_start,
                                      .text_end = s->texts.len,
                                      .number = s->len };
    s->len++;
    /* What is left of a line, blanks even, would become the last line of a block scalar. */
    struct view text = view_sub(buf_view(&s->texts), text_start, s->texts.len);
    if (end < s->source.len && !strchr("\r\n", s->source.data[end]) && text.len > 0 &&
        text.data[text.len - 1] != '\n' && view_find_byte(text, '\n', 0) < text.len)
        s->check = true;
    /* Where the last line lacks its end, a block scalar before or in the edit gains or lacks one.
     */
    if (end == s->source.len && end > 0 && s->source.data[end - 1] != '\n')
        s->check = true;
    if (!s->check && blanks_follow(s, end))
        s->check = true;
}

void edit_remove(struct splicer *s, size_t start, size_t end)
{
    edit_add(s, start, end, s->texts.len);
}

/* Where NODE begins with its anchor and tag. */
size_t node_start(const struct ynode *node)
{
    return node->props ? node->props->props_start : node->start;
}

/* NODE's end without line breaks: some scalars end with one. */
size_t node_end(const struct splicer *s, const struct ynode *node)
{
    size_t end = node->end;

    while (end > node->start &&
           (s->source.data[end - 1] == '\n' || s->source.data[end - 1] == '\r'))
        end--;
    return end;
}

size_t line_start(const struct splicer *s, size_t at)
{
    while (at > 0 && s->source.data[at - 1] != '\n')
        at--;
    return at;
}

/* Behind the line break of the line that holds AT; the text's length in the last line. */
size_t next_line(const struct splicer *s, size_t at)
{
    size_t newline = view_find_byte(s->source, '\n', at);

    return newline < s->source.len ? newline + 1 : newline;
}

bool only_blanks(const struct splicer *s, size_t from, size_t to)
{
    while (from < to && s->source.data[from] == ' ')
        from++;
    return from == to;
}

/* The start of the comment lines directly above the line that starts at LINE, at the same column.
 */
size_t head_comment(const struct splicer *s, size_t line, size_t indent)
{
    while (line > 0) {
        size_t above = line_start(s, line - 1);
        size_t mark = above;
        while (mark < line && s->source.data[mark] == ' ')
            mark++;
        if (mark - above != indent || mark >= line || s->source.data[mark] != '#')
            break;
        line = above;
    }
    return line;
}

/* Where the text of a replaced value starts: a tag goes with it, an anchor stays. */
size_t value_start(struct splicer *s, const struct ynode *value)
{
    if (value->props && value->props->tag.len) {
        s->check = true;
        return value->props->props_start;
    }
    return value->start;
}

struct insertion insertion_begin(struct splicer *s, size_t at, size_t indent, bool first)
{
    struct insertion insertion = {
        .at = at, .text = s->texts.len, .indent = indent, .first = first
    };

    insertion.unfinished = !first && s->source.data[at - 1] != '\n';
    if (insertion.unfinished)
        buf_add_byte(&s->texts, '\n');
    insertion.line = s->texts.len;
    return insertion;
}

void insertion_end(struct splicer *s, const struct insertion *insertion)
{
    if (insertion->first) {
        /* The blanks before the first line are there already; they are owed to the line behind. */
        texts_unindent(s, insertion->line, insertion->indent);
        buf_add_byte(&s->texts, '\n');
        buf_add_repeat(&s->texts, ' ', insertion->indent);
    } else if (!insertion->unfinished) {
        buf_add_byte(&s->texts, '\n');
    }
    edit_add(s, insertion->at, insertion->at, insertion->text);
}

void texts_unindent(struct splicer *s, size_t from, size_t indent)
{
    if (s->texts.len < from + indent)
        return; /* the buffer's ceiling was met: buf_check() tells */
    memmove(s->texts.data + from, s->texts.data + from + indent, s->texts.len - from - indent);
    s->texts.len -= indent;
}
