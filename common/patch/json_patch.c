/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of checks and what is accepted follow evanphx/json-patch v4.13 (patch.go) behind
 * kustomize's patchjson6902 filter, but where that would go on with rubbish: a pointer that does
 * not start with
 * '/' or has a bad escape is an error here.
 */
#include "patch/json_patch.h"

#include "base/buf.h"
#include "base/compiler.h"
#include "base/num.h"
#include "base/strv.h"
#include "patch/graft.h"
#include "yaml/path.h"
#include "yaml/scalar.h"

enum operation_kind { OP_ADD, OP_REMOVE, OP_REPLACE, OP_MOVE, OP_COPY, OP_TEST };

static const char *const operation_names[] = {
    [OP_ADD] = "add",   [OP_REMOVE] = "remove", [OP_REPLACE] = "replace",
    [OP_MOVE] = "move", [OP_COPY] = "copy",     [OP_TEST] = "test",
};

/* One operation being carried out. */
struct operation {
    struct graft *graft;
    const struct ynode *node; /* its mapping in the patch */
    struct ynode *root;       /* of the object */
    enum operation_kind kind;
    struct error *err;
};

/* Where a pointer leads: an entry of a mapping or a sequence. */
struct spot {
    struct ynode *parent;
    struct view pointer;
    struct strv parts;
};

#define SPOT_INIT                                                                                  \
    {                                                                                              \
        .parent = NULL, .pointer = VIEW_EMPTY, .parts = STRV_INIT                                  \
    }

static void spot_release(struct spot *spot)
{
    strv_release(&spot->parts);
}

static struct view spot_key(const struct spot *spot)
{
    return view_of(spot->parts.items[spot->parts.len - 1]);
}

/* ---- pointers ---- */

/* The text of FIELD, which must be a string. */
static bool operation_pointer(const struct operation *op, const char *field, struct view *pointer)
{
    const struct ynode *node = ynode_get(op->node, field);

    if (!node)
        return error_set(op->err, ERROR_SYNTAX, "it has no '%s'", field);
    if (!ynode_is_string(node, YAML_1_1))
        return error_set(op->err, ERROR_SYNTAX, "its '%s' is no string", field);
    *pointer = ynode_text(node);
    return true;
}

/* Append the first COUNT parts of SPOT as a pointer, for messages. */
static void add_prefix(struct buf *out, const struct spot *spot, size_t count)
{
    struct view rest = spot->pointer;
    struct view part;

    (void)view_cut(&rest, '/', &part); /* what is before the first '/' */
    for (size_t i = 0; i < count && view_cut(&rest, '/', &part); i++) {
        buf_add_byte(out, '/');
        buf_add_view(out, part);
    }
}

static bool path_missing(const struct operation *op, const struct spot *spot, size_t count)
{
    AUTO(buf) prefix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_prefix(&prefix, spot, count);
    return error_set(op->err, ERROR_UNMATCHED, "the object has no '%s'", buf_text(&prefix));
}

/*
 * The index TEXT names in a sequence of LEN places, counted from the end when negative. False when
 * it names none of them.
 */
static bool index_parse(struct view text, size_t len, size_t *index)
{
    int64_t value;

    if (!num_parse_i64(text, &value))
        return false;
    if (value < 0)
        value += (int64_t)len;
    if (value < 0 || (uint64_t)value >= len)
        return false;
    *index = (size_t)value;
    return true;
}

/* The element or entry KEY of NODE; NULL when it is not there. */
static struct ynode *child_of(const struct ynode *node, struct view key)
{
    size_t index;

    if (ynode_is_map(node))
        return ynode_get_view(node, key);
    if (ynode_is_seq(node) && index_parse(key, ynode_len(node), &index))
        return ynode_at(node, index);
    return NULL;
}

/* Find the collection that holds what POINTER names; the last part need not exist in it. */
static bool spot_find(const struct operation *op, struct view pointer, struct spot *spot)
{
    spot->pointer = pointer;
    if (!path_parse_pointer(&spot->parts, pointer, op->err))
        return false;
    if (spot->parts.len == 0)
        return error_set(op->err, ERROR_UNMATCHED, "'%s' cannot %s the whole object",
                         operation_names[op->kind],
                         op->kind == OP_MOVE || op->kind == OP_COPY ? "take" : "change");
    spot->parent = op->root;
    for (size_t i = 0; i + 1 < spot->parts.len; i++) {
        spot->parent = child_of(spot->parent, view_of(spot->parts.items[i]));
        if (ynode_is_null(spot->parent))
            return path_missing(op, spot, i + 1);
    }
    if (!ynode_is_map(spot->parent) && !ynode_is_seq(spot->parent)) {
        AUTO(buf) prefix = BUF_INIT(BUF_TEXT_BYTES_MAX);

        add_prefix(&prefix, spot, spot->parts.len - 1);
        return error_set(op->err, ERROR_UNMATCHED, "'%s' is a %s in the object and has no '%s'",
                         buf_text(&prefix), ynode_kind_name(spot->parent),
                         spot->parts.items[spot->parts.len - 1]);
    }
    return true;
}

