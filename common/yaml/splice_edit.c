/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_edit.c - edits, and finding the places in the source that they are about */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "yaml/splice_internal.h"

/* More line ends than this behind an edit are not looked through. */
#define EMPTY_LINES_MAX 16

/* TEXT may hold the header of a block scalar that keeps the line ends behind it: "|+", ">2+". */
static bool may_keep_lines(struct view text)
{
    for (size_t at = view_find_byte(text, '+', 0); at < text.len;
         at = view_find_byte(text, '+', at + 1))
        if (at > 0 && strchr("|>123456789", text.data[at - 1]))
            return true;
    return false;
}

/* TEXT stands in for what ended before END, where an empty line follows. */
static bool empty_lines_may_join(struct splicer *s, struct view text)
{
    if (s->keeps_lines == KEEPS_UNKNOWN)
        s->keeps_lines = may_keep_lines(s->source) ? KEEPS_SOME : KEEPS_NONE;
    return s->keeps_lines == KEEPS_SOME || may_keep_lines(text);
}

/*
 * The lines behind END are empty, or begin with blanks and hold nothing else or a comment: a block
 * scalar that comes to stand before them, in TEXT or by what is gone, may take them for its own.
 */
static bool lines_may_join(struct splicer *s, size_t end, struct view text)
{
    size_t at = end == 0 || s->source.data[end - 1] == '\n' ? end : next_line(s, end);

    for (size_t i = 0; i < EMPTY_LINES_MAX; i++) {
        size_t next = next_line(s, at);
        struct view line = view_sub(s->source, at, next);
        struct view trimmed = view_trim(line);
        if (line.len == 0 || (trimmed.len > 0 && trimmed.data[0] != '#'))
            return i > 0 && empty_lines_may_join(s, text);
        if (line.data[0] == ' ' || line.data[0] == '\t')
            return true;
        at = next;
    }
    return true;
}

bool text_may_follow(const struct splicer *s, size_t at, size_t indent)
{
    for (at = next_line(s, at); at < s->source.len; at = next_line(s, at)) {
        size_t mark = at;
        while (mark < s->source.len && s->source.data[mark] == ' ')
            mark++;
        bool blank = mark == s->source.len || strchr("\r\n", s->source.data[mark]);
        if (blank ? mark - at > indent : mark - at >= indent && s->source.data[mark] == '#')
            return true;
        if (!blank)
            return false;
    }
    return false;
}

/*
 * What stands behind TEXT, or behind what is removed, may become a part of a block scalar at its
 * end: the rest of a line, blanks even; a comment line, or one of blanks; empty lines behind a
 * "|+". So may the end of the text, where the last line lacks its own.
 */
static bool needs_check(const struct splicer *s, size_t end, struct view text)
{
    struct view source = s->source;
    bool rest_of_line = end > 0 && end < source.len && source.data[end - 1] != '\n' &&
                        !strchr("\r\n", source.data[end]);

    if (end == source.len)
        return end > 0 && source.data[end - 1] != '\n';
    if (text.len > 0 && view_find_byte(text, '\n', 0) == text.len)
        return false;
    return rest_of_line || view_find(text, VIEW("|+"), 0) < text.len ||
           view_find(text, VIEW("|2+"), 0) < text.len ||
           text_may_follow(s, end > 0 ? end - 1 : 0, 1);
}

/*
 * TEXT stands in for [start, end), both within one line and without the header of a block scalar:
 * no line changes sides, whatever follows.
 */
static bool stays_in_line(const struct splicer *s, size_t start, size_t end, struct view text)
{
    struct view before = view_sub(s->source, start, end);

    if (before.len == 0 || text.len == 0)
        return false;
    for (size_t i = 0; i < before.len; i++)
        if (strchr("\n\r|>", before.data[i]))
            return false;
    for (size_t i = 0; i < text.len; i++)
        if (strchr("\n\r|>", text.data[i]))
            return false;
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
    /* JSON has no block scalars that something could join, but very long lines to look through. */
    if (s->json || s->check)
        return;
    struct view text = view_sub(buf_view(&s->texts), text_start, s->texts.len);
    bool whole_lines = (end == 0 || s->source.data[end - 1] == '\n') && view_ends(text, VIEW("\n"));
    if (end < s->source.len && !strchr("\r\n", s->source.data[end]) && !whole_lines &&
        view_find_byte(text, '\n', 0) < text.len)
        s->check = true;
    if (needs_check(s, end, text))
        s->check = true;
    if (!s->check && !stays_in_line(s, start, end, text) && lines_may_join(s, end, text))
        s->check = true;
}

void edit_split(struct splicer *s, size_t start, size_t end, size_t text, size_t cut, size_t behind)
{
    size_t text_end = s->texts.len;

    s->texts.len = cut;
    edit_add(s, start, end, text);
    s->texts.len = text_end;
    edit_add(s, behind, behind, cut);
}

void edit_remove(struct splicer *s, size_t start, size_t end)
{
    edit_add(s, start, end, s->texts.len);
}

/* ---- composing ---- */

