/* SPDX-License-Identifier: Apache-2.0 */
/* Operators, groups, repetitions and flags of a regular expression. */
#include "base/regex_parse.h"

#include "base/alloc.h"
#include "base/regex.h"
#include "base/utf8.h"

/* The longest piece of a pattern that a message shows, in bytes. */
#define SHOWN_BYTES_MAX 4000
#define NO_REPEAT       SIZE_MAX

/* A group that is open: what was read of it, latest first. */
struct regex_group {
    size_t open_at;              /* of its '(' */
    bool captures;               /* (...) and not (?:...) */
    unsigned outer_flags;        /* to come back to behind it */
    struct regex_node *terms;    /* of the branch being read */
    struct regex_node *branches; /* complete ones */
};

/* PART is the piece of the pattern that Go shows, AT where it went wrong. */
static bool fail(struct regex_parser *parser, enum error_code code, const char *why,
                 struct view part, size_t at)
{
    struct view shown = view_sub(part, 0, SHOWN_BYTES_MAX);

    return error_set(parser->err, code, "error parsing regexp: %s: `" VIEW_FMT "%s` at offset %zu",
                     why, VIEW_ARGS(shown), shown.len < part.len ? "..." : "", at);
}

bool regex_parse_fail(struct regex_parser *parser, const char *why, size_t from, size_t to)
{
    return fail(parser, ERROR_SYNTAX, why, view_sub(parser->pattern, from, to), from);
}

bool regex_parse_too_large(struct regex_parser *parser)
{
    return fail(parser, ERROR_LIMIT, "expression too large", parser->pattern, parser->at);
}

static bool fail_whole(struct regex_parser *parser, const char *why, size_t at)
{
    return fail(parser, ERROR_SYNTAX, why, parser->pattern, at);
}

bool regex_parse_code(struct regex_parser *parser, size_t *at, size_t end, uint32_t *code_point)
{
    size_t from = *at;

    *code_point = 0xfffd;
    if (from >= end)
        return true;
    *code_point = utf8_next(view_sub(parser->pattern, 0, end), at);
    return *code_point != UTF8_BAD || regex_parse_fail(parser, "invalid UTF-8", from, end);
}

/* ---- Terms of the open group */

static struct regex_group *open_group(struct regex_parser *parser)
{
    return &parser->groups[parser->depth - 1];
}

static void push_term(struct regex_parser *parser, struct regex_node *node)
{
    node->next = open_group(parser)->terms;
    open_group(parser)->terms = node;
}

struct regex_node *regex_parse_push(struct regex_parser *parser, enum regex_kind kind)
{
    struct regex_node *node = regex_node_new(parser->arena, kind);

    push_term(parser, node);
    return node;
}

void regex_parse_push_char(struct regex_parser *parser, uint32_t code_point)
{
    struct regex_node *node = regex_parse_push(parser, REGEX_CHAR);
    uint32_t other = code_point;
    size_t count = 0;

    node->code_point = code_point;
    if (!(parser->flags & REGEX_FOLD) || utf8_fold_next(code_point) == code_point)
        return;
    do
        count++;
    while ((other = utf8_fold_next(other)) != code_point);

    struct regex_range *ranges = arena_alloc_zero(parser->arena, count, sizeof(*ranges));
    /* From the smallest on: the circle rises once around. */
    while (utf8_fold_next(other) > other)
        other = utf8_fold_next(other);
    for (size_t i = 0; i < count; i++) {
        other = utf8_fold_next(other);
        ranges[i] = (struct regex_range){ .first = other, .last = other };
    }
    node->kind = REGEX_CLASS;
    node->ranges = ranges;
    node->range_count = count;
}

static bool check_height(struct regex_parser *parser, const struct regex_node *node)
{
    if (node->height > REGEX_HEIGHT_MAX)
        return fail(parser, ERROR_LIMIT, "expression nests too deeply", parser->pattern,
                    parser->at);
    return true;
}

/* ---- Groups */

