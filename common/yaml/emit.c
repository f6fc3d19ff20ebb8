/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/emit.h"

#include "base/alloc.h"
#include "yaml/emit_as_is.h"
#include "yaml/pen.h"
#include "yaml/refold.h"
#include "yaml/style.h"
#include "yaml/walk.h"

/* A longer key is written behind a '?': bytes, as go-yaml v2 counts. */
#define SIMPLE_KEY_BYTES_MAX 128

struct kustomize_frame {
    size_t indent; /* column of its entries */
    bool map;
    bool flow; /* as it was read, or in one that is */
};

/* The writer of `kustomize build`. Source: yaml.md 6. */
struct emitter {
    struct pen pen;
    struct buf scratch;
    enum yaml_profile profile;
    bool faithful;                  /* EMIT_FAITHFUL */
    struct kustomize_frame *frames; /* of the open collections */
    size_t frames_cap;
};

static bool put_text(struct emitter *emitter, struct view text, enum ynode_style style,
                     size_t indent, bool fold, struct error *err)
{
    if (!pen_text(&emitter->pen, text, style, indent, fold))
        return error_set(err, ERROR_INVALID, "a text is not UTF-8");
    return true;
}

/* Where a scalar's further lines start, being a child of PARENT (NULL: the root). */
static size_t continuation(const struct kustomize_frame *parent)
{
    return parent ? parent->indent + PEN_STEP : PEN_STEP;
}

static enum ynode_style choose(const struct emitter *emitter, struct view text, bool *multi)
{
    enum ynode_style style = style_choose(text, multi);
    bool is_lossy = style == YSTYLE_SINGLE || style == YSTYLE_LITERAL;

    return emitter->faithful && is_lossy && style_of(text).has_separator ? YSTYLE_DOUBLE : style;
}

/*
 * A value that was left out, in a collection in flow style or in what a patch has put into one.
 * Kustomize makes text of the tree on its way to JSON, where go-yaml can only write it as an empty
 * string.
 */
static bool is_left_out(const struct emitter *emitter, const struct ynode *node,
                        const struct kustomize_frame *parent)
{
    bool is_tagged = node->props && node->props->tag.len;

    return emitter->profile == YAML_KUSTOMIZE && parent && parent->flow &&
           node->style == YSTYLE_PLAIN && node->text.len == 0 && !is_tagged;
}

static bool put_scalar(struct emitter *emitter, const struct ynode *node,
                       const struct kustomize_frame *parent, struct error *err)
{
    size_t indent = continuation(parent);
    struct yscalar value;
    struct view text;

    if (!walk_value(node, emitter->profile, &value, err))
        return false;
    switch (value.type) {
    case YTYPE_NULL:
    case YTYPE_NONE:
        if (is_left_out(emitter, node, parent))
            return put_text(emitter, VIEW_EMPTY, YSTYLE_DOUBLE, indent, true, err);
        return put_text(emitter, VIEW("null"), YSTYLE_PLAIN, indent, true, err);
    case YTYPE_BOOL:
        text = value.boolean ? VIEW("true") : VIEW("false");
        return put_text(emitter, text, YSTYLE_PLAIN, indent, true, err);
    case YTYPE_INT:
    case YTYPE_FLOAT:
        buf_clear(&emitter->scratch);
        scalar_add_yaml_number(&emitter->scratch, &value);
        text = buf_view(&emitter->scratch);
        return put_text(emitter, text, YSTYLE_PLAIN, indent, true, err);
    case YTYPE_STRING:
        break;
    }
    text = walk_string(node, &value, emitter->profile, &emitter->scratch);
    if (node->style == YSTYLE_FOLDED && emitter->profile == YAML_KUSTOMIZE) {
        buf_clear(&emitter->scratch);
        refold_add(&emitter->scratch, node->text);
        text = buf_view(&emitter->scratch);
    }
    return put_text(emitter, text, choose(emitter, text, NULL), indent, true, err);
}