/* The index of an existing element of the sequence SPOT stands in. */
static bool spot_index(const struct operation *op, const struct spot *spot, size_t places,
                       size_t *index)
{
    struct view key = spot_key(spot);
    int64_t value;

    if (index_parse(key, places, index))
        return true;

    AUTO(buf) prefix = BUF_INIT(BUF_TEXT_BYTES_MAX);

    add_prefix(&prefix, spot, spot->parts.len - 1);
    if (view_is(key, "-"))
        return error_set(op->err, ERROR_UNMATCHED,
                         "'-' is the place after the last element of '%s', and only 'add', 'copy' "
                         "and 'move' can write there",
                         buf_text(&prefix));
    if (!num_parse_i64(key, &value))
        return error_set(op->err, ERROR_UNMATCHED,
                         "'" VIEW_FMT "' is no index, and '%s' is a sequence", VIEW_ARGS(key),
                         buf_text(&prefix));
    return error_set(op->err, ERROR_UNMATCHED,
                     "index " VIEW_FMT " is outside of '%s', which has %zu elements",
                     VIEW_ARGS(key), buf_text(&prefix), ynode_len(spot->parent));
}

/* ---- the steps operations are made of ---- */

/* Put VALUE at SPOT: inserted into a sequence, set in a mapping. */
static bool spot_add(const struct operation *op, const struct spot *spot, struct ynode *value)
{
    struct view key = spot_key(spot);
    size_t index;

    if (ynode_is_map(spot->parent)) {
        ynode_set(op->graft->doc, spot->parent, key, value);
        return true;
    }
    if (view_is(key, "-"))
        index = ynode_len(spot->parent);
    else if (!spot_index(op, spot, ynode_len(spot->parent) + 1, &index))
        return false;
    ynode_insert(op->graft->doc, spot->parent, index, value);
    return true;
}

/* What is at SPOT; NULL when a mapping has no such key. */
static bool spot_get(const struct operation *op, const struct spot *spot, struct ynode **value)
{
    size_t index;

    if (ynode_is_map(spot->parent)) {
        *value = ynode_get_view(spot->parent, spot_key(spot));
        return true;
    }
    if (!spot_index(op, spot, ynode_len(spot->parent), &index))
        return false;
    *value = ynode_at(spot->parent, index);
    return true;
}

static bool spot_remove(const struct operation *op, const struct spot *spot)
{
    size_t index;

    if (ynode_is_map(spot->parent))
        return ynode_remove(spot->parent, spot_key(spot)) ||
               path_missing(op, spot, spot->parts.len);
    if (!spot_index(op, spot, ynode_len(spot->parent), &index))
        return false;
    ynode_remove_at(spot->parent, index);
    return true;
}

/* ---- values: the patch is read as YAML 1.1, the object as kyaml reads it ---- */

static void retype_key(struct ydoc *doc, struct ynode *key)
{
    struct yscalar value = ynode_value(key, YAML_1_1);
    AUTO(buf) text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (value.type == YTYPE_BOOL)
        buf_add(&text, value.boolean ? "true" : "false");
    else if (value.type == YTYPE_INT)
        scalar_add_json_number(&text, &value);
    else
        return;
    ynode_set_text(doc, key, buf_view(&text));
}

/* Rewrite what the two readings take for different things: `yes` and timestamps. */
static void retype(struct ydoc *doc, struct ynode *node)
{
    struct yscalar value = ynode_value(node, YAML_1_1);
    size_t len = ynode_len(node);

    if (value.type == YTYPE_BOOL && ynode_is_string(node, YAML_KUSTOMIZE))
        ynode_assign(node, ynode_new_bool(doc, value.boolean));
    else if (value.type == YTYPE_STRING && ynode_value(node, YAML_KUSTOMIZE).timestamp)
        ynode_set_text(doc, node, ynode_text(node));
    for (size_t i = 0; i < len; i++) {
        if (ynode_is_map(node)) {
            retype_key(doc, ynode_key_at(node, i));
            retype(doc, ynode_value_at(node, i));
        } else {
            retype(doc, ynode_at(node, i));
        }
    }
}

/* The operation's value as a part of the object DEPTH levels down; NULL on error. */
static struct ynode *operation_value(const struct operation *op, size_t depth)
{
    const struct ynode *value = ynode_get(op->node, "value");
    struct ynode *copy;

    if (!value)
        return ynode_new_null(op->graft->doc);
    copy = graft_copy(op->graft, value, depth, op->err);
    if (copy)
        retype(op->graft->doc, copy);
    return copy;
}