static void push_group(struct regex_parser *parser, size_t open_at, bool captures)
{
    ARRAY_GROW(parser->groups, parser->depth, parser->group_cap);
    parser->groups[parser->depth++] = (struct regex_group){
        .open_at = open_at,
        .captures = captures,
        .outer_flags = parser->flags,
    };
}

/* A '|', ')' or the end: the terms become a branch. */
static bool finish_branch(struct regex_parser *parser)
{
    struct regex_group *group = open_group(parser);
    struct regex_node *branch = regex_node_join(parser->arena, REGEX_CONCAT, group->terms);

    branch->next = group->branches;
    group->branches = branch;
    group->terms = NULL;
    return check_height(parser, branch);
}

/* The group is complete: its node, NULL when it is too high. */
static struct regex_node *pop_group(struct regex_parser *parser)
{
    if (!finish_branch(parser))
        return NULL;

    struct regex_group *group = open_group(parser);
    struct regex_node *node = regex_node_join(parser->arena, REGEX_ALTERNATE, group->branches);
    if (group->captures) {
        node = regex_node_capture(parser->arena, node);
    }
    parser->depth--;
    parser->flags = group->outer_flags;
    return check_height(parser, node) ? node : NULL;
}

static bool parse_close(struct regex_parser *parser)
{
    if (parser->depth == 1)
        return fail_whole(parser, "unexpected )", parser->at);
    struct regex_node *node = pop_group(parser);
    if (!node)
        return false;
    push_term(parser, node);
    parser->at++;
    return true;
}

static bool is_name(struct view name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '_')
            return false;
    }
    return name.len > 0;
}

/* (?P<name> or (?<name>, whose name begins at NAME_FROM. */
static bool parse_named_group(struct regex_parser *parser, size_t name_from)
{
    size_t from = parser->at;
    size_t end = parser->pattern.len;
    size_t close = view_find_byte(parser->pattern, '>', from);
    uint32_t code;

    for (size_t at = close == end ? from : name_from; at < close;)
        if (!regex_parse_code(parser, &at, close, &code))
            return false;
    if (close == end)
        return regex_parse_fail(parser, "invalid named capture", from, end);
    if (!is_name(view_sub(parser->pattern, name_from, close)))
        return regex_parse_fail(parser, "invalid named capture", from, close + 1);
    push_group(parser, from, true);
    parser->at = close + 1;
    return true;
}

/* The flags that LETTER sets and clears when it stands before a '-'; false for another letter. */
static bool flag_letter(uint32_t letter, unsigned *set, unsigned *clear)
{
    *set = letter == 'i' ? REGEX_FOLD : letter == 's' ? REGEX_DOT_NL : 0;
    *clear = letter == 'm' ? REGEX_ONE_LINE : 0;
    return letter == 'i' || letter == 's' || letter == 'm' || letter == 'U';
}

/* (?flags) and (?flags: with flags such as i, im-s or none. */
static bool parse_flags(struct regex_parser *parser)
{
    size_t from = parser->at;
    size_t end = parser->pattern.len;
    unsigned flags = parser->flags;
    unsigned set, clear;
    bool negative = false;
    bool saw_flag = false;
    uint32_t c = 0;

    size_t at = from + 2;
    while (at < end) {
        if (!regex_parse_code(parser, &at, end, &c))
            return false;
        if (flag_letter(c, &set, &clear)) {
            flags = negative ? (flags | clear) & ~set : (flags | set) & ~clear;
            saw_flag = true;
        } else if (c == '-' && !negative) {
            negative = true;
            saw_flag = false;
        } else if ((c == ':' || c == ')') && (saw_flag || !negative)) {
            if (c == ':')
                push_group(parser, from, false);
            parser->flags = flags;
            parser->at = at;
            return true;
        } else {
            break;
        }
    }
    return regex_parse_fail(parser, "invalid or unsupported Perl syntax", from, at);
}

