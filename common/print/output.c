/* SPDX-License-Identifier: Apache-2.0 */
/* print/output.c - one result in the format that -o asks for */
#include "print/output.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/completion.h"
#include "print/sort.h"
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
    [OUTPUT_JSONPATH] = { "jsonpath", "a template: jsonpath='{.items[*].name}'" },
    [OUTPUT_COLUMNS] = { "custom-columns", "HEADER:PATH,HEADER:PATH" },
};

/* Formats that say more behind a '='. */
static const struct {
    const char *word;
    enum output_format format;
    bool in_file;
} templates[] = {
    { "jsonpath", OUTPUT_JSONPATH, false },
    { "jsonpath-file", OUTPUT_JSONPATH, true },
    { "custom-columns", OUTPUT_COLUMNS, false },
    { "custom-columns-file", OUTPUT_COLUMNS, true },
};

/* What a template's file may hold. */
#define TEMPLATE_BYTES_MAX ((size_t)1 << 20)

void output_release(struct output *output)
{
    jsonpath_free(output->template);
    custom_columns_free(output->columns);
    *output = (struct output)OUTPUT_INIT;
}

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
    OPT_STRING('o', "output", struct output_args, format, "FORMAT",
               "json, yaml, name, wide, jsonpath=TEXT or custom-columns=SPEC",
               .complete = complete_lists),
    OPT_FLAG(0, "no-headers", struct output_args, no_headers, "leave out the headers of the table"),
    OPT_STRING(0, "sort-by", struct output_args, sort_by, "PATH",
               "order by the values at this JSONPath, as '{.name}'"),
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
    for (size_t i = 0; i < ARRAY_SIZE(templates); i++)
        if (templates[i].in_file && allowed & OUTPUT_BIT(templates[i].format))
            strv_add(&words, templates[i].word);
    strv_sort(&words);
    for (size_t i = 0; i < words.len; i++)
        buf_addf(&list, "%s%s", i == 0 ? "" : ",", words.items[i]);
    error_set(err, ERROR_USAGE,
              "unable to match a printer suitable for the output format \"%s\", "
              "allowed formats are: %s",
              format, buf_text(&list));
    if (strncmp(format, "go-template", strlen("go-template")) == 0)
        return error_hint(err, "go templates are not offered; jsonpath and custom-columns are");
    return false;
}

/* Source: kubectl's jsonpath_flags.go and customcolumn_flags.go. */
static bool choose_template(struct output *output, enum output_format format, bool in_file,
                            struct view text, struct error *err)
{
    AUTO(buf) file = BUF_INIT(TEMPLATE_BYTES_MAX);

    output->format = format;
    if (text.len == 0)
        return error_set(err, ERROR_USAGE,
                         format == OUTPUT_JSONPATH
                             ? "template format specified but no template given"
                             : "custom-columns format specified but no custom columns given");
    if (in_file) {
        AUTO_CHARS path = view_copy(text);
        if (!file_read(&file, path, err))
            return false;
        text = buf_view(&file);
    }
    if (format == OUTPUT_JSONPATH)
        return (output->template = jsonpath_parse(text, err)) != NULL;
    output->columns = custom_columns_parse(text, in_file, output->no_headers, err);
    return output->columns != NULL;
}

/* FORMAT is "WORD=TEXT", or a word that needs one. */
static bool is_template(const char *format, size_t *which, struct view *text)
{
    struct view rest = view_of(format), word;

    if (!view_cut(&rest, '=', &word))
        return false;
    *text = strchr(format, '=') ? rest : VIEW_EMPTY;
    for (*which = 0; *which < ARRAY_SIZE(templates); (*which)++)
        if (view_is(word, templates[*which].word))
            return true;
    return false;
}

bool output_choose(struct output *output, const struct output_args *args, unsigned allowed,
                   struct error *err)
{
    struct output chosen = { .format = OUTPUT_TABLE,
                             .no_headers = args->no_headers,
                             .sort_by = args->sort_by };
    size_t i = 0, which;
    struct view text;

