/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/replacement_path.h"

#include "base/num.h"

/* ---- steps ---- */

void replacement_path_release(struct replacement_path *path)
{
    arena_release(&path->texts);
    path->len = 0;
}

/* The part of TEXT up to the next '.' from *AT on; *AT is then behind it. False at the end. */
static bool cut_part(struct view text, size_t *at, struct view *part)
{
    if (*at > text.len)
        return false;
    size_t end = view_find_byte(text, '.', *at);
    *part = view_sub(text, *at, end);
    *at = end + 1;
    return true;
}

static struct view join(struct replacement_path *path, struct view step, struct view next)
{
    char *text = arena_alloc(&path->texts, step.len + next.len + 1);

    if (step.len)
        memcpy(text, step.data, step.len);
    text[step.len] = '.';
    if (next.len)
        memcpy(text + step.len + 1, next.data, next.len);
    return view_make(text, step.len + next.len + 1);
}

/* The next step: parts up to a '.' that has no backslash before it. */
static bool cut_step(struct replacement_path *path, struct view text, size_t *at, struct view *step)
{
    struct view part;

    if (!cut_part(text, at, step))
        return false;
    while (view_ends(*step, VIEW("\\")) && cut_part(text, at, &part))
        *step = join(path, view_sub(*step, 0, step->len - 1), part);
    return true;
}

/* "[a" and its "b]" are one step; the brackets stay where they compare something. */
static struct view cut_brackets(struct replacement_path *path, struct view text, size_t *at,
                                struct view step)
{
    struct view next = step;

    if (!view_starts(step, VIEW("[")) || view_ends(step, VIEW("]")))
        return step;
    while (!view_ends(next, VIEW("]")) && cut_step(path, text, at, &next))
        step = join(path, step, next);
    if (view_find_byte(step, '=', 0) < step.len)
        return step;
    while (step.len && strchr("[]", step.data[0]))
        step = view_sub(step, 1, step.len);
    while (step.len && strchr("[]", step.data[step.len - 1]))
        step.len--;
    return step;
}

bool replacement_path_split(struct replacement_path *path, struct view text, struct error *err)
{
    size_t at = view_starts(text, VIEW(".")) ? 1 : 0;
    struct view step;

    while (cut_step(path, text, &at, &step)) {
        if (path->len == REPLACEMENT_STEPS_MAX)
            return error_set(err, ERROR_LIMIT, "the path has more than %d steps",
                             REPLACEMENT_STEPS_MAX);
        path->steps[path->len++] = cut_brackets(path, text, &at, step);
    }
    return true;
}

/* ---- what both readings share ---- */

bool replacement_step_compares(struct view step)
{
    return view_starts(step, VIEW("[")) && view_ends(step, VIEW("]"));
}

bool replacement_step_cut(struct view step, struct view *key, struct view *value, struct error *err)
{
    struct view inner = view_sub(step, 1, step.len > 1 ? step.len - 1 : 1);
    size_t equals = view_find_byte(inner, '=', 0);

    if (equals == inner.len)
        return error_set(err, ERROR_INVALID,
                         "step '" VIEW_FMT "' must be '[KEY=VALUE]' to select elements",
                         VIEW_ARGS(step));
    *key = view_sub(inner, 0, equals);
    *value = view_sub(inner, equals + 1, inner.len);
    return true;
}

static bool fail_kind(struct view step, const char *wanted, const struct ynode *node,
                      struct error *err)
{
    return error_set(err, ERROR_INVALID, "step '" VIEW_FMT "' needs a %s, not a %s",
                     VIEW_ARGS(step), wanted, ynode_kind_name(node));
}

/* A null passes for an empty list. */
static bool check_seq(struct view step, const struct ynode *node, struct error *err)
{
    return ynode_is_null(node) || ynode_is_seq(node) || fail_kind(step, "sequence", node, err);
}

/* ---- a source ---- */

static bool is_equal_text(const struct ynode *node, struct view text)
{
    return view_eq(ynode_text(node), text);
}

static bool get_compared(struct view step, struct ynode *seq, struct ynode **found,
                         struct error *err)
{
    struct view key, value;

    if (!replacement_step_cut(step, &key, &value, err) || !check_seq(step, seq, err))
        return false;
    for (size_t i = 0; i < ynode_len(seq) && ynode_is_seq(seq); i++) {
        struct ynode *element = ynode_at(seq, i);
        const struct ynode *field = key.len ? ynode_get_view(element, key) : element;
        if (field && is_equal_text(field, value)) {
            *found = element;
            return true;
        }
    }
    return true;
}

static bool get_element(struct view step, int64_t index, struct ynode *seq, struct ynode **found,
                        struct error *err)
{
    size_t len = ynode_is_seq(seq) ? ynode_len(seq) : 0;

    if (index < 0 && !view_is(step, "-"))
        return error_set(err, ERROR_INVALID, "the index in step '" VIEW_FMT "' is negative",
                         VIEW_ARGS(step));
    if (!check_seq(step, seq, err))
        return false;
    if (index < 0 && len == 0)
        return error_set(err, ERROR_UNMATCHED, "step '-' needs a list that has an element");
    *found = ynode_at(seq, index < 0 ? len - 1 : (size_t)index);
    return true;
}

static bool get_step(struct view step, struct ynode *node, struct ynode **found, struct error *err)
{
    int64_t index = -1;

    if (view_is(step, "-") || num_parse_i64(step, &index))
        return get_element(step, index, node, found, err);
    if (view_is(step, "*"))
        return error_set(err, ERROR_INVALID, "a source has no use for the wildcard '*'");
    if (replacement_step_compares(step))
        return get_compared(step, node, found, err);
    if (!ynode_is_null(node) && !ynode_is_map(node))
        return fail_kind(step, "mapping", node, err);
    *found = ynode_get_view(node, step);
    return true;
}

bool replacement_path_get(const struct replacement_path *path, size_t len, struct ynode *root,
                          struct ynode **found, struct error *err)
{
    struct ynode *node = root;

    for (size_t i = 0; i < len && node; i++) {
        struct view step = view_trim(path->steps[i]);
        struct ynode *next = NULL;
        if (step.len == 0)
            continue;
        if (!get_step(step, node, &next, err))
            return false;
        node = ynode_anchored(next);
    }
    *found = node;
    return true;
}
