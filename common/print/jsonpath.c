/* SPDX-License-Identifier: Apache-2.0 */
/* print/jsonpath.c - what a template makes of a tree; after client-go's jsonpath.go */
#include "print/jsonpath.h"

#include "base/alloc.h"
#include "print/jsonpath_internal.h"
#include "yaml/emit.h"

/* The state of a template that is being carried out. */
struct run {
    const struct jsonpath *path;
    struct buf *out;                /* NULL: results go to VALUES */
    struct jsonpath_values *values; /* NULL: they are printed */
    size_t results;
    unsigned begun; /* ranges that the last block began */
    unsigned in;
    unsigned ended;
    size_t last_end; /* the block that ended one; SIZE_MAX: none yet */
    struct error *err;
};

static bool walk_list(struct run *run, const struct step_list *list,
                      const struct jsonpath_values *in, struct jsonpath_values *out);

void jsonpath_values_release(struct jsonpath_values *values)
{
    free(values->nodes);
    *values = (struct jsonpath_values)JSONPATH_VALUES_INIT;
}

static bool add(struct run *run, struct jsonpath_values *values, const struct ynode *node)
{
    if (++run->results > JSONPATH_RESULTS_MAX)
        return error_set(run->err, ERROR_LIMIT, "the template finds more than %zu values",
                         JSONPATH_RESULTS_MAX);
    ARRAY_GROW(values->nodes, values->len, values->cap);
    values->nodes[values->len++] = node;
    return true;
}

/* ---- values ---- */

static bool is_null(const struct ynode *node)
{
    return ynode_type(node, YAML_1_1) == YTYPE_NULL || ynode_is_null(node);
}

/* Go's encoding/json writes what HTML could take for markup as escapes. */
static void add_json(struct buf *out, const struct ynode *value)
{
    AUTO(buf) json = BUF_INIT(YAML_INPUT_BYTES_MAX);
    struct view text;

    if (!emit_json(&json, value, 0, YAML_1_1, NULL))
        return;
    text = buf_view(&json);
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];
        if (byte == '<' || byte == '>' || byte == '&')
            buf_addf(out, "\\u00%02x", (unsigned)byte);
        else
            buf_add_byte(out, byte);
    }
}

void jsonpath_add_value(struct buf *out, const struct ynode *value)
{
    struct yscalar scalar;

    if (is_null(value)) {
        buf_add(out, "null");
        return;
    }
    if (!ynode_is_scalar(value)) {
        add_json(out, value);
        return;
    }
    scalar = ynode_value(value, YAML_1_1);
    if (scalar.type == YTYPE_INT || scalar.type == YTYPE_FLOAT)
        scalar_add_yaml_number(out, &scalar);
    else if (scalar.type == YTYPE_BOOL)
        buf_add(out, scalar.boolean ? "true" : "false");
    else
        buf_add_view(out, ynode_text(value));
}

/* ---- steps ---- */

static bool walk_field(struct run *run, const struct step *step, const struct jsonpath_values *in,
                       struct jsonpath_values *out)
{
    for (size_t i = 0; i < in->len; i++) {
        const struct ynode *map = ynode_resolve(in->nodes[i]);
        size_t at = ynode_is_map(map) ? ynode_index(map, step->name) : SIZE_MAX;
        if (at != SIZE_MAX && !add(run, out, ynode_value_at(map, at)))
            return false;
    }
    return true;
}

static bool fail_bounds(struct run *run, int64_t index, int64_t len)
{
    return error_set(run->err, ERROR_INVALID, "array index out of bounds: index %lld, length %lld",
                     (long long)index, (long long)len);
}

static bool slice(struct run *run, const struct step *step, const struct ynode *seq,
                  struct jsonpath_values *out)
{
    int64_t len = (int64_t)ynode_len(seq), stride = step->step.known ? step->step.value : 1;
    int64_t start = step->start.known ? step->start.value : 0;
    int64_t end = step->end.known ? step->end.value : len;

