/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/splice.h"

#include "base/alloc.h"
#include "yaml/emit.h"
#include "yaml/render.h"

/* One replacement: the bytes [start, end) of the source give way to a part of `texts`. */
struct edit {
    size_t start;
    size_t end;
    size_t text_start; /* offsets in splicer.texts */
    size_t text_end;
    size_t number; /* order of creation: decides between edits at one place */
};

struct splicer {
    struct view source;
    struct render_layout layout;
    struct buf texts;
    struct edit *edits;
    size_t len;
    size_t cap;
    bool json;    /* the document is JSON: flow text is written as JSON */
    bool check;   /* an edit met a construct whose result is to be read again */
    bool give_up; /* a construct that cannot be edited: write the document anew */
    bool expand;  /* second try: every alias is written out */
    struct error *err;
};

static void splicer_release(struct splicer *splicer)
{
    buf_release(&splicer->texts);
    free(splicer->edits);
}

/* ---- edits ---- */

/* Replace [start, end) by what was appended to `texts` since TEXT_START. */
static void edit_add(struct splicer *s, size_t start, size_t end, size_t text_start)
{
    ARRAY_GROW(s->edits, s->len, s->cap);
    s->edits[s->len] = (struct edit){ .start = start,
                                      .end = end,
                                      .text_start = text_start,
                                      .text_end = s->texts.len,
                                      .number = s->len };
    s->len++;
}

static void edit_remove(struct splicer *s, size_t start, size_t end)
{
    edit_add(s, start, end, s->texts.len);
}

static int edit_cmp(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* ---- places in the source ---- */

/* Where NODE begins with its anchor and tag. */
static size_t node_start(const struct ynode *node)
{
    return node->props ? node->props->props_start : node->start;
}

static size_t line_start(const struct splicer *s, size_t at)
{
    while (at > 0 && s->source.data[at - 1] != '\n')
        at--;
    return at;
}

/* Behind the line break of the line that holds AT; the text's length in the last line. */
static size_t next_line(const struct splicer *s, size_t at)
{
    size_t newline = view_find_byte(s->source, '\n', at);

    return newline < s->source.len ? newline + 1 : newline;
}

/* NODE's end without line breaks: some scalars end with one. */
static size_t node_end(const struct splicer *s, const struct ynode *node)
{
    size_t end = node->end;

    while (end > node->start &&
           (s->source.data[end - 1] == '\n' || s->source.data[end - 1] == '\r'))
        end--;
    return end;
}

static bool only_blanks(const struct splicer *s, size_t from, size_t to)
{
    while (from < to && s->source.data[from] == ' ')
        from++;
    return from == to;
}

/* The start of the comment lines directly above the line that starts at LINE, at the same column.
 */
static size_t head_comment(const struct splicer *s, size_t line, size_t indent)
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

static size_t entry_end_offset(const struct splicer *s, const struct ypair *pair)
{
    size_t key = node_end(s, pair->key), value = node_end(s, pair->value);

    return value > key ? value : key;
}

/* Behind the line break that ends the entry, its line comment included. */
static size_t entry_line_end(const struct splicer *s, const struct ypair *pair)
{
    return next_line(s, entry_end_offset(s, pair));
}

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

/* ---- layout of the document ---- */

struct layout_seen {
    bool step;
    bool sequence;
};

static void layout_detect(const struct ynode *node, struct render_layout *layout,
                          struct layout_seen *seen, unsigned depth)
{
    if (!node || depth > YAML_DEPTH_MAX || (seen->step && seen->sequence))
        return;
    for (uint32_t i = 0; i < node->len && node->kind == YNODE_SEQ; i++)
        layout_detect(node->elements[i], layout, seen, depth + 1);
    for (uint32_t i = 0; i < node->len && node->kind == YNODE_MAP; i++) {
        const struct ynode *key = node->pairs[i].key, *value = node->pairs[i].value;
        if (node->style == YSTYLE_BLOCK && value->style == YSTYLE_BLOCK && value->len > 0) {
            if (value->kind == YNODE_MAP && !seen->step && value->column > key->column) {
                layout->step = value->column - key->column;
                seen->step = true;
            }
            if (value->kind == YNODE_SEQ && !seen->sequence) {
                layout->wide_sequence = value->column > key->column;
                seen->sequence = true;
            }
        }
        layout_detect(value, layout, seen, depth + 1);
    }
}

/* ---- comparing, and editing where it differs ---- */

static bool diff_value(struct splicer *s, const struct ynode *map, size_t i,
                       const struct ynode *after, unsigned depth);
static bool diff_collection(struct splicer *s, const struct ynode *before,
                            const struct ynode *after, unsigned depth);

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
static bool can_descend(const struct ynode *before, const struct ynode *after)
{
    return before->kind == after->kind && before->kind != YNODE_SCALAR &&
           before->kind != YNODE_ALIAS && before->len > 0 && after->len > 0;
}

/* True when BEFORE needs no edit for itself; false also covers what diff_collection will look into.
 */
static bool is_unchanged(const struct splicer *s, const struct ynode *before,
                         const struct ynode *after)
{
    if (before->kind == YNODE_ALIAS)
        return !s->expand && ynode_equal(before, after, YAML_KUSTOMIZE);
    if (before->kind == YNODE_SCALAR && after->kind == YNODE_SCALAR)
        return same_scalar(before, after);
    return before->kind == after->kind && before->len == 0 && after->len == 0;
}

/* Where the text of a replaced value starts: a tag goes with it, an anchor stays. */
static size_t value_start(struct splicer *s, const struct ynode *value)
{
    if (value->props && value->props->tag.len) {
        s->check = true;
        return value->props->props_start;
    }
    return value->start;
}

static bool replace_flow(struct splicer *s, const struct ynode *before, const struct ynode *after)
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

/* A scalar in the place of a scalar: what stands before and behind it on its lines is kept. */
static bool replace_scalar(struct splicer *s, const struct ynode *before, const struct ynode *after,
                           size_t indent)
{
    size_t text = s->texts.len;
    size_t end = node_end(s, before);

    if (before->start == before->end)
        buf_add_byte(&s->texts, ' ');
    if (!render_scalar(&s->texts, after, before, indent, s->err))
        return false;
    edit_add(s, value_start(s, before), end, text);
    return true;
}

static bool is_block_scalar(const struct ynode *node)
{
    return node->kind == YNODE_SCALAR &&
           (node->style == YSTYLE_LITERAL || node->style == YSTYLE_FOLDED);
}

/* A block scalar that keeps its trailing blank lines ("|+") owns them too. */
static size_t replaced_end(struct splicer *s, const struct ynode *before)
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
    edit_add(s, colon + 1, end > colon ? end : colon + 1, text);
    return true;
}