    if (args->format && is_template(args->format, &which, &text) &&
        allowed & OUTPUT_BIT(templates[which].format)) {
        *output = chosen;
        return choose_template(output, templates[which].format, templates[which].in_file, text,
                               err);
    }
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

/* A template's text is the user's, what it finds is not: no control characters on a terminal. */
static bool print_template(struct console *console, const struct output *output,
                           const struct ynode *node, struct error *err)
{
    AUTO(buf) text = BUF_INIT(console->out.max);

    if (!jsonpath_print(&text, output->template, node, err))
        return false;
    if (console->out_is_terminal)
        buf_add_terminal(&console->out, buf_view(&text), true);
    else
        buf_add_view(&console->out, buf_view(&text));
    return true;
}

static bool print_node(struct console *console, const struct output *output,
                       const struct ynode *node, struct error *err)
{
    AUTO(buf) json = BUF_INIT(console->out.max);

    if (output->format == OUTPUT_JSONPATH)
        return print_template(console, output, node, err);
    if (output->format == OUTPUT_YAML)
        return emit_yaml(&console->out, node, EMIT_KUSTOMIZE, YAML_1_1, err);
    if (!emit_json(&json, node, JSON_INDENT, YAML_1_1, err))
        return false;
    buf_add_json_terminal(&console->out, buf_view(&json));
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
                        const struct output_kind *kind, const struct table_rows *rows)
{
    const struct table table = { .columns = kind->columns,
                                 .column_count = kind->column_count,
                                 .show = output->show,
                                 .no_headers = output->no_headers,
                                 .color = console->color,
                                 .width = console->out_is_terminal ? console->columns : 0,
                                 .now = clock_now(),
                                 .widths = output->widths };

    if (rows->count > 0)
        table_add_rows(&console->out, &table, rows);
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

/* The copy is a level or two deeper than what it is of. */
static bool too_deep(struct error *err)
{
    return error_set(err, ERROR_LIMIT, "the result is nested deeper than %d levels",
                     YAML_DEPTH_MAX);
}

/* All rows at once, for what needs them so. */
static bool print_items(struct console *console, const struct output *output,
                        const struct output_kind *kind, const struct table_rows *rows,
                        struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();
    struct ynode *list = new_document(doc, kind->kind, "List");
    struct ynode *items = ynode_new_seq(doc);

    ynode_set(doc, list, VIEW("items"), items);
    for (size_t i = 0; i < rows->count; i++) {
        struct ynode *copy = ynode_copy(doc, rows->row(rows->context, doc, i));

        if (!copy)
            return too_deep(err);
        ynode_add(doc, items, copy);
    }
    if (output->format == OUTPUT_COLUMNS)
        return custom_columns_add(&console->out, output->columns, items, err);
    if (output->format != OUTPUT_NAME)
        return print_node(console, output, list, err);
    print_names(console, kind, items);
    return true;
}

static bool print_rows(struct console *console, const struct output *output,
                       const struct output_kind *kind, const struct table_rows *rows,
                       struct error *err)
{
    if (output->format != OUTPUT_TABLE && output->format != OUTPUT_WIDE)
        return print_items(console, output, kind, rows, err);
    print_table(console, output, kind, rows);
    return true;
}

/* Rows in another order. */
struct sorted {
    const struct table_rows *rows;
    size_t *order;
};

static const struct ynode *sorted_row(void *context, struct ydoc *doc, size_t i)
{
    const struct sorted *sorted = context;

    return sorted->rows->row(sorted->rows->context, doc, sorted->order[i]);
}

bool output_rows(struct console *console, const struct output *output,
                 const struct output_kind *kind, const struct table_rows *rows, struct error *err)
{
    struct sorted sorted = { rows, NULL };
    const struct table_rows all = { rows->count, sorted_row, &sorted };
    bool done;

    if (!output->sort_by)
        return print_rows(console, output, kind, rows, err);
    done = sort_rows(&sorted.order, rows, output->sort_by, err) &&
           print_rows(console, output, kind, &all, err);
    free(sorted.order);
    return done;
}

bool output_list(struct console *console, const struct output *output,
                 const struct output_kind *kind, const struct ynode *items, struct error *err)
{
    const struct table_rows rows = table_rows_of(items);

    return output_rows(console, output, kind, &rows, err);
}

/* The whole document is looked at, not row by row. */
static bool is_document(const struct output *output)
{
    return output->format == OUTPUT_JSON || output->format == OUTPUT_YAML ||
           output->format == OUTPUT_JSONPATH;
}

bool output_one(struct console *console, const struct output *output,
                const struct output_kind *kind, const struct ynode *object, struct error *err)
{
    AUTO_FREE(ydoc) doc = ydoc_new();

    if (is_document(output)) {
        struct ynode *document = new_document(doc, kind->kind, "");

        for (size_t i = 0; i < ynode_len(object); i++) {
            struct ynode *copy = ynode_copy(doc, ynode_value_at(object, i));

            if (!copy)
                return too_deep(err);
            ynode_set(doc, document, ynode_text(ynode_key_at(object, i)), copy);
        }
        return print_node(console, output, document, err);
    }
    struct ynode *items = ynode_new_seq(doc);
    struct ynode *copy = ynode_copy(doc, object);

    if (!copy)
        return too_deep(err);
    ynode_add(doc, items, copy);
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
    struct ynode *copy = objects ? ynode_copy(doc, objects) : ynode_new_seq(doc);

    if (!copy)
        return too_deep(err);
    ynode_set_string(doc, list, "apiVersion", VIEW("v1"));
    ynode_set(doc, list, VIEW("items"), copy);
    ynode_set_string(doc, list, "kind", VIEW("List"));
    ynode_set_string(doc, metadata, "resourceVersion", VIEW_EMPTY);
    ynode_set(doc, list, VIEW("metadata"), metadata);
    return print_node(console, output, list, err);
}

bool output_objects(struct console *console, const struct output *output,
                    const struct ynode *objects, struct error *err)
{
    if (output->format == OUTPUT_COLUMNS)
        return custom_columns_add(&console->out, output->columns, objects, err);
    if (is_document(output)) {
        if (ynode_len(objects) == 1)
            return print_node(console, output, ynode_at(objects, 0), err);
        return print_objects(console, output, objects, err);
    }
    for (size_t i = 0; i < ynode_len(objects); i++) {
        output_add_object_name(&console->out, ynode_at(objects, i));
        buf_add_byte(&console->out, '\n');
    }
    return true;
}