    if (start < 0)
        start += len;
    if (end < 0 || (end == 0 && step->end.derived))
        end += len;
    if (start == end)
        return true;
    if (start >= len || start < 0)
        return fail_bounds(run, start, len);
    if (end > len || end < 0)
        return fail_bounds(run, end - 1, len);
    if (start > end)
        return error_set(run->err, ERROR_INVALID,
                         "starting index %lld is greater than ending index %lld", (long long)start,
                         (long long)end);
    if (stride <= 0)
        return error_set(run->err, ERROR_INVALID, "step must be > 0");
    for (int64_t i = start; i<end; i = stride> end - i ? end : i + stride)
        if (!add(run, out, ynode_at(seq, (size_t)i)))
            return false;
    return true;
}

static bool walk_array(struct run *run, const struct step *step, const struct jsonpath_values *in,
                       struct jsonpath_values *out)
{
    for (size_t i = 0; i < in->len; i++) {
        const struct ynode *seq = ynode_resolve(in->nodes[i]);
        if (is_null(seq))
            continue;
        if (!ynode_is_seq(seq))
            return error_set(run->err, ERROR_INVALID, "a %s is not array or slice",
                             ynode_kind_name(seq));
        if (!slice(run, step, seq, out))
            return false;
    }
    return true;
}

static int entry_cmp(const void *a, const void *b)
{
    const struct ypair *left = a, *right = b;

    return view_cmp(ynode_text(left->key), ynode_text(right->key));
}

/* The values in NODE; those of a mapping by the order of their keys. */
static bool add_children(struct run *run, const struct ynode *node, struct jsonpath_values *out)
{
    size_t len = ynode_len(node);
    struct ypair *entries;
    bool ok = true;

    if (ynode_is_seq(node)) {
        for (size_t i = 0; i < len; i++)
            if (!add(run, out, ynode_at(node, i)))
                return false;
        return true;
    }
    if (!ynode_is_map(node) || len == 0)
        return true;
    entries = mem_alloc_zero(len, sizeof(*entries));
    for (size_t i = 0; i < len; i++)
        entries[i] = (struct ypair){ ynode_key_at(node, i), ynode_value_at(node, i) };
    qsort(entries, len, sizeof(*entries), entry_cmp);
    for (size_t i = 0; ok && i < len; i++)
        ok = add(run, out, entries[i].value);
    free(entries);
    return ok;
}

static bool walk_wildcard(struct run *run, const struct jsonpath_values *in,
                          struct jsonpath_values *out)
{
    for (size_t i = 0; i < in->len; i++)
        if (!add_children(run, ynode_resolve(in->nodes[i]), out))
            return false;
    return true;
}

/* Every value that holds others, and every text, before what it holds. */
static bool walk_recursive(struct run *run, const struct jsonpath_values *in,
                           struct jsonpath_values *out, unsigned depth)
{
    if (depth > YAML_DEPTH_MAX)
        return error_set(run->err, ERROR_LIMIT, "nested deeper than %d levels", YAML_DEPTH_MAX);
    for (size_t i = 0; i < in->len; i++) {
        const struct ynode *node = ynode_resolve(in->nodes[i]);
        AUTO(jsonpath_values) children = JSONPATH_VALUES_INIT;
        bool is_text = ynode_is_string(node, YAML_1_1) && ynode_text(node).len > 0;
        if (is_text && !add(run, out, node))
            return false;
        if (!add_children(run, node, &children))
            return false;
        if (children.len &&
            (!add(run, out, node) || !walk_recursive(run, &children, out, depth + 1)))
            return false;
    }
    return true;
}

/* ---- filters ---- */

enum basic { BASIC_NONE, BASIC_BOOL, BASIC_INT, BASIC_FLOAT, BASIC_STRING };

static enum basic basic_of(const struct ynode *node)
{
    static const enum basic kinds[] = {
        [YTYPE_NONE] = BASIC_NONE, [YTYPE_NULL] = BASIC_NONE,   [YTYPE_BOOL] = BASIC_BOOL,
        [YTYPE_INT] = BASIC_INT,   [YTYPE_FLOAT] = BASIC_FLOAT, [YTYPE_STRING] = BASIC_STRING,
    };

    return kinds[ynode_type(node, YAML_1_1)];
}

static int sign_of(double difference)
{
    return difference < 0 ? -1 : difference > 0;
}

static int compare_ints(const struct yscalar *a, const struct yscalar *b)
{
    int order;

    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    order = a->magnitude < b->magnitude ? -1 : a->magnitude > b->magnitude;
    return a->negative ? -order : order;
}

