/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

#include <assert.h>
#include <float.h>
#include <locale.h>
#include <math.h>

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return UINT32_MAX;
}

bool num_parse_u64_base(struct view v, unsigned base, uint64_t *out)
{
    uint64_t value = 0;

    if (v.len == 0)
        return false;
    for (size_t i = 0; i < v.len; i++) {
        unsigned digit = digit_value(v.data[i]);
        if (digit >= base || __builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *out = value;
    return true;
}

bool num_parse_u64(struct view v, uint64_t *out)
{
    return num_parse_u64_base(v, 10, out);
}

bool num_parse_i64(struct view v, int64_t *out)
{
    bool negative = v.len > 0 && v.data[0] == '-';
    bool is_signed = negative || (v.len > 0 && v.data[0] == '+');
    uint64_t size;

    if (!num_parse_u64(view_sub(v, is_signed ? 1 : 0, v.len), &size))
        return false;
    if (size > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    /* -(size - 1) - 1: the smallest number has no positive twin. */
    *out = !negative ? (int64_t)size : size == 0 ? 0 : -(int64_t)(size - 1) - 1;
    return true;
}

/* printf and strtod follow the thread's locale: run them in the C locale and put it back. */
static locale_t enter_c_locale(void)
{
    static locale_t c_locale;

    if (!c_locale)
        c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    assert(c_locale);
    return uselocale(c_locale);
}

static double text_to_double(const char *text)
{
    locale_t before = enter_c_locale();
    double value = strtod(text, NULL);

    uselocale(before);
    return value;
}

static size_t skip_digits(struct view v, size_t at)
{
    while (at < v.len && v.data[at] >= '0' && v.data[at] <= '9')
        at++;
    return at;
}

static size_t skip_sign(struct view v, size_t at)
{
    return at < v.len && (v.data[at] == '-' || v.data[at] == '+') ? at + 1 : at;
}

/* [+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?: no hexadecimal, no "inf", no "nan". */
static bool is_decimal(struct view v)
{
    size_t start = skip_sign(v, 0);
    size_t at = skip_digits(v, start);
    size_t digits = at - start;

    if (at < v.len && v.data[at] == '.') {
        size_t fraction = at + 1;
        at = skip_digits(v, fraction);
        digits += at - fraction;
    }
    if (digits == 0)
        return false;
    if (at < v.len && (v.data[at] == 'e' || v.data[at] == 'E')) {
        size_t exponent = skip_sign(v, at + 1);
        at = skip_digits(v, exponent);
        if (at == exponent)
            return false;
    }
    return at == v.len;
}

bool num_parse_double(struct view v, double *out)
{
    char text[64];
    AUTO_CHARS long_text = NULL;
    double value;

    if (!is_decimal(v))
        return false;
    if (v.len < sizeof(text)) {
        memcpy(text, v.data, v.len);
        text[v.len] = '\0';
        value = text_to_double(text);
    } else {
        long_text = view_copy(v);
        value = text_to_double(long_text);
    }
    if (isinf(value))
        return false;
    *out = value;
    return true;
}

/* Room for "d.ddddddddddddddddde-308" in any form. */
#define SCIENTIFIC_BYTES 40

/* One more in the last of the PRECISION digits of "d.ddde+xx"; false when that carries over. */
static bool step_up(char *text, int precision)
{
    char *last = text + (precision == 1 ? 0 : precision);

    if (*last == '9')
        return false;
    ++*last;
    return true;
}

/* VALUE in PRECISION digits, if they read back as VALUE. */
static bool try_precision(double value, int precision, char text[SCIENTIFIC_BYTES])
{
    locale_t before = enter_c_locale();
    int len = snprintf(text, SCIENTIFIC_BYTES, "%.*e", precision - 1, value);
    double back = strtod(text, NULL);

    assert(len > 0 && len < SCIENTIFIC_BYTES);
    /*
     * Above a power of two the doubles are twice as far apart as below: the nearest decimal may
     * lie below and read back wrong while the one above is still VALUE's.
     */
    if (back < value && step_up(text, precision))
        back = strtod(text, NULL);
    uselocale(before);
    return back == value;
}

void num_shortest_digits(double value, char *digits, int *exponent)
{
    char text[SCIENTIFIC_BYTES];
    size_t len = 0;
    /* Fewer than 15 digits show as zeros at the end of 15; not so where doubles lie far apart. */
    int precision = value < DBL_MIN ? 1 : DBL_DIG;
    int64_t power = 0;

    assert(value > 0 && isfinite(value));
    while (!try_precision(value, precision, text)) {
        precision++;
        assert(precision <= DBL_DECIMAL_DIG); /* that many always read back */
    }

    const char *mark = strchr(text, 'e');
    for (const char *c = text; c < mark; c++)
        if (*c != '.')
            digits[len++] = *c;
    while (len > 1 && digits[len - 1] == '0')
        len--;
    digits[len] = '\0';
    bool has_exponent = num_parse_i64(view_of(mark + 1), &power);
    assert(has_exponent);
    (void)has_exponent;
    *exponent = (int)power + 1;
}
