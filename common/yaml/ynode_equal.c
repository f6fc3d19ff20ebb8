/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/ynode_equal.c - the same data, however it is written; without recursion */
#include <math.h>

#include "base/alloc.h"
#include "yaml/ydoc_internal.h"

struct comparison {
    const struct ynode *a;
    const struct ynode *b;
};

struct comparer {
    enum yaml_profile profile;
    struct comparison *todo;
    size_t len;
    size_t cap;
    struct budget budget;
};

static void push(struct comparer *c, const struct ynode *a, const struct ynode *b)
{
    ARRAY_GROW(c->todo, c->len, c->cap);
    c->todo[c->len++] = (struct comparison){ .a = a, .b = b };
}

/* Text as PROFILE reads it: go-yaml v3 makes RFC 3339 of a timestamp. */
static struct view string_of(const struct ynode *node, const struct yscalar *value,
                             enum yaml_profile profile, struct buf *rewritten)
{
    if (!value->timestamp || profile != YAML_KUSTOMIZE)
        return node->text;
    scalar_add_timestamp(rewritten, node->text);
    return buf_view(rewritten);
}

static bool scalars_equal(const struct ynode *a, const struct ynode *b, enum yaml_profile profile)
{
    struct yscalar x = ynode_value(a, profile);
    struct yscalar y = ynode_value(b, profile);
    AUTO(buf) x_text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) y_text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (x.type != y.type)
        return false;
    switch (x.type) {
    case YTYPE_NONE:
    case YTYPE_NULL:
        return true;
    case YTYPE_BOOL:
        return x.boolean == y.boolean;
    case YTYPE_INT:
        return x.negative == y.negative && x.magnitude == y.magnitude;
    case YTYPE_FLOAT:
        return (isnan(x.real) && isnan(y.real)) || (x.real <= y.real && x.real >= y.real);
    case YTYPE_STRING:
        break;
    }
    return view_eq(string_of(a, &x, profile, &x_text), string_of(b, &y, profile, &y_text));
}

static bool sequences_equal(struct comparer *c, const struct ynode *a, const struct ynode *b)
{
    if (a->len != b->len)
        return false;
    for (size_t i = a->len; i-- > 0;)
        push(c, a->elements[i], b->elements[i]);
    return true;
}

/* The usual case: the same keys in the same order, each once, and nothing merged. */
static bool keys_in_step(const struct ynode *a, const struct ynode *b)
{
    if (a->len != b->len || a->len > INDEX_ENTRIES_MIN)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        struct view key = ynode_text(a->pairs[i].key);

        if (!view_eq(key, ynode_text(b->pairs[i].key)) || ynode_is_merge_key(a->pairs[i].key) ||
            ynode_is_merge_key(b->pairs[i].key) || index_find(a, key) != i)
            return false;
    }
    return true;
}

static bool mappings_equal(struct comparer *c, const struct ynode *a, const struct ynode *b)
{
    AUTO(entries) ours = ENTRIES_INIT;
    AUTO(entries) theirs = ENTRIES_INIT;

    if (keys_in_step(a, b)) {
        for (size_t i = a->len; i-- > 0;)
            push(c, a->pairs[i].value, b->pairs[i].value);
        return true;
    }
    entries_add(&ours, a);
    entries_add(&theirs, b);
    if (ours.len != theirs.len)
        return false;
    for (size_t i = 0; i < ours.len; i++) {
        const struct ynode *value = ynode_get_view(b, ynode_text(ours.pairs[i].key));

        if (!value)
            return false;
        push(c, ours.pairs[i].value, value);
    }
    return true;
}

static bool nodes_equal(struct comparer *c, const struct ynode *a, const struct ynode *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind)
        return false;
    switch ((enum ynode_kind)a->kind) {
    case YNODE_SCALAR:
        return scalars_equal(a, b, c->profile);
    case YNODE_MAP:
        return mappings_equal(c, a, b);
    case YNODE_SEQ:
        return sequences_equal(c, a, b);
    case YNODE_NONE:
    case YNODE_ALIAS:
        break;
    }
    return false;
}

bool ynode_equal(const struct ynode *a, const struct ynode *b, enum yaml_profile profile)
{
    struct comparer comparer = { .profile = profile, .budget = { .root = a } };
    bool equal = true;

    push(&comparer, a, b);
    while (equal && comparer.len > 0) {
        struct comparison next = comparer.todo[--comparer.len];

        /* Bombs of two documents would take forever: nothing that can be written is so large. */
        equal = budget_spend(&comparer.budget, 1, NULL) &&
                nodes_equal(&comparer, ynode_resolve(next.a), ynode_resolve(next.b));
    }
    free(comparer.todo);
    return equal;
}
