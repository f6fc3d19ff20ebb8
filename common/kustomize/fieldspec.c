/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/fieldspec.h"

#include "base/arena.h"
#include "base/buf.h"

#define STEPS_MAX 64

struct walk {
    const struct fieldspec *spec;
    const struct fieldspec_setter *setter;
    struct ydoc *doc;             /* NULL: only look */
    struct view steps[STEPS_MAX]; /* as far as the way has been gone */
    size_t len;
    struct view rest;   /* of the path */
    struct arena texts; /* of steps that had an escape */
    bool changes;
};

bool fieldspec_matches(const struct fieldspec *spec, const struct object_ref *ref)
{
    if (spec->kind.len && !view_eq(spec->kind, ref->kind))
        return false;
    if (spec->group.len && !view_eq(spec->group, ref->group))
        return false;
    return spec->version.len == 0 || view_eq(spec->version, ref->version);
}

/* STEP ends in a backslash: the '/' behind it belongs to the name. NEXT is what follows the '/'. */
static struct view step_join(struct walk *walk, struct view step, struct view next)
{
    char *text = arena_alloc(&walk->texts, step.len + next.len + 1);

    memcpy(text, step.data, step.len);
    text[step.len - 1] = '/';
    if (next.len)
        memcpy(text + step.len, next.data, next.len);
    return view_make(text, step.len + next.len);
}

/*
 * Cut the step that comes next, when there is one: most objects lack the first step of most paths,
 * and what would follow it is never looked at.
 */
static bool walk_cut(struct walk *walk, struct error *err)
{
    struct view step, part;

    if (!view_cut(&walk->rest, '/', &step))
        return true;
    while (step.len && step.data[step.len - 1] == '\\' && view_cut(&walk->rest, '/', &part))
        step = step_join(walk, step, part);
    if (walk->len == STEPS_MAX)
        return error_set(err, ERROR_LIMIT, "the path has more than %d steps", STEPS_MAX);
    walk->steps[walk->len++] = step;
    return true;
}

static void walk_start(struct walk *walk)
{
    struct view path = walk->spec->path;

    walk->rest = path.len > 1 && path.data[0] == '/' ? view_sub(path, 1, path.len) : path;
}

/* Who only looks into a copy makes no children for it. */
static const struct ynode *walk_reads(const struct walk *walk, const struct ynode *node)
{
    return walk->doc ? node : ynode_resolve(node);
}

static bool walk_node(struct walk *walk, struct ynode *node, size_t at, struct error *err);

/* What is to be made for step AT when it is missing or null; YNODE_NONE: nothing. */
static enum ynode_kind walk_makes(const struct walk *walk, size_t at, bool is_list)
{
    if (!walk->spec->create || walk->setter->leaf == FIELDSPEC_LEAF_NONE || is_list)
        return YNODE_NONE;
    if (at + 1 < walk->len || walk->rest.len || walk->setter->leaf == FIELDSPEC_LEAF_MAP)
        return YNODE_MAP;
    return YNODE_SCALAR;
}

static struct ynode *make(struct ydoc *doc, enum ynode_kind kind)
{
    if (kind == YNODE_MAP)
        return ynode_new_map(doc);
    return kind == YNODE_SEQ ? ynode_new_seq(doc) : ynode_new_null(doc);
}

static bool walk_map(struct walk *walk, struct ynode *map, size_t at, struct error *err)
{
    struct view name = walk->steps[at];
    bool is_list = view_ends(name, VIEW("[]"));
    enum ynode_kind makes = walk_makes(walk, at, is_list);

    if (is_list)
        name.len -= 2;
    if (name.len == 0)
        return error_set(err, ERROR_INVALID, "the path has an empty field name");
    struct ynode *field = ynode_anchored(ynode_get_view(walk_reads(walk, map), name));
    if (!field) {
        if (makes == YNODE_NONE)
            return true;
        walk->changes = true;
        if (!walk->doc)
            return true;
        field = make(walk->doc, makes);
        ynode_set(walk->doc, map, name, field);
    } else if (ynode_is_null(field)) {
        /* Kustomize turns a null into what it would have made, or into the list it expects. */
        if (is_list)
            makes = YNODE_SEQ;
        if (makes == YNODE_MAP || makes == YNODE_SEQ) {
            walk->changes = true;
            if (!walk->doc)
                return true;
            ynode_assign(field, make(walk->doc, makes));
        }
    }
    return walk_node(walk, field, at + 1, err);
}

static bool walk_node(struct walk *walk, struct ynode *node, size_t at, struct error *err)
{
    node = ynode_anchored(node);
    if (at == walk->len && !walk_cut(walk, err))
        return false;
    if (at == walk->len) {
        bool changes = false;
        if (!walk->setter->set(walk->setter->context, walk->doc, node, &changes, err))
            return false;
        walk->changes |= changes;
        return true;
    }
    if (!node || node->kind == YNODE_MAP)
        return !node || walk_map(walk, node, at, err);
    if (node->kind != YNODE_SEQ)
        return ynode_is_null(node) ||
               error_set(err, ERROR_INVALID,
                         "expected a mapping or a sequence at line %u, not a %s", ynode_line(node),
                         ynode_kind_name(node));
    for (size_t i = 0; i < ynode_len(node); i++)
        if (!walk_node(walk, ynode_at(walk_reads(walk, node), i), at, err))
            return false;
    return true;
}

static bool walk_fail(const struct walk *walk, const struct resource *res, struct error *err)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add(&name, &res->ref);
    return error_wrap(err, "field '" VIEW_FMT "' of %s", VIEW_ARGS(walk->spec->path),
                      buf_text(&name));
}

/*
 * An object of the stream is looked at before it is changed, for its copy grows with what is gone
 * through; but not where nearly every object changes.
 */
static bool looks_first(const struct resource *res, const struct fieldspec_setter *setter)
{
    return !res->editable || (res->manifest && setter->leaf == FIELDSPEC_LEAF_NONE);
}

bool fieldspec_apply(struct resource *res, const struct fieldspec *spec,
                     const struct fieldspec_setter *setter, struct error *err)
{
    struct walk walk; /* not cleared: most of it is steps, and this is called for every row */
    bool ok;

    walk.spec = spec;
    walk.setter = setter;
    walk.doc = looks_first(res, setter) ? NULL : res->doc;
    walk.len = 0;
    walk.texts = (struct arena)ARENA_INIT;
    walk.changes = false;
    walk_start(&walk);
    ok = walk_node(&walk, res->root, 0, err);

    /* It was only a look so far; now that something will change, copy and go the same way again. */
    if (ok && walk.changes && !walk.doc) {
        ok = resource_edit(res, err) != NULL;
        walk.doc = res->doc;
        ok = ok && walk_node(&walk, res->root, 0, err);
    }
    arena_release(&walk.texts);
    return ok || walk_fail(&walk, res, err);
}
