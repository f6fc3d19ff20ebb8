/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/json_extent.h"

#include "yaml/ynode.h"

struct scan {
    struct view text;
    size_t at;
    unsigned depth;
    unsigned depth_max;
};

static bool scan_value(struct scan *scan);

static int peek(const struct scan *scan)
{
    return scan->at < scan->text.len ? (unsigned char)scan->text.data[scan->at] : -1;
}

static bool take(struct scan *scan, char wanted)
{
    if (peek(scan) != wanted)
        return false;
    scan->at++;
    return true;
}

static void skip_blanks(struct scan *scan)
{
    while (peek(scan) == ' ' || peek(scan) == '\t' || peek(scan) == '\n' || peek(scan) == '\r')
        scan->at++;
}

static bool scan_word(struct scan *scan, const char *word)
{
    while (*word && take(scan, *word))
        word++;
    return *word == '\0';
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *scan)
{
    if (!is_digit(peek(scan)))
        return false;
    while (is_digit(peek(scan)))
        scan->at++;
    return true;
}

static bool scan_number(struct scan *scan)
{
    take(scan, '-');
    if (!take(scan, '0') && !scan_digits(scan))
        return false;
    if (take(scan, '.') && !scan_digits(scan))
        return false;
    if (!take(scan, 'e') && !take(scan, 'E'))
        return true;
    if (!take(scan, '+'))
        take(scan, '-');
    return scan_digits(scan);
}

/* Behind a backslash. */
static bool scan_escape(struct scan *scan)
{
    if (!take(scan, 'u')) {
        int c = peek(scan);
        if (c <= 0 || !strchr("\"\\/bfnrt", c))
            return false;
        scan->at++;
        return true;
    }
    for (int i = 0; i < 4; i++, scan->at++) {
        int c = peek(scan);
        if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
            return false;
    }
    return true;
}

static bool scan_string(struct scan *scan)
{
    if (!take(scan, '"'))
        return false;
    while (peek(scan) >= ' ') {
        if (take(scan, '"'))
            return true;
        if (take(scan, '\\')) {
            if (!scan_escape(scan))
                return false;
        } else {
            scan->at++;
        }
    }
    return false;
}

static bool scan_member(struct scan *scan)
{
    skip_blanks(scan);
    if (!scan_string(scan))
        return false;
    skip_blanks(scan);
    return take(scan, ':') && scan_value(scan);
}

/* Behind the bracket that opens it. */
static bool scan_collection(struct scan *scan, char close, bool (*element)(struct scan *))
{
    if (++scan->depth > scan->depth_max)
        return false;
    skip_blanks(scan);
    if (!take(scan, close)) {
        do {
            if (!element(scan))
                return false;
            skip_blanks(scan);
        } while (take(scan, ','));
        if (!take(scan, close))
            return false;
    }
    scan->depth--;
    return true;
}

static bool scan_value(struct scan *scan)
{
    skip_blanks(scan);
    switch (peek(scan)) {
    case '{':
        scan->at++;
        return scan_collection(scan, '}', scan_member);
    case '[':
        scan->at++;
        return scan_collection(scan, ']', scan_value);
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, "true");
    case 'f':
        return scan_word(scan, "false");
    case 'n':
        return scan_word(scan, "null");
    default:
        return scan_number(scan);
    }
}

size_t json_extent(struct view text, unsigned depth_max)
{
    struct scan scan = { .text = text, .depth_max = depth_max };

    return scan_value(&scan) ? scan.at : 0;
}

bool json_is_valid(struct view text)
{
    struct scan scan = { .text = text, .depth_max = YAML_DEPTH_MAX };

    if (!scan_value(&scan))
        return false;
    skip_blanks(&scan);
    return scan.at == text.len;
}
