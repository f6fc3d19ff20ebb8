/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a regular expression, and the sizes that its limits are about. */
#include "base/regex.h"
#include "base/regex_parse.h"

struct regex_node *regex_node_new(struct arena *arena, enum regex_kind kind)
{
    struct regex_node *node = arena_alloc_zero(arena, 1, sizeof(*node));

    node->kind = kind;
    node->size = kind == REGEX_EMPTY ? 0 : 1;
    node->height = 1;
    node->copies = 1;
    return node;
}

static size_t size_limit(size_t size)
{
    return size > REGEX_STATES_MAX ? REGEX_STATES_MAX + 1 : size;
}

/* What CHILD's numbers mean for its parent. */
static void account_child(struct regex_node *node, const struct regex_node *child)
{
    node->size = size_limit(node->size + child->size);
    if (node->height < child->height + 1)
        node->height = child->height + 1;
    if (node->copies < child->copies)
        node->copies = child->copies;
}

/* Give NODE's own children to PARENT as its first ones. */
static void adopt_children(struct regex_node *parent, struct regex_node *node)
{
    node->last_child->next = parent->child;
    if (!parent->child)
        parent->last_child = node->last_child;
    parent->child = node->child;
    parent->size = size_limit(parent->size + node->size);
    if (parent->height < node->height)
        parent->height = node->height;
    if (parent->copies < node->copies)
        parent->copies = node->copies;
}

struct regex_node *regex_node_join(struct arena *arena, enum regex_kind kind,
                                   struct regex_node *latest)
{
    if (!latest)
        return regex_node_new(arena, REGEX_EMPTY);
    if (!latest->next)
        return latest;

    struct regex_node *node = regex_node_new(arena, kind);
    node->size = 0;
    for (struct regex_node *child = latest, *earlier; child; child = earlier) {
        earlier = child->next;
        if (child->kind == kind) {
            adopt_children(node, child);
        } else {
            child->next = node->child;
            if (!node->child)
                node->last_child = child;
            node->child = child;
            account_child(node, child);
        }
        /* Between two alternatives: a split before the one, a jump behind it. */
        if (kind == REGEX_ALTERNATE && earlier)
            node->size = size_limit(node->size + 2);
    }
    return node;
}

struct regex_node *regex_node_capture(struct arena *arena, struct regex_node *child)
{
    struct regex_node *node = regex_node_new(arena, REGEX_GROUP);

    node->child = child;
    node->size = 0;
    account_child(node, child);
    return node;
}

static void account_repeat(struct regex_node *repeat, const struct regex_node *child)
{
    size_t n = (size_t)repeat->min;
    size_t m = (size_t)(repeat->max < 0 ? 0 : repeat->max);

    repeat->height = child->height + 1;
    /* x{0} counts for nothing, however often x itself repeats. */
    repeat->copies = repeat->max == 0 ? 1 : child->copies;
    if (child->size == 0)
        repeat->size = 0;
    else if (repeat->max >= 0)
        repeat->size = size_limit(m * child->size + (m - n));
    else
        repeat->size = size_limit(n == 0 ? child->size + 2 : n * child->size + 1);
}

struct regex_node *regex_node_repeat(struct arena *arena, struct regex_node *child, int min,
                                     int max)
{
    struct regex_node *node = regex_node_new(arena, REGEX_REPEAT);

    node->min = min;
    node->max = max;
    node->child = child;
    node->next = child->next;
    child->next = NULL;
    account_repeat(node, child);
    return node;
}
