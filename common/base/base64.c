/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static char encode_six(uint32_t group, unsigned shift)
{
    return alphabet[group >> shift & 63];
}

void base64_encode(struct buf *out, struct view v)
{
    buf_reserve(out, v.len / 3 * 4 + 4);
    for (size_t i = 0; i < v.len; i += 3) {
        size_t have = v.len - i < 3 ? v.len - i : 3;
        uint32_t group = (uint32_t)(unsigned char)v.data[i] << 16;
        if (have > 1)
            group |= (uint32_t)(unsigned char)v.data[i + 1] << 8;
        if (have > 2)
            group |= (unsigned char)v.data[i + 2];
        char text[4] = {
            encode_six(group, 18),
            encode_six(group, 12),
            have > 1 ? encode_six(group, 6) : '=',
            have > 2 ? encode_six(group, 0) : '=',
        };
        buf_add_bytes(out, text, sizeof(text));
    }
}

/* What a character is: 0 to 63, or one of these. */
enum { IS_PADDING = 64, IS_BLANK, IS_BAD };

static unsigned classify(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    switch (c) {
    case '+':
        return 62;
    case '/':
        return 63;
    case '=':
        return IS_PADDING;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        return IS_BLANK;
    default:
        return IS_BAD;
    }
}

/* One pass over the text; the same code checks (out NULL) and decodes. */
struct decoder {
    struct buf *out;
    enum base64_mode mode;
    uint32_t group;   /* the bits of the current four characters */
    unsigned filled;  /* characters of the current four, padding included */
    unsigned padding; /* '=' seen */
};

static bool bad_character(struct view v, size_t at, const char *why, struct error *err)
{
    unsigned char c = (unsigned char)v.data[at];

    if (c > 0x20 && c < 0x7f)
        return error_set(err, ERROR_SYNTAX, "base64: %s '%c' at offset %zu", why, c, at);
    return error_set(err, ERROR_SYNTAX, "base64: %s 0x%02x at offset %zu", why, c, at);
}

/* Four characters are complete: one to three bytes. */
static bool finish_group(struct decoder *d)
{
    size_t bytes = 3 - d->padding;
    uint32_t unused = d->group & ((1u << (8 * d->padding)) - 1);
    char text[3] = { (char)(d->group >> 16), (char)(d->group >> 8 & 255), (char)(d->group & 255) };

    if (d->mode == BASE64_STRICT && unused != 0)
        return false;
    if (d->out)
        buf_add_bytes(d->out, text, bytes);
    d->group = 0;
    d->filled = 0;
    return true;
}

static bool take_character(struct decoder *d, struct view v, size_t at, struct error *err)
{
    unsigned class = classify(v.data[at]);

    if (class == IS_BLANK && d->mode == BASE64_LENIENT)
        return true;
    if (class >= IS_BLANK)
        return bad_character(v, at, "bad character", err);
    if (class == IS_PADDING && (d->filled < 2 || d->padding > 1))
        return bad_character(v, at, "misplaced padding", err);
    if (class != IS_PADDING && d->padding > 0)
        return bad_character(v, at, "after the padding:", err);

    d->group = d->group << 6 | (class & 63);
    d->padding += class == IS_PADDING ? 1 : 0;
    d->filled++;
    if (d->filled == 4 && !finish_group(d))
        return error_set(err, ERROR_SYNTAX, "base64: unused bits are not zero at offset %zu", at);
    return true;
}

static bool decode_pass(struct buf *out, struct view v, enum base64_mode mode, struct error *err)
{
    struct decoder d = { .out = out, .mode = mode, .group = 0, .filled = 0, .padding = 0 };

    for (size_t at = 0; at < v.len; at++)
        if (!take_character(&d, v, at, err))
            return false;
    if (d.filled == 0)
        return true;
    if (d.padding > 0)
        return error_set(err, ERROR_SYNTAX, "base64: padding is missing at offset %zu", v.len);
    return error_set(err, ERROR_SYNTAX, "base64: cut at offset %zu: %u of 4 characters", v.len,
                     d.filled);
}

bool base64_decode(struct buf *out, struct view v, enum base64_mode mode, struct error *err)
{
    size_t before = out->len;

    if (!decode_pass(NULL, v, mode, err))
        return false;
    buf_reserve(out, v.len / 4 * 3 + 3);
    if (!decode_pass(out, v, mode, err) || !buf_check(out, "the decoded base64", err)) {
        out->len = before;
        if (out->data)
            out->data[before] = '\0';
        return false;
    }
    return true;
}