static bool diff_value(struct splicer *s, const struct ynode *map, size_t i,
                       const struct ynode *after, unsigned depth)
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

/* ---- mappings ---- */

/* What became of each entry of a mapping. */
struct map_diff {
    const struct ynode *before;
    const struct ynode *after;
    bool *kept;     /* by raw index of BEFORE */
    bool has_merge; /* BEFORE has a `<<` */
    bool changed;   /* some entry was added or removed, or a value may have been */
    unsigned depth;
};

static bool is_merge_key(const struct ynode *key)
{
    return key->kind == YNODE_SCALAR && key->style == YSTYLE_PLAIN && view_is(key->text, "<<");
}

/* A mapping with one key twice reads as its last entry; what would an edit of it mean? */
static bool refuse_duplicates(struct splicer *s, const struct ynode *before)
{
    for (size_t i = 0; i < before->len; i++) {
        struct view key = before->pairs[i].key->text;
        size_t last = ynode_index(before, key);
        if (last != i && last != SIZE_MAX)
            return error_set(
                s->err, ERROR_INVALID,
                "line %u: mapping key '" VIEW_FMT "' already defined at line %u: a patch "
                "cannot change this mapping",
                before->pairs[last].key->line, VIEW_ARGS(key), before->pairs[i].key->line);
    }
    return true;
}

static void remove_flow_entry(struct splicer *s, const struct map_diff *diff, size_t i)
{
    const struct ypair *pairs = diff->before->pairs;

    s->check = true;
    for (size_t next = i + 1; next < diff->before->len; next++)
        if (diff->kept[next]) {
            edit_remove(s, node_start(pairs[i].key), node_start(pairs[i + 1].key));
            return;
        }
    edit_remove(s, i > 0 ? entry_end_offset(s, &pairs[i - 1]) : node_start(pairs[i].key),
                entry_end_offset(s, &pairs[i]));
}

/*
 * An entry that begins behind the dash of a list element gives its place to the next one; any other
 * takes its whole lines with it and the comment lines directly above.
 */
