/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print/output.h - one result in the format that -o asks for
 *
 *     static const struct output_kind template_kind = {
 *         .kind = "Template", .columns = columns, .column_count = ARRAY_SIZE(columns),
 *     };
 *     AUTO(output) output = OUTPUT_INIT;
 *     if (!output_choose(&output, &args->output, OUTPUT_LISTS, err))   // before any work
 *         return false;
 *     return output_list(console, &output, &template_kind, items, err);
 *
 * JSON has four spaces a level and sorted keys, YAML sorted keys, both end in a newline. A list of
 * our own kinds is {"apiVersion": "juno/v1", "kind": "TemplateList", "items": [...]}.
 * Source: design, "Machine output"; spec plugins.md 6.6.
 */
#ifndef PRINT_OUTPUT_H
#define PRINT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/error.h"
#include "cli/console.h"
#include "cli/option.h"
#include "print/custom_columns.h"
#include "print/jsonpath.h"
#include "print/table.h"
#include "yaml/ynode.h"

/* The version of all documents of ours. */
#define OUTPUT_API_VERSION "juno/v1"

enum output_format {
    OUTPUT_TABLE,
    OUTPUT_WIDE,
    OUTPUT_JSON,
    OUTPUT_YAML,
    OUTPUT_NAME,
    OUTPUT_JSONPATH, /* jsonpath=TEMPLATE, jsonpath-file=FILE */
    OUTPUT_COLUMNS,  /* custom-columns=HEADER:PATH,..., custom-columns-file=FILE */
};

/* What a command offers, for output_choose(). */
#define OUTPUT_BIT(format) (1u << (format))
#define OUTPUT_MACHINE     (OUTPUT_BIT(OUTPUT_JSON) | OUTPUT_BIT(OUTPUT_YAML))
#define OUTPUT_NAMED                                                                               \
    (OUTPUT_MACHINE | OUTPUT_BIT(OUTPUT_NAME) | OUTPUT_BIT(OUTPUT_JSONPATH) |                      \
     OUTPUT_BIT(OUTPUT_COLUMNS))
#define OUTPUT_LISTS (OUTPUT_NAMED | OUTPUT_BIT(OUTPUT_TABLE) | OUTPUT_BIT(OUTPUT_WIDE))

/* -o, --no-headers, --sort-by: OPT_INCLUDE(struct list_args, output, output_options). */
struct output_args {
    const char *format;
    const char *sort_by; /* a JSONPath; NULL: as they come */
    bool no_headers;
};

extern const struct option output_options[];
/* -o alone, for results that are no table. */
extern const struct option output_format_options[];

/* Candidates for an -o of a command's own: json, yaml, name. */
void output_complete_named(const struct option_complete_call *call);

struct output {
    enum output_format format;
    bool no_headers;
    const char *sort_by;            /* borrowed; NULL: as they come */
    unsigned show;                  /* SHOW_* beside SHOW_WIDE, for the command to set */
    size_t *widths;                 /* borrowed: struct table's, for rows that follow later; NULL */
    struct jsonpath *template;      /* OUTPUT_JSONPATH; owned */
    struct custom_columns *columns; /* OUTPUT_COLUMNS; owned */
};

#define OUTPUT_INIT                                                                                \
    {                                                                                              \
        .format = OUTPUT_TABLE                                                                     \
    }

void output_release(struct output *output);

struct output_kind {
    const char *kind; /* "Template": the list is a TemplateList, `.name` is told as template/NAME */
    const struct column *columns;
    size_t column_count;
};

/*
 * The format asked for; no -o is OUTPUT_TABLE. One that is not in ALLOWED (OUTPUT_BIT() of each;
 * "table" itself may always be named where no -o gives it) is ERROR_USAGE in kubectl's words.
 * OUTPUT is OUTPUT_INIT before, and released by the caller.
 */
bool output_choose(struct output *output, const struct output_args *args, unsigned allowed,
                   struct error *err) MUST_CHECK;

/*
 * Print ITEMS (a sequence, NULL reads as empty) of our own KIND to the console's output, sorted as
 * asked for. An empty table prints nothing; say what was not found with console_note(). A path that
 * no item has is ERROR_INVALID.
 */
bool output_list(struct console *console, const struct output *output,
                 const struct output_kind *kind, const struct ynode *items,
                 struct error *err) MUST_CHECK;
/* The same of rows that are made when they are needed: for a table one by one. */
bool output_rows(struct console *console, const struct output *output,
                 const struct output_kind *kind, const struct table_rows *rows,
                 struct error *err) MUST_CHECK;
/*
 * Print one OBJECT of our own KIND: apiVersion and kind are added in front of its keys. For tables
 * the object is the one row.
 */
bool output_one(struct console *console, const struct output *output,
                const struct output_kind *kind, const struct ynode *object,
                struct error *err) MUST_CHECK;
/*
 * Print Kubernetes OBJECTS (a sequence): one bare, several as a v1 List in JSON and as one List in
 * YAML, `deployment.apps/web` by name. Not for OUTPUT_TABLE and OUTPUT_WIDE.
 */
bool output_objects(struct console *console, const struct output *output,
                    const struct ynode *objects, struct error *err) MUST_CHECK;
/* "deployment.apps/web" of a Kubernetes object; ERROR_INVALID without kind or name is not checked.
 */
void output_add_object_name(struct buf *out, const struct ynode *object);

#endif
