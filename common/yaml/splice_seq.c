/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_seq.c - the elements of a sequence: kept, changed, removed, added */
#include "base/alloc.h"
#include "base/map.h"
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

/* So far ahead a new element looks for one that is gone and has its name. */
#define PLACE_SEARCH_MAX ((size_t)64)

/* What becomes of the elements: which stay where they are, and which come from where. */
struct seq_plan {
    size_t *source; /* by index of AFTER: the element of BEFORE it was copied from; SIZE_MAX: new */
    bool *stays;    /* by index of AFTER: its source keeps its place */
    bool *moves;    /* by index of BEFORE: it is wanted elsewhere */
    size_t *tails;  /* for the longest rising part of `source`: see keep_longest() */
    size_t *earlier;
};

static void seq_plan_release(struct seq_plan *plan)
{
    free(plan->source);
    free(plan->stays);
    free(plan->moves);
    free(plan->tails);
    free(plan->earlier);
}

static struct view place_key(const uint32_t *start)
{
    return view_make((const char *)start, sizeof(*start));
}

/* Where what ELEMENT of a copy, or of the source, was read begins. */
static uint32_t place_of(const struct ynode *element)
{
    return element->kind == YNODE_ALIAS ? element->target->start : element->start;
}

/*
 * By place in the text: each element, and what an alias stands for; a copy of an alias has the
 * place of either. Of equal ones the first is found first: MORE leads from each to the next.
 */
static void find_sources(struct seq_plan *plan, const struct ynode *before,
                         const struct ynode *after)
{
    AUTO(map) places = MAP_INIT;
    AUTO(map) aliases = MAP_INIT;
    size_t *more = mem_alloc_zero(before->len + (size_t)1, sizeof(*more));

    for (size_t i = before->len; i > 0; i--) {
        const struct ynode *element = before->elements[i - 1];
        uint32_t place = place_of(element);
        more[i] = (size_t)(uintptr_t)map_set(&places, place_key(&place), (void *)(uintptr_t)i);
        if (element->kind == YNODE_ALIAS)
            map_set(&aliases, place_key(&element->start), (void *)(uintptr_t)i);
    }
    for (size_t i = 0; i < after->len; i++) {
        const struct ynode *element = after->elements[i];
        plan->source[i] = SIZE_MAX;
        if (element->made)
            continue;
        uint32_t start = element->start;
        size_t place = (size_t)(uintptr_t)map_get(&aliases, place_key(&start));
        if (place > 0)
            start = place_of(before->elements[place - 1]);
        place = (size_t)(uintptr_t)map_get(&places, place_key(&start));
        if (place == 0)
            continue;
        map_set(&places, place_key(&start), (void *)(uintptr_t)more[place]);
        plan->source[i] = place - 1;
    }
    free(more);
}

/*
 * The longest part of AFTER whose sources stand in order keeps its place; all else moves.
 * tails[k]: of the rising parts of k + 1 elements, the last element of the one that ends lowest.
 */
static void keep_longest(struct seq_plan *plan, size_t len)
{
    size_t longest = 0;

    for (size_t i = 0; i < len; i++) {
        size_t low = 0, high = longest;
        if (plan->source[i] == SIZE_MAX)
            continue;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (plan->source[plan->tails[middle]] < plan->source[i])
                low = middle + 1;
            else
                high = middle;
        }
        plan->earlier[i] = low > 0 ? plan->tails[low - 1] : SIZE_MAX;
        plan->tails[low] = i;
        if (low == longest)
            longest++;
    }
    for (size_t i = longest > 0 ? plan->tails[longest - 1] : SIZE_MAX; i != SIZE_MAX;
         i = plan->earlier[i])
        plan->stays[i] = true;
}

