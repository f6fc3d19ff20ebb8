/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/scalar.h"

#include <math.h>

#include "base/num.h"
#include "yaml/timestamp.h"

/* The order of the tests, and their leftovers, are those of resolve() in go-yaml v2 and v3. */

static const struct yscalar a_string = { .type = YTYPE_STRING };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "null", "Null" or "NULL"; WORD is given in lower case. */
static bool is_word(struct view v, const char *word)
{
    bool upper = true;
    bool lower = true;

    if ((v.data[0] | 0x20) != word[0])
        return false;
    for (size_t i = 1; i < v.len; i++) {
        lower = lower && v.data[i] == word[i];
        upper = upper && v.data[i] == (word[i] & ~0x20);
    }
    return lower || (upper && v.data[0] != word[0]);
}

static bool resolve_bool(struct view v, enum yaml_profile profile, bool *value)
{
    bool old = profile == YAML_1_1; /* the words that only YAML 1.1 knows */

    switch (v.len) {
    case 1:
        *value = (v.data[0] | 0x20) == 'y';
        return old && (*value || (v.data[0] | 0x20) == 'n');
    case 2:
        *value = is_word(v, "on");
        return old && (*value || is_word(v, "no"));
    case 3:
        *value = is_word(v, "yes");
        return old && (*value || is_word(v, "off"));
    case 4:
        *value = is_word(v, "true");
        return *value;
    case 5:
        *value = false;
        return is_word(v, "false");
    default:
        return false;
    }
}

static bool is_null(struct view v)
{
    return v.len == 0 || (v.len == 1 && v.data[0] == '~') || (v.len == 4 && is_word(v, "null"));
}

