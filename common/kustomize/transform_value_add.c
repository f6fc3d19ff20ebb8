/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/transform_value_add.c - the builtin ValueAddTransformer, which no field stands for */
#include "base/file.h"
#include "base/num.h"
#include "kustomize/replacement_path.h"
#include "kustomize/target.h"
#include "kustomize/transform.h"

/* One target on one object. */
struct addition {
    struct transform *t;
    const struct kust_value_target *target;
    struct replacement_path path;
    struct view value;
    struct ydoc *doc; /* NULL: only look */
    bool changes;
};

static void addition_release(struct addition *addition)
{
    replacement_path_release(&addition->path);
}

/* Steps are parted by '/', written `\/` inside one; empty ones do not count. */
static bool split_path(struct replacement_path *path, struct view text, struct error *err)
{
    AUTO(buf) step = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i <= text.len; i++) {
        bool escaped = i + 1 < text.len && text.data[i] == '\\' && text.data[i + 1] == '/';
        if (i < text.len && text.data[i] != '/') {
            buf_add_byte(&step, text.data[i + escaped]);
            i += escaped;
            continue;
        }
        if (step.len == 0)
            continue;
        if (path->len == REPLACEMENT_STEPS_MAX)
            return error_set(err, ERROR_LIMIT, "a path has at most %d steps",
                             REPLACEMENT_STEPS_MAX);
        path->steps[path->len++] = arena_copy(&path->texts, buf_view(&step));
        buf_clear(&step);
    }
    return true;
}

/* ---- the way to the field ---- */

static struct ynode *new_below(const struct addition *addition, size_t at)
{
    if (at + 1 == addition->path.len)
        return ynode_new_null(addition->doc);
    if (replacement_step_compares(addition->path.steps[at + 1]))
        return ynode_new_seq(addition->doc);
    return ynode_new_map(addition->doc);
}

static bool fail_step(const struct addition *addition, size_t at, const struct ynode *node,
                      struct error *err)
{
    return error_set(err, ERROR_INVALID,
                     "'" VIEW_FMT "' leads nowhere: its step '" VIEW_FMT "' stands in a %s",
                     VIEW_ARGS(addition->target->field_path), VIEW_ARGS(addition->path.steps[at]),
                     ynode_kind_name(node));
}

/* The element of SEQ whose KEY is VALUE; made when there is none. */
static struct ynode *element(struct addition *addition, struct ynode *seq, struct view key,
                             struct view value)
{
    struct ynode *made;

    for (size_t i = 0; i < ynode_len(seq); i++) {
        struct ynode *found = ynode_at(seq, i);
        const struct ynode *own = key.len ? ynode_get_view(found, key) : found;
        if (ynode_is_scalar(own) && view_eq(ynode_text(own), value))
            return found;
    }
    addition->changes = true;
    if (!addition->doc)
        return NULL;
    made = ynode_new_string(addition->doc, value);
    if (key.len) {
        struct ynode *map = ynode_new_map(addition->doc);
        ynode_set(addition->doc, map, key, made);
        made = map;
    }
    ynode_add(addition->doc, seq, made);
    return made;
}

/* *NODE becomes what step AT of the path leads to; NULL when it is missing and DOC is NULL. */
static bool take_step(struct addition *addition, size_t at, struct ynode **node, struct error *err)
{
    struct view step = addition->path.steps[at], key, value;
    struct ynode *here = *node, *next;
    uint64_t index;

    if (ynode_is_seq(here) && replacement_step_compares(step)) {
        if (!replacement_step_cut(step, &key, &value, err))
            return false;
        *node = element(addition, here, key, value);
        return true;
    }
    if (ynode_is_seq(here) && num_parse_u64(step, &index) && index < ynode_len(here)) {
        *node = ynode_at(here, index);
        return true;
    }
    if (!ynode_is_map(here))
        return fail_step(addition, at, here, err);
    next = ynode_get_view(here, step);
    if (!next || (ynode_is_null(next) && at + 1 < addition->path.len)) {
        addition->changes = true;
        next = addition->doc ? new_below(addition, at) : NULL;
        if (next)
            ynode_set(addition->doc, here, step, next);
    }
    *node = next;
    return true;
}

/* ---- the value ---- */

/*
 * Append PATH with PART put in at POSITION (from 0; beyond the end behind the others). An absolute
 * path stays one. Source: InsertPathPart in kyaml filesys/util.go.
 */
