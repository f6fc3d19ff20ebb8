/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit_as_is.h"

#include "base/alloc.h"
#include "yaml/walk.h"

/* A longer key is no simple key for libyaml's scanner: it goes behind a '?'. */
#define SIMPLE_KEY_BYTES_MAX 1000

struct as_is_frame {
    bool map;
    bool flow;
    size_t indent; /* column of its entries */
};

struct as_is {
    struct buf *out;
    enum yaml_profile profile;
    bool wide;     /* sequences are indented under their key */
    bool at_entry; /* the next entry goes on: the line's start, or behind "- " */
    struct as_is_frame *frames;
    size_t frames_cap;
};

/* The column of KEY's first byte, which may be that of its tag or anchor. */
static uint32_t key_column(const struct ynode *key)
{
    size_t before = key->props ? key->start - key->props->props_start : 0;

    /* Behind a '?' they may stand in another line. */
    return key->explicit_key || before >= key->column ? key->column
                                                      : (uint32_t)(key->column - before);
}

/* Does the source indent sequences under their keys? The first one tells. */
static bool finds_wide(const struct ynode *root)
{
    const struct ynode **stack = NULL;
    size_t len = 0;
    size_t cap = 0;
    bool known = false;
    bool wide = false;

    ARRAY_GROW(stack, len, cap);
    stack[len++] = root;
    while (len > 0 && !known) {
        const struct ynode *node = ynode_look(stack[--len]);

        for (size_t i = node->kind == YNODE_MAP ? node->len : 0; i-- > 0;) {
            const struct ynode *key = node->pairs[i].key;
            const struct ynode *value = node->pairs[i].value;

            if (value->kind == YNODE_SEQ && value->style == YSTYLE_BLOCK && value->line > 0 &&
                key->line > 0 && value->line > key->line) {
                known = true;
                wide = value->column > key_column(key);
            }
            ARRAY_GROW(stack, len, cap);
            stack[len++] = value;
        }
        for (size_t i = node->kind == YNODE_SEQ ? node->len : 0; i-- > 0;) {
            ARRAY_GROW(stack, len, cap);
            stack[len++] = node->elements[i];
        }
    }
    free(stack);
    return wide;
}

static void start_entry(struct as_is *a, size_t indent)
{
    if (!a->at_entry) {
        buf_add_byte(a->out, '\n');
        buf_add_repeat(a->out, ' ', indent);
    }
    a->at_entry = false;
}

/* The key and its colon; true when it had to be written behind a '?'. */
static bool add_key(struct as_is *a, const struct as_is_frame *parent,
                    const struct walk_event *event)
{
    enum scalar_place place = parent->flow ? SCALAR_FLOW_KEY : SCALAR_KEY;
    size_t start = a->out->len;

    emit_scalar_as_is(a->out, event->key_node, place, parent->indent, a->profile);
    if (a->out->len - start <= SIMPLE_KEY_BYTES_MAX) {
        buf_add_byte(a->out, ':');
        return false;
    }
    a->out->len = start; /* once more, for it is longer than was thought */
    buf_add(a->out, "? ");
    emit_scalar_as_is(a->out, event->key_node, place, parent->indent, a->profile);
    if (parent->flow) {
        buf_add(a->out, " :");
    } else {
        buf_add_byte(a->out, '\n');
        buf_add_repeat(a->out, ' ', parent->indent);
        buf_add_byte(a->out, ':');
    }
    return true;
}

/* Everything of an entry before its value; BLOCK: the value is a block collection. */
static bool start_value(struct as_is *a, const struct walk_event *event, bool block)
{
    const struct as_is_frame *parent = event->depth > 0 ? &a->frames[event->depth - 1] : NULL;
    bool explicit_key = false;

    if (!parent)
        return false;
    if (parent->flow) {
        if (event->index > 0)
            buf_add(a->out, ", ");
    } else {
        start_entry(a, parent->indent);
    }
    if (event->key_node)
        explicit_key = add_key(a, parent, event);
    else if (!parent->flow)
        buf_add_byte(a->out, '-');
    if (block && !event->key_node) {
        buf_add_byte(a->out, ' ');
        a->at_entry = true;
    }
    return explicit_key;
}

static bool starts_line_value(const struct walk_event *event)
{
    return event->depth > 0 && (event->key_node != NULL);
}

static void add_scalar(struct as_is *a, const struct walk_event *event)
{
    const struct as_is_frame *parent = event->depth > 0 ? &a->frames[event->depth - 1] : NULL;
    bool flow = parent && parent->flow;
    size_t mark;

    (void)start_value(a, event, false);
    mark = a->out->len;
    if (parent && (!flow || starts_line_value(event)))
        buf_add_byte(a->out, ' ');

    size_t text = a->out->len;

    emit_scalar_as_is(a->out, event->node, flow ? SCALAR_FLOW : SCALAR_BLOCK,
                      parent ? parent->indent : 0, a->profile);
    if (a->out->len == text && buf_ok(a->out)) {
        a->out->len = mark; /* an empty null needs no blank */
        if (!parent)
            buf_add(a->out, "null");
    }
}

static void add_flow_start(struct as_is *a, const struct walk_event *event)
{
    const struct as_is_frame *parent = event->depth > 0 ? &a->frames[event->depth - 1] : NULL;

    (void)start_value(a, event, false);
    if (parent && (!parent->flow || starts_line_value(event)))
        buf_add_byte(a->out, ' ');
    buf_add_byte(a->out, event->node->kind == YNODE_MAP ? '{' : '[');
}

static void add_start(struct as_is *a, const struct walk_event *event)
{
    const struct as_is_frame *parent = event->depth > 0 ? &a->frames[event->depth - 1] : NULL;
    struct as_is_frame frame = { .map = event->node->kind == YNODE_MAP };

    frame.flow = event->node->style == YSTYLE_FLOW || event->count == 0 || (parent && parent->flow);
    if (frame.flow) {
        frame.indent = parent ? parent->indent : 0;
        add_flow_start(a, event);
    } else {
        bool explicit_key = start_value(a, event, true);
        bool compact = !frame.map && event->key_node && !a->wide && !explicit_key;

        if (parent)
            frame.indent = parent->indent + (compact ? 0 : 2);
    }
    ARRAY_GROW(a->frames, event->depth, a->frames_cap);
    a->frames[event->depth] = frame;
}

static void add_event(struct as_is *a, const struct walk_event *event)
{
    switch (event->what) {
    case WALK_SCALAR:
        add_scalar(a, event);
        break;
    case WALK_START:
        add_start(a, event);
        break;
    case WALK_END:
        if (a->frames[event->depth].flow)
            buf_add_byte(a->out, a->frames[event->depth].map ? '}' : ']');
        break;
    }
}

static bool add_tree(struct as_is *a, struct walk *walk, struct error *err)
{
    struct walk_event event;
    bool more = true;

    for (;;) {
        if (!walk_next(walk, &event, &more, err))
            return false;
        if (!more)
            break;
        add_event(a, &event);
    }
    buf_add_byte(a->out, '\n');
    return buf_check(a->out, "the written document", err);
}

bool emit_as_is(struct buf *out, const struct ynode *node, enum yaml_profile profile,
                struct error *err)
{
    struct as_is a = { .out = out, .profile = profile, .at_entry = true };
    struct walk walk;

    a.wide = finds_wide(ynode_resolve(node));
    walk_init(&walk, node, WALK_AS_WRITTEN, profile);

    bool good = add_tree(&a, &walk, err);

    walk_release(&walk);
    free(a.frames);
    return good;
}