static int edit_cmp(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* TEXT has LF alone; the source's own lines have what they have. */
static void add_text(struct parts *out, struct view text, bool crlf)
{
    struct view rest = text, line;
    size_t newline;

    if (!crlf) {
        parts_add_copy(out, text);
        return;
    }
    while ((newline = view_find_byte(rest, '\n', 0)) < rest.len) {
        line = view_sub(rest, 0, newline);
        parts_add_copy(out, line);
        parts_add(out, VIEW("\r\n"));
        rest = view_sub(rest, newline + 1, rest.len);
    }
    parts_add_copy(out, rest);
}

static void add_source(struct parts *out, const struct splicer *s, size_t start, size_t end)
{
    if (s->lasting)
        parts_add(out, view_sub(s->source, start, end));
    else
        parts_add_copy(out, view_sub(s->source, start, end));
}

void edits_compose(struct splicer *s, struct parts *out, size_t start, size_t end, size_t first)
{
    size_t at = start;

    if (s->len > first + 1)
        qsort(s->edits + first, s->len - first, sizeof(*s->edits), edit_cmp);
    for (size_t i = first; i < s->len; i++) {
        const struct edit *edit = &s->edits[i];
        if (edit->start < start || edit->end > end)
            s->give_up = true;
        if (edit->start > at)
            add_source(out, s, at, edit->start);
        add_text(out, view_sub(buf_view(&s->texts), edit->text_start, edit->text_end), s->crlf);
        if (edit->end > at)
            at = edit->end;
    }
    add_source(out, s, at, end);
}

void edits_take(struct splicer *s, size_t start, size_t end, size_t first)
{
    AUTO(parts) parts = PARTS_INIT(s->texts.max);
    AUTO(buf) text = BUF_INIT(s->texts.max);
    struct view rest, line;

    edits_compose(s, &parts, start, end, first);
    parts_add_to(&text, &parts, (struct parts_mark){ .len = 0 });
    s->len = first;
    rest = buf_view(&text);
    for (bool more = false; view_cut(&rest, '\n', &line); more = true) {
        if (s->crlf && line.len > 0 && line.data[line.len - 1] == '\r')
            line.len--;
        buf_add(&s->texts, more ? "\n" : "");
        buf_add_view(&s->texts, line);
    }
}

/* ---- places ---- */

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

/* Of a block scalar "|+" the blank lines behind it are a part, where it is the last thing in NODE.
 */
static bool keeps_blank_lines(const struct splicer *s, const struct ynode *node)
{
    while (node->kind != YNODE_SCALAR && node->style == YSTYLE_BLOCK && node->len > 0)
        node = node->kind == YNODE_MAP ? node->pairs[node->len - 1].value
                                       : node->elements[node->len - 1];
    if (node->kind != YNODE_SCALAR ||
        (node->style != YSTYLE_LITERAL && node->style != YSTYLE_FOLDED))
        return false;
    for (size_t at = node->start; at < s->source.len && !strchr(" \t\r\n#", s->source.data[at]);
         at++)
        if (s->source.data[at] == '+')
            return true;
    return false;
}

size_t behind_node(const struct splicer *s, const struct ynode *node)
{
    size_t at = next_line(s, node_end(s, node));

    if (!keeps_blank_lines(s, node))
        return at;
    while (at < s->source.len && only_blanks(s, at, line_break(s, at)))
        at = next_line(s, at);
    return at;
}

/* Where the line that holds AT ends, before its line break. */
size_t line_break(const struct splicer *s, size_t at)
{
    size_t end = view_find_byte(s->source, '\n', at);

    return end > at && s->source.data[end - 1] == '\r' ? end - 1 : end;
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

/* Behind the blanks at AT. */
static size_t skip_blanks(const struct splicer *s, size_t at)
{
    while (at < s->source.len && (s->source.data[at] == ' ' || s->source.data[at] == '\t'))
        at++;
    return at;
}

/* Nothing but a comment stands between AT and the line's end. */
static bool ends_line(const struct splicer *s, size_t at)
{
    size_t rest = skip_blanks(s, at);

    return rest == s->source.len || strchr("\r\n", s->source.data[rest]) ||
           (rest > at && s->source.data[rest] == '#');
}

void flow_insert_begin(struct splicer *s, struct flow_insert *insert, size_t start, size_t end,
                       bool next_goes)
{
    size_t line = start, comma = skip_blanks(s, end);
    bool has_comma = comma < s->source.len && s->source.data[comma] == ',';

    /* All of a JSON text may be one line: only blanks are looked at on the way to its start. */
    while (line > 0 && s->source.data[line - 1] == ' ')
        line--;
    *insert = (struct flow_insert){ .at = end, .text = s->texts.len };
    if (next_goes || (line > 0 && s->source.data[line - 1] != '\n') ||
        (has_comma && !ends_line(s, comma + 1))) {
        buf_add(&s->texts, ", ");
        return;
    }
    if (has_comma || ends_line(s, end))
        insert->at = line_break(s, has_comma ? comma : end);
    insert->comma = has_comma;
    if (!has_comma) {
        const struct edit *last = s->len > 0 ? &s->edits[s->len - 1] : NULL;
        buf_add(&s->texts, ",");
        /* Another one went in there just now: the comma is for that one. */
        if (insert->at != end && !(last && last->start == insert->at && last->end == insert->at)) {
            edit_add(s, end, end, insert->text);
            insert->text = s->texts.len;
        }
    }
    buf_add_byte(&s->texts, '\n');
    buf_add_view(&s->texts, view_sub(s->source, line, start));
}

void flow_insert_end(struct splicer *s, const struct flow_insert *insert)
{
    if (insert->comma)
        buf_add_byte(&s->texts, ',');
    edit_add(s, insert->at, insert->at, insert->text);
    s->check = true;
}
