/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/splice_map.c - the entries of a mapping: kept, changed, removed, added */
#include "base/alloc.h"
#include "yaml/render.h"
#include "yaml/splice_internal.h"

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
        struct view key = ynode_text(before->pairs[i].key);
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

static size_t entry_end_offset(const struct splicer *s, const struct ypair *pair)
{
    size_t key = node_end(s, pair->key), value = node_end(s, pair->value);

    return value > key ? value : key;
}

/* Behind the line break that ends the entry, its line comment included. */
static size_t entry_line_end(const struct splicer *s, const struct ypair *pair)
{
    return entry_end_offset(s, pair) == node_end(s, pair->value) ? behind_node(s, pair->value)
                                                                 : next_line(s, pair->key->end);
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
        diff->kept[i] = ynode_index(diff->after, ynode_text(pair->key)) != SIZE_MAX;
    }
    for (size_t i = 0; i < before->len; i++) {
        const struct ypair *pair = &before->pairs[i];
        if (is_merge_key(pair->key))
            continue;
        size_t at = ynode_index(diff->after, ynode_text(pair->key));
        if (at == SIZE_MAX) {
            if (before->style == YSTYLE_FLOW)
                remove_flow_entry(s, diff, i);
            else
                remove_block_entry(s, diff, i);
            diff->changed = true;
        } else if (ynode_index(before, ynode_text(pair->key)) == i) {
            if (!diff_value(s, before, i, diff->after->pairs[at].value, diff->depth))
                return false;
        }
    }
    diff->changed |= s->len > edits;
    return true;
}

static bool render_flow_entry(struct splicer *s, const struct ypair *added)
{
    render_flow_key(&s->texts, ynode_text(added->key), s->json);
    buf_add(&s->texts, ": ");
    return render_flow(&s->texts, added->value, s->json, s->err);
}

/* Insert an entry of a flow mapping behind entry BEHIND, or first of all when that is SIZE_MAX. */
static bool insert_flow_entry(struct splicer *s, const struct map_diff *diff, size_t behind,
                              const struct ypair *added)
{
    const struct ynode *before = diff->before;
    size_t text = s->texts.len, start = node_start(before->pairs[0].key);
    struct flow_insert insert;

    s->check = true;
    if (behind == SIZE_MAX) {
        if (!render_flow_entry(s, added))
            return false;
        buf_add(&s->texts, ", ");
        edit_add(s, start, start, text);
        return true;
    }
    flow_insert_begin(s, &insert, node_start(before->pairs[behind].key),
                      entry_end_offset(s, &before->pairs[behind]),
                      behind + 1 < before->len && !diff->kept[behind + 1]);
    if (!render_flow_entry(s, added))
        return false;
    flow_insert_end(s, &insert);
    return true;
}

static bool insert_entry(struct splicer *s, const struct map_diff *diff, size_t behind,
                         const struct ypair *added)
{
    const struct ynode *before = diff->before;
    size_t indent = before->pairs[0].key->column - 1;
    bool first = behind == SIZE_MAX;
    struct insertion insertion;

    if (before->style == YSTYLE_FLOW)
        return insert_flow_entry(s, diff, behind, added);
    insertion = insertion_begin(
        s, first ? node_start(before->pairs[0].key) : entry_line_end(s, &before->pairs[behind]),
        indent, first);
    if (!render_entry(&s->texts, ynode_text(added->key), added->value, indent, &s->layout, s->err))
        return false;
    insertion_end(s, &insertion);
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

bool diff_map(struct splicer *s, const struct ynode *before, const struct ynode *after,
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
