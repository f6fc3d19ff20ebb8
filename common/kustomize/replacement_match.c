/* SPDX-License-Identifier: Apache-2.0 */
/* kustomize/replacement_match.c - the reading of a path in a target; see replacement_path.h */
#include "base/alloc.h"
#include "base/num.h"
#include "base/regex.h"
#include "kustomize/replacement_path.h"
#include "kustomize/replacement_text.h"
#include "yaml/emit_node.h"

/* The longest text of an element that an expression is tried on. */
#define ELEMENT_BYTES_MAX ((size_t)1 << 20)

/* One tree that is walked. */
struct walker {
    struct replacement_match *match;
    const struct replacement_path *path;
    struct ydoc *doc; /* NULL: only look */
    bool in_text;     /* aliases are nodes of their own; of duplicate keys the first counts */
    bool flow;        /* within a flow collection */
    bool lost;
};

static bool walk(const struct walker *walker, struct ynode *node, size_t at, struct error *err);

void replacement_match_release(struct replacement_match *match)
{
    free(match->places);
    ydoc_list_release(&match->texts);
    *match = (struct replacement_match)REPLACEMENT_MATCH_INIT;
}

/* ---- nodes ---- */

static struct ynode *seen(const struct walker *walker, struct ynode *node)
{
    return walker->in_text ? node : ynode_anchored(node);
}

static bool is_kind(const struct ynode *node, enum ynode_kind kind)
{
    return node && node->kind == (uint8_t)kind;
}

static bool is_null(const struct ynode *node)
{
    return is_kind(node, YNODE_SCALAR) && ynode_is_null(node);
}

static struct ynode *get_field(const struct walker *walker, struct ynode *map, struct view name)
{
    if (!walker->in_text)
        return seen(walker, ynode_get_view(map, name));
    for (size_t i = 0; i < ynode_len(map); i++)
        if (view_eq(ynode_text(ynode_key_at(map, i)), name))
            return ynode_value_at(map, i);
    return NULL;
}

static bool fail_kind(const struct walker *walker, size_t at, const char *wanted,
                      const struct ynode *node, struct error *err)
{
    const char *found = is_kind(node, YNODE_ALIAS) ? "alias" : ynode_kind_name(node);

    if (!node)
        return error_set(err, ERROR_UNMATCHED, "step '" VIEW_FMT "' stands in an empty text",
                         VIEW_ARGS(walker->path->steps[at]));
    return error_set(err, ERROR_INVALID, "step '" VIEW_FMT "' needs a %s, not a %s",
                     VIEW_ARGS(walker->path->steps[at]), wanted, found);
}

static bool is_index(struct view step, size_t *index)
{
    int64_t number;

    if (!num_parse_i64(step, &number) || number < 0)
        return false;
    *index = (size_t)number;
    return true;
}

/* ---- making what is missing ---- */

static struct ynode *make_scalar(const struct walker *walker, struct view text)
{
    struct ynode *node = ynode_new_null(walker->doc);

    ynode_set_untagged(walker->doc, node, text, YAML_KUSTOMIZE);
    return node;
}

/* What step AT leads to, as far as the step behind it tells. */
static struct ynode *make(const struct walker *walker, size_t at)
{
    bool last = at + 1 == walker->path->len;
    struct view next = last ? VIEW_EMPTY : walker->path->steps[at + 1];
    enum ynode_kind kind = YNODE_MAP;
    size_t index;

    if (replacement_step_compares(next) || is_index(next, &index))
        kind = YNODE_SEQ;
    else if (next.len == 0)
        kind = walker->match->create;
    if (kind == YNODE_SCALAR)
        return make_scalar(walker, VIEW_EMPTY);
    return kind == YNODE_SEQ ? ynode_new_seq(walker->doc) : ynode_new_map(walker->doc);
}