static double number_of(const struct yscalar *scalar)
{
    double magnitude = (double)scalar->magnitude;

    if (scalar->type == YTYPE_FLOAT)
        return scalar->real;
    return scalar->negative ? -magnitude : magnitude;
}

static bool is_number(const struct yscalar *scalar)
{
    return scalar->type == YTYPE_INT || scalar->type == YTYPE_FLOAT;
}

static struct view string_of(const struct ynode *node, const struct yscalar *scalar,
                             struct buf *timestamp)
{
    if (!scalar->timestamp)
        return ynode_text(node);
    scalar_add_timestamp(timestamp, ynode_text(node));
    return buf_view(timestamp);
}

static bool json_equal_scalar(const struct ynode *a, const struct ynode *b)
{
    struct yscalar one = ynode_value(a, YAML_KUSTOMIZE);
    struct yscalar two = ynode_value(b, YAML_KUSTOMIZE);

    /* As JSON texts they are alike: 3.0 is 3. */
    if (is_number(&one) && is_number(&two) && one.type != two.type)
        return !(number_of(&one) < number_of(&two)) && !(number_of(&one) > number_of(&two));
    if (one.type != YTYPE_STRING || two.type != YTYPE_STRING)
        return ynode_equal(a, b, YAML_KUSTOMIZE);

    AUTO(buf) one_text = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(buf) two_text = BUF_INIT(BUF_TEXT_BYTES_MAX);

    return view_eq(string_of(a, &one, &one_text), string_of(b, &two, &two_text));
}

/* A is no deeper than the limit of graft_copy(). */
static bool json_equal(const struct ynode *a, const struct ynode *b)
{
    if (ynode_kind(a) != ynode_kind(b) || ynode_len(a) != ynode_len(b))
        return false;
    if (ynode_is_map(a)) {
        for (size_t i = 0; i < ynode_len(a); i++) {
            const struct ynode *other = ynode_get_view(b, ynode_text(ynode_key_at(a, i)));

            if (!other || !json_equal(ynode_value_at(a, i), other))
                return false;
        }
        return true;
    }
    if (ynode_is_seq(a)) {
        for (size_t i = 0; i < ynode_len(a); i++) {
            if (!json_equal(ynode_at(a, i), ynode_at(b, i)))
                return false;
        }
        return true;
    }
    return json_equal_scalar(a, b);
}

/* ---- operations ---- */

static bool run_add(const struct operation *op, struct view path)
{
    AUTO(spot) to = SPOT_INIT;
    struct ynode *value;

    if (!spot_find(op, path, &to))
        return false;
    value = operation_value(op, to.parts.len);
    return value && spot_add(op, &to, value);
}

static bool run_remove(const struct operation *op, struct view path)
{
    AUTO(spot) at = SPOT_INIT;

    return spot_find(op, path, &at) && spot_remove(op, &at);
}

static bool replace_root(const struct operation *op)
{
    struct ynode *value = operation_value(op, 0);

    if (!value)
        return false;
    if (!ynode_is_map(value))
        return error_set(op->err, ERROR_SYNTAX,
                         "the whole object can only be replaced by a mapping, not a %s",
                         ynode_kind_name(value));
    ynode_assign(op->root, value);
    return true;
}

/* A key that a mapping has not is set all the same, as kustomize does; an index must exist. */
static bool run_replace(const struct operation *op, struct view path)
{
    AUTO(spot) at = SPOT_INIT;
    struct ynode *value;
    size_t index;

    if (path.len == 0)
        return replace_root(op);
    if (!spot_find(op, path, &at))
        return false;
    if (ynode_is_map(at.parent)) {
        value = operation_value(op, at.parts.len);
        return value && spot_add(op, &at, value);
    }
    if (!spot_index(op, &at, ynode_len(at.parent), &index))
        return false;
    value = operation_value(op, at.parts.len);
    if (!value)
        return false;
    ynode_set_at(at.parent, index, value);
    return true;
}

static bool run_move(const struct operation *op, struct view path, struct view from)
{
    AUTO(spot) source = SPOT_INIT;
    AUTO(spot) to = SPOT_INIT;
    struct ynode *value;

    return spot_find(op, from, &source) && spot_get(op, &source, &value) &&
           spot_remove(op, &source) && spot_find(op, path, &to) && spot_add(op, &to, value);
}

/* A source key that a mapping has not gives null, as in kustomize. */
static bool run_copy(const struct operation *op, struct view path, struct view from)
{
    AUTO(spot) source = SPOT_INIT;
    AUTO(spot) to = SPOT_INIT;
    struct ynode *value;

    if (!spot_find(op, from, &source) || !spot_get(op, &source, &value) ||
        !spot_find(op, path, &to))
        return false;
    value = value ? graft_copy(op->graft, value, to.parts.len, op->err)
                  : ynode_new_null(op->graft->doc);
    return value && spot_add(op, &to, value);
}

