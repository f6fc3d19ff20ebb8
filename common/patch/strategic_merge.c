/* SPDX-License-Identifier: Apache-2.0 */
#include "patch/strategic_merge.h"

#include "base/buf.h"
#include "base/compiler.h"
#include "patch/graft.h"
#include "patch/merge_walk.h"
#include "yaml/path.h"

/* ---- messages ---- */

static void add_path(struct buf *out, const struct merge_place *place)
{
    if (!place->parent)
        return;
    add_path(out, place->parent);
    if (place->is_key)
        path_add_key(out, place->key);
    else
        path_add_index(out, place->index);
}

void merge_add_where(struct buf *out, const struct merge_walk *walk,
                     const struct merge_place *place, const struct ynode *patch)
{
    const struct graft_mark *mark = graft_mark_of(walk->graft, patch);
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_add(out, walk->origin);
    if (mark && mark->line)
        buf_addf(out, ":%u:%u", mark->line, mark->column);
    if (!place->parent) {
        buf_add(out, ": the patch");
        return;
    }
    add_path(&path, place);
    buf_addf(out, ": '%s'", buf_text(&path));
}

void merge_add_base_position(struct buf *out, const struct merge_walk *walk,
                             const struct ynode *base)
{
    if (base && !base->made && ynode_line(base))
        buf_addf(out, " (%s:%u:%u)", walk->base_origin ? walk->base_origin : "the object",
                 ynode_line(base), ynode_column(base));
}

static bool kinds_differ(struct merge_walk *walk, const struct merge_place *place,
                         struct merge_sides sides)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    merge_add_where(&text, walk, place, sides.patch);
    buf_addf(&text, " is a %s here and a %s in the object", ynode_kind_name(sides.patch),
             ynode_kind_name(sides.base));
    merge_add_base_position(&text, walk, sides.base);
    return error_set(walk->err, ERROR_SYNTAX, "%s", buf_text(&text));
}

static bool directive_unknown(struct merge_walk *walk, const struct merge_place *place,
                              const struct ynode *value)
{
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    merge_add_where(&text, walk, place, value);
    buf_addf(&text, " has the unknown directive '$patch: " VIEW_FMT "'",
             VIEW_ARGS(ynode_text(value)));
    error_set(walk->err, ERROR_SYNTAX, "%s", buf_text(&text));
    return error_hint(walk->err, "'$patch' is merge, replace or delete");
}

/* ---- directives: read and removed from the patch's copy ---- */

bool merge_directive_read(struct merge_walk *walk, const struct merge_place *place,
                          const struct ynode *value, enum merge_directive *directive)
{
    struct view text = ynode_text(value);

    if (view_is(text, "merge"))
        *directive = DIRECTIVE_MERGE;
    else if (view_is(text, "replace"))
        *directive = DIRECTIVE_REPLACE;
    else if (view_is(text, "delete"))
        *directive = DIRECTIVE_DELETE;
    else
        return directive_unknown(walk, place, value);
    return true;
}

static bool map_directive(struct merge_walk *walk, const struct merge_place *place,
                          struct ynode *patch, enum merge_directive *directive)
{
    const struct ynode *value = ynode_get_view(patch, PATCH_DIRECTIVE);

    *directive = DIRECTIVE_MERGE;
    if (!ynode_is_map(patch) || !value)
        return true;
    if (!merge_directive_read(walk, place, value, directive))
        return false;
    ynode_remove(patch, PATCH_DIRECTIVE);
    return true;
}

struct ynode *merge_directed(struct merge_sides sides, enum merge_directive directive)
{
    bool patch_is_null = sides.patch && ynode_is_null(sides.patch);

    if (directive == DIRECTIVE_DELETE || patch_is_null)
        return NULL;
    if (directive == DIRECTIVE_REPLACE || ynode_is_null(sides.base))
        return sides.patch;
    return sides.base;
}

bool merge_is_missing(const struct ynode *node)
{
    return ynode_is_null(node) || (ynode_is_map(node) && ynode_len(node) == 0);
}

/* ---- mappings ---- */

static bool check_unique(struct merge_walk *walk, const struct merge_place *place,
                         struct merge_sides sides)
{
    for (size_t i = 0; i < ynode_len(sides.base); i++) {
        struct view key = ynode_text(ynode_key_at(sides.base, i));
        AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

        if (ynode_index(sides.base, key) == i)
            continue;
        merge_add_where(&text, walk, place, sides.patch);
        buf_addf(&text, " cannot be patched: the object has the key '" VIEW_FMT "' twice",
                 VIEW_ARGS(key));
        merge_add_base_position(&text, walk, ynode_key_at(sides.base, i));
        return error_set(walk->err, ERROR_INVALID, "%s", buf_text(&text));
    }
    return true;
}

