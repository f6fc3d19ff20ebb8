/* SPDX-License-Identifier: Apache-2.0 */
#include "manifest/selector.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/num.h"

#define NAME_BYTES_MAX   63
#define PREFIX_BYTES_MAX 253

enum operator{ OP_IN, OP_NOT_IN, OP_EXISTS, OP_ABSENT, OP_GREATER, OP_LESS };

struct requirement {
    struct view key;
    enum operator op;
    struct view *values; /* one for all but `in` and `notin` */
    size_t values_len;
    size_t values_cap;
    int64_t number; /* of OP_GREATER and OP_LESS */
};

struct selector {
    struct arena texts;
    struct requirement *requirements;
    size_t len;
    size_t cap;
};

enum token {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_COMMA,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_NOT,
    TOKEN_EQUALS,
    TOKEN_NOT_EQUALS,
    TOKEN_GREATER,
    TOKEN_LESS,
};

struct parser {
    struct view text;
    size_t at;
    enum token token; /* the current one */
    struct view word; /* its text */
    size_t start;     /* its offset */
    struct selector *selector;
};

void selector_free(struct selector *selector)
{
    if (!selector)
        return;
    for (size_t i = 0; i < selector->len; i++)
        free(selector->requirements[i].values);
    free(selector->requirements);
    arena_release(&selector->texts);
    free(selector);
}

/* ---- names ---- */

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters and digits at both ends, "-_." between; at most 63 bytes. */
static bool is_name(struct view v)
{
    if (v.len == 0 || v.len > NAME_BYTES_MAX || !is_alnum(v.data[0]) ||
        !is_alnum(v.data[v.len - 1]))
        return false;
    for (size_t i = 0; i < v.len; i++)
        if (!is_alnum(v.data[i]) && (v.data[i] == '\0' || !strchr("-_.", v.data[i])))
            return false;
    return true;
}

static bool is_lower_alnum(char c)
{
    return is_alnum(c) && (c < 'A' || c > 'Z');
}

static bool is_subdomain(struct view v)
{
    struct view label;

    if (v.len == 0 || v.len > PREFIX_BYTES_MAX || v.data[v.len - 1] == '.')
        return false;
    while (view_cut(&v, '.', &label)) {
        if (label.len == 0 || !is_lower_alnum(label.data[0]) ||
            !is_lower_alnum(label.data[label.len - 1]))
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!is_lower_alnum(label.data[i]) && label.data[i] != '-')
                return false;
    }
    return true;
}

static bool is_key(struct view v)
{
    size_t slash = view_find_byte(v, '/', 0);

    if (slash == v.len)
        return is_name(v);
    return is_subdomain(view_sub(v, 0, slash)) && is_name(view_sub(v, slash + 1, v.len));
}

/* ---- tokens ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_symbol(char c)
{
    return c != '\0' && strchr("=!(),><", c) != NULL;
}

static enum token symbol(struct parser *parser)
{
    char c = parser->text.data[parser->at++];
    bool equals = parser->at < parser->text.len && parser->text.data[parser->at] == '=';

    if ((c == '=' || c == '!') && equals) {
        parser->at++;
        return c == '=' ? TOKEN_EQUALS : TOKEN_NOT_EQUALS;
    }
    switch (c) {
    case '=':
        return TOKEN_EQUALS;
    case '!':
        return TOKEN_NOT;
    case '(':
        return TOKEN_OPEN;
    case ')':
        return TOKEN_CLOSE;
    case '>':
        return TOKEN_GREATER;
    case '<':
        return TOKEN_LESS;
    default:
        return TOKEN_COMMA;
    }
}

static void next(struct parser *parser)
{
    struct view text = parser->text;

    while (parser->at < text.len && is_blank(text.data[parser->at]))
        parser->at++;
    parser->start = parser->at;
    if (parser->at == text.len) {
        parser->token = TOKEN_END;
    } else if (is_symbol(text.data[parser->at])) {
        parser->token = symbol(parser);
    } else {
        parser->token = TOKEN_WORD;
        while (parser->at < text.len && !is_blank(text.data[parser->at]) &&
               !is_symbol(text.data[parser->at]))
            parser->at++;
    }
    parser->word = view_sub(text, parser->start, parser->at);
}

static bool fail(const struct parser *parser, const char *expected, struct error *err)
{
    if (parser->token == TOKEN_END)
        return error_set(err, ERROR_SYNTAX, "selector '" VIEW_FMT "' ends where %s is expected",
                         VIEW_ARGS(parser->text), expected);
    return error_set(err, ERROR_SYNTAX,
                     "selector '" VIEW_FMT "' has '" VIEW_FMT
                     "' at offset %zu where %s is expected",
                     VIEW_ARGS(parser->text), VIEW_ARGS(parser->word), parser->start, expected);
}

/* ---- requirements ---- */

static bool add_value(struct parser *parser, struct requirement *requirement, struct view value,
                      struct error *err)
{
    if (value.len && !is_name(value))
        return error_set(err, ERROR_INVALID,
                         "'" VIEW_FMT "' is not a label value in selector '" VIEW_FMT "'",
                         VIEW_ARGS(value), VIEW_ARGS(parser->text));
    ARRAY_GROW(requirement->values, requirement->values_len, requirement->values_cap);
    requirement->values[requirement->values_len++] = value;
    return true;
}

