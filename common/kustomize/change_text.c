/* SPDX-License-Identifier: Apache-2.0 */
#include "kustomize/change_text.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "kustomize/target.h"
#include "yaml/emit.h"

/* A value is cut here; -o json has it whole. */
#define VALUE_WIDTH_MAX 60
/* Of two long values that start alike this much is shown before they part. */
#define VALUE_CONTEXT 20

/* One row, and where it is told: by the files' lines, not in the order in which the steps ran. */
struct place {
    const struct ynode *row;
    size_t preset; /* presets and files count up as they first appear */
    size_t file;
    uint64_t line; /* UINT64_MAX: none */
    size_t number;
};

struct explain {
    struct buf *out;
    struct place *places; /* heap */
    size_t len;
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
static struct view short_place(const struct ynode *row)
{
    struct view patch = text_of(row, "patch"), preset = text_of(row, "preset");

    while (preset.len > 1 && preset.data[preset.len - 1] == '/')
        preset.len--;
    if (view_starts(patch, preset) && patch.len > preset.len && patch.data[preset.len] == '/')
        return view_sub(patch, preset.len + 1, patch.len);
    return patch;
}

/* ---- order ---- */

static size_t number_of(struct map *seen, struct view key)
{
    if (!map_has(seen, key))
        map_set(seen, key, (void *)(uintptr_t)seen->len);
    return (size_t)(uintptr_t)map_get(seen, key);
}

/* "site-a/kustomization.yaml:6" into the file and 6. */
static struct view split_line(struct view patch, uint64_t *line)
{
    size_t at = patch.len;

