/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/walk.h"

#include <math.h>

#include "base/alloc.h"
#include "yaml/emit.h"

void walk_init(struct walk *walk, const struct ynode *root, enum walk_order order,
               enum yaml_profile profile)
{
    *walk = (struct walk){
        .budget = { .root = root },
        .order = order,
        .profile = profile,
        .root = root,
        .expanded = ENTRIES_INIT,
        .keys = ARENA_INIT,
    };
}

void walk_release(struct walk *walk)
{
    free(walk->frames);
    free(walk->entries);
    free(walk->sorting);
    entries_release(&walk->expanded);
    arena_release(&walk->keys);
}

/* "line 3, column 4: " for messages about NODE; empty when it was made. */
static const char *place_of(const struct ynode *node, char place[64])
{
    place[0] = '\0';
    if (node->line > 0)
        snprintf(place, 64, "line %u, column %u: ", node->line, node->column);
    return place;
}

bool walk_value(const struct ynode *node, enum yaml_profile profile, struct yscalar *value,
                struct error *err)
{
    struct view tag = node->props ? node->props->tag : VIEW_EMPTY;
    struct view shown = view_sub(node->text, 0, 60);
    char place[64];

    *value = scalar_resolve_tagged(node->text, (enum ynode_style)node->style, tag, profile);
    if (value->type == YTYPE_NONE)
        return error_set(err, ERROR_INVALID, "%scannot decode '" VIEW_FMT "' as a !!" VIEW_FMT,
                         place_of(node, place), VIEW_ARGS(shown),
                         VIEW_ARGS(view_sub(tag, sizeof(TAG_PREFIX) - 1, tag.len)));
    if (value->type == YTYPE_FLOAT && !isfinite(value->real))
        return error_set(err, ERROR_INVALID, "%s'" VIEW_FMT "' cannot be written as JSON",
                         place_of(node, place), VIEW_ARGS(shown));
    return true;
}

struct view walk_string(const struct ynode *node, const struct yscalar *value,
                        enum yaml_profile profile, struct buf *scratch)
{
    if (!value->timestamp || profile != YAML_KUSTOMIZE)
        return node->text;
    buf_clear(scratch);
    scalar_add_timestamp(scratch, node->text);
    return buf_view(scratch);
}

/* A key that is no string becomes one as in sigs.k8s.io/yaml; kustomize's reader keeps the text. */
static bool key_text(struct walk *walk, const struct ynode *key, struct view *text,
                     struct error *err)
{
    AUTO(buf) number = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct yscalar value;
    char place[64];

    *text = ynode_text(key);
    if (walk->profile == YAML_KUSTOMIZE || walk->order == WALK_AS_WRITTEN)
        return true;
    value = ynode_value(key, walk->profile);
    if (value.type == YTYPE_STRING)
        return true;
    switch (value.type) {
    case YTYPE_BOOL:
        *text = value.boolean ? VIEW("true") : VIEW("false");
        return true;
    case YTYPE_INT:
    case YTYPE_FLOAT:
        scalar_add_key_number(&number, &value);
        *text = arena_copy(&walk->keys, buf_view(&number));
        return true;
    case YTYPE_NONE:
    case YTYPE_NULL:
    case YTYPE_STRING:
        break;
    }
    return error_set(err, ERROR_INVALID, "%sa mapping key is null", place_of(key, place));
}

static bool add_entry(struct walk *walk, const struct ypair *pair, struct error *err)
{
    struct walk_entry entry = { .key_node = pair->key, .value = pair->value };

    if (!key_text(walk, pair->key, &entry.key, err))
        return false;
    ARRAY_GROW(walk->entries, walk->entries_len, walk->entries_cap);
    walk->entries[walk->entries_len++] = entry;
    return true;
}

typedef int compare_keys(struct view a, struct view b);

static bool is_sorted(const struct walk_entry *entries, size_t count, compare_keys *compare)
{
    for (size_t i = 1; i < count; i++)
        if (compare(entries[i - 1].key, entries[i].key) > 0)
            return false;
    return true;
}

static void merge_runs(const struct walk_entry *from, struct walk_entry *to, size_t middle,
                       size_t end, compare_keys *compare)
{
    size_t left = 0;
    size_t right = middle;

    for (size_t i = 0; i < end; i++) {
        bool take_left =
            left < middle && (right >= end || compare(from[left].key, from[right].key) <= 0);

        to[i] = take_left ? from[left++] : from[right++];
    }
}

