/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/graft.h"

#include "base/alloc.h"
#include "base/compiler.h"

void graft_release(struct graft *graft)
{
    free(graft->marks);
    graft->marks = NULL;
    graft->mark_count = 0;
    graft->mark_cap = 0;
}

/* ---- counting ---- */

enum measure_result { MEASURE_FITS, MEASURE_DEEP, MEASURE_LARGE };

struct measure {
    size_t nodes;
    size_t bytes;
    bool counted; /* nodes and bytes have a ceiling */
};

/* DEPTH: collections above NODE. What is under an alias counts each time it is met. */
static enum measure_result measure(struct measure *sum, const struct ynode *node, size_t depth)
{
    enum ynode_kind kind = ynode_kind(node);
    enum measure_result result = MEASURE_FITS;

    sum->nodes++;
    sum->bytes += ynode_text(node).len;
    if (sum->counted && (sum->nodes > PATCH_NODES_MAX || sum->bytes > PATCH_BYTES_MAX))
        return MEASURE_LARGE;
    if (kind != YNODE_MAP && kind != YNODE_SEQ)
        return MEASURE_FITS;
    if (depth >= YAML_DEPTH_MAX)
        return MEASURE_DEEP;
    for (size_t i = 0; i < ynode_len(node) && result == MEASURE_FITS; i++) {
        if (kind == YNODE_SEQ) {
            result = measure(sum, ynode_at(node, i), depth + 1);
            continue;
        }
        result = measure(sum, ynode_key_at(node, i), depth + 1);
        if (result == MEASURE_FITS)
            result = measure(sum, ynode_value_at(node, i), depth + 1);
    }
    return result;
}

static bool measure_told(enum measure_result result, struct error *err)
{
    switch (result) {
    case MEASURE_FITS:
        return true;
    case MEASURE_DEEP:
        return error_set(err, ERROR_LIMIT, "the patch makes the object more than %d levels deep",
                         YAML_DEPTH_MAX);
    case MEASURE_LARGE:
        return error_set(err, ERROR_LIMIT,
                         "the patch makes more than %zu values or %zu bytes in one object",
                         PATCH_NODES_MAX, PATCH_BYTES_MAX);
    }
    return true;
}

bool graft_check_depth(const struct ynode *root, struct error *err)
{
    struct measure sum = { .nodes = 0, .bytes = 0, .counted = false };

    return measure_told(measure(&sum, root, 0), err);
}

/* ---- copying ---- */

struct ynode *graft_copy(struct graft *graft, const struct ynode *node, size_t depth,
                         struct error *err)
{
    struct measure sum = { .nodes = graft->nodes_made,
                           .bytes = graft->bytes_made,
                           .counted = true };

    if (!measure_told(measure(&sum, node, depth), err))
        return NULL;
    graft->nodes_made = sum.nodes;
    graft->bytes_made = sum.bytes;

    struct ynode *copy = ynode_copy(graft->doc, node);

    if (!copy)
        error_set(err, ERROR_LIMIT, "the aliases of the patch expand to too many values");
    return copy;
}

static void mark(struct graft *graft, const struct ynode *copy, const struct ynode *from)
{
    ARRAY_GROW(graft->marks, graft->mark_count, graft->mark_cap);
    graft->marks[graft->mark_count++] =
        (struct graft_mark){ .copy = copy, .line = ynode_line(from), .column = ynode_column(from) };
}

/* Both have one shape, but where merge keys of FROM were expanded in COPY. */
static void mark_all(struct graft *graft, const struct ynode *copy, const struct ynode *from)
{
    mark(graft, copy, from);
    for (size_t i = 0; i < ynode_len(copy); i++) {
        if (ynode_is_seq(copy))
            mark_all(graft, ynode_at(copy, i), ynode_at(from, i));
        else
            mark_all(graft, ynode_value_at(copy, i),
                     ynode_get_view(from, ynode_text(ynode_key_at(copy, i))));
    }
}

struct ynode *graft_copy_marked(struct graft *graft, const struct ynode *node, size_t depth,
                                struct error *err)
{
    struct ynode *copy = graft_copy(graft, node, depth, err);

    if (copy)
        mark_all(graft, copy, node);
    return copy;
}

const struct graft_mark *graft_mark_of(const struct graft *graft, const struct ynode *copy)
{
    for (size_t i = 0; i < graft->mark_count; i++) {
        if (graft->marks[i].copy == copy)
            return &graft->marks[i];
    }
    return NULL;
}