/* -1, 0 or 1; false when Go's templates would not compare them. */
static bool compare(struct run *run, const struct ynode *left, const struct ynode *right,
                    bool equality, int *order)
{
    enum basic kind = basic_of(left);
    struct yscalar a = ynode_value(left, YAML_1_1), b = ynode_value(right, YAML_1_1);

    if (kind == BASIC_NONE || basic_of(right) == BASIC_NONE || (kind == BASIC_BOOL && !equality))
        return error_set(run->err, ERROR_INVALID, "invalid type for comparison");
    if (kind != basic_of(right))
        return error_set(run->err, ERROR_INVALID, "incompatible types for comparison");
    if (kind == BASIC_STRING)
        *order = view_cmp(ynode_text(left), ynode_text(right));
    else if (kind == BASIC_BOOL)
        *order = (int)a.boolean - (int)b.boolean;
    else if (kind == BASIC_INT)
        *order = compare_ints(&a, &b);
    else
        *order = sign_of(a.real - b.real);
    return true;
}

static bool is_wanted(enum comparison comparison, int order)
{
    switch (comparison) {
    case COMPARE_EQUAL:
        return order == 0;
    case COMPARE_NOT_EQUAL:
        return order != 0;
    case COMPARE_LESS:
        return order < 0;
    case COMPARE_LESS_EQUAL:
        return order <= 0;
    case COMPARE_GREATER:
        return order > 0;
    case COMPARE_GREATER_EQUAL:
        return order >= 0;
    case COMPARE_EXISTS:
        break;
    }
    return false;
}

/* *WANTED: ELEMENT passes the filter. */
static bool filter_one(struct run *run, const struct step *step, const struct ynode *element,
                       bool *wanted)
{
    const struct ynode *nodes[] = { element };
    struct jsonpath_values one = { .nodes = nodes, .len = 1 };
    AUTO(jsonpath_values) left = JSONPATH_VALUES_INIT;
    AUTO(jsonpath_values) right = JSONPATH_VALUES_INIT;
    int order = 0;

    if (step->comparison == COMPARE_EXISTS) {
        AUTO(error) ignored = ERROR_INIT;
        struct run quiet = *run;
        quiet.err = &ignored;
        *wanted = walk_list(&quiet, &step->left, &one, &left) && left.len > 0;
        return true;
    }
    *wanted = false;
    if (!walk_list(run, &step->left, &one, &left) || !walk_list(run, &step->right, &one, &right))
        return false;
    if (left.len == 0 || right.len == 0)
        return true;
    if (left.len > 1 || right.len > 1)
        return error_set(run->err, ERROR_INVALID, "can only compare one element at a time");
    if (!compare(run, left.nodes[0], right.nodes[0],
                 step->comparison == COMPARE_EQUAL || step->comparison == COMPARE_NOT_EQUAL,
                 &order))
        return false;
    *wanted = is_wanted(step->comparison, order);
    return true;
}

static bool walk_filter(struct run *run, const struct step *step, const struct jsonpath_values *in,
                        struct jsonpath_values *out)
{
    for (size_t i = 0; i < in->len; i++) {
        const struct ynode *seq = ynode_resolve(in->nodes[i]);
        if (!ynode_is_seq(seq))
            return error_set(run->err, ERROR_INVALID,
                             "a %s is not array or slice and cannot be filtered",
                             ynode_kind_name(seq));
        for (size_t j = 0; j < ynode_len(seq); j++) {
            bool wanted;
            if (!filter_one(run, step, ynode_at(seq, j), &wanted) ||
                (wanted && !add(run, out, ynode_at(seq, j))))
                return false;
        }
    }
    return true;
}

static bool walk_union(struct run *run, const struct step *step, const struct jsonpath_values *in,
                       struct jsonpath_values *out)
{
    for (size_t i = 0; i < step->parts_len; i++)
        if (!walk_list(run, &step->parts[i], in, out))
            return false;
    return true;
}

static bool walk_literal(struct run *run, const struct step *step, const struct jsonpath_values *in,
                         struct jsonpath_values *out)
{
    /* A text stands once, a number for each value that it is asked of. */
    size_t count = basic_of(step->literal) == BASIC_STRING ? 1 : in->len;

    for (size_t i = 0; i < count; i++)
        if (!add(run, out, step->literal))
            return false;
    return true;
}

