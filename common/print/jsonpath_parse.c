/* SPDX-License-Identifier: Apache-2.0 */
/* print/jsonpath_parse.c - the template's text; after client-go's parser.go, rule by rule */
#include "base/alloc.h"
#include "base/num.h"
#include "print/jsonpath_internal.h"

/* Expressions within filters and unions. */
#define DEPTH_MAX 32

struct parser {
    struct jsonpath *path;
    struct view text; /* of one expression, without its braces */
    size_t at;
    unsigned depth;
    struct error *err;
};

/* ---- memory ---- */

static void step_list_release(struct step_list *list)
{
    for (size_t i = 0; i < list->len; i++) {
        struct step *step = &list->steps[i];
        step_list_release(&step->left);
        step_list_release(&step->right);
        for (size_t j = 0; j < step->parts_len; j++)
            step_list_release(&step->parts[j]);
        free(step->parts);
    }
    free(list->steps);
}

void jsonpath_free(struct jsonpath *path)
{
    if (!path)
        return;
    for (size_t i = 0; i < path->len; i++)
        step_list_release(&path->blocks[i]);
    free(path->blocks);
    free(path->text);
    ydoc_free(path->doc);
    free(path);
}

static struct step *add_step(struct step_list *list, enum step_kind kind)
{
    ARRAY_GROW(list->steps, list->len, list->cap);
    list->steps[list->len] = (struct step){ .kind = kind };
    return &list->steps[list->len++];
}

static void add_literal(struct step_list *list, const struct ynode *literal)
{
    add_step(list, STEP_LITERAL)->literal = literal;
}

static struct step_list *add_block(struct jsonpath *path)
{
    ARRAY_GROW(path->blocks, path->len, path->cap);
    path->blocks[path->len] = (struct step_list){ .steps = NULL };
    return &path->blocks[path->len++];
}

/* ---- characters ---- */

