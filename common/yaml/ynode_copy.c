/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/ynode_copy.c - deep copies with aliases and merge keys expanded, without recursion */
#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

static size_t expansion_limit(size_t nodes_written)
{
    size_t many = nodes_written * 10;

    return nodes_written + (many > YAML_EXPANSION_MIN ? many : YAML_EXPANSION_MIN);
}

/* The nodes written below ROOT; what aliases stand for is not counted. */
static size_t count_written(const struct ynode *root)
{
    const struct ynode **stack = NULL;
    size_t len = 0;
    size_t cap = 0;
    size_t count = 0;

    ARRAY_GROW(stack, len, cap);
    stack[len++] = root;
    while (len > 0) {
        const struct ynode *node = ynode_look(stack[--len]);

        count++;
        for (size_t i = 0; node->kind == YNODE_MAP && i < node->len; i++) {
            count++; /* the key */
            ARRAY_GROW(stack, len, cap);
            stack[len++] = node->pairs[i].value;
        }
        for (size_t i = 0; node->kind == YNODE_SEQ && i < node->len; i++) {
            ARRAY_GROW(stack, len, cap);
            stack[len++] = node->elements[i];
        }
    }
    free(stack);
    return count;
}

bool budget_spend(struct budget *budget, size_t depth, struct error *err)
{
    if (depth > YAML_DEPTH_MAX)
        return error_set(err, ERROR_LIMIT, "nesting is over %d levels once aliases are expanded",
                         YAML_DEPTH_MAX);
    if (++budget->made <= YAML_EXPANSION_MIN)
        return true;
    if (budget->limit == 0)
        budget->limit = expansion_limit(count_written(ynode_resolve(budget->root)));
    if (budget->made <= budget->limit)
        return true;
    return error_set(err, ERROR_LIMIT, "aliases expand to over %zu nodes", budget->limit);
}

struct copy_frame {
    struct ynode *to; /* its children are still those of the original, from NEXT on */
    size_t next;
};

struct copier {
    struct arena *arena;
    struct budget budget;
    bool fresh; /* ynode_copy: new texts, no place */
    struct copy_frame *frames;
    size_t len;
    size_t cap;
    struct entries entries;
};

static void copier_release(struct copier *copier)
{
    free(copier->frames);
    entries_release(&copier->entries);
}

/* Children are taken over as they are, to be copied one by one. */
static void copy_children(struct copier *c, struct ynode *to, const struct ynode *from)
{
    const void *items = from->kind == YNODE_MAP ? (const void *)from->pairs : from->elements;
    size_t size = from->kind == YNODE_MAP ? sizeof(struct ypair) : sizeof(struct ynode *);

    to->len = from->len;
    if (from->kind == YNODE_MAP && ynode_has_merge(from)) {
        c->entries.len = 0;
        entries_add(&c->entries, from);
        items = c->entries.pairs;
        to->len = (uint32_t)c->entries.len;
    }
    to->cap = to->len;
    void *copies = arena_alloc(c->arena, to->len * size);
    if (to->len > 0)
        memcpy(copies, items, to->len * size);
    if (from->kind == YNODE_MAP)
        to->pairs = copies;
    else
        to->elements = copies;
}

static void copy_props(struct copier *c, struct ynode *to, const struct ynode *from)
{
    struct view tag = from->props ? from->props->tag : VIEW_EMPTY;

    if (tag.len == 0)
        return;
    ynode_need_props(c->arena, to)->tag = c->fresh ? arena_copy(c->arena, tag) : tag;
    if (!c->fresh && to->start == from->start)
        to->props->props_start = from->props->props_start;
}

/* A copy of WRITTEN (or what it stands for) without its children's copies. */
static struct ynode *copy_one(struct copier *c, const struct ynode *written, struct error *err)
{
    const struct ynode *from = ynode_resolve(written);
    struct ynode *to;

    if (!budget_spend(&c->budget, c->len + 1, err))
        return NULL;
    to = ynode_alloc(c->arena, (enum ynode_kind)from->kind);
    to->style = from->style;
    to->quotes = from->quotes;
    to->untagged = from->untagged;
    to->explicit_key = written->explicit_key && !c->fresh;
    if (c->fresh) {
        to->made = true;
    } else {
        to->made = from->made;
        to->line = written->line;
        to->column = written->column;
        to->start = written->start;
        to->end = written->end;
    }
    copy_props(c, to, from);
    if (from->kind == YNODE_SCALAR)
        to->text = c->fresh ? arena_copy(c->arena, from->text) : from->text;
    else
        copy_children(c, to, from);
    return to;
}

static void push(struct copier *c, struct ynode *to)
{
    if (to->kind == YNODE_SCALAR || to->len == 0)
        return;
    if (to->kind == YNODE_MAP && to->len > INDEX_ENTRIES_MIN)
        ynode_need_props(c->arena, to);
    ARRAY_GROW(c->frames, c->len, c->cap);
    c->frames[c->len++] = (struct copy_frame){ .to = to, .next = 0 };
}

/* The place of the frame's next child, NULL when all are done. */
static struct ynode **next_place(struct copy_frame *frame)
{
    size_t i = frame->next++;

    if (frame->to->kind == YNODE_SEQ)
        return i < frame->to->len ? &frame->to->elements[i] : NULL;
    if (i / 2 >= frame->to->len)
        return NULL;
    return i % 2 == 0 ? &frame->to->pairs[i / 2].key : &frame->to->pairs[i / 2].value;
}

static struct ynode *copy_tree(struct copier *c, struct ydoc *doc, const struct ynode *root,
                               struct error *err)
{
    struct ynode *copy = copy_one(c, root, err);

    if (!copy)
        return NULL;
    push(c, copy);
    while (c->len > 0) {
        struct copy_frame *frame = &c->frames[c->len - 1];
        struct ynode **place = next_place(frame);

        if (!place) {
            if (frame->to->props && frame->to->kind == YNODE_MAP)
                frame->to->props->doc = doc; /* from now on it can have an index */
            c->len--;
            continue;
        }
        *place = copy_one(c, *place, err);
        if (!*place)
            return NULL;
        push(c, *place);
    }
    return copy;
}

struct ynode *ynode_copy(struct ydoc *doc, const struct ynode *node)
{
    struct copier copier = { .arena = ydoc_arena(doc), .budget = { .root = node }, .fresh = true };
    struct ynode *copy = node ? copy_tree(&copier, doc, node, NULL) : NULL;

    copier_release(&copier);
    return copy;
}

struct ydoc *ydoc_copy(const struct ydoc *doc, struct error *err)
{
    AUTO_FREE(ydoc) copy = ydoc_new_with(doc->text, doc->owned, doc->origin);
    struct copier copier = {
        .arena = &copy->arena,
        .budget = { .root = doc->root, .limit = expansion_limit(doc->nodes_written) },
    };

    copy->has_anchors = doc->has_anchors;
    copy->has_odd_syntax = doc->has_odd_syntax;
    copy->nodes_written = doc->nodes_written;
    if (doc->root && !doc->has_anchors && doc->root->kind != YNODE_SCALAR) {
        copy->root = ynode_alloc(&copy->arena, (enum ynode_kind)doc->root->kind);
        ynode_close(copy, copy->root, doc->root);
    } else if (doc->root) {
        copy->root = copy_tree(&copier, copy, doc->root, err);
    }
    copier_release(&copier);
    if (doc->root && !copy->root) {
        error_wrap(err, "cannot expand the aliases of '%s'", doc->origin);
        return NULL;
    }
    return TAKE(copy);
}