static bool copy(struct run *run, const struct jsonpath_values *in, struct jsonpath_values *out)
{
    for (size_t i = 0; i < in->len; i++)
        if (!add(run, out, in->nodes[i]))
            return false;
    return true;
}

static bool walk_end(struct run *run)
{
    if (run->in == 0)
        return error_set(run->err, ERROR_INVALID, "not in range, nothing to end");
    run->ended++;
    return true;
}

static bool walk_step(struct run *run, const struct step *step, const struct jsonpath_values *in,
                      struct jsonpath_values *out)
{
    switch (step->kind) {
    case STEP_LITERAL:
        return walk_literal(run, step, in, out);
    case STEP_FIELD:
        return walk_field(run, step, in, out);
    case STEP_ARRAY:
        return walk_array(run, step, in, out);
    case STEP_FILTER:
        return walk_filter(run, step, in, out);
    case STEP_WILDCARD:
        return walk_wildcard(run, in, out);
    case STEP_RECURSIVE:
        return walk_recursive(run, in, out, 0);
    case STEP_UNION:
        return walk_union(run, step, in, out);
    case STEP_RANGE:
        run->begun++;
        return copy(run, in, out);
    case STEP_END:
        return walk_end(run);
    }
    return true;
}

/* Append what LIST makes of IN to OUT. */
static bool walk_list(struct run *run, const struct step_list *list,
                      const struct jsonpath_values *in, struct jsonpath_values *out)
{
    AUTO(jsonpath_values) now = JSONPATH_VALUES_INIT;

    if (!copy(run, in, &now))
        return false;
    for (size_t i = 0; i < list->len; i++) {
        AUTO(jsonpath_values) next = JSONPATH_VALUES_INIT;
        if (!walk_step(run, &list->steps[i], &now, &next))
            return false;
        jsonpath_values_release(&now);
        now = next;
        next = (struct jsonpath_values)JSONPATH_VALUES_INIT;
    }
    return copy(run, &now, out);
}

/* ---- templates ---- */

static bool give(struct run *run, const struct jsonpath_values *results)
{
    if (run->values)
        return copy(run, results, run->values);
    for (size_t i = 0; i < results->len; i++) {
        if (i)
            buf_add_byte(run->out, ' ');
        jsonpath_add_value(run->out, results->nodes[i]);
    }
    return true;
}

static bool run_blocks(struct run *run, size_t start, const struct ynode *value, bool silent);

/* The blocks behind START once for each of RESULTS; for none of them only to find their end. */
static bool run_range(struct run *run, size_t start, const struct jsonpath_values *results,
                      bool silent)
{
    run->begun--;
    run->in++;
    for (size_t i = 0; i < results->len; i++)
        if (!run_blocks(run, start + 1, results->nodes[i], silent))
            return false;
    if (results->len == 0 && !run_blocks(run, start + 1, NULL, true))
        return false;
    run->in--;
    return true;
}

static bool run_blocks(struct run *run, size_t start, const struct ynode *value, bool silent)
{
    const struct ynode *nodes[] = { value };
    struct jsonpath_values current = { .nodes = nodes, .len = 1 };

    for (size_t i = start; i < run->path->len; i++) {
        AUTO(jsonpath_values) results = JSONPATH_VALUES_INIT;
        if (!walk_list(run, &run->path->blocks[i], &current, &results))
            return false;
        if (run->ended > 0 && run->ended <= run->in) {
            run->ended--;
            run->last_end = i;
            return true;
        }
        if (run->begun > 0) {
            if (!run_range(run, i, &results, silent))
                return false;
            if (run->last_end != SIZE_MAX && run->last_end > i)
                i = run->last_end;
        } else if (!silent && !give(run, &results)) {
            return false;
        }
    }
    return true;
}

bool jsonpath_print(struct buf *out, const struct jsonpath *path, const struct ynode *root,
                    struct error *err)
{
    struct run run = { .path = path, .out = out, .last_end = SIZE_MAX, .err = err };

    return run_blocks(&run, 0, root, false) && buf_check(out, "the output", err);
}

bool jsonpath_find(struct jsonpath_values *values, const struct jsonpath *path,
                   const struct ynode *root, struct error *err)
{
    struct run run = { .path = path, .values = values, .last_end = SIZE_MAX, .err = err };

    return run_blocks(&run, 0, root, false);
}
