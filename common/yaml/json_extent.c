/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/json_extent.h"

#include "base/utf8.h"

struct json_reader {
    struct view text;
    size_t at;
};

static bool next_is(const struct json_reader *reader, char byte)
{
    return reader->at < reader->text.len && reader->text.data[reader->at] == byte;
}

static bool take(struct json_reader *reader, char byte)
{
    if (!next_is(reader, byte))
        return false;
    reader->at++;
    return true;
}

static void skip_blanks(struct json_reader *reader)
{
    while (next_is(reader, ' ') || next_is(reader, '\t') || next_is(reader, '\r') ||
           next_is(reader, '\n'))
        reader->at++;
}

static bool read_word(struct json_reader *reader, struct view word)
{
    if (!view_starts(view_sub(reader->text, reader->at, reader->text.len), word))
        return false;
    reader->at += word.len;
    return true;
}

static bool is_hex(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/* Behind a backslash. */
static bool read_escape(struct json_reader *reader)
{
    if (reader->at >= reader->text.len)
        return false;

    char byte = reader->text.data[reader->at++];

    if (byte != 'u')
        return byte && strchr("\"\\/bfnrt", byte);
    for (unsigned i = 0; i < 4; i++, reader->at++)
        if (reader->at >= reader->text.len || !is_hex(reader->text.data[reader->at]))
            return false;
    return true;
}

static bool read_string(struct json_reader *reader)
{
    size_t start = reader->at;

    if (!take(reader, '"'))
        return false;
    while (reader->at < reader->text.len) {
        unsigned char byte = (unsigned char)reader->text.data[reader->at++];
        if (byte == '"') {
            struct view text = view_sub(reader->text, start, reader->at);
            return utf8_check(text) == text.len;
        }
        if (byte < 0x20 || (byte == '\\' && !read_escape(reader)))
            return false;
    }
    return false;
}

static bool read_digits(struct json_reader *reader)
{
    size_t start = reader->at;

    while (reader->at < reader->text.len && reader->text.data[reader->at] >= '0' &&
           reader->text.data[reader->at] <= '9')
        reader->at++;
    return reader->at > start;
}

static bool read_number(struct json_reader *reader)
{
    take(reader, '-');
    if (!take(reader, '0') && !read_digits(reader))
        return false;
    if (take(reader, '.') && !read_digits(reader))
        return false;
    if (!take(reader, 'e') && !take(reader, 'E'))
        return true;
    if (!take(reader, '+'))
        take(reader, '-');
    return read_digits(reader);
}

static bool read_value(struct json_reader *reader, unsigned depth);

/* Up to CLOSE; NAMED: each value behind its name. */
static bool read_members(struct json_reader *reader, char close, bool named, unsigned depth)
{
    reader->at++;
    skip_blanks(reader);
    if (take(reader, close))
        return true;
    do {
        skip_blanks(reader);
        if (named) {
            if (!read_string(reader))
                return false;
            skip_blanks(reader);
            if (!take(reader, ':'))
                return false;
        }
        if (!read_value(reader, depth + 1))
            return false;
        skip_blanks(reader);
    } while (take(reader, ','));
    return take(reader, close);
}

static bool read_value(struct json_reader *reader, unsigned depth)
{
    if (depth > JSON_EXTENT_DEPTH_MAX)
        return false;
    skip_blanks(reader);
    if (next_is(reader, '{'))
        return read_members(reader, '}', true, depth);
    if (next_is(reader, '['))
        return read_members(reader, ']', false, depth);
    if (next_is(reader, '"'))
        return read_string(reader);
    return read_word(reader, VIEW("true")) || read_word(reader, VIEW("false")) ||
           read_word(reader, VIEW("null")) || read_number(reader);
}

size_t json_extent(struct view text)
{
    struct json_reader reader = { .text = text, .at = 0 };

    skip_blanks(&reader);
    return next_is(&reader, '{') && read_value(&reader, 1) ? reader.at : 0;
}