static void remove_block_entry(struct splicer *s, const struct map_diff *diff, size_t i)
{
    const struct ypair *pairs = diff->before->pairs;
    size_t start = node_start(pairs[i].key);
    size_t line = line_start(s, start);

    if (pairs[i].key->explicit_key) {
        s->give_up = true;
        return;
    }
    bool behind_dash = i == 0 && !only_blanks(s, line, start);
    for (size_t before = 0; before < i && !behind_dash; before++) {
        if (diff->kept[before])
            break;
        size_t first = node_start(pairs[0].key);
        behind_dash = !only_blanks(s, line_start(s, first), first);
    }
    if (behind_dash && i + 1 < diff->before->len)
        edit_remove(s, start, node_start(pairs[i + 1].key));
    else
        edit_remove(s, head_comment(s, line, start - line), entry_line_end(s, &pairs[i]));
}

static bool diff_kept_entries(struct splicer *s, struct map_diff *diff)
{
    const struct ynode *before = diff->before;
    size_t edits = s->len;

    for (size_t i = 0; i < before->len; i++) {
        const struct ypair *pair = &before->pairs[i];
        if (is_merge_key(pair->key)) {
            diff->has_merge = true;
            diff->kept[i] = true;
            continue;
        }
        diff->kept[i] = ynode_index(diff->after, pair->key->text) != SIZE_MAX;
    }
    for (size_t i = 0; i < before->len; i++) {
        const struct ypair *pair = &before->pairs[i];
        if (is_merge_key(pair->key))
            continue;
        size_t at = ynode_index(diff->after, pair->key->text);
        if (at == SIZE_MAX) {
            if (before->style == YSTYLE_FLOW)
                remove_flow_entry(s, diff, i);
            else
                remove_block_entry(s, diff, i);
            diff->changed = true;
        } else if (ynode_index(before, pair->key->text) == i) {
            if (!diff_value(s, before, i, diff->after->pairs[at].value, diff->depth))
                return false;
        }
    }
    diff->changed |= s->len > edits;
    return true;
}

/* Insert an entry behind raw entry BEHIND of BEFORE, or first of all when that is SIZE_MAX. */
static bool insert_entry(struct splicer *s, const struct map_diff *diff, size_t behind,
                         const struct ypair *added)
{
    const struct ynode *before = diff->before;
    size_t text = s->texts.len, at;
    size_t indent = before->pairs[0].key->column - 1;
    bool flow = before->style == YSTYLE_FLOW;
    bool first = behind == SIZE_MAX;
    struct view key = ynode_text(added->key);

    if (flow) {
        s->check = true;
        buf_add(&s->texts, first ? "" : ", ");
        render_flow_key(&s->texts, key, s->json);
        buf_add(&s->texts, ": ");
        if (!render_flow(&s->texts, added->value, s->json, s->err))
            return false;
        buf_add(&s->texts, first ? ", " : "");
        at = first ? node_start(before->pairs[0].key) : entry_end_offset(s, &before->pairs[behind]);
        edit_add(s, at, at, text);
        return true;
    }
    at = first ? node_start(before->pairs[0].key) : entry_line_end(s, &before->pairs[behind]);
    bool unfinished = !first && s->source.data[at - 1] != '\n';
    if (unfinished) {
        s->check = true; /* a block scalar before the missing line end would gain one */
        buf_add_byte(&s->texts, '\n');
    }
    size_t line = s->texts.len;
    if (!render_entry(&s->texts, key, added->value, indent, &s->layout, s->err))
        return false;
    if (first && s->texts.len >= line + indent) {
        /* The blanks before the first key are there already; they are owed to the key behind. */
        memmove(s->texts.data + line, s->texts.data + line + indent, s->texts.len - line - indent);
        s->texts.len -= indent;
        buf_add_byte(&s->texts, '\n');
        buf_add_repeat(&s->texts, ' ', indent);
    } else if (!unfinished) {
        buf_add_byte(&s->texts, '\n');
    }
    edit_add(s, at, at, text);
    return true;
}

static bool diff_added_entries(struct splicer *s, struct map_diff *diff)
{
    size_t behind = SIZE_MAX;

    for (size_t i = 0; i < diff->after->len; i++) {
        const struct ypair *pair = &diff->after->pairs[i];
        struct view key = ynode_text(pair->key);
        size_t at = ynode_index(diff->before, key);
        if (at != SIZE_MAX) {
            behind = at;
            continue;
        }
        const struct ynode *merged = diff->has_merge ? ynode_get_view(diff->before, key) : NULL;
        if (merged && ynode_equal(merged, pair->value, YAML_KUSTOMIZE))
            continue;
        size_t place = behind;
        if (place == SIZE_MAX && diff->has_merge)
            place = diff->before->len - 1; /* not before a `<<` that may stand first */
        if (place == SIZE_MAX && !diff->kept[0])
            s->give_up = true; /* both ends of the place would move */
        if (!insert_entry(s, diff, place, pair))
            return false;
        diff->changed = true;
    }
    return true;
}

