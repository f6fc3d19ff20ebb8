/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

struct fold_run {
    uint32_t first;
    uint32_t last;
    int32_t difference;
};

#include "base/utf8_tables.inc"

static inline unsigned byte_at(struct view v, size_t at)
{
    return (unsigned char)v.data[at];
}

/* Bytes that a sequence with this first byte has; 0 for a byte that starts none. */
static size_t sequence_length(unsigned first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2)
        return 0;
    if (first < 0xe0)
        return 2;
    if (first < 0xf0)
        return 3;
    return first < 0xf5 ? 4 : 0;
}

/* The sequence of LEN bytes at AT, UTF8_BAD when it is overlong, a surrogate or too large. */
static uint32_t decode(struct view v, size_t at, size_t len)
{
    static const unsigned first_mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    uint32_t code = byte_at(v, at) & first_mask[len];

    for (size_t i = 1; i < len; i++) {
        unsigned byte = byte_at(v, at + i);
        if ((byte & 0xc0) != 0x80)
            return UTF8_BAD;
        code = code << 6 | (byte & 0x3f);
    }
    if (code < smallest[len] || code > UTF8_CODE_MAX || (code >= 0xd800 && code <= 0xdfff))
        return UTF8_BAD;
    return code;
}

uint32_t utf8_next(struct view v, size_t *at)
{
    unsigned first = byte_at(v, *at);
    size_t len = sequence_length(first);
    uint32_t code = UTF8_BAD;

    if (len == 1) {
        (*at)++;
        return first;
    }
    if (len != 0 && len <= v.len - *at)
        code = decode(v, *at, len);
    *at += code == UTF8_BAD ? 1 : len;
    return code;
}

size_t utf8_check(struct view v)
{
    size_t at = 0;

    while (at < v.len) {
        size_t here = at;
        if (byte_at(v, at) < 0x80)
            at++;
        else if (utf8_next(v, &at) == UTF8_BAD)
            return here;
    }
    return v.len;
}

static size_t next_width(struct view v, size_t *at)
{
    uint32_t code = utf8_next(v, at);

    return code == UTF8_BAD ? 1 : (size_t)utf8_code_width(code);
}

size_t utf8_width(struct view v)
{
    size_t width = 0;
    size_t at = 0;

    while (at < v.len)
        width += next_width(v, &at);
    return width;
}

struct view utf8_start(struct view v, size_t width)
{
    size_t end = 0, used = 0;

    while (end < v.len) {
        size_t next = end;

        used += next_width(v, &next);
        if (used > width)
            break;
        end = next;
    }
    return view_sub(v, 0, end);
}

/* The index of the run that CODE_POINT lies in. */
static size_t property_index(uint32_t code_point)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(property_runs);

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (property_runs[middle] >> 8 <= code_point)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static enum utf8_category run_category(size_t index)
{
    return (enum utf8_category)(property_runs[index] & 0x3f);
}

int utf8_code_width(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7f)
        return 1;
    if (code_point > UTF8_CODE_MAX)
        return 1;
    return (int)(property_runs[property_index(code_point)] >> 6 & 3);
}

enum utf8_category utf8_category(uint32_t code_point)
{
    return code_point > UTF8_CODE_MAX ? UTF8_CN : run_category(property_index(code_point));
}

uint32_t utf8_category_end(uint32_t code_point)
{
    size_t index = property_index(code_point);
    enum utf8_category category = run_category(index);

    do
        index++;
    while (index < ARRAY_SIZE(property_runs) && run_category(index) == category);
    return index < ARRAY_SIZE(property_runs) ? (property_runs[index] >> 8) - 1 : UTF8_CODE_MAX;
}

bool utf8_is_letter(uint32_t code_point)
{
    if (code_point < 0x80)
        return (code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z';
    enum utf8_category category = utf8_category(code_point);
    return category >= UTF8_LU && category <= UTF8_LO;
}

bool utf8_is_digit(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point >= '0' && code_point <= '9';
    return utf8_category(code_point) == UTF8_ND;
}

bool utf8_is_bidi_control(uint32_t code_point)
{
    for (size_t i = 0; i < ARRAY_SIZE(bidi_controls); i++)
        if (bidi_controls[i] == code_point)
            return true;
    return false;
}

/* The first run that ends at or after CODE_POINT, ARRAY_SIZE(fold_runs) when there is none. */
static size_t fold_index(uint32_t code_point)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(fold_runs);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold_runs[middle].last < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t utf8_fold_next(uint32_t code_point)
{
    size_t index = fold_index(code_point);

    if (index == ARRAY_SIZE(fold_runs) || fold_runs[index].first > code_point)
        return code_point;
    if (fold_runs[index].difference == 0)
        return fold_runs[index].first + ((code_point - fold_runs[index].first) ^ 1);
    return (uint32_t)((int64_t)code_point + fold_runs[index].difference);
}

uint32_t utf8_fold_from(uint32_t code_point)
{
    size_t index = fold_index(code_point);

    if (index == ARRAY_SIZE(fold_runs))
        return UTF8_BAD;
    return fold_runs[index].first > code_point ? fold_runs[index].first : code_point;
}
