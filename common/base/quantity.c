/* SPDX-License-Identifier: Apache-2.0 */
#include "base/quantity.h"

#include <float.h>
#include <stdint.h>

#include "base/num.h"

struct quantity_suffix {
    const char *name;
    double factor;
};

static const struct quantity_suffix suffixes[] = {
    { "", 1 },        { "n", 1e-9 },    { "u", 1e-6 },    { "m", 1e-3 },
    { "k", 1e3 },     { "M", 1e6 },     { "G", 1e9 },     { "T", 1e12 },
    { "P", 1e15 },    { "E", 1e18 },    { "Ki", 0x1p10 }, { "Mi", 0x1p20 },
    { "Gi", 0x1p30 }, { "Ti", 0x1p40 }, { "Pi", 0x1p50 }, { "Ei", 0x1p60 },
};

/* Length of [+-]?[0-9]*[.]?[0-9]* at the front; num_parse_double() sees to the rest. */
static size_t number_length(struct view v)
{
    size_t at = v.len > 0 && (v.data[0] == '+' || v.data[0] == '-') ? 1 : 0;

    while (at < v.len && ((v.data[at] >= '0' && v.data[at] <= '9') || v.data[at] == '.'))
        at++;
    return at;
}

/* NULL for a suffix that there is not. */
static const struct quantity_suffix *find_suffix(struct view name)
{
    for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
        if (view_is(name, suffixes[i].name))
            return &suffixes[i];
    return NULL;
}

/* "e3", "E-3": num_parse_double() reads the whole of "2e3" itself, "2e999" is too large for it. */
static bool exponent_value(struct view v, size_t number_len, double number, double *out)
{
    int64_t exponent;

    if (v.data[number_len] != 'e' && v.data[number_len] != 'E')
        return false;
    if (!num_parse_i64(view_sub(v, number_len + 1, v.len), &exponent))
        return false;
    if (!num_parse_double(v, out))
        *out = number < 0 ? -DBL_MAX : DBL_MAX;
    return true;
}

/* Kubernetes caps what has a binary suffix at the largest int64. */
static bool is_binary(const struct quantity_suffix *suffix)
{
    return suffix->name[0] != '\0' && suffix->name[1] == 'i';
}

static double limit(double number, double most)
{
    return number > most ? most : number < -most ? -most : number;
}

bool quantity_value(struct view v, double *out)
{
    size_t number_len = number_length(v);
    const struct quantity_suffix *suffix = find_suffix(view_sub(v, number_len, v.len));
    double number;

    if (!num_parse_double(view_sub(v, 0, number_len), &number))
        return false;
    if (!suffix)
        return exponent_value(v, number_len, number, out);
    *out = limit(number * suffix->factor, is_binary(suffix) ? (double)INT64_MAX : DBL_MAX);
    return true;
}

bool quantity_is_valid(struct view v)
{
    double value;

    return quantity_value(v, &value);
}