static void plan_make(struct seq_plan *plan, const struct ynode *before, const struct ynode *after)
{
    size_t len = after->len;

    plan->source = mem_alloc_zero(len, sizeof(*plan->source));
    plan->stays = mem_alloc_zero(len, sizeof(*plan->stays));
    plan->tails = mem_alloc_zero(len, sizeof(*plan->tails));
    plan->earlier = mem_alloc_zero(len, sizeof(*plan->earlier));
    plan->moves = mem_alloc_zero(before->len, sizeof(*plan->moves));
    find_sources(plan, before, after);
    keep_longest(plan, len);
    for (size_t i = 0; i < len; i++) {
        if (plan->stays[i] || plan->source[i] == SIZE_MAX)
            continue;
        plan->moves[plan->source[i]] = true;
    }
}

static bool is_copy_of(const struct ynode *copy, const struct ynode *element)
{
    return !copy->made && (copy->start == element->start || copy->start == place_of(element));
}

/* All of AFTER was copied from what stands at the same place: nearly always. */
static bool is_parallel(const struct ynode *before, const struct ynode *after)
{
    if (before->len != after->len)
        return false;
    for (size_t i = 0; i < after->len; i++)
        if (!is_copy_of(after->elements[i], before->elements[i]))
            return false;
    return true;
}

/* The lines of element I of a block sequence, the comment lines directly above included; false when
 * its dash does not begin a line. */
static bool element_lines(const struct splicer *s, const struct ynode *seq, size_t i, size_t *start,
                          size_t *end)
{
    size_t dash, line;

    if (seq->style == YSTYLE_FLOW)
        return false;
    dash = element_dash(s, seq, i);
    line = line_start(s, dash);
    if (!only_blanks(s, line, dash))
        return false;
    *start = head_comment(s, line, dash - line);
    *end = behind_node(s, seq->elements[i]);
    return true;
}

static void remove_element(struct splicer *s, const struct ynode *before, size_t i)
{
    size_t dash, start, end = node_end(s, before->elements[i]);

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
    if (element_lines(s, before, i, &start, &end)) {
        edit_remove(s, start, end);
        return;
    }
    dash = element_dash(s, before, i);
    s->check = true;
    edit_remove(s, dash, i + 1 < before->len ? element_dash(s, before, i + 1) : end);
}

/* Insert VALUE into a flow sequence behind element BEHIND, or first of all when that is SIZE_MAX.
 */
static bool insert_flow_element(struct splicer *s, const struct ynode *before, size_t behind,
                                bool next_goes, const struct ynode *value)
{
    size_t text = s->texts.len, start = node_start(before->elements[0]);
    struct flow_insert insert;

    s->check = true;
    if (behind == SIZE_MAX) {
        if (!render_flow(&s->texts, value, s->json, s->err))
            return false;
        buf_add(&s->texts, ", ");
        edit_add(s, start, start, text);
        return true;
    }
    flow_insert_begin(s, &insert, node_start(before->elements[behind]),
                      node_end(s, before->elements[behind]), next_goes);
    if (!render_flow(&s->texts, value, s->json, s->err))
        return false;
    flow_insert_end(s, &insert);
    return true;
}

/* Where lines go in behind element BEHIND of a block sequence; SIZE_MAX: in front of all. */
static struct insertion begin_element(struct splicer *s, const struct ynode *before, size_t behind)
{
    size_t indent = before->column - 1, start, end;

    if (behind != SIZE_MAX)
        return insertion_begin(s, behind_node(s, before->elements[behind]), indent, false);
    if (element_lines(s, before, 0, &start, &end) && start > 0)
        return insertion_begin(s, start, indent, false);
    return insertion_begin(s, before->start, indent, true);
}

