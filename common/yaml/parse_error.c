/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/parse_error.c - what is wrong, where, and what to do about it */
#include "base/alloc.h"
#include "yaml/parse.h"

static bool PRINTF(5, 0) fail(struct parser *parser, enum error_code code, size_t line,
                              size_t column, const char *format, va_list args)
{
    AUTO(buf) message = BUF_INIT(BUF_TEXT_BYTES_MAX);

    buf_addv(&message, format, args);
    error_set(parser->err, code, "%s:%zu:%zu: %s", parser->origin, line, column,
              buf_text(&message));
    return false;
}

/* With "document N: " in front where the number is known. */
static bool PRINTF(5, 0) fail_numbered(struct parser *parser, enum error_code code, size_t line,
                                       size_t column, const char *format, va_list args)
{
    AUTO(buf) numbered = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (parser->number == 0)
        return fail(parser, code, line, column, format, args);
    buf_addf(&numbered, "document %u: ", parser->number);
    buf_addv(&numbered, format, args);
    return error_set(parser->err, code, "%s:%zu:%zu: %s", parser->origin, line, column,
                     buf_text(&numbered));
}

bool parse_fail_at(struct parser *parser, enum error_code code, size_t line, size_t column,
                   const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fail_numbered(parser, code, line + parser->first_line + 1, column + 1, format, args);
    va_end(args);
    return false;
}

bool parse_fail_node(struct parser *parser, enum error_code code, const struct ynode *node,
                     const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fail_numbered(parser, code, node->line, node->column, format, args);
    va_end(args);
    return false;
}

static struct view line_of(const struct parser *parser, size_t offset)
{
    return view_sub(parser->text, text_line_start(parser->text, offset),
                    text_line_end(parser->text, offset));
}

static bool has_template(const struct parser *parser, size_t offset)
{
    struct view line = line_of(parser, offset);

    return view_find(line, VIEW("{{"), 0) < line.len;
}

bool parse_hint_template(struct parser *parser, size_t offset)
{
    if (has_template(parser, offset))
        error_hint(parser->err, "'{{ ... }}' looks like a Helm template that was not rendered; "
                                "render it first, or quote the value");
    return false;
}

static bool says(const char *text, const char *part)
{
    return text && strstr(text, part);
}

static void add_hint(struct parser *parser, size_t offset, size_t context)
{
    const char *problem = parser->yaml.problem;
    char c = offset < parser->text.len ? parser->text.data[offset] : '\0';

    if (has_template(parser, offset) || has_template(parser, context))
        (void)parse_hint_template(parser, has_template(parser, offset) ? offset : context);
    else if (says(problem, "tab character") || (says(problem, "start any token") && c == '\t'))
        error_hint(parser->err, "indent with spaces, not with tabs");
    else if (says(problem, "mapping values are not allowed"))
        error_hint(parser->err, "quote the value that holds ': '");
    else if (says(problem, "start any token") && c != '\0')
        error_hint(parser->err, "quote a value that starts with '%c'", c);
    else if (says(parser->yaml.context, "while scanning an alias"))
        error_hint(parser->err, "quote a value that starts with '*'");
    else if (says(parser->yaml.context, "while scanning an anchor"))
        error_hint(parser->err, "quote a value that starts with '&'");
    else if (says(parser->yaml.context, "quoted scalar") && says(problem, "end of stream"))
        error_hint(parser->err, "the quote that starts at line %zu is not closed",
                   parser->yaml.context_mark.line + parser->first_line + 1);
}

/* Bytes that are no text carry no mark, only their offset. */
static bool fail_reader(struct parser *parser)
{
    struct text_place place = { .offset = 0 };
    bool control = says(parser->yaml.problem, "control characters");
    size_t offset = parser->yaml.problem_offset;

    text_cursor_init(&parser->cursor, parser->text);
    place.offset = parser->cursor.offset; /* behind a byte order mark */
    text_place_advance(parser->text, &place, offset < parser->text.len ? offset : parser->text.len);
    if (control)
        return parse_fail_at(parser, ERROR_SYNTAX, place.line, place.column,
                             "control character U+%04X is not allowed",
                             (unsigned)parser->yaml.problem_value);
    return parse_fail_at(parser, ERROR_SYNTAX, place.line, place.column, "bad UTF-8: %s",
                         parser->yaml.problem);
}

bool parse_fail_yaml(struct parser *parser)
{
    yaml_parser_t *yaml = &parser->yaml;
    AUTO(buf) context = BUF_INIT(BUF_TEXT_BYTES_MAX);

    if (yaml->error == YAML_MEMORY_ERROR)
        mem_exhausted(parser->text.len);
    if (yaml->error == YAML_READER_ERROR)
        return fail_reader(parser);
    if (yaml->context) {
        buf_addf(&context, " %s", yaml->context);
        if (yaml->context_mark.line != yaml->problem_mark.line)
            buf_addf(&context, " (line %zu, column %zu)",
                     yaml->context_mark.line + parser->first_line + 1,
                     yaml->context_mark.column + 1);
    }
    (void)parse_fail_at(parser, ERROR_SYNTAX, yaml->problem_mark.line, yaml->problem_mark.column,
                        "%s%s", yaml->problem ? yaml->problem : "this cannot be read",
                        buf_text(&context));

    size_t offset = text_cursor_seek(&parser->cursor, yaml->problem_mark.index);
    size_t before =
        yaml->context ? text_cursor_seek(&parser->cursor, yaml->context_mark.index) : offset;

    add_hint(parser, offset, before);
    return false;
}