    *line = UINT64_MAX;
    while (at > 0 && patch.data[at - 1] >= '0' && patch.data[at - 1] <= '9')
        at--;
    if (at == 0 || patch.data[at - 1] != ':' ||
        !num_parse_u64(view_sub(patch, at, patch.len), line))
        return patch;
    return view_sub(patch, 0, at - 1);
}

static int place_cmp(const void *a, const void *b)
{
    const struct place *left = a, *right = b;

    if (left->preset != right->preset)
        return left->preset < right->preset ? -1 : 1;
    if (left->file != right->file)
        return left->file < right->file ? -1 : 1;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return left->number < right->number ? -1 : 1;
}

static void sort_rows(struct explain *explain, const struct ynode *rows)
{
    AUTO(map) presets = MAP_INIT;
    AUTO(map) files = MAP_INIT;

    explain->len = ynode_len(rows);
    explain->places = mem_alloc_zero(explain->len + 1, sizeof(*explain->places));
    for (size_t i = 0; i < explain->len; i++) {
        struct place *place = &explain->places[i];
        struct view file;
        place->row = ynode_at(rows, i);
        place->number = i;
        place->preset = number_of(&presets, text_of(place->row, "preset"));
        file = split_line(text_of(place->row, "patch"), &place->line);
        place->file = number_of(&files, file);
    }
    if (explain->len)
        qsort(explain->places, explain->len, sizeof(*explain->places), place_cmp);
}

static bool same_step(const struct ynode *a, const struct ynode *b)
{
    return view_eq(text_of(a, "preset"), text_of(b, "preset")) &&
           view_eq(text_of(a, "patch"), text_of(b, "patch")) &&
           view_eq(text_of(a, "step"), text_of(b, "step"));
}

/* Steps that touch nearly everything: how many objects is what is told of them. */
static bool is_broad(struct view step)
{
    static const char *const steps[] = { "labels",       "commonLabels", "commonAnnotations",
                                         "namespace",    "namePrefix",   "nameSuffix",
                                         "buildMetadata" };

    for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
        if (view_is(step, steps[i]))
            return true;
    return false;
}

static void measure(struct explain *explain)
{
    for (size_t i = 0; i < explain->len; i++) {
        size_t place = utf8_width(short_place(explain->places[i].row));
        size_t step = utf8_width(text_of(explain->places[i].row, "step"));
        if (place > explain->place_width)
            explain->place_width = place;
        if (step > explain->step_width)
            explain->step_width = step;
    }
}

/* ---- values ---- */

static void add_text(struct buf *out, const struct ynode *value)
{
    struct view text = ynode_text(value);

    if (ynode_is_null(value))
        buf_add(out, "(none)");
    else if (!ynode_is_scalar(value) || text.len == 0 || view_find_byte(text, '\n', 0) < text.len ||
             (ynode_is_string(value, YAML_KUSTOMIZE) && scalar_is_ambiguous(text))) {
        if (!emit_json(out, value, 0, YAML_KUSTOMIZE, NULL))
            buf_add(out, "...");
    } else {
        buf_add_view(out, text);
    }
}

static size_t char_start(struct view text, size_t at)
{
    while (at > 0 && at < text.len && ((unsigned char)text.data[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static void add_cut(struct buf *out, struct view text, size_t from)
{
    size_t end = text.len;

    if (text.len - from > VALUE_WIDTH_MAX)
        end = char_start(text, from + VALUE_WIDTH_MAX);
    if (from > 0)
        buf_add(out, "...");
    buf_add_terminal(out, view_sub(text, from, end), false);
    if (end < text.len)
        buf_add(out, "...");
}

static void add_values(struct explain *explain, const struct ynode *row)
{
    AUTO(buf) old = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO(buf) new = BUF_INIT(YAML_INPUT_BYTES_MAX);
    size_t same = 0, from = 0;

    add_text(&old, ynode_get(row, "old"));
    add_text(&new, ynode_get(row, "new"));
    while (same < old.len && same < new.len &&old.data[same] == new.data[same])
        same++;
    if (same > VALUE_CONTEXT && (old.len > VALUE_WIDTH_MAX || new.len > VALUE_WIDTH_MAX))
        from = char_start(buf_view(&old), same - VALUE_CONTEXT);
    add_cut(explain->out, buf_view(&old), from);
    buf_addf(explain->out, " %s ", explain->arrow);
    add_cut(explain->out, buf_view(&new), from);
}

/* ---- lines ---- */

static void add_padded(struct buf *out, struct view text, size_t width)
{
    size_t own = utf8_width(text);

    buf_add_terminal(out, text, false);
    buf_add_repeat(out, ' ', own < width ? width - own : 1);
}

static void add_head(struct explain *explain, const struct ynode *row)
{
    buf_add(explain->out, "  ");
    add_padded(explain->out, short_place(row), explain->place_width + 3);
    add_padded(explain->out, text_of(row, "step"), explain->step_width + 4);
}

static void add_field(struct explain *explain, const struct ynode *row)
{
    struct view field = text_of(row, "field");

    buf_add(explain->out, "      ");
    if (field.len == 0) {
        buf_add(explain->out, ynode_is_null(ynode_get(row, "old")) ? "added\n" : "removed\n");
        return;
    }
    buf_add_terminal(explain->out, field, false);
    buf_add(explain->out, "   ");
    add_values(explain, row);
    if (ynode_get(row, "immutable"))
        buf_add(explain->out, "   immutable in the cluster");
    buf_add_byte(explain->out, '\n');
}

static void add_unmatched(struct explain *explain, const struct ynode *row)
{
    struct view hint = text_of(row, "hint"), nearest = VIEW(TARGET_NEAREST);

    buf_add(explain->out, "nothing matched: ");
    buf_add_terminal(explain->out, text_of(row, "unmatched"), false);
    buf_add_byte(explain->out, '\n');
    if (hint.len == 0)
        return;
    buf_add(explain->out, "      ");
    if (view_starts(hint, nearest)) {
        buf_add(explain->out, "nearest: ");
        hint = view_sub(hint, nearest.len, hint.len);
    }
    buf_add_terminal(explain->out, hint, false);
    buf_add_byte(explain->out, '\n');
}

/* What the option is called that would let FIELD change; NULL: nothing would. */
static const char *option_for(struct view field)
{
    if (view_is(field, "kind"))
        return "allowKindChange";
    return view_is(field, "metadata.name") ? "allowNameChange" : NULL;
}

static void add_kept(struct explain *explain, const struct ynode *row)
{
    struct view field = text_of(row, "field");
    const char *option = option_for(field);

    buf_add_terminal(explain->out, field, false);
    buf_add(explain->out, " stays: '");
    add_cut(explain->out, text_of(row, "kept"), 0);
    buf_add(explain->out, "' ");
    if (option)
        buf_addf(explain->out, "needs options: {%s: true}\n", option);
    else
        buf_add(explain->out, "is for no patch to set\n");
}

/* How many objects a step that touches nearly everything touched, and what of it the API server
 * will not take. */
static void add_broad(struct explain *explain, size_t from, size_t to)
{
    AUTO(map) objects = MAP_INIT;

    for (size_t i = from; i < to; i++)
        map_set(&objects, text_of(explain->places[i].row, "object"), NULL);
    add_head(explain, explain->places[from].row);
    buf_addf(explain->out, "%zu object%s\n", objects.len, objects.len == 1 ? "" : "s");
}

static void add_details(struct explain *explain, size_t from, size_t to, bool immutable_only)
{
    struct view last = VIEW_EMPTY;

    for (size_t i = from; i < to; i++) {
        const struct ynode *row = explain->places[i].row;
        struct view object = text_of(row, "object");
        if (immutable_only && !ynode_get(row, "immutable"))
            continue;
        if (object.len == 0 || !view_eq(object, last))
            add_head(explain, row);
        if (ynode_get(row, "unmatched")) {
            add_unmatched(explain, row);
        } else if (ynode_get(row, "kept")) {
            add_kept(explain, row);
        } else if (object.len == 0) {
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
    const struct ynode *first = explain->places[from].row;
    bool broad = is_broad(text_of(first, "step")) && text_of(first, "object").len > 0;
    size_t to = from + 1;

    while (to < explain->len && same_step(first, explain->places[to].row))
        to++;
    if (broad)
        add_broad(explain, from, to);
    add_details(explain, from, to, broad);
    return to;
}

/* ---- the summary ---- */

/* A label of the object itself or of what it makes. */
static bool is_label(struct view field)
{
    struct view labels = VIEW("metadata.labels");
    size_t at = view_find(field, labels, 0), end = at + labels.len;

    return at < field.len && (at == 0 || field.data[at - 1] == '.') &&
           (end == field.len || field.data[end] == '.' || field.data[end] == '[');
}

static void add_summary(struct explain *explain, size_t in, size_t out_count)
{
    AUTO(map) changed = MAP_INIT;
    AUTO(map) whole = MAP_INIT;
    size_t without_effect = 0, beyond = 0;

    for (size_t i = 0; i < explain->len; i++) {
        const struct ynode *row = explain->places[i].row;
        struct view object = text_of(row, "object"), field = text_of(row, "field");
        if (ynode_get(row, "kept"))
            continue;
        if (!object.len)
            without_effect += view_is(text_of(row, "step"), "patch") || ynode_get(row, "unmatched");
        else if (!field.len)
            map_set(&whole, object, NULL);
        else if (!is_label(field))
            map_set(&changed, object, NULL);
    }
    for (size_t i = 0; i < changed.len; i++)
        beyond += !map_has(&whole, changed.entries[i].key);
    buf_addf(explain->out,
             "%zu object%s in, %zu out, %zu changed beyond labels, %zu patch%s without "
             "effect\n",
             in, in == 1 ? "" : "s", out_count, beyond, without_effect,
             without_effect == 1 ? "" : "es");
}

void change_text_add(struct buf *out, const struct ynode *rows, size_t in, size_t out_count,
                     bool utf8)
{
    struct explain explain = { .out = out, .arrow = utf8 ? "\xe2\x86\x92" : "->" };
    size_t at = 0;

    sort_rows(&explain, rows);
    measure(&explain);
    while (at < explain.len) {
        if (at == 0 || explain.places[at].preset != explain.places[at - 1].preset) {
            buf_add_terminal(out, text_of(explain.places[at].row, "preset"), false);
            buf_add_byte(out, '\n');
        }
        at = add_step(&explain, at);
    }
    add_summary(&explain, in, out_count);
    free(explain.places);
}