/*
 * The schema of a field: out of a comment on the value or the key of either side, else what the
 * mapping's SCHEMA says. What values that are no nulls say of themselves counts before it:
 * merge_value().
 */
static const struct merge_schema *field_schema(const struct merge_walk *walk,
                                               struct merge_sides keys, struct merge_sides values,
                                               const struct merge_schema *schema)
{
    const struct merge_schema *found = comment_schemas_of(walk->comments, values.base, false);

    if (!found)
        found = comment_schemas_of(walk->comments, keys.base, true);
    if (!found)
        found = comment_schemas_of(walk->comments, values.patch, false);
    if (!found)
        found = comment_schemas_of(walk->comments, keys.patch, true);
    if (found)
        return found;
    return merge_schema_field(schema, ynode_text(keys.base ? keys.base : keys.patch));
}

/* Fields that only the patch has, appended in its order. */
static bool merge_new_fields(struct merge_walk *walk, const struct merge_place *place,
                             struct merge_sides sides, const struct merge_schema *schema)
{
    for (size_t i = 0; i < ynode_len(sides.patch); i++) {
        struct ynode *key = ynode_key_at(sides.patch, i);
        struct view name = ynode_text(key);
        struct merge_place here = { .parent = place, .key = name, .is_key = true };
        struct merge_sides field = { .base = NULL, .patch = ynode_value_at(sides.patch, i) };
        struct merge_sides keys = { .base = NULL, .patch = key };
        struct ynode *result = NULL;

        if (ynode_index(sides.base, name) != SIZE_MAX || ynode_index(sides.patch, name) != i)
            continue;
        if (!merge_value(walk, &here, field, field_schema(walk, keys, field, schema), &result))
            return false;
        if (result && ynode_is_scalar(result))
            ynode_pass(result);
        if (result)
            ynode_insert_entry(walk->graft->doc, sides.base, ynode_len(sides.base), key, result);
    }
    return true;
}

/*
 * VALUE in the place of BASE. The quotes, or that there were none, stay; they make a string of
 * whatever comes into them. Source: kyaml's FieldSetter, which keeps the style of a field.
 */
static struct ynode *keep_quotes(struct merge_walk *walk, const struct ynode *base,
                                 struct ynode *value)
{
    struct yscalar scalar = ynode_value(value, YAML_KUSTOMIZE);
    bool quoted;

    if (value == base || !ynode_is_scalar(base) || scalar.type == YTYPE_NONE ||
        scalar.type == YTYPE_NULL)
        return value;
    quoted = ynode_is_quoted(base);
    if (quoted && (scalar.type != YTYPE_STRING || scalar.timestamp))
        value = ynode_new_string(walk->graft->doc, ynode_text(value));
    value->quotes = quoted ? YQUOTES_YES : YQUOTES_NO;
    return value;
}

/* Entry I of the base with what the patch has for it; its value is NULL when it goes. */
static bool merge_old_field(struct merge_walk *walk, const struct merge_place *place,
                            struct merge_sides sides, size_t i, const struct merge_schema *schema)
{
    struct merge_sides keys = { .base = ynode_key_at(sides.base, i), .patch = NULL };
    struct view name = ynode_text(keys.base);
    struct merge_place here = { .parent = place, .key = name, .is_key = true };
    struct merge_sides field = { .base = ynode_value_at(sides.base, i), .patch = NULL };
    struct ynode *result = NULL;

    if (sides.patch == sides.base) {
        field.patch = field.base;
    } else if (sides.patch) {
        size_t at = ynode_index(sides.patch, name);
        if (at != SIZE_MAX) {
            field.patch = ynode_value_at(sides.patch, at);
            keys.patch = ynode_key_at(sides.patch, at);
        }
    }
    if (!merge_value(walk, &here, field, field_schema(walk, keys, field, schema), &result))
        return false;
    if (result && result == field.base && ynode_is_scalar(result))
        ynode_pass(result);
    result = keep_quotes(walk, field.base, result);
    /* A scalar that we made may stand in several places at once: it changes in all, as in kyaml. */
    if (result && result != field.base && field.base->made && ynode_is_scalar(field.base))
        ynode_assign(field.base, result);
    else if (result != field.base)
        ynode_set_value_at(sides.base, i, result);
    return true;
}

/* The first COUNT entries of the base, with what the patch has for them. */
static bool merge_old_fields(struct merge_walk *walk, const struct merge_place *place,
                             struct merge_sides sides, size_t count,
                             const struct merge_schema *schema)
{
    bool merged = true;

    for (size_t i = 0; i < count && merged; i++)
        merged = merge_old_field(walk, place, sides, i, schema);
    ynode_remove_valueless(sides.base);
    return merged;
}