static bool put_key(struct emitter *emitter, struct view key, const struct kustomize_frame *parent,
                    struct error *err)
{
    struct pen *pen = &emitter->pen;
    bool multi = false;
    enum ynode_style style = choose(emitter, key, &multi);

    if (emitter->faithful && view_is(key, "<<"))
        style = YSTYLE_DOUBLE;
    if (key.len <= SIMPLE_KEY_BYTES_MAX && !multi) {
        if (!put_text(emitter, key, style, 0, false, err))
            return false;
        pen_colon(pen);
        return true;
    }
    pen_mark(pen, '?');
    if (!put_text(emitter, key, style, continuation(parent), true, err))
        return false;
    pen_indent(pen, parent->indent);
    pen_mark(pen, ':');
    return true;
}

static void put_start(struct emitter *emitter, const struct walk_event *event,
                      const struct kustomize_frame *parent)
{
    struct kustomize_frame frame = { .map = event->node->kind == YNODE_MAP,
                                     .flow = event->node->style == YSTYLE_FLOW ||
                                             (parent && parent->flow) };
    bool compact = !frame.map && event->key_node && !emitter->pen.only_marks;

    if (parent)
        frame.indent = parent->indent + (compact ? 0 : PEN_STEP);
    if (event->count == 0)
        pen_empty(&emitter->pen, frame.map ? "{}" : "[]");
    ARRAY_GROW(emitter->frames, event->depth, emitter->frames_cap);
    emitter->frames[event->depth] = frame;
}

static bool put_event(struct emitter *emitter, const struct walk_event *event, struct error *err)
{
    /* A copy: the frames move when they grow. */
    struct kustomize_frame above = { .indent = 0 };
    const struct kustomize_frame *parent = NULL;

    if (event->what == WALK_END)
        return true;
    if (event->depth > 0) {
        above = emitter->frames[event->depth - 1];
        parent = &above;
        pen_indent(&emitter->pen, above.indent);
        if (!above.map)
            pen_mark(&emitter->pen, '-');
        else if (!put_key(emitter, event->key, parent, err))
            return false;
    }
    if (event->what == WALK_SCALAR)
        return put_scalar(emitter, event->node, parent, err);
    put_start(emitter, event, parent);
    return true;
}

static bool put_document(struct emitter *emitter, struct walk *walk, struct error *err)
{
    struct walk_event event;
    bool more = true;

    for (;;) {
        if (!walk_next(walk, &event, &more, err))
            return false;
        if (!more)
            break;
        if (!put_event(emitter, &event, err) ||
            !buf_check(emitter->pen.out, "the written document", err))
            return false;
    }
    pen_indent(&emitter->pen, 0);
    return buf_check(emitter->pen.out, "the written document", err);
}

static bool emit_kustomize(struct buf *out, const struct ynode *node, enum yaml_profile profile,
                           bool faithful, struct error *err)
{
    struct emitter emitter = { .pen = PEN_INIT(out),
                               .scratch = BUF_INIT(YAML_SCALAR_BYTES_MAX * 2),
                               .profile = profile,
                               .faithful = faithful };
    struct walk walk;

    walk_init(&walk, node, WALK_NATURAL, profile);

    bool good = put_document(&emitter, &walk, err);

    walk_release(&walk);
    buf_release(&emitter.scratch);
    free(emitter.frames);
    return good;
}

bool emit_yaml(struct buf *out, const struct ynode *node, enum emit_order order,
               enum yaml_profile profile, struct error *err)
{
    static const struct ynode absent = { .kind = YNODE_SCALAR, .style = YSTYLE_PLAIN };
    size_t before = out->len;
    bool overrun = out->overrun;
    bool good = false;

    node = node ? node : &absent;
    switch (order) {
    case EMIT_KUSTOMIZE:
    case EMIT_FAITHFUL:
        good = emit_kustomize(out, node, profile, order == EMIT_FAITHFUL, err);
        break;
    case EMIT_AS_IS:
        good = emit_as_is(out, node, profile, err);
        break;
    }
    if (!good) {
        out->len = before;
        out->overrun = overrun;
        if (out->data)
            out->data[before] = '\0';
    }
    return good;
}
