/* SPDX-License-Identifier: Apache-2.0 */
/* cli/keys.c - a decoder without a terminal: bytes in, keys out */
#include "cli/keys.h"

#include <assert.h>
#include <string.h>

#define ESCAPE 0x1b
/* The longest escape sequence that is waited for; xterm's longest key has 8 bytes. */
#define SEQUENCE_BYTES_MAX 32
/* The longest character in UTF-8. */
#define CHARACTER_BYTES_MAX 4

#define PASTE_START VIEW("\033[200~")
#define PASTE_END   VIEW("\033[201~")

size_t keys_room(const struct keys *keys)
{
    return KEYS_BYTES_MAX - (keys->end - keys->start);
}

bool keys_is_pending(const struct keys *keys)
{
    return keys->end > keys->start;
}

void keys_feed(struct keys *keys, struct view bytes)
{
    size_t kept = keys->end - keys->start;

    assert(bytes.len <= keys_room(keys));
    memmove(keys->bytes, keys->bytes + keys->start, kept);
    if (bytes.len > 0)
        memcpy(keys->bytes + kept, bytes.data, bytes.len);
    keys->start = 0;
    keys->end = kept + bytes.len;
}

static struct view rest_of(const struct keys *keys)
{
    return view_make(keys->bytes + keys->start, keys->end - keys->start);
}

/* LEN bytes are the text of KEY. */
static bool take_text(struct keys *keys, struct key *key, enum key_code code, size_t len)
{
    *key = (struct key){ .code = code, .text = view_sub(rest_of(keys), 0, len) };
    keys->start += len;
    return true;
}

static bool take(struct keys *keys, struct key *key, enum key_code code, size_t len)
{
    take_text(keys, key, code, len);
    key->text = VIEW_EMPTY;
    return true;
}

/* ---- pasted text ---- */

/* Bytes at the end of TEXT that MARK may begin with. */
static size_t begun(struct view text, struct view mark)
{
    size_t len = mark.len - 1 < text.len ? mark.len - 1 : text.len;

    while (len > 0 && !view_ends(text, view_sub(mark, 0, len)))
        len--;
    return len;
}

static bool next_pasted(struct keys *keys, struct key *key, bool idle)
{
    struct view rest = rest_of(keys);
    size_t end = view_find(rest, PASTE_END, 0);

    /* The end got lost, and somebody wants to get out. */
    if (view_eq(rest, VIEW("\003"))) {
        keys->is_pasting = keys->is_pasting && !idle;
        return idle && take(keys, key, KEY_CANCEL, 1);
    }

    if (end < rest.len) {
        take_text(keys, key, KEY_PASTE, end);
        keys->start += PASTE_END.len;
        keys->is_pasting = false;
        key->is_last = true;
        return true;
    }
    end = rest.len - begun(rest, PASTE_END);
    return end > 0 && take_text(keys, key, KEY_PASTE, end);
}

/* ---- bytes ---- */

static bool is_control(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7f;
}

/* Bytes that a character with this first byte has. */
static size_t character_length(unsigned char first)
{
    return first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
}

/* ---- escape sequences ---- */

/* "ESC [ 3 ~" and the like, by the number. */
static enum key_code numbered_key(struct view number)
{
    static const struct {
        const char *number;
        enum key_code code;
    } table[] = {
        { "1", KEY_HOME },   { "7", KEY_HOME },    { "4", KEY_END },       { "8", KEY_END },
        { "3", KEY_DELETE }, { "5", KEY_PAGE_UP }, { "6", KEY_PAGE_DOWN },
    };

    for (size_t i = 0; i < ARRAY_SIZE(table); i++)
        if (view_is(number, table[i].number))
            return table[i].code;
    return KEY_NONE;
}

/* The key of a sequence's final byte, after "ESC [" or "ESC O". */
static enum key_code final_key(char final)
{
    switch (final) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    case 'H':
        return KEY_HOME;
    case 'F':
        return KEY_END;
    case 'Z':
        return KEY_BACK_TAB;
    case 'M': /* Enter of the number block */
        return KEY_ENTER;
    default:
        return KEY_NONE;
    }
}