/* Whether MATCH makes what is missing; when only looking, that something would be made is noted. */
static bool may_make(const struct walker *walker)
{
    bool create = walker->match->create != YNODE_NONE;

    walker->match->makes |= create && !walker->doc;
    return create && walker->doc;
}

/* ---- steps ---- */

static void found(const struct walker *walker, struct ynode *node)
{
    struct replacement_match *match = walker->match;

    ARRAY_GROW(match->places, match->len, match->cap);
    match->places[match->len++] = (struct replacement_place){
        .node = node, .doc = walker->doc, .flow = walker->flow, .lost = walker->lost
    };
}

/*
 * A scalar that holds a document of its own. Kustomize finds fields in there, but writes back only
 * what its first reading of the path found: these are lost.
 */
static bool walk_text(const struct walker *walker, struct ynode *scalar, size_t at,
                      struct error *err)
{
    struct walker inner = *walker;

    inner.doc = replacement_text_read(&walker->match->texts, scalar->text, err);
    inner.in_text = true;
    inner.flow = false;
    inner.lost = true;
    return inner.doc && walk(&inner, ydoc_root(inner.doc), at, err);
}

static bool walk_field(const struct walker *walker, struct ynode *node, size_t at,
                       struct error *err)
{
    struct view name = walker->path->steps[at];
    struct walker inner = *walker;
    struct ynode *field = NULL;

    if (name.len == 0)
        return error_set(err, ERROR_INVALID, "a step is empty");
    if (!is_null(node) && !is_kind(node, YNODE_MAP))
        return fail_kind(walker, at, "mapping", node, err);
    if (is_kind(node, YNODE_MAP))
        field = get_field(walker, node, name);
    if (!field) {
        if (!may_make(walker))
            return true;
        field = make(walker, at);
        if (is_null(node)) /* as in Kustomize, whose null takes fields and stays null */
            inner.lost = true;
        else
            ynode_set(walker->doc, node, name, field);
    }
    if (field->kind == YNODE_SCALAR && at + 1 < walker->path->len)
        return walk_text(&inner, field, at + 1, err);
    return walk(&inner, field, at + 1, err);
}

static bool check_seq(const struct walker *walker, size_t at, const struct ynode *node,
                      struct error *err)
{
    return is_null(node) || is_kind(node, YNODE_SEQ) ||
           fail_kind(walker, at, "sequence", node, err);
}

/* A null passes for an empty list. */
static size_t elements_of(const struct ynode *node)
{
    return node->kind == YNODE_SEQ ? ynode_len(node) : 0;
}

/* Put ELEMENT behind the others; behind a null it is lost. */
static void append(struct walker *walker, struct ynode *seq, struct ynode *element)
{
    if (seq->kind == YNODE_SEQ)
        ynode_add(walker->doc, seq, element);
    else
        walker->lost = true;
}

static bool walk_index(const struct walker *walker, struct ynode *node, size_t at, size_t index,
                       struct error *err)
{
    struct walker inner = *walker;

    if (!check_seq(walker, at, node, err))
        return false;
    if (index < elements_of(node))
        return walk(walker, ynode_at(node, index), at + 1, err);
    if (index > elements_of(node) || walker->match->create == YNODE_NONE)
        return error_set(err, ERROR_UNMATCHED,
                         "there is no element %zu, the list has %zu, counted from 0", index,
                         elements_of(node));
    if (!may_make(walker))
        return true;
    struct ynode *element = make(walker, at);
    append(&inner, node, element);
    return walk(&inner, element, at + 1, err);
}

static bool walk_every(const struct walker *walker, struct ynode *node, size_t at,
                       struct error *err)
{
    if (!check_seq(walker, at, node, err))
        return false;
    for (size_t i = 0; i < elements_of(node); i++)
        if (!walk(walker, ynode_at(node, i), at + 1, err))
            return false;
    return true;
}

/* "[KEY=EXPRESSION]": which elements it means. */
struct comparison {
    struct view key; /* empty: the element itself */
    struct view expression;
    struct regex *regex;
};