/* A key that only a `<<` gives and that is gone cannot be taken out of the mapping. */
static bool merge_lost_key(const struct map_diff *diff)
{
    size_t explicit_keys = 0;

    if (!diff->has_merge)
        return false;
    for (size_t i = 0; i < diff->before->len; i++) {
        const struct ypair *pair = &diff->before->pairs[i];
        if (!is_merge_key(pair->key)) {
            explicit_keys++;
            continue;
        }
        const struct ynode *merged = ynode_resolve(pair->value);
        const struct ynode *one = merged;
        for (size_t k = 0; k < (ynode_is_seq(merged) ? ynode_len(merged) : 1); k++) {
            if (ynode_is_seq(merged))
                one = ynode_resolve(ynode_at(merged, k));
            for (size_t e = 0; e < ynode_len(one); e++)
                if (!is_merge_key(ynode_key_at(one, e)) &&
                    ynode_index(diff->after, ynode_text(ynode_key_at(one, e))) == SIZE_MAX)
                    return true;
        }
    }
    return false;
}

static bool diff_map(struct splicer *s, const struct ynode *before, const struct ynode *after,
                     unsigned depth)
{
    struct map_diff diff = { .before = before, .after = after, .depth = depth };
    bool done;

    diff.kept = mem_alloc_zero(before->len, sizeof(*diff.kept));
    done = diff_kept_entries(s, &diff) && diff_added_entries(s, &diff);
    free(diff.kept);
    if (!done)
        return false;
    if (diff.has_merge && (s->expand || merge_lost_key(&diff)))
        s->give_up = true;
    return !diff.changed || refuse_duplicates(s, before);
}

/* ---- sequences ---- */

/* The element of BEFORE at or behind FROM that AFTER's element was copied from; len when there is
 * none. */
