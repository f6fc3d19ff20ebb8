/* SPDX-License-Identifier: Apache-2.0 */
#include "yaml/style.h"

#include "base/utf8.h"

static bool is_break(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool is_printable(uint32_t c)
{
    return c == '\n' || (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
}

/* Blank, break or end. */
static bool ends_word(struct view text, size_t at)
{
    if (at >= text.len)
        return true;

    uint32_t c = utf8_next(text, &at);

    return c == ' ' || c == '\t' || is_break(c);
}

/* What may not start a plain scalar. */
static bool is_indicator(struct view text)
{
    switch (text.data[0]) {
    case '#':
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case '\'':
    case '"':
    case '%':
    case '@':
    case '`':
        return true;
    case '?':
    case ':':
    case '-':
        return ends_word(text, 1);
    default:
        return false;
    }
}

static bool starts_as_marker(struct view text)
{
    return view_starts(text, VIEW("---")) || view_starts(text, VIEW("..."));
}

/* What a byte of ASCII can mean for the style; all else is an ordinary character. */
enum byte_class { BYTE_ORDINARY, BYTE_SPECIAL, BYTE_FLOW };

/*
 * Controls, '#', ':' and what is not ASCII are looked at, and with a break the blanks around it;
 * `,?[]{}` matter in flow only.
 */
static const unsigned char byte_classes[256] = {
    [0x00 ... 0x1f] = BYTE_SPECIAL,
    ['#'] = BYTE_SPECIAL,
    [':'] = BYTE_SPECIAL,
    [0x7f ... 0xff] = BYTE_SPECIAL,
    [','] = BYTE_FLOW,
    ['?'] = BYTE_FLOW,
    ['['] = BYTE_FLOW,
    [']'] = BYTE_FLOW,
    ['{'] = BYTE_FLOW,
    ['}'] = BYTE_FLOW,
};

/* What is known while a text is looked through. */
struct analysis {
    struct style_facts facts;
    bool plain;
    bool flow;
    bool space_before_break;
    bool space_after_break;
    size_t after_break; /* the offset behind the last break; SIZE_MAX: none so far */
};

static void analyse_break(struct analysis *a, struct view text, size_t at, size_t end, uint32_t c)
{
    a->facts.multi = true;
    a->facts.has_lf = a->facts.has_lf || c == '\n';
    a->facts.has_separator = a->facts.has_separator || c == 0x2028 || c == 0x2029;
    a->space_before_break = a->space_before_break || (at > 0 && text.data[at - 1] == ' ');
    a->space_after_break = a->space_after_break || (end < text.len && text.data[end] == ' ');
    a->after_break = end;
}

/* A character at AT that may decide something; returns the offset behind it. */
static size_t analyse_special(struct analysis *a, struct view text, size_t at)
{
    size_t end = at;
    uint32_t c = utf8_next(text, &end);

    switch (c) {
    case '\t':
        a->facts.has_tab = true;
        return end;
    case ':':
        a->plain = a->plain && !ends_word(text, end);
        return end;
    case '#':
        if (at > 0 &&
            (text.data[at - 1] == ' ' || text.data[at - 1] == '\t' || a->after_break == at))
            a->plain = false;
        return end;
    default:
        break;
    }
    a->facts.bad = a->facts.bad || !is_printable(c);
    if (is_break(c))
        analyse_break(a, text, at, end, c);
    return end;
}

/* The next byte at or behind AT that may decide something; most of a text is letters and blanks. */
static size_t skip_ordinary(struct view text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.data;

    while (text.len - at >= 4 && !(byte_classes[bytes[at]] | byte_classes[bytes[at + 1]] |
                                   byte_classes[bytes[at + 2]] | byte_classes[bytes[at + 3]]))
        at += 4;
    while (at < text.len && byte_classes[bytes[at]] == BYTE_ORDINARY)
        at++;
    return at;
}

struct style_facts style_of(struct view text)
{
    struct analysis a = { .after_break = SIZE_MAX };
    bool space_ends = text.len > 0 && text.data[text.len - 1] == ' ';

    a.plain = text.len > 0 && !starts_as_marker(text) && !is_indicator(text);
    a.flow = a.plain && text.data[0] != '?' && text.data[0] != ':' && text.data[0] != '-';
    for (size_t at = skip_ordinary(text, 0); at < text.len; at = skip_ordinary(text, at)) {
        if (byte_classes[(unsigned char)text.data[at]] == BYTE_FLOW) {
            a.flow = false;
            at++;
        } else {
            at = analyse_special(&a, text, at);
        }
    }

    struct style_facts facts = a.facts;

    facts.bad_but_tab = facts.bad;
    facts.bad = facts.bad || facts.has_tab;
    facts.odd_end =
        facts.has_separator && a.after_break == text.len && text.data[text.len - 1] != '\n';
    facts.plain_ok = a.plain && !facts.bad && !facts.multi && !space_ends && text.data[0] != ' ';
    facts.flow_ok = facts.plain_ok && a.flow;
    facts.single_ok = !facts.bad && !a.space_after_break && !a.space_before_break;
    facts.block_ok = !facts.bad && !a.space_before_break && !space_ends && text.len > 0;
    facts.literal_ok = !facts.bad_but_tab && !a.space_before_break && !space_ends &&
                       !facts.has_separator && text.len > 0;
    return facts;
}

enum ynode_style style_choose(struct view text, bool *multi)
{
    struct style_facts facts = style_of(text);

    if (multi)
        *multi = facts.multi;
    if (facts.has_lf)
        return facts.block_ok ? YSTYLE_LITERAL : YSTYLE_DOUBLE;
    if (scalar_is_quoted_by_go(text))
        return YSTYLE_DOUBLE;
    if (facts.plain_ok)
        return YSTYLE_PLAIN;
    return facts.single_ok && !facts.odd_end ? YSTYLE_SINGLE : YSTYLE_DOUBLE;
}
