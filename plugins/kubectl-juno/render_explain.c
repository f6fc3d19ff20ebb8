/* SPDX-License-Identifier: Apache-2.0 */
#include "render_explain.h"

#include "kustomize/change_text.h"
#include "kustomize/objects.h"
#include "launch/explain.h"
#include "yaml/emit.h"

static const struct column columns[] = {
    { .header = "NAME", .path = ".name" },
    { .header = "LAYER", .path = ".layer" },
    { .header = "FROM", .path = ".from", .absent = "" },
    { .header = "VALUE", .path = ".value", .absent = "" },
};

static void print_table(struct console *console, const struct ynode *rows)
{
    const struct table table = {
        .columns = columns,
        .column_count = ARRAY_SIZE(columns),
        .color = console->color,
        .width = console->out_is_terminal ? console->columns : 0,
    };

    table_add(&console->out, &table, rows);
}

static bool print_changes(struct console *console, struct launch_plan *launch,
                          const struct change_log *log, struct error *err)
{
    AUTO(resource_list) objects = RESOURCE_LIST_INIT;

    if (!objects_of_stream(&objects, &launch->plan.stream, err))
        return false;
    console_printf(console, "\n");
    change_text_add(&console->out, log->rows, launch->objects_before, objects.len, console->utf8);
    return true;
}

bool render_explain(struct console *console, const struct output *output,
                    struct launch_plan *launch, const struct change_log *log, struct error *err)
{
    static const struct output_kind kind = { .kind = "Explanation" };
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *all = ynode_new_map(doc), *rows = ynode_new_seq(doc);
    struct ynode *changes = ynode_copy(doc, log->rows);

    if (!changes)
        return error_set(err, ERROR_LIMIT, "the changes expand beyond the limit");
    if (!explain_values(doc, rows, &launch->plan, &launch->list.items[0], err))
        return false;
    if (output->format == OUTPUT_TABLE) {
        print_table(console, rows);
        return !log->preset || print_changes(console, launch, log, err);
    }
    ynode_set(doc, all, VIEW("values"), rows);
    ynode_set(doc, all, VIEW("changes"), changes);
    return output_one(console, output, &kind, all, err);
}

bool render_values(struct console *console, const struct output *output,
                   const struct launch_plan *launch, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *values = explain_given(doc, &launch->plan, &launch->list.items[0], err);

    if (!values)
        return false;
    if (output->format != OUTPUT_JSON)
        return emit_yaml(&console->out, values, EMIT_FAITHFUL, YAML_1_1, err);
    if (!emit_json(&console->out, values, 4, YAML_1_1, err))
        return false;
    console_printf(console, "\n");
    return true;
}
