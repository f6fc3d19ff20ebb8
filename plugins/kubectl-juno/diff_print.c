/* SPDX-License-Identifier: Apache-2.0 */
#include "diff_print.h"

#include "base/line_diff.h"
#include "kustomize/change_compare.h"
#include "launch/difference.h"
#include "yaml/emit.h"

#define CONTEXT_LINES 3

static const struct column change_columns[] = {
    { .header = "OBJECT", .path = ".object" }, { .header = "CHANGE", .path = ".change" },
    { .header = "FIELD", .path = ".field" },   { .header = "OLD", .path = ".old" },
    { .header = "NEW", .path = ".new" },
};

static const struct output_kind change_kind = {
    .kind = "Change",
    .columns = change_columns,
    .column_count = ARRAY_SIZE(change_columns),
};

struct printing {
    struct console *console;
    const struct output *output;
    const struct strv *secrets;
    struct ydoc *doc; /* of the rows */
    struct ynode *rows;
    struct buf name; /* of the object at hand */
    const char *change;
    size_t count;
    bool over_limit;
};

static void print_line(void *opaque, enum line_mark mark, struct view line)
{
    static const struct {
        char sign;
        enum color color;
    } looks[] = {
        [LINE_HUNK] = { '\0', COLOR_DIM },
        [LINE_SAME] = { ' ', COLOR_NONE },
        [LINE_GONE] = { '-', COLOR_FAILED },
        [LINE_NEW] = { '+', COLOR_READY },
    };
    struct console *console = opaque;
    AUTO(buf) text = BUF_INIT(YAML_INPUT_BYTES_MAX);

    if (looks[mark].sign)
        buf_add_byte(&text, looks[mark].sign);
    buf_add_view(&text, line);
    console_colored(console, looks[mark].color, buf_view(&text));
    console_printf(console, "\n");
}

static void print_head(struct printing *to, const char *sign, const struct ydoc *state,
                       const char *what)
{
    AUTO(buf) line = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (ydoc_root(state))
        buf_addf(&line, "%s " VIEW_FMT " (%s)", sign, VIEW_ARGS(buf_view(&to->name)), what);
    else
        buf_addf(&line, "%s /dev/null", sign);
    console_colored(to->console, COLOR_BOLD, buf_view(&line));
    console_printf(to->console, "\n");
}

static bool write_state(struct buf *out, const struct ydoc *state, struct error *err)
{
    return !ydoc_root(state) || emit_yaml(out, ydoc_root(state), EMIT_FAITHFUL, YAML_1_1, err);
}

static bool print_text(struct printing *to, const struct difference *difference, struct error *err)
{
    AUTO(buf) before = BUF_INIT(YAML_INPUT_BYTES_MAX);
    AUTO(buf) after = BUF_INIT(YAML_INPUT_BYTES_MAX);

    if (!write_state(&before, difference->before, err) ||
        !write_state(&after, difference->after, err))
        return false;
    print_head(to, "---", difference->before, "live");
    print_head(to, "+++", difference->after, "then");
    line_diff(buf_view(&before), buf_view(&after), CONTEXT_LINES, print_line, to->console);
    return true;
}

/* ---- rows ---- */

static struct ynode *value_of(struct printing *to, const struct ynode *value)
{
    struct ynode *copy = value ? ynode_copy(to->doc, value) : ynode_new_null(to->doc);

    to->over_limit |= copy == NULL;
    return copy ? copy : ynode_new_null(to->doc);
}

static bool add_row(void *opaque, const struct change *change)
{
    struct printing *to = opaque;
    struct ynode *row = ynode_new_map(to->doc);

    ynode_set_string(to->doc, row, "name", buf_view(&to->name));
    ynode_set_string(to->doc, row, "object", buf_view(&to->name));
    ynode_set_string(to->doc, row, "change", view_of(to->change));
    ynode_set_string(to->doc, row, "field", view_of(change->field));
    ynode_set(to->doc, row, VIEW("old"), value_of(to, change->old));
    ynode_set(to->doc, row, VIEW("new"), value_of(to, change->new));
    ynode_add(to->doc, to->rows, row);
    return true;
}

/* ---- objects ---- */

static bool print_object(struct printing *to, const struct ynode *before, const struct ynode *after,
                         struct error *err)
{
    const struct object_ref ref = object_ref_of(before ? before : after);
    const struct change_sink sink = { add_row, to };
    AUTO(difference) difference = DIFFERENCE_INIT;

    if (!difference_make(&difference, before, after, to->secrets, err))
        return false;
    if (difference_is_none(&difference))
        return true;
    to->count++;
    to->change = kube_outcome_name(!before  ? KUBE_CREATED
                                   : !after ? KUBE_DELETED
                                            : KUBE_CONFIGURED);
    buf_clear(&to->name);
    object_ref_add_name(&to->name, &ref);
    if (to->output->format == OUTPUT_TABLE)
        return print_text(to, &difference, err);
    change_compare(ydoc_root(difference.before), ydoc_root(difference.after), to->doc, &sink);
    return !to->over_limit ||
           error_set(err, ERROR_LIMIT, "the aliases of an object expand beyond the limit");
}

static void note_hook(struct printing *to, const struct apply_object *object)
{
    const struct object_ref ref = object_ref_of(object->object);
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

    object_ref_add_name(&name, &ref);
    console_note(to->console, "%s is a hook, and would run %s", buf_text(&name),
                 object->phase == APPLY_BEFORE ? "before" : "after");
}

static bool print_objects(struct printing *to, const struct apply *apply, struct error *err)
{
    for (size_t i = 0; i < apply->len; i++) {
        const struct apply_object *object = &apply->objects[i];

        if (object->phase == APPLY_BEFORE || object->phase == APPLY_AFTER)
            note_hook(to, object);
        else if (object->phase == APPLY_MAIN &&
                 !print_object(to, object->live ? ydoc_root(object->live) : NULL,
                               ydoc_root(object->after), err))
            return false;
    }
    for (size_t i = 0; i < apply->leaving_len; i++)
        if (apply->leaving[i].fate == APPLY_GOES &&
            !print_object(to, ydoc_root(apply->leaving[i].live), NULL, err))
            return false;
    return true;
}

bool diff_print(struct console *console, const struct output *output, const struct apply *apply,
                const struct strv *secrets, size_t *count, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct printing to = {
        .console = console,
        .output = output,
        .secrets = secrets,
        .doc = doc,
        .rows = ynode_new_seq(doc),
        .name = BUF_INIT(BUF_TEXT_BYTES_MAX),
    };
    bool done = print_objects(&to, apply, err);

    buf_release(&to.name);
    *count = to.count;
    if (!done || output->format == OUTPUT_TABLE)
        return done;
    return output_list(console, output, &change_kind, to.rows, err);
}
