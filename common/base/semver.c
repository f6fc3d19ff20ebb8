/* SPDX-License-Identifier: Apache-2.0 */
#include "base/semver.h"

#include "base/num.h"

enum strictness { STRICT, LOOSE };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_identifier_byte(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

static bool is_numeric(struct view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (!is_digit(v.data[i]))
            return false;
    return v.len > 0;
}

static bool has_leading_zero(struct view v)
{
    return v.len > 1 && v.data[0] == '0';
}

/* Cut the digits at the front of *REST. */
static bool cut_number(struct view *rest, enum strictness strictness, uint64_t *number)
{
    size_t len = 0;

    while (len < rest->len && is_digit(rest->data[len]))
        len++;
    struct view digits = view_sub(*rest, 0, len);
    if (strictness == STRICT && has_leading_zero(digits))
        return false;
    *rest = view_sub(*rest, len, rest->len);
    return num_parse_u64(digits, number);
}

static bool cut_byte(struct view *rest, char byte)
{
    if (rest->len == 0 || rest->data[0] != byte)
        return false;
    *rest = view_sub(*rest, 1, rest->len);
    return true;
}

/* Cut "a.b.c" off the front of *REST, up to a '+' or the end: identifiers that are not empty. */
static bool cut_identifiers(struct view *rest, struct view *identifiers)
{
    size_t len = 0;

    while (len < rest->len && (is_identifier_byte(rest->data[len]) || rest->data[len] == '.')) {
        bool starts = len == 0 || rest->data[len - 1] == '.';
        if (rest->data[len] == '.' && starts)
            return false;
        len++;
    }
    if (len == 0 || rest->data[len - 1] == '.')
        return false;
    *identifiers = view_sub(*rest, 0, len);
    *rest = view_sub(*rest, len, rest->len);
    return true;
}

/* In a pre-release, an identifier of digits alone has no leading zero. */
static bool numbers_are_plain(struct view identifiers)
{
    struct view part;

    while (view_cut(&identifiers, '.', &part))
        if (is_numeric(part) && has_leading_zero(part))
            return false;
    return true;
}

static bool cut_numbers(struct view *rest, enum strictness strictness, struct semver *version)
{
    if (!cut_number(rest, strictness, &version->major))
        return false;
    if (!cut_byte(rest, '.'))
        return strictness == LOOSE;
    if (!cut_number(rest, strictness, &version->minor))
        return false;
    if (!cut_byte(rest, '.'))
        return strictness == LOOSE;
    return cut_number(rest, strictness, &version->patch);
}

static bool parse(struct view v, enum strictness strictness, struct semver *out)
{
    struct semver version = { .major = 0, .minor = 0, .patch = 0 };

    if (!cut_numbers(&v, strictness, &version))
        return false;
    if (cut_byte(&v, '-') &&
        (!cut_identifiers(&v, &version.prerelease) || !numbers_are_plain(version.prerelease)))
        return false;
    if (cut_byte(&v, '+') && !cut_identifiers(&v, &version.build))
        return false;
    if (v.len != 0)
        return false;
    *out = version;
    return true;
}

bool semver_parse(struct view v, struct semver *out)
{
    return parse(v, STRICT, out);
}

bool semver_parse_loose(struct view v, struct semver *out)
{
    cut_byte(&v, 'v');
    return parse(v, LOOSE, out);
}

static int cmp_number(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Numbers by value (they may have more digits than any type), before words; words by bytes. */
static int cmp_identifier(struct view a, struct view b)
{
    bool a_is_number = is_numeric(a);
    bool b_is_number = is_numeric(b);

    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    if (a_is_number && a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return view_cmp(a, b);
}

static int cmp_prerelease(struct view a, struct view b)
{
    struct view part_a, part_b;

    if (a.len == 0 || b.len == 0)
        return a.len == b.len ? 0 : a.len == 0 ? 1 : -1;
    for (;;) {
        bool has_a = view_cut(&a, '.', &part_a);
        bool has_b = view_cut(&b, '.', &part_b);
        if (!has_a || !has_b)
            return has_a == has_b ? 0 : has_a ? 1 : -1;
        int order = cmp_identifier(part_a, part_b);
        if (order != 0)
            return order;
    }
}

int semver_cmp(const struct semver *a, const struct semver *b)
{
    int order = cmp_number(a->major, b->major);

    if (order == 0)
        order = cmp_number(a->minor, b->minor);
    if (order == 0)
        order = cmp_number(a->patch, b->patch);
    return order != 0 ? order : cmp_prerelease(a->prerelease, b->prerelease);
}
