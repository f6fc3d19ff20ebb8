/* SPDX-License-Identifier: Apache-2.0 */
/* print/output.c - one result in the format that -o asks for */
#include "print/output.h"

#include <string.h>

#include "base/clock.h"
#include "cli/completion.h"
#include "yaml/emit.h"
#include "yaml/ydoc.h"

#define JSON_INDENT 4

static const struct {
    const char *word;
    const char *help;
} formats[] = {
    [OUTPUT_TABLE] = { "table", "columns for people" },
    [OUTPUT_WIDE] = { "wide", "a table with more columns" },
    [OUTPUT_JSON] = { "json", "JSON, four spaces a level" },
    [OUTPUT_YAML] = { "yaml", "YAML" },
    [OUTPUT_NAME] = { "name", "kind/name, one a line" },
};

static void complete_among(const struct option_complete_call *call, unsigned allowed)
{
    for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
        if (allowed & OUTPUT_BIT(i))
            completion_add(call->out, view_of(formats[i].word), view_of(formats[i].help));
}

static void complete_lists(const struct option_complete_call *call)
{
    complete_among(call, OUTPUT_LISTS);
}

void output_complete_named(const struct option_complete_call *call)
{
    complete_among(call, OUTPUT_NAMED);
}

static void complete_machine(const struct option_complete_call *call)
{
    complete_among(call, OUTPUT_MACHINE);
}

const struct option output_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT", "json, yaml, name or wide",
               .complete = complete_lists),
    OPT_FLAG(0, "no-headers", struct output_args, no_headers, "leave out the headers of the table"),
    OPT_END,
};

const struct option output_format_options[] = {
    OPT_GROUP("Output:"),
    OPT_STRING('o', "output", struct output_args, format, "FORMAT", "json or yaml",
               .complete = complete_machine),
    OPT_END,
};

/* kubectl's words, so that scripts and fingers that know it are at home. */
static bool no_such_format(const char *format, unsigned allowed, struct error *err)
{
    AUTO(strv) words = STRV_INIT;
    AUTO(buf) list = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
        if (allowed & OUTPUT_BIT(i) && i != OUTPUT_TABLE)
            strv_add(&words, formats[i].word);
    strv_sort(&words);
    for (size_t i = 0; i < words.len; i++)
        buf_addf(&list, "%s%s", i == 0 ? "" : ",", words.items[i]);
    return error_set(err, ERROR_USAGE,
                     "unable to match a printer suitable for the output format \"%s\", "
                     "allowed formats are: %s",
                     format, buf_text(&list));
}

bool output_choose(struct output *output, const struct output_args *args, unsigned allowed,
                   struct error *err)
{
    struct output chosen = { .format = OUTPUT_TABLE, .no_headers = args->no_headers };
    size_t i = 0;

    if (args->format) {
        while (i < ARRAY_SIZE(formats) &&
               !(allowed & OUTPUT_BIT(i) && strcmp(formats[i].word, args->format) == 0))
            i++;
        if (i == ARRAY_SIZE(formats))
            return no_such_format(args->format, allowed, err);
        chosen.format = (enum output_format)i;
    }
    if (chosen.format == OUTPUT_WIDE)
        chosen.show |= SHOW_WIDE;
    *output = chosen;
    return true;
}

static bool print_node(struct console *console, enum output_format format, const struct ynode *node,
                       struct error *err)
{
    if (format == OUTPUT_YAML)
        return emit_yaml(&console->out, node, EMIT_KUSTOMIZE, YAML_1_1, err);
    if (!emit_json(&console->out, node, JSON_INDENT, YAML_1_1, err))
        return false;
    buf_add_byte(&console->out, '\n');
    return true;
}

/* ---- documents of our own */

static struct ynode *new_document(struct ydoc *doc, const char *kind, const char *suffix)
{
    AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);
    struct ynode *map = ynode_new_map(doc);

    buf_addf(&name, "%s%s", kind, suffix);
    ynode_set_string(doc, map, "apiVersion", VIEW(OUTPUT_API_VERSION));
    ynode_set_string(doc, map, "kind", buf_view(&name));
    return map;
}