static bool parse_open(struct regex_parser *parser)
{
    struct view rest = view_sub(parser->pattern, parser->at, parser->pattern.len);

    if (rest.len > 4 && view_starts(rest, VIEW("(?P<")))
        return parse_named_group(parser, parser->at + 4);
    if (rest.len > 3 && view_starts(rest, VIEW("(?<")))
        return parse_named_group(parser, parser->at + 3);
    if (view_starts(rest, VIEW("(?")))
        return parse_flags(parser);
    push_group(parser, parser->at, true);
    parser->at++;
    return true;
}

/* ---- Repetitions */

static bool has_byte(const struct regex_parser *parser, size_t at, char byte)
{
    return at < parser->pattern.len && parser->pattern.data[at] == byte;
}

/*
 * Wrap the latest term. FROM is where the operator begins and parser->at where it ends; IS_COUNTED
 * for {n,m}, whose nested product is limited.
 */
static bool repeat_term(struct regex_parser *parser, size_t from, int min, int max, bool is_counted)
{
    struct regex_node *child = open_group(parser)->terms;

    if (has_byte(parser, parser->at, '?')) /* non-greedy: the same answer */
        parser->at++;
    if (parser->last_repeat != NO_REPEAT)
        return regex_parse_fail(parser, "invalid nested repetition operator", parser->last_repeat,
                                parser->at);
    if (!child)
        return regex_parse_fail(parser, "missing argument to repetition operator", from,
                                parser->at);

    struct regex_node *repeat = regex_node_repeat(parser->arena, child, min, max);
    open_group(parser)->terms = repeat;
    if (!check_height(parser, repeat))
        return false;

    int times = max == REGEX_NO_MAX ? min : max;
    if (is_counted && times > 0)
        repeat->copies *= times; /* both are at most REGEX_REPEAT_MAX */
    if (repeat->copies > REGEX_REPEAT_MAX)
        return regex_parse_fail(parser, "invalid repeat count", from, parser->at);
    return true;
}

/* Digits at *AT without a leading zero, -1 when over 10^8; false when there are none. */
static bool parse_count(const struct regex_parser *parser, size_t *at, int *count)
{
    size_t from = *at;
    size_t end = from;
    int value = 0;

    while (end < parser->pattern.len && parser->pattern.data[end] >= '0' &&
           parser->pattern.data[end] <= '9')
        end++;
    if (end == from || (end > from + 1 && parser->pattern.data[from] == '0'))
        return false;
    for (size_t i = from; i < end && value >= 0; i++)
        value = value >= 100000000 ? -1 : value * 10 + (parser->pattern.data[i] - '0');
    *at = end;
    *count = value;
    return true;
}

/* {n}, {n,} or {n,m} at *AT; false when the '{' is an ordinary character. */
static bool parse_counts(const struct regex_parser *parser, size_t *at, int *min, int *max)
{
    size_t next = *at + 1;

    if (!parse_count(parser, &next, min))
        return false;
    *max = *min;
    if (has_byte(parser, next, ',')) {
        next++;
        if (has_byte(parser, next, '}'))
            *max = REGEX_NO_MAX;
        else if (!parse_count(parser, &next, max))
            return false;
        else if (*max < 0)
            *min = -1;
    }
    if (!has_byte(parser, next, '}'))
        return false;
    *at = next + 1;
    return true;
}

static bool parse_counted(struct regex_parser *parser, size_t *repeat_from)
{
    size_t from = parser->at;
    int min, max;

    if (!parse_counts(parser, &parser->at, &min, &max)) {
        regex_parse_push_char(parser, '{');
        parser->at = from + 1;
        return true;
    }
    if (min < 0 || min > REGEX_REPEAT_MAX || max > REGEX_REPEAT_MAX ||
        (max != REGEX_NO_MAX && min > max))
        return regex_parse_fail(parser, "invalid repeat count", from, parser->at);
    *repeat_from = from;
    return repeat_term(parser, from, min, max, true);
}

/* *, + or ?. */
static bool parse_repeat(struct regex_parser *parser, char op, size_t *repeat_from)
{
    *repeat_from = parser->at++;
    return repeat_term(parser, *repeat_from, op == '+' ? 1 : 0, op == '?' ? 1 : REGEX_NO_MAX,
                       false);
}

