/* SPDX-License-Identifier: Apache-2.0 */
/* What stands for one character in a regular expression: escapes, \pL and [classes]. */
#include "base/regex_parse.h"

#include "base/utf8.h"

/* A row read or a range added costs one; a pattern of 64 KiB could ask for hours of it. */
#define CLASS_WORK_MAX ((size_t)4 << 20)

static char byte_at(const struct regex_parser *parser, size_t at)
{
    return at < parser->pattern.len ? parser->pattern.data[at] : '\0';
}

/* The length tells a NUL in the pattern from its end. */
static bool has_byte(const struct regex_parser *parser, size_t at, char byte)
{
    return at < parser->pattern.len && parser->pattern.data[at] == byte;
}

static bool is_octal(const struct regex_parser *parser, size_t at)
{
    return byte_at(parser, at) >= '0' && byte_at(parser, at) <= '7';
}

static int hex_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (int)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (int)(c - 'A') + 10;
    return -1;
}

static bool is_alphanumeric(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool bad_escape(struct regex_parser *parser, size_t from, size_t to)
{
    return regex_parse_fail(parser, "invalid escape sequence", from, to);
}

/* Behind "\x{": digits and '}'. FROM is the backslash. */
static bool parse_long_hex(struct regex_parser *parser, size_t from, size_t *at, uint32_t *code)
{
    size_t end = parser->pattern.len;
    uint32_t value = 0;
    uint32_t c;

    for (size_t digits = 0;; digits++) {
        if (*at == end)
            return bad_escape(parser, from, *at);
        if (!regex_parse_code(parser, at, end, &c))
            return false;
        if (c == '}' && digits > 0)
            break;
        if (hex_value(c) < 0)
            return bad_escape(parser, from, *at);
        value = value * 16 + (uint32_t)hex_value(c);
        if (value > UTF8_CODE_MAX)
            return bad_escape(parser, from, *at);
    }
    *code = value;
    return true;
}

/* Behind "\x": two digits or {digits}. */
static bool parse_hex(struct regex_parser *parser, size_t from, size_t *at, uint32_t *code)
{
    size_t end = parser->pattern.len;
    uint32_t high, low;

    if (*at == end)
        return bad_escape(parser, from, *at);
    if (!regex_parse_code(parser, at, end, &high))
        return false;
    if (high == '{')
        return parse_long_hex(parser, from, at, code);
    if (!regex_parse_code(parser, at, end, &low))
        return false;
    if (hex_value(high) < 0 || hex_value(low) < 0)
        return bad_escape(parser, from, *at);
    *code = (uint32_t)(hex_value(high) * 16 + hex_value(low));
    return true;
}

static uint32_t parse_octal(struct regex_parser *parser, size_t *at, uint32_t first)
{
    uint32_t value = first - '0';

    for (size_t i = 1; i < 3 && is_octal(parser, *at); i++)
        value = value * 8 + (uint32_t)(byte_at(parser, (*at)++) - '0');
    return value;
}

/* The control character that \a, \f, \n, \r, \t or \v is; 0 for another letter. */
static uint32_t control_escape(uint32_t letter)
{
    static const char pairs[] = "a\af\fn\nr\rt\tv\v";

    for (size_t i = 0; i < sizeof(pairs) - 1; i += 2)
        if ((uint32_t)pairs[i] == letter)
            return (uint32_t)pairs[i + 1];
    return 0;
}

/* One escaped character: *AT is the backslash and moves behind the escape. */
static bool parse_escaped_char(struct regex_parser *parser, size_t *at, uint32_t *code)
{
    size_t from = *at;
    size_t end = parser->pattern.len;
    uint32_t c;

    ++*at;
    if (*at == end)
        return regex_parse_fail(parser, "trailing backslash at end of expression", end, end);
    if (!regex_parse_code(parser, at, end, &c))
        return false;
    if (c == 'x')
        return parse_hex(parser, from, at, code);
    /* \0 is octal; \1 alone would be a back-reference, \12 is octal. */
    if (c == '0' || (c >= '1' && c <= '7' && is_octal(parser, *at)))
        *code = parse_octal(parser, at, c);
    else if (c < 0x80 && !is_alphanumeric(c))
        *code = c;
    else if (control_escape(c) != 0)
        *code = control_escape(c);
    else
        return bad_escape(parser, from, *at);
    return true;
}

static bool unknown_class(struct regex_parser *parser, size_t from, size_t to)
{
    regex_parse_fail(parser, "invalid character class range", from, to);
    return error_hint(parser->err, "\\p takes general categories such as \\pL, \\p{Lu} or \\p{Nd}; "
                                   "scripts such as \\p{Greek} are not supported");
}

static bool check_utf8(struct regex_parser *parser, size_t at, size_t end)
{
    uint32_t code;

    while (at < end)
        if (!regex_parse_code(parser, &at, end, &code))
            return false;
    return true;
}

/* \pL, \p{Lu}, \P{^Lu} at *AT. */
static bool parse_unicode_class(struct regex_parser *parser, size_t *at, struct regex_class *class)
{
    size_t from = *at;
    size_t end = parser->pattern.len;
    size_t name_from = from + 2;
    size_t name_to = name_from;
    bool negate = byte_at(parser, from + 1) == 'P';
    uint32_t c;

    if (!regex_parse_code(parser, &name_to, end, &c))
        return false;
    *at = name_to;
    if (c == '{') {
        size_t close = view_find_byte(parser->pattern, '}', from);
        if (close == end)
            return check_utf8(parser, from, end) && unknown_class(parser, from, end);
        name_from++;
        name_to = close;
        *at = close + 1;
        if (!check_utf8(parser, name_from, name_to))
            return false;
    }
    if (name_from < name_to && has_byte(parser, name_from, '^')) {
        negate = !negate;
        name_from++;
    }
    struct view name = view_sub(parser->pattern, name_from, name_to);
    if (!regex_class_add_unicode(class, name, negate, (parser->flags & REGEX_FOLD) != 0))
        return unknown_class(parser, from, *at);
    return true;
}

static bool is_unicode_class(const struct regex_parser *parser, size_t at)
{
    return has_byte(parser, at, '\\') &&
           (has_byte(parser, at + 1, 'p') || has_byte(parser, at + 1, 'P'));
}

/* \d and its like at *AT. */
static bool take_perl_class(struct regex_parser *parser, size_t *at, struct regex_class *class)
{
    bool fold = (parser->flags & REGEX_FOLD) != 0;

    if (!has_byte(parser, *at, '\\') ||
        !regex_class_add_perl(class, byte_at(parser, *at + 1), fold))
        return false;
    *at += 2;
    return true;
}

/* The finished CLASS becomes a node. */
static bool push_class(struct regex_parser *parser, struct regex_class *class)
{
    parser->class_work += class->work;
    if (class->overrun)
        return regex_parse_too_large(parser);

    struct regex_node *node = regex_parse_push(parser, REGEX_CLASS);
    struct regex_range *ranges = arena_alloc_zero(parser->arena, class->len, sizeof(*ranges));
    if (class->len > 0)
        memcpy(ranges, class->ranges, class->len * sizeof(*ranges));
    node->ranges = ranges;
    node->range_count = class->len;
    return true;
}

bool regex_parse_escape(struct regex_parser *parser)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(CLASS_WORK_MAX - parser->class_work);
    uint32_t code;

    if (is_unicode_class(parser, parser->at)) {
        if (!parse_unicode_class(parser, &parser->at, &class))
            return false;
    } else if (!take_perl_class(parser, &parser->at, &class)) {
        if (!parse_escaped_char(parser, &parser->at, &code))
            return false;
        regex_parse_push_char(parser, code);
        return true;
    }
    regex_class_finish(&class);
    return push_class(parser, &class);
}

