/* SPDX-License-Identifier: Apache-2.0 */
/* yaml/number.c - the numbers of scalar.h as text */
#include <math.h>

#include "base/num.h"
#include "yaml/ydoc_internal.h"

#define DIGITS_BYTES 24

static void add_int(struct buf *out, bool negative, uint64_t magnitude)
{
    buf_addf(out, "%s%llu", negative ? "-" : "", (unsigned long long)magnitude);
}

/* 0.DIGITS x 10^POINT without an exponent. */
static void add_positional(struct buf *out, const char *digits, int point)
{
    size_t len = strlen(digits);

    if (point <= 0) {
        buf_add(out, "0.");
        buf_add_repeat(out, '0', (size_t)-point);
        buf_add_bytes(out, digits, len);
    } else if ((size_t)point >= len) {
        buf_add_bytes(out, digits, len);
        buf_add_repeat(out, '0', (size_t)point - len);
    } else {
        buf_add_bytes(out, digits, (size_t)point);
        buf_add_byte(out, '.');
        buf_add_bytes(out, digits + point, len - (size_t)point);
    }
}

/* d.ddde+XX with at least WIDTH digits in a negative exponent, and two in a positive one. */
static void add_exponential(struct buf *out, const char *digits, int point, int width)
{
    int exponent = point - 1;

    buf_add_byte(out, digits[0]);
    if (digits[1]) {
        buf_add_byte(out, '.');
        buf_add(out, digits + 1);
    }
    buf_addf(out, "e%c%0*d", exponent < 0 ? '-' : '+', exponent < 0 ? width : 2, abs(exponent));
}

/* As %g with the shortest digits, which C does not have. */
static void add_shortest(struct buf *out, const char *digits, int point)
{
    if (point > -4 && point <= 6)
        add_positional(out, digits, point);
    else
        add_exponential(out, digits, point, 2);
}

void scalar_add_json_number(struct buf *out, const struct yscalar *scalar)
{
    char digits[DIGITS_BYTES];
    int point = 0;
    double size = fabs(scalar->real);

    if (scalar->type == YTYPE_INT) {
        add_int(out, scalar->negative, scalar->magnitude);
        return;
    }
    if (signbit(scalar->real))
        buf_add_byte(out, '-');
    if (size == 0) {
        buf_add_byte(out, '0');
        return;
    }
    num_shortest_digits(size, digits, &point);
    /* encoding/json: as JavaScript prints numbers, e-07 cleaned up to e-7. */
    if (size >= 1e-6 && size < 1e21)
        add_positional(out, digits, point);
    else
        add_exponential(out, digits, point, 1);
}

/* An integral double that fits 64 bits is an integer for go-yaml v2, which reads the JSON again. */
static bool fits_64_bits(const char *digits, int point, bool negative)
{
    char text[DIGITS_BYTES];
    size_t len = strlen(digits);
    uint64_t magnitude = 0;

    if (point <= 0 || point > 20 || len > (size_t)point)
        return false;
    memcpy(text, digits, len);
    memset(text + len, '0', (size_t)point - len);
    return num_parse_u64(view_make(text, (size_t)point), &magnitude) &&
           (!negative || magnitude <= (uint64_t)INT64_MAX + 1);
}

void scalar_add_yaml_number(struct buf *out, const struct yscalar *scalar)
{
    char digits[DIGITS_BYTES];
    int point = 0;
    bool negative = scalar->real < 0;

    if (scalar->type == YTYPE_INT) {
        add_int(out, scalar->negative, scalar->magnitude);
        return;
    }
    if (scalar->real == 0) {
        buf_add_byte(out, '0');
        return;
    }
    num_shortest_digits(fabs(scalar->real), digits, &point);
    if (negative)
        buf_add_byte(out, '-');
    if (fits_64_bits(digits, point, negative))
        add_positional(out, digits, point);
    else
        add_shortest(out, digits, point);
}

void scalar_add_go_double(struct buf *out, double value)
{
    char digits[DIGITS_BYTES] = "0";
    int point = 1;
    double size = fabs(value);

    if (signbit(value))
        buf_add_byte(out, '-');
    if (size > 0)
        num_shortest_digits(size, digits, &point);
    add_shortest(out, digits, point);
}

/* num_shortest_digits() for a float. */
static void shortest_float_digits(float value, char *digits, int *point)
{
    char text[DIGITS_BYTES * 2];
    size_t len = 0;
    int64_t exponent = 0;

    for (int precision = 1; precision <= 9; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision - 1, (double)value);
        float back = strtof(text, NULL);
        if (back >= value && back <= value)
            break;
    }
    const char *mark = strchr(text, 'e');
    for (const char *c = text; c < mark; c++)
        if (*c >= '0' && *c <= '9') /* the point may be a comma */
            digits[len++] = *c;
    while (len > 1 && digits[len - 1] == '0')
        len--;
    digits[len] = '\0';
    if (num_parse_i64(view_of(mark + 1), &exponent))
        *point = (int)exponent + 1;
}

/* As Go's FormatFloat(x, 'g', -1, 32) has it; what is no number in the words given. */
static void add_float(struct buf *out, double real, const char *not_a_number, const char *plus,
                      const char *infinity)
{
    char digits[DIGITS_BYTES];
    int point = 0;
    float value = (float)real;

    if (isnan(value)) {
        buf_add(out, not_a_number);
        return;
    }
    if (signbit(value))
        buf_add_byte(out, '-');
    if (isinf(value)) {
        buf_addf(out, "%s%s", signbit(value) ? "" : plus, infinity);
        return;
    }
    value = fabsf(value);
    if (value <= 0) {
        buf_add_byte(out, '0');
        return;
    }
    shortest_float_digits(value, digits, &point);
    add_shortest(out, digits, point);
}

void scalar_add_key_number(struct buf *out, const struct yscalar *scalar)
{
    if (scalar->type == YTYPE_INT)
        add_int(out, scalar->negative, scalar->magnitude);
    else
        add_float(out, scalar->real, ".nan", "", ".inf");
}

void scalar_add_text_number(struct buf *out, const struct yscalar *scalar)
{
    if (scalar->type == YTYPE_INT)
        add_int(out, scalar->negative, scalar->magnitude);
    else
        add_float(out, scalar->real, "NaN", "+", "Inf");
}
