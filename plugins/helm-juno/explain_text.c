/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_text.h"

#include "base/map.h"
#include "base/utf8.h"
#include "yaml/emit.h"

/* A value is cut here; -o json has it whole. */
#define VALUE_WIDTH_MAX 60

struct explain {
    struct buf *out;
    const struct ynode *rows;
    const char *arrow;
    size_t place_width;
    size_t step_width;
};

static struct view text_of(const struct ynode *row, const char *key)
{
    const struct ynode *value = ynode_get(row, key);

    return ynode_is_null(value) ? VIEW_EMPTY : ynode_text(value);
}

/* "kustomization.yaml:6" of a file in the preset's own directory. */
static struct view place_of(const struct ynode *row)
{
    struct view patch = text_of(row, "patch"), preset = text_of(row, "preset");

    if (view_starts(patch, preset) && patch.len > preset.len && patch.data[preset.len] == '/')
        return view_sub(patch, preset.len + 1, patch.len);
    return patch;
}

static bool same_step(const struct ynode *a, const struct ynode *b)
{
    return a && b && view_eq(text_of(a, "preset"), text_of(b, "preset")) &&
           view_eq(text_of(a, "patch"), text_of(b, "patch")) &&
           view_eq(text_of(a, "step"), text_of(b, "step"));
}

/* Steps that touch nearly everything: how many objects is all that is told of them. */
static bool is_broad(struct view step)
{
    static const char *const steps[] = { "labels", "commonLabels", "commonAnnotations",
                                         "namespace" };

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
        if (view_is(step, steps[i]))
            return true;
    return false;
}

static void measure(struct explain *explain)
{
    for (size_t i = 0; i < ynode_len(explain->rows); i++) {
        size_t place = utf8_width(place_of(ynode_at(explain->rows, i)));
        size_t step = utf8_width(text_of(ynode_at(explain->rows, i), "step"));
        if (place > explain->place_width)
            explain->place_width = place;
        if (step > explain->step_width)
            explain->step_width = step;
    }
}

static void add_padded(struct buf *out, struct view text, size_t width)
{
    size_t own = utf8_width(text);

    buf_add_terminal(out, text, false);
    buf_add_repeat(out, ' ', own < width ? width - own : 1);
}

static void add_value(struct explain *explain, const struct ynode *value)
{
    AUTO(buf) json = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct view text = ynode_text(value);

    if (ynode_is_null(value)) {
        buf_add(explain->out, "(none)");
        return;
    }
    if (!ynode_is_scalar(value)) {
        if (!emit_json(&json, value, 0, YAML_KUSTOMIZE, NULL))
            buf_add(&json, "...");
        text = buf_view(&json);
    } else if (text.len == 0) {
        text = VIEW("\"\"");
    }
    if (text.len > VALUE_WIDTH_MAX) {
        size_t end = VALUE_WIDTH_MAX;
        while (end > 0 && ((unsigned char)text.data[end] & 0xc0) == 0x80)
            end--;
        buf_add_terminal(explain->out, view_sub(text, 0, end), false);
        buf_add(explain->out, "...");
        return;
    }
    buf_add_terminal(explain->out, text, false);
}

static void add_field(struct explain *explain, const struct ynode *row)
{
    struct view field = text_of(row, "field");

    buf_add(explain->out, "      ");
    if (field.len == 0) {
        buf_add(explain->out, ynode_is_null(ynode_get(row, "old")) ? "added\n" : "removed\n");
        return;
    }
    add_padded(explain->out, field, utf8_width(field) + 3);
    add_value(explain, ynode_get(row, "old"));
    buf_addf(explain->out, " %s ", explain->arrow);
    add_value(explain, ynode_get(row, "new"));
    buf_add_byte(explain->out, '\n');
}

