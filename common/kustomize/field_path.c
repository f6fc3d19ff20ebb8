/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/field_path.h"

#include "base/buf.h"
#include "base/num.h"

/* What is left of a path; a trailing '.' leaves an empty step, as in Go's strings.Split. */
struct rest {
    struct view text;
    bool ended;
};

static struct view cut(struct rest *rest)
{
    size_t dot = view_find_byte(rest->text, '.', 0);
    struct view part = view_sub(rest->text, 0, dot);

    rest->ended = dot == rest->text.len;
    rest->text = view_sub(rest->text, dot + 1, rest->text.len);
    return part;
}

/* Append the next part to STEP; a backslash at its end says that the dot belongs to it. */
static void add_part(struct buf *step, struct rest *rest)
{
    struct view part = cut(rest);

    while (view_ends(part, VIEW("\\")) && !rest->ended) {
        buf_add_view(step, view_sub(part, 0, part.len - 1));
        buf_add_byte(step, '.');
        part = cut(rest);
    }
    buf_add_view(step, part);
}

static struct view trim_brackets(struct view step)
{
    while (step.len && (step.data[0] == '[' || step.data[0] == ']'))
        step = view_sub(step, 1, step.len);
    while (step.len && (step.data[step.len - 1] == '[' || step.data[step.len - 1] == ']'))
        step.len--;
    return step;
}

/* One step of the path, held by BUFFER: what brackets open goes on until they close. */
static struct view next_step(struct buf *buffer, struct rest *rest)
{
    buf_clear(buffer);
    add_part(buffer, rest);
    struct view step = buf_view(buffer);
    if (!view_starts(step, VIEW("[")) || view_ends(step, VIEW("]")))
        return step;
    for (bool closed = false; !closed && !rest->ended;) {
        buf_add_byte(buffer, '.');
        size_t start = buffer->len;
        add_part(buffer, rest);
        closed = view_ends(view_sub(buf_view(buffer), start, buffer->len), VIEW("]"));
    }
    step = buf_view(buffer);
    return view_find_byte(step, '=', 0) < step.len ? step : trim_brackets(step);
}

/* The first element of SEQ whose field NAME (the element itself when empty) is VALUE. */
static const struct ynode *find_element(const struct ynode *seq, struct view name,
                                        struct view value)
{
    for (size_t i = 0; i < ynode_len(seq); i++) {
        const struct ynode *element = ynode_at(seq, i);
        const struct ynode *field = name.len ? ynode_get_view(element, name) : element;
        if (field && view_eq(ynode_text(field), value))
            return element;
    }
    return NULL;
}

static const struct ynode *find_bracketed(const struct ynode *node, struct view step)
{
    struct view inner = view_sub(step, 1, step.len - 1);
    size_t equals = view_find_byte(inner, '=', 0);

    if (equals == inner.len || !ynode_is_seq(node))
        return NULL;
    return find_element(node, view_sub(inner, 0, equals), view_sub(inner, equals + 1, inner.len));
}

static const struct ynode *find_step(const struct ynode *node, struct view step)
{
    int64_t index;

    step = view_trim(step);
    if (step.len == 0)
        return node;
    if (num_parse_i64(step, &index))
        return index >= 0 && ynode_is_seq(node) ? ynode_at(node, (size_t)index) : NULL;
    if (view_is(step, "-"))
        return ynode_is_seq(node) && ynode_len(node) ? ynode_at(node, ynode_len(node) - 1) : NULL;
    if (view_is(step, "*"))
        return NULL;
    if (view_starts(step, VIEW("[")) && view_ends(step, VIEW("]")))
        return find_bracketed(node, step);
    return ynode_is_map(node) ? ynode_get_view(node, step) : NULL;
}

/* Where the index of "ports[0]" starts; the length of STEP when it has none. */
static size_t index_start(struct view step)
{
    if (!view_ends(step, VIEW("]")))
        return step.len;
    size_t at = step.len - 1;
    while (at > 0 && step.data[at - 1] >= '0' && step.data[at - 1] <= '9')
        at--;
    return at > 0 && at < step.len - 1 && step.data[at - 1] == '[' ? at : step.len;
}

const struct ynode *field_path_find(const struct ynode *root, struct view path)
{
    AUTO(buf) buffer = BUF_INIT(path.len);
    struct rest rest = { .text = path };
    const struct ynode *node = root;

    while (node && !rest.ended) {
        struct view step = next_step(&buffer, &rest);
        size_t index = index_start(step);
        if (index < step.len) {
            node = find_step(node, view_sub(step, 0, index - 1));
            step = view_sub(step, index, step.len - 1);
        }
        node = find_step(node, step);
    }
    return node;
}