static void add_path_part(struct buf *out, struct view path, int64_t position, struct view part)
{
    bool absolute = path.len && path.data[0] == '/', first = true;
    struct view rest = path, name;
    int64_t at = 0;

    if (absolute)
        buf_add_byte(out, '/');
    for (bool placed = false;;) {
        bool more = view_cut(&rest, '/', &name);
        if (more && (name.len == 0 || view_is(name, ".")))
            continue;
        if (!placed && (at == position || !more)) {
            buf_addf(out, "%s" VIEW_FMT, first ? "" : "/", VIEW_ARGS(part));
            placed = true;
            first = false;
        }
        if (!more)
            return;
        buf_addf(out, "%s" VIEW_FMT, first ? "" : "/", VIEW_ARGS(name));
        first = false;
        at++;
    }
}

static bool set_value(struct addition *addition, struct ynode *field, struct error *err)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    int64_t position = addition->target->position;

    if (!ynode_is_null(field) && !ynode_is_scalar(field))
        return error_set(err, ERROR_INVALID, "'" VIEW_FMT "' is a %s, not a scalar",
                         VIEW_ARGS(addition->target->field_path), ynode_kind_name(field));
    if (position > 0)
        add_path_part(&text, ynode_is_null(field) ? VIEW_EMPTY : ynode_text(field), position - 1,
                      addition->value);
    else
        buf_add_view(&text, addition->value);
    if (view_eq(ynode_text(field), buf_view(&text)) && !ynode_is_null(field))
        return true;
    addition->changes = true;
    if (addition->doc)
        ynode_set_untagged(addition->doc, field, buf_view(&text), YAML_KUSTOMIZE);
    return buf_check(&text, "the value", err);
}

static bool walk(struct addition *addition, struct resource *res, struct error *err)
{
    struct ynode *node = res->root;

    for (size_t i = 0; i < addition->path.len; i++) {
        if (!take_step(addition, i, &node, err))
            return false;
        if (!node)
            return true;
    }
    return set_value(addition, node, err);
}

static bool add_to(struct addition *addition, struct resource *res, struct error *err)
{
    addition->changes = false;
    addition->doc = res->editable ? res->doc : NULL;
    if (!walk(addition, res, err))
        return false;
    /* It was only a look so far. */
    if (addition->changes && !addition->doc) {
        if (!resource_edit(res, err))
            return false;
        addition->doc = res->doc;
        if (!walk(addition, res, err))
            return false;
    }
    resource_refresh(res);
    return true;
}

/* ---- targets ---- */

static bool run_target(struct transform *t, const struct kust_value_target *spec, struct view value,
                       struct error *err)
{
    AUTO(target) target = TARGET_INIT;
    AUTO(addition)
    addition = { .t = t, .target = spec, .path = REPLACEMENT_PATH_INIT, .value = value };
    bool is_namespace = view_is(spec->field_path, "metadata/namespace");
    size_t found = 0;

    if (spec->field_path.len == 0 || spec->position < 0)
        return error_set(err, ERROR_INVALID,
                         spec->field_path.len == 0 ? "a target needs a fieldPath"
                                                   : "filePathPosition cannot be negative");
    if (!split_path(&addition.path, spec->field_path, err) ||
        (spec->selector && !target_compile(&target, spec->selector, t->kust->file, err)))
        return false;
    for (size_t i = 0; i < t->list->len; i++) {
        struct resource *res = t->list->resources[i];
        if (spec->selector && !target_matches(&target, res))
            continue;
        found++;
        if (is_namespace ? !transform_set_namespace(t, res, value, err)
                         : !add_to(&addition, res, err))
            return false;
    }
    if (found || t->face == FACE_STRICT || t->allow_unmatched)
        return true;
    return error_set(err, ERROR_UNMATCHED, "the target for '" VIEW_FMT "' matches nothing",
                     VIEW_ARGS(spec->field_path));
}

bool transform_value_add(struct transform *t, const struct kust_value_add *spec, struct error *err)
{
    struct view value = view_trim(spec->value);

    if (spec->targets_len == 0)
        return error_set(err, ERROR_INVALID, "%s:%u: ValueAddTransformer: it needs a target",
                         t->kust->file, t->kust->line);
    if (value.len == 0)
        value = view_of(file_base(t->kust->root->path));
    for (size_t i = 0; i < spec->targets_len; i++)
        if (!run_target(t, &spec->targets[i], value, err))
            return error_wrap(err, "%s:%u: ValueAddTransformer", t->kust->file, t->kust->line);
    return true;
}