static bool is_alphanumeric(unsigned char byte)
{
    return byte == '_' || byte >= 0x80 || (byte >= '0' && byte <= '9') ||
           (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_terminator(char byte)
{
    return byte == '\0' || strchr(" \t\r\n.,[]$@{}", byte) != NULL;
}

static char peek(const struct parser *parser)
{
    return parser->at < parser->text.len ? parser->text.data[parser->at] : '\0';
}

static bool at_text(const struct parser *parser, const char *text)
{
    return view_starts(view_sub(parser->text, parser->at, parser->text.len), view_of(text));
}

static bool fail(const struct parser *parser, const char *cause)
{
    return error_set(parser->err, ERROR_SYNTAX, "%s", cause);
}

static bool fail_about(const struct parser *parser, const char *cause, struct view what)
{
    return error_set(parser->err, ERROR_SYNTAX, "%s " VIEW_FMT, cause, VIEW_ARGS(what));
}

/* ---- expressions ---- */

static bool parse_steps(struct parser *parser, struct step_list *list);

/* TEXT on its own, as if it stood in braces. */
static bool parse_inner(const struct parser *outer, struct view text, struct step_list *list)
{
    struct parser inner = {
        .path = outer->path, .text = text, .depth = outer->depth + 1, .err = outer->err
    };

    if (inner.depth > DEPTH_MAX)
        return error_set(outer->err, ERROR_LIMIT, "expressions are nested deeper than %d levels",
                         DEPTH_MAX);
    return parse_steps(&inner, list);
}

static void parse_field(struct parser *parser, struct step_list *list)
{
    AUTO(buf) name = BUF_INIT(JSONPATH_BYTES_MAX);
    size_t start = parser->at;

    while (parser->at < parser->text.len && !is_terminator(peek(parser))) {
        if (peek(parser) == '\\')
            parser->at++;
        if (parser->at < parser->text.len)
            buf_add_byte(&name, parser->text.data[parser->at++]);
    }
    if (view_is(view_sub(parser->text, start, parser->at), "*")) {
        add_step(list, STEP_WILDCARD);
        return;
    }
    add_step(list, STEP_FIELD)->name =
        ynode_text(ynode_new_string(parser->path->doc, buf_view(&name)));
}

static bool parse_number(struct parser *parser, struct step_list *list)
{
    size_t start = parser->at;
    struct view text;
    int64_t whole;
    double real;

    if (peek(parser) == '+' || peek(parser) == '-')
        parser->at++;
    while (is_digit(peek(parser)) || peek(parser) == '.')
        parser->at++;
    text = view_sub(parser->text, start, parser->at);
    if (num_parse_i64(text, &whole))
        add_literal(list, ynode_new_int(parser->path->doc, whole));
    else if (num_parse_double(text, &real))
        add_literal(list, ynode_new_plain(parser->path->doc, text));
    else
        return fail_about(parser, "cannot parse number", text);
    return true;
}

static bool parse_word(struct parser *parser, struct step_list *list)
{
    size_t start = parser->at;
    struct view word;

    while (!is_terminator(peek(parser)))
        parser->at++;
    word = view_sub(parser->text, start, parser->at);
    if (view_is(word, "true") || view_is(word, "false"))
        add_literal(list, ynode_new_bool(parser->path->doc, view_is(word, "true")));
    else if (view_is(word, "range"))
        add_step(list, STEP_RANGE);
    else if (view_is(word, "end"))
        add_step(list, STEP_END);
    else
        return fail_about(parser, "unrecognized identifier", word);
    return true;
}

/* One escape behind the backslash, as strconv.UnquoteChar reads it. */
static bool unescape(struct parser *parser, struct view text, size_t *at, char quote,
                     struct buf *out)
{
    static const char names[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
    char byte = text.data[(*at)++];
    const char *known = strchr(names, byte);
    size_t digits = byte == 'x' ? 2 : byte == 'u' ? 4 : byte == 'U' ? 8 : 0;
    uint64_t code;

    if (byte != '\0' && known) {
        buf_add_byte(out, values[known - names]);
        return true;
    }
    if (byte == quote) {
        buf_add_byte(out, byte);
        return true;
    }
    if (digits && *at + digits <= text.len &&
        num_parse_u64_base(view_sub(text, *at, *at + digits), 16, &code)) {
        *at += digits;
    } else if (byte >= '0' && byte <= '7' && *at + 2 <= text.len &&
               num_parse_u64_base(view_sub(text, *at - 1, *at + 2), 8, &code) && code <= 0xff) {
        digits = 2;
        *at += 2;
    } else {
        return fail_about(parser, "unquote string error: invalid syntax in", text);
    }
    if (digits == 2)
        buf_add_byte(out, (char)code);
    else if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
        buf_add_utf8(out, (uint32_t)code);
    else
        return fail_about(parser, "unquote string error: invalid syntax in", text);
    return true;
}

static bool parse_quoted(struct parser *parser, struct step_list *list)
{
    AUTO(buf) out = BUF_INIT(JSONPATH_BYTES_MAX);
    char quote = parser->text.data[parser->at++];
    size_t start = parser->at;
    struct view text;

    while (parser->at < parser->text.len && peek(parser) != '\n' &&
           (peek(parser) != quote || parser->text.data[parser->at - 1] == '\\'))
        parser->at++;
    if (peek(parser) != quote)
        return fail(parser, "unterminated quoted string");
    text = view_sub(parser->text, start, parser->at++);
    for (size_t i = 0; i < text.len;) {
        char byte = text.data[i++];
        if (byte != '\\') {
            buf_add_byte(&out, byte);
            continue;
        }
        if (i == text.len)
            return fail_about(parser, "unquote string error: invalid syntax in", text);
        if (!unescape(parser, text, &i, quote, &out))
            return false;
    }
    add_literal(list, ynode_new_string(parser->path->doc, buf_view(&out)));
    return true;
}

/* ---- brackets ---- */

static bool parse_union(struct parser *parser, struct view text, struct step_list *list)
{
    struct step *step = add_step(list, STEP_UNION);
    struct view rest = text, part;

    step->parts = mem_alloc_zero(text.len + 1, sizeof(*step->parts));
    while (view_cut(&rest, ',', &part)) {
        AUTO(buf) inner = BUF_INIT(JSONPATH_BYTES_MAX);
        const struct ynode *kept;
        buf_addf(&inner, "[" VIEW_FMT "]", VIEW_ARGS(view_trim(part)));
        kept = ynode_new_string(parser->path->doc, buf_view(&inner));
        step = &list->steps[list->len - 1];
        if (!parse_inner(parser, ynode_text(kept), &step->parts[step->parts_len++]))
            return false;
    }
    return true;
}

/* PART is a whole number, with a minus perhaps, or nothing. */
static bool parse_bound(const struct parser *parser, struct view part, struct view all,
                        struct bound *bound)
{
    *bound = (struct bound){ .known = part.len > 0 };
    if (part.len == 0)
        return true;
    if (part.data[0] == '+')
        return fail_about(parser, "invalid array index", all);
    return num_parse_i64(part, &bound->value) || fail_about(parser, "invalid array index", all);
}

static bool parse_slice(struct parser *parser, struct view text, struct step_list *list)
{
    struct bound *bounds[3];
    struct view rest = text, part;
    struct step *step = add_step(list, STEP_ARRAY);
    size_t count = 0;

    bounds[0] = &step->start;
    bounds[1] = &step->end;
    bounds[2] = &step->step;
    for (bool more = true; more;) {
        size_t colon = view_find_byte(rest, ':', 0);
        part = view_sub(rest, 0, colon);
        more = colon < rest.len;
        rest = view_sub(rest, more ? colon + 1 : rest.len, rest.len);
        if (count == 3)
            return fail_about(parser, "invalid array index", text);
        if (!parse_bound(parser, part, text, bounds[count++]))
            return false;
    }
    if (count < 2)
        step->end =
            (struct bound){ .value = step->start.value + 1, .known = true, .derived = true };
    return true;
}

static bool parse_brackets(struct parser *parser, struct step_list *list)
{
    size_t start = ++parser->at;
    struct view text;

    while (parser->at < parser->text.len && peek(parser) != ']' && peek(parser) != '\n')
        parser->at++;
    if (peek(parser) != ']')
        return fail(parser, "unterminated array");
    text = view_sub(parser->text, start, parser->at++);
    if (view_is(text, "*"))
        text = VIEW(":");
    if (view_find_byte(text, ',', 0) < text.len)
        return parse_union(parser, text, list);
    if (text.len >= 2 && text.data[0] == '\'' && view_find_byte(text, '\'', 1) == text.len - 1) {
        AUTO(buf) inner = BUF_INIT(JSONPATH_BYTES_MAX);
        buf_addf(&inner, "." VIEW_FMT, VIEW_ARGS(view_sub(text, 1, text.len - 1)));
        return parse_inner(parser,
                           ynode_text(ynode_new_string(parser->path->doc, buf_view(&inner))), list);
    }
    return parse_slice(parser, text, list);
}

/* Where the filter's text ends: at its ')', which no quotes surround. */
static bool find_filter_end(struct parser *parser, struct view *text)
{
    size_t start = parser->at;
    bool begun = false, ended = false;
    char pair = '\0';

    for (;; parser->at++) {
        char byte = peek(parser);
        if (parser->at == parser->text.len || byte == '\n')
            return fail(parser, "unterminated filter");
        if ((byte == '"' || byte == '\'') && !begun) {
            begun = true;
            pair = byte;
        } else if ((byte == '"' || byte == '\'') && byte == pair &&
                   parser->text.data[parser->at - 1] != '\\') {
            ended = true;
        } else if (byte == ')' && begun == ended) {
            break;
        }
    }
    *text = view_sub(parser->text, start, parser->at++);
    if (peek(parser) != ']')
        return fail(parser, "unclosed array expect ]");
    parser->at++;
    return true;
}

static bool read_comparison(const struct parser *parser, struct view text,
                            enum comparison *comparison)
{
    static const char *const signs[] = {
        [COMPARE_EQUAL] = "==",      [COMPARE_NOT_EQUAL] = "!=", [COMPARE_LESS] = "<",
        [COMPARE_LESS_EQUAL] = "<=", [COMPARE_GREATER] = ">",    [COMPARE_GREATER_EQUAL] = ">=",
    };

    for (size_t i = COMPARE_EQUAL; i < ARRAY_SIZE(signs); i++)
        if (view_is(text, signs[i])) {
            *comparison = (enum comparison)i;
            return true;
        }
    return fail_about(parser, "unrecognized filter operator", text);
}

static bool is_sign(char byte)
{
    return byte == '!' || byte == '<' || byte == '>' || byte == '=';
}

static bool parse_filter(struct parser *parser, struct step_list *list)
{
    struct step step = { .kind = STEP_FILTER };
    size_t start = 0, end;
    struct view text;

    parser->at += strlen("[?(");
    if (!find_filter_end(parser, &text))
        return false;
    while (start < text.len && !is_sign(text.data[start]))
        start++;
    end = start;
    while (end < text.len && is_sign(text.data[end]))
        end++;
    *add_step(list, STEP_FILTER) = step;
    struct step *added = &list->steps[list->len - 1];
    /* Without something on both sides of a sign it asks whether there is anything at all. */
    if (start == 0 || start == end || end == text.len)
        return parse_inner(parser, text, &added->left);
    return read_comparison(parser, view_sub(text, start, end), &added->comparison) &&
           parse_inner(parser, view_sub(text, 0, start), &added->left) &&
           parse_inner(parser, view_sub(text, end, text.len), &added->right);
}

static bool parse_recursive(struct parser *parser, struct step_list *list)
{
    if (list->len && list->steps[list->len - 1].kind == STEP_RECURSIVE)
        return fail(parser, "invalid multiple recursive descent");
    parser->at += strlen("..");
    add_step(list, STEP_RECURSIVE);
    if (is_alphanumeric((unsigned char)peek(parser)))
        parse_field(parser, list);
    return true;
}

static bool parse_step(struct parser *parser, struct step_list *list)
{
    char byte = peek(parser);

    if (at_text(parser, "[?("))
        return parse_filter(parser, list);
    if (at_text(parser, ".."))
        return parse_recursive(parser, list);
    if (byte == '\r' || byte == '\n')
        return fail(parser, "unclosed action");
    if (byte == ' ' || byte == '@' || byte == '$') {
        parser->at++;
        return true;
    }
    if (byte == '[')
        return parse_brackets(parser, list);
    if (byte == '"' || byte == '\'')
        return parse_quoted(parser, list);
    if (byte == '.') {
        parser->at++;
        parse_field(parser, list);
        return true;
    }
    if (byte == '+' || byte == '-' || is_digit(byte))
        return parse_number(parser, list);
    if (is_alphanumeric((unsigned char)byte))
        return parse_word(parser, list);
    return fail_about(parser, "unrecognized character in action:",
                      view_sub(parser->text, parser->at, parser->at + 1));
}

static bool parse_steps(struct parser *parser, struct step_list *list)
{
    while (parser->at < parser->text.len)
        if (!parse_step(parser, list))
            return false;
    return true;
}

/* ---- templates ---- */

/*
 * The '}' that ends the expression at START: the first that is no part of quotes, brackets or a
 * filter. SIZE_MAX when there is none.
 */
static size_t find_brace(struct view text, size_t start)
{
    for (size_t at = start; at < text.len; at++) {
        char byte = text.data[at];
        if (byte == '}')
            return at;
        if (byte == '\n' || byte == '\r')
            return SIZE_MAX;
        if (byte == '\\') {
            at++;
        } else if (byte == '"' || byte == '\'') {
            size_t end = at + 1;
            while (end < text.len && (text.data[end] != byte || text.data[end - 1] == '\\'))
                end++;
            at = end;
        } else if (byte == '[' && view_starts(view_sub(text, at, text.len), VIEW("[?("))) {
            continue; /* its quotes are seen on the way */
        } else if (byte == '[') {
            at = view_find_byte(text, ']', at);
        }
    }
    return SIZE_MAX;
}

static bool parse_template(struct jsonpath *path, struct view text, struct error *err)
{
    size_t at = 0;

    while (at < text.len) {
        size_t open = view_find_byte(text, '{', at), close;
        if (open > at)
            add_literal(add_block(path), ynode_new_string(path->doc, view_sub(text, at, open)));
        if (open >= text.len)
            return true;
        close = find_brace(text, open + 1);
        bool closed = close != SIZE_MAX;
        struct parser parser = { .path = path,
                                 .text = view_sub(text, open + 1, closed ? close : text.len),
                                 .err = err };
        if (!parse_steps(&parser, add_block(path)))
            return false;
        if (!closed)
            return error_set(err, ERROR_SYNTAX, "unclosed action");
        at = close + 1;
    }
    return true;
}

struct jsonpath *jsonpath_parse(struct view text, struct error *err)
{
    struct jsonpath *path = mem_alloc_zero(1, sizeof(*path));

    path->doc = ydoc_new();
    path->text = view_copy(text);
    if (text.len > JSONPATH_BYTES_MAX)
        error_set(err, ERROR_LIMIT, "a template has at most %zu bytes", JSONPATH_BYTES_MAX);
    else if (parse_template(path, view_make(path->text, text.len), err))
        return path;
    jsonpath_free(path);
    error_wrap(err, "error parsing jsonpath " VIEW_FMT, VIEW_ARGS(view_sub(text, 0, 200)));
    return NULL;
}

/* Source: RelaxedJSONPathExpression in kubectl. */
struct jsonpath *jsonpath_parse_relaxed(struct view text, struct error *err)
{
    AUTO(buf) full = BUF_INIT(JSONPATH_BYTES_MAX + 16);
    struct view inner = text;

    if (inner.len >= 2 && inner.data[0] == '{' && inner.data[inner.len - 1] == '}')
        inner = view_sub(inner, 1, inner.len - 1);
    if (inner.len && inner.data[0] == '.')
        inner = view_sub(inner, 1, inner.len);
    if (inner.len == 0 || view_find_byte(inner, '{', 0) < inner.len) {
        error_set(err, ERROR_USAGE,
                  "unexpected path string, expected a 'name1.name2' or '.name1.name2' or "
                  "'{name1.name2}' or '{.name1.name2}'");
        return NULL;
    }
    buf_addf(&full, "{." VIEW_FMT "}", VIEW_ARGS(inner));
    return jsonpath_parse(buf_view(&full), err);
}