/* Bytes of the sequence that REST begins with; 0 when its end has not come. */
static size_t sequence_end(struct view rest)
{
    size_t at = 2;

    if (rest.len < 2)
        return 0;
    if (is_control((unsigned char)rest.data[1]))
        return 1;
    if (rest.data[1] == 'O')
        return rest.len == 2 ? 0 : is_control((unsigned char)rest.data[2]) ? 2 : 3;
    if (rest.data[1] != '[')
        return 1 + character_length((unsigned char)rest.data[1]) <= rest.len
                   ? 1 + character_length((unsigned char)rest.data[1])
                   : 0;
    /* The function keys of the Linux console: "ESC [ [ A". */
    if (rest.len > 2 && rest.data[2] == '[')
        return rest.len > 3 ? 4 : 0;
    while (at < rest.len && rest.data[at] >= 0x20 && rest.data[at] < 0x40)
        at++;
    if (at >= SEQUENCE_BYTES_MAX)
        return at;
    if (at == rest.len)
        return 0;
    /* No sequence swallows a ^C. */
    return at + (rest.data[at] >= 0x40 && rest.data[at] < 0x7f);
}

static bool next_escape(struct keys *keys, struct key *key, bool idle)
{
    struct view rest = rest_of(keys);
    size_t len = sequence_end(rest);
    struct view parameters;
    enum key_code code = KEY_NONE;

    if (len == 0)
        return idle && take(keys, key, KEY_NONE, rest.len);
    if (view_eq(view_sub(rest, 0, len), PASTE_START)) {
        keys->start += len;
        keys->is_pasting = true;
        return keys_next(keys, key, idle);
    }
    parameters = view_sub(rest, 2, len - 1);
    /* What follows the number are Shift, Alt and Control, which change nothing here. */
    if (rest.data[len - 1] == '~')
        code = numbered_key(view_sub(parameters, 0, view_find_byte(parameters, ';', 0)));
    else if (len > 2 && !view_starts(parameters, VIEW("[")))
        code = final_key(rest.data[len - 1]);
    return take(keys, key, code, len);
}

/* ---- typed text and control characters ---- */

static enum key_code control_key(unsigned char byte)
{
    static const enum key_code table[32] = {
        ['A' & 31] = KEY_HOME,      ['B' & 31] = KEY_LEFT,      ['C' & 31] = KEY_CANCEL,
        ['D' & 31] = KEY_DELETE,    ['E' & 31] = KEY_END,       ['F' & 31] = KEY_RIGHT,
        ['H' & 31] = KEY_BACKSPACE, ['I' & 31] = KEY_TAB,       ['J' & 31] = KEY_ENTER,
        ['K' & 31] = KEY_KILL_REST, ['L' & 31] = KEY_REDRAW,    ['M' & 31] = KEY_ENTER,
        ['N' & 31] = KEY_DOWN,      ['O' & 31] = KEY_SUBMIT,    ['P' & 31] = KEY_UP,
        ['U' & 31] = KEY_KILL_LINE, ['W' & 31] = KEY_KILL_WORD, ['X' & 31] = KEY_REMOVE,
        ['Z' & 31] = KEY_SUSPEND,
    };

    return byte == 0x7f ? KEY_BACKSPACE : table[byte & 31];
}

/* TEXT without the start of a character at its end. */
static size_t whole_characters(struct view text)
{
    for (size_t back = 1; back < CHARACTER_BYTES_MAX && back <= text.len; back++) {
        size_t at = text.len - back;
        unsigned char byte = (unsigned char)text.data[at];

        if ((byte & 0xc0) == 0x80)
            continue;
        return character_length(byte) > back ? at : text.len;
    }
    return text.len;
}

bool keys_next(struct keys *keys, struct key *key, bool idle)
{
    struct view rest = rest_of(keys);
    size_t len = 0;

    if (keys->is_pasting)
        return next_pasted(keys, key, idle);
    if (rest.len == 0)
        return false;
    if (rest.data[0] == ESCAPE)
        return next_escape(keys, key, idle);
    if (is_control((unsigned char)rest.data[0]))
        return take(keys, key, control_key((unsigned char)rest.data[0]), 1);
    while (len < rest.len && !is_control((unsigned char)rest.data[len]))
        len++;
    if (len == rest.len && !idle)
        len = whole_characters(view_sub(rest, 0, len));
    return len > 0 && take_text(keys, key, KEY_TEXT, len);
}