static size_t find_source(const struct ynode *before, size_t from, const struct ynode *after)
{
    for (size_t i = from; after->source && i < before->len; i++) {
        const struct ynode *candidate = before->elements[i];
        if (candidate == after->source ||
            (candidate->kind == YNODE_ALIAS && candidate->target == after->source))
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

/* Insert VALUE behind element BEHIND of BEFORE, or first of all when that is SIZE_MAX. */
static bool insert_element(struct splicer *s, const struct ynode *before, size_t behind,
                           const struct ynode *value)
{
    size_t text = s->texts.len, at;
    size_t indent = before->column - 1;
    bool first = behind == SIZE_MAX;

    if (before->style == YSTYLE_FLOW) {
        s->check = true;
        buf_add(&s->texts, first ? "" : ", ");
        if (!render_flow(&s->texts, value, s->json, s->err))
            return false;
        buf_add(&s->texts, first ? ", " : "");
        at = first ? node_start(before->elements[0]) : node_end(s, before->elements[behind]);
        edit_add(s, at, at, text);
        return true;
    }
    at = first ? before->start : next_line(s, node_end(s, before->elements[behind]));
    bool unfinished = !first && s->source.data[at - 1] != '\n';
    if (unfinished) {
        s->check = true; /* a block scalar before the missing line end would gain one */
        buf_add_byte(&s->texts, '\n');
    }
    size_t line = s->texts.len;
    if (!render_element(&s->texts, value, indent, &s->layout, s->err))
        return false;
    if (first && s->texts.len >= line + indent) {
        memmove(s->texts.data + line, s->texts.data + line + indent, s->texts.len - line - indent);
        s->texts.len -= indent;
        buf_add_byte(&s->texts, '\n');
        buf_add_repeat(&s->texts, ' ', indent);
    } else if (!unfinished) {
        buf_add_byte(&s->texts, '\n');
    }
    edit_add(s, at, at, text);
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
    if (s->texts.len >= text + indent) {
        memmove(s->texts.data + text, s->texts.data + text + indent, s->texts.len - text - indent);
        s->texts.len -= indent;
    }
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
static bool diff_seq(struct splicer *s, const struct ynode *before, const struct ynode *after,
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

static bool diff_collection(struct splicer *s, const struct ynode *before,
                            const struct ynode *after, unsigned depth)
{
    if (depth > YAML_DEPTH_MAX)
        return error_set(s->err, ERROR_LIMIT, "the result is nested deeper than %d",
                         YAML_DEPTH_MAX);
    if (before->kind == YNODE_MAP)
        return diff_map(s, before, after, depth);
    return diff_seq(s, before, after, depth);
}

/* ---- composing ---- */

static void add_text(struct buf *out, struct view text, bool crlf)
{
    struct view rest = text, line;
    size_t newline;

    if (!crlf) {
        buf_add_view(out, text);
        return;
    }
    while ((newline = view_find_byte(rest, '\n', 0)) < rest.len) {
        line = view_sub(rest, 0, newline);
        buf_add_view(out, line);
        buf_add(out, "\r\n");
        rest = view_sub(rest, newline + 1, rest.len);
    }
    buf_add_view(out, rest);
}

static bool compose(struct buf *out, struct splicer *s, struct error *err)
{
    size_t at = 0, newline = view_find_byte(s->source, '\n', 0);
    bool crlf = newline > 0 && newline < s->source.len && s->source.data[newline - 1] == '\r';

    if (s->len > 1)
        qsort(s->edits, s->len, sizeof(*s->edits), edit_cmp);
    for (size_t i = 0; i < s->len; i++) {
        const struct edit *edit = &s->edits[i];
        if (edit->start > at)
            buf_add_view(out, view_sub(s->source, at, edit->start));
        add_text(out, view_sub(buf_view(&s->texts), edit->text_start, edit->text_end), crlf);
        if (edit->end > at)
            at = edit->end;
    }
    buf_add_view(out, view_sub(s->source, at, s->source.len));
    return buf_check(out, "the output", err);
}

/* What was composed reads as AFTER. */
static bool reads_as(struct view text, const struct ydoc *after)
{
    AUTO_FREE(ydoc) doc = ydoc_parse(text, ydoc_origin(after), NULL);

    return doc && ynode_equal(ydoc_root(doc), ydoc_root(after), YAML_KUSTOMIZE);
}

enum attempt { ATTEMPT_DONE, ATTEMPT_DIFFERS, ATTEMPT_FAILED };

static enum attempt splice_try(struct buf *out, const struct ydoc *before, const struct ydoc *after,
                               bool verify, bool expand, struct error *err)
{
    AUTO(splicer)
    s = { .source = ydoc_text(before),
          .layout = { .step = 2 },
          .texts = BUF_INIT(YAML_INPUT_BYTES_MAX),
          .expand = expand,
          .err = err };
    struct layout_seen seen = { .step = false };
    const struct ynode *old = ydoc_root(before), *new = ydoc_root(after);
    struct view head = view_trim(s.source);
    size_t start = out->len;

    s.json = head.len > 0 && head.data[0] == '{';
    if (!old || !new || !can_descend(old, new))
        return ATTEMPT_DIFFERS;
    layout_detect(old, &s.layout, &seen, 0);
    if (!diff_collection(&s, old, new, 0))
        return ATTEMPT_FAILED;
    if (s.give_up)
        return ATTEMPT_DIFFERS;
    if (!compose(out, &s, err))
        return ATTEMPT_FAILED;
    if ((verify || s.check || ydoc_has_anchors(before) || ydoc_has_odd_syntax(before)) &&
        s.len > 0 && !reads_as(view_sub(buf_view(out), start, out->len), after)) {
        out->len = start;
        return ATTEMPT_DIFFERS;
    }
    return ATTEMPT_DONE;
}

bool splice_write(struct buf *out, const struct ydoc *before, const struct ydoc *after,
                  const struct splice_options *options, bool *whole, struct error *err)
{
    bool verify = options && options->verify;
    size_t start = out->len;
    enum attempt attempt = splice_try(out, before, after, verify, false, err);

    /* An alias that follows a changed anchor: write the aliases out and look again. */
    if (attempt == ATTEMPT_DIFFERS && ydoc_has_anchors(before))
        attempt = splice_try(out, before, after, true, true, err);
    if (whole)
        *whole = attempt == ATTEMPT_DIFFERS;
    if (attempt == ATTEMPT_DIFFERS &&
        emit_yaml(out, ydoc_root(after), EMIT_AS_IS, YAML_KUSTOMIZE, err))
        attempt = ATTEMPT_DONE;
    if (attempt == ATTEMPT_DONE)
        return true;
    out->len = start;
    return false;
}