/* .inf and .nan with their capitals; only .inf takes a sign. */
static bool resolve_special(struct view v, double *real)
{
    bool has_sign = v.len == 5 && (v.data[0] == '+' || v.data[0] == '-');
    struct view word = view_sub(v, has_sign ? 1 : 0, v.len);

    if (word.len != 4 || word.data[0] != '.')
        return false;
    if (!has_sign && (view_is(word, ".nan") || view_is(word, ".NaN") || view_is(word, ".NAN"))) {
        *real = (double)NAN;
        return true;
    }
    *real = has_sign && v.data[0] == '-' ? -(double)INFINITY : (double)INFINITY;
    return is_word(view_sub(word, 1, word.len), "inf");
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? in the range of a double. */
static bool resolve_float(struct view v, struct yscalar *out)
{
    double real = 0;

    if (!num_parse_double(v, &real))
        return false;
    *out = (struct yscalar){ .type = YTYPE_FLOAT, .real = real };
    return true;
}

/* What follows '.': Go's ParseFloat takes `_` between two digits. */
static struct yscalar resolve_fraction(struct view v)
{
    struct yscalar out = a_string;
    AUTO(buf) digits = BUF_INIT(SIZE_MAX);

    if (view_find_byte(v, '_', 0) == v.len)
        return resolve_float(v, &out) ? out : a_string;
    for (size_t i = 0; i < v.len; i++) {
        if (v.data[i] != '_')
            buf_add_byte(&digits, v.data[i]);
        else if (!is_digit(v.data[i - 1]) || i + 1 == v.len || !is_digit(v.data[i + 1]))
            return a_string;
    }
    return resolve_float(buf_view(&digits), &out) ? out : a_string;
}

/* Cut "0x", "0o", "0b" (either case) or a leading 0, which is octal, as Go's ParseInt with base 0.
 */
static unsigned cut_base(struct view *v)
{
    char mark = v->len >= 3 && v->data[0] == '0' ? (char)(v->data[1] | 0x20) : '\0';
    unsigned base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;

    if (base != 0) {
        *v = view_sub(*v, 2, v->len);
        return base;
    }
    if (v->len < 2 || v->data[0] != '0')
        return 10;
    *v = view_sub(*v, 1, v->len);
    return 8;
}

/* A signed number fits int64, an unsigned one uint64. */
static bool make_int(char sign, uint64_t magnitude, struct yscalar *out)
{
    uint64_t most = sign == '-'   ? (uint64_t)INT64_MAX + 1
                    : sign == '+' ? (uint64_t)INT64_MAX
                                  : UINT64_MAX;

    if (magnitude > most)
        return false;
    *out = (struct yscalar){ .type = YTYPE_INT,
                             .negative = sign == '-' && magnitude != 0,
                             .magnitude = magnitude };
    return true;
}

static char cut_sign(struct view *v)
{
    char sign = v->len > 0 && (v->data[0] == '-' || v->data[0] == '+') ? v->data[0] : '\0';

    if (sign != '\0')
        *v = view_sub(*v, 1, v->len);
    return sign;
}

static bool resolve_int(struct view v, enum yaml_profile profile, struct yscalar *out)
{
    struct view digits = v;
    uint64_t magnitude = 0;
    char sign = cut_sign(&digits);
    unsigned base = cut_base(&digits);

    if (num_parse_u64_base(digits, base, &magnitude))
        return make_int(sign, magnitude, out);
    /* A leftover of the ports: a sign behind the prefix, "0b+1", and in v3 "0o-7". */
    if (sign != '\0' || v.len < 4 || v.data[0] != '0')
        return false;
    if (v.data[1] != 'b' && (v.data[1] != 'o' || profile == YAML_1_1))
        return false;
    digits = view_sub(v, 2, v.len);
    sign = cut_sign(&digits);
    return sign != '\0' && num_parse_u64_base(digits, v.data[1] == 'b' ? 2 : 8, &magnitude) &&
           make_int(sign, magnitude, out);
}

/* Every byte can stand in a number: what cannot is not worth a copy without `_`. */
static bool looks_numeric(struct view v)
{
    for (size_t i = 0; i < v.len; i++) {
        char c = v.data[i];
        char low = (char)(c | 0x20);
        if (!is_digit(c) && !(low >= 'a' && low <= 'f') && low != 'x' && low != 'o' && c != '_' &&
            c != '.' && c != '+' && c != '-')
            return false;
    }
    return true;
}

static struct yscalar resolve_number(struct view v, enum yaml_profile profile)
{
    struct yscalar out = a_string;
    struct view plain = v;
    AUTO(buf) stripped = BUF_INIT(SIZE_MAX);

    if (timestamp_is(v))
        return (struct yscalar){ .type = YTYPE_STRING, .timestamp = true };
    if (!looks_numeric(v))
        return a_string;
    if (view_find_byte(v, '_', 0) < v.len) {
        for (size_t i = 0; i < v.len; i++)
            if (v.data[i] != '_')
                buf_add_byte(&stripped, v.data[i]);
        plain = buf_view(&stripped);
    }
    if (resolve_int(plain, profile, &out) || resolve_float(plain, &out))
        return out;
    return a_string;
}

struct yscalar scalar_resolve(struct view plain, enum yaml_profile profile)
{
    bool boolean = false;
    double real = 0;

    if (is_null(plain))
        return (struct yscalar){ .type = YTYPE_NULL };
    switch (plain.data[0]) {
    case 'y':
    case 'Y':
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O':
        if (resolve_bool(plain, profile, &boolean))
            return (struct yscalar){ .type = YTYPE_BOOL, .boolean = boolean };
        return a_string;
    case '.':
    case '+':
    case '-':
        if (resolve_special(plain, &real))
            return (struct yscalar){ .type = YTYPE_FLOAT, .real = real };
        return plain.data[0] == '.' ? resolve_fraction(plain) : resolve_number(plain, profile);
    default:
        return is_digit(plain.data[0]) ? resolve_number(plain, profile) : a_string;
    }
}

/* [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?: a number for other readers of YAML 1.1. */
static bool is_base_60(struct view v)
{
    size_t at = v.len > 0 && (v.data[0] == '+' || v.data[0] == '-') ? 1 : 0;
    size_t groups = 0;

    if (at >= v.len || !is_digit(v.data[at]))
        return false;
    while (at < v.len && (is_digit(v.data[at]) || v.data[at] == '_'))
        at++;
    for (; at + 1 < v.len && v.data[at] == ':' && is_digit(v.data[at + 1]); groups++) {
        at += 2;
        if (at < v.len && is_digit(v.data[at])) {
            if (v.data[at - 1] > '5')
                return false;
            at++;
        }
    }
    if (at < v.len && v.data[at] == '.')
        for (at++; at < v.len && (is_digit(v.data[at]) || v.data[at] == '_');)
            at++;
    return groups > 0 && at == v.len;
}

bool scalar_is_quoted_by_go(struct view text)
{
    struct yscalar value = scalar_resolve(text, YAML_1_1);

    return value.type != YTYPE_STRING || value.timestamp || is_base_60(text);
}

bool scalar_is_ambiguous(struct view text)
{
    return scalar_is_quoted_by_go(text) ||
           scalar_resolve(text, YAML_KUSTOMIZE).type != YTYPE_STRING;
}

void scalar_add_timestamp(struct buf *out, struct view plain)
{
    timestamp_add(out, plain);
}