static bool walk_map(struct merge_walk *walk, const struct merge_place *place,
                     struct merge_sides sides, const struct merge_schema *schema,
                     struct ynode **result)
{
    enum merge_directive directive;

    if (!map_directive(walk, place, sides.patch, &directive))
        return false;
    sides.base = merge_directed(sides, directive);
    *result = sides.base;
    if (!sides.base)
        return true;

    size_t count = ynode_len(sides.base);

    if (sides.patch && sides.patch != sides.base) {
        if (!check_unique(walk, place, sides) || !merge_new_fields(walk, place, sides, schema))
            return false;
    }
    return merge_old_fields(walk, place, sides, count, schema);
}

/* ---- any value ---- */

/* The kind of the first side that is there and not null. */
static enum ynode_kind sides_kind(struct merge_sides sides)
{
    if (!ynode_is_null(sides.base))
        return ynode_kind(sides.base);
    return ynode_is_null(sides.patch) ? YNODE_NONE : ynode_kind(sides.patch);
}

/* Scalars and lists without keys: the patch's value, when it has one. */
static struct ynode *choose_value(struct merge_sides sides)
{
    if (!sides.patch)
        return sides.base;
    if (ynode_is_null(sides.patch))
        return NULL;
    if (sides.base && sides.base != sides.patch &&
        ynode_equal(sides.base, sides.patch, YAML_KUSTOMIZE))
        return sides.base; /* as written */
    return sides.patch;
}

bool merge_value(struct merge_walk *walk, const struct merge_place *place, struct merge_sides sides,
                 const struct merge_schema *schema, struct ynode **result)
{
    enum ynode_kind kind = sides_kind(sides);
    const struct merge_schema *own = NULL;

    if (!ynode_is_null(sides.base))
        own = comment_schemas_of(walk->comments, sides.base, false);
    if (!own && !ynode_is_null(sides.patch))
        own = comment_schemas_of(walk->comments, sides.patch, false);
    if (own)
        schema = own;
    if (!schema)
        schema = user_schemas_of(walk->schemas, sides.base);
    if (!schema)
        schema = user_schemas_of(walk->schemas, sides.patch);
    if (!ynode_is_null(sides.patch) && ynode_kind(sides.patch) != kind)
        return kinds_differ(walk, place, sides);

    switch (kind) {
    case YNODE_MAP:
        return walk_map(walk, place, sides, schema, result);
    case YNODE_SEQ:
        if (merge_schema_merges(schema))
            return merge_keyed_list(walk, place, sides, schema, result);
        *result = choose_value(sides);
        return true;
    case YNODE_SCALAR:
        *result = choose_value(sides);
        return true;
    case YNODE_NONE:
    case YNODE_ALIAS:
        break;
    }
    /* A null of the base stays when it is written out; an empty value goes, as in kyaml. */
    *result = !sides.patch && ynode_text(sides.base).len ? sides.base : NULL;
    return true;
}

bool strategic_merge_apply(struct ydoc *doc, struct ynode *base, const struct ynode *patch,
                           const char *origin, const struct merge_lookup *lookup, bool *removed,
                           struct error *err)
{
    AUTO(graft) graft = GRAFT_INIT(doc);
    AUTO(comment_schemas) comments = COMMENT_SCHEMAS_INIT;
    struct ynode *result = NULL;
    struct ynode *copy;

    if (!ynode_is_map(patch))
        return error_set(err, ERROR_SYNTAX,
                         "%s:%u:%u: a strategic merge patch is a mapping, not a %s", origin,
                         ynode_line(patch), ynode_column(patch), ynode_kind_name(patch));
    copy = graft_copy_marked(&graft, patch, 0, err);
    if (!copy)
        return error_wrap(err, "%s", origin);

    struct merge_walk walk = { .graft = &graft,
                               .origin = origin,
                               .base_origin = ydoc_origin(doc),
                               .schemas = lookup ? lookup->schemas : NULL,
                               .comments = &comments,
                               .err = err };
    struct merge_place root = { .parent = NULL };

    comments.outer = walk.schemas;
    if (lookup) {
        comment_schemas_read_base(&comments, lookup->base_text, base);
        comment_schemas_read_patch(&comments, lookup->patch_text, patch, copy);
    }
    if (!merge_value(&walk, &root, (struct merge_sides){ base, copy }, lookup ? lookup->root : NULL,
                     &result))
        return false;
    /* `$patch: replace` of the whole is walked but not heard: kyaml returns the other tree, and
     * nobody takes it. */
    bool gone = merge_is_missing(result) && !(result && result != base);
    if (removed)
        *removed = gone;
    else if (gone)
        return error_set(err, ERROR_INVALID, "%s:%u:%u: the patch removes the whole object", origin,
                         ynode_line(patch), ynode_column(patch));
    return true;
}