/* TEXT in lower case, harmless. */
static void add_lower(struct buf *out, struct view text)
{
    AUTO(buf) lower = BUF_INIT(BUF_TEXT_BYTES_MAX);

    for (size_t i = 0; i < text.len; i++) {
        char byte = text.data[i];

        buf_add_byte(&lower, byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
    buf_add_terminal(out, buf_view(&lower), false);
}

static void print_table(struct console *console, const struct output *output,
                        const struct output_kind *kind, const struct ynode *rows)
{
    const struct table table = { .columns = kind->columns,
                                 .column_count = kind->column_count,
                                 .show = output->show,
                                 .no_headers = output->no_headers,
                                 .color = console->color,
                                 .now = clock_now() };

    if (ynode_len(rows) > 0)
        table_add(&console->out, &table, rows);
}

static void print_names(struct console *console, const struct output_kind *kind,
                        const struct ynode *items)
{
    for (size_t i = 0; i < ynode_len(items); i++) {
        AUTO(buf) name = BUF_INIT(BUF_TEXT_BYTES_MAX);

        table_format_text(&name, table_find(ynode_at(items, i), ".name"), NULL);
        add_lower(&console->out, view_of(kind->kind));
        buf_add_byte(&console->out, '/');
        buf_add_terminal(&console->out, buf_view(&name), false);
        buf_add_byte(&console->out, '\n');
    }
}

static bool print_list(struct console *console, const struct output *output,
                       const struct output_kind *kind, const struct ynode *items, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *list = new_document(doc, kind->kind, "List");

    ynode_set(doc, list, VIEW("items"), items ? ynode_copy(doc, items) : ynode_new_seq(doc));
    return print_node(console, output->format, list, err);
}

bool output_list(struct console *console, const struct output *output,
                 const struct output_kind *kind, const struct ynode *items, struct error *err)
{
    switch (output->format) {
    case OUTPUT_TABLE:
    case OUTPUT_WIDE:
        print_table(console, output, kind, items);
        return true;
    case OUTPUT_JSON:
    case OUTPUT_YAML:
        return print_list(console, output, kind, items, err);
    case OUTPUT_NAME:
        print_names(console, kind, items);
        return true;
    }
    return true;
}

bool output_one(struct console *console, const struct output *output,
                const struct output_kind *kind, const struct ynode *object, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();

    if (output->format == OUTPUT_JSON || output->format == OUTPUT_YAML) {
        struct ynode *document = new_document(doc, kind->kind, "");

        for (size_t i = 0; i < ynode_len(object); i++)
            ynode_set(doc, document, ynode_text(ynode_key_at(object, i)),
                      ynode_copy(doc, ynode_value_at(object, i)));
        return print_node(console, output->format, document, err);
    }
    struct ynode *items = ynode_new_seq(doc);

    ynode_add(doc, items, ynode_copy(doc, object));
    return output_list(console, output, kind, items, err);
}

/* ---- Kubernetes objects */

void output_add_object_name(struct buf *out, const struct ynode *object)
{
    struct view version = ynode_text(ynode_get(object, "apiVersion"));
    size_t slash = view_find_byte(version, '/', 0);

    add_lower(out, ynode_text(ynode_get(object, "kind")));
    if (slash < version.len) {
        buf_add_byte(out, '.');
        buf_add_terminal(out, view_sub(version, 0, slash), false);
    }
    buf_add_byte(out, '/');
    buf_add_terminal(out, ynode_text(ynode_get_path(object, "metadata", "name", NULL)), false);
}

static bool print_objects(struct console *console, const struct output *output,
                          const struct ynode *objects, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *list = ynode_new_map(doc);
    struct ynode *metadata = ynode_new_map(doc);

    ynode_set_string(doc, list, "apiVersion", VIEW("v1"));
    ynode_set(doc, list, VIEW("items"), objects ? ynode_copy(doc, objects) : ynode_new_seq(doc));
    ynode_set_string(doc, list, "kind", VIEW("List"));
    ynode_set_string(doc, metadata, "resourceVersion", VIEW_EMPTY);
    ynode_set(doc, list, VIEW("metadata"), metadata);
    return print_node(console, output->format, list, err);
}

bool output_objects(struct console *console, const struct output *output,
                    const struct ynode *objects, struct error *err)
{
    if (output->format == OUTPUT_JSON || output->format == OUTPUT_YAML) {
        if (ynode_len(objects) == 1)
            return print_node(console, output->format, ynode_at(objects, 0), err);
        return print_objects(console, output, objects, err);
    }
    for (size_t i = 0; i < ynode_len(objects); i++) {
        output_add_object_name(&console->out, ynode_at(objects, i));
        buf_add_byte(&console->out, '\n');
    }
    return true;
}