/* "(a, b)": an empty place is an empty value. */
static bool parse_set(struct parser *parser, struct requirement *requirement, struct error *err)
{
    if (parser->token != TOKEN_OPEN)
        return fail(parser, "'('", err);
    do {
        struct view value = VIEW_EMPTY;
        next(parser);
        if (parser->token == TOKEN_WORD) {
            value = parser->word;
            next(parser);
        }
        if (!add_value(parser, requirement, value, err))
            return false;
    } while (parser->token == TOKEN_COMMA);
    if (parser->token != TOKEN_CLOSE)
        return fail(parser, "',' or ')'", err);
    next(parser);
    return true;
}

static bool parse_one_value(struct parser *parser, struct requirement *requirement,
                            struct error *err)
{
    struct view value = VIEW_EMPTY;

    if (parser->token == TOKEN_WORD) {
        value = parser->word;
        next(parser);
    } else if (parser->token != TOKEN_END && parser->token != TOKEN_COMMA) {
        return fail(parser, "a value", err);
    }
    if ((requirement->op == OP_GREATER || requirement->op == OP_LESS) &&
        !num_parse_i64(value, &requirement->number))
        return error_set(err, ERROR_INVALID,
                         "'" VIEW_FMT "' is not a whole number in selector '" VIEW_FMT "'",
                         VIEW_ARGS(value), VIEW_ARGS(parser->text));
    return add_value(parser, requirement, value, err);
}

static bool parse_operator(struct parser *parser, struct requirement *requirement,
                           struct error *err)
{
    enum token token = parser->token;
    struct view word = parser->word;
    bool in = token == TOKEN_WORD && view_is(word, "in");
    bool notin = token == TOKEN_WORD && view_is(word, "notin");

    if (in || notin) {
        requirement->op = in ? OP_IN : OP_NOT_IN;
        next(parser);
        return parse_set(parser, requirement, err);
    }
    if (token == TOKEN_EQUALS)
        requirement->op = OP_IN;
    else if (token == TOKEN_NOT_EQUALS)
        requirement->op = OP_NOT_IN;
    else if (token == TOKEN_GREATER)
        requirement->op = OP_GREATER;
    else if (token == TOKEN_LESS)
        requirement->op = OP_LESS;
    else
        return fail(parser, "'=', '==', '!=', 'in' or 'notin'", err);
    next(parser);
    return parse_one_value(parser, requirement, err);
}

static bool parse_requirement(struct parser *parser, struct error *err)
{
    struct selector *selector = parser->selector;
    struct requirement *requirement;
    bool negated = parser->token == TOKEN_NOT;

    if (negated)
        next(parser);
    if (parser->token != TOKEN_WORD)
        return fail(parser, "a key", err);
    if (!is_key(parser->word))
        return error_set(err, ERROR_INVALID,
                         "'" VIEW_FMT "' is not a label key in selector '" VIEW_FMT "'",
                         VIEW_ARGS(parser->word), VIEW_ARGS(parser->text));
    ARRAY_GROW(selector->requirements, selector->len, selector->cap);
    requirement = &selector->requirements[selector->len++];
    *requirement =
        (struct requirement){ .key = parser->word, .op = negated ? OP_ABSENT : OP_EXISTS };
    next(parser);
    if (parser->token == TOKEN_END || parser->token == TOKEN_COMMA)
        return true;
    if (negated)
        return fail(parser, "','", err);
    return parse_operator(parser, requirement, err);
}

static bool parse(struct parser *parser, struct error *err)
{
    next(parser);
    while (parser->token != TOKEN_END) {
        if (!parse_requirement(parser, err))
            return false;
        if (parser->token == TOKEN_END)
            return true;
        if (parser->token != TOKEN_COMMA)
            return fail(parser, "','", err);
        next(parser);
        if (parser->token != TOKEN_WORD && parser->token != TOKEN_NOT)
            return fail(parser, "a key", err);
    }
    return true;
}

struct selector *selector_new(struct view text, struct error *err)
{
    AUTO_FREE(selector) selector = mem_alloc_zero(1, sizeof(*selector));
    struct parser parser = { .selector = selector };

    if (text.len > SELECTOR_BYTES_MAX) {
        error_set(err, ERROR_LIMIT, "the selector is over %d bytes", SELECTOR_BYTES_MAX);
        return NULL;
    }
    parser.text = arena_copy(&selector->texts, text);
    if (!parse(&parser, err))
        return NULL;
    return TAKE(selector);
}

/* ---- matching ---- */

static bool has_value(const struct requirement *requirement, struct view value)
{
    for (size_t i = 0; i < requirement->values_len; i++)
        if (view_eq(requirement->values[i], value))
            return true;
    return false;
}

static bool requirement_matches(const struct requirement *requirement, const struct ynode *labels)
{
    const struct ynode *label = ynode_get_view(labels, requirement->key);
    struct view value = ynode_text(label);
    int64_t number;

    switch (requirement->op) {
    case OP_IN:
        return label && has_value(requirement, value);
    case OP_NOT_IN:
        return !label || !has_value(requirement, value);
    case OP_EXISTS:
        return label != NULL;
    case OP_ABSENT:
        return label == NULL;
    case OP_GREATER:
        return label && num_parse_i64(value, &number) && number > requirement->number;
    case OP_LESS:
        return label && num_parse_i64(value, &number) && number < requirement->number;
    }
    return false;
}

bool selector_matches(const struct selector *selector, const struct ynode *labels)
{
    for (size_t i = 0; i < selector->len; i++)
        if (!requirement_matches(&selector->requirements[i], labels))
            return false;
    return true;
}