static bool insert_element(struct splicer *s, const struct ynode *before, size_t behind,
                           bool next_goes, const struct ynode *value)
{
    struct insertion insertion;

    if (before->style == YSTYLE_FLOW)
        return insert_flow_element(s, before, behind, next_goes, value);
    insertion = begin_element(s, before, behind);
    if (!render_element(&s->texts, value, insertion.indent, &s->layout, s->err))
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
 * Element FROM of BEFORE is wanted behind element BEHIND: its lines go there with their comments,
 * changed where AFTER differs.
 */
static bool move_element(struct splicer *s, const struct ynode *before, size_t from, size_t behind,
                         bool next_goes, const struct ynode *after, unsigned depth)
{
    size_t edits = s->len, start, end;
    struct insertion insertion;

    if (!element_lines(s, before, from, &start, &end)) {
        remove_element(s, before, from);
        return insert_element(s, before, behind, next_goes, after);
    }
    if (!diff_element(s, before, from, after, depth))
        return false;
    insertion = begin_element(s, before, behind);
    edits_take(s, start, end, edits);
    insertion_end(s, &insertion);
    edit_remove(s, start, end);
    s->check = true;
    return true;
}

/* A new element may take the place and the comments of one that is gone, unless it is another
 * thing by its name. */
static bool may_replace(const struct ynode *gone, const struct ynode *fresh)
{
    const struct ynode *old = ynode_get(gone, "name"), *new = ynode_get(fresh, "name");

    return !ynode_is_scalar(old) || !ynode_is_scalar(new) ||
           view_eq(ynode_text(old), ynode_text(new));
}

/* What stands between two elements that stay. */
struct gap {
    size_t gone, gone_end;   /* of BEFORE */
    size_t fresh, fresh_end; /* of AFTER */
};

/* The next element that is gone and whose place FRESH may take; gone_end when none is near. */
static size_t find_place(const struct seq_plan *plan, const struct gap *gap,
                         const struct ynode *before, const struct ynode *fresh)
{
    size_t end =
        gap->gone_end - gap->gone > PLACE_SEARCH_MAX ? gap->gone + PLACE_SEARCH_MAX : gap->gone_end;

    for (size_t i = gap->gone; i < end; i++)
        if (!plan->moves[i] &&
            (before->style == YSTYLE_FLOW || may_replace(before->elements[i], fresh)))
            return i;
    return gap->gone_end;
}

static void remove_gone(struct splicer *s, const struct seq_plan *plan, struct gap *gap,
                        const struct ynode *before, size_t end)
{
    for (; gap->gone < end; gap->gone++)
        if (!plan->moves[gap->gone])
            remove_element(s, before, gap->gone);
}

/*
 * New elements take the places of those that are gone, in order; the rest is inserted behind what
 * was there last, or removed.
 */
static bool diff_gap(struct splicer *s, const struct seq_plan *plan, struct gap *gap,
                     const struct ynode *before, const struct ynode *after, unsigned depth)
{
    for (; gap->fresh < gap->fresh_end; gap->fresh++) {
        const struct ynode *fresh = after->elements[gap->fresh];
        size_t source = plan->source[gap->fresh], behind = gap->gone - 1;
        size_t place = source == SIZE_MAX ? find_place(plan, gap, before, fresh) : gap->gone_end;
        bool done, next_goes = gap->gone < gap->gone_end;
        if (source != SIZE_MAX)
            done = move_element(s, before, source, behind, next_goes, fresh, depth);
        else if (place == gap->gone_end)
            done = insert_element(s, before, behind, next_goes, fresh);
        else
            done = diff_element(s, before, place, fresh, depth);
        if (!done)
            return false;
        if (place < gap->gone_end) {
            remove_gone(s, plan, gap, before, place);
            gap->gone = place + 1;
        }
    }
    remove_gone(s, plan, gap, before, gap->gone_end);
    return true;
}

/* Elements are the same when one was copied from the other. */
bool diff_seq(struct splicer *s, const struct ynode *before, const struct ynode *after,
              unsigned depth)
{
    AUTO(seq_plan) plan = { .source = NULL };
    struct gap gap = { .gone = 0 };

    if (is_parallel(before, after)) {
        for (size_t i = 0; i < after->len; i++)
            if (!diff_element(s, before, i, after->elements[i], depth))
                return false;
        return true;
    }
    plan_make(&plan, before, after);
    for (size_t i = 0; i <= after->len; i++) {
        if (i < after->len && !plan.stays[i])
            continue;
        gap.gone_end = i < after->len ? plan.source[i] : before->len;
        gap.fresh_end = i;
        if (!diff_gap(s, &plan, &gap, before, after, depth) ||
            (i < after->len && !diff_element(s, before, plan.source[i], after->elements[i], depth)))
            return false;
        gap.gone = gap.gone_end + 1;
        gap.fresh = i + 1;
    }
    return true;
}