/* The expression is tried on the text that Kustomize writes for the value, quotes included. */
static bool comparison_fits(struct comparison *comparison, const struct ynode *value, bool *fits,
                            struct error *err)
{
    AUTO(buf) text = BUF_INIT(ELEMENT_BYTES_MAX);

    if (!comparison->regex)
        comparison->regex = regex_new(comparison->expression, err);
    if (!comparison->regex || !emit_node(&text, value, NULL, err))
        return false;
    *fits = regex_finds(comparison->regex, view_trim(buf_view(&text)));
    return true;
}

/* Go on at ELEMENT if it is meant. */
static bool walk_compared(const struct walker *walker, struct comparison *comparison,
                          struct ynode *element, size_t at, bool *fits, struct error *err)
{
    struct ynode *value;

    *fits = false;
    element = seen(walker, element);
    value = element;
    if (comparison->key.len)
        value = is_kind(element, YNODE_MAP) ? get_field(walker, element, comparison->key) : NULL;
    if (!value)
        return true;
    if (!comparison_fits(comparison, value, fits, err))
        return false;
    if (*fits && comparison->key.len)
        return walk(walker, element, at + 1, err);
    if (*fits) /* of a list of scalars: whatever comes behind the step counts for nothing */
        found(walker, element);
    return true;
}

static struct ynode *make_compared(const struct walker *walker, const struct comparison *comparison)
{
    struct ynode *value = make_scalar(walker, comparison->expression);
    struct ynode *element;

    if (comparison->key.len == 0)
        return value;
    element = ynode_new_map(walker->doc);
    ynode_set(walker->doc, element, comparison->key, value);
    return element;
}

static bool walk_comparison(const struct walker *walker, struct comparison *comparison,
                            struct ynode *node, size_t at, struct error *err)
{
    size_t before = walker->match->len;
    struct walker inner = *walker;
    bool fits = false;

    for (size_t i = 0; i < elements_of(node); i++)
        if (!walk_compared(walker, comparison, ynode_at(node, i), at, &fits, err))
            return false;
    if (walker->match->len > before || walker->match->makes || !may_make(walker))
        return true;
    struct ynode *element = make_compared(walker, comparison);
    append(&inner, node, element);
    if (!walk_compared(&inner, comparison, element, at, &fits, err))
        return false;
    return fits || error_set(err, ERROR_INVALID,
                             "step '" VIEW_FMT "' does not match the element that it would make",
                             VIEW_ARGS(walker->path->steps[at]));
}

static bool walk_elements(const struct walker *walker, struct ynode *node, size_t at,
                          struct error *err)
{
    struct comparison comparison = { .regex = NULL };
    bool ok = replacement_step_cut(walker->path->steps[at], &comparison.key, &comparison.expression,
                                   err) &&
              check_seq(walker, at, node, err) &&
              walk_comparison(walker, &comparison, node, at, err);

    regex_free(comparison.regex);
    return ok;
}

static bool walk(const struct walker *walker, struct ynode *node, size_t at, struct error *err)
{
    struct walker inner = *walker;
    size_t index;

    node = seen(walker, node);
    if (at == walker->path->len) {
        found(walker, node);
        return true;
    }
    struct view step = walker->path->steps[at];
    inner.flow = walker->flow || (node && node->style == YSTYLE_FLOW);
    if (is_index(step, &index))
        return walk_index(&inner, node, at, index, err);
    if (replacement_step_compares(step))
        return walk_elements(&inner, node, at, err);
    if (view_is(step, "*"))
        return walk_every(&inner, node, at, err);
    return walk_field(&inner, node, at, err);
}

bool replacement_match_find(struct replacement_match *match, const struct replacement_path *path,
                            size_t at, struct ynode *root, struct ydoc *doc, bool in_text,
                            struct error *err)
{
    struct walker walker = { .match = match, .path = path, .doc = doc, .in_text = in_text };

    return walk(&walker, root, at, err);
}
