/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_seq.c - the elements of a sequence: kept, changed, removed, added */
#include "yaml/render.h"
#include "yaml/splice_internal.h"

/* The dash of element I of a block sequence. */
static size_t element_dash(const struct splicer *s, const struct ynode *seq, size_t i)
{
    size_t indent = seq->column - 1;
    size_t line = line_start(s, node_start(seq->elements[i]));

    if (i == 0)
        return seq->start;
    while (line > seq->start &&
           !(line + indent < s->source.len && only_blanks(s, line, line + indent) &&
             s->source.data[line + indent] == '-'))
        line = line_start(s, line - 1);
    return line + indent;
}

/* The element of BEFORE at or behind FROM that AFTER's element was copied from: no two elements
 * start at one place. BEFORE's len when there is none. */
static size_t find_source(const struct ynode *before, size_t from, const struct ynode *after)
{
    for (size_t i = from; !after->made && i < before->len; i++) {
        const struct ynode *candidate = before->elements[i];
        if (candidate->start == after->start ||
            (candidate->kind == YNODE_ALIAS && candidate->target->start == after->start))
            return i;
    }
    return before->len;
}

static void remove_element(struct splicer *s, const struct ynode *before, size_t i)
{
    size_t dash, line, end = node_end(s, before->elements[i]);

    if (before->style == YSTYLE_FLOW) {
        s->check = true;
        if (i + 1 < before->len)
            edit_remove(s, node_start(before->elements[i]), node_start(before->elements[i + 1]));
        else
            edit_remove(
                s, i > 0 ? node_end(s, before->elements[i - 1]) : node_start(before->elements[i]),
                end);
        return;
    }
    dash = element_dash(s, before, i);
    line = line_start(s, dash);
    if (only_blanks(s, line, dash)) {
        edit_remove(s, head_comment(s, line, dash - line), next_line(s, end));
        return;
    }
    s->check = true;
    edit_remove(s, dash, i + 1 < before->len ? element_dash(s, before, i + 1) : end);
}

/* Insert VALUE into a flow sequence behind element BEHIND, or first of all when that is SIZE_MAX.
 */
static bool insert_flow_element(struct splicer *s, const struct ynode *before, size_t behind,
                                const struct ynode *value)
{
    bool first = behind == SIZE_MAX;
    size_t text = s->texts.len;
    size_t at = first ? node_start(before->elements[0]) : node_end(s, before->elements[behind]);

    s->check = true;
    buf_add(&s->texts, first ? "" : ", ");
    if (!render_flow(&s->texts, value, s->json, s->err))
        return false;
    buf_add(&s->texts, first ? ", " : "");
    edit_add(s, at, at, text);
    return true;
}

static bool insert_element(struct splicer *s, const struct ynode *before, size_t behind,
                           const struct ynode *value)
{
    size_t indent = before->column - 1;
    bool first = behind == SIZE_MAX;
    struct insertion insertion;

    if (before->style == YSTYLE_FLOW)
        return insert_flow_element(s, before, behind, value);
    insertion = insertion_begin(
        s, first ? before->start : next_line(s, node_end(s, before->elements[behind])), indent,
        first);
    if (!render_element(&s->texts, value, indent, &s->layout, s->err))
        return false;
    insertion_end(s, &insertion);
    return true;
}

static bool diff_element(struct splicer *s, const struct ynode *before, size_t i,
                         const struct ynode *after, unsigned depth)
{
    const struct ynode *element = before->elements[i];
    size_t indent = before->column - 1, text = s->texts.len;

    if (is_unchanged(s, element, after))
        return true;
    if (can_descend(element, after))
        return diff_collection(s, element, after, depth + 1);
    if (before->style == YSTYLE_FLOW)
        return replace_flow(s, element, after);
    if (element->kind == YNODE_SCALAR && after->kind == YNODE_SCALAR)
        return replace_scalar(s, element, after, indent);
    size_t dash = element_dash(s, before, i);
    if (!render_element(&s->texts, after, indent, &s->layout, s->err))
        return false;
    texts_unindent(s, text, indent);
    s->check = true;
    edit_add(s, dash, replaced_end(s, element), text);
    return true;
}

/*
 * The gap between two kept elements: before[*next, gone_end) is gone, after[*fresh, fresh_end) is
 * new. New elements take the places of those that are gone, in order; the rest is inserted behind
 * *behind, or removed.
 */
static bool diff_gap(struct splicer *s, const struct ynode *before, const struct ynode *after,
                     size_t next, size_t gone_end, size_t fresh, size_t fresh_end, unsigned depth)
{
    for (; next < gone_end && fresh < fresh_end; next++, fresh++)
        if (!diff_element(s, before, next, after->elements[fresh], depth))
            return false;
    for (size_t behind = next; fresh < fresh_end; fresh++)
        if (!insert_element(s, before, behind > 0 ? behind - 1 : SIZE_MAX, after->elements[fresh]))
            return false;
    for (; next < gone_end; next++)
        remove_element(s, before, next);
    return true;
}

/* Elements are the same when one was copied from the other, in order. */
bool diff_seq(struct splicer *s, const struct ynode *before, const struct ynode *after,
              unsigned depth)
{
    size_t next = 0, fresh = 0;

    for (size_t i = 0; i < after->len; i++) {
        size_t at = find_source(before, next, after->elements[i]);
        if (at == before->len)
            continue;
        if (!diff_gap(s, before, after, next, at, fresh, i, depth) ||
            !diff_element(s, before, at, after->elements[i], depth))
            return false;
        next = at + 1;
        fresh = i + 1;
    }
    return diff_gap(s, before, after, next, before->len, fresh, after->len, depth);
}