static bool run_test(const struct operation *op, struct view path)
{
    AUTO(spot) at = SPOT_INIT;
    struct ynode *value = op->root;
    struct ynode *wanted;

    if (path.len && (!spot_find(op, path, &at) || !spot_get(op, &at, &value)))
        return false;
    wanted = operation_value(op, 0);
    if (!wanted)
        return false;
    if (ynode_is_null(value) ? ynode_is_null(wanted) : json_equal(wanted, value))
        return true;
    return error_set(op->err, ERROR_UNMATCHED, "the object has another value there");
}

static bool operation_kind(const struct operation *op, enum operation_kind *kind)
{
    const struct ynode *name = ynode_get(op->node, "op");

    if (!name)
        return error_set(op->err, ERROR_SYNTAX, "it has no 'op'");
    for (size_t i = 0; i < ARRAY_SIZE(operation_names); i++) {
        if (view_is(ynode_text(name), operation_names[i])) {
            *kind = (enum operation_kind)i;
            return true;
        }
    }
    error_set(op->err, ERROR_SYNTAX, "there is no operation '" VIEW_FMT "'",
              VIEW_ARGS(ynode_text(name)));
    return error_hint(op->err, "the operations are add, remove, replace, move, copy and test");
}

static bool operation_run(struct operation *op)
{
    struct view path;
    struct view from = VIEW_EMPTY;

    if (!operation_kind(op, &op->kind))
        return false;
    if ((op->kind == OP_MOVE || op->kind == OP_COPY) && !operation_pointer(op, "from", &from))
        return false;
    if (!operation_pointer(op, "path", &path))
        return false;
    switch (op->kind) {
    case OP_ADD:
        return run_add(op, path);
    case OP_REMOVE:
        return run_remove(op, path);
    case OP_REPLACE:
        return run_replace(op, path);
    case OP_MOVE:
        return run_move(op, path, from);
    case OP_COPY:
        return run_copy(op, path, from);
    case OP_TEST:
        return run_test(op, path);
    }
    return true;
}

/* ---- patches ---- */

/* "ORIGIN:LINE:COLUMN: operation 2 (replace '/spec/x')" before the message; always false. */
static bool operation_failed(const struct ynode *node, size_t number, const char *origin,
                             struct error *err)
{
    struct view name = ynode_text(ynode_get(node, "op"));
    struct view path = ynode_text(ynode_get(node, "path"));

    return error_wrap(err, "%s:%u:%u: operation %zu (" VIEW_FMT " '" VIEW_FMT "')", origin,
                      ynode_line(node), ynode_column(node), number, VIEW_ARGS(name),
                      VIEW_ARGS(path));
}

bool json_patch_check(const struct ynode *patch, const char *origin, struct error *err)
{
    if (!ynode_is_seq(patch)) {
        error_set(err, ERROR_SYNTAX, "%s:%u:%u: a JSON patch is a list of operations, not a %s",
                  origin, ynode_line(patch), ynode_column(patch), ynode_kind_name(patch));
        return ynode_is_map(patch) && ynode_get(patch, "op")
                   ? error_hint(err, "write '- ' before the operation")
                   : false;
    }
    if (ynode_len(patch) > JSON_PATCH_OPERATIONS_MAX)
        return error_set(err, ERROR_LIMIT, "%s: a JSON patch has at most %d operations", origin,
                         JSON_PATCH_OPERATIONS_MAX);
    for (size_t i = 0; i < ynode_len(patch); i++) {
        const struct ynode *node = ynode_at(patch, i);

        if (!ynode_is_map(node))
            return error_set(err, ERROR_SYNTAX, "%s:%u:%u: operation %zu is a %s, not a mapping",
                             origin, ynode_line(node), ynode_column(node), i + 1,
                             ynode_kind_name(node));
    }
    return true;
}

bool json_patch_apply(struct ydoc *doc, struct ynode *root, const struct ynode *patch,
                      const char *origin, struct error *err)
{
    AUTO(graft) graft = GRAFT_INIT(doc);
    bool moved = false;

    if (!json_patch_check(patch, origin, err))
        return false;
    for (size_t i = 0; i < ynode_len(patch); i++) {
        struct operation op = {
            .graft = &graft, .node = ynode_resolve(ynode_at(patch, i)), .root = root, .err = err
        };

        if (!operation_run(&op))
            return operation_failed(op.node, i + 1, origin, err);
        moved = moved || op.kind == OP_MOVE;
    }
    /* Only moving deepens a tree without copying. */
    if (moved && !graft_check_depth(root, err))
        return error_wrap(err, "%s", origin);
    return true;
}