/* ---- The whole */

/* \Q...\E: all of it is literal; without \E up to the end. */
static bool parse_quoted(struct regex_parser *parser)
{
    size_t end = view_find(parser->pattern, VIEW("\\E"), parser->at + 2);
    uint32_t code;

    for (parser->at += 2; parser->at < end;) {
        if (!regex_parse_code(parser, &parser->at, end, &code))
            return false;
        regex_parse_push_char(parser, code);
    }
    if (end < parser->pattern.len)
        parser->at += 2;
    return true;
}

/* The escapes that stand for no character, then those that do. */
static bool parse_backslash(struct regex_parser *parser)
{
    size_t from = parser->at;
    char letter = from + 1 < parser->pattern.len ? parser->pattern.data[from + 1] : '\0';
    enum regex_kind kind;

    switch (letter) {
    case 'A':
        kind = REGEX_BEGIN_TEXT;
        break;
    case 'z':
        kind = REGEX_END_TEXT;
        break;
    case 'b':
        kind = REGEX_WORD_BOUNDARY;
        break;
    case 'B':
        kind = REGEX_NO_WORD_BOUNDARY;
        break;
    case 'C': /* one byte: no such thing in text */
        return regex_parse_fail(parser, "invalid escape sequence", from, from + 2);
    case 'Q':
        return parse_quoted(parser);
    default:
        return regex_parse_escape(parser);
    }
    regex_parse_push(parser, kind);
    parser->at += 2;
    return true;
}

static bool parse_char(struct regex_parser *parser)
{
    uint32_t code;

    if (!regex_parse_code(parser, &parser->at, parser->pattern.len, &code))
        return false;
    regex_parse_push_char(parser, code);
    return true;
}

static void push_operator(struct regex_parser *parser, enum regex_kind kind)
{
    regex_parse_push(parser, kind);
    parser->at++;
}

/* One element; *REPEAT_FROM is set when it was a repetition. */
static bool parse_element(struct regex_parser *parser, size_t *repeat_from)
{
    bool one_line = (parser->flags & REGEX_ONE_LINE) != 0;
    char c = parser->pattern.data[parser->at];

    switch (c) {
    case '(':
        return parse_open(parser);
    case ')':
        return parse_close(parser);
    case '|':
        parser->at++;
        return finish_branch(parser);
    case '^':
        push_operator(parser, one_line ? REGEX_BEGIN_TEXT : REGEX_BEGIN_LINE);
        return true;
    case '$':
        push_operator(parser, one_line ? REGEX_END_TEXT : REGEX_END_LINE);
        return true;
    case '.':
        push_operator(parser, parser->flags & REGEX_DOT_NL ? REGEX_ANY : REGEX_ANY_NOT_NL);
        return true;
    case '[':
        return regex_parse_class(parser);
    case '*':
    case '+':
    case '?':
        return parse_repeat(parser, c, repeat_from);
    case '{':
        return parse_counted(parser, repeat_from);
    case '\\':
        return parse_backslash(parser);
    default:
        return parse_char(parser);
    }
}

static struct regex_node *parse_all(struct regex_parser *parser)
{
    push_group(parser, 0, false);
    while (parser->at < parser->pattern.len) {
        size_t repeat_from = NO_REPEAT;
        if (!parse_element(parser, &repeat_from))
            return NULL;
        parser->last_repeat = repeat_from;
    }
    if (parser->depth > 1) {
        fail_whole(parser, "missing closing )", open_group(parser)->open_at);
        return NULL;
    }
    return pop_group(parser);
}

struct regex_node *regex_parse(struct view pattern, struct arena *arena, struct error *err)
{
    struct regex_parser parser = {
        .pattern = pattern,
        .flags = REGEX_ONE_LINE,
        .last_repeat = NO_REPEAT,
        .arena = arena,
        .err = err,
    };
    struct regex_node *root = parse_all(&parser);

    if (root && root->size > REGEX_STATES_MAX) {
        regex_parse_too_large(&parser);
        root = NULL;
    }
    free(parser.groups);
    return root;
}