/* A stable merge sort: the same order every time, also where COMPARE is not transitive. */
static void sort_entries(struct walk *walk, size_t base, compare_keys *compare)
{
    size_t count = walk->entries_len - base;

    if (count < 2 || is_sorted(walk->entries + base, count, compare))
        return;
    if (walk->sorting_cap < count) {
        walk->sorting_cap = count;
        walk->sorting = mem_resize(walk->sorting, count, sizeof(*walk->sorting));
    }
    struct walk_entry *from = walk->entries + base;
    struct walk_entry *to = walk->sorting;

    for (size_t run = 1; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t left = count - at;
            size_t end = left < 2 * run ? left : 2 * run;

            merge_runs(from + at, to + at, run < end ? run : end, end, compare);
        }
        struct walk_entry *swap = from;
        from = to;
        to = swap;
    }
    if (from == walk->sorting)
        memcpy(walk->entries + base, from, count * sizeof(*from));
}

/* Equal keys are neighbours, in the order written: the last one counts. */
static void drop_repeated(struct walk *walk, size_t base)
{
    size_t kept = base;

    for (size_t i = base; i < walk->entries_len; i++) {
        if (i + 1 < walk->entries_len && view_eq(walk->entries[i].key, walk->entries[i + 1].key))
            continue;
        if (kept != i)
            walk->entries[kept] = walk->entries[i];
        kept++;
    }
    walk->entries_len = kept;
}

static bool add_entries(struct walk *walk, const struct ynode *map, struct error *err)
{
    const struct ypair *pairs = map->pairs;
    size_t count = map->len;
    size_t base = walk->entries_len;

    if (walk->order == WALK_AS_WRITTEN || ynode_has_merge(map)) {
        walk->expanded.len = 0;
        entries_add(&walk->expanded, map);
        pairs = walk->expanded.pairs;
        count = walk->expanded.len;
    }
    for (size_t i = 0; i < count; i++)
        if (!add_entry(walk, &pairs[i], err))
            return false;
    if (walk->order == WALK_AS_WRITTEN)
        return true;
    sort_entries(walk, base, view_cmp);
    drop_repeated(walk, base);
    if (walk->order == WALK_NATURAL)
        sort_entries(walk, base, emit_key_cmp);
    return true;
}

static bool tell(struct walk *walk, const struct ynode *node, struct walk_event *event,
                 struct error *err)
{
    struct walk_frame frame = { .base = walk->entries_len };

    node = ynode_resolve(node);
    event->node = node;
    event->depth = walk->depth;
    event->what = WALK_SCALAR;
    if (!budget_spend(&walk->budget, walk->depth + 1, err))
        return false;
    if (node->kind == YNODE_SCALAR)
        return true;
    event->what = WALK_START;
    frame.node = node;
    frame.count = node->len;
    if (node->kind == YNODE_MAP) {
        if (!add_entries(walk, node, err))
            return false;
        frame.count = walk->entries_len - frame.base;
    }
    event->count = frame.count;
    ARRAY_GROW(walk->frames, walk->depth, walk->frames_cap);
    walk->frames[walk->depth++] = frame;
    return true;
}

bool walk_next(struct walk *walk, struct walk_event *event, bool *more, struct error *err)
{
    *event = (struct walk_event){ .what = WALK_END };
    *more = true;
    if (walk->root) {
        const struct ynode *root = walk->root;

        walk->root = NULL;
        return tell(walk, root, event, err);
    }
    if (walk->depth == 0) {
        *more = false;
        return true;
    }
    struct walk_frame *frame = &walk->frames[walk->depth - 1];

    if (frame->next == frame->count) {
        event->node = frame->node;
        event->count = frame->count;
        event->depth = --walk->depth;
        walk->entries_len = frame->base;
        return true;
    }
    event->index = frame->next++;
    if (frame->node->kind == YNODE_SEQ)
        return tell(walk, frame->node->elements[event->index], event, err);

    struct walk_entry *entry = &walk->entries[frame->base + event->index];

    event->key = entry->key;
    event->key_node = ynode_resolve(entry->key_node);
    return tell(walk, entry->value, event, err);
}