static void add_unmatched(struct explain *explain, const struct ynode *row)
{
    struct view hint = text_of(row, "hint");

    buf_add(explain->out, "nothing matched: ");
    buf_add_terminal(explain->out, text_of(row, "unmatched"), false);
    buf_add_byte(explain->out, '\n');
    if (hint.len == 0)
        return;
    buf_add(explain->out, "      ");
    buf_add_terminal(explain->out, hint, false);
    buf_add_byte(explain->out, '\n');
}

static size_t count_objects(const struct explain *explain, size_t from, size_t to)
{
    AUTO(map) seen = MAP_INIT;

    for (size_t i = from; i < to; i++) {
        struct view object = text_of(ynode_at(explain->rows, i), "object");
        if (object.len && !map_has(&seen, object))
            map_set(&seen, object, NULL);
    }
    return seen.len;
}

/* Where the objects of a step after its first one stand. */
static void add_indent(struct explain *explain)
{
    buf_add_repeat(explain->out, ' ', 2 + explain->place_width + 3 + explain->step_width + 4);
}

static void add_details(struct explain *explain, size_t from, size_t to)
{
    struct view last = VIEW_EMPTY;

    for (size_t i = from; i < to; i++) {
        const struct ynode *row = ynode_at(explain->rows, i);
        struct view object = text_of(row, "object");
        bool new_line = i > from && (!object.len || !view_eq(object, last));
        if (new_line)
            add_indent(explain);
        if (ynode_get(row, "unmatched")) {
            add_unmatched(explain, row);
        } else if (!object.len) {
            buf_add(explain->out, "no change\n");
        } else {
            if (!view_eq(object, last)) {
                buf_add_terminal(explain->out, object, false);
                buf_add_byte(explain->out, '\n');
            }
            add_field(explain, row);
        }
        last = object;
    }
}

/* The rows from FROM on that belong together; where they end. */
static size_t add_step(struct explain *explain, size_t from)
{
    const struct ynode *first = ynode_at(explain->rows, from);
    struct view step = text_of(first, "step");
    size_t to = from + 1, objects;

    while (same_step(first, ynode_at(explain->rows, to)))
        to++;
    buf_add(explain->out, "  ");
    add_padded(explain->out, place_of(first), explain->place_width + 3);
    add_padded(explain->out, step, explain->step_width + 4);
    objects = count_objects(explain, from, to);
    if (is_broad(step) && objects)
        buf_addf(explain->out, "%zu object%s\n", objects, objects == 1 ? "" : "s");
    else
        add_details(explain, from, to);
    return to;
}

static void add_summary(struct explain *explain, size_t in, size_t out_count)
{
    AUTO(map) changed = MAP_INIT;
    size_t without_effect = 0;

    for (size_t i = 0; i < ynode_len(explain->rows); i++) {
        const struct ynode *row = ynode_at(explain->rows, i);
        struct view object = text_of(row, "object"), step = text_of(row, "step");
        if (!object.len)
            without_effect += view_is(step, "patch") || ynode_get(row, "unmatched");
        else if (!is_broad(step) && !map_has(&changed, object))
            map_set(&changed, object, NULL);
    }
    buf_addf(explain->out,
             "%zu object%s in, %zu out, %zu changed beyond labels, %zu patch%s without "
             "effect\n",
             in, in == 1 ? "" : "s", out_count, changed.len, without_effect,
             without_effect == 1 ? "" : "es");
}

void explain_text_add(struct buf *out, const struct ynode *rows, size_t in, size_t out_count,
                      bool utf8)
{
    struct explain explain = { .out = out, .rows = rows, .arrow = utf8 ? "\xe2\x86\x92" : "->" };
    struct view preset = VIEW_EMPTY;
    size_t at = 0;

    measure(&explain);
    while (at < ynode_len(rows)) {
        struct view own = text_of(ynode_at(rows, at), "preset");
        if (at == 0 || !view_eq(own, preset)) {
            buf_add_terminal(out, own, false);
            buf_add_byte(out, '\n');
        }
        preset = own;
        at = add_step(&explain, at);
    }
    add_summary(&explain, in, out_count);
}