/* [:alpha:] at *AT inside a class; *FOUND is false when this is an ordinary '['. */
static bool parse_posix_class(struct regex_parser *parser, size_t *at, struct regex_class *class,
                              bool *found)
{
    size_t from = *at;
    bool fold = (parser->flags & REGEX_FOLD) != 0;

    *found = false;
    if (!has_byte(parser, from, '[') || !has_byte(parser, from + 1, ':'))
        return true;
    size_t close = view_find(parser->pattern, VIEW(":]"), from + 2);
    if (close == parser->pattern.len)
        return true;
    if (!regex_class_add_posix(class, view_sub(parser->pattern, from + 2, close), fold))
        return regex_parse_fail(parser, "invalid character class range", from, close + 2);
    *at = close + 2;
    *found = true;
    return true;
}

/* One end of a range; CLASS_FROM is the class's '['. */
static bool parse_class_char(struct regex_parser *parser, size_t class_from, size_t *at,
                             uint32_t *code)
{
    size_t end = parser->pattern.len;

    if (*at == end)
        return regex_parse_fail(parser, "missing closing ]", class_from, end);
    if (has_byte(parser, *at, '\\'))
        return parse_escaped_char(parser, at, code);
    return regex_parse_code(parser, at, end, code);
}

/* "a" or "a-z" at *AT; in "a-]" the '-' is a character. */
static bool parse_class_range(struct regex_parser *parser, size_t class_from, size_t *at,
                              struct regex_class *class)
{
    size_t from = *at;
    uint32_t first, last;

    if (!parse_class_char(parser, class_from, at, &first))
        return false;
    last = first;
    if (has_byte(parser, *at, '-') && *at + 1 < parser->pattern.len &&
        !has_byte(parser, *at + 1, ']')) {
        ++*at;
        if (!parse_class_char(parser, class_from, at, &last))
            return false;
        if (last < first)
            return regex_parse_fail(parser, "invalid character class range", from, *at);
    }
    regex_class_add(class, first, last, (parser->flags & REGEX_FOLD) != 0);
    return true;
}

static bool parse_class_part(struct regex_parser *parser, size_t class_from, size_t *at,
                             struct regex_class *class)
{
    bool found;

    if (!parse_posix_class(parser, at, class, &found))
        return false;
    if (found)
        return true;
    if (is_unicode_class(parser, *at))
        return parse_unicode_class(parser, at, class);
    return take_perl_class(parser, at, class) || parse_class_range(parser, class_from, at, class);
}

bool regex_parse_class(struct regex_parser *parser)
{
    AUTO(regex_class) class = REGEX_CLASS_INIT(CLASS_WORK_MAX - parser->class_work);
    size_t from = parser->at;
    size_t at = from + 1;
    bool negate = has_byte(parser, at, '^');

    if (negate)
        at++;
    /* A ']' that comes first is a character. */
    size_t first = at;
    while (at == first || !has_byte(parser, at, ']'))
        if (!parse_class_part(parser, from, &at, &class))
            return false;
    parser->at = at + 1;
    if (negate)
        regex_class_finish_negated(&class);
    else
        regex_class_finish(&class);
    return push_class(parser, &class);
}
