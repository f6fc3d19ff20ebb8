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
    char c = text.data[0];

    if (strchr("#,[]{}&*!|>'\"%@`", c))
        return c != '\0';
    return (c == '?' || c == ':' || c == '-') && ends_word(text, 1);
}

static bool starts_as_marker(struct view text)
{
    return view_starts(text, VIEW("---")) || view_starts(text, VIEW("..."));
}

/* Printable ASCII without anything that means something: the usual word. */
static bool is_simple(struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c <= ' ' || c >= 0x7f || c == ':' || c == '#' || c == ',' || c == '[' || c == ']' ||
            c == '{' || c == '}' || c == '?')
            return false;
    }
    return text.len > 0 && !is_indicator(text) && !starts_as_marker(text);
}

struct style_facts style_of(struct view text)
{
    struct style_facts facts = { .has_lf = false };
    bool plain = text.len > 0 && !starts_as_marker(text) && !is_indicator(text);
    bool flow = plain && !strchr("?:-", text.data[0]);
    bool space_before_break = false;
    bool space_after_break = false;
    uint32_t before = '\n';

    if (is_simple(text))
        return (struct style_facts){ .plain_ok = true,
                                     .single_ok = true,
                                     .block_ok = true,
                                     .literal_ok = true,
                                     .flow_ok = true };
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);

        facts.has_lf = facts.has_lf || c == '\n';
        facts.has_tab = facts.has_tab || c == '\t';
        facts.has_separator = facts.has_separator || c == 0x2028 || c == 0x2029;
        facts.bad = facts.bad || (!is_printable(c) && c != '\t');
        if (is_break(c)) {
            facts.multi = true;
            space_before_break = space_before_break || before == ' ';
        }
        if (c == ' ' && at > 1 && is_break(before))
            space_after_break = true;
        if ((c == ':' && ends_word(text, at)) ||
            (c == '#' && at > 1 && (before == ' ' || before == '\t' || is_break(before))))
            plain = false;
        if (c < 0x80 && strchr(",?[]{}", (int)c))
            flow = false;
        before = c;
    }
    bool space_ends = before == ' ';

    facts.bad_but_tab = facts.bad;
    facts.bad = facts.bad || facts.has_tab;
    facts.odd_end = before == 0x2028 || before == 0x2029;
    facts.plain_ok = plain && !facts.bad && !facts.multi && !space_ends && text.data[0] != ' ';
    facts.flow_ok = facts.plain_ok && flow;
    facts.single_ok = !facts.bad && !space_after_break && !space_before_break;
    facts.block_ok = !facts.bad && !space_before_break && !space_ends && text.len > 0;
    facts.literal_ok = !facts.bad_but_tab && !space_before_break && !space_ends &&
                       !facts.has_separator && text.len > 0;
    return facts;
}

enum ynode_style style_choose(struct view text)
{
    struct style_facts facts = style_of(text);

    if (facts.has_lf)
        return facts.block_ok ? YSTYLE_LITERAL : YSTYLE_DOUBLE;
    if (scalar_is_quoted_by_go(text))
        return YSTYLE_DOUBLE;
    if (facts.plain_ok)
        return YSTYLE_PLAIN;
    return facts.single_ok && !facts.odd_end ? YSTYLE_SINGLE : YSTYLE_DOUBLE;
}
